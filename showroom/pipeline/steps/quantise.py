"""Put vertices on a lattice that is fine enough to be invisible, so that they take few bits.

The spacing is a power of two and the lattice of a mesh begins at its origin: then every position is exact in float32,
parts of one mesh meet where they met, and whoever compresses the model finds the lattice again in the numbers.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Mesh, Node

MILLIMETRES = 1000.0
TINY = 1e-30
SKINNED_SHARE = 2.0**-16
"""What may move of the longest side of a mesh that joints place: 0.03 mm on a person."""
FINEST, COARSEST = -100, 100
"""Exponents of spacings that float32 can hold without becoming zero or infinite."""


@dataclass(frozen=True)
class QuantiseOptions:
    """How far a vertex may move along each axis, in the world.

    Args:
        error_mm: millimetres; 0 moves nothing.
        error_share: or this part of the model's longest side, where that is more: on a car nobody sees what shows on
            glasses.
        most_share: never more than this part of it: a toy car has the triangles of a car, and on a lattice that is
            coarse for them the directions of its normal maps turn.
    """

    error_mm: float = 0.02
    error_share: float = 2.0**-16
    most_share: float = 2.0**-14


def quantise(document: Document, options: QuantiseOptions | None = None) -> Document:
    """Round the positions of every mesh; one that several nodes show is as fine as the largest of them needs."""
    options = options or QuantiseOptions()
    if options.error_mm <= 0:
        return document
    low, high = walk.bounds(document)
    longest_m = float((high - low).max(initial=0.0))
    error_m = max(options.error_mm / MILLIMETRES, options.error_share * longest_m)
    if longest_m > 0:
        error_m = min(error_m, options.most_share * longest_m)
    errors: dict[int, float] = {}
    for node, world_from_node in walk.nodes(document):
        if node.mesh is not None:
            error = _local_error(node, world_from_node, error_m)
            errors[id(node.mesh)] = min(error, errors.get(id(node.mesh), error))
    rounded = {id(mesh): _rounded(mesh, _spacing(errors[id(mesh)])) for mesh in walk.meshes(document)}

    def swapped(node: Node) -> Node:
        mesh = rounded[id(node.mesh)] if node.mesh is not None else None
        return replace(node, mesh=mesh, children=[swapped(child) for child in node.children])

    return replace(document, roots=[swapped(root) for root in document.roots])


def _local_error(node: Node, world_from_node: NDArray[np.float64], error_m: float) -> float:
    """How far a vertex of the node's mesh may move in the mesh's own units."""
    if node.skin is None or node.mesh is None:
        return error_m / max(float(np.linalg.norm(world_from_node[:3, :3], 2)), TINY)
    # Joints put skinned vertices into the world, at a scale of their own.
    spans = [np.ptp(one.attributes["POSITION"].astype(np.float64), axis=0).max() for one in node.mesh.primitives]
    return max(SKINNED_SHARE * float(max(spans)), TINY)


def _spacing(error: float) -> float:
    """The widest power of two whose half is at most `error`."""
    return float(2.0 ** np.clip(np.floor(np.log2(2.0 * error)), FINEST, COARSEST))


def _rounded(mesh: Mesh, spacing: float) -> Mesh:
    primitives = [
        replace(one, attributes={**one.attributes, "POSITION": _snapped(one.attributes["POSITION"], spacing)})
        for one in mesh.primitives
    ]
    return replace(mesh, primitives=primitives)


def _snapped(positions: NDArray[np.float32] | NDArray[np.uint32], spacing: float) -> NDArray[np.float32]:
    # Adding zero makes -0.0 and 0.0 the same bits.
    snapped = (np.rint(positions.astype(np.float64) / spacing) * spacing).astype(np.float32) + np.float32(0)
    return np.asarray(snapped, np.float32)
