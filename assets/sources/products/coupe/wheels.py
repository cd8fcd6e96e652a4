"""Tyres, two designs of wheels, brakes; around the X axis, outside to +X."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, box, ellipsoid, joined, revolve, rotation
from modelling.surface import Surface, piece
from products.coupe.sheet import turned

RIM = 238.0


def disc_surface(dome: float, dish: float) -> Surface:
    """The wheel's face over y and z, bulging to +X by `dome` in the middle, dished towards the rim."""
    y, z = np.meshgrid(np.linspace(-260, 260, 53), np.linspace(-260, 260, 53), indexing="ij")
    r = np.hypot(y, z) / RIM
    x = dome * np.exp(-((r / 0.5) ** 2)) + dish * np.clip(r, 0, 1.1) ** 2
    return Surface(np.stack([x, y, z], -1), (520.0, 520.0))


def around(loop: np.ndarray, count: int) -> list[np.ndarray]:
    """Copies of a plane loop turned about the axle."""
    return [turned(loop @ rotation("z", 360 * k / count)[:2, :2].T + 260.0) for k in range(count)]


def circle(radius: float, count: int) -> np.ndarray:
    """A plane circle."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def opening(points: list[tuple[float, float]], count: int) -> np.ndarray:
    """A smooth hole drawn in (radius, degrees)."""
    polar = np.asarray(points, dtype=float)
    angle = np.radians(polar[:, 1])
    return spline(np.stack([polar[:, 0] * np.cos(angle), polar[:, 0] * np.sin(angle)], 1), count, closed=True)


def tyre() -> Mesh:
    """Rubber with a rounded shoulder and three grooves."""
    half = [
        (RIM - 6, 84),
        (RIM + 4, 98),
        (RIM + 24, 107),
        (RIM + 28, 105),
        (RIM + 32, 108),
        (292, 108),
        (316, 101),
        (326, 88),
        (330, 60),
    ]
    groove = [(330, 9), (323, 7)]
    profile = half + groove + [(r, -x) for r, x in reversed(groove)] + [(r, -x) for r, x in reversed(half)]
    return outward(revolve(profile, 52, "x"))


def outward(mesh: Mesh) -> Mesh:
    """Facing away from the axle."""
    away = mesh.positions * [0, 1, 1]
    return mesh if (mesh.normals * away).sum(1).mean() > 0 else mesh.flipped()


def barrel() -> Mesh:
    """The rim's ring and its inside."""
    ring = revolve([(RIM - 14, 78), (RIM - 8, 92), (RIM - 1, 97), (RIM + 4, 92), (RIM + 2, 80)], 56, "x")
    inside = revolve([(RIM - 14, 80), (RIM - 20, 40), (RIM - 24, -90)], 32, "x")
    inside = outward(inside).flipped()
    return joined([ring if (ring.normals[:, 0]).mean() > 0 else ring.flipped(), inside])


def brakes() -> tuple[Mesh, Mesh]:
    """Disc with hub; calliper."""
    disc = revolve([(0, 22), (70, 22), (74, 8), (165, 8), (165, -8)], 28, "x", sharp=True)
    facing = disc.normals[(np.abs(disc.positions[:, 0] - 8) < 1e-6) & (np.abs(disc.normals[:, 0]) > 0.9), 0].mean() > 0
    calliper = box((70, 150, 62), 14).moved((4, 0, 0)).moved((0, 20, -140), rotation("x", 0))
    return disc if facing else disc.flipped(), calliper


def blade_face() -> Mesh:
    """Five split spokes."""
    face = disc_surface(24, 4)
    wide = opening(
        [(82, -16), (82, 16), (150, 23), (213, 25.5), (222, 16), (224, 0), (222, -16), (213, -25.5), (150, -23)], 26
    )
    slim = opening([(104, 34.2), (104, 37.8), (160, 38.4), (214, 38.8), (218, 36), (214, 33.2), (160, 33.6)], 14)
    mesh = piece(
        face,
        turned(circle(RIM - 8, 64) + 260),
        [*around(wide, 5), *around(slim, 5)],
        spacing=46.0,
        lip=5.0,
        depth=26.0,
        lip_steps=1,
    )
    return facing_out(mesh).moved((62, 0, 0))


def aero_face() -> Mesh:
    """A nearly closed disc with ten swept slots."""
    face = disc_surface(12, -10)
    gill = opening([(120, -5), (118, 4), (165, 10), (212, 17), (217, 13), (214, 7), (168, 2)], 16)
    mesh = piece(
        face, turned(circle(RIM - 8, 64) + 260), around(gill, 10), spacing=42.0, lip=4.0, depth=18.0, lip_steps=1
    )
    return facing_out(mesh).moved((82, 0, 0))


def facing_out(mesh: Mesh) -> Mesh:
    """Facing +X."""
    return mesh if mesh.normals[:, 0].mean() > 0 else mesh.flipped()


def hub_cap() -> Mesh:
    """The centre cap."""
    return ellipsoid((10, 30, 30), 10, 24, 2.4)
