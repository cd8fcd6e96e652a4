"""Crossed laces, tied in a bow."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, joined, superellipse, sweep, unit
from products.runner.last import eyelets, skin_frame


def over_tongue(left: np.ndarray, right: np.ndarray, height: float, count: int = 22) -> np.ndarray:
    """A lace's way from one eyelet to another, arched over the tongue."""
    t = np.linspace(0, 1, count)[:, None]
    path = left + (right - left) * t
    up = unit(np.array([0, 0.82, 0.57]))
    arch = np.sin(np.pi * t) ** 0.55 * height
    return path + up * arch


LACE = superellipse(6.2, 1.7, 2.6, 10)


def laces() -> Mesh:
    """Crossed bands up the throat, the knot, two bows and two ends."""
    inner, inner_n = skin_frame(eyelets(-1))
    outer, outer_n = skin_frame(eyelets(1))
    inner, outer = inner + inner_n * 1.2, outer + outer_n * 1.2
    bands = [lace(over_tongue(inner[0], outer[0], 5.0))]
    for k in range(5):
        bands.append(lace(over_tongue(inner[k], outer[k + 1], 6.2)))
        bands.append(lace(over_tongue(outer[k], inner[k + 1], 8.2)))
    top = (inner[5] + outer[5]) / 2
    knot = top + unit(np.array([0, 0.82, 0.57])) * 13.5 + [0, 0, 2.0]
    bands += [lace(over_tongue(inner[5], knot + [3, -1, 0], 4.0)), lace(over_tongue(outer[5], knot + [-3, -1, 0], 4.0))]
    for side in (-1, 1):
        bow = [
            (1, 0, 0),
            (13, 6, 4),
            (30, 5, 10),
            (45, -5, 14),
            (52, -17, 19),
            (48, -21, 25),
            (38, -12, 23),
            (22, -1, 14),
            (2, -1, 5),
        ]
        bands.append(lace(spline(np.array(bow) * [side, 1, 1] + knot, 46)))
        end = [(0, -1, 1), (9, 3, 9), (19, -2, 21), (27, -13, 33), (33, -25, 42), (38, -38, 50)]
        bands.append(lace(spline(np.array(end) * [side * 0.85, 1, 1] + knot, 30)))
    bands.append(
        sweep(
            knot + np.array([[-5.0, 0.5, 0], [-2, 1.6, 0.6], [2, 1.6, 0.6], [5, 0.5, 0]]),
            superellipse(7.0, 8.5, 2.4, 14),
            round_ends=2.0,
        )
    )
    return joined(bands)


def lace(path: np.ndarray) -> Mesh:
    """A flat band along a path, its face turned away from the foot."""
    middle = np.array([0, 40.0, 120.0])
    tangent = unit(np.gradient(path, axis=0))
    out = unit(path - middle)
    out = unit(out - tangent * (out * tangent).sum(1, keepdims=True))
    return sweep(path, LACE, up=out, round_ends=0.6, uv_scale=(len(path) / 2, 2))
