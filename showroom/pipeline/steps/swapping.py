"""Other materials on the same meshes, other textures in the same materials."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from showroom.gltf.model import Material, TextureUse

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from showroom.gltf.model import Document, Mesh, Node, Primitive, Texture


def swap_materials(document: Document, by_id: Mapping[int, Material]) -> Document:
    """The document with each material in place of which `by_id` (by identity) has another one."""
    if all(by_id.get(id(material), material) is material for material in document.materials):
        return document

    def swapped(primitive: Primitive) -> Primitive:
        return replace(
            primitive,
            material=by_id.get(id(primitive.material), primitive.material),
            variants={name: by_id.get(id(one), one) for name, one in primitive.variants.items()},
        )

    materials = {id(new): new for new in (by_id.get(id(one), one) for one in document.materials)}
    return replace(map_primitives(document, swapped), materials=list(materials.values()))


def map_primitives(document: Document, change: Callable[[Primitive], Primitive]) -> Document:
    """The document with every primitive changed; meshes that nodes share stay shared."""
    known: dict[int, Mesh] = {}

    def mapped(node: Node) -> Node:
        mesh = node.mesh
        if mesh is not None:
            if id(mesh) not in known:
                known[id(mesh)] = replace(mesh, primitives=[change(primitive) for primitive in mesh.primitives])
            mesh = known[id(mesh)]
        return replace(node, mesh=mesh, children=[mapped(child) for child in node.children])

    return replace(document, roots=[mapped(root) for root in document.roots])


def with_textures(material: Material, textures: Mapping[int, Texture]) -> Material:
    """The material with each of its textures replaced by what stands for it in `textures` (by identity)."""

    def replaced(value: Any) -> Any:  # noqa: ANN401 - a field of a material may be anything
        return replace(value, texture=textures[id(value.texture)]) if isinstance(value, TextureUse) else value

    if all(textures[id(use.texture)] is use.texture for use in material.texture_uses().values()):
        return material
    values = {name: replaced(value) for name, value in vars(material).items()}
    values["other_extensions"] = {
        extension: {key: replaced(value) for key, value in entries.items()}
        for extension, entries in material.other_extensions.items()
    }
    return Material(**values)
