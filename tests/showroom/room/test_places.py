"""People stand where there is room, and advisers beside their visitor."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.protocol.messages import Body
from showroom.room.places import BESIDE_M, beside, entrance, facing, heading_of, is_free
from tests.showroom.room.samples import PLAN


@given(st.floats(-3.1, 3.1))
def test_a_heading_survives_its_rotation(heading: float) -> None:
    assert heading_of(facing(heading)) == pytest.approx(heading)


def test_newcomers_do_not_stand_in_each_other_or_in_things() -> None:
    bodies = [entrance(PLAN, number).position for number in range(12)]
    apart = [math.dist(a, b) for index, a in enumerate(bodies) for b in bodies[:index]]
    assert min(apart) > 0.5
    assert all(is_free(PLAN, x, z) for x, _, z in bodies)


def test_an_adviser_stands_beside_the_visitor_and_looks_at_what_they_look_at() -> None:
    visitor = Body((0.0, 0.0, 3.0), facing(math.pi))
    adviser = beside(PLAN, visitor, "runner")
    x, _, z = adviser.position
    assert math.dist(adviser.position, visitor.position) == pytest.approx(BESIDE_M)
    assert (x, z) == pytest.approx((1.2, 3.0)), "at the right hand of who looks along -Z"
    forward = (math.sin(heading_of(adviser.rotation)), math.cos(heading_of(adviser.rotation)))
    length = math.hypot(x, z)
    assert forward == pytest.approx((-x / length, -z / length))


def test_an_adviser_of_somebody_who_looks_at_nothing_looks_at_them() -> None:
    visitor = Body((3.0, 0.0, -3.0), facing(0.0))
    adviser = beside(PLAN, visitor, None)
    x, _, z = adviser.position
    heading = heading_of(adviser.rotation)
    assert (x + BESIDE_M * math.sin(heading), z + BESIDE_M * math.cos(heading)) == pytest.approx((3.0, -3.0))


@given(st.floats(-9.5, 9.5), st.floats(-7.5, 7.5), st.floats(-3.1, 3.1), st.sampled_from([None, "runner", "car"]))
def test_an_adviser_never_stands_in_the_wall(x: float, z: float, heading: float, focus: str | None) -> None:
    at_x, _, at_z = beside(PLAN, Body((x, 0.0, z), facing(heading)), focus).position
    assert abs(at_x) <= 10.0
    assert abs(at_z) <= 8.0


def test_things_are_in_the_way() -> None:
    assert is_free(PLAN, 0.0, 2.0)
    assert not is_free(PLAN, 0.0, 0.6), "the plinth"
    assert not is_free(PLAN, 5.0, 5.0), "the obstacle"
    assert not is_free(PLAN, 9.9, 0.0), "the wall"
