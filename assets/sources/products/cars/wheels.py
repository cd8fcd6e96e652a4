"""Tyres, rims and brakes; around the X axis, outside to +X, in the sizes of a car."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, box, ellipsoid, joined, revolve, rotation
from modelling.surface import Surface, piece
from products.cars.body import Array, turned


@dataclass(frozen=True)
class Size:
    """Millimetres: the tyre's radius and half width, the rim's radius."""

    radius: float
    half: float
    rim: float


def out(mesh: Mesh) -> Mesh:
    """Facing away from the axle."""
    return mesh if (mesh.normals * mesh.positions * [0, 1, 1]).sum(1).mean() > 0 else mesh.flipped()


def facing(mesh: Mesh) -> Mesh:
    """Facing +X."""
    return mesh if mesh.normals[:, 0].mean() > 0 else mesh.flipped()


def tyre(size: Size) -> Mesh:
    """Rubber: rim protector, bulging side with a raised ring, shoulder blocks, grooved tread."""
    r, h, rim = size.radius, size.half, size.rim
    tall = r - rim
    half = [
        (rim - 7, h - 22),
        (rim + 1, h - 9),
        (rim + 7, h - 3),
        (rim + 11, h - 2),
        (rim + 15, h - 5),
        (rim + 0.42 * tall, h - 1.0),
        (rim + 0.5 * tall, h + 0.5),
        (rim + 0.54 * tall, h - 1.5),
        (rim + 0.68 * tall, h - 3),
        (rim + 0.8 * tall, h - 8),
        (r - 7, h - 17),
        (r - 2.5, h - 27),
        (r - 0.8, h - 38),
    ]
    tread = []
    for edge in (0.52, 0.14):
        x = edge * h
        tread += [(r - 0.2, x + 7), (r - 7, x + 5), (r - 7, x - 5), (r - 0.2, x - 7)]
    profile = half + tread + [(a, -x) for a, x in reversed(tread)] + [(a, -x) for a, x in reversed(half)]
    return out(revolve(profile, 64, "x"))


def barrel(size: Size) -> Mesh:
    """The rim's flange, its polished edge and the well behind the spokes."""
    r, h = size.rim, size.half
    ring = revolve(
        [(r - 15, h - 26), (r - 11, h - 12), (r - 7, h - 7), (r - 1, h - 5), (r + 3, h - 8), (r + 4, h - 15)], 80, "x"
    )
    well = revolve([(r - 14, h - 24), (r - 22, h - 60), (r - 26, -h + 20), (r - 12, -h + 10)], 56, "x")
    return joined([facing(ring), out(well).flipped()])


def brakes(size: Size) -> tuple[Mesh, Mesh]:
    """Drilled-looking disc with its hat; calliper with two ridges."""
    disc_r = min(size.rim - 58, 178)
    profile = [(0, 30), (66, 30), (72, 26), (74, 6), (82, 4), (disc_r - 2, 4), (disc_r, 2), (disc_r, -18), (82, -18)]
    disc = facing(revolve(profile, 48, "x", sharp=True))
    rings = [facing(revolve([(r + 1.5, 4.6), (r, 5.0), (r - 1.5, 4.6)], 48, "x")) for r in (100, 122, 144)]
    body = []
    for angle in (-17, 0, 17):
        part = box((64, 62, 66), 13, 2).moved((10, 0, disc_r - 14))
        body.append(part.moved(matrix=rotation("x", angle)))
    bridge = box((72, 96, 20), 8, 2).moved((10, 0, disc_r + 14))
    turn = rotation("x", 188)
    return joined([disc, *rings]), joined([*body, bridge]).moved(matrix=turn)


def face_surface(size: Size, dome: float, dish: float, sharp: float = 0.42) -> Surface:
    """The wheel's face over y and z: `dome` is how far the hub stands out, `dish` the rim."""
    reach = size.rim + 20
    y, z = np.meshgrid(np.linspace(-reach, reach, 61), np.linspace(-reach, reach, 61), indexing="ij")
    r = np.hypot(y, z) / size.rim
    x = dome * np.exp(-((r / sharp) ** 2)) + dish * np.clip(r, 0, 1.08) ** 2
    return Surface(np.stack([x, y, z], -1), (2 * reach, 2 * reach))


def polar(points: Sequence[tuple[float, float]], count: int, closed: bool = True) -> Array:
    """A smooth plane loop drawn in (radius, degrees)."""
    values = np.asarray(points, dtype=float)
    angle = np.radians(values[:, 1])
    return spline(np.stack([values[:, 0] * np.cos(angle), values[:, 0] * np.sin(angle)], 1), count, closed)


def around(size: Size, loop: Array, count: int, start: float = 0.0) -> list[Array]:
    """Copies of a plane loop turned about the axle, in the parameters of the face."""
    reach = size.rim + 20
    return [turned(loop @ rotation("z", start + 360 * k / count)[:2, :2].T + reach) for k in range(count)]


def circle(size: Size, radius: float, count: int) -> Array:
    """A circle in the parameters of the face."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return turned(radius * np.stack([np.cos(angles), np.sin(angles)], 1) + size.rim + 20)


def spoked(
    size: Size, holes: list[Array], *, dome: float, dish: float, deep: float, back: float, lip: float = 4.5
) -> Mesh:
    """A face with holes cut through it, `deep` thick, its rim at x = `back`."""
    face = piece(
        face_surface(size, dome, dish),
        circle(size, size.rim - 9, 96),
        holes,
        spacing=36.0,
        lip=lip,
        depth=deep,
        lip_steps=2,
    )
    return facing(face).moved((back - dish, 0, 0))


def plate(size: Size, radii: tuple[float, float], x: float) -> Mesh:
    """A flat dark ring behind the spokes, which gives slots a floor."""
    return facing(revolve([(radii[0], x), (radii[1], x)], 56, "x"))


def bolts(radius: float, count: int, x: float) -> Mesh:
    """Wheel bolts in their seats."""
    parts = []
    for k in range(count):
        bolt = facing(revolve([(0.0, 6), (7, 6), (8.5, 4.5), (8.5, -6)], 12, "x"))
        parts.append(bolt.moved((x, radius, 0)).moved(matrix=rotation("x", 360 * k / count)))
    return joined(parts)


def cap(x: float, radius: float = 31.0) -> Mesh:
    """The centre cap with a ring."""
    ring = facing(revolve([(radius, 0), (radius - 1, 4), (radius - 4, 5), (radius - 7, 3.5), (0.0, 4.5)], 36, "x"))
    return joined([ring.moved((x, 0, 0)), ellipsoid((2.5, 9, 9), 8, 16).moved((x + 4.5, 0, 0))])
