"""A model seen in a mirror: the other shoe of a pair."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Node, Primitive

FLIP = np.diag([-1.0, 1.0, 1.0, 1.0])


def mirrored(document: Document) -> Document:
    """The document with left and right changed; it shares materials and pictures with the old one."""
    return replace(document, roots=[_node(root) for root in document.roots])


def _node(node: Node) -> Node:
    mesh = node.mesh
    if mesh is not None:
        mesh = replace(mesh, primitives=[_primitive(primitive) for primitive in mesh.primitives])
    return replace(
        node, matrix=FLIP @ node.matrix @ FLIP, mesh=mesh, children=[_node(child) for child in node.children]
    )


def _primitive(primitive: Primitive) -> Primitive:
    attributes = dict(primitive.attributes)
    for name, sign in (
        ("POSITION", [-1.0, 1.0, 1.0]),
        ("NORMAL", [-1.0, 1.0, 1.0]),
        ("TANGENT", [-1.0, 1.0, 1.0, -1.0]),
    ):
        if name in attributes:
            attributes[name] = (np.asarray(attributes[name], dtype=np.float32) * sign).astype(np.float32)
    # A mirror turns every triangle's front to its back.
    indices = np.ascontiguousarray(np.asarray(primitive.indices).reshape(-1, 3)[:, ::-1]).ravel()
    return replace(primitive, attributes=attributes, indices=indices)
