"""The boot's welt and its two soles: leather with a stacked heel, and rubber with lugs."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Array, Mesh, joined
from products.chelsea.last import FORM, SOLE_MM, WELT_MM, foot_outline, rim
from products.footwear.soles import ground, thread_row, wall

COUNT = 180
REACH = 5.2
"""How far the welt stands out from the upper."""
BREAST = 72.0
"""z at which the heel ends in front."""


def welt() -> Mesh:
    """The strip to which upper and sole are sewn."""
    plan, out = foot_outline(COUNT)
    low = rim(plan[:, 1])
    high = low + WELT_MM
    r = 0.9
    rows = [
        (-3.0, low + 0.02),
        (REACH - 0.3, low + 0.02),
        (REACH, low + 0.5),
        (REACH, high - r),
        (REACH - 0.3 * r, high - 0.3 * r),
        (REACH - r, high),
        (3.2, high - 0.15),
        (1.2, high),
        (-3.0, high + 1.2),
    ]
    return wall(FORM, plan, out, rows, (16, 0.5))


def welt_thread() -> Mesh:
    """Long stitches on the welt."""
    plan, out = foot_outline(COUNT)
    at = plan + out * 3.3
    path = np.stack([at[:, 0], rim(plan[:, 1]) + WELT_MM - 0.1, at[:, 1]], 1)
    return thread_row(path, np.broadcast_to([0.0, 1.0, 0.0], path.shape), every=4.4, length=3.5, thick=1.0)


def slab(bulge: float, notch: Array | float, waist: float, count: int = COUNT) -> Mesh:
    """The sole under the welt, `bulge` beyond it; `notch` cuts into its lower edge, the waist is narrower."""
    plan, out = foot_outline(count)
    z = plan[:, 1]
    top = rim(z)
    low = top - SOLE_MM
    narrow = waist * np.exp(-(((z - 118) / 38) ** 2))
    edge = REACH - 0.3 + bulge - narrow
    rows = [
        (edge - 5.0, low + notch),
        (edge - 0.9, low + notch),
        (edge - 0.2, low + notch + 0.5),
        (edge + 0.15, low + notch + 1.4),
        (edge + 0.15, top - 1.2),
        (edge - 0.2, top - 0.4),
        (edge - 1.0, top),
        (edge - 5.0, top),
    ]
    mesh = wall(FORM, plan, out, rows, (16, 1))
    at = plan + out * (edge - 5.0)[:, None]
    under = ground(np.stack([at[:, 0], low, at[:, 1]], 1), low + 0.02)
    return joined([mesh, under])


def leather_sole() -> Mesh:
    """A flat leather sole, slim at the waist."""
    return slab(0.0, 0.0, 3.0)


def heel_plan(count: int = 96) -> tuple[Array, Array]:
    """The heel's outline, closed by a slightly hollow breast; and its directions outwards."""
    plan, out = foot_outline(600)
    edge = plan + out * (REACH - 0.4)
    start = int(np.argmax(edge[:300, 1] > BREAST))
    end = 600 - int(np.argmax(edge[::-1][:300, 1] > BREAST))
    ring = np.concatenate([edge[end:], edge[:start]])
    t = np.linspace(0, 1, 60)[1:-1, None]
    breast = ring[-1] + (ring[0] - ring[-1]) * t - np.array([0, 6.0]) * np.sin(np.pi * t)
    closed = np.concatenate([ring, breast])
    way = np.concatenate(
        [[0], np.cumsum(np.linalg.norm(np.diff(np.concatenate([closed, closed[:1]]), axis=0), axis=1))]
    )
    full = np.concatenate([closed, closed[:1]])
    at = np.linspace(0, way[-1], count, endpoint=False)
    loop = np.stack([np.interp(at, way, full[:, d]) for d in (0, 1)], 1)
    step = np.roll(loop, -2, 0) - np.roll(loop, 2, 0)
    normal = np.stack([step[:, 1], -step[:, 0]], 1)
    return loop, normal / np.linalg.norm(normal, axis=1, keepdims=True)


LIFT_MM = 6.5
"""Height of the rubber under the heel."""


def heel_stack() -> Mesh:
    """Layers of leather."""
    loop, out = heel_plan()
    top = rim(loop[:, 1]) - SOLE_MM - 0.02
    layers = 4
    rows = []
    for k in range(layers):
        for part, push in ((0.0, -0.32), (0.1, 0.0), (0.9, 0.0), (1.0, -0.32)):
            t = (k + part) / layers
            rows.append((-1.7 * (1 - t) + push, LIFT_MM + (top - LIFT_MM) * t))
    rows.append((-1.0, top + 2.0))
    return wall(FORM, loop, out, rows, (6, 1))


def heel_rubber(flare: float = 0.0) -> Mesh:
    """The piece on the ground."""
    loop, out = heel_plan()
    rows = [(-3.5, 0.0), (-2.3 + flare, 0.0), (-1.7 + flare, 0.6), (-1.6 + flare, LIFT_MM - 0.4), (-2.2, LIFT_MM)]
    at = loop - out * 3.5
    return joined(
        [wall(FORM, loop, out, rows, (6, 1)), ground(np.stack([at[:, 0], 0 * at[:, 0], at[:, 1]], 1), 0 * at[:, 0])]
    )


def lugs(count: int, lugs_around: int, depth: float) -> Array:
    """How far the lower edge is cut away between lugs; 10 points a lug give it upright flanks."""
    wave = np.sin((np.arange(count) + 0.5) / count * 2 * np.pi * lugs_around) + 0.25
    return (0.5 - 0.5 * np.tanh(9 * wave)) * depth


def lug_sole() -> Mesh:
    """Rubber with deep lugs, and a heel of one block."""
    around = 10 * 40
    behind = foot_outline(around)[0][:, 1] < BREAST + 6
    sole = slab(1.6, np.where(behind, 0.0, lugs(around, 40, 3.6)), 0.0, around)
    loop, out = heel_plan(10 * 16)
    cut = lugs(10 * 16, 16, 5.0)
    top = rim(loop[:, 1]) - SOLE_MM - 0.02
    rows = [
        (-3.5, cut),
        (0.3, cut),
        (0.9, cut + 0.7),
        (0.9, 6.5 + 0 * top),
        (1.1, top - 0.5),
        (1.1, top + 2.0),
    ]
    at = loop - out * 3.5
    under = ground(np.stack([at[:, 0], 0 * at[:, 0], at[:, 1]], 1), 0 * at[:, 0] + 0.02)
    return joined([sole, wall(FORM, loop, out, rows, (6, 1)), under])
