"""Midsole with its inserts, and outsole."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.curves import spline
from modelling.mesh import Mesh, grid, joined
from modelling.surface import Surface, piece, triangulated
from products.footwear.form import counterclockwise, outwards
from products.footwear.soles import lid
from products.runner.last import U, outside, stations


def sole_edge(count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Around the foot: plan points, outward directions, top edge and bottom edge heights of the midsole."""
    table = stations(count)
    plan, z = table[:, :2], table[:, 1]
    top = table[:, 2] + 1.5 + 4.0 * paint.step(z, 262, 284) + 3.0 * (1 - paint.step(z, 4, 40))
    spring = 15.0 * np.clip((z - 205) / 80, 0, 1) ** 1.8 + 7.0 * np.clip((42 - z) / 40, 0, 1) ** 1.7
    return plan, outwards(plan), top, 4.0 + spring


def midsole_points() -> np.ndarray:
    """Foam with a carved side: a long wave, thin ribs under the heel, a soft top edge; (around, upwards, 3)."""
    count = 160
    plan, out, top, bottom = sole_edge(count)
    z = plan[:, 1]
    heel = 1 - paint.step(z, 30, 150)
    t = np.linspace(0, 1, 24)
    flare = (
        np.interp(t, [0, 0.1, 0.45, 0.8, 1], [0.5, 3.4, 3.0, 4.2, 2.2])[None]
        + heel[:, None] * 3.2 * np.interp(t, [0, 0.1, 1], [0.8, 1, 0])[None]
    )
    wave = 0.56 + 0.16 * np.sin((z - 30) / 290 * 2 * np.pi * 1.1)
    groove = np.exp(-((((t[None] - wave[:, None]) * (top - bottom)[:, None]) / 1.5) ** 2)) * 2.4
    along = np.linspace(0, 1, count, endpoint=False) * 150
    ribs = 0.3 * np.sin(along * 2 * np.pi * 0.5)[:, None] * np.exp(-(((t[None] - 0.3) / 0.17) ** 2)) * heel[:, None]
    push = flare - groove + ribs
    rows = [plan[:, None] + out[:, None] * push[..., None]]
    height = bottom[:, None] + (top - bottom)[:, None] * t
    points = np.stack([rows[0][..., 0], height, rows[0][..., 1]], -1)
    lips = []
    for angle in (30, 60, 90):  # the rounded top edge and the way in under the upper
        r = 2.2
        over = push[:, -1] - r * (1 - np.cos(np.radians(angle)))
        p = plan + out * over[:, None]
        lips.append(np.stack([p[:, 0], top + r * np.sin(np.radians(angle)), p[:, 1]], -1))
    p = plan - out * 5.0
    lips.append(np.stack([p[:, 0], top + 1.0, p[:, 1]], -1))
    return np.concatenate([points, np.stack(lips, 1)], 1)


def midsole() -> Mesh:
    """The foam, with the bed that the upper is glued to."""
    points = midsole_points()
    return joined([outside(grid(points, (True, False), (30, 3))), lid(points[:, -1])])


def inserts() -> Mesh:
    """The firmer foam that is set into both sides under the heel and shows as a drop."""
    net = midsole_points()
    wall = Surface(net, (U, net.shape[1] - 1.0), periodic=True)
    probe = np.array([[60.0, 8.0]])
    faces_out = wall.normals(probe)[0] @ (wall(probe)[0] - [0, 25, 130]) > 0
    if not faces_out:
        wall = Surface(net[::-1], (U, net.shape[1] - 1.0), periodic=True)
    drop = spline(
        [
            (34, 9.5),
            (44, 5.4),
            (75, 4.2),
            (125, 5.0),
            (182, 7.6),
            (203, 9.2),
            (180, 10.4),
            (125, 12.8),
            (75, 13.6),
            (44, 13.2),
        ],
        90,
        closed=True,
    )
    return joined(
        [
            piece(
                wall,
                counterclockwise(np.stack([start + sign * drop[:, 0], drop[:, 1]], 1)),
                [],
                spacing=(5.0, 1.2),
                lift=1.3,
                lip=0.7,
                depth=1.4,
            )
            for start, sign in ((0.0, 1.0), (U, -1.0))
        ]
    )


def outsole() -> Mesh:
    """Rubber: a wall with lugs that shows under the foam, wrapping up at the toe, and the ground face."""
    count = 204
    plan, out, top, bottom = sole_edge(count)
    heel = (1 - paint.step(plan[:, 1], 30, 150)) * 3.0
    toe = paint.step(plan[:, 1], 255, 283)
    lug = 0.5 + 0.5 * np.tanh(4 * np.sin(np.arange(count) / count * 2 * np.pi * 34))
    low = np.maximum(bottom - 4.0, 0)
    height = [low, low, low + 0.9, bottom + 0.6, bottom + 1.2 + toe * 11, bottom + 1.6 + toe * 12]
    push = [-7.0, -1.0, 0.6 + 0 * low, 3.4 + heel * 0.8 + toe * 1.2, 4.4 + heel * 0.9 + toe * 1.4, 2.0 + heel]
    rows = []
    for h, o in zip(height, push, strict=True):
        p = plan + out * (o * np.ones(count))[:, None]
        notch = (1 - lug) * 2.2 * (h < bottom + 0.5)
        rows.append(np.stack([p[:, 0], h + notch, p[:, 1]], -1))
    wall = outside(grid(np.stack(rows, 1), (True, False), (30, 1)))
    rim = rows[0]
    flat, triangles = triangulated(counterclockwise(rim[:, [0, 2]]), [], 12.0)
    floor_y = 15.0 * np.clip((flat[:, 1] - 205) / 80, 0, 1) ** 1.8 + 7.0 * np.clip((42 - flat[:, 1]) / 40, 0, 1) ** 1.7
    ground = Mesh(
        np.stack([flat[:, 0], floor_y + 1.0, flat[:, 1]], 1),
        np.broadcast_to([0.0, -1.0, 0.0], (len(flat), 3)).copy(),
        flat / 40,
        triangles,
    )
    return joined([wall, ground, lid(rows[-1])])
