"""Triangles of the comparison's shapes, in glTF's frame, placed in the world."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

RADIUS = 0.48
HALF_M = 0.48
# Three by three pictures large, as rough glass looks aside.
BACKDROP_Z, BACKDROP_HALF, BACKDROP_TILES = -1.6, (7.2, 4.8), 3.0
WINDOW_HALF, WINDOW_PITCH = (0.57, 1.3), -0.6
WINDOW_SEEN = (0.5, 0.85)
FLOOR_HALF, FLOOR_PITCH, FLOOR_PLACE = (1.7, 1.2), 0.9, (0.0, -0.25, 0.0)


@dataclass(frozen=True)
class Mesh:
    """Triangles with what glTF calls POSITION, NORMAL, TANGENT, TEXCOORD_0, TEXCOORD_1 and COLOR_0.

    All (n, …) float32 by vertex, origin of texture coordinates upper left; `triangles` (m, 3) uint32.
    """

    positions: NDArray[np.float32]
    normals: NDArray[np.float32]
    tangents: NDArray[np.float32]
    uv0: NDArray[np.float32]
    uv1: NDArray[np.float32]
    colours: NDArray[np.float32] | None
    triangles: NDArray[np.uint32]


def ball(place: tuple[float, float, float], *, radius: float = RADIUS, coloured: bool = False) -> Mesh:
    """A sphere; u runs from left over the front to the right, v from the top down, the seam is at the back."""
    rings, columns = 64, 128
    line, around = np.linspace(0.0, np.pi, rings + 1), np.linspace(0.0, 2.0 * np.pi, columns + 1)
    polar, turn = (grid.ravel() for grid in np.meshgrid(line, around))
    normals = np.stack([-np.sin(polar) * np.sin(turn), np.cos(polar), -np.sin(polar) * np.cos(turn)], axis=-1)
    along = np.stack([-np.cos(turn), np.zeros_like(turn), np.sin(turn)], axis=-1)
    uv = np.stack([turn / (2.0 * np.pi), polar / np.pi], axis=-1)
    corner = (np.arange(columns)[:, None] * (rings + 1) + np.arange(rings)[None]).ravel()
    step = rings + 1
    faces = np.stack([corner, corner + 1, corner + step, corner + 1, corner + step + 1, corner + step], axis=-1)
    return _mesh(normals * radius, normals, along, uv, faces.reshape(-1, 3), np.eye(3), place, coloured=coloured)


def quad(place: tuple[float, float, float], pitch: float, yaw: float, *, coloured: bool = False) -> Mesh:
    """A square that faces +Z before it is turned by `pitch` about X and then by `yaw` about Y."""
    steps = 8
    line = np.linspace(0.0, 1.0, steps + 1)
    u, v = (grid.ravel() for grid in np.meshgrid(line, line))
    positions = np.stack([(2.0 * u - 1.0) * HALF_M, (1.0 - 2.0 * v) * HALF_M, np.zeros_like(u)], axis=-1)
    corner = (np.arange(steps)[:, None] * (steps + 1) + np.arange(steps)[None]).ravel()
    below = corner + steps + 1
    faces = np.stack([corner, below, corner + 1, corner + 1, below, below + 1], axis=-1).reshape(-1, 3)
    normals, along = np.tile((0.0, 0.0, 1.0), (len(u), 1)), np.tile((1.0, 0.0, 0.0), (len(u), 1))
    uv = np.stack([u, v], axis=-1)
    return _mesh(positions, normals, along, uv, faces, _turn(pitch, yaw), place, coloured=coloured)


def box(
    place: tuple[float, float, float],
    pitch: float,
    yaw: float,
    thickness_m: float,
    half_m: tuple[float, float] = (HALF_M, HALF_M),
) -> Mesh:
    """A closed slab whose front is `quad`."""
    sides = []
    for axis in range(3):
        for sign in (1.0, -1.0):
            normal, first, second = np.zeros(3), np.zeros(3), np.zeros(3)
            normal[axis], first[(axis + 1) % 3], second[(axis + 2) % 3] = sign, sign, 1.0
            sides.append((normal, first, second))
    half = np.array([*half_m, thickness_m / 2.0])
    corners = ((-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0))
    positions = np.array([(n + a * s + b * t) * half for n, s, t in sides for a, b in corners])
    positions[:, 2] -= thickness_m / 2.0
    normals = np.repeat([n for n, _, _ in sides], 4, axis=0)
    along = np.repeat([s for _, s, _ in sides], 4, axis=0)
    uv = np.tile((np.array(corners) + 1.0) / 2.0, (6, 1))
    faces = (np.arange(6)[:, None, None] * 4 + np.array([[0, 1, 2], [0, 2, 3]])[None]).reshape(-1, 3)
    return _mesh(positions, normals, along, uv, faces, _turn(pitch, yaw), place)


def window(place: tuple[float, float, float], thickness_m: float) -> tuple[Mesh, Mesh]:
    """A tall slab that leans back, taller than the picture, and the part of its front that shows no side of it."""
    seen = box(place, WINDOW_PITCH, 0.0, 0.0, WINDOW_SEEN)
    return box(place, WINDOW_PITCH, 0.0, thickness_m, WINDOW_HALF), seen


def backdrop() -> Mesh:
    """A wall that fills the picture."""
    x, y = BACKDROP_HALF
    corners = np.array([[-x, y, 0], [-x, -y, 0], [x, -y, 0], [x, y, 0]])
    wall = _rectangle(corners, (0.0, 0.0, 1.0), (0.0, 0.0, BACKDROP_Z))
    return replace(wall, uv0=wall.uv0 * BACKDROP_TILES)


def floor() -> Mesh:
    """A floor that is tilted towards the camera."""
    x, z = FLOOR_HALF
    corners = np.array([[-x, 0, -z], [-x, 0, z], [x, 0, z], [x, 0, -z]])
    return _rectangle(corners, (0.0, 1.0, 0.0), FLOOR_PLACE, FLOOR_PITCH)


def over_floor(height_m: float) -> tuple[float, float, float]:
    """The point so high over the floor's middle."""
    x, y, z = np.array(FLOOR_PLACE) + height_m * _turn(FLOOR_PITCH, 0.0)[:, 1]
    return (float(x), float(y), float(z))


def _rectangle(
    corners: NDArray[np.float64], normal: tuple[float, ...], place: tuple[float, float, float], pitch: float = 0.0
) -> Mesh:
    uv = np.array([[0.0, 0.0], [0.0, 1.0], [1.0, 1.0], [1.0, 0.0]])
    normals, along = np.tile(normal, (4, 1)), np.tile((1.0, 0.0, 0.0), (4, 1))
    faces = np.array([[0, 1, 2], [0, 2, 3]])
    return _mesh(corners.astype(np.float64), normals, along, uv, faces, _turn(pitch, 0.0), place)


def _turn(pitch: float, yaw: float) -> NDArray[np.float64]:
    cp, sp, cy, sy = np.cos(pitch), np.sin(pitch), np.cos(yaw), np.sin(yaw)
    about_x = np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
    about_y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    turned: NDArray[np.float64] = about_y @ about_x
    return turned


def _mesh(  # noqa: PLR0913 - one array an attribute
    positions: NDArray[np.float64],
    normals: NDArray[np.float64],
    along: NDArray[np.float64],
    uv: NDArray[np.float64],
    faces: NDArray[np.int64],
    turn: NDArray[np.float64],
    place: tuple[float, float, float],
    *,
    coloured: bool = False,
) -> Mesh:
    tangents = np.concatenate([along @ turn.T, np.ones((len(along), 1))], axis=1)
    shades = 0.15 + 0.85 * np.stack([uv[:, 0], uv[:, 1], 1.0 - uv[:, 0]], axis=-1)
    colours = np.concatenate([shades, np.ones((len(uv), 1))], axis=1)
    return Mesh(
        (positions @ turn.T + np.array(place)).astype(np.float32),
        (normals @ turn.T).astype(np.float32),
        tangents.astype(np.float32),
        uv.astype(np.float32),
        # The second set is turned by a quarter.
        np.stack([uv[:, 1], 1.0 - uv[:, 0]], axis=-1).astype(np.float32),
        colours.astype(np.float32) if coloured else None,
        faces.astype(np.uint32),
    )
