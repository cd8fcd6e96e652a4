"""The body as one smooth sheet, and how curves get onto it.

Parameters are written as (station, line): stations count from front to rear, lines from the middle outwards.
"""

from __future__ import annotations

import numpy as np
from modelling.curves import resampled, spline
from modelling.surface import Surface
from products.coupe.net import NET

LENGTH, WIDTH, HEIGHT = 4200.0, 1790.0, 1395.0
FRONT_AXLE, REAR_AXLE, WHEEL_Y, WHEEL_X = 1285.0, -1270.0, 330.0, 775.0
STATION, LINE = 290.0, 190.0
LAST_U, LAST_V = len(NET) - 1, NET.shape[1] - 1


def body_surface() -> Surface:
    """Both sides, scaled to the true length, width and height."""
    full = np.concatenate([NET[:, :0:-1] * [-1, 1, 1], NET], 1)
    raw = Surface(full, (LAST_U * STATION, 2 * LAST_V * LINE))
    u, v = np.meshgrid(np.linspace(0, raw.length[0], 200), np.linspace(0, raw.length[1], 200), indexing="ij")
    seen = raw(np.stack([u.ravel(), v.ravel()], 1))
    low, high = seen.min(0), seen.max(0)
    scale = np.array([WIDTH, HEIGHT, LENGTH]) / np.array([high[0] - low[0], high[1], high[2] - low[2]])
    moved = full * scale
    moved[..., 2] -= scale[2] * (high[2] + low[2]) / 2
    return Surface(moved, raw.length)


# Pieces face where d/du × d/dv points, which must be outwards: so the lines may have to run the other way across.
BODY = body_surface()
_UP = BODY.normals(np.array([[9 * STATION, LAST_V * LINE]]))[0, 1] > 0
if not _UP:
    BODY = Surface(BODY.net[:, ::-1], BODY.length)
SIDE = 1.0 if _UP else -1.0


def at(points: object) -> np.ndarray:
    """Parameters for (station, line), line > 0 on the side of +X."""
    flat = np.asarray(points, dtype=float)
    return np.stack([flat[:, 0] * STATION, (LAST_V + SIDE * flat[:, 1]) * LINE], 1)


def other(loop: np.ndarray) -> np.ndarray:
    """The same loop on the other side."""
    return loop * [1, -1] + [0, 2 * LAST_V * LINE]


def from_side(points: object, count: int, closed: bool = True, smooth: bool = True) -> np.ndarray:
    """Parameters of a curve drawn in side view (z, y), on the side of +X."""
    curve = spline(points, count, closed) if smooth else resampled(np.asarray(points, dtype=float), count, False)
    low, high = sorted([LAST_V * LINE, (LAST_V + SIDE * LAST_V) * LINE])
    return BODY.find(
        curve,
        (2, 1),
        (
            0.8 * STATION,
            (LAST_U - 0.8) * STATION,
            low + (1.2 * LINE if SIDE > 0 else 0),
            high - (0 if SIDE > 0 else 1.2 * LINE),
        ),
    )


def turned(loop: np.ndarray) -> np.ndarray:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


def grown(loop: np.ndarray, distance: float) -> np.ndarray:
    """A closed loop moved outwards within the body."""
    return BODY.shifted(turned(loop), distance, closed=True)


def symmetric(half: object, count: int, straight: bool = False) -> np.ndarray:
    """A closed loop across the middle from its half in (station, line ≥ 0), which starts and ends at line 0."""
    half = np.asarray(half, dtype=float)
    loop = np.concatenate([half, half[-2:0:-1] * [1, -1]])
    if straight:
        return turned(at(resampled(np.concatenate([loop, loop[:1]]), count, True)))
    return turned(at(spline(loop, count, closed=True)))
