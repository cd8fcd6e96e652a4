"""A layout that is applied beside a running server changes the room for those in it, and campaigns keep their dates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from server.settings import Settings
from server.store.folder import open_data_folder
from showroom.pipeline.layouts.working import apply
from showroom.protocol.messages import CatalogueChanged, Configured
from tests.server.live import Visit, ask, live
from tests.server.samples import SetClock, publication, room_plan

if TYPE_CHECKING:
    from pathlib import Path

    from server.app import Addresses

DAY_S = 86_400.0
CAMPAIGN = """
timezone = "UTC"
[[rooms]]
room = "main"
[[campaigns]]
id = "show"
room = "main"
from = 1970-01-02
until = 1970-01-03
stands = [{ product = "runner", plinth = "first", choose = { upper = "blue" } }]
"""


def on_plinth(addresses: Addresses) -> str | None:
    (room,) = ask(addresses, "/api/v1/catalogue").json()["rooms"]
    product: str | None = room["plinths"][0]["product"]
    return product


def test_a_campaign_begins_and_ends_by_the_servers_clock_for_people_in_the_room(tmp_path: Path) -> None:
    folder, clock = open_data_folder(tmp_path), SetClock()
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.publish(publication(model))
    folder.catalogue.put_room(replace(room_plan(), plinths=(replace(room_plan().plinths[0], footprint_m=(0.8, 0.8)),)))
    with live(Settings(data=tmp_path, port=0), clock) as addresses, Visit(addresses) as mia:
        assert on_plinth(addresses) == "runner"
        apply(folder, CAMPAIGN, "layout.toml", clock.now())
        mia.until(CatalogueChanged)
        assert on_plinth(addresses) is None
        clock.seconds = DAY_S
        assert mia.until(Configured).choices["upper"] == "blue"
        assert on_plinth(addresses) == "runner"
        clock.seconds = 3 * DAY_S
        mia.until(CatalogueChanged)
        assert on_plinth(addresses) is None
    told = [(fact.type, fact.subject) for fact in folder.facts.after(0)]
    folder.close()
    assert ("Campaign Started", "show") in told
    assert ("Campaign Ended", "show") in told
