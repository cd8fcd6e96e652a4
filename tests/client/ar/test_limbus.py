from __future__ import annotations

import numpy as np
import pytest

from client.ar.limbus import refined
from showroom.tryon.face import LEFT_EYE_OUTER, POINTS, RIGHT_EYE_OUTER

MIDDLES = ((70.3, 60.6), (149.8, 61.2))


def eyes(widths_px: tuple[float, float], white: float = 190.0) -> np.ndarray:
    """Two irises, cut by lids above and below, a little blurred by averaging 4 by 4 rays a pixel."""
    v, u = (np.mgrid[0:480, 0:880] + 0.5) / 4.0
    grey = np.full(u.shape, 140.0)
    for (x, y), width in zip(MIDDLES, widths_px, strict=True):
        open_px = 0.42 * width
        lid = np.abs(v - y) < open_px * np.sqrt(np.maximum(1.0 - ((u - x) / (1.4 * width)) ** 2, 0.0))
        grey[lid] = white
        grey[lid & (np.hypot(u - x, v - y) < width / 2.0)] = 60.0
    seen: np.ndarray = (grey.reshape(120, 4, 220, 4).mean(axis=(1, 3)) + 0.5).astype(np.uint8)
    return seen


def guess(width_px: float, share: float) -> tuple[np.ndarray, np.ndarray]:
    """What a model says that errs by a share of the width, and a face of average proportions around it."""
    around = np.array([(0.0, 0.0), (1.0, 0.0), (0.0, -1.0), (-1.0, 0.0), (0.0, 1.0)]) * width_px * share / 2.0
    points = np.zeros((POINTS, 3))
    points[LEFT_EYE_OUTER, 0] = width_px * 92.4 / 11.7
    points[RIGHT_EYE_OUTER, 0] = 0.0
    return np.array(MIDDLES)[:, None] + around + 1.2, points


@pytest.mark.parametrize("share", [0.7, 0.9, 1.15])
def test_an_iris_is_as_wide_as_in_the_picture_whatever_the_model_said(share: float) -> None:
    irises, points = guess(18.0, share)
    found = refined(eyes((18.9, 18.9)), irises, points)
    assert found is not None
    assert np.linalg.norm(found[:, 1] - found[:, 3], axis=1) == pytest.approx([18.9, 18.9], rel=0.03)
    # Lids hide the upper and lower edge: across, the middle is sure; upright, it stays about where the model has it.
    assert np.abs(found[:, 0, 0] - np.array(MIDDLES)[:, 0]).max() < 0.3
    assert np.abs(found[:, 0, 1] - np.array(MIDDLES)[:, 1]).max() < 1.3


def test_eyes_without_white_tell_nothing() -> None:
    assert refined(eyes((18.0, 18.0), white=64.0), *guess(18.0, 1.0)) is None


def test_eyes_that_show_different_circles_tell_nothing() -> None:
    assert refined(eyes((15.5, 22.0)), *guess(18.0, 1.0)) is None
