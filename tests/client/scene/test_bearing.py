"""What a point lies on is the nearest surface, to the inside of its triangles as to their edges."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.scene.bearing import bearers, distance_m

if TYPE_CHECKING:
    from client.scene.loader import Slot

SQUARE = np.array([[-1.0, 0.0, -1.0], [1.0, 0.0, -1.0], [1.0, 0.0, 1.0], [-1.0, 0.0, 1.0]], np.float32)
HALVES = np.array([[0, 1, 2], [0, 2, 3]], np.uint32)
edges = st.floats(-3.0, 3.0)


@given(edges, edges, edges)
def test_how_far_a_point_is_from_a_square(x: float, y: float, z: float) -> None:
    beyond = (max(abs(x) - 1.0, 0.0), y, max(abs(z) - 1.0, 0.0))
    assert distance_m(SQUARE, HALVES, np.array([x, y, z])) == pytest.approx(np.linalg.norm(beyond), abs=1e-6)


def test_a_triangle_without_area_is_as_far_as_its_line() -> None:
    line = np.array([[0.0, 0.0, 0.0], [1.0, 0.0, 0.0], [2.0, 0.0, 0.0]], np.float32)
    assert distance_m(line, np.array([[0, 1, 2]], np.uint32), np.array([1.5, 0.5, 0.0])) == pytest.approx(0.5)
    assert distance_m(line, np.zeros((0, 3), np.uint32), np.zeros(3)) == float("inf")


def test_the_nearest_part_bears_a_point_and_what_lies_right_on_it_as_well() -> None:
    def slot(height_m: float) -> Slot:
        return cast(
            "Slot", SimpleNamespace(positions=SQUARE + np.array([0.0, height_m, 0.0], np.float32), triangles=HALVES)
        )

    floor, carpet, lamp = slot(0.0), slot(0.002), slot(0.5)
    assert bearers([lamp, floor, carpet], (0.3, 0.004, 0.1), 0.1) == (carpet, floor)
    assert bearers([], (0.0, 0.0, 0.0), 1.0) == ()
