"""A plain pair of glasses in code: two bars, a bridge, two straight temples; +Y up, +Z front, origin bottom centre."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

WIDTH, HEIGHT, LENGTH = 0.140, 0.046, 0.140
BAR = 0.005


def box(low: tuple[float, float, float], high: tuple[float, float, float], steps: int = 12) -> NDArray[np.float64]:
    """Triangles (n, 3, 3) of a box, each side cut into squares, counter-clockwise from outside."""
    found = []
    start, size = np.array(low), np.subtract(high, low)
    line = np.linspace(0.0, 1.0, steps + 1)
    u, v = (part.ravel() for part in np.meshgrid(line[:-1], line[:-1], indexing="ij"))
    step = 1.0 / steps
    for axis in range(3):
        for level in (0.0, 1.0):
            corners = []
            for du, dv in ((0, 0), (1, 0), (1, 1), (0, 1)):
                point = np.empty((len(u), 3))
                point[:, axis] = level
                point[:, (axis + 1) % 3] = u + du * step
                point[:, (axis + 2) % 3] = v + dv * step
                corners.append(start + point * size)
            a, b, c, d = corners if level else corners[::-1]
            found += [np.stack([a, b, c], axis=1), np.stack([a, c, d], axis=1)]
    return np.concatenate(found)


def plain_glasses() -> NDArray[np.float64]:
    """Triangles (n, 3, 3) in metres."""
    front, half = LENGTH / 2.0, WIDTH / 2.0
    parts = [
        box((-half, HEIGHT - BAR, front - BAR), (half, HEIGHT, front)),
        box((-half, 0.0, front - BAR), (-0.012, BAR, front)),
    ]
    parts.append(box((0.012, 0.0, front - BAR), (half, BAR, front)))
    for side in (-1.0, 1.0):
        for x in (0.012, half - BAR):
            low, high = sorted((side * x, side * (x + BAR)))
            parts.append(box((low, 0.0, front - BAR), (high, HEIGHT, front)))
        low, high = sorted((side * (half - 0.003), side * half))
        parts.append(box((low, HEIGHT - 0.012, -front), (high, HEIGHT - 0.006, front - BAR), steps=40))
    return np.concatenate(parts)
