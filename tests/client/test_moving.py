"""Walking where one clicks, jumping from the map, and an eye that stays in the room."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from client.acting import Acting
from client.cards import Cards
from client.intents import Pick
from client.journal import Journal
from client.mapping import RoomMap
from client.model import ClientModel
from client.player import Camera, Player, floor_spot, kept_apart, kept_inside
from client.strolling import begun, strolled
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Door, Place, Text
from showroom.protocol.messages import Focus, Visitor
from showroom.ui.cards import MapView
from showroom.walking import Box, Floor, blocks, floor_of
from tests.client.shop import room
from tests.client.test_app_parts import catalogue

if TYPE_CHECKING:
    from showroom.catalogue import Vector3
    from showroom.walking import Point

FLOOR = Floor((4.0, 4.0), (Box((0.0, 0.0), (1.0, 0.4)),))
WALL = Floor((4.0, 4.0), (Box((0.0, 0.0), (4.0, 0.4)),))
TICK_S = 1 / 30


def walked(floor: Floor, player: Player, goal: Point, others: tuple[Point, ...] = ()) -> tuple[list[Point], Player]:
    """Every place on the way, and where it ends; at most a minute."""
    stroll, way = begun(player, floor, goal), []
    for _ in range(round(60 / TICK_S)):
        if stroll is None:
            break
        stroll, player = strolled(stroll, player, floor, TICK_S)
        player = kept_apart(player, floor, others)
        way.append(player.position)
    assert stroll is None, "the walk ends"
    return way, player


def test_one_walks_around_what_stands_in_the_way() -> None:
    way, player = walked(FLOOR, Player((0.0, 2.0), math.pi), (0.0, -2.0))
    assert math.dist(player.position, (0.0, -2.0)) < 0.15
    assert not any(blocks(FLOOR, spot) for spot in way)
    assert max(abs(x) for x, _ in way) > 1.2


def test_where_no_way_leads_nobody_sets_out() -> None:
    assert begun(Player((0.0, 2.0), 0.0), WALL, (0.0, -2.0)) is None


def test_a_click_on_furniture_leads_beside_it() -> None:
    _, player = walked(FLOOR, Player((0.0, 2.0), 0.0), (0.0, 0.2))
    assert math.dist(player.position, (0.0, 0.68)) < 0.2


def test_somebody_who_stands_on_the_goal_ends_the_walk() -> None:
    _, player = walked(FLOOR, Player((-3.0, 2.0), 0.0), (3.0, 2.0), ((3.0, 2.0),))
    assert 0.5 < math.dist(player.position, (3.0, 2.0)) < 1.0


def test_a_ray_that_looks_up_meets_no_floor() -> None:
    assert floor_spot((0.0, 1.6, 0.0), (0.0, 0.1, -1.0)) is None
    assert floor_spot((1.0, 1.6, 2.0), (0.0, -0.8, -0.6)) == (1.0, 2.0 - 1.6 / 0.8 * 0.6)


coordinates = st.floats(-12.0, 12.0)


@given(st.tuples(coordinates, st.floats(-4.0, 9.0), coordinates), st.floats(-3.5, 3.5), st.floats(-3.5, 3.5))
def test_the_eye_stays_within_walls_floor_and_ceiling(eye: Vector3, x: float, z: float) -> None:
    kept = kept_inside(Camera(eye, (x, 1.0, z), 40.0), FLOOR)
    assert abs(kept.position[0]) < 4.0
    assert abs(kept.position[2]) < 4.0
    assert 0.0 < kept.position[1] < 3.3
    before = [at - to for at, to in zip(eye, kept.target, strict=True)]
    after = [at - to for at, to in zip(kept.position, kept.target, strict=True)]
    assert math.hypot(*after) <= math.hypot(*before) + 1e-9
    assert sum(a * b for a, b in zip(before, after, strict=True)) >= math.hypot(*before) * math.hypot(*after) - 1e-6


class Person:
    """Somebody in the room of two products, who clicks and presses keys."""

    def __init__(self, meets: str | None = None) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.visit.catalogue, self.visit.floor = catalogue(), floor_of(room())
        self.visit.player = Player((0.0, 2.5), math.pi)
        self.visit.model = ClientModel(
            you=1, visitors={1: Visitor(1, "me", "Me", "visitor"), 2: Visitor(2, "ben", "Ben", "visitor")}
        )
        self.visit.bodies = {2: (1.0, 1.0)}
        self.sent: list[object] = []
        self.entered: list[str] = []
        self.plan = room()
        world: Any = SimpleNamespace(exhibits={}, hit=lambda *_: meets)
        nothing: Any = SimpleNamespace(chat=SimpleNamespace(focus=lambda: None))
        self.acting = Acting(self.visit, world, nothing, nothing, self.sent.append)
        self.cards = Cards(
            self.visit, {"map": RoomMap(self.visit, lambda: self.plan, self.acting.leave_inspect, self.entered.append)}
        )
        self.acting.learn(self.cards.verbs, self.cards.intend)

    def press(self, *keys: str) -> list[bool]:
        return [self.cards.press(key) for key in keys]

    @property
    def map(self) -> MapView:
        view = self.cards.view()
        assert isinstance(view, MapView)
        return view


def test_a_click_on_the_floor_sets_out_and_one_beside_the_room_does_not() -> None:
    person = Person()
    person.acting.clicked((0.0, 1.6, 2.5), (0.0, -0.6, -0.8))
    assert person.visit.stroll is not None
    assert person.visit.stroll.goal is not None
    assert math.dist(person.visit.stroll.goal, (0.0, 2.5 - 1.6 / 0.6 * 0.8)) < 1e-6
    person.visit.stroll = None
    person.acting.clicked((0.0, 1.6, 2.5), (0.0, -0.1, 0.995))
    assert person.visit.stroll is None


def test_a_click_on_a_product_does_not_walk() -> None:
    person = Person(meets="block")
    person.acting.clicked((0.0, 1.6, 2.5), (0.0, -0.6, -0.8))
    assert person.visit.stroll is None


def test_the_map_shows_everything_and_keys_alone_lead_to_a_product() -> None:
    person = Person()
    assert person.press("enter", "arrow_up") == [False, False], "a closed card takes no keys"
    person.acting.do("map")
    shown = person.map
    assert [(goal.name, goal.product, goal.selected) for goal in shown.goals] == [("The block", True, True)]
    assert shown.people == (((1.0, 1.0), "Ben", False),)
    assert len(shown.plinths) == 2
    assert shown.me == (0.0, 2.5)
    assert person.press("arrow_down", "arrow_left", "enter", "enter") == [True, True, True, False]
    spot = person.visit.player.position
    assert math.dist(spot, (-1.2, -1.5)) < 1.6
    ahead = (math.sin(person.visit.player.heading), math.cos(person.visit.player.heading))
    towards = (-1.2 - spot[0], -1.5 - spot[1])
    assert ahead[0] * towards[0] + ahead[1] * towards[1] > 0.99 * math.hypot(*towards)
    assert person.visit.veil_s > 0


def test_a_room_behind_a_door_is_on_the_map_and_is_gone_into() -> None:
    person = Person()
    known = catalogue()
    behind = replace(room(), id="atelier", name=Text("Atelier", "Werkstatt"))
    person.visit.catalogue = replace(known, rooms=(*known.rooms, behind))
    person.plan = replace(room(), doors=(Door("east", "atelier", Place((3.2, 0.0, 1.5), math.pi / 2)),))
    person.acting.do("map")
    assert [goal.name for goal in person.map.goals] == ["The block", "Atelier"]
    person.press("arrow_down", "enter")
    assert person.entered == ["atelier"]
    assert person.visit.opened is None


def test_a_pin_is_clicked_while_looking_closely() -> None:
    person = Person()
    person.visit.inspected = "block"
    person.acting.do("map")
    person.acting.intend(Pick(0, "take"))
    assert person.visit.inspected is None
    assert person.sent == [Focus(None)]
    assert person.visit.opened is None


def test_escape_and_the_same_key_close_the_map() -> None:
    person = Person()
    person.acting.do("map")
    person.press("escape")
    assert person.visit.opened is None
    person.acting.do("map")
    person.acting.do("map")
    assert person.visit.opened is None
