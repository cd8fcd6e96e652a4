"""Coming and going: everybody learns of it, nobody is there twice, and places are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from showroom.errors import Rejected
from showroom.protocol.messages import (
    AdviserState,
    Body,
    ChatLine,
    Configure,
    ConversationStarted,
    Focus,
    Joined,
    Leave,
    Left,
    Refused,
    Say,
    Welcome,
)
from showroom.room.commands import Act, Join, KeepPlaces, Part
from showroom.room.notices import Arrived, Departed, DeskView
from showroom.room.room import open_room
from tests.showroom.room.samples import PLAN, RUNNER, House

if TYPE_CHECKING:
    from showroom.protocol.base import Message


def test_a_newcomer_learns_everything_and_the_others_learn_of_the_newcomer() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(anna, Say(2, "Grüß Gott"))
    house.act(anna, Focus("runner"))
    ben = house.join("ben")
    (welcome,) = house.heard(ben, Welcome)
    assert (welcome.you, welcome.visitor, welcome.room, welcome.catalogue_revision) == (ben, "ben", "main", 7)
    assert [(visitor.id, visitor.focus) for visitor in welcome.visitors] == [("anna", "runner"), ("ben", None)]
    assert [(state.version, state.choices["upper"]) for state in welcome.products] == [(1, "green")]
    assert [line.text for line in welcome.chat] == ["Grüß Gott"]
    assert [joined.visitor.id for joined in house.heard(anna, Joined)] == ["ben"]
    assert not house.heard(ben, Joined)
    assert [fact.name for fact in house.facts if fact.actor == "ben"] == ["Room Entered"]
    assert house.notices[-1] == Arrived("ben", "Ben", "visitor", "main", house.clock_s)


def test_the_desk_has_its_say_in_the_welcome() -> None:
    line = ChatLine(3, "eva", "Eva", "agent", "Hallo", 1.0, "conversation-1")
    house = House()
    talk = ConversationStarted("conversation-1", "anna", "Anna", "eva", "Eva", "main")
    anna = house.join("anna", desk=DeskView(AdviserState(1, 0, 2), "conversation-1", 2, (line,), talk))
    (welcome,) = house.heard(anna, Welcome)
    assert (welcome.advisers, welcome.conversation, welcome.position) == (AdviserState(1, 0, 2), "conversation-1", 2)
    assert welcome.chat == (line,)
    assert welcome.talk == talk


def test_numbers_are_the_smallest_free_ones() -> None:
    house = House()
    assert [house.join(name) for name in ("a", "b", "c")] == [0, 1, 2]
    house.part(1)
    assert house.join("d") == 1


def test_everybody_hears_who_went() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    house.part(ben)
    assert house.heard(anna, Left) == [Left(ben)]
    assert house.notices[-1] == Departed("ben", "main", house.clock_s)
    assert house.facts[-1].name == "Room Left"


def test_a_farewell_closes_the_connection() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    house.do(Act(ben, Leave(), 5.0))
    assert (house.dropped[0].number, house.dropped[0].close_code) == (ben, 1000)
    assert house.heard(anna, Left) == [Left(ben)]


def test_the_newest_connection_of_a_visitor_wins() -> None:
    house = House()
    old, other = house.join("anna"), house.join("ben")
    old_connection = house.told[old]
    house.do(KeepPlaces({old: Body((1.0, 0.0, 2.0))}))
    new = house.join("anna")
    assert (house.dropped[0].number, house.dropped[0].close_code) == (old, 4009)
    refusal = next(message for message in old_connection if isinstance(message, Refused))
    assert (refusal.ref, refusal.code) == (None, "replaced")
    kinds: list[type[Message]] = [type(message) for message in house.told[other][-2:]]
    assert kinds == [Left, Joined]
    assert [member.visitor.id for member in house.room.members.values()] == ["ben", "anna"]
    assert house.room.members[new].visitor.body == Body((1.0, 0.0, 2.0))


def test_a_part_or_act_of_nobody_does_nothing() -> None:
    house = House()
    assert house.do(Part(17, 0.0)) == ()
    assert house.do(Act(17, Say(1, "boo"), 0.0)) == ()


def test_a_full_room_refuses_visitors_but_not_advisers() -> None:
    house = House(open_room(PLAN, (RUNNER,), {}, capacity=2))
    house.join("a")
    house.join("b")
    with pytest.raises(Rejected) as caught:
        house.do(Join("c", "C", "visitor", "", "en", 0.0))
    assert caught.value.code == "room-full"
    assert house.join("b") == 1
    assert house.join("eva", role="agent") == 2


def test_who_comes_back_stands_where_they_stood() -> None:
    house = House()
    anna = house.join("anna")
    house.do(KeepPlaces({anna: Body((1.0, 0.0, 2.0)), 99: Body((0.0, 0.0, 0.0))}))
    assert house.do(KeepPlaces({anna: Body((1.0, 0.0, 2.0))})) == ()
    house.part(anna, Body((-4.0, 0.0, 2.0)))
    again = house.restarted()
    anna = again.join("anna")
    assert again.heard(anna, Welcome)[0].visitors[0].body == Body((-4.0, 0.0, 2.0))


def test_nobody_comes_back_outside_of_the_walls() -> None:
    house = House()
    anna = house.join("anna", body=Body((99.0, 0.0, -99.0)))
    assert house.heard(anna, Welcome)[0].visitors[0].body == Body((10.0, 0.0, -8.0))
