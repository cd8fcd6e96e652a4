"""Knit, collar, lining, films, tongue, heel tab and seams."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.curves import spline
from modelling.mesh import Mesh, grid, joined, superellipse, sweep, unit
from modelling.surface import piece, stitches
from products.footwear.form import counterclockwise
from products.footwear.lacing import Lacing, eyelet_rings
from products.footwear.opening import collar, is_collar, lining, tongue
from products.runner.last import FORM, SKIN, TOE_U, U, V, eyelets, outside, ring, skin, skin_frame


def upper() -> Mesh:
    """The knit."""
    u, v = np.linspace(0, U, 136, endpoint=False), np.linspace(0, V, 23)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    mesh = grid(FORM.frame(uv.reshape(-1, 2))[0].reshape(136, 23, 3), (True, False), (U / 16, V / 16))
    return outside(mesh)


def padded_collar() -> Mesh:
    """The padded edge of the opening: thick around the ankle, a thin binding along the throat."""
    soft = is_collar(FORM, ring(V, 132)[:, 0])
    return collar(FORM, 1.0 + 4.2 * soft, sink=0.78, tall=1.15, lower=0.15)


def inside_lining() -> Mesh:
    """The inside, from the collar down to the insole, and the insole."""
    u, v = np.linspace(0, U, 84, endpoint=False), np.linspace(V, 6, 10)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    thick = 2.2 + 6.5 * is_collar(FORM, uv[..., 0]) * paint.step(uv[..., 1], 30, 86)
    floor = (np.linspace(0, 290, 6), np.array([46, 46, 42, 38, 35, 30.0]))
    return lining(FORM, thick, floor, rows=10)


def both_sides(points: list[tuple[float, float]], count: int) -> list[np.ndarray]:
    """An outline in (distance from the toe, v), on the inner and on the outer side."""
    loop = spline(points, count, closed=True)
    return [counterclockwise(np.stack([TOE_U + sign * loop[:, 0], loop[:, 1]], 1)) for sign in (-1, 1)]


def welded(outer: np.ndarray, lift: float = 0.9, holes: tuple[np.ndarray, ...] = ()) -> Mesh:
    """A film that lies on the upper."""
    return piece(SKIN, outer, holes, spacing=7.0, lift=lift, lip=0.5, depth=lift + 0.3, lip_steps=2, uv_scale=1 / 16)


def toe_cap() -> np.ndarray:
    """The outline of the film around the toe."""
    top = spline([(-122, 6), (-104, 13), (-76, 20), (-40, 29), (0, 35), (40, 29), (76, 20), (104, 13), (122, 6)], 90)
    low = np.stack([np.linspace(124, -124, 70), np.full(70, 1.0)], 1)
    return counterclockwise(skin(np.concatenate([top, low]) + [TOE_U, 0]))


def heel_cup() -> np.ndarray:
    """The outline of the film around the heel."""
    top = spline([(-112, 5), (-98, 22), (-70, 36), (-40, 46), (0, 52), (40, 46), (70, 36), (98, 22), (112, 5)], 90)
    low = np.stack([np.linspace(114, -114, 60), np.full(60, 1.0)], 1)
    return counterclockwise(skin(np.concatenate([top, low])))


def stripes() -> list[np.ndarray]:
    """Two blades on each side that rise from the sole and lean back into the eyestay."""
    first = [(132, 4), (147, 3), (161, 26), (175, 49), (186, 73), (177, 79), (165, 62), (147, 33)]
    second = [(164, 3), (174, 2.6), (187, 22), (200, 44), (211, 60), (206, 63.5), (194, 50), (178, 28)]
    return [counterclockwise(skin(loop)) for shape in (first, second) for loop in both_sides(shape, 72)]


def eyestay() -> np.ndarray:
    """The outline of the film that carries the eyelets, a horseshoe around the throat."""
    outer = spline(
        [
            (-196, 86),
            (-190, 74),
            (-160, 71),
            (-120, 71),
            (-80, 71),
            (-40, 70),
            (0, 69),
            (40, 70),
            (80, 71),
            (120, 71),
            (160, 71),
            (190, 74),
            (196, 86),
        ],
        130,
    )
    inner = np.stack([np.linspace(196, -196, 110), np.full(110, V - 0.7)], 1)
    return counterclockwise(skin(np.concatenate([outer, inner]) + [TOE_U, 0]))


def rings() -> Mesh:
    """A ring around every eyelet."""
    return joined([eyelet_rings(FORM, eyelets(side), 0.75) for side in (-1, 1)])


def crossed_laces() -> Mesh:
    """Flat laces, tied in a bow."""
    rows = []
    for side in (-1, 1):
        points, normals = skin_frame(eyelets(side))
        rows.append(points + normals * 1.3)
    return Lacing(*rows, superellipse(6.4, 1.6, 2.8, 10), arch=(4.2, 5.0, 7.0), knot=(11.5, 2.0), bow=0.95).mesh()


TONGUE = [
    (0, 50, 226),
    (0, 59.5, 205),
    (0, 70, 182),
    (0, 78.5, 156),
    (0, 87, 130),
    (0, 98, 108),
    (0, 110, 95),
    (0, 120, 88),
]


def tongue_up(path: np.ndarray) -> np.ndarray:
    """Directions out of the foot along the tongue."""
    way = np.gradient(path, axis=0)
    return np.stack([np.zeros(len(path)), -way[:, 2], way[:, 1]], 1)


def padded_tongue() -> Mesh:
    """A padded tongue, arched over the instep."""
    path = spline(TONGUE, 36)
    wide, thick = np.array([38, 46, 52, 56, 56, 52.0]), np.array([3.0, 4.0, 5.5, 7.0, 8.0, 7.0])
    return tongue(path, wide, thick, 10.0, up=tongue_up(path), tile=16.0)


def tongue_label() -> Mesh:
    """A woven label on the tongue."""
    path = spline(TONGUE, 60)[50:57]
    up = tongue_up(path)
    label = superellipse(26, 1.4, 6, 24)
    label = np.stack([label[:, 0], label[:, 1] - (label[:, 0] / 28) ** 2 * 10.0], 1)
    return sweep(path + unit(up) * 4.1, label, up=up, round_ends=0.5)


def heel_tab() -> Mesh:
    """The pull loop behind the heel."""

    def point(v: float, lift: float) -> np.ndarray:
        points, normals = skin_frame(np.array([[0.0, v]]))
        return points[0] + normals[0] * lift

    path = spline(
        [
            point(58, 0.6),
            point(72, 1.2),
            point(84, 1.6),
            point(V, 2.0) + [0, 6, -1],
            point(V, 0) + [0, 10.5, 3.5],
            point(V, -6) + [0, 5, 7],
            point(V, -10.5) + [0, -6, 2],
        ],
        34,
    )
    return sweep(path, superellipse(15, 1.9, 4, 16), up=(0, 0.3, -1.0), round_ends=0.8)


def seams() -> Mesh:
    """Threads along the films' edges."""
    top = spline(
        [(-119, 4), (-102, 10.4), (-75, 17), (-40, 26), (0, 32), (40, 26), (75, 17), (102, 10.4), (119, 4)], 200
    ) + [TOE_U, 0]
    back = spline(
        [(-109, 4), (-95, 19.5), (-69, 33), (-40, 43), (0, 49), (40, 43), (69, 33), (95, 19.5), (109, 4)], 200
    )
    stay = spline(
        [
            (-190, 84),
            (-186, 77),
            (-160, 74),
            (-120, 74),
            (-80, 74),
            (-40, 73),
            (0, 72),
            (40, 73),
            (80, 74),
            (120, 74),
            (160, 74),
            (186, 77),
            (190, 84),
        ],
        260,
    ) + [TOE_U, 0]
    return joined(
        [stitches(SKIN, skin(curve), every=4.2, length=3.0, thick=0.8, lift=0.85) for curve in (top, back, stay)]
    )
