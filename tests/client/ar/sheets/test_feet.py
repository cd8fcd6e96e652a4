from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.sheets.feet import find_covered
from client.ar.sheets.finder import find_sheet
from client.ar.sheets.page import sheet_pdf
from client.ar.sheets.paper import Paper, find_paper
from showroom.tryon.foot import MOST_BENT_MM
from showroom.tryon.plane import Plane, fit_plane
from showroom.tryon.sheet import SIZES_MM, floor_points
from tests.client.ar.sheets.printed import photographed, printed, view

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.sheet import Area

SIZE, FOCAL, DOTS = (450, 600), 525.0, 6.0
COVERS = {
    "brown": (0.35, 0.2, 0.12),
    "pale": (0.85, 0.68, 0.58),
    "white sock": (0.93, 0.93, 0.92),
}


def foot_shape(page: NDArray[np.float32]) -> NDArray[np.bool_]:
    """A flat foot of 236 by 92 mm on a page, heel down."""
    rows, columns = page.shape[:2]
    y, x = np.mgrid[0:rows, 0:columns]
    x, y = (x + 0.5) / DOTS - columns / DOTS / 2.0, rows / DOTS / 2.0 - (y + 0.5) / DOTS
    front = (x / 46.0) ** 2 + ((y - 40.0) / 66.0) ** 2 < 1.0
    back = (x / 33.0) ** 2 + ((y + 70.0) / 60.0) ** 2 < 1.0
    whole: NDArray[np.bool_] = front | back | ((np.abs(x) < 31.0) & (np.abs(y + 20.0) < 60.0))
    return whole


def seen(
    page: NDArray[np.float32], tilt_deg: float = 25.0, bend_mm: float = 0.0
) -> tuple[NDArray[np.uint8], Plane, Area]:
    """A picture of a page, how the page lies in it, and the place of the feet."""
    picture = photographed(page, SIZES_MM["a4"], view(tilt_deg, 10.0, 0.5), FOCAL, SIZE, bend_mm)
    sighting = find_sheet(picture)
    assert sighting is not None
    assert sighting.sheet.feet is not None
    plane = fit_plane(floor_points(sighting.places_mm), sighting.places_px, None, SIZE)
    return picture, plane, sighting.sheet.feet


def outline_of(page: NDArray[np.float32]) -> NDArray[np.float64]:
    covered = find_covered(*seen(page))
    assert covered is not None
    (outline,) = covered.outlines_mm()
    return outline


def found_paper(page: NDArray[np.float32], bend_mm: float = 0.0) -> Paper:
    paper = find_paper(*seen(page, bend_mm=bend_mm))
    assert paper is not None
    return paper


@pytest.mark.parametrize("cover", COVERS)
def test_what_covers_the_squares_is_found_to_a_millimetre_or_three(cover: str) -> None:
    page = printed(sheet_pdf("foot-right", "a4"), DOTS)
    shape = foot_shape(page)
    noise = np.random.default_rng(1).normal(1.0, 0.06, page.shape)
    page[shape] = (np.array(COVERS[cover]) * noise)[shape]
    outline = outline_of(page)
    # A white sock on white paper shows by its squares alone.
    near = 3.0 if cover == "white sock" else 1.5
    assert outline[:, 1].max() == pytest.approx(106.0, abs=near)
    assert outline[:, 1].min() == pytest.approx(-130.0, abs=near)
    assert np.ptp(outline[:, 0]) == pytest.approx(92.0, abs=2.0 * near)


def test_an_empty_sheet_is_covered_by_nothing() -> None:
    covered = find_covered(*seen(printed(sheet_pdf("foot-left", "a4"), 4.0), 10.0))
    assert covered is None or covered.outlines_mm() == []


def test_a_shadow_beside_a_foot_is_paper() -> None:
    page = printed(sheet_pdf("foot-right", "a4"), DOTS)
    shape = foot_shape(page)
    # A hard shadow as wide as a toe, above and to the right of the foot.
    steps = round(12.0 * DOTS)
    page[np.roll(shape, (-steps, steps), axis=(0, 1)) & ~shape] *= 0.45
    page[shape] = np.array(COVERS["brown"])
    outline = outline_of(page)
    assert outline[:, 1].max() == pytest.approx(106.0, abs=1.5)
    assert np.ptp(outline[:, 0]) == pytest.approx(92.0, abs=3.0)


def test_squares_of_a_bent_sheet_are_seen_to_be_out_of_place() -> None:
    page = printed(sheet_pdf("foot-left", "a4"), 4.0)
    assert found_paper(page).bent_mm < 0.3
    assert found_paper(page, bend_mm=12.0).bent_mm > MOST_BENT_MM
