"""How far vertices may move: a length, more on what is large, less on what is small."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.pipeline.steps.quantise import QuantiseOptions, quantise
from tests.showroom.pipeline.steps.test_simplify import ball, document


@pytest.mark.parametrize(("scale", "error_mm"), [(1.0, 0.2 * 1000 / 2**14), (10.0, 0.02 * 1.6), (100.0, 0.32)])
def test_nothing_moves_farther_than_the_model_is_large_for(scale: float, error_mm: float) -> None:
    before = document(ball(16), scale=scale)
    moved = walk.primitives(quantise(before))[0].attributes["POSITION"] - ball(16).attributes["POSITION"]
    farthest_mm = float(np.abs(moved).max()) * scale * 1000
    assert 0.2 * error_mm < farthest_mm <= error_mm


def test_a_toy_gets_a_finer_lattice_than_was_asked_for() -> None:
    toy = document(ball(16), scale=0.1)
    steps = [
        len(np.unique(walk.primitives(quantise(toy, options))[0].attributes["POSITION"][:, 0]))
        for options in (QuantiseOptions(0.5), QuantiseOptions(0.5, most_share=1.0))
    ]
    assert steps[0] > 2 * steps[1]
