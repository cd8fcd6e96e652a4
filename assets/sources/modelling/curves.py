"""Smooth curves through points, in the plane or in space."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]


def spline(points: ArrayLike, count: int, closed: bool = False) -> Array:
    """`count` points, evenly along the curve, of the cubic spline through `points` (n, d); natural ends."""
    points = np.asarray(points, dtype=float)
    if closed:
        points = np.concatenate([points, points[:1]])
    knots = np.concatenate([[0], np.cumsum(np.sqrt(np.linalg.norm(np.diff(points, axis=0), axis=1)))])
    slopes = _slopes(knots, points, closed)
    fine = np.linspace(0, knots[-1], 40 * len(points))
    return resampled(_hermite(knots, points, slopes, fine), count, closed)


def resampled(curve: Array, count: int, closed: bool = False) -> Array:
    """The same curve with `count` points at equal distances (a closed one comes and goes without its last point twice)."""
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))])
    at = np.linspace(0, lengths[-1], count + 1)[:-1] if closed else np.linspace(0, lengths[-1], count)
    return np.stack([np.interp(at, lengths, curve[:, d]) for d in range(curve.shape[1])], 1)


def through(knots: ArrayLike, values: ArrayLike, at: ArrayLike, closed: bool = False) -> Array:
    """Values of the cubic spline through (knots, values) at other places; a closed one repeats its first at the end."""
    knots, values, at = (np.asarray(a, dtype=float) for a in (knots, values, at))
    flat = values[:, None] if values.ndim == 1 else values
    out = _hermite(knots, flat, _slopes(knots, flat, closed), np.atleast_1d(at))
    return out[:, 0] if values.ndim == 1 else out


def _slopes(knots: Array, values: Array, closed: bool) -> Array:
    """The slopes that make the second derivative continuous."""
    n = len(knots)
    h = np.diff(knots)
    d = np.diff(values, axis=0) / h[:, None]
    a, b = np.zeros((n, n)), np.zeros(values.shape)
    for i in range(1, n - 1):
        a[i, i - 1 : i + 2] = h[i], 2 * (h[i - 1] + h[i]), h[i - 1]
        b[i] = 3 * (h[i] * d[i - 1] + h[i - 1] * d[i])
    if closed:
        a[0, [0, 1, n - 2]] = 2 * (h[0] + h[-1]), h[-1], h[0]
        b[0] = 3 * (h[0] * d[-1] + h[-1] * d[0])
        a[-1, 0], a[-1, -1] = 1, -1
    else:
        a[0, :2], b[0] = (2, 1), 3 * d[0]
        a[-1, -2:], b[-1] = (1, 2), 3 * d[-1]
    return np.linalg.solve(a, b)


def _hermite(knots: Array, values: Array, slopes: Array, at: Array) -> Array:
    i = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(knots) - 2)
    h = (knots[i + 1] - knots[i])[:, None]
    t = ((at - knots[i]) / (knots[i + 1] - knots[i]))[:, None]
    return (
        (1 + 2 * t) * (1 - t) ** 2 * values[i]
        + t * (1 - t) ** 2 * h * slopes[i]
        + t**2 * (3 - 2 * t) * values[i + 1]
        + t**2 * (t - 1) * h * slopes[i + 1]
    )


def offset(loop: Array, distance: float) -> Array:
    """A closed plane curve (n, 2), counter-clockwise, moved outwards."""
    way = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    return loop + distance * np.stack([way[:, 1], -way[:, 0]], 1)


def mirrored_loop(half: ArrayLike) -> Array:
    """A closed control polygon out of its right half (x ≥ 0): the left half follows backwards."""
    half = np.asarray(half, dtype=float)
    other = half[::-1] * [-1, 1]
    return np.concatenate([half, other[np.abs(other[:, 0]) > 1e-9]])
