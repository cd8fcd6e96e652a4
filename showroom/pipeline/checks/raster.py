"""How much of a picture several triangles use, by drawing them coarsely."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 256
TILE = 8
MOST = 200_000
"""Triangles that are drawn; more are thinned out evenly."""


def overlap(corners: NDArray[np.float64]) -> float:
    """The share of the used texels that more than one triangle covers, on a picture of 256 x 256.

    Args:
        corners: (n, 3, 2) texture coordinates; triangles that leave 0..1 repeat the picture and are left out.
    """
    inside = ((corners >= 0) & (corners <= 1)).all(axis=(1, 2))
    triangles = corners[inside][:: max(1, int(inside.sum()) // MOST)] * SIDE
    covered = np.zeros((SIDE, SIDE), np.int32)
    spans = np.ceil(triangles.max(axis=1)) - np.floor(triangles.min(axis=1))
    small = (spans <= TILE).all(axis=1)
    _draw_small(triangles[small], covered)
    for triangle in triangles[~small]:
        _draw_large(triangle, covered)
    used = int((covered > 0).sum())
    return int((covered > 1).sum()) / used if used else 0.0


def _draw_small(triangles: NDArray[np.float64], covered: NDArray[np.int32]) -> None:
    """Count the texels whose middle lies in each triangle, for triangles of a few texels."""
    low = np.floor(triangles.min(axis=1)).astype(np.int64)
    steps = np.stack(np.meshgrid(np.arange(TILE), np.arange(TILE), indexing="ij"), axis=-1).reshape(-1, 2)
    for start in range(0, len(triangles), 8192):
        some = slice(start, start + 8192)
        texels = low[some, None] + steps
        hit = _inside(triangles[some, None], texels + 0.5) & (texels < SIDE).all(axis=-1)
        np.add.at(covered, tuple(texels[hit].T), 1)


def _draw_large(triangle: NDArray[np.float64], covered: NDArray[np.int32]) -> None:
    low, high = np.floor(triangle.min(axis=0)).astype(int), np.ceil(triangle.max(axis=0)).astype(int)
    columns, rows = np.meshgrid(np.arange(low[0], high[0]), np.arange(low[1], high[1]), indexing="ij")
    hit = _inside(triangle, np.stack((columns, rows), axis=-1) + 0.5)
    covered[low[0] : high[0], low[1] : high[1]] += hit


def _inside(triangle: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether points lie strictly inside triangles, so that neighbours do not share the texels of their edge."""
    signs = []
    for first, second in ((0, 1), (1, 2), (2, 0)):
        start, end = triangle[..., first, :], triangle[..., second, :]
        side, way = end - start, points - start
        signs.append(side[..., 0] * way[..., 1] - side[..., 1] * way[..., 0])
    along = np.stack(signs)
    return np.asarray((along > 0).all(axis=0) | (along < 0).all(axis=0), np.bool_)
