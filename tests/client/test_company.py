"""Following and coming: only by consent, ended by one's own step; who sits stands up to walk."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from client.company import Company
from client.gathering import Gathering, others, people_view
from client.journal import Journal
from client.model import ClientModel, reduce
from client.presenter import Presenter, Situation
from client.sync import Shown
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.geometry import quaternion_from_heading
from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Mingle, Point, Pointed
from showroom.protocol.messages import Visitor
from showroom.protocol.order import Hidden
from showroom.walking import Box, Floor, blocks, floor_of
from tests.client.shop import room

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan


class Person:
    """Somebody with Ben three metres away."""

    def __init__(self) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        ben, me = Visitor(2, "v-ben", "Ben", "visitor"), Visitor(1, "v-me", "Me", "visitor")
        self.visit.model = ClientModel(connection="online", you=1, visitor="v-me", visitors={1: me, 2: ben})
        self.visit.floor = Floor((8.0, 8.0), ())
        self.visit.player = replace(self.visit.player, position=(0.0, 0.0))
        self.visit.bodies = {2: (3.0, 0.0)}
        self.sent: list[object] = []
        self.plan: RoomPlan | None = None
        self.company = Company(self.visit, self.sent.append, lambda: (1.0, 0.5, 2.0), lambda: self.plan)

    def do(self, *verbs: str) -> None:
        for verb in verbs:
            self.company.verbs[verb]()


def test_nobody_is_followed_who_has_not_said_yes() -> None:
    person = Person()
    person.do("follow")
    assert isinstance(person.sent[-1], Ask)
    person.company.step(10.0, walks=False)
    assert person.visit.stroll is None
    person.company.take(Answered("v-eve", "Eve", "follow", agreed=True), 0.0)
    person.company.take(Answered("v-ben", "Ben", "summon", agreed=True), 0.0)
    person.company.step(11.0, walks=False)
    assert person.visit.stroll is None
    person.company.take(Answered("v-ben", "Ben", "follow", agreed=True), 0.0)
    person.company.step(12.0, walks=False)
    assert person.visit.stroll is not None
    goal = person.visit.stroll.goal
    assert goal is not None
    assert 0.5 < goal[0] < 2.6


def test_a_step_of_ones_own_or_their_leaving_ends_following() -> None:
    for leaves in (False, True):
        person = Person()
        person.do("follow")
        person.company.take(Answered("v-ben", "Ben", "follow", agreed=True), 0.0)
        person.company.step(1.0, walks=False)
        person.visit.stroll = None
        if leaves:
            person.visit.bodies = {}
        person.company.step(2.0, walks=not leaves)
        person.visit.bodies = {2: (6.0, 0.0)}
        person.company.step(5.0, walks=False)
        assert person.visit.stroll is None


@pytest.mark.parametrize("answer", ["agree", "decline"])
def test_who_is_asked_to_come_answers_and_comes_only_with_a_yes(answer: str) -> None:
    person, agreed = Person(), answer == "agree"
    person.company.take(Asked("v-ben", "Ben", "summon"), 0.0)
    shown = person.company.asked()
    assert shown is not None
    assert "Ben" in shown.sentence
    person.do(answer)
    sent = person.sent[-1]
    assert isinstance(sent, Answer)
    assert sent.agreed is agreed
    assert (person.visit.stroll is not None) is agreed
    assert person.company.asked() is None


def test_who_is_asked_to_come_stands_where_they_are_seen_and_not_before_the_product() -> None:
    person = Person()
    ben = Visitor(2, "v-ben", "Ben", "visitor", focus="block")
    person.visit.model = replace(person.visit.model, visitors={**person.visit.model.visitors, 2: ben})
    person.visit.bodies = {2: (-1.2, 0.0)}
    person.visit.poses = {2: Shown((-1.2, 0.0, 0.0), quaternion_from_heading(math.pi), 0.0)}
    person.visit.floor, person.plan = floor_of(room()), room()
    person.company.take(Asked("v-ben", "Ben", "summon"), 0.0)
    person.do("agree")
    assert person.visit.stroll is not None
    goal = person.visit.stroll.goal
    assert goal is not None
    # The block is at (-1.2, -1.5), and Ben looks at it along -Z.
    aside = math.atan2(abs(goal[0] + 1.2), -goal[1])
    assert math.radians(8.0) < aside < math.radians(40.0)
    assert goal[1] <= -1.5


def test_the_muted_ask_in_vain() -> None:
    person = Person()
    person.visit.model = replace(person.visit.model, muted=frozenset({"v-ben"}))
    person.company.take(Asked("v-ben", "Ben", "follow"), 0.0)
    assert person.company.asked() is None


def test_who_sits_stands_up_to_walk_and_tells_a_server_that_is_back() -> None:
    person = Person()
    person.do("sit", "raise-hand")
    held = person.sent[-1]
    assert isinstance(held, Bear)
    assert (held.sitting, held.hand) == (True, True)
    person.company.after_welcome()
    assert isinstance(person.sent[-1], Bear)
    person.company.step(1.0, walks=True)
    held = person.sent[-1]
    assert isinstance(held, Bear)
    assert (held.sitting, held.hand) == (False, True)


def test_pointing_is_seen_for_a_while() -> None:
    person = Person()
    person.do("point")
    assert person.sent[-1] == Point((1.0, 0.5, 2.0))
    person.company.take(Pointed(2, (1.0, 0.5, 2.0)), 10.0)
    assert person.company.pointings[2].at == (1.0, 0.5, 2.0)
    person.company.step(60.0, walks=False)
    assert person.company.pointings == {}


def test_one_asks_to_be_among_themselves_and_the_same_key_ends_it() -> None:
    person = Person()
    person.do("private")
    asked = person.sent[-1]
    assert isinstance(asked, Ask)
    assert (asked.person, asked.wish) == ("v-ben", "private")
    person.visit.model = reduce(person.visit.model, Hidden((), together=(2,)), 0.0)
    assert person.visit.model.companions == "Ben"
    person.do("private")
    assert isinstance(person.sent[-1], Mingle)


def test_those_who_are_apart_are_neither_counted_nor_listed_as_blocked() -> None:
    person = Person()
    model = reduce(person.visit.model, Hidden((2,), apart=(2,)), 0.0)
    assert others(model) == []
    card = people_view(model, Gathering(is_open=True), "en", staff=False)
    assert card is not None
    assert card.people == ()
    assert Presenter().view_state(Situation(model, None, "en")).top.people == "Only you"
    blocked = people_view(reduce(model, Hidden((2,)), 0.0), Gathering(is_open=True), "en", staff=False)
    assert blocked is not None
    assert [one.blocked for one in blocked.people] == [True]


def test_the_chat_of_a_private_group_says_who_reads_it() -> None:
    person = Person()
    model = reduce(person.visit.model, Hidden((), together=(2,)), 0.0)
    chat = Presenter().view_state(Situation(model, None, "en")).chat
    assert (chat.title, chat.empty, chat.private) == ("With Ben", "Only Ben and you can read this.", False)


def test_one_walks_up_to_somebody_behind_a_table_where_there_is_room() -> None:
    person = Person()
    # Right where one would stop: a metre and a half before Ben.
    person.visit.floor = floor = Floor((8.0, 8.0), (Box((1.5, 0.0), (0.3, 0.3)),))
    person.do("follow")
    person.company.take(Answered("v-ben", "Ben", "follow", agreed=True), 0.0)
    person.company.step(1.0, walks=False)
    assert person.visit.stroll is not None
    goal = person.visit.stroll.goal
    assert goal is not None
    assert not blocks(floor, goal)
    assert math.dist(goal, (3.0, 0.0)) < 2.0
