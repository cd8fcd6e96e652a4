"""A running server shows what was scheduled when its date comes, without a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.settings import Settings
from server.store.folder import open_data_folder
from showroom.protocol.messages import CatalogueChanged
from showroom.releases import Terms
from tests.server.live import Visit, ask, live
from tests.server.samples import SetClock, publication, room_plan

if TYPE_CHECKING:
    from pathlib import Path


def test_a_scheduled_revision_comes_to_those_inside_at_its_date(tmp_path: Path) -> None:
    clock = SetClock()
    folder = open_data_folder(tmp_path)
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.put_room(room_plan())
    folder.catalogue.publish(publication(model))
    folder.catalogue.publish(publication(model, revision=2), (), Terms(live_s=clock.seconds + 60))
    before = folder.catalogue.revision()
    with live(Settings(tmp_path, port=0), clock) as addresses, Visit(addresses) as visit:
        product = ask(addresses, "/api/v1/products/runner").json()
        assert (product["revision"], visit.welcome.catalogue_revision) == (1, before)
        clock.seconds += 61
        assert visit.until(CatalogueChanged).revision == before + 1
        assert ask(addresses, "/api/v1/products/runner").json()["revision"] == 2
    folder.close()


def test_a_draft_is_in_no_answer_to_shoppers(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.put_room(room_plan())
    folder.catalogue.publish(publication(model), (), Terms(draft=True))
    folder.close()
    with live(Settings(tmp_path, port=0)) as addresses:
        assert ask(addresses, "/api/v1/catalogue").json()["products"] == []
        assert ask(addresses, "/api/v1/products/runner").status == 404


def test_a_date_that_came_while_no_server_ran_is_kept_at_its_start(tmp_path: Path) -> None:
    clock = SetClock()
    folder = open_data_folder(tmp_path)
    model = folder.files.put(b"model", "model/gltf-binary")
    folder.catalogue.publish(publication(model), (), Terms(live_s=clock.seconds - 1))
    folder.close()
    with live(Settings(tmp_path, port=0), clock) as addresses:
        assert ask(addresses, "/api/v1/products/runner").status == 200
