"""What closes a shoe: eyelets, crossed laces tied in a bow, straps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from modelling.curves import spline
from modelling.mesh import Array, Mesh, grid, joined, revolve, superellipse, sweep, unit
from products.footwear.form import MIDDLE, Form

ACROSS = np.sin(np.linspace(-1, 1, 9) * np.pi / 2)
"""Columns of a strap: dense at its edges, which are round."""
GRAIN_MM = 40.0
OVER = unit(np.array([0, 0.82, 0.57]))
"""Away from the instep."""


@dataclass(frozen=True)
class Lacing:
    """Laces through rows of eyelets.

    Args:
        inner: Places of the inner row, from the toe upwards.
        outer: Places of the outer row.
        section: The lace's section.
        arch: How high the lowest band, and the two of each cross, rise over the tongue.
        knot: How far the knot lies over the highest eyelets, and towards the toe.
        bow: Scale of the bow and its ends.
    """

    inner: Array
    outer: Array
    section: Array
    arch: tuple[float, float, float] = (5.0, 6.2, 8.2)
    knot: tuple[float, float] = (13.5, 2.0)
    bow: float = 1.0

    def _lace(self, path: Array) -> Mesh:
        """A flat band along a path, its face turned away from the foot."""
        tangent = unit(np.gradient(path, axis=0))
        out = unit(path - (MIDDLE - [0, 15.0, 10.0]))
        out = unit(out - tangent * (out * tangent).sum(1, keepdims=True))
        length = np.linalg.norm(np.diff(path, axis=0), axis=1).sum()
        return sweep(path, self.section, up=out, round_ends=0.6, uv_scale=(length / 4.0, 3.0))

    def _across(self, left: Array, right: Array, height: float, count: int = 18) -> Mesh:
        t = np.linspace(0, 1, count)[:, None]
        return self._lace(left + (right - left) * t + OVER * np.sin(np.pi * t) ** 0.55 * height)

    def mesh(self) -> Mesh:
        """Crossed bands up the throat, the knot, two loops and two ends."""
        inner, outer, (low, under, over) = self.inner, self.outer, self.arch
        bands = [self._across(inner[0], outer[0], low)]
        for k in range(len(inner) - 1):
            bands.append(self._across(inner[k], outer[k + 1], under))
            bands.append(self._across(outer[k], inner[k + 1], over))
        knot = (inner[-1] + outer[-1]) / 2 + OVER * self.knot[0] + [0, 0, self.knot[1]]
        bands += [
            self._across(inner[-1], knot + [3, -1, 0], 4.0),
            self._across(outer[-1], knot + [-3, -1, 0], 4.0),
        ]
        for side in (-1, 1):
            for points, count in ((LOOP, 38), (END, 24)):
                bands.append(self._lace(spline(np.array(points) * [side, 1, 1] * self.bow + knot, count)))
        middle = np.array([[-5.0, 0.5, 0], [-2, 1.6, 0.6], [2, 1.6, 0.6], [5, 0.5, 0]])
        bands.append(sweep(knot + middle, superellipse(7.0, 8.5, 2.4, 14), round_ends=2.0))
        return joined(bands)


LOOP = [
    (1, 0, 0), (13, 6, 4), (30, 5, 10), (45, -5, 14), (52, -17, 19), (48, -21, 25), (38, -12, 23), (22, -1, 14),
    (2, -1, 5),
]  # fmt: skip
END = [(0, -1, 1), (8, 3, 9), (16, -2, 21), (23, -13, 33), (28, -25, 42), (32, -38, 50)]


def eyelet_rings(form: Form, places: Array, lift: float, size: float = 1.0) -> Mesh:
    """A ring around every eyelet, its hole down to the tongue."""
    profile = np.array([(1.9, -1.2), (1.95, 0.1), (2.15, 0.75), (2.8, 0.95), (3.5, 0.6), (3.7, -0.5)]) * size
    rings = []
    for point, normal in zip(*form.frame(places), strict=True):
        x = unit(np.cross([0, 1.0, 0.3], normal))
        turn = np.stack([x, np.cross(normal, x), normal], 1)
        rings.append(revolve(profile[::-1], 16, "z").moved(point + normal * lift, turn))
    return joined(rings)


def strap(form: Form, place: float, wide: float, *, lift: float, arch: float, low: float, thick: float = 2.4) -> Mesh:
    """A padded strap over the tongue whose ends lie on both sides.

    Args:
        form: The upper.
        place: Distance of its middle from the toe, along the ring.
        wide: Its width along the ring.
        lift: Height of its underside over the form.
        arch: How high it rises over the tongue.
        low: How far below the opening it ends.
        thick: Its thickness.
    """
    across = ACROSS
    # Close rows: a chord over the round foot lies half a millimetre below it, and seams upon it would float.
    down = np.array([0.0, 5.0, 10.0, 14.5, 19.0, 24.0, low - 6.0, low - 3.4, low - 1.5, low - 0.4, low])
    tip = np.sqrt(np.clip(1 - (np.clip(down - (low - 6.0), 0, None) / 6.0) ** 2, 0.0, 1)) * 0.86 + 0.14
    ways = []
    for side in (-1, 1):
        rows = [
            form.frame(form.from_toe([(place + x * wide / 2 * t, form.top - v - 1.0) for x in across], side))
            for v, t in zip(down, tip, strict=True)
        ]
        ways.append(np.stack([points + normals * lift for points, normals in rows]))
    t = np.linspace(0, 1, 12)[1:-1, None, None]
    over = ways[0][0] + (ways[1][0] - ways[0][0]) * t + OVER * np.sin(np.pi * t) ** 0.6 * arch
    middle = np.concatenate([ways[0][::-1], over, ways[1]])
    return padded_sheet(middle, thick)


def padded_sheet(middle: Array, thick: float) -> Mesh:
    """A cushion over a sheet of points (along, across as `ACROSS`, 3): flat below, round above and at its edges."""
    facing = unit(np.cross(np.gradient(middle, axis=0), np.gradient(middle, axis=1)))
    facing *= np.sign((facing * OVER).sum(-1).mean())
    across = ACROSS
    rise = thick * (1 - np.abs(across) ** 5) ** 0.5 * (0.8 + 0.2 * (1 - across**2))
    above = middle + facing * rise[None, :, None]
    below = middle[:, ::-1] - facing[:, ::-1] * 0.2
    ring = np.concatenate([above, below[:, 1:-1]], 1)
    steps = np.linalg.norm(np.diff(middle[:, middle.shape[1] // 2], axis=0), axis=1)
    tube = grid(ring, (False, True), (1.0, 1.3))
    # Rows crowd at the ends, columns at the edges: the grain follows lengths, not their number.
    uvs = tube.uvs.reshape(len(middle), -1, 2).copy()
    uvs[..., 0] = np.concatenate([[0.0], np.cumsum(steps)])[:, None] / GRAIN_MM
    around = np.linalg.norm(np.diff(ring, axis=1, append=ring[:, :1]), axis=2).mean(0)
    uvs[..., 1] = (np.concatenate([[0.0], np.cumsum(around)]) / GRAIN_MM)[: uvs.shape[1]]
    tube.uvs = uvs.reshape(-1, 2)
    upper = tube.normals.reshape(len(middle), -1, 3)[:, : len(across)]
    return tube if (upper * facing).sum(-1).mean() > 0 else tube.flipped()
