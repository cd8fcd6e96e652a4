"""The darkness under a product is what its underside hides."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from client.render.grounding import darkness_below

Mesh = tuple[NDArray[np.float32], NDArray[np.uint32]]


def plate(height: float, half: float = 0.5) -> Mesh:
    corners = np.array(
        [[-half, height, -half], [half, height, -half], [half, height, half], [-half, height, half]], dtype=np.float32
    )
    return corners, np.array([[0, 2, 1], [0, 3, 2]], dtype=np.uint32)


def test_a_plate_hides_its_form_factor_from_the_point_below_its_middle() -> None:
    darkness = darkness_below([plate(0.5)])

    assert darkness is not None
    # Howell's B-4 for a corner of a by b at height c, four times.
    a = 0.5 / 0.5
    corner = (a / np.sqrt(1 + a * a)) * np.arctan(a / np.sqrt(1 + a * a)) * 2 / (2 * np.pi)
    middle = darkness.hidden[96, 96]
    assert abs(middle - 4 * corner) < 0.05


def test_contact_is_dark_and_distance_is_not() -> None:
    low, high = darkness_below([plate(0.01)]), darkness_below([plate(1.0)])

    assert low is not None
    assert high is not None
    assert low.hidden.max() > 0.9
    assert high.hidden.max() < 0.4
    assert low.hidden[0].max() == low.hidden[:, -1].max() == 0.0


@given(st.floats(0.02, 2.0), st.floats(0.0, 0.01))
def test_the_darkness_of_contact_never_vanishes(half: float, height: float) -> None:
    darkness = darkness_below([plate(height * half, half)], cells=32)

    assert darkness is not None
    assert darkness.hidden.max() > 0.95


def test_the_darkness_lies_where_the_product_stands() -> None:
    positions, triangles = plate(0.02, 0.1)
    moved = positions + np.array([2.0, 0.7, -3.0], dtype=np.float32)

    darkness = darkness_below([(moved, triangles)], floor_m=0.7)

    assert darkness is not None
    rows, columns = np.nonzero(darkness.hidden > 0.5)
    cell_m = darkness.edge_m / len(darkness.hidden)
    assert abs(darkness.low[0] + (columns.mean() + 0.5) * cell_m - 2.0) < 0.01
    assert abs(darkness.low[1] + (rows.mean() + 0.5) * cell_m + 3.0) < 0.01


def test_nothing_casts_no_darkness() -> None:
    assert darkness_below([]) is None
    assert darkness_below([(np.zeros((0, 3), dtype=np.float32), np.zeros((0, 3), dtype=np.uint32))]) is None
