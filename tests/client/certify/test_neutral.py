"""The light that certification pictures are drawn in."""

from __future__ import annotations

import numpy as np
import pytest

from client.certify.neutral import neutral_mood
from client.render.environment import Lobes, directions, paint_lobes


def test_the_light_is_low_order_without_colour_and_as_bright_as_its_swatches() -> None:
    surroundings = neutral_mood().surroundings
    assert isinstance(surroundings, Lobes)
    assert len(surroundings.radiance) <= 64
    assert min(surroundings.radiance) >= 0.0

    picture = paint_lobes(surroundings, 64)
    toward = directions(64)
    area = np.sqrt(1.0 - toward[..., 1] ** 2)
    assert np.ptp(picture, axis=-1).max() == 0.0
    # The kit wants colours on screen to be those of the swatch: a white wall is about white, whichever way it faces.
    assert float((picture[..., 0] * area).sum() / area.sum()) == pytest.approx(1.0, abs=0.3)


def test_no_lamp_adds_to_it() -> None:
    assert neutral_mood().key_radiance == (0.0, 0.0, 0.0)
