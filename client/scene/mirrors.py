"""Which parts of a room mirror: flat pieces of polished metal, and the floor."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import numpy as np

from client.render.mirror import Glass
from client.scene.joining import Togetherness
from client.scene.loader import load_model
from showroom.gltf import walk
from showroom.gltf.model import Mesh, Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from client.scene.loader import LoadedModel
    from showroom.gltf.model import Document, Material, Primitive

MIRROR_M2: Final = 0.03
"""The smallest mirror that shows the room: one for a hand."""
FLOOR_M2: Final = 6.0
MOST: Final = 6
# What counts as lying in one plane.
FLAT_COSINE, FLAT_M = 0.9995, 0.004
FITS: Final = 3
# A mirror is smooth, bright metal; duller floors than this mirror nothing that could be told from their colour.
SMOOTHEST, BRIGHTEST, GLOSSY_FLOOR = 0.12, 0.6, 0.75

# A back faces the other way, no further behind its front than a plate is thick.
PLATE_COSINE, PLATE_M = 0.99, 0.06

Faces = tuple["NDArray[np.bool_]", "NDArray[np.float64]"]
Piece = tuple[float, "Primitive", "NDArray[np.float64]", Faces]


@dataclass(frozen=True, eq=False)
class Flat:
    """A flat piece of a document, alone in a node of its own.

    Args:
        node: it hangs at the root.
        normal: of its front, a unit vector.
        corners: (4, 3) metres, around it in its plane.
        area_m2: how large it is.
        floor: whether people walk on it.
    """

    node: Node
    normal: NDArray[np.float64]
    corners: NDArray[np.float64]
    area_m2: float
    floor: bool


def load_room(document: Document) -> tuple[LoadedModel, list[Glass]]:
    """Make a room drawable, and say what of it mirrors.

    Raises:
        ModelError: ``unsupported-image``.
    """
    rest, flats = apart(document)
    model = load_model(rest, {flat.node.name: frozenset({"MIRROR"}) for flat in flats}, Togetherness())
    return model, [_glass(model, flat) for flat in flats]


def apart(document: Document) -> tuple[Document, list[Flat]]:
    """The document with every flat piece that mirrors in a node of its own, and those pieces, the largest first.

    Node and material of a piece have the same name, which nothing else has.
    """
    found: list[Piece] = []
    for node, world_from_node in walk.nodes(document):
        for primitive in node.mesh.primitives if node.mesh is not None and node.visible and node.skin is None else ():
            if primitive.material is not None and not primitive.targets:
                positions = np.asarray(primitive.attributes["POSITION"], np.float64)
                world = positions @ world_from_node[:3, :3].T + world_from_node[:3, 3]
                for area_m2, faces in _pieces(primitive, world):
                    found.append((area_m2, primitive, world_from_node, faces))
    found = _ranked(found)[:MOST]
    taken: dict[int, NDArray[np.bool_]] = {}
    for _, primitive, _, (chosen, _) in found:
        taken[id(primitive)] = taken.get(id(primitive), np.zeros(len(chosen), bool)) | chosen
    roots = [_without(root, taken) for root in document.roots]
    flats = [_flat(index, *piece) for index, piece in enumerate(found)]
    return replace(document, roots=[*roots, *(flat.node for flat in flats)]), flats


def _ranked(found: list[Piece]) -> list[Piece]:
    """The largest first; after all of them the backs of plates, which nobody sees where they hang on a wall."""
    boxes = [_corners(piece) for piece in found]
    centres = [(corners.min(axis=(0, 1)) + corners.max(axis=(0, 1))) / 2.0 for corners in boxes]
    middle = np.average(centres, axis=0, weights=[piece[0] for piece in found]) if found else np.zeros(3)

    def is_back(index: int) -> bool:
        normal = found[index][3][1]
        if float(normal @ (middle - centres[index])) > 0.0:
            return False
        return any(
            float(normal @ other[3][1]) < -PLATE_COSINE and float(np.linalg.norm(centres[index] - centre)) < PLATE_M
            for other, centre in zip(found, centres, strict=True)
        )

    order = sorted(range(len(found)), key=lambda index: (is_back(index), -found[index][0]))
    return [found[index] for index in order]


def _corners(piece: Piece) -> NDArray[np.float64]:
    """The corners of a piece's triangles in the room, (n, 3, 3)."""
    _, primitive, world_from_node, (chosen, _) = piece
    positions = np.asarray(primitive.attributes["POSITION"], np.float64)
    world = positions @ world_from_node[:3, :3].T + world_from_node[:3, 3]
    corners: NDArray[np.float64] = world[np.asarray(primitive.indices).reshape(-1, 3)[chosen]]
    return corners


def _pieces(primitive: Primitive, world: NDArray[np.float64]) -> Iterator[tuple[float, Faces]]:
    """The flat pieces of a primitive that mirror: square metres, which triangles, their normal."""
    material = primitive.material
    if material is None or material.unlit or material.alpha_mode != "OPAQUE" or material.transmission > 0.0:
        return
    corners = world[np.asarray(primitive.indices).reshape(-1, 3)]
    across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    doubled = np.linalg.norm(across, axis=1)
    normals = across / np.maximum(doubled, 1e-12)[:, None]
    areas = doubled / 2.0
    if _is_mirror(material):
        yield from _planes(corners, normals, areas)
    elif _may_be_floor(material):
        up = np.array([0.0, 1.0, 0.0])
        lying = (normals @ up > FLAT_COSINE) & (np.abs(corners[..., 1]).max(axis=1) < 5.0 * FLAT_M)
        if areas[lying].sum() >= FLOOR_M2:
            yield float(areas[lying].sum()), (lying, up)


def _planes(
    corners: NDArray[np.float64], normals: NDArray[np.float64], areas: NDArray[np.float64]
) -> Iterator[tuple[float, Faces]]:
    """Everything that lies in one plane, plane by plane, the largest triangle first.

    One triangle of a published room tells its plane badly, for its corners are rounded: what lies near it tells better,
    and so on, until mirrors that hang in one plane are one.
    """
    left = areas > 0.0
    while left.any():
        first = int(np.argmax(np.where(left, areas, 0.0)))
        normal, middle = normals[first], corners[first].mean(axis=0)
        for _ in range(FITS):
            away = np.abs((corners - middle) @ normal).max(axis=1)
            within = left & (normals @ normal > FLAT_COSINE) & (away < FLAT_M)
            within[first] = True
            weights = np.where(within, areas, 0.0)
            normal = weights @ normals
            normal /= np.linalg.norm(normal)
            middle = weights @ corners.mean(axis=1) / weights.sum()
        left &= ~within
        area_m2 = float(areas[within].sum())
        if area_m2 >= MIRROR_M2:
            yield area_m2, (within, normal)


def _is_mirror(material: Material) -> bool:
    plain = material.metallic_roughness_texture is None and material.normal_texture is None
    smooth = material.metallic > 0.9 and material.roughness <= SMOOTHEST  # noqa: PLR2004 - metal
    return plain and smooth and material.base_color_texture is None and min(material.base_color[:3]) >= BRIGHTEST


def _may_be_floor(material: Material) -> bool:
    if material.metallic_roughness_texture is not None:
        return True  # the map says how glossy every board is
    return material.metallic < 0.1 and material.roughness <= GLOSSY_FLOOR  # noqa: PLR2004 - no metal


def _without(node: Node, taken: dict[int, NDArray[np.bool_]]) -> Node:
    """The node without the triangles that were taken out."""
    mesh = node.mesh
    if mesh is not None and any(id(primitive) in taken for primitive in mesh.primitives):
        left = [_left(primitive, taken.get(id(primitive))) for primitive in mesh.primitives]
        mesh = replace(mesh, primitives=[primitive for primitive in left if len(primitive.indices)])
    return replace(node, mesh=mesh, children=[_without(child, taken) for child in node.children])


def _left(primitive: Primitive, taken: NDArray[np.bool_] | None) -> Primitive:
    if taken is None:
        return primitive
    return replace(primitive, indices=np.asarray(primitive.indices).reshape(-1, 3)[~taken].ravel())


def _flat(index: int, area_m2: float, primitive: Primitive, world_from_node: NDArray[np.float64], faces: Faces) -> Flat:
    chosen, normal = faces
    assert primitive.material is not None  # noqa: S101 - only such primitives have pieces
    name = f"mirror {index}: {primitive.material.name}"
    triangles = np.asarray(primitive.indices).reshape(-1, 3)[chosen]
    piece = replace(primitive, indices=triangles.ravel(), material=replace(primitive.material, name=name), variants={})
    positions = np.asarray(primitive.attributes["POSITION"], np.float64)[np.unique(triangles)]
    world = positions @ world_from_node[:3, :3].T + world_from_node[:3, 3]
    node = Node(name, world_from_node, Mesh(name, [piece]))
    return Flat(node, normal, _around(world, normal), area_m2, floor=not _is_mirror(primitive.material))


def _around(points: NDArray[np.float64], normal: NDArray[np.float64]) -> NDArray[np.float64]:
    """The corners of the upright rectangle around points of a plane."""
    aside = np.cross([0.0, 1.0, 0.0] if abs(normal[1]) < 0.9 else [0.0, 0.0, 1.0], normal)  # noqa: PLR2004 - lies
    aside /= np.linalg.norm(aside)
    axes = np.stack([aside, np.cross(normal, aside)])
    flat = points @ axes.T
    (left, low), (right, high) = flat.min(axis=0), flat.max(axis=0)
    rectangle = np.array([[left, low], [right, low], [right, high], [left, high]])
    corners: NDArray[np.float64] = rectangle @ axes + normal * (points @ normal).mean()
    return corners


def _glass(model: LoadedModel, flat: Flat) -> Glass:
    (path,) = model.nodes[flat.node.name]
    x, y, z = (float(number) for number in flat.corners.mean(axis=0))
    across, up, along = (float(number) for number in flat.normal)
    return Glass(path, (x, y, z), (across, up, along), flat.corners, floor=flat.floor)
