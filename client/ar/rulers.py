"""Finding a bank card or the printed strip that somebody holds against the forehead."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from client.ar.card import find_card
from client.ar.sheets.finder import find_sheet
from showroom.tryon.plane import CORNER_PX, fit_plane
from showroom.tryon.ruler import HeldRuler
from showroom.tryon.sheet import floor_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.face import Landmarks
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.ruler import RulerKind


def find_ruler(picture: NDArray[np.uint8], landmarks: Landmarks, camera: Pinhole, kind: RulerKind) -> HeldRuler | None:
    """The ruler over the eyes of a face in a picture (height, width, 3) uint8 sRGB; None where there is none."""
    if kind == "strip":
        return _strip(picture, camera)
    outline = find_card(picture, landmarks)
    if outline is None:
        return None
    plane = fit_plane(outline.points_m, outline.places_px, camera, camera.size_px)
    spread = _distance_spread(outline.points_m, plane.camera_from_sheet, camera, outline.error_px)
    return HeldRuler("card", plane.camera_from_sheet[:3, 3], spread)


def _strip(picture: NDArray[np.uint8], camera: Pinhole) -> HeldRuler | None:
    sighting = find_sheet(picture)
    if sighting is None or sighting.sheet.kind != "face":
        return None
    points_m = floor_points(sighting.places_mm)
    plane = fit_plane(points_m, sighting.places_px, camera, camera.size_px)
    spread = _distance_spread(points_m, plane.camera_from_sheet, camera, max(plane.error_px, CORNER_PX))
    return HeldRuler("strip", plane.camera_from_sheet[:3, 3], spread)


def _distance_spread(
    points_m: NDArray[np.float64], matrix: NDArray[np.float64], camera: Pinhole, off_px: float
) -> float:
    """How well a flat thing's distance is known, relative: by the spread of its points and their errors."""
    there = points_m @ matrix[:3, :3].T + matrix[:3, 3]
    seen = camera.project(there)
    reach = float(np.sqrt(((seen - seen.mean(axis=0)) ** 2).sum(axis=1).mean()))
    return off_px / max(reach, 1.0) / math.sqrt(max(len(points_m) / 4.0, 1.0))
