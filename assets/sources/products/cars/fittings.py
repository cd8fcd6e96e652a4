"""Mirrors, handles, wipers, plates, lamps' insides: small things that a car is told by."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from modelling.curves import spline
from modelling.lettering import lettering
from modelling.mesh import Mesh, box, ellipsoid, grid, joined, revolve, rotation, superellipse, sweep, unit
from products.cars.body import Array, Body
from products.cars.cutting import bowl, turned


Seat = tuple[tuple[float, float, float], float]
RAISED = 1.2


def looking_at(way: Array) -> Array:
    """The matrix whose third column is `way`, with x level."""
    z = unit(np.asarray(way, dtype=float))
    x = unit(np.cross([0, 1.0, 0], z))
    return np.stack([x, np.cross(z, x), z], 1)


def mirror(at: Array, *, reach: float = 150.0, tall: float = 118.0) -> tuple[Mesh, Mesh, Mesh, Mesh]:
    """An outside mirror on the left: painted shell, dark foot and rim, glass, and its indicator; `at` is its foot."""
    length = 0.86 * tall
    centre = at + np.array([reach, 58.0, -16])
    shell = ellipsoid((tall * 0.92, tall * 0.6, length * 0.62), 18, 34, 2.7)
    front = shell.positions[:, 2] > -length * 0.26
    shell.positions[~front, 2] = -length * 0.26 + (shell.positions[~front, 2] + length * 0.26) * 0.12
    rim = ellipsoid((tall * 0.95, tall * 0.63, 10), 12, 34, 2.7).moved((0, 0, -length * 0.24))
    glass = ellipsoid((tall * 0.84, tall * 0.52, 4), 8, 30, 2.7).moved((0, 0, -length * 0.345))
    foot = sweep(
        spline([at - [26, 4, 0], at + [28, 4, -4], at + [70, 26, -10], at + [104, 40, -14]], 12),
        lambda t: superellipse(74 - 24 * t, 34 - 6 * t, 2.8, 14),
        up=(0, 1.0, 0),
    )
    light = sweep(
        spline([(tall * 0.2, 4, length * 0.57), (tall * 0.6, 4, length * 0.45), (tall * 0.86, 4, length * 0.12)], 10),
        superellipse(9, 7, 2, 8),
        up=(0, 1.0, 0),
        round_ends=3,
    )
    return shell.moved(centre), joined([foot, rim.moved(centre)]), glass.moved(centre), light.moved(centre)


def pull(body: Body, line: Array, size: tuple[float, float] = (15.0, 24.0)) -> Mesh:
    """A door handle: a bar that stands off the skin along a curve and dives into it at both ends."""
    normals = body.normals(line)
    arch = 30.0 * np.clip(np.sin(np.linspace(0.06, np.pi - 0.06, len(line))) * 2.6, 0, 1) - 8
    return sweep(
        body(line) + normals * arch[:, None], superellipse(size[1], size[0], 2.6, 14), up=normals, round_ends=5
    )


def pocket(body: Body, loop: Array, deep: float = 26.0) -> Mesh:
    """The hollow for the fingers behind a handle."""
    return bowl(body, turned(loop), deep, size=0.55)


def lamp_eye(at: Array, way: Array, radius: float) -> tuple[Mesh, Mesh, Mesh]:
    """A projector: its bright barrel, its glass ball, and the dark cone around it."""
    barrel = revolve([(radius * 1.0, 0), (radius * 1.08, 5), (radius * 1.16, 3), (radius * 1.2, -18)], 32, "z")
    barrel = barrel if barrel.normals[:, 2].mean() > 0 else barrel.flipped()
    ball = ellipsoid((radius * 0.98, radius * 0.98, radius * 0.55), 12, 24).moved((0, 0, -2))
    cone = revolve([(radius * 1.2, -16), (radius * 1.6, -6), (radius * 1.75, -20)], 32, "z")
    cone = cone if cone.normals[:, 2].mean() > 0 else cone.flipped()
    turn = looking_at(way)
    return tuple(part.moved(at, turn) for part in (barrel, ball, cone))  # type: ignore[return-value]


def tube(path: Array, size: tuple[float, float], up: object, *, closed: bool = False) -> Mesh:
    """A light guide along a path."""
    ends = {} if closed else {"round_ends": min(size) / 2}
    return sweep(path, superellipse(*size, 2.4, 10), up=np.asarray(up, dtype=float), closed=closed, **ends)


def plates(text: str, ahead: Seat, behind: Seat) -> tuple[Mesh, Mesh]:
    """Both number plates, and what is dark of them; each seat says where, and how far it leans back."""
    front, back = (number_plate(np.array(at), lean, text, front=at[2] > 0) for at, lean in (ahead, behind))
    return joined([front[0], back[0]]), joined([front[1], back[1]])


def number_plate(at: Array, lean: float, text: str, *, front: bool) -> tuple[Mesh, Mesh]:
    """A plate, and what is dark of it: its holder and what stands on it.

    The letters are raised by as much as pressed ones, which depth buffers can tell across a room.
    """
    turn = rotation("x", lean) @ rotation("y", 0 if front else 180)
    return (
        box((510, 104, 5), 2).moved((0, 0, 5)).moved(at, turn),
        joined([box((524, 118, 9), 4), lettering(text, 66.0).moved((0, 0, 7.5 + RAISED))]).moved(at, turn),
    )


def wipers(body: Body, lines: Sequence[Array]) -> Mesh:
    """All blades with their arms."""
    return joined([wiper(body, line) for line in lines])


def wiper(body: Body, line: Array) -> Mesh:
    """A blade resting on the glass along a curve, with its arm."""
    normals = body.normals(line)
    blade = sweep(body(line) + normals * 6, superellipse(11, 16, 3, 8), up=normals, round_ends=4.0)
    middle = body(line)[len(line) // 2] + normals[len(line) // 2] * 16
    end = body(line)[0] + normals[0] * 4
    foot = end + unit(end - middle) * 40 + [0, -16, 26]
    arm = sweep(
        np.stack([middle, (middle + foot) / 2 + normals[0] * 8, foot]),
        superellipse(13, 9, 3, 8),
        up=normals[0],
        round_ends=4.0,
    )
    return joined([blade, arm])


def fin(at: Array) -> Mesh:
    """The aerial on the roof: a shark's fin; `at` is the middle of its foot."""
    foot = superellipse(52, 170, 2.3, 28)
    rings = []
    for share in (0.0, 0.12, 0.3, 0.55, 0.8, 0.94, 1.0):
        slim = (1 - share) ** 0.8 * 0.86 + 0.14 * (1 - share**6)
        z = foot[:, 1] * (1 - 0.74 * share) - 46 * share
        rings.append(np.stack([foot[:, 0] * slim * (1 - 0.7 * share), np.full(28, 40 * share - 6), z], 1))
    body = grid(np.stack(rings, 0), (False, True))
    outside = (body.normals * (body.positions - body.positions.mean(0))).sum(1).mean() > 0
    return (body if outside else body.flipped()).moved(at)


def badges(body: Body, spots: Sequence[tuple[Array, float]], lift: float) -> Mesh:
    """The maker's mark on places (1, 2) of the skin, each with its radius."""
    normals = [body.normals(spot)[0] for spot, _ in spots]
    marks = zip(spots, normals, strict=True)
    return joined([badge(body(spot)[0] + normal * lift, normal, radius) for (spot, radius), normal in marks])


def badge(at: Array, way: Array, radius: float = 33.0) -> Mesh:
    """The maker's mark: a ring crossed by a line."""
    ring = revolve([(radius - 6, -3), (radius - 5, 3), (radius - 2.5, 4.4), (radius, 3), (radius + 1, -3)], 40, "z")
    ring = ring if ring.normals[:, 2].mean() > 0 else ring.flipped()
    dash = box((radius * 1.35, 6.5, 5), 2, 2)
    return joined([ring, dash]).moved(at, looking_at(way))
