"""What a room does with whatever can happen to it."""

from __future__ import annotations

import math
import time

from msgspec.structs import replace

from showroom.protocol.messages import (
    Body,
    CallAdviser,
    CancelCall,
    CatalogueChanged,
    Configure,
    Configured,
    ConversationStarted,
    Focus,
    Focused,
    Hello,
    Refused,
    Say,
    Undo,
)
from showroom.room.commands import Act, KeepPlaces, Meet, ReplaceCatalogue
from showroom.room.effects import TellPerson
from showroom.room.notices import Asked
from showroom.room.places import BESIDE_M
from showroom.room.room import open_room
from tests.showroom.room.samples import PLAN, RUNNER, House

STARTED = ConversationStarted("conversation-1", "anna", "Anna", "eva", "Eva", "main")


def test_what_concerns_the_desk_goes_there_with_what_the_visitor_looks_at() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Focus("runner"))
    for request in (CallAdviser(1, "Größe?"), CancelCall(2), Say(3, "psst", "conversation-1")):
        assert house.act(anna, request) == []
        assert house.notices[-1] == Asked(
            "anna", "Anna", "visitor", "de", "main", request, house.clock_s, "runner", house.choices()
        )


def test_an_adviser_is_told_to_stand_beside_the_visitor() -> None:
    house = House()
    anna = house.join("anna")
    house.do(KeepPlaces({anna: Body((0.0, 0.0, 3.0))}))
    effects = [effect for effect in apply_meet(house) if isinstance(effect, TellPerson)]
    assert [effect.person_id for effect in effects] == ["anna", "eva"]
    message = effects[1].message
    assert isinstance(message, ConversationStarted)
    assert message.beside is not None
    assert math.isclose(math.dist(message.beside.position, (0.0, 0.0, 3.0)), BESIDE_M)


def apply_meet(house: House) -> tuple[object, ...]:
    from showroom.room.room import apply  # noqa: PLC0415 - past the house, which knows one room only

    return apply(house.room, Meet(STARTED))[1]


def test_a_meeting_with_somebody_who_just_left_names_no_place() -> None:
    assert apply_meet(House()) == (TellPerson("anna", STARTED), TellPerson("eva", STARTED))


def test_a_hello_in_the_room_is_refused() -> None:
    house = House()
    (told,) = house.act(house.join("anna"), Hello(version=1, ticket="again"))
    assert isinstance(told, Refused)
    assert told.code == "second-join"


def test_a_new_catalogue_is_told_and_repairs_what_no_longer_fits() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    product = RUNNER.product
    upper = replace(product.groups[0], values=tuple(v for v in product.groups[0].values if v.id != "green"))
    changed = replace(RUNNER, revision=2, product=replace(product, groups=(upper, *product.groups[1:])))
    house.do(ReplaceCatalogue((changed,), PLAN, 8, 5.0))
    assert house.heard(anna, CatalogueChanged) == [CatalogueChanged(8)]
    repaired = house.heard(anna, Configured)[-1]
    assert (repaired.version, repaired.choices["upper"], repaired.by) == (2, "white", None)
    assert open_room(PLAN, (changed,), house.documents).standings == house.room.standings
    (told,) = house.act(anna, Undo(2, "runner"))
    assert isinstance(told, Refused)
    assert told.code == "nothing-to-undo"


def test_a_product_that_leaves_and_comes_back_keeps_its_choices_and_nobody_looks_at_it_meanwhile() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(anna, Focus("runner"))
    house.do(ReplaceCatalogue((), PLAN, 8, 5.0))
    assert house.heard(anna, Focused)[-1] == Focused(anna, None)
    assert isinstance(house.act(anna, Configure(2, "runner", {"upper": "red"}))[0], Refused)
    house.do(ReplaceCatalogue((RUNNER,), PLAN, 9, 6.0))
    assert (house.room.standings["runner"].version, house.choices()["upper"]) == (1, "green")


def test_a_new_product_is_told_with_its_first_configuration() -> None:
    house = House(open_room(PLAN, (), {}))
    anna = house.join("anna")
    house.do(ReplaceCatalogue((RUNNER,), PLAN, 8, 5.0))
    assert house.heard(anna, Configured)[0].version == 0


def test_two_hundred_visitors_and_a_thousand_changes_take_no_time() -> None:
    house = House()
    start = time.process_time()
    numbers = [house.join(f"v{index}") for index in range(200)]
    for turn in range(1000):
        message = Configure(turn, "runner", {"size": ("eu40", "eu41", "eu43")[turn % 3]})
        house.do(Act(numbers[turn % 200], message, float(turn)))
    assert house.room.standings["runner"].version == 1000
    assert time.process_time() - start < 5.0
