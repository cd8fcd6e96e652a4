"""Leave out what nothing shows and no option addresses."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.gltf import walk
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.swapping import map_primitives

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Node, Primitive

SKINNING = ("JOINTS_", "WEIGHTS_")
"""Attributes of skins, which are not read, so that nothing uses them."""


def prune(document: Document, addressed: Addressed | None = None) -> Document:
    """Drop materials that nobody wears (with their textures), empty nodes and attributes that nothing reads."""
    addressed = addressed or Addressed()
    worn = {id(material) for material in walk.used_materials(document)}
    kept = [one for one in document.materials if id(one) in worn or one.name in addressed.materials]
    pruned = map_primitives(document, _lean)
    return replace(pruned, materials=kept, roots=_living(pruned.roots, addressed))


def _living(nodes: list[Node], addressed: Addressed) -> list[Node]:
    trimmed = [replace(node, children=_living(node.children, addressed)) for node in nodes]
    return [node for node in trimmed if node.mesh or node.children or node.extras or node.name in addressed.nodes]


def _lean(primitive: Primitive) -> Primitive:
    materials = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    directed = any(one.normal_texture or one.clearcoat_normal_texture or one.anisotropy for one in materials)
    kept = {
        name: array
        for name, array in primitive.attributes.items()
        if not name.startswith(SKINNING) and (directed or name != "TANGENT")
    }
    return replace(primitive, attributes=kept)
