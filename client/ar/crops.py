"""Turned square cut-outs of a picture, as the models want them, and the way back to the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_SHRINK = 2.0
"""Beyond, bilinear samples would skip pixels and shimmer."""


@dataclass(frozen=True)
class Square:
    """A turned square in a picture.

    Args:
        centre: x and y in pixels, origin top left.
        edge: length of its sides in pixels.
        turn: radians, clockwise in the picture.
    """

    centre: tuple[float, float]
    edge: float
    turn: float = 0.0

    def picture_from_unit(self) -> NDArray[np.float64]:
        """(2, 3): takes the unit square (x right, y down) into the picture."""
        cosine, sine = math.cos(self.turn) * self.edge, math.sin(self.turn) * self.edge
        x, y = self.centre
        return np.array(
            [[cosine, -sine, x - (cosine - sine) / 2.0], [sine, cosine, y - (sine + cosine) / 2.0]], dtype=np.float64
        )

    def place(self, points: NDArray[np.floating], *, mirrored: bool = False) -> NDArray[np.float64]:
        """Points (n, 3) of the unit square in the picture; depths grow with the square."""
        unit = np.array(points, dtype=np.float64)
        if mirrored:
            unit[:, 0] = 1.0 - unit[:, 0]
        matrix = self.picture_from_unit()
        flat = unit[:, :2] @ matrix[:, :2].T + matrix[:, 2]
        return np.column_stack([flat, unit[:, 2] * self.edge])


def cut(picture: NDArray[np.uint8], square: Square, size_px: int, *, mirrored: bool = False) -> NDArray[np.float32]:
    """What a square shows, (1, size, size, 3) float32 in 0..1; black outside of the picture."""
    to_picture = square.picture_from_unit()
    # A pixel's middle is at +0.5 in the unit square and at whole numbers for the warp.
    step = np.array([[1.0 / size_px, 0.0, 0.5 / size_px], [0.0, 1.0 / size_px, 0.5 / size_px], [0.0, 0.0, 1.0]])
    matrix = to_picture @ step
    matrix[:, 2] -= 0.5
    source, matrix = _nearby(picture, to_picture, matrix)
    if source.size == 0:
        return np.zeros((1, size_px, size_px, 3), dtype=np.float32)
    shrink = square.edge / size_px
    if shrink > MOST_SHRINK:
        smaller = [max(round(edge * 1.5 / shrink), 1) for edge in source.shape[1::-1]]
        scale = np.array(smaller) / source.shape[1::-1]
        source = cv2.resize(source, smaller, interpolation=cv2.INTER_AREA)
        matrix = matrix * scale[:, None]
        matrix[:, 2] += (scale - 1.0) * 0.5
    seen = cv2.warpAffine(
        source,
        matrix,
        (size_px, size_px),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_CONSTANT,
    )
    if mirrored:
        seen = seen[:, ::-1]
    result: NDArray[np.float32] = seen[None].astype(np.float32) / 255.0
    return result


def _nearby(
    picture: NDArray[np.uint8], to_picture: NDArray[np.float64], matrix: NDArray[np.float64]
) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The part of a picture around a square, and the warp for it: large pictures cost no more than small ones."""
    corners = np.array([[0.0, 0.0, 1.0], [1.0, 0.0, 1.0], [0.0, 1.0, 1.0], [1.0, 1.0, 1.0]]) @ to_picture.T
    low = np.maximum(np.floor(corners.min(axis=0)).astype(int) - 4, 0)
    high = np.minimum(np.ceil(corners.max(axis=0)).astype(int) + 4, picture.shape[1::-1])
    low = np.minimum(low, high)
    moved = matrix.copy()
    moved[:, 2] -= low
    return picture[low[1] : high[1], low[0] : high[0]], moved
