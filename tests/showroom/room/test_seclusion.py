"""Private groups: by consent, seen and heard by nobody else but the staff, gone when nobody else of them is here."""

from __future__ import annotations

import pytest

from showroom.protocol.company import Answer, Answered, Ask, Mingle
from showroom.protocol.messages import Body, Done, Emote, Emoted, Refused, Said, Say, Welcome
from showroom.protocol.order import Block, Hidden
from showroom.room.state import PLACE_KEPT_S
from tests.showroom.room.samples import House

EVERYBODY = Hidden(())


def together(*more: str) -> tuple[House, int, int, int, int]:
    """Anna and Ben among themselves, Cem and the adviser Eva beside them."""
    house = House()
    anna, ben, cem = (house.join(name) for name in ("anna", "ben", "cem"))
    eva = house.join("eva", role="agent")
    for name in ("ben", *more):
        number = house.room.number_of(name)
        assert number is not None
        assert Done(1) in house.act(anna, Ask(1, name, "private"))
        assert Done(2) in house.act(number, Answer(2, "anna", "private", agreed=True))
    return house, anna, ben, cem, eva


def test_only_those_who_agreed_and_the_staff_see_and_hear_each_other() -> None:
    house, anna, ben, cem, eva = together()
    assert house.heard(anna, Answered)[-1].agreed
    assert house.heard(anna, Hidden)[-1] == Hidden((cem,), apart=(cem,), together=(ben,))
    assert house.heard(ben, Hidden)[-1] == Hidden((cem,), apart=(cem,), together=(anna,))
    assert house.heard(cem, Hidden)[-1] == Hidden((anna, ben), apart=(anna, ben))
    assert house.heard(eva, Hidden) == []
    house.act(anna, Say(3, "a secret"))
    house.act(cem, Say(4, "hello?"))
    house.act(ben, Emote("wave"))
    assert [said.line.text for said in house.heard(ben, Said)] == ["a secret"]
    assert [said.line.text for said in house.heard(cem, Said)] == ["hello?"]
    assert [said.line.text for said in house.heard(eva, Said)] == ["a secret", "hello?"]
    assert house.heard(cem, Emoted) == []
    assert house.heard(anna, Emoted) == [Emoted(ben, "wave")]


def test_what_was_said_among_themselves_is_not_kept() -> None:
    house, anna, _, _, _ = together()
    house.act(anna, Say(3, "a secret"))
    house.act(anna, Mingle(4))
    house.act(anna, Say(5, "for all"))
    (welcome,) = house.heard(house.join("dora"), Welcome)
    assert [line.text for line in welcome.chat] == ["for all"]
    assert not any(b"a secret" in document for document in house.documents.values())


def test_nobody_gets_into_a_group_unasked_or_by_saying_no() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    house.act(ben, Answer(1, "anna", "private", agreed=True))
    assert house.room.private_groups() == {}
    house.act(anna, Ask(2, "ben", "private"))
    house.act(ben, Answer(3, "anna", "private", agreed=False))
    house.act(ben, Answer(4, "anna", "private", agreed=True))
    assert house.room.private_groups() == {}
    assert house.heard(anna, Hidden) == []


def test_a_third_one_is_taken_in_and_the_rest_stays_together_when_the_founder_goes() -> None:
    house, anna, ben, cem, _ = together("cem")
    assert house.heard(cem, Hidden)[-1] == Hidden((), together=(anna, ben))
    assert Done(5) in house.act(anna, Mingle(5))
    assert house.heard(anna, Hidden)[-1] == Hidden((ben, cem), apart=(ben, cem))
    assert house.heard(ben, Hidden)[-1] == Hidden((anna,), apart=(anna,), together=(cem,))


def test_a_group_ends_with_its_last_but_one() -> None:
    house, anna, ben, cem, _ = together()
    house.act(ben, Mingle(5))
    assert [house.heard(one, Hidden)[-1] for one in (anna, ben, cem)] == [EVERYBODY] * 3
    assert house.room.private_groups() == {}


def test_whoever_is_back_in_a_moment_is_in_the_group_again_and_after_a_while_no_longer() -> None:
    house, anna, ben, cem, _ = together()
    house.part(ben, Body((0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0)))
    assert house.heard(anna, Hidden)[-1] == house.heard(cem, Hidden)[-1] == EVERYBODY
    ben = house.join("ben")
    assert house.heard(ben, Hidden)[-1] == Hidden((cem,), apart=(cem,), together=(anna,))
    assert house.heard(cem, Hidden)[-1].apart == (ben, anna) or house.heard(cem, Hidden)[-1].apart == (anna, ben)
    house.part(ben)
    house.clock_s += PLACE_KEPT_S + 1.0
    ben = house.join("ben")
    assert house.room.private_groups() == {}
    assert house.heard(anna, Hidden)[-1] == EVERYBODY


def test_a_newcomer_does_not_meet_a_group_and_learns_so() -> None:
    house, anna, ben, cem, _ = together()
    dora = house.join("dora")
    (welcome,) = house.heard(dora, Welcome)
    assert welcome.hidden == (anna, ben)
    assert house.heard(dora, Hidden)[-1] == Hidden((anna, ben), apart=(anna, ben))
    assert house.heard(anna, Hidden)[-1] == Hidden((cem, dora), apart=(cem, dora), together=(ben,))


def test_a_block_counts_beside_a_group() -> None:
    house, anna, ben, cem, _ = together()
    house.act(cem, Block(5, "anna"))
    assert house.heard(cem, Hidden)[-1] == Hidden((anna, ben), apart=(anna, ben))
    house.act(ben, Mingle(6))
    assert house.heard(cem, Hidden)[-1] == Hidden((anna,))


@pytest.mark.parametrize(
    ("asker", "asked", "code"),
    [(0, "eva", "staff-is-everywhere"), (3, "anna", "staff-is-everywhere"), (0, "ben", "together-already")],
)
def test_some_questions_are_refused_and_reach_nobody(asker: int, asked: str, code: str) -> None:
    (
        house,
        *people,
    ) = together()
    told = house.act(people[asker], Ask(7, asked, "private"))
    assert [one.code for one in told if isinstance(one, Refused)] == [code]
    assert not any(pair == (house.room.members[people[asker]].visitor.id, asked) for pair in house.room.proposals)
