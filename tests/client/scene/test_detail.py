"""Which level is drawn: by what half a pixel is at that distance, and without switching to and fro."""

from __future__ import annotations

import pytest

from client.scene.detail import MOST_PX, SMALL_PX, fitting_level, is_small, pixels_per_radian

ERRORS_M = (0.0005, 0.002)
PER_RADIAN = pixels_per_radian(40.0, 720)


def test_something_as_large_as_it_is_far_away_fills_a_picture_of_twice_the_tangent() -> None:
    assert pixels_per_radian(90.0, 720) == pytest.approx(360.0)


@pytest.mark.parametrize(("distance_m", "level"), [(-1.0, 0), (0.5, 0), (2.0, 1), (30.0, 2)])
def test_the_coarsest_level_within_half_a_pixel_is_drawn(distance_m: float, level: int) -> None:
    assert fitting_level(ERRORS_M, distance_m, PER_RADIAN, 2) == level
    if level:
        assert ERRORS_M[level - 1] / distance_m * PER_RADIAN <= MOST_PX


def test_a_taller_picture_wants_a_finer_level() -> None:
    assert fitting_level(ERRORS_M, 2.0, PER_RADIAN, 0) > fitting_level(ERRORS_M, 2.0, 4 * PER_RADIAN, 0)


def test_on_the_border_what_is_drawn_stays() -> None:
    border_m = ERRORS_M[0] * PER_RADIAN / MOST_PX
    assert fitting_level(ERRORS_M, border_m * 1.01, PER_RADIAN, 0) == 0
    assert fitting_level(ERRORS_M, border_m * 1.01, PER_RADIAN, 1) == 1
    assert fitting_level(ERRORS_M, border_m * 0.99, PER_RADIAN, 1) == 0


def test_a_model_without_levels_is_drawn_itself() -> None:
    assert fitting_level((), 100.0, PER_RADIAN, 0) == 0


def test_what_is_small_in_the_picture_is_drawn_as_a_whole_and_stays_so_on_the_border() -> None:
    border_m = 2 * 0.2 * PER_RADIAN / SMALL_PX
    assert not is_small(0.2, border_m * 0.99, PER_RADIAN, shown=True)
    assert is_small(0.2, border_m * 1.01, PER_RADIAN, shown=True)
    assert not is_small(0.2, border_m * 1.01, PER_RADIAN, shown=False)
    assert is_small(0.2, border_m * 1.2, PER_RADIAN, shown=False)
