"""A room comes back out of its documents."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showroom.errors import Unavailable
from showroom.protocol.messages import Configure, Redo, Say, Undo
from showroom.room.room import open_room
from tests.showroom.room.samples import PLAN, RUNNER, House


def test_everything_acknowledged_survives_a_kill() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    house.act(anna, Configure(2, "runner", {"size": "eu40"}))
    house.act(anna, Undo(3, "runner"))
    house.act(anna, Say(4, "Guten Tag"))
    again = house.restarted()
    assert again.room.standings == house.room.standings
    assert again.room.histories == house.room.histories
    assert again.room.lines == house.room.lines
    assert again.room.members == {}
    anna = again.join("anna")
    again.act(anna, Redo(5, "runner"))
    assert again.choices()["size"] == "eu40"
    again.act(anna, Undo(6, "runner"))
    again.act(anna, Undo(7, "runner"))
    assert again.choices() == open_room(PLAN, (RUNNER,), {}).standings["runner"].choices


@pytest.mark.parametrize("key", ["product/runner", "history/runner/anna", "line/2", "place/anna"])
def test_a_damaged_document_is_named(key: str) -> None:
    with pytest.raises(Unavailable, match=r"cannot be read.*restore a backup") as caught:
        open_room(PLAN, (RUNNER,), {key: b'{"half":'})
    assert caught.value.code == "damaged-document"


def test_choices_that_are_no_longer_sold_come_back_repaired_with_a_new_version() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green", "size": "eu40"}))
    product = RUNNER.product
    upper = replace(product.groups[0], values=tuple(v for v in product.groups[0].values if v.id != "green"))
    changed = replace(RUNNER, product=replace(product, groups=(upper, *product.groups[1:])))
    room = open_room(PLAN, (changed,), house.documents)
    assert (room.standings["runner"].version, room.standings["runner"].choices["upper"]) == (2, "white")
    assert room.standings["runner"].choices["size"] == "eu40"
    assert room.histories["runner", "anna"].done == ()


def test_a_product_that_comes_back_after_a_while_goes_on_with_its_version() -> None:
    house = House()
    anna = house.join("anna")
    house.act(anna, Configure(1, "runner", {"upper": "green"}))
    without = open_room(PLAN, (), house.documents)
    assert without.publications == {}
    assert without.standings["runner"].version == 1
