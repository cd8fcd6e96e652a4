"""What of a room stands in the way of an eye: names over people's heads are not read through walls.

The room's opaque surfaces at the height of heads become a grid of small cells; a look is sampled along its way. That is
a few hundred numbers a frame for everybody's name, and no picture has to be read back.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from showroom.gltf import walk

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.catalogue import Vector3
    from showroom.gltf.model import Document, Node, Primitive

CELL_M: Final = 0.2
_LOW_M, _HIGH_M = 1.1, 2.5
"""Only what is between these heights hides somebody's head; tables and lamps do not."""
_NEAR_M: Final = 0.35
"""Nothing so near to the eye, or to who is looked at, is in the way: people lean against shelves."""
_MOST_ACROSS: Final = 1024


@dataclass(frozen=True, eq=False)
class Sightlines:
    """Which cells are filled, (x, y, z) bool, and where the first one begins, in metres."""

    filled: NDArray[np.bool_]
    origin: NDArray[np.float64]

    def seen(self, eye: Vector3, points: Sequence[Vector3]) -> list[bool]:
        """For each point, whether nothing of the room is between it and the eye."""
        if not points or not self.filled.size:
            return [True] * len(points)
        start = np.asarray(eye)
        ways = np.asarray(points) - start
        lengths_m = np.linalg.norm(ways, axis=1)
        margin = np.minimum(0.5, _NEAR_M / np.maximum(lengths_m, 1e-6))
        count = math.ceil(float(lengths_m.max()) / (CELL_M / 2)) + 1
        share = margin[:, None] + (1.0 - 2.0 * margin[:, None]) * np.linspace(0.0, 1.0, count)
        cells = np.floor((start + ways[:, None] * share[..., None] - self.origin) / CELL_M).astype(np.int64)
        inside = ((cells >= 0) & (cells < self.filled.shape)).all(axis=2)
        x, y, z = np.moveaxis(np.where(inside[..., None], cells, 0), 2, 0)
        return [not hidden for hidden in (self.filled[x, y, z] & inside).any(axis=1).tolist()]


def sightlines_of(document: Document) -> Sightlines:
    """The grid of a room; what one sees through, such as glass and leaves, is not in it."""
    points = [
        _points(primitive, world_from_node)
        for node, world_from_node in walk.nodes(document)
        for primitive in _opaque(node)
    ]
    found = np.concatenate([np.zeros((0, 3)), *points])
    if not len(found):
        return Sightlines(np.zeros((0, 0, 0), bool), np.zeros(3))
    low = found.min(axis=0)
    cells = np.floor((found - low) / CELL_M).astype(np.int64)
    cells = cells[(cells < _MOST_ACROSS).all(axis=1)]
    filled = np.zeros(cells.max(axis=0) + 1, bool)
    filled[tuple(cells.T)] = True
    return Sightlines(filled, low)


def _opaque(node: Node) -> list[Primitive]:
    if node.mesh is None or not node.visible or node.skin is not None:
        return []
    return [
        primitive
        for primitive in node.mesh.primitives
        if primitive.material is None
        or (primitive.material.alpha_mode == "OPAQUE" and primitive.material.transmission == 0.0)
    ]


def _points(primitive: Primitive, world_from_node: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points on a primitive's triangles at the height of heads, two a cell in each direction."""
    positions = np.asarray(primitive.attributes["POSITION"], np.float64)
    world = positions @ world_from_node[:3, :3].T + world_from_node[:3, 3]
    corners = world[np.asarray(primitive.indices).reshape(-1, 3)]
    height = corners[..., 1]
    corners = corners[(height.max(axis=1) >= _LOW_M) & (height.min(axis=1) <= _HIGH_M)]
    if not len(corners):
        return np.zeros((0, 3))
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(axis=1)
    parts = np.minimum(2 * _MOST_ACROSS, np.ceil(longest / (CELL_M / 2)).astype(np.int64)).clip(1)
    found = []
    for count in np.unique(parts).tolist():
        first, second = (grid.ravel() for grid in np.meshgrid(*[np.arange(count + 1)] * 2))
        inside = first + second <= count
        weights = np.stack([first, second, count - first - second], axis=1)[inside] / count
        found.append(np.einsum("wc,tcx->twx", weights, corners[parts == count]).reshape(-1, 3))
    points = np.concatenate(found)
    return points[(points[:, 1] >= _LOW_M) & (points[:, 1] <= _HIGH_M)]
