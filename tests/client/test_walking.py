"""Nobody walks through walls, furniture or plinths."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from client.player import (
    BODY_M,
    ELBOW_ROOM_M,
    Player,
    flown,
    in_front_of,
    inspecting,
    kept_apart,
    moved,
    stepped_back,
    turned,
    zoomed,
)
from showroom.walking import RADIUS_M, Box, Floor, blocks, floor_of, free, walk
from tests.server.samples import room_plan

FLOOR = Floor((5.0, 4.0), (Box((0.0, 0.0), (0.5, 0.3), 0.6), Box((2.5, 1.0), (0.4, 0.4))))
places = st.tuples(st.floats(-4.5, 4.5), st.floats(-3.5, 3.5))
ways = st.tuples(st.floats(-9.0, 9.0), st.floats(-9.0, 9.0))


def inside(box: Box, point: tuple[float, float], margin: float) -> bool:
    x, z = point[0] - box.centre[0], point[1] - box.centre[1]
    sine, cosine = math.sin(-box.heading), math.cos(-box.heading)
    local = (x * cosine + z * sine, z * cosine - x * sine)
    away = (max(0.0, abs(local[0]) - box.half[0]), max(0.0, abs(local[1]) - box.half[1]))
    return math.hypot(*away) < RADIUS_M - margin


@given(places, ways)
def test_wherever_one_goes_one_ends_on_the_floor_beside_everything(
    start: tuple[float, float], way: tuple[float, float]
) -> None:
    end = walk(FLOOR, free(FLOOR, start), way)
    assert abs(end[0]) <= FLOOR.half[0] - RADIUS_M + 1e-9
    assert abs(end[1]) <= FLOOR.half[1] - RADIUS_M + 1e-9
    assert not any(inside(box, end, 0.02) for box in FLOOR.boxes)


def test_one_slides_along_a_wall() -> None:
    x, z = walk(FLOOR, (4.0, -3.0), (3.0, 2.0))
    assert x == FLOOR.half[0] - RADIUS_M
    assert z > -1.2


def test_a_plinth_is_in_the_way() -> None:
    floor = floor_of(room_plan())
    assert blocks(floor, (0.0, -2.0))
    assert not blocks(floor, (0.0, 0.0))


def test_forward_is_where_one_looks_and_right_is_at_the_right_hand() -> None:
    player = Player((0.0, 3.0), math.pi, walking=1.0)
    floor = Floor((9.0, 9.0), ())
    ahead = moved(player, floor, 1.0, 0.0, 0.5).position
    assert ahead[1] < 2.5
    assert abs(ahead[0]) < 1e-9
    aside = moved(player, floor, 0.0, 1.0, 0.5).position
    assert aside[0] > 0.5  # looking towards -Z, the right hand is at +X


def test_a_glance_does_not_turn_over() -> None:
    player = turned(Player((0.0, 0.0), 0.0), 0.0, 100_000.0)
    assert player.pitch <= 1.2


def test_inspecting_flies_to_the_product_and_back_without_a_jump() -> None:
    player = inspecting(Player((0.0, 3.0), math.pi), (0.0, 1.0, 0.0), 0.2, 0.0)
    before = player.camera.position
    for _ in range(80):
        player = flown(player, 1 / 60)
        assert math.dist(before, player.camera.position) < 0.2
        before = player.camera.position
    player = stepped_back(player)
    assert math.dist(before, player.camera.position) < 1e-6
    for _ in range(80):
        player = flown(player, 1 / 60)
    assert player.camera == player.own_camera


def test_zooming_stops_before_the_product_and_before_losing_it() -> None:
    player = inspecting(Player((0.0, 3.0), math.pi), (0.0, 1.0, 0.0), 0.2, 0.0)
    near, far = zoomed(player, 100.0), zoomed(player, -100.0)
    assert near.orbit is not None
    assert far.orbit is not None
    assert near.orbit.distance_m > 0.2
    assert far.orbit.distance_m < 1.3
    assert zoomed(Player((0.0, 0.0), 0.0), 3.0) == Player((0.0, 0.0), 0.0)


def test_one_stands_before_a_product_and_looks_at_it() -> None:
    spot, heading = in_front_of(Floor((5.0, 5.0), ()), (1.0, 1.0, -2.0), 0.0, 1.5)
    assert spot == (1.0, -0.5)
    assert math.isclose(abs(heading), math.pi)


def test_people_who_look_at_the_same_thing_stand_beside_each_other() -> None:
    floor = Floor((9.0, 9.0), ())
    taken: list[tuple[float, float]] = []
    for _ in range(6):
        spot, heading = in_front_of(floor, (0.0, 1.0, 0.0), 0.3, 1.6, taken)
        assert all(math.dist(spot, other) >= ELBOW_ROOM_M for other in taken)
        assert math.dist((math.sin(heading), math.cos(heading)), (-spot[0] / 1.6, -spot[1] / 1.6)) < 1e-9
        taken.append(spot)


@given(st.lists(st.tuples(st.floats(-3, 3), st.floats(-3, 3)), max_size=1), st.floats(0, 6.28))
def test_nobody_walks_into_somebody(others: list[tuple[float, float]], heading: float) -> None:
    floor = Floor((4.0, 4.0), ())
    player = Player((0.0, 0.0), heading)
    for _ in range(60):
        player = kept_apart(moved(player, floor, 1.0, 0.0, 0.05), floor, others)
        assert all(math.dist(player.position, other) > BODY_M - 0.05 for other in others if other != (0.0, 0.0))
