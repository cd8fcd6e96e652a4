"""What the markers look like: OpenCV's dictionaries as bits, and its board as places."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import cv2
import numpy as np

from showroom.tryon.sheet import BOARD_SQUARES, PAPERS, SQUARE_MARKER_MM, SQUARE_MM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.sheet import Paper

BITS = {False: 5, True: 4}
BOARD_IDS = 60
"""Every paper's board has its own markers, so that a picture tells which one it shows."""


@cache
def dictionary(*, board: bool = False) -> cv2.aruco.Dictionary:
    """The markers of rings and columns, or of boards."""
    return cv2.aruco.getPredefinedDictionary(cv2.aruco.DICT_4X4_250 if board else cv2.aruco.DICT_5X5_250)


def marker_bits(number: int, *, board: bool = False) -> NDArray[np.bool_]:
    """The cells of a marker with its black border, (n, n), True for white; row 0 is the upper one."""
    cells = BITS[board] + 2
    white: NDArray[np.bool_] = cv2.aruco.generateImageMarker(dictionary(board=board), number, cells) > 0
    return white


@cache
def board(paper: Paper) -> cv2.aruco.CharucoBoard:
    """The calibration board on a paper."""
    columns, rows = BOARD_SQUARES[paper]
    first = PAPERS.index(paper) * BOARD_IDS
    ids = np.arange(first, first + columns * rows // 2)
    return cv2.aruco.CharucoBoard((columns, rows), SQUARE_MM, SQUARE_MARKER_MM, dictionary(board=True), ids)


def board_markers(plan: cv2.aruco.CharucoBoard) -> dict[tuple[int, int], int]:
    """The marker in each white square, by its column and row from the upper left."""
    middles = [np.mean(corners, axis=0) for corners in plan.getObjPoints()]
    return {
        (int(middle[0] // SQUARE_MM), int(middle[1] // SQUARE_MM)): int(number)
        for middle, number in zip(middles, np.ravel(plan.getIds()), strict=True)
    }
