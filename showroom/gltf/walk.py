"""Walking a document: where its nodes stand, what it draws, how large it is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import posing
from showroom.gltf.model import Node

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Image, Material, Mesh, Primitive, Texture


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

    Skins and morph targets stand as they rest. Zeros for a document that draws nothing.
    """
    least, greatest = np.full(3, np.inf), np.full(3, -np.inf)
    poses = posing.Poses(document)
    worlds = poses.worlds()
    for node, world_from_node in zip(poses.nodes, worlds, strict=True):
        palette = poses.palette(node.skin, worlds) if node.skin is not None else None
        weights = poses.weights(node)
        for primitive in node.mesh.primitives if node.mesh is not None else ():
            points = posing.posed_positions(primitive, palette, weights)[_drawn(primitive)]
            if palette is None:
                points = points @ world_from_node[:3, :3].T + world_from_node[:3, 3]
            least, greatest = np.minimum(least, points.min(axis=0)), np.maximum(greatest, points.max(axis=0))
    if not np.isfinite(least).all():
        return np.zeros(3), np.zeros(3)
    return least, greatest


def _drawn(primitive: Primitive) -> NDArray[np.bool_]:
    """Which positions a triangle uses, (n,)."""
    drawn = np.zeros(len(primitive.attributes["POSITION"]), bool)
    drawn[primitive.indices] = True
    return drawn


def moving(document: Document) -> set[int]:
    """Numbers of the nodes that skins or animations call."""
    skins = (node.skin for node, _ in nodes(document) if node.skin is not None)
    joints = {joint for skin in skins for joint in skin.joints}
    return joints | {channel.node for animation in document.animations for channel in animation.channels}


def skinned(document: Document) -> set[int]:
    """The primitives that a skin moves, by identity."""
    found = (node.mesh.primitives for node, _ in nodes(document) if node.mesh is not None and node.skin is not None)
    return {id(primitive) for primitives_of in found for primitive in primitives_of}


def stood_under(document: Document, world_from_model: NDArray[np.float64]) -> Document:
    """The document with everything moved; where clips move it themselves, it goes under a node of its own."""
    if document.animations:
        return replace(document, roots=[Node("", world_from_model, children=document.roots)])
    roots = [replace(root, matrix=world_from_model @ root.matrix) for root in document.roots]
    return replace(document, roots=roots)
