"""Sitting and raised hands are seen by all, also by whoever comes later; questions reach one person and no other."""

from __future__ import annotations

from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Point, Pointed
from showroom.protocol.messages import Done, Joined, Refused, Welcome
from showroom.protocol.order import Block
from tests.showroom.room.samples import House


def test_everybody_and_whoever_comes_later_sees_who_sits_and_raises_a_hand() -> None:
    house = House()
    anna, ben = house.join("v-anna"), house.join("v-ben")
    assert Done(1) in house.act(anna, Bear(1, sitting=True, hand=True))
    seen = house.heard(ben, Joined)[-1].visitor
    assert (seen.number, seen.sitting, seen.hand) == (anna, True, True)
    late = house.join("v-cem")
    (welcome,) = house.heard(late, Welcome)
    assert next(one for one in welcome.visitors if one.number == anna).hand
    house.act(anna, Bear(2))
    assert not house.heard(ben, Joined)[-1].visitor.hand


def test_a_question_and_its_answer_reach_the_two_and_nobody_else() -> None:
    house = House()
    anna, ben, cem = house.join("v-anna"), house.join("v-ben"), house.join("v-cem")
    assert Done(1) in house.act(anna, Ask(1, "v-ben", "follow"))
    (asked,) = house.heard(ben, Asked)
    assert (asked.person, asked.wish) == ("v-anna", "follow")
    assert Done(2) in house.act(ben, Answer(2, "v-anna", "follow", agreed=True))
    (answered,) = house.heard(anna, Answered)
    assert (answered.person, answered.agreed) == ("v-ben", True)
    assert house.heard(cem, Asked) == []
    assert house.heard(cem, Answered) == []


def test_who_is_not_met_or_not_here_cannot_be_asked() -> None:
    house = House()
    anna, ben = house.join("v-anna"), house.join("v-ben")
    house.act(ben, Block(1, "v-anna"))
    for person in ("v-ben", "v-nobody", "v-anna"):
        (refused,) = house.act(anna, Ask(2, person, "summon"))
        assert isinstance(refused, Refused)
        assert refused.code == "not-here"
    assert house.heard(ben, Asked) == []


def test_where_somebody_points_is_seen_by_those_who_meet_them() -> None:
    house = House()
    anna, ben, cem = house.join("v-anna"), house.join("v-ben"), house.join("v-cem")
    house.act(cem, Block(1, "v-anna"))
    house.act(anna, Point((1.0, 0.5, -2.0)))
    assert house.heard(ben, Pointed) == [Pointed(anna, (1.0, 0.5, -2.0))]
    assert house.heard(cem, Pointed) == []
