"""People stand where there is room, and advisers beside their visitor."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import Obstacle
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


def seen_from(visitor: Body, looks: float, spot: tuple[float, float]) -> tuple[float, float]:
    """How far to the left of the middle somebody sees a spot, in radians, and how far away in metres."""
    x, z = spot[0] - visitor.position[0], spot[1] - visitor.position[2]
    return math.remainder(math.atan2(x, z) - looks, math.tau), math.hypot(x, z)


@pytest.mark.parametrize("away_m", [1.2, 1.6, 2.5])
@pytest.mark.parametrize("turn", [0.0, 0.7, 2.0, math.pi])
def test_an_adviser_stands_in_the_picture_beside_the_product_and_never_before_it(away_m: float, turn: float) -> None:
    visitor = Body((away_m * math.sin(turn), 0.0, away_m * math.cos(turn)), facing(0.3))
    adviser = beside(PLAN, visitor, "runner")
    x, _, z = adviser.position
    aside, far_m = seen_from(visitor, turn + math.pi, (x, z))
    assert math.radians(10.0) < abs(aside) < math.radians(40.0), "half of a walking picture is 44 degrees wide"
    assert far_m * math.cos(aside) >= away_m - 1e-6, "not between the eye and the product"
    assert is_free(PLAN, x, z)
    forward = (math.sin(heading_of(adviser.rotation)), math.cos(heading_of(adviser.rotation)))
    length = math.hypot(x, z)
    assert forward == pytest.approx((-x / length, -z / length)), "and looks at what they look at"


def test_an_adviser_comes_to_the_left_where_no_panel_is_unless_somebody_stands_there() -> None:
    visitor = Body((0.0, 0.0, 1.6), facing(math.pi))
    left = beside(PLAN, visitor, "runner").position
    assert left[0] < 0.0, "the left of who looks along -Z"
    taken = beside(PLAN, visitor, "runner", [(left[0], left[2])]).position
    assert math.dist(taken, left) > 0.6
    assert abs(seen_from(visitor, math.pi, (taken[0], taken[2]))[0]) < math.radians(40.0)


def test_an_adviser_stands_behind_the_table_on_which_the_product_is() -> None:
    table = replace(PLAN, obstacles=(Obstacle((0.0, 0.0), (1.6, 0.4)),))
    x, _, z = beside(table, Body((0.0, 0.0, 1.6), facing(math.pi)), "runner").position
    assert z < -0.4 - 0.3
    assert abs(seen_from(Body((0.0, 0.0, 1.6), facing(math.pi)), math.pi, (x, z))[0]) < math.radians(40.0)


def test_an_adviser_stands_neither_in_furniture_nor_behind_it() -> None:
    shelf = replace(PLAN, obstacles=(Obstacle((0.0, -1.2), (2.0, 0.3)), Obstacle((-0.6, 0.9), (0.3, 0.3))))
    visitor = Body((0.0, 0.0, 1.6), facing(math.pi))
    x, _, z = beside(shelf, visitor, "runner").position
    assert is_free(shelf, x, z)
    assert z > -0.9, "before the shelf"
    assert x > 0.0, "on the side that nothing hides"


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
