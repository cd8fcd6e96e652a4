"""A model in one colour still stands and moves as the model itself does."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.gltf import walk
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.proof.silhouette import KEY, keyed
from tests.showroom.gltf import moving


@pytest.mark.parametrize("make", [moving.arm, moving.slider], ids=["a skin", "morph targets"])
def test_a_model_that_moves_has_the_silhouette_of_where_it_is(make: object) -> None:
    document = make()  # type: ignore[operator] # of the two makers above
    flat = read(write(keyed(document)))
    assert np.allclose(walk.bounds(flat), walk.bounds(document))
    for before, after in zip(walk.primitives(document), walk.primitives(flat), strict=True):
        assert len(before.targets) == len(after.targets)
        assert {name for name in before.attributes if name.startswith(("JOINTS", "WEIGHTS"))} <= after.attributes.keys()
        assert after.material is not None
        assert (after.material.base_color, after.material.unlit) == (KEY, True)
