"""Environments: painted, read from files, sampled."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.render.environment import (
    Lobes,
    Softbox,
    Studio,
    directions,
    halve,
    lobe_directions,
    paint,
    paint_lobes,
    read_radiance,
    sample,
)
from showroom.errors import Rejected

HEADER = b"#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n"
GREY = (0.1, 0.1, 0.1)


def run_length(width: int, height: int, rgbe: tuple[int, int, int, int]) -> bytes:
    line = bytes((2, 2, width >> 8, width & 255)) + b"".join(bytes((128 + width, value)) for value in rgbe)
    return HEADER + b"-Y %d +X %d\n" % (height, width) + line * height


def test_a_lamp_is_bright_where_it_hangs_and_nowhere_else() -> None:
    picture = paint(Studio(GREY, GREY, GREY, (Softbox((1.0, 0.0, 0.0), (0.3, 0.3), (5.0, 4.0, 3.0)),)), 64)

    toward = np.array([[1.0, 0.0, 0.0], [-1.0, 0.0, 0.0], [0.0, 1.0, 0.0]], dtype=np.float32)
    lit, opposite, above = sample(picture, toward)

    assert np.allclose(lit, [5.1, 4.1, 3.1], rtol=0.05)
    assert np.allclose(opposite, GREY)
    assert np.allclose(above, GREY)


def test_lobes_are_spread_evenly_and_each_shines_from_its_own_place() -> None:
    toward = lobe_directions(40)
    assert np.allclose(np.linalg.norm(toward, axis=1), 1.0, atol=1e-6)
    assert np.linalg.norm(toward.mean(axis=0)) < 0.01
    assert (np.sort(toward @ toward.T, axis=1)[:, -2] < np.cos(0.35)).all()

    picture = paint_lobes(Lobes(20.0, (*[0.0] * 7, 3.0, *[0.0] * 32)), 64)
    aside = np.cross(toward[7], np.array([1.0, 0.0, 0.0], dtype=np.float32))
    aside = np.cos(0.3) * toward[7] + np.sin(0.3) * aside / np.linalg.norm(aside)
    found = sample(picture, np.stack([toward[7], -toward[7], aside]).astype(np.float32))
    expected = np.array([3.0, 0.0, 3.0 * np.exp(20.0 * (np.cos(0.3) - 1.0))])
    assert np.allclose(found, expected[:, None], atol=0.05)


def test_floor_and_ceiling_differ() -> None:
    picture = paint(Studio((0.5, 0.0, 0.0), GREY, (0.0, 0.0, 0.5), ()), 32)

    assert picture[0, 0, 2] > 0.4 > picture[0, 0, 0]
    assert picture[-1, 0, 0] > 0.4 > picture[-1, 0, 2]


def test_sampling_a_picture_of_directions_gives_the_directions() -> None:
    toward = np.random.default_rng(1).normal(size=(200, 3)).astype(np.float32)
    toward /= np.linalg.norm(toward, axis=1, keepdims=True)
    toward = toward[np.abs(toward[:, 1]) < 0.95]

    assert np.allclose(sample(directions(128), toward), toward, atol=0.02)


def test_halving_keeps_the_mean() -> None:
    picture = np.random.default_rng(1).random((16, 32, 3)).astype(np.float32)

    assert np.allclose(halve(picture).mean(), picture.mean(), rtol=1e-5)


def test_flat_and_run_length_files_hold_the_same_light() -> None:
    rgbe = (128, 64, 32, 129)
    flat = HEADER + b"-Y 8 +X 16\n" + bytes(rgbe) * 128

    for data in (flat, run_length(16, 8, rgbe)):
        picture = read_radiance(data)
        assert picture.shape == (256, 512, 3)
        assert np.allclose(picture[100, 100], [1.0, 0.5, 0.25], rtol=1e-3)


@given(st.integers(0, 140), st.integers(0, 255))
def test_a_damaged_file_is_refused_with_one_kind_of_error(length: int, junk: int) -> None:
    data = run_length(16, 8, (128, 64, 32, 129))[:length] + bytes([junk])

    with pytest.raises(Rejected, match="bad-environment"):
        read_radiance(data)
