"""How people look: what can be chosen, who looks how, and what of the model shows."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest

from showroom.errors import Rejected
from showroom.looks import (
    BUILDS,
    HEIGHTS,
    LOOK_PARTS,
    SHAPES,
    SLOTS,
    AvatarLook,
    check_look,
    colours,
    look_of,
    look_part,
    shapes,
    with_choice,
)

EVERY_CHOICE = [(part.id, choice.id) for part in LOOK_PARTS for choice in part.choices]
CROWD = [look_of(f"v-{number}") for number in range(400)]


def test_every_field_of_a_look_is_a_part_with_names_in_both_languages() -> None:
    assert [part.id for part in LOOK_PARTS] == [field.name for field in msgspec.structs.fields(AvatarLook)]
    for part in LOOK_PARTS:
        texts = [part.name, *(choice.name for choice in part.choices)]
        assert all(text.en and text.de for text in texts), part.id
        assert len({choice.id for choice in part.choices}) == len(part.choices)


@pytest.mark.parametrize(("part", "choice"), EVERY_CHOICE)
def test_every_choice_can_be_worn_and_drawn(part: str, choice: str) -> None:
    look = with_choice(AvatarLook(), part, choice)
    check_look(look)
    assert shapes(look, adviser=False) <= set(SHAPES)
    assert set(colours(look, adviser=False)) == set(SLOTS)
    assert look.build in BUILDS
    assert look.height in HEIGHTS


def test_an_unknown_choice_is_refused_with_what_there_is() -> None:
    with pytest.raises(Rejected, match="hair") as caught:
        check_look(AvatarLook(hair="mohawk"))
    assert (caught.value.code, caught.value.got) == ("unknown-look", "mohawk")
    assert "bob" in caught.value.allowed
    with pytest.raises(Rejected, match="no such part"):
        with_choice(AvatarLook(), "tail", "long")
    with pytest.raises(Rejected, match="no such part"):
        look_part("tail")


def test_what_a_newer_server_knows_is_drawn_as_something_known() -> None:
    assert "hair-parted" in shapes(AvatarLook(hair="mohawk"), adviser=False)


def test_somebody_without_a_look_always_looks_the_same_and_many_look_different() -> None:
    assert look_of("v-1") == look_of("v-1")
    assert len(set(CROWD)) > 395
    for look in CROWD:
        check_look(look)
    side_by_side = Counter((look.hair, look.top, look.top_colour, look.skin) for look in CROWD)
    assert max(side_by_side.values()) <= 6


def test_one_torso_two_arms_and_one_pair_of_legs_show_of_everybody() -> None:
    for look in CROWD:
        for adviser in (False, True):
            shown = shapes(look, adviser=adviser)
            for kind in ("top-", "arms-", "bottom-"):
                assert len([shape for shape in shown if shape.startswith(kind)]) == 1, (look, kind)


def test_advisers_are_recognised_whatever_they_chose() -> None:
    for look in CROWD:
        shown, painted = shapes(look, adviser=True), colours(look, adviser=True)
        assert {"top-waistcoat", "lanyard"} <= shown
        assert not {"top-waistcoat", "lanyard"} & shapes(look, adviser=False)
        assert painted["top"] == colours(CROWD[0], adviser=True)["top"]


def test_no_piece_of_the_model_is_for_nobody() -> None:
    worn = {
        shape
        for part, choice in EVERY_CHOICE
        for shape in shapes(with_choice(AvatarLook(), part, choice), adviser=False)
    }
    assert worn | shapes(AvatarLook(), adviser=True) == set(SHAPES)
