"""The soft shadow that glasses throw on a face: how much of the light each place of the face still gets.

Light comes from many directions; along each, what stands in the way is splatted onto the face. No renderer is asked, so
it is as soft as the light is wide, and stays when the head turns.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.wearing import CELL_M, FIELD_LOW, look_up

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

DIRECTIONS = 28
SPACING_M = 0.0007
MOST_SAMPLES = 160_000
# Lamps are no points: the key light's share is spread over a cone.
KEY_SPREAD = 0.35


def face_light(
    field: NDArray[np.float64],
    meshes: Sequence[tuple[NDArray[np.float64], NDArray[np.uint32], float]],
    key_towards: NDArray[np.float64],
    key_share: float,
) -> NDArray[np.float64]:
    """How much light reaches the face, (rows, columns) of `field`, 1 where nothing stands in the way.

    Args:
        field: the face, from `wearing.height_field`.
        meshes: positions (n, 3) in the head's frame, triangles (m, 3), and how much light they stop, 0..1.
        key_towards: unit direction towards the strongest light, head's frame.
        key_share: its share of all light, 0..1.
    """
    clouds = [(samples(positions, triangles), stopped) for positions, triangles, stopped in meshes if stopped > 0.0]
    light = np.zeros_like(field)
    total = 0.0
    for towards, weight in _directions(key_towards, key_share):
        clear = np.ones_like(field)
        for cloud, stopped in clouds:
            clear *= 1.0 - stopped * _covered(field, cloud, towards)
        light += weight * clear
        total += weight
    return _blurred(light / total, 1)


def samples(positions: NDArray[np.float64], triangles: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Points (n, 3) spread evenly over triangles, less than a millimetre apart; the same for the same triangles."""
    corners = positions[triangles.reshape(-1, 3)].astype(np.float64)
    if len(corners) == 0:
        return np.zeros((0, 3))
    area = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1) / 2.0
    whole = float(area.sum())
    count = int(min(max(whole / SPACING_M**2, 1000.0), MOST_SAMPLES))
    random = np.random.default_rng(7)
    chosen = np.searchsorted(np.cumsum(area), random.random(count) * whole).clip(0, len(corners) - 1)
    u, v = random.random((2, count))
    u, v = np.where(u + v > 1.0, 1.0 - u, u)[:, None], np.where(u + v > 1.0, 1.0 - v, v)[:, None]
    a, b, c = corners[chosen].transpose(1, 0, 2)
    spread: NDArray[np.float64] = a + u * (b - a) + v * (c - a)
    return spread


def _directions(key_towards: NDArray[np.float64], key_share: float) -> list[tuple[NDArray[np.float64], float]]:
    """Directions of the light and their weights: an even sky in front, and a cone around the key light."""
    found = []
    golden = math.pi * (3.0 - math.sqrt(5.0))
    for index in range(DIRECTIONS):
        # Evenly over the half sphere that a face sees; light from below is rarer than from above.
        z = 0.12 + 0.88 * (index + 0.5) / DIRECTIONS
        around = index * golden
        reach = math.sqrt(1.0 - z * z)
        towards = np.array([reach * math.cos(around), reach * math.sin(around), z])
        found.append((towards, (1.0 - key_share) * z * (1.0 + 0.6 * towards[1]) / DIRECTIONS * 2.0))
    key = key_towards / max(float(np.linalg.norm(key_towards)), 1e-9)
    for index in range(DIRECTIONS // 2):
        radius = KEY_SPREAD * math.sqrt((index + 0.5) / (DIRECTIONS // 2))
        towards = key + radius * np.array([math.cos(index * golden), math.sin(index * golden), 0.0])
        towards[2] = max(towards[2], 0.15)
        found.append((towards / np.linalg.norm(towards), key_share / (DIRECTIONS // 2)))
    return found


def _covered(
    field: NDArray[np.float64], cloud: NDArray[np.float64], towards: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where the shadow of points falls on the face along one direction, 0 or 1 a cell with soft edges."""
    x, y = cloud[:, 0].copy(), cloud[:, 1].copy()
    for _ in range(3):
        ground = look_up(field, x, y)
        way = np.where(np.isfinite(ground), np.maximum(cloud[:, 2] - ground, 0.0), 0.03) / towards[2]
        x, y = cloud[:, 0] - towards[0] * way, cloud[:, 1] - towards[1] * way
    ground = look_up(field, x, y)
    # What lies inside the face, or beside it, shades nothing.
    falls = np.isfinite(ground) & (cloud[:, 2] > ground - 0.002)
    column = ((x[falls] - FIELD_LOW[0]) / CELL_M).astype(int)
    row = ((y[falls] - FIELD_LOW[1]) / CELL_M).astype(int)
    hits = np.bincount(row * field.shape[1] + column, minlength=field.size).reshape(field.shape)
    return _blurred(np.minimum(hits, 1.0), 1)


def _blurred(field: NDArray[np.float64], rounds: int) -> NDArray[np.float64]:
    for _ in range(rounds):
        padded = np.pad(field, 1, mode="edge")
        field = (padded[:-2, 1:-1] + 2.0 * padded[1:-1, 1:-1] + padded[2:, 1:-1]) / 4.0
        padded = np.pad(field, 1, mode="edge")
        field = (padded[1:-1, :-2] + 2.0 * padded[1:-1, 1:-1] + padded[1:-1, 2:]) / 4.0
    return field
