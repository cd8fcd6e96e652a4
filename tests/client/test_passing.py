"""Doors: who walks through which, and where one comes out."""

from __future__ import annotations

import math

import pytest
from msgspec.structs import replace

from client.goals import goals_of
from client.model import ClientModel, Pending, passed
from client.passing import door_through, way_out
from showroom.catalogue import Catalogue, Door, Place, Text
from showroom.protocol.messages import Visitor
from showroom.walking import floor_of
from tests.client.shop import room

DOOR = Door("east", "atelier", Place((3.2, 0.0, 1.5), math.pi / 2))
MAIN = replace(room(), doors=(DOOR, Door("shut", "cellar", Place((0.0, 0.0, 3.0)))))
ATELIER = replace(
    room(),
    id="atelier",
    name=Text("Atelier", "Werkstatt"),
    doors=(Door("back", "main", Place((-2.0, 0.0, 0.0), -1.0)),),
)
CATALOGUE = Catalogue(1, (), (MAIN, ATELIER))


@pytest.mark.parametrize(
    ("position", "heading", "passes"),
    [
        ((3.2, 1.5), math.pi / 2, True),
        ((2.8, 1.2), math.pi / 2 + 0.8, True),
        ((3.2, 1.5), -math.pi / 2, False),
        ((1.5, 1.5), math.pi / 2, False),
        ((0.0, 3.0), 0.0, False),
    ],
    ids=["before it", "askew", "away from it", "far from it", "a door without a room"],
)
def test_who_walks_into_a_door_goes_through_it(position: tuple[float, float], heading: float, *, passes: bool) -> None:
    assert door_through(MAIN, CATALOGUE, position, heading) == (DOOR if passes else None)


def test_one_comes_out_at_the_door_that_leads_back_and_walks_on_away_from_it() -> None:
    place = way_out(ATELIER, "main")
    assert place is not None
    assert place.position == (-2.0, 0.0, 0.0)
    assert place.heading == pytest.approx(math.pi - 1.0)
    assert door_through(ATELIER, CATALOGUE, (-2.0, 0.0), place.heading) is None
    assert way_out(ATELIER, "cellar") is None


def test_a_room_behind_a_door_is_a_place_to_go_by_its_name() -> None:
    goals = goals_of(MAIN, CATALOGUE, floor_of(MAIN), (), "de")
    assert [(goal.names[0], goal.room, goal.spot) for goal in goals if goal.room] == [
        ("Werkstatt", "atelier", (3.2, 1.5))
    ]


def test_nothing_of_the_old_room_is_awaited_in_the_new_one() -> None:
    before = ClientModel(
        connection="online",
        visitors={1: Visitor(1, "me", "Me", "visitor")},
        pending=(Pending(1, "block", {"lid": "gold"}, 0),),
    )
    after = passed(before)
    assert (after.connection, after.visitors, after.pending) == ("connecting", {}, ())
