"""The form of the upper, and how outlines get onto it."""

from __future__ import annotations

import numpy as np
from modelling.curves import through
from modelling.mesh import Mesh, unit
from modelling.surface import Surface

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


def upper_net(count: int = 60, rings: int = 12) -> np.ndarray:
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


def outside(mesh: Mesh) -> Mesh:
    """Turn a mesh so that it faces away from the shoe's middle."""
    away = mesh.positions - np.array([0, 55, 130])
    return mesh if (mesh.normals * away).sum(1).mean() > 0 else mesh.flipped()


def counterclockwise(loop: np.ndarray) -> np.ndarray:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


# The film's normals must point outwards; the ring's u and v may say otherwise.
_PROBE = UPPER.normals(np.array([[U / 4, V / 3]]))[0] @ (UPPER(np.array([[U / 4, V / 3]]))[0] - [0, 55, 130])
SKIN = UPPER if _PROBE > 0 else Surface(upper_net()[::-1], (U, V), periodic=True)


def skin(loop: np.ndarray) -> np.ndarray:
    """Parameters on SKIN, which runs the other way around where UPPER faces inwards."""
    if _PROBE > 0:
        return loop
    count = len(SKIN.net)
    return np.stack([(U * (count - 1) / count - loop[:, 0]), loop[:, 1]], 1)


def skin_frame(uv: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Points and outward normals."""
    at = skin(uv)
    return SKIN(at), SKIN.normals(at)


def eyelets(side: int) -> np.ndarray:
    """Parameters on UPPER of the six eyelets of a side (−1 inner, 1 outer), from the toe upwards."""
    return np.stack([TOE_U + side * np.linspace(74, 184, 6), np.full(6, V - 8.5)], 1)
