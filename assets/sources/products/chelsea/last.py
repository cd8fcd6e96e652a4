"""The form of the ankle boot: rings around foot and shaft, each in a plane from the front's profile to the back's."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.mesh import Array
from products.footwear.form import Form, around, outwards

# Where upper and sole meet, seen from above (x, z): heel, inner side, toe, outer side.
FEATHER = np.array(
    [
        [0, 7], [19, 13], [28.5, 38], [29.5, 76], [29, 114], [34, 150], [41.5, 186], [44.5, 214], [40, 244], [25, 271],
        [3, 283], [-18.5, 274], [-34.5, 252], [-45, 224], [-48, 192], [-44.5, 152], [-38, 112], [-33, 76], [-30, 38], [-19, 13],
    ],
    dtype=float,
)  # fmt: skip
SOLE_MM, WELT_MM = 6.5, 3.4
"""Thickness of the sole, and of the welt over it."""
HEEL_MM = 22.0
"""From the ground to the sole above the heel."""

# One row a ring: front (z, y), back (z, y), half width, how far from a sole's outline (0) to an ellipse (1).
RINGS = np.array(
    [
        [281, 0, 7, 0, 47.0, 0.00],
        [283, 25, 3.5, 46, 48.0, 0.00],
        [279, 36, 1, 60, 48.0, 0.06],
        [262, 46.5, 1.5, 74, 46.0, 0.16],
        [236, 55, 4.5, 87, 42.5, 0.30],
        [206, 66, 8, 100, 39.0, 0.50],
        [178, 83, 9.5, 113, 36.5, 0.70],
        [154, 105, 9, 127, 35.5, 0.86],
        [140, 129, 6.5, 142, 36.5, 1.00],
        [135, 154, 3, 159, 39.0, 1.00],
        [133, 177, 0, 178, 40.5, 1.00],
    ]
)
U, V = 620.0, 190.0


def rim(z: Array) -> Array:
    """Height of the sole's upper side, under the welt, along the boot."""
    heel = HEEL_MM + SOLE_MM
    down = paint.step(z, 46.0, 188.0)
    spring = 9.0 * np.clip((z - 208) / 76, 0, 1) ** 1.8
    return heel + (SOLE_MM - heel) * down + spring


def net(count: int = 60) -> Array:
    """Control points (around, upwards, 3)."""
    plan = around(FEATHER, count)
    turn = np.linspace(0, 2 * np.pi, count, endpoint=False)
    low, high = plan[:, 1].min(), plan[:, 1].max()
    foot = np.stack([(plan[:, 1] - low) / (high - low), plan[:, 0] / 46.0], 1)
    ankle = np.stack([(1 - np.cos(turn)) / 2, np.sin(turn)], 1)
    rings = []
    for number, (front_z, front_y, back_z, back_y, wide, round_) in enumerate(RINGS):
        along, side = (foot + (ankle - foot) * round_).T
        z = back_z + (front_z - back_z) * along
        y = back_y + (front_y - back_y) * along
        y = y - 6.0 * max(number - 8, 0) / 2 * (1 - (2 * along - 1) ** 2)  # the top line dips at the sides
        if number == 0:
            y = rim(plan[:, 1]) + WELT_MM - 2.0
        elif number == 1:
            y = np.maximum(rim(z) + WELT_MM + 11.0, 0)
        elif number == 2:
            y = 0.5 * y + 0.5 * (rim(z) + WELT_MM + 24.0)
        rings.append(np.stack([wide * side, y, z], 1))
    return np.stack(rings, 1)


FORM = Form(net(), (U, V), np.array([0.0, 70.0, 100.0]))


def foot_outline(count: int) -> tuple[Array, Array]:
    """Plan points of the feather line and directions outwards."""
    plan = around(FEATHER, count)
    return plan, outwards(plan)


def from_side(points: list[tuple[float, float]], side: int) -> Array:
    """Parameters of a curve drawn in side view, (z, y), on the inner (−1) or the outer (1) side."""
    half = (0.02 * U, 0.48 * U) if side < 0 else (0.52 * U, 0.98 * U)
    window = np.array([[half[0], 0.0], [half[1], V]])
    low, high = np.sort(FORM.at(window)[:, 0])
    return FORM.at(FORM.surface.find(np.asarray(points, dtype=float), (2, 1), (low, high, 0.0, V)))
