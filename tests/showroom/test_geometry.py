from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.geometry import heading_from_quaternion, quaternion_from_gaze, quaternion_from_heading

headings = st.floats(-3.14, 3.14)


@given(headings)
def test_a_heading_survives_being_a_quaternion(heading: float) -> None:
    assert heading_from_quaternion(quaternion_from_heading(heading)) == pytest.approx(heading, abs=1e-9)


@given(headings, st.floats(-1.2, 1.2))
def test_a_gaze_goes_where_its_heading_and_pitch_say(heading: float, pitch: float) -> None:
    x, y, z, w = quaternion_from_gaze(heading, pitch)
    ahead = (2 * (x * z + w * y), 2 * (y * z - w * x), 1 - 2 * (x * x + y * y))
    flat = math.cos(pitch)
    assert ahead == pytest.approx((flat * math.sin(heading), math.sin(pitch), flat * math.cos(heading)), abs=1e-9)


def test_a_quarter_turn_faces_plus_x() -> None:
    x, y, z, w = quaternion_from_heading(math.pi / 2)
    assert 2 * (x * z + w * y) == pytest.approx(1.0)
    assert 1 - 2 * (x * x + y * y) == pytest.approx(0.0)
