"""What is laid over a body's sheet: wheel arches, creases, hollows."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike
from products.cars.body import Array, Feature


def ease(t: Array) -> Array:
    """0 below 0, 1 above 1, smooth between."""
    t = np.clip(t, 0, 1)
    return t * t * t * (t * (6 * t - 15) + 10)


def arch(axle: float, height: float, radius: float, *, out: float, lip: float = 16.0, fade: float = 110.0) -> Feature:
    """A flare around a wheel: `out` wide at the edge, with a soft outer edge `lip` wide, fading into the side."""

    def feature(points: Array, normals: Array) -> Array:
        distance = np.hypot(points[:, 2] - axle, points[:, 1] - height) - radius
        ring = 1 - ease((distance - 24.0) / lip)
        soft = 1 - ease(distance / fade)
        sideways = np.clip(normals[:, 0], 0, 1) ** 2
        return np.stack([out * (0.55 * ring + 0.45 * soft) * sideways, 0 * distance, 0 * distance], 1)

    return feature


def crease(line: ArrayLike, *, out: float, above: float, below: float, fade: float = 220.0) -> Feature:
    """A line along the side, drawn as (z, y): the skin comes out to it from below and above and bends there."""
    knots = np.asarray(line, dtype=float)
    knots = knots[np.argsort(knots[:, 0])]

    def feature(points: Array, normals: Array) -> Array:
        z, y = points[:, 2], points[:, 1]
        level = np.interp(z, knots[:, 0], knots[:, 1])
        off = y - level
        # Rounded at its top, and as high from both sides: a step there shades as a jog along the whole door.
        away = np.hypot(off, 3.0) - 3.0
        rise = np.exp(-((away / np.where(off > 0, above, below)) ** 1.15))
        ends = ease((z - knots[0, 0]) / fade) * ease((knots[-1, 0] - z) / fade)
        sideways = np.clip(normals[:, 0], 0, 1)
        return np.stack([out * rise * ends * sideways, 0 * z, 0 * z], 1)

    return feature


def hollow(z: tuple[float, float], y: tuple[float, float], *, deep: float, soft: tuple[float, float]) -> Feature:
    """A dent in the side between two z and two y; `soft` is how long it fades along z and y."""

    def feature(points: Array, normals: Array) -> Array:
        along = ease((points[:, 2] - z[0]) / soft[0]) * ease((z[1] - points[:, 2]) / soft[0])
        high = ease((points[:, 1] - y[0]) / soft[1]) * ease((y[1] - points[:, 1]) / soft[1])
        sideways = np.clip(normals[:, 0], 0, 1)
        return np.stack([-deep * along * high * sideways, 0 * along, 0 * along], 1)

    return feature
