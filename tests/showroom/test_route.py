"""Ways around what stands there, walked without a jump."""

from __future__ import annotations

import math
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.route import Walker, find_way, length_m
from showroom.walking import WALK_M_PER_S, Box, Floor, blocks, free

WALL = Floor((4.0, 4.0), (Box((0.0, 0.0), (2.5, 0.2)),))
CELL = Floor(
    (4.0, 4.0),
    tuple(Box(c, h) for c, h in (((0, 1), (1, 0.1)), ((0, -1), (1, 0.1)), ((1, 0), (0.1, 1)), ((-1, 0), (0.1, 1)))),
)
DELTA_S = 0.05


def walked(floor: Floor, start: tuple[float, float], goal: tuple[float, float], facing: float) -> list[Walker]:
    walker = Walker(start, way=find_way(floor, start, goal), facing=facing)
    track = [walker]
    while walker.is_walking:
        walker = walker.step(floor, DELTA_S)
        track.append(walker)
        assert len(track) < 2000
    return track


def test_a_way_without_anything_in_it_is_straight() -> None:
    assert find_way(Floor((4.0, 4.0), ()), (-3.0, 0.0), (3.0, 1.0)) == ((3.0, 1.0),)


def test_a_way_goes_around_what_stands_there_and_not_much_further() -> None:
    way = find_way(WALL, (0.0, -1.0), (0.0, 1.0))
    assert len(way) > 1
    around = 2 * math.hypot(2.8, 0.8) + 0.4
    assert length_m((0.0, -1.0), way) < around * 1.25


def test_there_is_no_way_into_a_closed_room() -> None:
    assert find_way(CELL, (3.0, 3.0), (0.0, 0.0)) == ()


def test_a_goal_inside_a_table_becomes_a_place_beside_it() -> None:
    way = find_way(WALL, (0.0, 3.0), (0.0, 0.1))
    assert not blocks(WALL, way[-1])


@pytest.mark.parametrize("goal", [(0.0, 1.5), (3.0, 1.0), (-3.5, -3.5)])
def test_somebody_arrives_looking_as_wished(goal: tuple[float, float]) -> None:
    end = walked(WALL, (0.0, -1.5), goal, 1.0)[-1]
    assert math.dist(end.position, goal) < 0.15
    assert end.heading == pytest.approx(1.0)


PLACES = st.tuples(st.floats(-3.6, 3.6), st.floats(-3.6, 3.6))


@given(PLACES, PLACES)
def test_nobody_jumps_or_walks_through_anything(start: tuple[float, float], goal: tuple[float, float]) -> None:
    start = free(WALL, start)
    track = walked(WALL, start, goal, 0.0)
    for before, after in pairwise(track):
        assert math.dist(before.position, after.position) <= WALK_M_PER_S * DELTA_S * 1.5
        assert abs(math.remainder(after.heading - before.heading, 2 * math.pi)) < 0.3
    assert all(math.dist(each.position, free(WALL, each.position)) < 1e-3 for each in track[1:])
    assert math.dist(track[-1].position, free(WALL, goal)) < 0.2


def test_whoever_is_stuck_gives_up() -> None:
    walker = Walker((0.0, -0.48), way=((0.0, 3.0),))
    for _ in range(200):
        walker = walker.step(WALL, DELTA_S)
    assert not walker.is_walking
