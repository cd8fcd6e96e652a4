"""Leave out what nothing shows and no option addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.gltf import walk
from showroom.gltf.posing import SKINNING
from showroom.gltf.tangents import needs_tangents
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.swapping import map_primitives

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Node, Primitive


def prune(document: Document, addressed: Addressed | None = None) -> Document:
    """Drop materials that nobody wears (with their textures), empty nodes and attributes that nothing reads."""
    addressed = addressed or Addressed()
    worn = {id(material) for material in walk.used_materials(document)}
    kept = [one for one in document.materials if id(one) in worn or one.name in addressed.materials]
    skinned = walk.skinned(document)
    pruned = map_primitives(document, lambda primitive: _lean(primitive, skinned=id(primitive) in skinned))
    return replace(pruned, materials=kept, roots=_living(pruned.roots, addressed, walk.moving(document)))


def _living(nodes: list[Node], addressed: Addressed, moving: set[int]) -> list[Node]:
    trimmed = [replace(node, children=_living(node.children, addressed, moving)) for node in nodes]
    return [
        node
        for node in trimmed
        if node.mesh or node.children or node.carries or node.name in addressed.nodes or node.number in moving
    ]


def _lean(primitive: Primitive, *, skinned: bool) -> Primitive:
    directed = needs_tangents(primitive)
    kept = {
        name: array
        for name, array in primitive.attributes.items()
        if (skinned or not name.startswith(SKINNING)) and (directed or name != "TANGENT")
    }
    return replace(primitive, attributes=kept)
