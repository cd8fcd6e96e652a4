"""Collects solids by material, bakes light into their vertices and writes one GLB with one primitive per material."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from pathlib import Path

import bmesh
import bpy
import numpy as np
from light import Lamp, bake
from mathutils import Matrix

BLENDER_FROM_GLTF = Matrix.Rotation(math.pi / 2, 4, "X")
Tint = tuple[float, float, float]
WHITE: Tint = (1.0, 1.0, 1.0)


def srgb(code: str) -> Tint:
    """Linear light of an sRGB ``#rrggbb``."""
    values = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)


@dataclass(frozen=True)
class Look:
    """A material. `repeat_m` is the size of its texture's tile; `mean` its average colour for light that bounces;
    light of `exposure` bakes to 63 % (`baked` False leaves the vertices white; what `casts` not stands in no light's
    way, as thin and small things that would blot coarse walls; what is `daylit` goes dark with the sky).
    """

    color: Tint = WHITE
    roughness: float = 0.8
    metallic: float = 0.0
    texture: Path | None = None
    rough_texture: Path | None = None
    repeat_m: float = 1.0
    mean: Tint = (0.8, 0.8, 0.8)
    emission: Tint | None = None
    strength: float = 1.0
    unlit: bool = False
    baked: bool = True
    exposure: float = 0.34
    double_sided: bool = False
    glow_of_texture: float = 0.0
    smooth_deg: float = 35.0
    casts: bool = True
    daylit: bool = False


@dataclass
class _Gathered:
    points: list = field(default_factory=list)
    faces: list = field(default_factory=list)
    tints: list = field(default_factory=list)
    uvs: list = field(default_factory=list)


class Stage:
    """What stands in a room, gathered by material."""

    def __init__(self, looks: dict[str, Look]) -> None:
        self.looks = looks
        self.gathered = {name: _Gathered() for name in looks}
        self.lamps: list[Lamp] = []
        self.random = np.random.default_rng(3)

    def add(  # noqa: PLR0913 - what a solid is made of, where it stands and how its grain runs
        self,
        solid: bmesh.types.BMesh,
        look: str,
        at: tuple[float, float, float] = (0, 0, 0),
        turn: float = 0.0,
        tint: Tint = WHITE,
        grain: str = "auto",
        tilt: Matrix | None = None,
    ) -> None:
        """Place a solid: tilt, then turn about +Y, then move. Textures run along `grain` (x, y, z or auto)."""
        matrix = Matrix.Translation(at) @ Matrix.Rotation(turn, 4, "Y")
        if tilt is not None:
            matrix = matrix @ tilt
        solid.normal_update()
        bmesh.ops.triangulate(solid, faces=solid.faces)
        store, repeat = self.gathered[look], self.looks[look].repeat_m
        own_color = self.looks[look].color
        start = len(store.points)
        shift = self.random.random(2)
        store.points.extend(tuple(matrix @ vertex.co) for vertex in solid.verts)
        solid.verts.index_update()
        own = solid.loops.layers.uv.active
        for face in solid.faces:
            store.faces.append([start + vertex.index for vertex in face.verts])
            store.tints.append([a * b for a, b in zip(tint, own_color, strict=True)])
            if own is not None:
                store.uvs.append([tuple(loop[own].uv) for loop in face.loops])
            else:
                store.uvs.append([_project(v.co, face.normal, grain, repeat, shift) for v in face.verts])
        solid.free()

    def lamp(self, lamp: Lamp) -> None:
        """Remember a lamp for the bake."""
        self.lamps.append(lamp)

    def finish(self, sky: Tint, rays: int) -> None:
        """Make Blender objects and bake light into their vertex colours."""
        objects = [_object(name, store, self.looks[name]) for name, store in self.gathered.items() if store.faces]
        tints = [np.array(self.gathered[item.name].tints) for item in objects]
        bake(objects, tints, self.looks, self.lamps, sky, rays)
        for item in objects:
            item.data.transform(BLENDER_FROM_GLTF)


def _project(point, normal, grain: str, repeat: float, shift) -> tuple[float, float]:  # noqa: ANN001
    """Box projection in the solid's own frame, with the texture's u along the grain."""
    size = [abs(value) for value in normal]
    axis = size.index(max(size))
    others = [k for k in range(3) if k != axis]
    along = {"x": 0, "y": 1, "z": 2}.get(grain, 1 if axis != 1 else 2)
    u = along if along in others else others[0]
    v = others[0] if u == others[1] else others[1]
    return point[u] / repeat + shift[0], point[v] / repeat + shift[1]


def _object(name: str, store: _Gathered, look: Look) -> bpy.types.Object:
    mesh = bpy.data.meshes.new(name)
    mesh.from_pydata(store.points, [], store.faces)
    if look.texture is not None:
        layer = mesh.uv_layers.new(name="uv")
        layer.data.foreach_set("uv", np.asarray([uv for face in store.uvs for uv in face], np.float32).ravel())
    mesh.polygons.foreach_set("use_smooth", np.ones(len(mesh.polygons), dtype=bool))
    mesh.set_sharp_from_angle(angle=math.radians(look.smooth_deg))
    mesh.materials.append(_material(name, look))
    item = bpy.data.objects.new(name, mesh)
    bpy.context.scene.collection.objects.link(item)
    modifier = item.modifiers.new("normals", "WEIGHTED_NORMAL")
    modifier.keep_sharp, modifier.weight = True, 80
    graph = bpy.context.evaluated_depsgraph_get()
    baked = bpy.data.meshes.new_from_object(item.evaluated_get(graph), preserve_all_data_layers=True, depsgraph=graph)
    item.modifiers.clear()
    item.data = baked
    bpy.data.meshes.remove(mesh)
    baked.name = name
    return item


def _material(name: str, look: Look) -> bpy.types.Material:
    material = bpy.data.materials.new(name)
    material.use_nodes = True
    material.use_backface_culling = not look.double_sided
    nodes, links = material.node_tree.nodes, material.node_tree.links
    if look.unlit:
        # The exporter writes KHR_materials_unlit for a plain background shader.
        nodes.clear()
        out, shader = nodes.new("ShaderNodeOutputMaterial"), nodes.new("ShaderNodeBackground")
        shader.inputs["Color"].default_value = (1, 1, 1, 1)
        links.new(shader.outputs[0], out.inputs["Surface"])
        if look.texture is not None:
            links.new(_image(nodes, look.texture).outputs["Color"], shader.inputs["Color"])
        return material
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (1, 1, 1, 1)  # the look's colour is in the vertices
    shader.inputs["Roughness"].default_value = look.roughness
    shader.inputs["Metallic"].default_value = look.metallic
    if look.emission is not None:
        shader.inputs["Emission Color"].default_value = (*look.emission, 1)
        shader.inputs["Emission Strength"].default_value = look.strength
    _textures(look, nodes, links, shader)
    return material


def _textures(look: Look, nodes, links, shader) -> None:  # noqa: ANN001
    """Colour, and roughness from the green channel. The exporter adds the vertices' colours by itself."""
    if look.texture is not None:
        picture = _image(nodes, look.texture)
        links.new(picture.outputs["Color"], shader.inputs["Base Color"])
        if look.glow_of_texture > 0:
            links.new(picture.outputs["Color"], shader.inputs["Emission Color"])
            shader.inputs["Emission Strength"].default_value = look.glow_of_texture
    if look.rough_texture is not None:
        split = nodes.new("ShaderNodeSeparateColor")
        links.new(_image(nodes, look.rough_texture, data=True).outputs["Color"], split.inputs[0])
        links.new(split.outputs["Green"], shader.inputs["Roughness"])
        links.new(split.outputs["Blue"], shader.inputs["Metallic"])


def _image(nodes, path: Path, *, data: bool = False):  # noqa: ANN001, ANN202
    node = nodes.new("ShaderNodeTexImage")
    node.image = bpy.data.images.load(str(path), check_existing=True)
    if data:
        node.image.colorspace_settings.name = "Non-Color"
    return node


def export(path: Path, *, compressed: bool = False) -> None:
    """Write every object of the scene as GLB, with Draco where `compressed`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    bpy.ops.export_scene.gltf(
        filepath=str(path),
        export_format="GLB",
        export_yup=True,
        export_apply=False,
        export_animations=False,
        export_skins=False,
        export_morph=False,
        export_vertex_color="ACTIVE",
        export_all_vertex_colors=False,
        export_active_vertex_color_when_no_material=True,
        export_tangents=False,
        export_image_format="AUTO",
        export_draco_mesh_compression_enable=compressed,
        export_draco_mesh_compression_level=6,
        export_draco_position_quantization=16,
        export_draco_normal_quantization=10,
        export_draco_texcoord_quantization=13,
        export_draco_color_quantization=10,
    )


def clear() -> None:
    """Start from nothing."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
