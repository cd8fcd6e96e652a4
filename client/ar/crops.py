"""Turned square cut-outs of a picture, as the models want them, and the way back to the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


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
    source = picture
    shrink = square.edge / size_px
    if shrink > 2.0:  # noqa: PLR2004 - beyond, bilinear samples skip pixels and shimmer
        factor = 1.0 / (shrink / 1.5)
        source = cv2.resize(picture, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA)
        scale = np.array([source.shape[1] / picture.shape[1], source.shape[0] / picture.shape[0]])
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
