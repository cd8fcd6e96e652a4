"""Walking a document: where its nodes stand, what it draws, how large it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Image, Material, Mesh, Node, Primitive, Texture


def nodes(document: Document) -> Iterator[tuple[Node, NDArray[np.float64]]]:
    """Every node, parents first, with its world-from-node matrix, (4, 4) float64."""
    waiting = [(root, np.eye(4)) for root in reversed(document.roots)]
    while waiting:
        node, world_from_parent = waiting.pop()
        world_from_node = world_from_parent @ node.matrix
        yield node, world_from_node
        waiting.extend((child, world_from_node) for child in reversed(node.children))


def meshes(document: Document) -> list[Mesh]:
    """Every mesh once, in the order of the scene."""
    return list({id(node.mesh): node.mesh for node, _ in nodes(document) if node.mesh is not None}.values())


def primitives(document: Document) -> list[Primitive]:
    """Every primitive once, in the order of the scene."""
    return [primitive for mesh in meshes(document) for primitive in mesh.primitives]


def textures(document: Document) -> list[Texture]:
    """Every texture that a material of the document uses, once."""
    uses = (use for material in document.materials for use in material.texture_uses().values())
    return list({id(use.texture): use.texture for use in uses}.values())


def images(document: Document) -> list[Image]:
    """Every image that a material of the document uses, once."""
    return list({id(texture.image): texture.image for texture in textures(document)}.values())


def used_materials(document: Document) -> list[Material]:
    """The materials that something in the scene wears, in any variant, in the document's order."""
    worn = {
        id(material)
        for primitive in primitives(document)
        for material in (primitive.material, *primitive.variants.values())
        if material is not None
    }
    return [material for material in document.materials if id(material) in worn]


def triangle_count(document: Document) -> int:
    """Triangles that the scene draws, instances counted."""
    return sum(
        len(primitive.indices) // 3
        for node, _ in nodes(document)
        if node.mesh is not None
        for primitive in node.mesh.primitives
    )


def bounds(document: Document) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Least and greatest corner of everything drawn, visible or not, in the world: two (3,) float64, metres.

    Zeros for a document that draws nothing.
    """
    least, greatest = np.full(3, np.inf), np.full(3, -np.inf)
    for node, world_from_node in nodes(document):
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            points = _drawn_points(primitive) @ world_from_node[:3, :3].T + world_from_node[:3, 3]
            least, greatest = np.minimum(least, points.min(axis=0)), np.maximum(greatest, points.max(axis=0))
    if not np.isfinite(least).all():
        return np.zeros(3), np.zeros(3)
    return least, greatest


def _drawn_points(primitive: Primitive) -> NDArray[np.float64]:
    """The positions that a triangle uses, (n, 3)."""
    positions = primitive.attributes["POSITION"]
    drawn = np.zeros(len(positions), bool)
    drawn[primitive.indices] = True
    return positions[drawn].astype(np.float64)
