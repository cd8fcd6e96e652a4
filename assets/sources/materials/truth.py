"""Cycles' pictures of the material scenes: what the renderer is held against.

    bpy/bin/python assets/sources/materials/truth.py            # all of them
    bpy/bin/python assets/sources/materials/truth.py sheen      # one

The parameters come from tools/materials/scenes.toml; how a surface answers light is Cycles' own. Each picture is
linear light through one display transform (Khronos PBR Neutral, sRGB), with the shapes' coverage as alpha.
"""

import math
import sys
from pathlib import Path

import bpy
import numpy as np
from mathutils import Matrix, Vector
from PIL import Image

ROOT = Path(__file__).resolve().parents[3]
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from plain import SCRATCH, black, glowing, hidden  # noqa: E402
from surface import Surface  # noqa: E402

from tools.materials import description, shapes  # noqa: E402

OUT = ROOT / "tests" / "visual" / "references" / "materials"
SAMPLES = 256
# glTF's +Y up, +Z front in Blender's +Z up, -Y front.
BLENDER_FROM_GLTF = Matrix(((1, 0, 0, 0), (0, 0, -1, 0), (0, 1, 0, 0), (0, 0, 0, 1)))


def main(names):
    setting, scenes = description.load()
    OUT.mkdir(parents=True, exist_ok=True)
    SCRATCH.mkdir(exist_ok=True)
    for scene in scenes:
        if names and scene.name not in names:
            continue
        linear = picture(setting, scene)
        coverage = render(setting, scene, mask=True)[..., 3]
        rgba = np.concatenate([encode(linear), np.round(coverage * 255.0)[..., None].astype(np.uint8)], axis=-1)
        Image.fromarray(rgba).save(OUT / f"{scene.name}.png", optimize=True)
        print(scene.name, "mean", linear[coverage > 0.5].mean(axis=0), flush=True)


def picture(setting, scene):
    """Linear RGB. With dispersion, one picture per channel: Cycles refracts all light alike."""
    if not any("KHR_materials_dispersion" in material.get("extensions", {}) for material in scene.materials):
        return render(setting, scene)[..., :3]
    return np.stack([render(setting, scene, channel=channel)[..., channel] for channel in range(3)], axis=-1)


def render(setting, scene, *, mask=False, channel=None):
    bpy.ops.wm.read_factory_settings(use_empty=True)
    stage = bpy.context.scene
    place_camera(stage, setting)
    place_light(stage, setting, scene)
    if scene.backdrop and not mask:
        wall = add_mesh("wall", shapes.backdrop(), glowing(scene.backdrop))
        # It hides the sky from what is seen through glass, and lights nothing in front of it.
        wall.visible_diffuse = wall.visible_glossy = False
    for index, shape in enumerate(scene.shapes):
        material = scene.materials[shape.material] if shape.material is not None else None
        if mask:
            if material is None:
                add_mesh(f"{index}", shape.truth, hidden())
            else:
                add_mesh(f"{index}", shape.seen, glowing(None))
            continue
        made = black() if material is None else Surface(material, shape.truth.colours is not None, channel).made
        alone(add_mesh(f"{index}", shape.truth, made), scene, material)
    configure(stage, setting, mask)
    stage.render.filepath = str(SCRATCH / "picture.exr")
    bpy.ops.render.render(write_still=True)
    image = bpy.data.images.load(stage.render.filepath)
    image.colorspace_settings.name = "Non-Color"
    width, height = setting.size_px
    pixels = np.empty(width * height * 4, dtype=np.float32)
    image.pixels.foreach_get(pixels)
    return pixels.reshape(height, width, 4)[::-1]


def alone(made, scene, material):
    """Take a shape out of the others' light: what they throw at each other is not the material's doing."""
    if scene.together:
        return
    glass = "KHR_materials_transmission" in (material or {}).get("extensions", {})
    made.visible_diffuse = made.visible_shadow = False
    # Light inside glass must meet its other faces.
    made.visible_glossy = made.visible_transmission = glass


def configure(stage, setting, mask):
    stage.render.engine = "CYCLES"
    cycles = stage.cycles
    cycles.device = "CPU"
    cycles.samples = 16 if mask else SAMPLES
    cycles.use_adaptive_sampling = False
    cycles.use_denoising = not mask
    cycles.max_bounces = cycles.glossy_bounces = cycles.transmission_bounces = 16
    cycles.transparent_max_bounces = 16
    cycles.diffuse_bounces = 6
    cycles.sample_clamp_direct = cycles.sample_clamp_indirect = 0.0
    cycles.blur_glossy = 0.0
    cycles.caustics_reflective = cycles.caustics_refractive = True
    cycles.pixel_filter_type = "BOX"
    cycles.filter_width = 1.0
    stage.render.resolution_x, stage.render.resolution_y = setting.size_px
    stage.render.film_transparent = True
    stage.view_settings.view_transform = "Raw"
    stage.render.image_settings.file_format = "OPEN_EXR"
    stage.render.image_settings.color_depth = "32"
    stage.render.image_settings.color_mode = "RGBA"
    stage.render.threads_mode = "FIXED"
    stage.render.threads = 2


def place_camera(stage, setting):
    data = bpy.data.cameras.new("camera")
    data.sensor_fit = "VERTICAL"
    data.angle = math.radians(setting.fov_deg)
    camera = bpy.data.objects.new("camera", data)
    camera.matrix_world = BLENDER_FROM_GLTF @ Matrix.Translation(setting.camera_position)
    stage.collection.objects.link(camera)
    stage.camera = camera


def place_light(stage, setting, scene):
    light = description.environment()
    height, width = light.shape[:2]
    image = bpy.data.images.new("sky", width, height, float_buffer=True, is_data=True)
    rgba = np.concatenate([light, np.ones((height, width, 1), dtype=np.float32)], axis=-1)
    image.pixels.foreach_set(rgba[::-1].ravel())
    world = bpy.data.worlds.new("world")
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    texture = nodes.new("ShaderNodeTexEnvironment")
    texture.image = image
    links.new(texture.outputs["Color"], nodes["Background"].inputs["Color"])
    stage.world = world
    if not scene.lamp:
        return
    sun = bpy.data.lights.new("lamp", "SUN")
    # A white surface that faces the lamp shines with its radiance: π of it must arrive.
    sun.energy = math.pi
    sun.color = setting.lamp_radiance
    sun.angle = 0.02
    lamp = bpy.data.objects.new("lamp", sun)
    towards = BLENDER_FROM_GLTF.to_3x3() @ Vector(setting.lamp_towards)
    lamp.rotation_euler = towards.to_track_quat("Z", "Y").to_euler()
    stage.collection.objects.link(lamp)


def add_mesh(name, mesh, material):
    data = bpy.data.meshes.new(name)
    positions = mesh.positions @ np.array(BLENDER_FROM_GLTF.to_3x3()).T
    data.from_pydata(positions.tolist(), [], mesh.triangles.tolist())
    corners = mesh.triangles.ravel()
    for layer, uv in (("TEXCOORD_0", mesh.uv0), ("TEXCOORD_1", mesh.uv1)):
        flipped = np.stack([uv[:, 0], 1.0 - uv[:, 1]], axis=-1)[corners]
        data.uv_layers.new(name=layer).data.foreach_set("uv", flipped.ravel())
    if mesh.colours is not None:
        data.color_attributes.new("COLOR_0", "FLOAT_COLOR", "POINT").data.foreach_set("color", mesh.colours.ravel())
    data.update()
    normals = mesh.normals @ np.array(BLENDER_FROM_GLTF.to_3x3()).T
    data.shade_smooth()
    data.normals_split_custom_set_from_vertices(normals.tolist())
    data.materials.append(material)
    made = bpy.data.objects.new(name, data)
    bpy.context.scene.collection.objects.link(made)
    return made


def encode(linear):
    """Linear light as shown: Khronos PBR Neutral, then sRGB. Source: Khronos 3D Commerce's specification of it."""
    low = linear.min(axis=-1, keepdims=True)
    colour = linear - np.where(low < 0.08, low - 6.25 * low**2, 0.04)
    peak = colour.max(axis=-1, keepdims=True)
    pressed = 1.0 - 0.24**2 / (np.maximum(peak, 0.76) + 0.24 - 0.76)
    grey = 1.0 - 1.0 / (0.15 * (peak - pressed) + 1.0)
    bright = colour * (pressed / np.maximum(peak, 1e-9)) * (1.0 - grey) + pressed * grey
    colour = np.clip(np.where(peak < 0.76, colour, bright), 0.0, 1.0)
    curve = np.where(colour <= 0.0031308, colour * 12.92, 1.055 * np.maximum(colour, 1e-9) ** (1.0 / 2.4) - 0.055)
    return np.round(curve * 255.0).astype(np.uint8)


if __name__ == "__main__":
    main(sys.argv[1:])
