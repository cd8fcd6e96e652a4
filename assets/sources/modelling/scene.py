"""Materials, nodes, the GLB and a quick picture of it: everything that needs Blender's scene."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import bpy
import numpy as np
from mathutils import Matrix
from numpy.typing import NDArray

from modelling.ambient import openness
from modelling.mesh import Mesh, joined
from modelling.packing import quantised
from modelling.trimming import trimmed

Color = tuple[float, float, float]


def srgb(code: str) -> Color:
    """Linear light of an sRGB ``#rrggbb``."""
    values = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values)  # type: ignore[return-value]


@dataclass
class Material:
    """A metallic-roughness material with the extensions that our products use; pictures are (h, w, 3) uint8.

    A `gloss_map` holds roughness in G, a share of `roughness`.
    """

    name: str
    color: Color
    roughness: float = 0.5
    metallic: float = 0.0
    clearcoat: float = 0.0
    clearcoat_roughness: float = 0.03
    transmission: float = 0.0
    ior: float = 1.5
    sheen: Color | None = None
    sheen_roughness: float = 0.4
    emissive: Color | None = None
    emissive_strength: float = 1.0
    alpha: float = 1.0
    double_sided: bool = False
    picture: NDArray[np.uint8] | None = None
    normal_map: NDArray[np.uint8] | None = None
    normal_scale: float = 1.0
    gloss_map: NDArray[np.uint8] | None = None


@dataclass
class Variant:
    """A KHR_materials_variants variant: for some materials (by name), a changed copy of their glTF JSON."""

    name: str
    changes: dict[str, Callable[[dict[str, Any]], None]] = field(default_factory=dict)


@dataclass
class Model:
    """Named nodes of meshes by material; `unit_m` is the length of the modelling unit.

    With a `reach` (modelling units), vertices carry how open they are to the sky, shut in by what is that near.
    `optional` names nodes that darken only themselves, each with those that it is shown instead of.
    """

    name: str
    unit_m: float
    nodes: dict[str, list[tuple[Material, Mesh]]] = field(default_factory=dict)
    places: dict[str, list[NDArray[np.float64]]] = field(default_factory=dict)
    reach: float = 0.0
    optional: dict[str, set[str]] = field(default_factory=dict)

    def add(self, node: str, material: Material, *meshes: Mesh) -> None:
        """Put meshes into a node."""
        self.nodes.setdefault(node, []).append((material, joined(meshes)))

    def place(self, node: str, *matrices: NDArray[np.float64]) -> None:
        """Show a node at several places (4, 4; modelling units), sharing one mesh."""
        self.places[node] = list(matrices)

    def centre(self) -> None:
        """Move everything so that the origin is at the bottom centre of its box (of nodes that are not placed)."""
        everything = np.concatenate(
            [mesh.positions for node, items in self.nodes.items() if node not in self.places for _, mesh in items]
        )
        low, high = everything.min(0), everything.max(0)
        self.shift(-np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2]))

    def shift(self, offset: NDArray[np.float64]) -> None:
        """Move the whole model."""
        for node, items in self.nodes.items():
            if node not in self.places:
                for _, mesh in items:
                    mesh.positions = mesh.positions + offset
        for matrices in self.places.values():
            for matrix in matrices:
                matrix[:3, 3] += offset

    def count(self) -> int:
        """Triangles as drawn."""
        return sum(
            len(mesh.triangles) * max(len(self.places.get(node, [])), 1)
            for node, items in self.nodes.items()
            for _, mesh in items
        )


def _to_blender(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.stack([vectors[:, 0], -vectors[:, 2], vectors[:, 1]], 1)


def _image(name: str, pixels: NDArray[np.uint8], color: bool) -> bpy.types.Image:
    """One image for each picture, however many materials show it."""
    key = f"{pixels.shape}-{zlib.crc32(pixels.tobytes()):08x}-{color}"
    known = next((image for image in bpy.data.images if image.get("key") == key), None)
    if known is not None:
        return known
    height, width = pixels.shape[:2]
    image = bpy.data.images.new(name, width, height, alpha=False)
    image["key"] = key
    image.colorspace_settings.name = "sRGB" if color else "Non-Color"
    full = np.ones((height, width, 4), dtype=np.float32)
    full[..., :3] = pixels[::-1].astype(np.float32) / 255
    image.pixels.foreach_set(full.ravel())
    image.update()
    image.pack()
    return image


def _material(spec: Material) -> bpy.types.Material:
    material = bpy.data.materials.new(spec.name)
    material.use_nodes = True
    material.use_backface_culling = not spec.double_sided
    tree = material.node_tree
    shader = tree.nodes["Principled BSDF"]
    inputs = shader.inputs
    inputs["Base Color"].default_value = (*spec.color, 1)
    inputs["Roughness"].default_value = spec.roughness
    inputs["Metallic"].default_value = spec.metallic
    inputs["IOR"].default_value = spec.ior
    inputs["Transmission Weight"].default_value = spec.transmission
    inputs["Alpha"].default_value = spec.alpha
    inputs["Coat Weight"].default_value = spec.clearcoat
    inputs["Coat Roughness"].default_value = spec.clearcoat_roughness
    if spec.sheen:
        inputs["Sheen Weight"].default_value = 1.0
        inputs["Sheen Tint"].default_value = (*spec.sheen, 1)
        inputs["Sheen Roughness"].default_value = spec.sheen_roughness
    if spec.emissive:
        inputs["Emission Color"].default_value = (*spec.emissive, 1)
        inputs["Emission Strength"].default_value = spec.emissive_strength
    if spec.picture is not None:
        texture = tree.nodes.new("ShaderNodeTexImage")
        texture.image = _image(f"{spec.name}-color", spec.picture, color=True)
        mix = tree.nodes.new("ShaderNodeMix")
        mix.data_type, mix.blend_type = "RGBA", "MULTIPLY"
        mix.inputs["Factor"].default_value = 1
        tree.links.new(texture.outputs["Color"], mix.inputs[6])
        mix.inputs[7].default_value = (*spec.color, 1)
        tree.links.new(mix.outputs[2], inputs["Base Color"])
    if spec.normal_map is not None:
        texture = tree.nodes.new("ShaderNodeTexImage")
        texture.image = _image(f"{spec.name}-normal", spec.normal_map, color=False)
        normal = tree.nodes.new("ShaderNodeNormalMap")
        normal.inputs["Strength"].default_value = spec.normal_scale
        tree.links.new(texture.outputs["Color"], normal.inputs["Color"])
        tree.links.new(normal.outputs["Normal"], inputs["Normal"])
    if spec.gloss_map is not None:
        texture = tree.nodes.new("ShaderNodeTexImage")
        texture.image = _image(f"{spec.name}-gloss", spec.gloss_map, color=False)
        apart = tree.nodes.new("ShaderNodeSeparateColor")
        scaled = tree.nodes.new("ShaderNodeMath")
        scaled.operation = "MULTIPLY"
        scaled.inputs[1].default_value = spec.roughness
        tree.links.new(texture.outputs["Color"], apart.inputs["Color"])
        tree.links.new(apart.outputs["Green"], scaled.inputs[0])
        tree.links.new(scaled.outputs["Value"], inputs["Roughness"])
    return material


def _sky(model: Model, node: str, mesh: Mesh) -> NDArray[np.float64]:
    """How open a node's vertices are; what is optional darkens only itself and its own kind."""
    replaced = model.optional.get(node, set())
    shown = [
        piece
        for name, items in model.nodes.items()
        if name == node or (name not in model.optional and name not in replaced)
        for _, piece in items
    ]
    return openness(mesh, shown, model.reach)


def _object(model: Model, node: str, known: dict[str, bpy.types.Material]) -> bpy.types.Object:
    items, unit_m = model.nodes[node], model.unit_m
    names: list[str] = []
    by_name: dict[str, list[Mesh]] = {}
    for spec, mesh in items:
        by_name.setdefault(spec.name, []).append(mesh)
        if spec.name not in known:
            known[spec.name] = _material(spec)
        if spec.name not in names:
            names.append(spec.name)
    groups = [joined(by_name[name]) for name in names]
    whole = joined(groups)
    data = bpy.data.meshes.new(node)
    data.from_pydata((_to_blender(whole.positions) * unit_m).tolist(), [], whole.triangles.tolist())
    for name in names:
        data.materials.append(known[name])
    slots = np.repeat(np.arange(len(groups)), [len(group.triangles) for group in groups])
    data.polygons.foreach_set("material_index", slots.astype(np.int32))
    data.polygons.foreach_set("use_smooth", np.ones(len(slots), dtype=bool))
    layer = data.uv_layers.new(name="UVMap")
    layer.data.foreach_set("uv", whole.uvs[whole.triangles.ravel()].astype(np.float32).ravel())
    data.normals_split_custom_set_from_vertices(_to_blender(whole.normals).tolist())
    if model.reach:
        sky = _sky(model, node, whole)[whole.triangles.ravel()].astype(np.float32)
        colors = data.color_attributes.new("COLOR", "BYTE_COLOR", "CORNER")
        colors.data.foreach_set("color", np.stack([sky, sky, sky, np.ones_like(sky)], 1).ravel())
        data.color_attributes.active_color = colors
        data.color_attributes.render_color_index = 0
    scene_object = bpy.data.objects.new(node, data)
    bpy.context.collection.objects.link(scene_object)
    return scene_object


def build(model: Model) -> None:
    """Put the model into an empty Blender scene."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    known: dict[str, bpy.types.Material] = {}
    turn = np.array([[1.0, 0, 0, 0], [0, 0, -1, 0], [0, 1, 0, 0], [0, 0, 0, 1]])
    for node in model.nodes:
        first = _object(model, node, known)
        for number, matrix in enumerate(model.places.get(node, [])):
            shown = first if number == 0 else bpy.data.objects.new(f"{node}-{number + 1}", first.data)
            if number:
                bpy.context.collection.objects.link(shown)
            else:
                shown.name = f"{node}-1"
            scaled = matrix.copy()
            scaled[:3, 3] *= model.unit_m
            shown.matrix_world = Matrix(
                (turn @ scaled @ np.linalg.inv(turn)).tolist()
            )  # a bare list is read by columns


def export(
    model: Model, path: Path, variants: Sequence[Variant] = (), *, uvs: bool = True, small: bool = False
) -> None:
    """Write the GLB: plain buffers, one primitive per material, no cameras, no lights, variants added.

    Texture coordinates (`uvs`) are a quarter of the bytes; a model without textures goes without.
    `small` writes vertices as 16-bit numbers, which a model of metres with fine parts can afford.
    """
    build(model)
    path.parent.mkdir(parents=True, exist_ok=True)
    bpy.ops.export_scene.gltf(
        filepath=str(path),
        export_format="GLB",
        export_yup=True,
        export_extras=True,
        export_cameras=False,
        export_lights=False,
        export_animations=False,
        export_skins=False,
        export_morph=False,
        export_image_format="JPEG",
        export_jpeg_quality=82,
        export_texcoords=uvs,
        export_vertex_color="ACTIVE" if model.reach else "NONE",
        export_all_vertex_colors=False,
        export_hierarchy_full_collections=False,
    )
    _edit(path, model, variants, small=small)


def _edit(path: Path, model: Model, variants: Sequence[Variant], *, small: bool) -> None:
    """Rewrite the JSON chunk: our generator name, and the variants, which the exporter has no plain call for."""
    raw = path.read_bytes()
    size = struct.unpack_from("<I", raw, 12)[0]
    document = json.loads(raw[20 : 20 + size])
    document["asset"]["copyright"] = "Apache-2.0, virtual-showroom"
    document["scenes"][0]["name"] = model.name
    for material in document["materials"]:
        _tidy(material)
    _light(document, model)
    if variants:
        _add_variants(document, variants)
    document["extensionsUsed"] = sorted(document.get("extensionsUsed", []))
    rest = raw[20 + size :]
    if model.reach:
        document, blob = trimmed(document, rest[8:])
        rest = struct.pack("<I4s", len(blob), b"BIN\0") + blob
    if small:
        data = quantised(document, rest[8:])
        rest = struct.pack("<I4s", len(data), b"BIN\0") + data
    text = json.dumps(document, separators=(",", ":"), sort_keys=True).encode()
    text += b" " * (-len(text) % 4)
    header = struct.pack("<4sII", b"glTF", 2, 20 + len(text) + len(rest))
    path.write_bytes(header + struct.pack("<I4s", len(text), b"JSON") + text + rest)


def _light(document: dict[str, Any], model: Model) -> None:
    """Write how bright lamps are as the script says it, also of lamps that are off: a state may switch them on."""
    lamps = {spec.name: spec for items in model.nodes.values() for spec, _ in items if spec.emissive is not None}
    for material in document["materials"]:
        lamp = lamps.get(material["name"])
        if lamp is not None and lamp.emissive is not None:
            material["emissiveFactor"] = [float(f"{channel:.7g}") for channel in lamp.emissive]
            strength = {"emissiveStrength": lamp.emissive_strength}
            material.setdefault("extensions", {})["KHR_materials_emissive_strength"] = strength
            document["extensionsUsed"] = sorted(
                {*document.get("extensionsUsed", []), "KHR_materials_emissive_strength"}
            )


def _tidy(material: dict[str, Any]) -> None:
    """Single precision says no more than seven digits; the exporter writes seventeen."""
    for key, value in material.items():
        if isinstance(value, float):
            material[key] = float(f"{value:.7g}")
        elif isinstance(value, list):
            material[key] = [float(f"{v:.7g}") if isinstance(v, float) else v for v in value]
        elif isinstance(value, dict):
            _tidy(value)


def _add_variants(document: dict[str, Any], variants: Sequence[Variant]) -> None:
    index = {material["name"]: i for i, material in enumerate(document["materials"])}
    stands_for: dict[int, dict[int, list[int]]] = {}
    for number, variant in enumerate(variants):
        for name, change in variant.changes.items():
            copy = json.loads(json.dumps(document["materials"][index[name]]))
            copy["name"] = f"{name}-{variant.name}"
            change(copy)
            _tidy(copy)
            document["materials"].append(copy)
            stands_for.setdefault(index[name], {}).setdefault(len(document["materials"]) - 1, []).append(number)
    for mesh in document["meshes"]:
        for primitive in mesh["primitives"]:
            copies = stands_for.get(primitive.get("material", -1))
            if copies:
                mappings = [{"material": m, "variants": v} for m, v in copies.items()]
                primitive.setdefault("extensions", {})["KHR_materials_variants"] = {"mappings": mappings}
    names = [{"name": variant.name} for variant in variants]
    document.setdefault("extensions", {})["KHR_materials_variants"] = {"variants": names}
    used = set(document.get("extensionsUsed", [])) | {"KHR_materials_variants"}
    for material in document["materials"]:
        used |= set(material.get("extensions", {}))
    document["extensionsUsed"] = sorted(used)
