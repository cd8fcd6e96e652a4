"""The travel mug of docs/making-a-product.md, made with nothing but Blender's own operators, as one does by hand.

Run by an interpreter with Blender as a module, or inside Blender: ``python travel_mug.py mug.glb``.
Blender works in metres with +Z up; the exporter turns that into glTF's +Y up. The front of the model looks along -Y.
"""

from __future__ import annotations

import math
import sys

import bpy

MM = 0.001
BODY = [
    (0, 0),
    (31, 0),
    (34, 3),
    (35, 12),
    (38, 120),
    (40, 150),
    (40, 156),
    (38.4, 158),
    (37.4, 156),
    (36, 120),
    (33, 8),
    (0, 6),
]
LID = [
    (0, 152),
    (36.5, 152),
    (37.2, 154),
    (41.2, 158),
    (42, 160),
    (42, 168),
    (40.5, 170.5),
    (36, 171.5),
    (33, 168.5),
    (0, 168),
]
SLEEVE = [(36.3, 52), (37.4, 51), (38.6, 52), (40.4, 112), (39.6, 113.2), (38.2, 112)]


def material(name: str, color: tuple[float, float, float], roughness: float, metallic: float = 0.0):
    """A material under the name that the product file will say."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    made.use_backface_culling = True
    shader = made.node_tree.nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*color, 1)
    shader.inputs["Roughness"].default_value = roughness
    shader.inputs["Metallic"].default_value = metallic
    return made


def turned(name: str, profile: list[tuple[float, float]], worn) -> object:
    """A profile (radius, height in millimetres) turned about the vertical axis: Add > Mesh, then the Screw modifier."""
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata([(x * MM, 0, z * MM) for x, z in profile], [(k, k + 1) for k in range(len(profile) - 1)], [])
    made = bpy.data.objects.new(name, mesh)
    bpy.context.collection.objects.link(made)
    screw = made.modifiers.new("turn", "SCREW")
    screw.steps = screw.render_steps = 96
    screw.use_merge_vertices = True
    screw.use_normal_calculate = True
    bevel = made.modifiers.new("soft edges", "BEVEL")
    bevel.width, bevel.segments, bevel.angle_limit = 0.6 * MM, 3, math.radians(25)
    made.data.materials.append(worn)
    return made


def handle(worn) -> object:
    """A loop on the side: a Bézier curve with thickness, which an option shows."""
    curve = bpy.data.curves.new("handle", "CURVE")
    curve.dimensions, curve.bevel_depth, curve.bevel_resolution, curve.resolution_u = "3D", 4.5 * MM, 6, 16
    line = curve.splines.new("BEZIER")
    points = [(36, 40), (62, 48), (68, 84), (62, 120), (38, 130)]
    line.bezier_points.add(len(points) - 1)
    for point, (x, z) in zip(line.bezier_points, points):
        point.co = (x * MM, 0, z * MM)
        point.handle_left_type = point.handle_right_type = "AUTO"
    made = bpy.data.objects.new("handle", curve)
    bpy.context.collection.objects.link(made)
    made.data.materials.append(worn)
    return made


def finish(made: object) -> None:
    """Object > Convert > Mesh, Shade Smooth, apply rotation and scale, unwrap: what a model needs before it leaves."""
    bpy.ops.object.select_all(action="DESELECT")
    made.select_set(True)
    bpy.context.view_layer.objects.active = made
    bpy.ops.object.convert(target="MESH")
    bpy.ops.object.mode_set(mode="EDIT")
    bpy.ops.mesh.select_all(action="SELECT")
    bpy.ops.mesh.remove_doubles(threshold=0.00001)
    bpy.ops.mesh.normals_make_consistent(inside=False)
    bpy.ops.uv.smart_project(angle_limit=math.radians(60), island_margin=0.02)
    bpy.ops.object.mode_set(mode="OBJECT")
    bpy.ops.object.shade_smooth_by_angle(angle=math.radians(35))
    bpy.ops.object.transform_apply(location=True, rotation=True, scale=True)


def build(path: str) -> None:
    """Model and export."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    steel = material("steel", (0.55, 0.56, 0.57), 0.32, 1.0)
    lid = material("lid", (0.03, 0.03, 0.035), 0.55)
    sleeve = material("sleeve", (0.45, 0.27, 0.13), 0.85)
    grip = material("grip", (0.03, 0.03, 0.035), 0.5)
    parts = [turned("body", BODY, steel), turned("lid", LID, lid), turned("sleeve", SLEEVE, sleeve), handle(grip)]
    for part in parts:
        finish(part)
    bpy.ops.export_scene.gltf(filepath=path, export_format="GLB", export_yup=True, export_animations=False)


if __name__ == "__main__":
    build(sys.argv[-1])
