"""A running shoe for the right foot, 290 mm long: knit upper, welded overlays, two-part sole, laces tied in a bow.

Millimetres, toe to +Z, medial (inner) side to +X. The upper is a ring: u runs around the foot (heel, inner side, toe,
outer side), v rises from the sole's edge to the opening. So it has no pole, and overlays are outlines in (u, v).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling import paint
from modelling.curves import spline, through
from modelling.mesh import Mesh, frames, grid, joined, revolve, superellipse, sweep, unit
from modelling.scene import Material, Model, export, srgb
from modelling.surface import Surface, piece, stitches, triangulated

# One row a station around the foot: where upper and sole meet (x, z), sole height there, the opening (x, y, z), bulge.
STATIONS = np.array(
    [
        # x     z    sole   ox    oy    oz   bulge
        [0, 5, 40, 0, 106, 6, 5.0],  # heel
        [21, 13, 40, 15, 100, 17, 4.5],
        [30, 40, 38, 24, 86, 42, 4.0],
        [30, 78, 36, 28, 78, 72, 4.0],
        [29, 115, 33, 24, 90, 104, 4.0],  # top eyelet
        [35, 152, 30, 20.5, 86, 134, 4.0],
        [43, 188, 28, 17.5, 77.5, 162, 3.5],
        [47, 217, 27, 14.5, 69.5, 187, 3.0],
        [43, 246, 28, 10, 64.5, 204, 3.0],
        [29, 271, 31, 5, 62.6, 210, 3.0],
        [6, 282, 34, 0, 62.2, 212, 3.0],  # toe
        [-19, 275, 31, -5, 62.6, 210, 3.0],
        [-37, 254, 28, -10, 64.5, 204, 3.0],
        [-48, 224, 27, -14.5, 69.5, 187, 3.0],
        [-51, 192, 28, -17.5, 77.5, 162, 3.5],
        [-47, 152, 30, -20.5, 86, 134, 4.0],
        [-40, 112, 33, -24, 90, 104, 4.0],
        [-35, 76, 36, -28, 77, 72, 4.0],
        [-32, 40, 38, -24, 86, 42, 4.0],
        [-21, 13, 40, -15, 100, 17, 4.5],
    ],
    dtype=float,
)
U, V = 640.0, 90.0  # roughly the lengths of the ring and of its way up, in millimetres
TOE_U = U / 2


def stations(count: int) -> np.ndarray:
    """The table at evenly spaced places around the foot."""
    closed = np.concatenate([STATIONS, STATIONS[:1]])
    return through(np.arange(len(closed)), closed, np.linspace(0, len(STATIONS), count, endpoint=False), closed=True)


def outwards(loop: np.ndarray) -> np.ndarray:
    """Unit vectors out of a ring of plan points (x, z) that runs heel, inner side, toe, outer side."""
    way = np.roll(loop, -1, 0) - np.roll(loop, 1, 0)
    return unit(np.stack([way[:, 1], -way[:, 0]], 1))


def upper_net(count: int = 60, rings: int = 12, inset: float = 0.0) -> np.ndarray:
    """Control points of the upper, (count, rings, 3): a quarter of a superellipse at each station, bulged outwards."""
    table = stations(count)
    feather, sole, opening, bulge = table[:, :2], table[:, 2], table[:, 3:6], table[:, 6]
    out = outwards(feather)
    front = np.clip((table[:, 1] - 190) / 60, 0, 1)[:, None]  # 1 at the toe, where the way up is long and domed
    t = np.linspace(0, 1, rings)
    angle = t * np.pi / 2
    sideways = (1 - np.cos(angle)) * (1 - front) * 0.9 + (1 - np.cos(angle) ** 1.15) * front
    sideways = sideways / sideways[:, -1:]
    rise = np.sin(angle) ** (1 - 0.12 * front)
    swell = bulge[:, None] * np.sin(np.pi * t) ** 0.8 * (1 - 0.35 * t)
    plan = (
        feather[:, None]
        + (opening[:, None, [0, 2]] - feather[:, None]) * sideways[..., None]
        + out[:, None] * swell[..., None]
    )
    height = (sole - 3)[:, None] + (opening[:, 1] - sole + 3)[:, None] * rise
    return np.stack([plan[..., 0], height, plan[..., 1]], -1)


UPPER = Surface(upper_net(), (U, V), periodic=True)


def ring(v: float | np.ndarray, count: int = 200) -> np.ndarray:
    """Parameters once around at a height."""
    u = np.linspace(0, U, count, endpoint=False)
    return np.stack([u, np.broadcast_to(v, count)], 1)


def upper() -> Mesh:
    """The knit."""
    u, v = np.linspace(0, U, 136, endpoint=False), np.linspace(0, V, 23)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    mesh = grid(UPPER(uv).reshape(136, 23, 3), (True, False), (U / 16, V / 16))
    return outside(mesh)


def outside(mesh: Mesh) -> Mesh:
    """Turn a mesh so that it faces away from the shoe's middle."""
    away = mesh.positions - np.array([0, 55, 130])
    return mesh if (mesh.normals * away).sum(1).mean() > 0 else mesh.flipped()


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


def counterclockwise(loop: np.ndarray) -> np.ndarray:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


def welded(outer: np.ndarray, lift: float = 0.9, holes: tuple[np.ndarray, ...] = ()) -> Mesh:
    """A film that lies on the upper."""
    return piece(SKIN, outer, holes, spacing=7.0, lift=lift, lip=0.5, depth=lift + 0.3, lip_steps=2, uv_scale=1 / 16)


# The film's normals must point outwards; the ring's u and v may say otherwise.
_PROBE = UPPER.normals(np.array([[U / 4, V / 3]]))[0] @ (UPPER(np.array([[U / 4, V / 3]]))[0] - [0, 55, 130])
SKIN = UPPER if _PROBE > 0 else Surface(upper_net()[::-1], (U, V), periodic=True)


def skin(loop: np.ndarray) -> np.ndarray:
    """Parameters on SKIN, which runs the other way around where UPPER faces inwards."""
    if _PROBE > 0:
        return loop
    count = len(SKIN.net)
    return np.stack([(U * (count - 1) / count - loop[:, 0]), loop[:, 1]], 1)


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


def eyelets(side: int) -> np.ndarray:
    """Parameters on UPPER of the six eyelets of a side (−1 inner, 1 outer), from the toe upwards."""
    return np.stack([TOE_U + side * np.linspace(74, 184, 6), np.full(6, V - 8.5)], 1)


def skin_frame(uv: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and outward normals."""
    at = skin(uv)
    return SKIN(at), SKIN.normals(at)


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
    """The foam."""
    return outside(grid(midsole_points(), (True, False), (30, 3)))


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
    return joined([wall, ground])


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


def knit() -> tuple[paint.Pixels, paint.Pixels]:
    """Colour (a grey that options tint) and normals of a knit: rows of V-shaped loops; one tile is 16 mm."""
    size, columns, rows = 256, 8, 8
    y, x = np.meshgrid(np.arange(size) / size, np.arange(size) / size, indexing="ij")
    cx, cy = (x * columns) % 1 - 0.5, y * rows
    slant = (cy + np.abs(cx) * 0.9) % 1
    strand = np.exp(-(((slant - 0.5) / 0.26) ** 2)) * (0.55 + 0.45 * np.cos(np.pi * (np.abs(cx) - 0.25) * 2.4))
    gap = np.exp(-((np.abs(cx) / 0.07) ** 2)) * 0.55 + np.exp(-(((np.abs(cx) - 0.5) / 0.05) ** 2)) * 0.35
    height = strand - gap + 0.05 * paint.noise(size, 3, 2)
    shade = 178 + 77 * np.clip(height, -0.2, 1.0)
    return paint.pixels(np.repeat(shade[..., None], 3, 2)), paint.normal_map(height, 7.0)


def model() -> Model:
    """The shoe on the ground."""
    color, normal = knit()
    main = Material(
        "upper",
        srgb("#d8dbdd"),
        0.85,
        sheen=(0.25, 0.25, 0.27),
        sheen_roughness=0.5,
        picture=color,
        normal_map=normal,
        normal_scale=0.8,
    )
    overlay = Material("overlay", srgb("#1d2b4a"), 0.42)
    stripe = Material("stripe", srgb("#f2562f"), 0.38)
    foam = Material("midsole", srgb("#f4f3ee"), 0.62)
    insert = Material("insert", srgb("#1d2b4a"), 0.5)
    rubber = Material("outsole", srgb("#23252a"), 0.7)
    lace_cloth = Material("laces", srgb("#f1f1ee"), 0.8, sheen=(0.2, 0.2, 0.2), normal_map=normal, normal_scale=0.5)
    soft = Material("lining", srgb("#2a2f3a"), 0.95, sheen=(0.12, 0.12, 0.14), normal_map=normal, normal_scale=0.6)
    tab = Material("heel-tab", srgb("#f2562f"), 0.6)
    thread = Material("stitching", srgb("#e9e9e4"), 0.7)
    metal = Material("eyelets", srgb("#2b2d31"), 0.35, metallic=1.0)
    shoe = Model("runner", 0.001)
    shoe.add("upper", main, upper(), tongue())
    shoe.add("overlays", overlay, welded(toe_cap(), 0.9), welded(heel_cup(), 0.9), welded(eyestay(), 1.2))
    shoe.add("stripes", stripe, *[welded(loop, 0.55) for loop in stripes()])
    shoe.add("lining", soft, collar(), lining())
    shoe.add("midsole", foam, midsole())
    shoe.add("midsole", insert, inserts())
    shoe.add("outsole", rubber, outsole())
    shoe.add("laces", lace_cloth, laces())
    shoe.add("heel-tab", tab, heel_tab(), tongue_label())
    shoe.add("stitching", thread, seams())
    shoe.add("eyelets", metal, eyelet_rings())
    return shoe


def build(out: Path) -> None:
    """Write the model."""
    shoe = model()
    shoe.centre()
    export(shoe, out / "model.glb")
    print(f"runner: {shoe.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
