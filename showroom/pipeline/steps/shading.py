"""How much a collapse turns the normals that a surface is lit by.

Over each triangle the normals are linear in space. A vertex that goes into another one stands for triangles whose
normals, followed to where the other stands, would be this and that, and the other's own normal is something else: the
mean square of that difference, by area, is what the collapse costs. A surface bent alike all along costs nothing.

Source: H. Hoppe, "New Quadric Metric for Simplifying Meshes with Appearance Attributes", 1999.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

SLENDER = 0.02
"""Over a triangle that is this much less high than long, normals say nothing about the direction across it."""


class Shading:
    """What the vertices of a surface stand for; it goes along with them.

    Args:
        points: where each vertex stands, (n, 3).
        triangles: (m, 3) numbers of vertices, each with an area.
        normals: of each vertex, (n, 3), of length one.
    """

    def __init__(self, points: Floats, triangles: Numbers, normals: Floats) -> None:
        self._ends = np.concatenate([points, np.ones((len(points), 1))], axis=1)
        self._normals = normals
        slopes, areas = _slopes(points, normals, triangles)
        self._sums = np.zeros((len(points), 4, 4))
        self._lines = np.zeros((len(points), 4, 3))
        self._areas = np.zeros(len(points))
        outer = np.einsum("tac,tbc,t->tab", slopes, slopes, areas)
        lines = slopes * areas[:, None, None]
        for corner in triangles.T:
            _add(self._sums, corner, outer)
            _add(self._lines, corner, lines)
            _add(self._areas, corner, areas)

    def costs(self, vertices: Numbers, become: Numbers) -> Floats:
        """The mean square change of normals where each of `vertices` becomes the other, (k,), about radians squared."""
        ends, normals = self._ends[become], self._normals[become]
        squares = (np.matmul(self._sums[vertices], ends[:, :, None])[:, :, 0] * ends).sum(axis=1)
        mixed = (np.matmul(ends[:, None, :], self._lines[vertices])[:, 0] * normals).sum(axis=1)
        areas = self._areas[vertices]
        total = squares - 2.0 * mixed + areas * (normals * normals).sum(axis=1)
        return np.asarray(np.maximum(total, 0.0) / np.maximum(areas, 1e-300), np.float64)

    def move(self, vertices: Numbers, become: Numbers) -> None:
        """Let what `vertices` stood for be what the others stand for."""
        for sums in (self._sums, self._lines, self._areas):
            np.add.at(sums, become, sums[vertices])


def _slopes(points: Floats, normals: Floats, triangles: Numbers) -> tuple[Floats, Floats]:
    """The normal of each triangle as a linear function of (x, y, z, 1), (m, 4, 3), and its area, 0 if slender."""
    first, second, third = (points[corner] for corner in triangles.T)
    along, aside = second - first, third - first
    facing = np.cross(along, aside)
    squares = (facing * facing).sum(axis=1)
    longest = np.maximum((along * along).sum(axis=1), (aside * aside).sum(axis=1))
    wide = squares > (SLENDER * longest) ** 2
    scale = np.where(wide, 1.0 / np.maximum(squares, 1e-300), 0.0)[:, None]
    by_second, by_third = np.cross(aside, facing) * scale, np.cross(facing, along) * scale
    start = normals[triangles[:, 0]]
    changes = (normals[triangles[:, 1]] - start, normals[triangles[:, 2]] - start)
    slopes = by_second[:, :, None] * changes[0][:, None, :] + by_third[:, :, None] * changes[1][:, None, :]
    offsets = start - np.einsum("ta,tac->tc", first, slopes)
    return np.concatenate([slopes, offsets[:, None, :]], axis=1), np.where(wide, np.sqrt(squares), 0.0)


def _add(sums: Floats, rows: Numbers, values: Floats) -> None:
    flat, stored = values.reshape(len(values), -1), sums.reshape(len(sums), -1)
    for column in range(flat.shape[1]):
        stored[:, column] += np.bincount(rows, flat[:, column], len(sums))
