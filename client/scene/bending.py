"""Glasses with their temples opened as wide as a head wants, as a model of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.wearing import opened

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Node, Primitive
    from showroom.tryon.wearing import Worn


def bent(document: Document, worn: Worn) -> Document:
    """The document with opened temples; it shares materials and pictures with the old one."""
    return replace(document, roots=[_node(root, np.eye(4), worn) for root in document.roots])


def _node(node: Node, model_from_parent: NDArray[np.float64], worn: Worn) -> Node:
    matrix = model_from_parent @ node.matrix
    mesh = node.mesh
    if mesh is not None:
        # A mesh in two places bends differently in each.
        mesh = replace(mesh, primitives=[_primitive(primitive, matrix, worn) for primitive in mesh.primitives])
    return replace(node, mesh=mesh, children=[_node(child, matrix, worn) for child in node.children])


def _primitive(primitive: Primitive, model_from_node: NDArray[np.float64], worn: Worn) -> Primitive:
    local = np.asarray(primitive.attributes["POSITION"], dtype=np.float64)
    in_model = local @ model_from_node[:3, :3].T + model_from_node[:3, 3]
    moved = opened(in_model, worn)
    back = np.linalg.inv(model_from_node)
    positions = (moved @ back[:3, :3].T + back[:3, 3]).astype(np.float32)
    return replace(primitive, attributes={**primitive.attributes, "POSITION": positions})
