"""A car's body as one smooth sheet, and how curves get onto it.

The sheet is a net of rings: each runs around the car in plan, and they follow each other from below the sill up to the
roof's edge. So corners in plan, the shoulder and the pillars are lines of the net. What is crisper than a net (lips of
wheel arches, creases) is laid over it as features. Millimetres, front to +Z; only the half at x ≥ 0 is cut out of the
sheet, and mirrored. u runs from the middle of the front to the middle of the rear, v upwards.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from modelling.curves import resampled, spline, through
from modelling.mesh import unit
from modelling.surface import Surface
from numpy.typing import ArrayLike, NDArray

Array = NDArray[np.float64]
Feature = Callable[[Array, Array], Array]
"""From points (n, 3) and normals (n, 3) to displacements (n, 3)."""

STATIONS = 33
STEP = 130.0
NUDGE = 0.5


def outline(angles: Array, width: float, middle: float, ends: tuple[float, float], power: tuple[float, float]) -> Array:
    """x and z (n, 2) of a superellipse's half at angles 0 (front) to π (rear), widest at z = `middle`."""
    ahead = angles <= np.pi / 2
    powers = np.where(ahead, *power)
    reach = np.where(ahead, ends[0] - middle, middle - ends[1])
    s, c = np.abs(np.sin(angles)), np.cos(angles)
    return np.stack([width * s ** (2 / powers), middle + reach * np.sign(c) * np.abs(c) ** (2 / powers)], 1)


def _stations() -> Array:
    """The angles of the stations: even along a typical ring, denser at its corners."""
    fine = np.linspace(0, np.pi, 4000)
    ring = outline(fine, 860.0, 0.0, (1950.0, -1950.0), (4.2, 4.6))
    way = np.diff(ring, axis=0)
    bend = np.abs(np.diff(np.unwrap(np.arctan2(way[:, 0], way[:, 1])), prepend=0.0))
    bend[0] = 0.0
    weight = np.concatenate([[0], np.cumsum(np.linalg.norm(way, axis=1) + 700.0 * bend)])
    return np.interp(np.linspace(0, weight[-1], STATIONS), weight, fine)


ANGLES = _stations()


@dataclass
class Ring:
    """A line around the car in plan.

    Args:
        front: z and y where it crosses the middle in front.
        side: half the width, and where along z it is widest.
        rear: z and y in the middle of the rear.
        heights: y at the front corner, half way and at the rear corner.
        power: of the superellipse in front and behind; 2 is an ellipse, more is squarer.
    """

    front: tuple[float, float]
    side: tuple[float, float]
    rear: tuple[float, float]
    heights: tuple[float, float, float]
    power: tuple[float, float] = (4.2, 4.6)

    def points(self) -> Array:
        """One point a station, from the front to the rear."""
        flat = outline(ANGLES, *self.side, (self.front[0], self.rear[0]), self.power)
        heights = (self.front[1], self.front[1], *self.heights, self.rear[1], self.rear[1])
        y = through((-0.1, 0.0, 0.24, 0.5, 0.76, 1.0, 1.1), heights, np.linspace(0, 1, STATIONS))
        return np.column_stack([flat[:, 0], y, flat[:, 1]])


def on_roof(rings: Sequence[Ring], free: int, height: Callable[[Array, Array], Array]) -> list[Array]:
    """The points of all rings: the first `free` as they are written, those above them lie on the roof."""
    lines = [ring.points() for ring in rings]
    for line in lines[free:]:
        line[:, 1] = height(line[:, 0], line[:, 2])
    return lines


class Body(Surface):
    """The sheet with features on it; u is periodic, parameters are roughly millimetres.

    Args:
        rings: from the lowest to the roof's edge.
        features: in the order in which they are laid over each other.
    """

    def __init__(self, rings: Sequence[Array], features: Sequence[Feature] = ()) -> None:
        half = np.stack(rings, 1)
        half[[0, -1], :, 0] = 0.0
        net = np.concatenate([half, half[-2:0:-1] * [-1, 1, 1]])
        gaps = np.linalg.norm(np.diff(half, axis=1), axis=2)
        self._rows = np.concatenate([[0], np.cumsum(0.5 * gaps.mean(0) + 0.5 * gaps.max(0))])
        self.features = tuple(features)
        super().__init__(net, (2 * (STATIONS - 1) * STEP, float(self._rows[-1])), periodic=True)
        self.middle = (STATIONS - 1) * STEP

    def row(self, number: float) -> float:
        """The parameter v of a ring, by its number."""
        return float(np.interp(number, np.arange(len(self._rows)), self._rows))

    def _sheet(self, uv: Array, du: int = 0, dv: int = 0) -> Array:
        even = np.interp(uv[:, 1], self._rows, np.linspace(0, self.length[1], len(self._rows)))
        return self._evaluate(np.stack([uv[:, 0], even], 1), du, dv)

    def __call__(self, uv: ArrayLike) -> Array:
        """Points (n, 3) at parameters (n, 2)."""
        uv = np.array(uv, dtype=float).reshape(-1, 2)
        points = self._sheet(uv)
        if self.features:
            normals = unit(np.cross(self._sheet(uv, 1, 0), self._sheet(uv, 0, 1)))
            for feature in self.features:
                points = points + feature(points, normals)
        return points

    def tangents(self, uv: ArrayLike) -> tuple[Array, Array]:
        """d/du and d/dv."""
        uv = np.array(uv, dtype=float).reshape(-1, 2)
        inside = np.clip(uv[:, 1], NUDGE, self.length[1] - NUDGE)
        low, high = inside - NUDGE, inside + NUDGE
        across = self(uv + [NUDGE, 0]) - self(uv - [NUDGE, 0])
        upward = self(np.stack([uv[:, 0], high], 1)) - self(np.stack([uv[:, 0], low], 1))
        return across / (2 * NUDGE), upward / (high - low)[:, None]

    def seen(self, points: ArrayLike, view: str, count: int, *, closed: bool = True, smooth: bool = True) -> Array:
        """Parameters of a curve drawn in a view: ``side`` (z, y), ``front`` or ``rear`` (x, y), ``top`` (x, z)."""
        points = np.asarray(points, dtype=float)
        curve = spline(points, count, closed) if smooth else resampled(_shut(points, closed), count, closed)
        quarter, whole = self.middle * 0.52, self.middle
        axes, window = {
            "side": ((2, 1), (0.0, whole)),
            "front": ((0, 1), (0.0, quarter)),
            "rear": ((0, 1), (whole - quarter, whole)),
            "top": ((0, 2), (0.0, whole)),
        }[view]
        return self.find(curve, axes, (*window, 0.0, self.length[1]))

    def along(self, row: float, span: tuple[float, float], count: int) -> Array:
        """Parameters along a ring (by number) between two values of u."""
        return np.stack([np.linspace(*span, count), np.full(count, self.row(row))], 1)

    def grown(self, loop: Array, distance: float) -> Array:
        """A closed loop moved outwards within the sheet."""
        return self.shifted(turned(loop), distance, closed=True)

    def slot(self, curve: Array, width: float = 6.0) -> Array:
        """The outline of a shut line along an open curve."""
        left, right = self.shifted(curve, -width / 2), self.shifted(curve, width / 2)
        return turned(np.concatenate([left, right[::-1]]))


def _shut(points: Array, closed: bool) -> Array:
    return np.concatenate([points, points[:1]]) if closed else points


def turned(loop: Array) -> Array:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


def over_middle(curve: Array, at: float, beyond: float = 240.0) -> Array:
    """A loop out of a curve that starts and ends in the middle (u = `at`), closed on the other side of it."""
    away = at - beyond * np.sign(curve[len(curve) // 2, 0] - at)
    curve = curve.copy()
    curve[[0, -1], 0] = at
    return turned(np.concatenate([curve, [[away, curve[-1, 1]], [away, curve[0, 1]]]]))


def to_middle(curve: Array, at: float, step: float = 40.0) -> Array:
    """The outline of a half panel: a curve that starts and ends in the middle, closed along it."""
    curve = curve.copy()
    curve[[0, -1], 0] = at
    count = max(int(abs(curve[0, 1] - curve[-1, 1]) / step), 2)
    line = np.linspace(curve[-1, 1], curve[0, 1], count + 1)[1:-1]
    return turned(np.concatenate([curve, np.stack([np.full(len(line), at), line], 1)]))
