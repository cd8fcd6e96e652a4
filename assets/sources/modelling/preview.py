"""Look at a GLB with Cycles: `python preview.py model.glb out.png yaw pitch distance [height [hidden,nodes]]`."""

from __future__ import annotations

import sys
from math import cos, radians, sin

import bpy
from mathutils import Vector


def render(
    glb: str, out: str, yaw: float, pitch: float, distance: float, height: float, hidden: str = "", env: str = ""
) -> None:
    """Render a GLB at 640×400 from `yaw` (0 is its front), `pitch` degrees up, `distance` metres away."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    bpy.ops.import_scene.gltf(filepath=glb)
    for item in bpy.data.objects:
        if hidden and any(item.name.startswith(name) for name in hidden.split(",")):
            item.hide_render = True
    scene = bpy.context.scene
    scene.render.engine = "CYCLES"
    scene.cycles.samples = 20
    scene.cycles.use_denoising = True
    scene.cycles.max_bounces = 8
    scene.render.resolution_x, scene.render.resolution_y = 800, 500
    scene.view_settings.view_transform = "AgX"
    world = bpy.data.worlds.new("w")
    scene.world = world
    world.use_nodes = True
    background = world.node_tree.nodes["Background"]
    if env:
        texture = world.node_tree.nodes.new("ShaderNodeTexEnvironment")
        texture.image = bpy.data.images.load(env)
        world.node_tree.links.new(texture.outputs[0], background.inputs[0])
        background.inputs[1].default_value = 0.55
    else:
        background.inputs[0].default_value = (0.75, 0.78, 0.82, 1)
        background.inputs[1].default_value = 0.5
    size = distance / 3
    for place, power, scale in (((-1.2, -1.0, 2.2), 28, 1.2), ((2.0, 0.4, 1.2), 14, 0.8), ((0, 2.0, 1.5), 14, 1.5)):
        lamp = bpy.data.objects.new("l", bpy.data.lights.new("l", "AREA"))
        lamp.data.energy = power * size * size
        lamp.data.size = scale * size
        lamp.location = Vector(place) * size * 1.3
        lamp.rotation_euler = (Vector((0, 0, 0)) - lamp.location).to_track_quat("-Z", "Y").to_euler()
        scene.collection.objects.link(lamp)
    bpy.ops.mesh.primitive_plane_add(size=distance * 30)
    floor = bpy.data.materials.new("floor")
    floor.use_nodes = True
    floor.node_tree.nodes["Principled BSDF"].inputs["Base Color"].default_value = (0.3, 0.3, 0.31, 1)
    floor.node_tree.nodes["Principled BSDF"].inputs["Roughness"].default_value = 0.6
    bpy.context.object.data.materials.append(floor)
    camera = bpy.data.objects.new("c", bpy.data.cameras.new("c"))
    camera.data.lens = 65
    camera.data.clip_start, camera.data.clip_end = distance / 100, distance * 100
    target = Vector((0, 0, height))
    a, p = radians(yaw), radians(pitch)
    camera.location = target + distance * Vector((sin(a) * cos(p), -cos(a) * cos(p), sin(p)))
    camera.rotation_euler = (target - camera.location).to_track_quat("-Z", "Y").to_euler()
    scene.collection.objects.link(camera)
    scene.camera = camera
    scene.render.filepath = out
    bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    render(arguments[0], arguments[1], *(float(a) for a in arguments[2:6]), *arguments[6:8])
