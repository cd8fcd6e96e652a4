"""Shoes on a drawn foot: sections of its own, whose shadow from the camera is painted square by square."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest

from showroom.tryon.foot import foot_place
from showroom.tryon.lens import Pinhole
from showroom.tryon.plane import Plane
from showroom.tryon.sheet import sheet
from showroom.tryon.standing import HEEL_BEHIND_MM, leg_of, shoe_on_foot
from tests.client.ar.sheets.printed import view

if TYPE_CHECKING:
    from numpy.typing import NDArray

LENGTH_MM = 250.0
# Of a right foot: along from the heel's end, the middle across, half the width, and the height.
SECTIONS = [(0, 0, 1, 30), (6, 0, 18, 44), (20, -1, 28, 54), (45, -1, 32, 66), (90, 0, 33, 64), (125, 2, 36, 56)]
SECTIONS += [(155, 0, 44, 46), (178, -1, 49, 36), (195, -1, 48, 30), (215, -4, 41, 23), (235, -12, 28, 20)]
SECTIONS += [(246, -18, 14, 17), (250, -20, 1, 11)]
HEEL_MM = np.array([6.0, -120.0])
SHOE_M = (np.array([-0.045, 0.0, -0.14]), np.array([0.055, 0.1, 0.13]))


def foot(turned_rad: float, *, left: bool) -> NDArray[np.float64]:
    """Rings (n, m, 3) on the page, millimetres, up last; the toes go right where it is turned by more than nothing."""
    table = np.array(SECTIONS, dtype=float)
    steps = np.linspace(0.0, len(table) - 1.0, 70)
    along, middle, half, height = (np.interp(steps, np.arange(len(table)), row)[:, None] for row in table.T)
    around = np.linspace(0.0, 2.0 * math.pi, 40, endpoint=False)
    across = (middle + half * np.cos(around)) * (-1.0 if left else 1.0)
    s, c = math.sin(turned_rad), math.cos(turned_rad)
    up = height / 2.0 * (1.0 + np.sin(around))
    return np.stack([HEEL_MM[0] + c * across + s * along, HEEL_MM[1] - s * across + c * along, up], axis=-1)


def shadow(rings: NDArray[np.float64], at: Plane) -> NDArray[np.float64]:
    """The outline of what they hide of the page."""
    eye = at.eye_m[[0, 2, 1]] * [1000.0, -1000.0, 1000.0]
    flat = (eye + (rings - eye) * (eye[2] / (eye[2] - rings[..., 2:])))[..., :2]
    seen = np.zeros((1000, 1000), dtype=np.uint8)
    beside = np.roll(flat, -1, axis=1)
    for corners in np.stack([flat[:-1], beside[:-1], beside[1:], flat[1:]], axis=2).reshape(-1, 4, 2):
        cv2.fillConvexPoly(seen, np.round(corners * 2.0 + 500.0).astype(np.int32), 1)
    lines, _ = cv2.findContours(seen, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline: NDArray[np.float64] = (lines[0].reshape(-1, 2) - 500.0) / 2.0
    return outline


@pytest.mark.parametrize("left", [False, True])
@pytest.mark.parametrize("turned_deg", [-3.0, 3.0])
@pytest.mark.parametrize(("tilt_deg", "side_deg"), [(0.0, 0.0), (38.0, 90.0), (38.0, -90.0), (30.0, 45.0)])
def test_a_shoe_stands_on_the_foot_and_points_the_way_it_does(
    tilt_deg: float, side_deg: float, turned_deg: float, *, left: bool
) -> None:
    at = Plane(view(tilt_deg, side_deg, 0.7), Pinhole((900, 1200), 1000.0), 0.0, 0.1, 0.1, np.ones(1, dtype=bool))
    plan = sheet("foot-left" if left else "foot-right", "a3")
    turned = math.radians(turned_deg)
    outline = shadow(foot(turned, left=left), at)
    place = foot_place(outline, at, plan, LENGTH_MM, left=left)
    matrix = shoe_on_foot(place, SHOE_M, 1.0)
    ahead = matrix[:3, :3] @ [0.0, 0.0, 1.0]
    # Part of what the sides say is not believed: people stand about along the page.
    assert math.degrees(math.atan2(ahead[0], -ahead[2])) == pytest.approx(turned_deg, abs=2.1)
    middle_m = float(SHOE_M[0][0] + SHOE_M[1][0]) / 2.0
    back, ball = (matrix @ [middle_m, 0.0, SHOE_M[0][2] + along_m, 1.0] for along_m in (0.0, 0.18))
    way, across = np.array([math.sin(turned), math.cos(turned)]), np.array([math.cos(turned), -math.sin(turned)])
    away = np.array([[point[0], -point[2]] for point in (back, ball)]) * 1000.0 - HEEL_MM
    assert away[0] @ way == pytest.approx(-HEEL_BEHIND_MM, abs=3.5)
    assert float(np.abs(away @ across).max()) < 8.0
    assert abs(away[1] @ across) < 5.5
    # The leg comes out of where the ankle is, a fifth of the foot before its heel.
    ankle = leg_of(outline, place, at, plan).ankle_m * 1000.0
    assert np.array([ankle[0], -ankle[2]]) == pytest.approx(HEEL_MM + 0.2 * LENGTH_MM * way, abs=8.0)
