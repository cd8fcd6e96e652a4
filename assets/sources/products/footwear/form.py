"""The form of an upper: a ring of stations around the foot, and how outlines get onto it.

Millimetres, toe to +Z, the inner side of a right shoe at +X. u runs around the foot (heel, inner side, toe, outer
side), v rises from the sole's edge to the opening. So the surface has no pole, and panels are outlines in (u, v).
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from modelling import paint
from modelling.curves import spline, through
from modelling.mesh import Array, Mesh, unit
from modelling.surface import Surface, stitches

MIDDLE = np.array([0.0, 55.0, 130.0])
"""Somewhere inside every shoe: outside is away from here."""


@dataclass
class Form:
    """An upper's smooth surface, its normals outwards whichever way the net runs.

    Args:
        net: Control points (around, upwards, 3).
        length: Of u and v, roughly in millimetres.
        middle: A point inside.
    """

    net: Array
    length: tuple[float, float]
    middle: Array = field(default_factory=lambda: MIDDLE)

    def __post_init__(self) -> None:
        given = Surface(self.net, self.length, periodic=True)
        probe = np.array([[self.length[0] / 4, self.length[1] / 3]])
        self.turned = bool(((given(probe) - self.middle) * given.normals(probe)).sum() < 0)
        self.surface = Surface(self.net[::-1], self.length, periodic=True) if self.turned else given

    @property
    def toe(self) -> float:
        """u of the toe."""
        return self.length[0] / 2

    @property
    def top(self) -> float:
        """v of the opening."""
        return self.length[1]

    def at(self, uv: Array) -> Array:
        """Parameters on `surface`, which runs the other way around where the net faces inwards."""
        uv = np.asarray(uv, dtype=float)
        if not self.turned:
            return uv
        count = len(self.net)
        return np.stack([self.length[0] * (count - 1) / count - uv[:, 0], uv[:, 1]], 1)

    def frame(self, uv: Array) -> tuple[Array, Array]:
        """Points and outward normals."""
        at = self.at(uv)
        return self.surface(at), self.surface.normals(at)

    def ring(self, v: float | Array, count: int = 200) -> Array:
        """Parameters once around at a height."""
        u = np.linspace(0, self.length[0], count, endpoint=False)
        return np.stack([u, np.broadcast_to(v, count)], 1)

    def from_toe(self, points: list[tuple[float, float]], side: int = 1) -> Array:
        """(Distance from the toe, v) as parameters; side −1 is the inner one, 1 the outer."""
        return np.asarray(points, dtype=float) * [side, 1] + [self.toe, 0]

    def loop(self, points: list[tuple[float, float]], side: int = 1, every: float = 3.0) -> Array:
        """A smooth closed outline from (distance from the toe, v), a point about every few millimetres."""
        rough = spline(self.from_toe(points, side), 200, closed=True)
        around = np.linalg.norm(np.diff(self.frame(rough)[0], axis=0), axis=1).sum()
        return spline(self.from_toe(points, side), max(int(around / every), 12), closed=True)

    def seam(self, uv: Array, *, lift: float, every: float = 3.4, length: float = 2.5, thick: float = 0.75) -> Mesh:
        """A row of stitches along a curve of parameters."""
        return stitches(self.surface, self.at(uv), every=every, length=length, thick=thick, lift=lift)

    def outside(self, mesh: Mesh) -> Mesh:
        """Turn a mesh so that it faces away from the middle."""
        return mesh if (mesh.normals * (mesh.positions - self.middle)).sum(1).mean() > 0 else mesh.flipped()


def counterclockwise(loop: Array) -> Array:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


def outwards(loop: Array) -> Array:
    """Unit vectors out of a ring of plan points (x, z) that runs heel, inner side, toe, outer side."""
    way = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    return unit(np.stack([way[:, 1], -way[:, 0]], 1))


def around(table: Array, count: int) -> Array:
    """A table with a row a station at evenly spaced places around the foot."""
    closed = np.concatenate([table, table[:1]])
    return through(np.arange(len(closed)), closed, np.linspace(0, len(table), count, endpoint=False), closed=True)


def low_upper(
    table: Array,
    *,
    count: int = 60,
    rings: int = 12,
    drop: float = 3.0,
    collar_deg: float = 52.0,
    dome: tuple[float, float] = (1.15, 0.88),
) -> Array:
    """Control points of a low shoe: a quarter of a superellipse at each station, bulged outwards.

    Args:
        table: A row a station: where upper and sole meet (x, z), sole height there, the opening (x, y, z), bulge.
        count: Columns of the net.
        rings: Rows of the net.
        drop: How far the upper reaches down behind the sole's edge.
        collar_deg: How far the wall around the ankle leans over at the opening; 90 is level, as over the toes.
        dome: Powers of the toe's way inwards and upwards: more than 1 makes a flat toe, less a round one.
    """
    rows = around(table, count)
    feather, sole, opening, bulge = rows[:, :2], rows[:, 2], rows[:, 3:6], rows[:, 6]
    out = outwards(feather)
    front = np.clip((rows[:, 1] - 190) / 60, 0, 1)[:, None]  # 1 at the toe, where the way up is long and domed
    t = np.linspace(0, 1, rings)
    throat = paint.step(rows[:, 1], 84.0, 150.0)
    angle = t * np.radians(collar_deg + (90.0 - collar_deg) * throat)[:, None]
    sideways = (1 - np.cos(angle)) * (1 - front) * 0.9 + (1 - np.cos(angle) ** dome[0]) * front
    sideways = sideways / sideways[:, -1:]
    rise = np.sin(angle) ** (1 - (1 - dome[1]) * front)
    rise = rise / rise[:, -1:]
    swell = bulge[:, None] * np.sin(np.pi * t) ** 0.8 * (1 - 0.35 * t)
    plan = (
        feather[:, None]
        + (opening[:, None, [0, 2]] - feather[:, None]) * sideways[..., None]
        + out[:, None] * swell[..., None]
    )
    height = (sole - drop)[:, None] + (opening[:, 1] - sole + drop)[:, None] * rise
    return np.stack([plan[..., 0], height, plan[..., 1]], -1)
