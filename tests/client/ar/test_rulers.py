"""A card or the strip over the portrait's eyes, pasted by this module's own arithmetic: its distance is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.card import find_card
from client.ar.rulers import find_ruler
from client.ar.sheets.page import sheet_pdf
from showroom.tryon import face
from showroom.tryon.lens import Pinhole
from showroom.tryon.ruler import CARD_MM
from showroom.tryon.sheet import FACE_MM
from tests.client.ar.portrait import placed, similarity
from tests.client.ar.sheets.printed import printed

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.ar.face_tracker import FaceTracker
    from showroom.tryon.face import Landmarks

SIZE = (640, 480)
CAMERA = Pinhole(SIZE, 700.0)


@pytest.fixture
def seen(tracker: FaceTracker) -> tuple[NDArray[np.uint8], Landmarks]:
    """The portrait in the lower half, and its face."""
    picture = placed(similarity(1.9, -3.2, (320.0, 280.0)), SIZE)
    (found,) = tracker.still(picture)
    return picture, found


def pasted(
    picture: NDArray[np.uint8], sheet: NDArray[np.floating], width_px: float, middle: tuple[float, float]
) -> NDArray[np.uint8]:
    """A sheet (rows, columns, 3) in 0..1 laid over a picture, leaning by 3 degrees; four by four rays a pixel."""
    fine = 4
    v, u = (np.mgrid[0 : SIZE[1] * fine, 0 : SIZE[0] * fine] + 0.5) / fine
    cosine, sine = np.cos(0.05), np.sin(0.05)
    x, y = u - middle[0], v - middle[1]
    scale = sheet.shape[1] / width_px
    column = np.floor((cosine * x + sine * y) * scale + sheet.shape[1] / 2.0).astype(int)
    row = np.floor((cosine * y - sine * x) * scale + sheet.shape[0] / 2.0).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < sheet.shape[1]) & (row < sheet.shape[0])
    over = picture.repeat(fine, axis=0).repeat(fine, axis=1).astype(np.float32)
    over[inside] = sheet[row[inside], column[inside]] * 255.0
    shown: NDArray[np.float32] = over.reshape(SIZE[1], fine, SIZE[0], fine, 3).mean(axis=(1, 3))
    return (shown + 0.5).astype(np.uint8)


def over_the_eyes(seen: Landmarks, above_px: float) -> tuple[float, float]:
    corners = seen.points[[face.RIGHT_EYE_OUTER, face.LEFT_EYE_OUTER], :2].mean(axis=0)
    return float(corners[0]), float(corners[1]) - above_px


def card() -> NDArray[np.float64]:
    """A blue card with a wave, a chip and a line of print."""
    sheet = np.empty((540, 856, 3))
    v, u = np.mgrid[0:540, 0:856]
    sheet[:] = (0.15, 0.25, 0.6)
    sheet[v > 300 + 60 * np.sin(u / 120.0)] = (0.3, 0.45, 0.8)
    sheet[200:290, 90:200] = (0.8, 0.7, 0.4)
    sheet[340:370, 100:740] = (0.9, 0.9, 0.9)
    return sheet


def test_a_card_is_as_far_away_as_its_width_says(seen: tuple[NDArray[np.uint8], Landmarks]) -> None:
    picture, landmarks = seen
    apart = float(np.linalg.norm(np.diff(landmarks.points[[33, 263], :2], axis=0)))
    held = pasted(picture, card(), 0.92 * apart, over_the_eyes(landmarks, 0.66 * apart))
    ruler = find_ruler(held, landmarks, CAMERA, "card")
    assert ruler is not None
    assert -ruler.middle_m[2] == pytest.approx(CAMERA.focal_px * CARD_MM[0] / 1000.0 / (0.92 * apart), rel=0.012)
    assert find_ruler(picture, landmarks, CAMERA, "card") is None


def test_a_card_on_a_forehead_that_leans_far_back_is_found_by_its_width(
    seen: tuple[NDArray[np.uint8], Landmarks],
) -> None:
    picture, landmarks = seen
    apart = float(np.linalg.norm(np.diff(landmarks.points[[33, 263], :2], axis=0)))
    # Two thirds as high as it is: 48 degrees from facing the camera.
    low = card()[np.arange(0, 540, 1.5).astype(int)]
    outline = find_card(pasted(picture, low, 0.92 * apart, over_the_eyes(landmarks, 0.6 * apart)), landmarks)
    assert outline is not None
    assert np.ptp(outline.places_px[:, 0]) == pytest.approx(0.92 * apart, rel=0.03)


def test_the_printed_strip_is_as_far_away_as_its_width_says(seen: tuple[NDArray[np.uint8], Landmarks]) -> None:
    picture, landmarks = seen
    page = printed(sheet_pdf("face", "letter"), 6.0)
    rows, columns = page.shape[0] // 2, page.shape[1] // 2
    strip = page[rows - 120 : rows + 120, columns - 390 : columns + 390]
    apart = float(np.linalg.norm(np.diff(landmarks.points[[33, 263], :2], axis=0)))
    held = pasted(picture, strip, 1.4 * apart, over_the_eyes(landmarks, 0.62 * apart))
    ruler = find_ruler(held, landmarks, CAMERA, "strip")
    assert ruler is not None
    assert -ruler.middle_m[2] == pytest.approx(CAMERA.focal_px * FACE_MM[0] / 1000.0 / (1.4 * apart), rel=0.012)
    assert find_ruler(picture, landmarks, CAMERA, "strip") is None
