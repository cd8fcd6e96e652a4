"""Prefiltered light keeps energy and follows the surroundings."""

from __future__ import annotations

import numpy as np
import pytest

from client.render.environment import Softbox, Studio, paint
from client.render.prefilter import LEVELS, BakedLight, bake, brdf_table, harmonics


@pytest.fixture(scope="module")
def white() -> BakedLight:
    return bake(np.ones((64, 128, 3), dtype=np.float32))


def test_a_white_furnace_stays_white_at_every_roughness(white: BakedLight) -> None:
    assert len(white.specular) == LEVELS
    for level in white.specular:
        assert np.allclose(level.astype(np.float32), 1.0, atol=2e-3)


def test_a_white_furnace_lights_every_side_alike(white: BakedLight) -> None:
    sides = np.array([[1, 0, 0], [0, 1, 0], [0, 0, -1], [0.6, 0.0, 0.8]], dtype=np.float32)

    assert np.allclose(harmonics(sides) @ white.irradiance, 1.0, atol=6e-3)


def test_a_lamp_above_lights_what_faces_up_and_blurs_with_roughness() -> None:
    dark = (0.0, 0.0, 0.0)
    light = bake(paint(Studio(dark, dark, dark, (Softbox((0.0, 1.0, 0.0), (0.4, 0.4), (8.0, 8.0, 8.0)),)), 128))

    up, down = harmonics(np.array([[0, 1, 0], [0, -1, 0]], dtype=np.float32)) @ light.irradiance

    assert up[0] > 0.8
    assert down[0] < 0.2 * up[0]
    upper_face = [float(level[2].astype(np.float32).max()) for level in light.specular]
    assert upper_face == sorted(upper_face, reverse=True)
    assert upper_face[0] > 1.5 * upper_face[-1]


def test_the_brdf_returns_no_more_than_it_gets() -> None:
    table = brdf_table()

    assert table.min() >= 0.0
    assert (table[..., 0] + table[..., 1]).max() <= 1.01
    assert table[..., 2].max() <= 1.01
    # A smooth surface seen head-on returns its F0 whole.
    assert table[4, -1, 0] > 0.95
