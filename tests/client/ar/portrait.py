"""A portrait (Eileen Collins, NASA, public domain) and a warp of this module's own, for pictures with a known truth."""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from client.ar.pictures import read_picture

if TYPE_CHECKING:
    from numpy.typing import NDArray

PATH = Path(__file__).with_name("portrait.png")


@cache
def portrait() -> NDArray[np.uint8]:
    """The portrait, 232 pixels square."""
    return read_picture(PATH)


def similarity(scale: float, turn_deg: float, shift: tuple[float, float]) -> NDArray[np.float64]:
    """(2, 3): scale and turn about the portrait's middle, which goes to `shift`."""
    middle = np.array(portrait().shape[1::-1]) / 2.0
    angle = math.radians(turn_deg)
    matrix = scale * np.array([[math.cos(angle), -math.sin(angle)], [math.sin(angle), math.cos(angle)]])
    return np.column_stack([matrix, np.array(shift) - matrix @ middle])


def moved(matrix: NDArray[np.float64], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Points (n, 2) where the warp takes them."""
    there: NDArray[np.float64] = points @ matrix[:, :2].T + matrix[:, 2]
    return there


def placed(
    matrix: NDArray[np.float64], size: tuple[int, int] = (640, 480), onto: NDArray[np.uint8] | None = None
) -> NDArray[np.uint8]:
    """The portrait warped into a grey picture of `size` (or `onto`), bilinear."""
    source = portrait().astype(np.float64)
    picture = np.full((size[1], size[0], 3), 128, dtype=np.uint8) if onto is None else onto.copy()
    y, x = np.mgrid[0 : size[1], 0 : size[0]] + 0.5
    back = np.linalg.inv(matrix[:, :2])
    u = back[0, 0] * (x - matrix[0, 2]) + back[0, 1] * (y - matrix[1, 2]) - 0.5
    v = back[1, 0] * (x - matrix[0, 2]) + back[1, 1] * (y - matrix[1, 2]) - 0.5
    inside = (u >= 0) & (v >= 0) & (u < source.shape[1] - 1) & (v < source.shape[0] - 1)
    u, v = u[inside], v[inside]
    column, row = u.astype(int), v.astype(int)
    across, down = (u - column)[:, None], (v - row)[:, None]
    upper = source[row, column] * (1 - across) + source[row, column + 1] * across
    lower = source[row + 1, column] * (1 - across) + source[row + 1, column + 1] * across
    picture[inside] = (upper * (1 - down) + lower * down + 0.5).astype(np.uint8)
    return picture
