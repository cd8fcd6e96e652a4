"""Knit, collar, lining, films, tongue, heel tab and seams."""

from __future__ import annotations

import numpy as np
from modelling import paint
from modelling.curves import spline, through
from modelling.mesh import Mesh, frames, grid, joined, revolve, superellipse, sweep, unit
from modelling.surface import piece, stitches, triangulated
from products.runner.last import SKIN, TOE_U, UPPER, U, V, counterclockwise, eyelets, outside, ring, skin, skin_frame


def upper() -> Mesh:
    """The knit."""
    u, v = np.linspace(0, U, 136, endpoint=False), np.linspace(0, V, 23)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    mesh = grid(UPPER(uv).reshape(136, 23, 3), (True, False), (U / 16, V / 16))
    return outside(mesh)


def is_collar(u: np.ndarray) -> np.ndarray:
    """1 around the ankle, 0 along the throat."""
    from_heel = np.minimum(u, U - u)
    return 1 - paint.step(from_heel, 105.0, 135.0)


def collar() -> Mesh:
    """The padded edge of the opening: thick around the ankle, a thin binding along the throat."""
    count = 150
    uv = ring(V, count)
    radius = 1.1 + 4.4 * is_collar(uv[:, 0])
    normal = UPPER.normals(uv)
    normal *= np.sign((normal * (UPPER(uv) - [0, 55, 130])).sum(1).mean())
    centre = UPPER(uv) - normal * radius[:, None] * 0.92
    tangent, _, _ = frames(centre, closed=True)
    side = unit(np.cross(tangent, normal))
    angles = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    points = centre[:, None] + radius[:, None, None] * (
        normal[:, None] * np.cos(angles)[:, None] + side[:, None] * np.sin(angles)[:, None] * 1.05
    )
    tube = grid(points, (True, True), (30, 2))
    facing = (tube.normals * (tube.positions - np.repeat(np.concatenate([centre, centre[:1]]), 13, 0))).sum(1).mean()
    return tube if facing > 0 else tube.flipped()


def lining() -> Mesh:
    """The inside, from the collar down to the insole, and the insole."""
    u, v = np.linspace(0, U, 90, endpoint=False), np.linspace(V, 6, 12)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    normal = UPPER.normals(uv)
    points = UPPER(uv)
    normal *= np.sign((normal * (points - [0, 55, 130])).sum(1)).mean()
    thick = 2.2 + 7.5 * is_collar(uv.reshape(-1, 2)[:, 0]) * paint.step(uv.reshape(-1, 2)[:, 1], 30, 86)
    inner = (points - normal * thick[:, None]).reshape(90, 12, 3)
    wall = outside(grid(inner, (True, False), (40, 6))).flipped()
    rim = inner[:, -1]
    flat, triangles = triangulated(rim[:, [0, 2]] * [1, -1], [], 14.0)
    height = through(np.linspace(0, 290, 6), [49, 47, 43, 39, 38, 43], np.clip(-flat[:, 1], 0, 290))
    floor = np.stack([flat[:, 0], height, -flat[:, 1]], 1)
    insole = Mesh(floor, np.broadcast_to([0.0, 1.0, 0.0], floor.shape).copy(), flat / 16, triangles)
    return joined([wall, insole])


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


def eyelet_rings() -> Mesh:
    """A ring around every eyelet and the dark hole in it."""
    rings = []
    for side in (-1, 1):
        for point, normal in zip(*skin_frame(eyelets(side)), strict=True):
            torus = revolve([(1.9, 0.2), (2.1, 1.0), (2.9, 1.2), (3.7, 0.8), (3.9, -0.4)][::-1], 18, "z")
            z = normal
            x = unit(np.cross([0, 1.0, 0.3], z))
            rings.append(torus.moved(point + z * 0.7, np.stack([x, np.cross(z, x), z], 1)))
    return joined(rings)


def tongue_path(count: int = 40) -> np.ndarray:
    """The middle of the tongue, from under the vamp up and over the collar."""
    return spline(
        [
            (0, 52, 222),
            (0, 60, 204),
            (0, 70, 180),
            (0, 79, 154),
            (0, 88, 127),
            (0, 100, 104),
            (0, 115, 88),
            (0, 123, 81),
        ],
        count,
    )


def tongue() -> Mesh:
    """A padded tongue, arched over the instep."""

    def section(t: float) -> np.ndarray:
        wide = np.interp(t, [0, 0.2, 0.55, 0.85, 1], [24, 34, 46, 56, 50])
        thick = np.interp(t, [0, 0.3, 0.7, 1], [3.5, 4.5, 7.0, 7.5])
        ring = superellipse(wide, thick, 2.8, 30)
        return np.stack([ring[:, 0], ring[:, 1] - (ring[:, 0] / 28) ** 2 * 8.5], 1)

    return sweep(tongue_path(), section, up=(0, 0.75, 0.66), round_ends=4.0, uv_scale=(15, 9))


def tongue_label() -> Mesh:
    """A woven label on the tongue."""
    path = tongue_path(60)[49:56] + np.array([0, 2.6, 2.6])
    return sweep(path, rounded_label(), up=(0, 0.75, 0.66), round_ends=0.5)


def rounded_label() -> np.ndarray:
    """The label's section, arched like the tongue."""
    ring = superellipse(26, 1.6, 5, 20)
    return np.stack([ring[:, 0], ring[:, 1] - (ring[:, 0] / 28) ** 2 * 8.5], 1)


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
