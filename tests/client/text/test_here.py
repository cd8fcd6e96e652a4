"""What is known does not hang on which of it came first."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from client.text.here import Here
from showroom.catalogue import Catalogue, Place, RoomPlan, Text
from showroom.walking import floor_of
from tests.client.shop import room

if TYPE_CHECKING:
    from client.model import ClientModel

ATELIER = RoomPlan("atelier", Text("Atelier", "Werkstatt"), (3.0, 3.0), Place((0.0, 0.0, 2.0)), ())


def test_one_walks_on_the_floor_of_ones_own_room_also_where_the_rooms_came_before_the_welcome() -> None:
    here = Here(
        language="en",
        agent=False,
        server="",
        scripted=True,
        settings_path=None,
        say_line=lambda _: None,
        send=lambda _: None,
    )
    assert here.floor.boxes == ()
    here.catalogue = Catalogue(1, (), (ATELIER, room()))
    assert here.floor == floor_of(ATELIER), "the first, as long as nobody knows better"
    model: ClientModel = replace(here.model, room="main")
    here.model = model
    assert here.floor == floor_of(room())
