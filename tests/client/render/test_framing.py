"""Cameras that show the whole product."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.render.framing import FOV_DEG, VIEWS, along, find_view, fit, stand_at
from showroom.errors import Rejected

WHOLE = [name for name in VIEWS if VIEWS[name].fill <= 1.0]


def seen(matrix: np.ndarray, points: np.ndarray, aspect: float) -> np.ndarray:
    local = np.linalg.inv(matrix) @ np.concatenate([points, np.ones((len(points), 1))], axis=1).T
    half = math.tan(math.radians(FOV_DEG) / 2.0)
    return np.stack([local[0] / -local[2] / (half * aspect), local[1] / -local[2] / half], axis=-1)


@given(
    st.sampled_from(WHOLE),
    st.tuples(st.floats(0.02, 9.0), st.floats(0.02, 9.0), st.floats(0.02, 9.0)),
    st.floats(0.5, 2.5),
)
def test_every_view_holds_the_whole_product_in_the_middle(
    name: str, size: tuple[float, float, float], aspect: float
) -> None:
    corners = np.array([[x, y, z] for x in (-0.5, 0.5) for y in (0.0, 1.0) for z in (-0.5, 0.5)]) * size + [3, 0, -2]

    places = seen(fit(corners, VIEWS[name], aspect), corners, aspect)

    assert abs(np.abs(places).max() - VIEWS[name].fill) < 0.001
    assert np.abs(places.min(axis=0) + places.max(axis=0)).max() < 0.001


def test_an_unknown_view_is_refused_with_the_known_ones() -> None:
    with pytest.raises(Rejected, match="hero, front"):
        find_view("below")


def test_something_long_is_seen_from_its_own_front() -> None:
    low, high = np.zeros(3), np.array([0.3, 0.1, 0.1])

    assert along(VIEWS["front"], low, high).azimuth_deg == 90.0
    assert along(VIEWS["front"], low, high[::-1]) == VIEWS["front"]


def test_a_free_camera_looks_at_the_middle() -> None:
    corners = np.array([[0.0, 0.0, 0.0], [2.0, 2.0, 2.0]])

    matrix = stand_at((1.0, 1.0, 5.0), corners)

    assert np.allclose(-matrix[:3, 2], [0.0, 0.0, -1.0])
