"""Render feet of known size on a printed sheet, as ground truth for `showroom bench tryon`.

Run with Blender as a module (requirements.txt):

    python render_feet.py SHEETS OUT --count 60 --seed 1

SHEETS holds sheets as pictures of 150 dpi, named KIND-PAPER.png (for example foot-left-a4.png), rasterised from the
PDFs of `showroom sheet`. OUT gets pictures and truth.json. The feet are lofts with toes of this script's own; nothing of
the measuring code is used. Lengths are read off the finished mesh.
"""

import argparse
import json
import math
import os
import sys

import bpy
import numpy as np
from mathutils import Matrix, Vector

MM = 0.001
PAPERS = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a3": (297.0, 420.0)}
SKINS = [(0.80, 0.60, 0.49), (0.70, 0.47, 0.35), (0.56, 0.35, 0.23), (0.38, 0.22, 0.13), (0.21, 0.11, 0.065), (0.11, 0.055, 0.035)]
SOCKS = [(0.75, 0.75, 0.74), (0.30, 0.31, 0.33), (0.02, 0.02, 0.022), (0.45, 0.03, 0.04), (0.03, 0.06, 0.25), (0.5, 0.42, 0.28)]


def ellipsoid_points(middle, half, turn=0.0, rows=14, columns=24):
    """A closed ellipsoid as vertices and faces."""
    verts, faces = [], []
    for row in range(rows + 1):
        polar = math.pi * row / rows
        for column in range(columns):
            around = 2.0 * math.pi * column / columns
            x = half[0] * math.sin(polar) * math.cos(around)
            y = half[1] * math.sin(polar) * math.sin(around)
            z = half[2] * math.cos(polar)
            c, s = math.cos(turn), math.sin(turn)
            verts.append((middle[0] + c * x - s * y, middle[1] + s * x + c * y, middle[2] + z))
    for row in range(rows):
        for column in range(columns):
            a, b = row * columns + column, row * columns + (column + 1) % columns
            faces.append((a, b, b + columns, a + columns))
    return verts, faces


def loft(rings):
    """Rings (n, 3) joined and capped."""
    count = len(rings[0])
    verts = [tuple(point) for ring in rings for point in ring]
    faces = []
    for row in range(len(rings) - 1):
        for column in range(count):
            a, b = row * count + column, row * count + (column + 1) % count
            faces.append((a, b, b + count, a + count))
    faces.append(tuple(reversed(range(count))))
    faces.append(tuple((len(rings) - 1) * count + i for i in range(count)))
    return verts, faces


def ring_at(y, middle, half_width, height, power):
    """A section across the foot that stands on the floor."""
    ring = []
    for step in range(28):
        angle = 2.0 * math.pi * step / 28
        c, s = math.cos(angle), math.sin(angle)
        x = half_width * math.copysign(abs(c) ** (2.0 / power), c)
        z = height / 2.0 + height / 2.0 * math.copysign(abs(s) ** (2.0 / power), s)
        ring.append((middle + x, y, z))
    return ring


def foot_parts(rng, length, side, sock):
    """Shapes of a foot whose heel is near y = 0 and whose toes point to +y; millimetres. The big toe is at -side."""
    wide = length * rng.uniform(0.365, 0.425)
    tall = rng.uniform(0.92, 1.08) * length / 250.0
    inner = -side
    body_end = length * 0.80
    stations = [
        (0.03, 0.36, 34, 0.02), (0.06, 0.52, 46, 0.02), (0.12, 0.64, 58, 0.015), (0.22, 0.67, 66, 0.0), (0.35, 0.68, 64, -0.01),
        (0.50, 0.76, 56, -0.01), (0.62, 0.90, 46, 0.01), (0.70, 1.00, 38, 0.015), (0.76, 0.97, 31, 0.01), (0.80, 0.90, 26, 0.0),
    ]
    rings = [ring_at(t * length, inner * shift * wide, share * wide / 2.0, high * tall, 2.5) for t, share, high, shift in stations]
    parts = [loft(rings)]
    # Heel: a rounded cap whose hindmost point is above the floor.
    parts.append(ellipsoid_points((inner * 0.02 * wide, 0.16 * length, 27 * tall), (0.33 * wide, 0.155 * length, 27 * tall)))
    kind = rng.choice(["egyptian", "greek", "square"])
    ends = {"egyptian": [1.0, 0.975, 0.94, 0.90, 0.85], "greek": [0.975, 1.0, 0.955, 0.91, 0.86], "square": [1.0, 0.995, 0.975, 0.93, 0.875]}[kind]
    widths = [0.25, 0.165, 0.15, 0.145, 0.145]
    x = inner * wide * 0.48
    bigtoe = rng.uniform(19.0, 25.0) * length / 250.0
    for toe, (end, share) in enumerate(zip(ends, widths)):
        half = share * wide / 2.0
        middle = x - inner * half
        x -= inner * share * wide * 1.04
        high = bigtoe if toe == 0 else bigtoe * rng.uniform(0.66, 0.8)
        tip = end * length
        parts.append(ellipsoid_points((middle, tip - 0.075 * length, high * 0.52), (half * 1.02, 0.075 * length, high * 0.5), turn=inner * (0.04 - 0.05 * toe)))
        parts.append(ellipsoid_points((middle, tip - 0.13 * length, high * 0.56), (half * 1.0, 0.10 * length, high * 0.52)))
    if sock:
        parts.append(loft([ring_at(t * length, 0.0, share * wide / 2.0, high * tall, 2.3) for t, share, high in [(0.72, 0.98, 30), (0.82, 0.93, 25), (0.90, 0.78, 21), (0.95, 0.58, 17)]]))
    return parts, body_end, wide, tall, kind


def leg_parts(rng, length, wide, tall, lean):
    """Ankle and lower leg, leaning forward by `lean` radians."""
    rings = []
    for high, across, along, y in [(30, 0.33, 0.17, 0.20), (70, 0.36, 0.165, 0.205), (105, 0.36, 0.155, 0.20), (150, 0.38, 0.16, 0.20), (230, 0.50, 0.21, 0.20), (330, 0.60, 0.25, 0.19), (430, 0.56, 0.24, 0.20)]:
        ring = []
        up = max(high * tall - 70.0, 0.0)
        for step in range(28):
            angle = 2.0 * math.pi * step / 28
            ring.append((across * wide * math.cos(angle), y * length + along * length * math.sin(angle) + math.tan(lean) * up, high * tall))
        rings.append(ring)
    return [loft(rings)]


def mesh_object(name, parts):
    """All parts fused into one skin."""
    objects = []
    for index, (verts, faces) in enumerate(parts):
        mesh = bpy.data.meshes.new(f"{name}{index}")
        mesh.from_pydata([tuple(value * MM for value in vert) for vert in verts], [], faces)
        objects.append(bpy.data.objects.new(f"{name}{index}", mesh))
        bpy.context.scene.collection.objects.link(objects[-1])
    bpy.ops.object.select_all(action="DESELECT")
    for thing in objects:
        thing.select_set(True)
    bpy.context.view_layer.objects.active = objects[0]
    bpy.ops.object.join()
    joined = bpy.context.view_layer.objects.active
    remesh = joined.modifiers.new("fuse", "REMESH")
    remesh.mode, remesh.voxel_size = "VOXEL", 1.6 * MM
    smooth = joined.modifiers.new("smooth", "SMOOTH")
    smooth.factor, smooth.iterations = 0.5, 6
    bpy.ops.object.modifier_apply(modifier="fuse")
    bpy.ops.object.modifier_apply(modifier="smooth")
    bpy.ops.object.shade_smooth()
    points = np.array([vertex.co[:] for vertex in joined.data.vertices])
    joined.data.transform(Matrix.Translation((0.0, 0.0, -float(points[:, 2].min()))))
    return joined


def skin_material(rng, color, sock):
    material = bpy.data.materials.new("cover")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    noise = nodes.new("ShaderNodeTexNoise")
    noise.inputs["Scale"].default_value = 900.0 if sock else 60.0
    noise.inputs["Detail"].default_value = 6.0
    mix = nodes.new("ShaderNodeMixRGB")
    mix.inputs[1].default_value = (*[c * 0.82 for c in color], 1.0)
    mix.inputs[2].default_value = (*[min(c * 1.15, 1.0) for c in color], 1.0)
    where = nodes.new("ShaderNodeTexCoord")
    links.new(where.outputs["Object"], noise.inputs["Vector"])
    links.new(noise.outputs["Fac"], mix.inputs[0])
    links.new(mix.outputs[0], shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = 0.95 if sock else 0.45
    return material


def floor_material(rng):
    material = bpy.data.materials.new("floor")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    shader = nodes["Principled BSDF"]
    where = nodes.new("ShaderNodeTexCoord")
    kind = rng.choice(["wood", "tiles", "carpet", "stone"])
    tones = {"wood": ((0.32, 0.17, 0.08), (0.45, 0.27, 0.13)), "tiles": ((0.62, 0.61, 0.57), (0.70, 0.69, 0.66)), "carpet": ((0.16, 0.17, 0.20), (0.28, 0.28, 0.31)), "stone": ((0.30, 0.29, 0.27), (0.50, 0.48, 0.44))}[kind]
    if kind in ("wood", "tiles"):
        texture = nodes.new("ShaderNodeTexBrick")
        texture.inputs["Scale"].default_value = 1.0
        texture.inputs["Brick Width"].default_value = 0.9 if kind == "wood" else 0.3
        texture.inputs["Row Height"].default_value = 0.12 if kind == "wood" else 0.3
        texture.inputs["Mortar Size"].default_value = 0.002 if kind == "wood" else 0.004
        texture.offset = 0.5 if kind == "wood" else 0.0
        for name, tone in (("Color1", tones[0]), ("Color2", tones[1]), ("Mortar", tuple(c * 0.35 for c in tones[0]))):
            texture.inputs[name].default_value = (*tone, 1.0)
        color = texture.outputs["Color"]
    else:
        texture = nodes.new("ShaderNodeTexNoise")
        texture.inputs["Scale"].default_value = 700.0 if kind == "carpet" else 9.0
        texture.inputs["Detail"].default_value = 8.0
        mix = nodes.new("ShaderNodeMixRGB")
        mix.inputs[1].default_value, mix.inputs[2].default_value = (*tones[0], 1.0), (*tones[1], 1.0)
        links.new(texture.outputs["Fac"], mix.inputs[0])
        color = mix.outputs[0]
    links.new(where.outputs["Object"], texture.inputs["Vector"])
    links.new(color, shader.inputs["Base Color"])
    shader.inputs["Roughness"].default_value = {"wood": 0.4, "tiles": 0.2, "carpet": 1.0, "stone": 0.6}[kind]
    return material, kind


def paper_object(picture, size, bend, rng):
    """The page, face up in the plane z = 0.2 mm, bent where wanted (millimetres)."""
    rows = 40
    verts, faces, uvs = [], [], []
    for j in range(rows + 1):
        for i in range(rows + 1):
            u, v = i / rows, j / rows
            up = bend * (math.sin(math.pi * u) ** 2 * math.cos(math.pi * (v - 0.2)) ** 2) if bend else 0.0
            verts.append(((u - 0.5) * size[0] * MM, (v - 0.5) * size[1] * MM, (0.2 + up) * MM))
            uvs.append((u, v))
    for j in range(rows):
        for i in range(rows):
            a = j * (rows + 1) + i
            faces.append((a, a + 1, a + rows + 2, a + rows + 1))
    mesh = bpy.data.meshes.new("paper")
    mesh.from_pydata(verts, [], faces)
    layer = mesh.uv_layers.new()
    for loop in mesh.loops:
        layer.data[loop.index].uv = uvs[loop.vertex_index]
    thing = bpy.data.objects.new("paper", mesh)
    bpy.context.scene.collection.objects.link(thing)
    material = bpy.data.materials.new("paper")
    material.use_nodes = True
    nodes, links = material.node_tree.nodes, material.node_tree.links
    texture = nodes.new("ShaderNodeTexImage")
    texture.image = bpy.data.images.load(os.path.abspath(picture))
    dim = nodes.new("ShaderNodeMixRGB")
    dim.blend_type, dim.inputs[0].default_value = "MULTIPLY", 1.0
    dim.inputs[2].default_value = (0.86, 0.86, 0.84, 1.0)
    links.new(texture.outputs["Color"], dim.inputs[1])
    links.new(dim.outputs[0], nodes["Principled BSDF"].inputs["Base Color"])
    nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.8
    mesh.materials.append(material)
    for polygon in mesh.polygons:
        polygon.use_smooth = True
    return thing


def lamps(rng):
    scene = bpy.context.scene
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    tint = rng.choice([(1.0, 0.93, 0.82), (0.9, 0.95, 1.0), (1.0, 1.0, 1.0)])
    world.node_tree.nodes["Background"].inputs[0].default_value = (*tint, 1.0)
    world.node_tree.nodes["Background"].inputs[1].default_value = rng.uniform(0.25, 0.7)
    scene.world = world
    for _ in range(rng.choice([1, 2])):
        data = bpy.data.lights.new("lamp", "AREA")
        data.energy, data.size = rng.uniform(15.0, 45.0), rng.uniform(0.15, 1.2)
        data.color = rng.choice([(1.0, 0.88, 0.7), (1.0, 1.0, 1.0), (0.85, 0.92, 1.0)])
        thing = bpy.data.objects.new("lamp", data)
        angle, away = rng.uniform(0.0, 2.0 * math.pi), rng.uniform(0.3, 1.3)
        thing.location = (away * math.cos(angle), away * math.sin(angle), rng.uniform(1.2, 2.0))
        thing.rotation_euler = (Vector((0.0, 0.0, 0.0)) - thing.location).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(thing)


def camera(rng, tilt, azimuth, size_px, reach):
    data = bpy.data.cameras.new("camera")
    share = rng.uniform(0.70, 1.05)
    data.sensor_fit, data.sensor_width = "AUTO", 36.0
    data.lens = 36.0 * share
    thing = bpy.data.objects.new("camera", data)
    distance = reach * share * rng.uniform(1.2, 1.5)
    target = Vector((rng.uniform(-0.02, 0.02), rng.uniform(-0.03, 0.03), 0.0))
    away = Vector((math.sin(tilt) * math.sin(azimuth), math.sin(tilt) * math.cos(azimuth), math.cos(tilt)))
    thing.location = target + away * distance
    forward = (target - thing.location).normalized()
    # The page's upper edge is up in the picture, whatever the side that one looks from.
    up = Vector((0.0, 1.0, 0.0)) if abs(forward.y) < 0.95 else Vector((0.0, 0.0, 1.0))
    right = forward.cross(up).normalized()
    up = right.cross(forward)
    roll = rng.uniform(-0.2, 0.2)
    right, up = right * math.cos(roll) + up * math.sin(roll), up * math.cos(roll) - right * math.sin(roll)
    turn = Matrix((right, up, -forward)).transposed()
    thing.matrix_world = Matrix.Translation(thing.location) @ turn.to_4x4()
    bpy.context.scene.collection.objects.link(thing)
    bpy.context.scene.camera = thing
    return share, distance


def shot_from(rng, heel):
    """Tilt and azimuth (0: over the toes, so that one looks back at the heel): where the heel is at a wall, from the
    toes or the side; else from beside the foot."""
    tilt = math.radians(rng.uniform(0.0, 45.0))
    if heel == "line":
        return tilt, math.radians(rng.uniform(-115.0, 115.0))
    return math.radians(rng.uniform(18.0, 45.0)), math.radians(rng.choice([-1.0, 1.0]) * rng.uniform(60.0, 120.0))


def draw(rng, index, sheets, out, samples, fault):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples, scene.cycles.use_denoising, scene.cycles.max_bounces = samples, False, 3
    scene.cycles.use_adaptive_sampling = True
    scene.cycles.adaptive_threshold = 0.05
    scene.render.threads_mode, scene.render.threads = "FIXED", 2
    scene.view_settings.view_transform = "Standard"
    side = rng.choice([-1, 1])
    heel = "line" if rng.random() < 0.65 else "seen"
    # A foot whose heel shows needs paper behind it.
    paper = "a3" if rng.random() < 0.3 or heel == "seen" else "a4"
    kind = "foot-right" if side > 0 else "foot-left"
    most = 300.0 if paper == "a3" else 282.0
    length = float(rng.uniform(220.0, most))
    sock = bool(rng.random() < 0.35)
    lower = -PAPERS[paper][1] / 2.0
    parts, _, wide, tall, toes = foot_parts(rng, length, side, sock)
    parts += leg_parts(rng, length, wide, tall, rng.uniform(-0.05, 0.35) if heel == "line" else rng.uniform(-0.1, 0.25))
    foot = mesh_object("foot", parts)
    color = (SOCKS if sock else SKINS)[int(rng.integers(0, 6))]
    foot.data.materials.clear()
    foot.data.materials.append(skin_material(rng, color, sock))
    points = np.array([vertex.co[:] for vertex in foot.data.vertices])
    low = points[points[:, 2] < 0.05]
    start, end = float(low[:, 1].min()), float(low[:, 1].max())
    ball = low[(low[:, 1] > start + 0.5 * (end - start))]
    truth_mm, width_mm = (end - start) * 1000.0, float(np.ptp(ball[:, 0])) * 1000.0
    turned = math.radians(rng.uniform(-3.0, 3.0))
    back = lower + (rng.normal(0.0, 0.6) if heel == "line" else rng.uniform(30.0, 60.0))
    foot.matrix_world = Matrix.Translation((rng.uniform(-0.004, 0.004), back * MM, 0.0003)) @ Matrix.Rotation(turned, 4, "Z") @ Matrix.Translation((0.0, -start, 0.0))
    paper_object(os.path.join(sheets, f"{kind}-{paper}.png"), PAPERS[paper], 14.0 if fault == "bent" else 0.0, rng)
    bpy.ops.mesh.primitive_plane_add(size=6.0)
    material, floor = floor_material(rng)
    bpy.context.object.data.materials.append(material)
    if fault == "hidden":
        bpy.ops.mesh.primitive_plane_add(size=0.5, location=(side * 0.0, 0.13, 0.006))
        bpy.context.object.data.materials.append(floor_material(rng)[0])
    lamps(rng)
    size_px = (600, 800)
    scene.render.resolution_x, scene.render.resolution_y, scene.render.resolution_percentage = *size_px, 100
    tilt, azimuth = shot_from(rng, heel)
    share, distance = camera(rng, tilt, azimuth, size_px, PAPERS[paper][1] * MM)
    name = f"foot-{index:03d}"
    scene.render.image_settings.file_format = "PNG"
    scene.render.filepath = os.path.join(out, name + ".raw.png")
    bpy.ops.render.render(write_still=True)
    soil(rng, os.path.join(out, name), scene)
    return {
        "picture": name + ".jpg", "length_mm": round(truth_mm, 2), "width_mm": round(width_mm, 2), "sheet": f"{kind} {paper}", "heel": heel,
        "fault": fault, "sock": sock, "color": list(color), "toes": str(toes), "floor": str(floor), "tilt_deg": round(math.degrees(tilt), 1),
        "azimuth_deg": round(math.degrees(azimuth), 1), "focal_share": round(share, 4), "distance_mm": round(distance * 1000.0), "turned_deg": round(math.degrees(turned), 2),
    }


def soil(rng, path, scene):
    """Blur, noise and compression."""
    image = bpy.data.images.load(path + ".raw.png")
    width, height = image.size
    pixels = np.array(image.pixels[:], dtype=np.float32).reshape(height, width, 4)
    sigma = rng.uniform(0.3, 0.9)
    kernel = np.exp(-0.5 * (np.arange(-3, 4) / sigma) ** 2)
    kernel /= kernel.sum()
    for axis in (0, 1):
        pixels[..., :3] = sum(w * np.roll(pixels[..., :3], k, axis) for w, k in zip(kernel, range(-3, 4)))
    pixels[..., :3] += rng.normal(0.0, rng.uniform(0.004, 0.02), (height, width, 3)).astype(np.float32)
    image.pixels[:] = np.clip(pixels, 0.0, 1.0).ravel()
    image.file_format = "JPEG"
    image.filepath_raw = path + ".jpg"
    scene.render.image_settings.quality = int(rng.integers(70, 93))
    image.save(quality=int(rng.integers(70, 93)))
    os.remove(path + ".raw.png")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sheets")
    parser.add_argument("out")
    parser.add_argument("--count", type=int, default=60)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--samples", type=int, default=9)
    parser.add_argument("--faults", type=int, default=0, help="so many more with a bent sheet, and so many half hidden")
    options = parser.parse_args(sys.argv[1:])
    os.makedirs(options.out, exist_ok=True)
    path = os.path.join(options.out, "truth.json")
    done = json.load(open(path))["feet"] if os.path.exists(path) else []
    wishes = [None] * options.count + ["bent"] * options.faults + ["hidden"] * options.faults
    for index, fault in enumerate(wishes, start=options.first):
        rng = np.random.default_rng(options.seed * 10007 + index)
        done.append(draw(rng, index, options.sheets, options.out, options.samples, fault))
        with open(path, "w") as file:
            json.dump({"feet": done}, file, indent=1)


main()
