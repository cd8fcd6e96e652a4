"""What hangs from the ceiling: oak baffles, spotlights on tracks, frames of light."""

from __future__ import annotations

import math

import numpy as np
from light import Lamp
from mathutils import Matrix
from shell import BRONZE, HALF_X, HALF_Z, HEIGHT
from solids import box, cylinder, graded_box, lathe, sheet_graded, shown, tube
from stage import Stage, srgb

WARM = (1.0, 0.90, 0.78)


def ceiling(stage: Stage) -> None:
    """Plain and pale; what hangs below it makes the zones."""
    flat = sheet_graded(-HALF_X, HALF_X, -HALF_Z, HALF_Z, 1.0)
    stage.add(flat, "wall", at=(0, HEIGHT, 0), tilt=Matrix.Rotation(math.pi / 2, 4, "X"), tint=srgb("#f3eee5"))


def baffles(stage: Stage, x0: float, x1: float, z0: float, z1: float, pitch: float = 0.42) -> None:
    """Oak boards on edge, a hand below the ceiling."""
    count = round((x1 - x0) / pitch)
    for k in range(count + 1):
        x = x0 + (x1 - x0) * k / count
        board = shown(graded_box(0.045, 0.26, z1 - z0, 2, 1.4), (0, 1, 0))
        shade = 1 + float(stage.random.normal(0, 0.05))
        stage.add(board, "oak", at=(x, HEIGHT - 0.44, (z0 + z1) / 2), grain="z", tint=(shade, 0.985 * shade, 0.96 * shade))
    for z in (z0 + 0.5, (z0 + z1) / 2, z1 - 0.5):
        stage.add(box(x1 - x0, 0.03, 0.03, 0), "metal", at=((x0 + x1) / 2, HEIGHT - 0.17, z), tint=BRONZE)


def track(stage: Stage, start: tuple[float, float], end: tuple[float, float], aims: list[tuple[float, float, float]], y: float = HEIGHT - 0.5) -> None:
    """A black track (x, z) from start to end with a spotlight for each aim (x, y, z)."""
    (ax, az), (bx, bz) = start, end
    length, turn = math.hypot(bx - ax, bz - az), math.atan2(-(bz - az), bx - ax)
    stage.add(box(length, 0.035, 0.04, 0), "metal", at=((ax + bx) / 2, y, (az + bz) / 2), turn=turn, tint=BRONZE)
    for share in (0.12, 0.88):
        x, z = ax + (bx - ax) * share, az + (bz - az) * share
        stage.add(tube([(x, y, z), (x, HEIGHT, z)], 0.004, 5), "metal", tint=BRONZE)
    for k, aim in enumerate(aims):
        share = (k + 0.5) / len(aims)
        spot(stage, (ax + (bx - ax) * share, y - 0.03, az + (bz - az) * share), aim)


def spot(stage: Stage, at: tuple[float, float, float], aim: tuple[float, float, float], power: float = 2.6) -> None:
    """A small black cylinder that shines at something."""
    way = np.array(aim) - np.array(at)
    way = way / np.linalg.norm(way)
    tilt = Matrix(_frame(way)).to_4x4()
    body = lathe([(0.0, -0.075), (0.04, -0.075), (0.042, 0.07), (0.034, 0.07)], 12)
    head = tuple(np.array(at) + way * 0.06)
    stage.add(body, "metal", at=head, tilt=tilt, tint=(0.05, 0.045, 0.04))
    stage.add(lathe([(0.034, 0.052), (0, 0.052)], 12), "glow", at=head, tilt=tilt)
    stage.lamp(Lamp(tuple(np.array(head) + way * 0.1), tuple(way), tuple(power * c for c in WARM), 6.0))


def _frame(way: np.ndarray) -> list[list[float]]:
    """A rotation that turns +Y to `way`."""
    side = np.cross(way, [0.3, 0.1, 1.0])
    side /= np.linalg.norm(side)
    other = np.cross(side, way)
    return np.stack([side, way, other], axis=1).tolist()


def light_frame(stage: Stage, x: float, z: float, width: float, depth: float, y: float = 3.4) -> None:
    """A rectangle of light that hangs over a car."""
    for dx, dz, w, d in ((0, -depth / 2, width, 0.07), (0, depth / 2, width, 0.07), (-width / 2, 0, 0.07, depth), (width / 2, 0, 0.07, depth)):
        stage.add(box(w + 0.07, 0.045, d + (0.07 if d > 0.1 else 0.0), 0), "metal", at=(x + dx, y, z + dz), tint=BRONZE)
        stage.add(box(w, 0.008, max(0.05, d), 0), "glow", at=(x + dx, y - 0.009, z + dz))
    for dx in (-1, 1):
        for dz in (-1, 1):
            foot = (x + dx * width / 2, y + 0.04, z + dz * depth / 2)
            stage.add(tube([foot, (foot[0], HEIGHT, foot[2])], 0.004, 5), "metal", tint=BRONZE)
    for k in range(5):
        for side in (-1, 1):
            at = (x + side * width / 2, y - 0.05, z + depth * (k / 4 - 0.5))
            stage.lamp(Lamp(at, (0, -1, 0), tuple(0.9 * c for c in WARM)))


def downlights(stage: Stage, places: list[tuple[float, float]]) -> None:
    """Small round lights in the ceiling."""
    for x, z in places:
        stage.add(lathe([(0.06, 0.0), (0.075, 0.004), (0.078, 0.012)], 14), "paint", at=(x, HEIGHT - 0.012, z), tint=srgb("#fbf8f3"))
        stage.add(lathe([(0.06, 0.004), (0, 0.004)], 14), "glow", at=(x, HEIGHT - 0.008, z))
        stage.lamp(Lamp((x, HEIGHT - 0.04, z), (0, -1, 0), tuple(1.5 * c for c in WARM)))


def globes(stage: Stage, x: float, z: float, drops: tuple[tuple[float, float, float], ...]) -> None:
    """A cluster of glass globes at (dx, dz, y)."""
    for dx, dz, y in drops:
        ball = [(0.11 * math.sin(math.pi * k / 8), -0.11 * math.cos(math.pi * k / 8)) for k in range(9)]
        ball[0], ball[-1] = (0, -0.11), (0, 0.11)
        stage.add(lathe(ball, 18), "glow", at=(x + dx, y, z + dz))
        stage.add(cylinder(0.035, 0.05, 0.006, 12), "metal", at=(x + dx, y + 0.1, z + dz), tint=srgb("#cfa566"))
        stage.add(tube([(x + dx, y + 0.14, z + dz), (x + dx, HEIGHT, z + dz)], 0.004, 5), "metal", tint=BRONZE)
        stage.lamp(Lamp((x + dx, y - 0.16, z + dz), (0, -1, 0), tuple(0.8 * c for c in WARM)))
