"""The court shoe's cup sole: a wall with a stitched channel and a line around it, and the rubber under it."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.mesh import Array, Mesh, joined, sweep
from products.court.last import FORM, STATIONS
from products.footwear.form import around, outwards
from products.footwear.soles import ground, rounded, thread_row, wall

COUNT = 190
SPLIT = 6.5
"""Height of the joint between the rubber and the cup."""


def edge() -> tuple[Array, Array, Array, Array]:
    """Plan points, directions outwards, heights of the wall's upper and lower edge."""
    table = around(STATIONS, COUNT)
    plan, z = table[:, :2], table[:, 1]
    spring = 9.0 * np.clip((z - 205) / 80, 0, 1) ** 1.9 + 2.0 * np.clip((30 - z) / 28, 0, 1) ** 1.6
    return plan, outwards(plan), table[:, 2] + 2.0 + 2.0 * paint.step(z, 262, 284), spring


def cup() -> Mesh:
    """The wall that holds the upper."""
    plan, out, top, low = edge()
    groove = top - 6.2
    rows = [
        (2.0, low + SPLIT + 0.05),
        (4.6, low + SPLIT + 0.05),
        (5.05, low + SPLIT + 0.35),
        (4.9, low + SPLIT + 5.2),
        (4.1, groove - 1.6),
        (4.0, groove - 1.0),
        (3.3, groove - 0.75),
        (2.95, groove),
        (3.25, groove + 0.75),
        (3.9, groove + 1.0),
        (3.9, groove + 1.6),
        *rounded(3.6, top, 2.2, steps=3),
    ]
    return wall(FORM, plan, out, rows, (18, 1))


def channel_thread() -> Mesh:
    """The stitches in the channel."""
    plan, out, top, _ = edge()
    at = plan + out * 3.0
    path = np.stack([at[:, 0], top - 6.2, at[:, 1]], 1)
    return thread_row(path, np.stack([out[:, 0], np.zeros(COUNT), out[:, 1]], 1), every=6.4, length=5.0, thick=1.0)


def line() -> Mesh:
    """A fine line around the wall."""
    plan, out, _, low = edge()
    at = plan + out * 4.98
    path = np.stack([at[:, 0], low + SPLIT + 5.2, at[:, 1]], 1)
    up = np.broadcast_to([0.0, 1.0, 0.0], path.shape)
    return sweep(
        path, np.array([[0.55, -0.7], [0.55, 0.7], [-0.5, 1.0], [-0.5, -1.0]]), closed=True, up=up, uv_scale=(40, 1)
    )


def outsole() -> Mesh:
    """Rubber: a band with fine ribs and the face on the ground."""
    plan, out, _, low = edge()
    rib = 0.18 * np.sin(np.arange(COUNT) * np.pi)
    rows = [
        (-1.5, low),
        (2.6, low),
        (4.0, low + 0.35),
        (4.7, low + 1.2),
        (5.0 + rib, low + 2.0),
        (5.0 + rib, low + SPLIT - 1.2),
        (4.9, low + SPLIT - 0.5),
        (4.6, low + SPLIT - 0.1),
        (3.0, low + SPLIT),
    ]
    mesh = wall(FORM, plan, out, rows, (18, 1))
    rim = plan - out * 1.5
    return joined([mesh, ground(np.stack([rim[:, 0], low, rim[:, 1]], 1), low)])
