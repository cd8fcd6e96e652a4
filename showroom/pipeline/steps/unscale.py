"""Take tiny and huge scales out of nodes and put them into the vertices.

Quantised models hold positions as large whole numbers under nodes of a scale such as 0.00001; renderers that compute in
single precision take such a matrix for one that cannot be inverted.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.pipeline.steps.join import moved

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Node

PLAIN = (0.01, 100.0)
EVEN = 1e-3


def unscale(document: Document) -> Document:
    """The document with evenly scaled leaves of extreme scale at scale 1; meshes that several nodes show stay."""
    uses: dict[int, int] = {}
    for node, _ in walk.nodes(document):
        uses[id(node.mesh)] = uses.get(id(node.mesh), 0) + 1
    moving = walk.moving(document)

    def unscaled(node: Node) -> Node:
        children = [unscaled(child) for child in node.children]
        factor = _factor(node)
        fixed = node.mesh is None or node.children or node.skin or node.number in moving or uses[id(node.mesh)] > 1
        if fixed or node.mesh is None or factor == 1.0:
            return replace(node, children=children)
        growth = np.diag([factor, factor, factor, 1.0])
        mesh = replace(node.mesh, primitives=[moved(one, growth) for one in node.mesh.primitives])
        return replace(node, mesh=mesh, matrix=node.matrix @ np.linalg.inv(growth))

    return replace(document, roots=[unscaled(root) for root in document.roots])


def _factor(node: Node) -> float:
    """The even scale of a node where it is extreme, else 1."""
    sizes = np.linalg.svd(node.matrix[:3, :3], compute_uv=False)
    morphs = node.mesh is not None and any(one.targets for one in node.mesh.primitives)
    if morphs or sizes[-1] <= 0 or PLAIN[0] <= sizes[0] <= PLAIN[1] or sizes[0] > sizes[-1] * (1 + EVEN):
        return 1.0
    return float(np.cbrt(sizes.prod()))
