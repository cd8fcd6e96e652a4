"""Words, gestures and glances reach everybody, cleaned."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.errors import Rejected
from showroom.looks import AvatarLook
from showroom.protocol.dressing import Dress
from showroom.protocol.messages import Done, Emote, Emoted, Focus, Focused, Joined, Refused, Said, Say, Welcome
from showroom.room.notices import Looked
from showroom.room.state import MAX_LINES
from showroom.room.talking import clean, next_line_id
from tests.showroom.room.samples import House


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("  Grüß Gott  ", "Grüß Gott"),
        ("schön 👩‍🚀👍🏽 🇩🇪", "schön 👩‍🚀👍🏽 🇩🇪"),
        ("one\ntwo\tthree", "one two three"),
        ("a\x00\x07\x1b[31mb", "a[31mb"),
        ("\u202eevil\u202c", "evil"),
        ("靴を見せて", "靴を見せて"),
        ("e\u0301", "e\u0301"),
    ],
)
def test_words_are_cleaned_but_kept(text: str, shown: str) -> None:
    assert clean(text) == shown


@pytest.mark.parametrize("text", [" ", "\n\t", "\x00\x01", "\u202e", "\u200b\u200d"])
def test_nothing_to_read_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="nothing to read"):
        clean(text)


@given(st.text(min_size=1, max_size=1000))
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    try:
        once = clean(text)
    except Rejected:
        return
    assert clean(once) == once
    assert len(once) <= len(text)
    assert not {unicodedata.category(character) for character in once} & {"Cc", "Cs", "Zl", "Zp"}


def test_a_line_reaches_everybody_with_its_sender() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    said, done = house.act(anna, Say(3, " Grüße 👩‍🚀 "))
    assert isinstance(said, Said)
    assert (said.line.sender, said.line.name, said.line.role, said.line.text) == (
        "anna",
        "Anna",
        "visitor",
        "Grüße 👩‍🚀",
    )
    assert done == Done(3)
    assert house.heard(ben, Said) == [said]
    assert house.facts[-1].properties == {"length": len(said.line.text), "line": said.line.id}


def test_an_empty_line_is_refused() -> None:
    house = House()
    told = house.act(house.join("anna"), Say(3, "\u202e "))
    assert [(message.ref, message.code) for message in told if isinstance(message, Refused)] == [(3, "empty-message")]


def test_the_last_hundred_lines_are_kept_also_after_a_restart() -> None:
    house = House()
    anna = house.join("anna")
    for number in range(MAX_LINES + 7):
        house.act(anna, Say(number, f"line {number}"))
    assert sum(key.startswith("line/") for key in house.documents) == MAX_LINES
    again = house.restarted()
    ben = again.join("ben")
    texts = [line.text for line in again.heard(ben, Welcome)[0].chat]
    assert texts == [f"line {number}" for number in range(7, MAX_LINES + 7)]


@given(st.lists(st.tuples(st.floats(0, 2e9), st.integers(0, 1)), max_size=30))
def test_line_ids_grow_and_lanes_never_meet(calls: list[tuple[float, int]]) -> None:
    last = [0, 0]
    for at_s, lane in calls:
        new = next_line_id(last[lane], at_s, lane)
        assert new > last[lane]
        last[lane] = new
    assert last[0] % 2 == 0
    assert last[1] % 2 == (1 if last[1] else 0)


def test_a_gesture_is_seen_by_everybody() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    assert house.act(anna, Emote("wave")) == [Emoted(anna, "wave")]
    assert house.heard(ben, Emoted) == [Emoted(anna, "wave")]


def test_a_glance_is_seen_by_everybody_and_told_to_the_desk() -> None:
    house = House()
    anna, ben = house.join("anna"), house.join("ben")
    house.act(anna, Focus("runner"))
    assert house.heard(ben, Focused) == [Focused(anna, "runner")]
    assert house.notices[-1] == Looked("anna", "runner", house.choices())
    assert house.facts[-1].name == "Product Viewed"
    assert house.act(anna, Focus("runner")) == []
    house.act(anna, Focus())
    assert house.heard(ben, Focused)[-1] == Focused(anna, None)


def test_nobody_looks_at_what_is_not_there() -> None:
    house = House()
    (told,) = house.act(house.join("anna"), Focus("car"))
    assert isinstance(told, Refused)
    assert (told.ref, told.code) == (None, "unknown-product")


def test_everybody_and_whoever_comes_later_sees_how_somebody_looks_now() -> None:
    house = House()
    anna, ben = house.join("v-anna"), house.join("v-ben")
    look = AvatarLook(hair="afro", skin="umber", mobility="wheelchair")
    assert Done(1) in house.act(anna, Dress(1, look))
    assert house.heard(ben, Joined)[-1].visitor.look == look
    late = house.join("v-cem")
    (welcome,) = house.heard(late, Welcome)
    assert next(one for one in welcome.visitors if one.number == anna).look == look


def test_a_look_that_nobody_can_have_is_refused_and_changes_nothing() -> None:
    house = House()
    anna, ben = house.join("v-anna"), house.join("v-ben")
    before = len(house.told[ben])
    (refused,) = house.act(anna, Dress(1, AvatarLook(hair="mohawk")))
    assert isinstance(refused, Refused)
    assert (refused.ref, refused.code, refused.got) == (1, "unknown-look", "mohawk")
    assert len(house.told[ben]) == before
