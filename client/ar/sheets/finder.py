"""Finding a printed sheet in a picture."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from client.ar.sheets.markers import dictionary
from showroom.tryon.sheet import ring_sheets

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.tryon.sheet import Sheet

HALF_PX = 0.5
"""OpenCV counts from the middle of the first pixel, everything here from its corner. Measured on rendered markers:
its corners stand 0.5 px left of and above the truth, but for refinement by APRILTAG, which counts from the corner."""
LEAST_MARKERS = 3
LEAST_SHARES = (0.06, 0.02)
"""Girths of the smallest markers looked for, in longer edges of the picture: large ones first, which is quick."""


@dataclass(frozen=True, eq=False)
class Sighting:
    """A sheet in a picture.

    Args:
        sheet: which one.
        places_mm: corners of its visible markers on the page, (n, 2).
        places_px: the same in the picture, (n, 2), from its upper left corner.
        seen: how many of its markers are visible, 0..1.
    """

    sheet: Sheet
    places_mm: NDArray[np.float64]
    places_px: NDArray[np.float64]
    seen: float


def find_sheet(picture: NDArray[np.uint8]) -> Sighting | None:
    """The sheet of which most markers are visible in a picture (height, width, 3) uint8 sRGB."""
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    for least_share in LEAST_SHARES:
        corners, ids, _ = _detector(least_share).detectMarkers(grey)
        if ids is not None and len(ids) >= LEAST_MARKERS:
            return _most_seen(corners, ids)
    return None


def _most_seen(corners: Sequence[NDArray[np.float32]], ids: NDArray[np.int32]) -> Sighting | None:
    numbers = ids.ravel()
    found = np.stack([corner.reshape(4, 2) for corner in corners]).astype(np.float64) + HALF_PX
    best: Sighting | None = None
    for plan in ring_sheets():
        first = int(plan.ids[0])
        places = {int(number) - first: at for at, number in enumerate(numbers) if number in plan.ids}
        share = len(places) / len(plan.ids)
        if len(places) < LEAST_MARKERS or (best is not None and share <= best.seen):
            continue
        rows = list(places)
        best = Sighting(
            plan, plan.corners_mm[rows].reshape(-1, 2), found[[places[row] for row in rows]].reshape(-1, 2), share
        )
    return best


def _detector(least_share: float) -> cv2.aruco.ArucoDetector:
    parameters = cv2.aruco.DetectorParameters()
    parameters.cornerRefinementMethod = cv2.aruco.CORNER_REFINE_SUBPIX
    # A window as wide as nearly a cell: with the usual third, corners of small markers err three times as much.
    parameters.cornerRefinementWinSize = 3
    parameters.relativeCornerRefinmentWinSize = 0.9
    # The squares below the feet are a fifth of a marker: looking at each would take most of the time.
    parameters.minMarkerPerimeterRate = least_share
    return cv2.aruco.ArucoDetector(dictionary(), parameters)
