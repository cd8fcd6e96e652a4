"""Scores of a drawn picture against its reference, with numbers from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.pictures.scoring import Gate, background_of, reached_from_edge, score, silhouette
from showroom.pictures.similarity import framed_mean, likeness_map, psnr_db

SIMILARITY, NOISE_DB = 0.8106706, 15.113643
WHITE = np.array([255, 255, 255], np.uint8)


def _pair() -> tuple[np.ndarray, np.ndarray]:
    y, x = np.mgrid[0:40, 0:56]
    first = np.stack([(x * 4) % 256, (y * 6) % 256, (x * y) % 256], axis=-1)
    second = np.stack([(x * 4 + 9) % 256, (y * 5) % 256, (x * y + x) % 256], axis=-1)
    return first.astype(np.uint8), second.astype(np.uint8)


def _disc(colour: tuple[int, int, int] = (40, 120, 160), *, radius: float = 18.0) -> np.ndarray:
    picture = np.full((64, 64, 3), 255, np.uint8)
    y, x = np.mgrid[0:64, 0:64]
    inside = (x - 31.5) ** 2 + (y - 31.5) ** 2 < radius**2
    shade = 0.75 + 0.25 * np.sin(x / 3.0) * np.cos(y / 4.0)
    picture[inside] = (np.array(colour) * shade[inside][:, None]).astype(np.uint8)
    return picture


def test_similarity_and_noise_are_those_of_scikit_image() -> None:
    # structural_similarity(first, second, channel_axis=-1) and peak_signal_noise_ratio of scikit-image 0.26.
    first, second = _pair()
    assert framed_mean(likeness_map(first, second)) == pytest.approx(SIMILARITY, abs=1e-6)
    assert psnr_db(first, second) == pytest.approx(NOISE_DB, abs=1e-4)


def test_an_equal_picture_has_the_best_scores() -> None:
    found = score(_disc(), _disc(), WHITE)
    assert found.ssim == pytest.approx(1.0)
    assert (found.psnr_db, found.silhouette) == (float("inf"), 1.0)
    assert (found.srgb_deviation, found.hue_deviation) == (0.0, 0.0)
    assert Gate().failures(found) == ()


@pytest.mark.parametrize("colour", [(255, 255, 255), (40, 120, 160), (0, 0, 0)])
def test_a_blank_frame_fails_although_most_of_the_picture_is_background(colour: tuple[int, int, int]) -> None:
    reference = _disc(radius=9.0)
    blank = np.full_like(reference, 255) if colour == (255, 255, 255) else np.full_like(reference, colour)
    failures = Gate().failures(score(reference, blank, WHITE))
    assert {"silhouette", "foreground_ssim"} <= set(failures)


def test_a_white_frame_passes_khronos_similarity_which_is_why_the_foreground_counts() -> None:
    found = score(_disc(radius=9.0), np.full((64, 64, 3), 255, np.uint8), WHITE)
    assert found.ssim > Gate().ssim
    assert found.silhouette == 0.0


def test_swapped_colours_fail_by_their_hue() -> None:
    reference = _disc((90, 120, 150))
    assert "hue_deviation" in Gate().failures(score(reference, reference[..., ::-1].copy(), WHITE))


def test_a_brighter_picture_differs_without_another_hue() -> None:
    found = score(_disc((60, 60, 60)), _disc((70, 70, 70)), WHITE)
    assert found.srgb_deviation > 0.02
    assert found.hue_deviation == 0.0


def test_a_highlight_as_white_as_the_background_belongs_to_the_product() -> None:
    picture = _disc()
    picture[28:36, 28:36] = 255
    shown = silhouette(picture, WHITE)
    assert shown[31, 31]
    assert not shown[0, 0]
    assert np.array_equal(shown, silhouette(_disc(), WHITE))


def test_background_that_winds_into_the_product_is_still_background() -> None:
    free = np.zeros((9, 9), np.bool_)
    free[1, :8] = free[1:8, 7] = free[7, 1:8] = free[3:8, 1] = free[3, 1:6] = True
    free[5, 4] = True
    reached = reached_from_edge(free)
    assert reached[3, 5]
    assert not reached[5, 4]
    assert (reached <= free).all()


def test_the_background_is_what_the_edge_mostly_shows() -> None:
    picture = np.full((20, 30, 3), (250, 240, 230), np.uint8)
    picture[5:, 10:20] = 0
    assert background_of(picture).tolist() == [250, 240, 230]
