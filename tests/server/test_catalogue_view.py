"""Where products stand is said by the server, once for everybody."""

from __future__ import annotations

from msgspec.structs import replace

from server.catalogue_view import filled
from server.first_room import FIRST_ROOM
from showroom.catalogue import Catalogue, FileRef
from tests.server.samples import publication

MODEL = FileRef("0" * 64, 5, "model/gltf-binary")


def catalogue(*products: str) -> Catalogue:
    return Catalogue(1, tuple(publication(MODEL, one) for one in products), (FIRST_ROOM,), ())


def places(found: Catalogue) -> dict[str, str]:
    return {plinth.product: plinth.id for plinth in found.rooms[0].plinths if plinth.product}


def test_a_product_without_a_place_of_its_own_gets_a_free_one() -> None:
    assert places(filled(catalogue("runner"))) == {"runner": "left"}


def test_what_comes_and_goes_moves_nobody_who_stands() -> None:
    first = filled(catalogue("runner", "walker"))
    assert places(first) == {"runner": "left", "walker": "right"}
    later = filled(catalogue("walker", "boot"), first)
    assert places(later) == {"walker": "right", "boot": "left"}


def test_a_room_that_does_not_fill_itself_stays_as_it_is() -> None:
    alone = catalogue("runner")
    kept = replace(alone, rooms=(replace(FIRST_ROOM, fills=False),))
    assert places(filled(kept)) == {}
