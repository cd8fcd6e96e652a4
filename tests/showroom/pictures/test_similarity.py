"""Pictures that are alike and pictures that are not."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.pictures.similarity import color_differences, inside, overlap, structure, worst_tile

NOISE = np.random.default_rng(3).integers(0, 255, (48, 64, 3)).astype(np.uint8)
EVERYWHERE = np.ones((48, 64), np.bool_)


def test_equal_pictures_are_alike_in_every_measure() -> None:
    assert structure(NOISE, NOISE, EVERYWHERE) == pytest.approx(1.0)
    assert color_differences(NOISE, NOISE).max() == 0.0
    assert overlap(EVERYWHERE, EVERYWHERE) == 1.0


def test_a_shifted_pattern_has_another_structure() -> None:
    assert structure(NOISE, np.roll(NOISE, 2, axis=1), EVERYWHERE) < 0.2


def test_only_what_is_looked_at_counts() -> None:
    changed = NOISE.copy()
    changed[:, 32:] = 0
    left = EVERYWHERE.copy()
    left[:, 28:] = False
    assert structure(NOISE, changed, left) == pytest.approx(1.0)
    assert structure(NOISE, changed, ~left) < 0.5
    assert structure(NOISE, changed, ~EVERYWHERE) == 1.0


def test_structure_agrees_with_the_definition_computed_window_by_window() -> None:
    first, second = NOISE, np.roll(NOISE, 1, axis=0)
    x, y = (picture[10:17, 20:27] @ np.array([0.299, 0.587, 0.114]) for picture in (first, second))
    expected = ((2 * x.mean() * y.mean() + 6.5025) * (2 * np.cov(x.ravel(), y.ravel())[0, 1] + 58.5225)) / (
        (x.mean() ** 2 + y.mean() ** 2 + 6.5025) * (x.var(ddof=1) + y.var(ddof=1) + 58.5225)
    )
    middle = np.zeros((48, 64), np.bool_)
    middle[13, 23] = True
    assert structure(first, second, middle) == pytest.approx(expected, abs=1e-9)


def test_overlap_is_intersection_over_union() -> None:
    first, second = (np.zeros((4, 4), np.bool_) for _ in range(2))
    first[:, :2], second[:, 1:3] = True, True
    assert overlap(first, second) == pytest.approx(1 / 3)
    assert overlap(~EVERYWHERE, ~EVERYWHERE) == 1.0


def test_one_changed_spot_is_found_among_many_pixels() -> None:
    values = np.zeros((48, 64))
    values[8:16, 16:24] = 10.0
    assert worst_tile(values, EVERYWHERE) == 10.0
    assert worst_tile(values, values == 0.0) == 0.0


def test_a_silhouette_loses_its_rim_but_nothing_thin() -> None:
    shape = np.zeros((20, 20), np.bool_)
    shape[4:12, 4:12] = True
    shape[16, 2:18] = True
    found = inside(shape)
    assert found[5:11, 5:11].all()
    assert found[16, 2:18].all()
    assert found.sum() == 36 + 16
