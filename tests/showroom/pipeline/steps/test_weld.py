"""Equal vertices become one, and nothing else changes."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from showroom.gltf.model import Material, Primitive
from showroom.pipeline.steps.weld import welded
from tests.showroom.gltf.models import box


def soup(primitive: Primitive) -> Primitive:
    """Every corner a vertex of its own."""
    attributes = {name: array[primitive.indices] for name, array in primitive.attributes.items()}
    return Primitive(attributes, np.arange(len(primitive.indices), dtype=np.uint32), primitive.material)


def corners(primitive: Primitive) -> np.ndarray:
    return np.concatenate([array[primitive.indices] for array in primitive.attributes.values()], axis=1)


def test_a_soup_becomes_the_box_that_it_was() -> None:
    whole = box(Material("sole"))
    again = welded(soup(whole))
    assert len(again.attributes["POSITION"]) == 24
    assert np.array_equal(corners(again), corners(whole))


def test_what_is_welded_is_left_alone() -> None:
    whole = welded(box(None))
    assert welded(whole) is whole


def test_hard_edges_and_seams_stay() -> None:
    assert len(welded(box(None)).attributes["POSITION"]) == 24


def test_unused_vertices_and_flat_triangles_go() -> None:
    whole = box(None)
    whole.indices = np.concatenate([whole.indices[:30], np.array([0, 0, 1], np.uint32)])
    again = welded(whole)
    assert (len(again.indices), len(again.attributes["POSITION"])) == (30, 20)


def test_negative_zero_is_zero() -> None:
    points = np.array([[0, 0, 0], [1, 0, 0], [0, 1, 0], [-0.0, 0, 0], [1, 0, 0], [0, 1, 0]], np.float32)
    both = Primitive({"POSITION": points}, np.arange(6, dtype=np.uint32), None)
    assert len(welded(both).attributes["POSITION"]) == 3


@given(
    arrays.arrays(np.float32, (12, 3), elements=st.sampled_from([0.0, -0.0, 1.0, 2.0])),
    arrays.arrays(np.uint32, 12, elements=st.integers(0, 11)),
)
def test_the_triangles_that_are_left_are_those_that_were_there(points: np.ndarray, indices: np.ndarray) -> None:
    before = Primitive({"POSITION": points}, indices, None)
    after = welded(before)
    found, expected = (corners(one).reshape(-1, 9) for one in (after, before))
    assert {row.tobytes() for row in found + 0.0} <= {row.tobytes() for row in expected + 0.0}
    assert len(after.attributes["POSITION"]) <= len(points)
