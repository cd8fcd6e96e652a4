"""What a model holds and what it costs, as data."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from showroom.gltf import walk
from showroom.gltf.material_table import extensions_of
from showroom.pipeline.steps.staging import left_out

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Image, Material, Mesh

MIPMAPS = 4 / 3
"""A full chain of mipmaps takes a third more than its largest picture."""
BYTES_PER_TEXEL = 4
MILLIMETRES = 1000.0
LARGEST_CORNERS = 15_000_000
"""Meshes with more corners than this are not looked at for being closed: it would take gigabytes."""
MIXERS = np.array([0x9E3779B97F4A7C15, 0xC2B2AE3D27D4EB4F, 0x165667B19E3779F9], np.uint64)
"""Odd constants of well mixed bits (Knuth's golden ratio, xxHash)."""


class MaterialReport(Struct, frozen=True):
    """One material; `triangles` are those that wear it, instances counted."""

    name: str
    alpha_mode: str
    double_sided: bool
    extensions: tuple[str, ...]
    textures: tuple[str, ...]
    triangles: int


class MeshReport(Struct, frozen=True):
    """One mesh; `closed` tells whether every edge joins exactly two triangles."""

    name: str
    primitives: int
    triangles: int
    vertices: int
    instances: int
    closed: bool


class TextureReport(Struct, frozen=True):
    """One image, as its file holds it; `gpu_bytes` is uncompressed with mipmaps."""

    name: str
    media_type: str
    width_px: int
    height_px: int
    size_bytes: int
    gpu_bytes: int
    used_as: tuple[str, ...]


class LevelReport(Struct, frozen=True):
    """A coarser level: how far its surface is from the model's at most, and how many triangles it draws."""

    error_mm: float
    triangles: int


class Report(Struct, frozen=True):
    """What a model holds. `size_mm` are its extents, `low_mm` and `high_mm` its corners, if its unit is the metre."""

    name: str
    size_bytes: int
    generator: str
    triangles: int
    vertices: int
    draw_calls: int
    nodes: tuple[str, ...]
    meshes: tuple[MeshReport, ...]
    materials: tuple[MaterialReport, ...]
    textures: tuple[TextureReport, ...]
    gpu_bytes: int
    size_mm: tuple[float, float, float]
    low_mm: tuple[float, float, float]
    high_mm: tuple[float, float, float]
    variants: tuple[str, ...]
    extensions_used: tuple[str, ...]
    extensions_required: tuple[str, ...]
    skipped: tuple[str, ...]
    levels: tuple[LevelReport, ...] = ()


def inspect(document: Document, size_bytes: int, name: str = "model") -> Report:
    """Measure a document.

    Args:
        document: the model.
        size_bytes: of its file.
        name: how people call it.
    """
    textures = tuple(_texture(document, image) for image in walk.images(document))
    low, high = walk.bounds(document)
    instances = Counter(id(node.mesh) for node, _ in walk.nodes(document))
    meshes = tuple(_mesh(mesh, instances[id(mesh)]) for mesh in walk.meshes(document))
    worn = _worn(document)
    vertex_bytes = sum(
        sum(array.nbytes for array in primitive.attributes.values()) + primitive.indices.nbytes
        for primitive in walk.primitives(document)
    )
    return Report(
        name=name,
        size_bytes=size_bytes,
        generator=document.generator,
        triangles=walk.triangle_count(document),
        vertices=sum(mesh.vertices for mesh in meshes),
        draw_calls=sum(mesh.primitives * mesh.instances for mesh in meshes),
        nodes=tuple(node.name for node, _ in walk.nodes(document)),
        meshes=meshes,
        materials=tuple(_material(material, worn[id(material)]) for material in document.materials),
        textures=textures,
        gpu_bytes=vertex_bytes + sum(texture.gpu_bytes for texture in textures),
        size_mm=_millimetres(high - low),
        low_mm=_millimetres(low),
        high_mm=_millimetres(high),
        variants=tuple(document.variants),
        extensions_used=document.extensions_used,
        extensions_required=document.extensions_required,
        skipped=(*document.skipped, *(what for what, _, _ in left_out(document))),
        levels=_levels(document),
    )


def _levels(document: Document) -> tuple[LevelReport, ...]:
    """The coarser levels of a document that was just read."""
    if document.levels is None:
        return ()
    uses = Counter(id(one) for node, _ in walk.nodes(document) if node.mesh is not None for one in node.mesh.primitives)
    pairs = list(zip(walk.primitives(document), document.levels.collapses, strict=True))
    return tuple(
        LevelReport(
            round(error_m * MILLIMETRES, 3),
            sum(uses[id(part)] * (len(collapse.triangles(part, level)) // 3) for part, collapse in pairs),
        )
        for level, error_m in enumerate(document.levels.errors_m, 1)
    )


def _millimetres(metres: NDArray[np.float64]) -> tuple[float, float, float]:
    x, y, z = (round(float(value) * MILLIMETRES, 2) + 0.0 for value in metres)
    return (x, y, z)


def _mesh(mesh: Mesh, instances: int) -> MeshReport:
    return MeshReport(
        name=mesh.name,
        primitives=len(mesh.primitives),
        triangles=sum(len(primitive.indices) // 3 for primitive in mesh.primitives),
        vertices=sum(len(primitive.attributes["POSITION"]) for primitive in mesh.primitives),
        instances=instances,
        closed=is_closed(mesh),
    )


def is_closed(mesh: Mesh) -> bool:
    """Whether every edge joins exactly two triangles once vertices at the same place are one; no for huge meshes."""
    if sum(len(part.indices) for part in mesh.primitives) > LARGEST_CORNERS:
        return False
    places = np.concatenate([_hashed(part.attributes["POSITION"]) for part in mesh.primitives])
    offsets = np.cumsum([0, *(len(part.attributes["POSITION"]) for part in mesh.primitives)])
    corners = np.concatenate([part.indices + start for part, start in zip(mesh.primitives, offsets, strict=False)])
    merged = np.unique(places, return_inverse=True)[1]
    triangles = merged[corners].reshape(-1, 3)
    edges = np.concatenate((triangles[:, :2], triangles[:, 1:], triangles[:, ::2]))
    codes = edges.min(axis=1).astype(np.int64) * len(places) + edges.max(axis=1)
    codes = codes[edges[:, 0] != edges[:, 1]]
    return bool((np.unique(codes, return_counts=True)[1] == 2).all())  # noqa: PLR2004 - two sides of an edge


def _hashed(points: NDArray[Any]) -> NDArray[np.uint64]:
    """One number for each point, equal for equal points: sorting those is ten times as quick as sorting rows."""
    bits = np.ascontiguousarray(points + np.float32(0.0), np.float32).view(np.uint32).astype(np.uint64)
    x, y, z = bits.T
    return np.asarray((x * MIXERS[0]) ^ (y * MIXERS[1]) ^ (z * MIXERS[2]), np.uint64)


def _worn(document: Document) -> Counter[int]:
    """Triangles by the identity of the material that they wear before any variant is chosen."""
    worn: Counter[int] = Counter()
    for node, _ in walk.nodes(document):
        for primitive in node.mesh.primitives if node.mesh else ():
            worn[id(primitive.material)] += len(primitive.indices) // 3
    return worn


def _material(material: Material, triangles: int) -> MaterialReport:
    return MaterialReport(
        name=material.name,
        alpha_mode=material.alpha_mode,
        double_sided=material.double_sided,
        extensions=extensions_of(material),
        textures=tuple(material.texture_uses()),
        triangles=triangles,
    )


def _texture(document: Document, image: Image) -> TextureReport:
    used_as = sorted(
        {
            slot.removesuffix("_texture")
            for material in document.materials
            for slot, use in material.texture_uses().items()
            if use.texture.image is image
        }
    )
    return TextureReport(
        name=image.name,
        media_type=image.source_type or image.media_type,
        width_px=image.width_px,
        height_px=image.height_px,
        size_bytes=image.source_bytes or len(image.data),
        gpu_bytes=int(image.width_px * image.height_px * BYTES_PER_TEXEL * MIPMAPS),
        used_as=tuple(used_as),
    )
