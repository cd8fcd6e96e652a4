"""Publishing sample content: rooms, avatars and products of one folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from server.store.folder import open_in_memory
from showroom.gltf.writer import write
from showroom.pipeline.sample import publish_sample
from tests.showroom.gltf.models import shoe
from tests.showroom.gltf.moving import arm
from tests.showroom.pipeline.products import PRODUCT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.store.folder import StoreFolder

ROOM = """
id = "main"
name = { en = "Showroom", de = "Ausstellungsraum" }
size_m = [16, 12]
spawn = { at = [0, 5], heading_deg = 180 }
"""


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


@pytest.fixture
def built(tmp_path: Path) -> Path:
    files = {
        "products/runner/product.toml": PRODUCT.encode(),
        "products/runner/model.glb": write(shoe()),
        "rooms/main/room.toml": ROOM.encode(),
        "rooms/main/model.glb": write(shoe()),
        "avatars/guest.glb": write(arm()),
        "avatars/README.md": b"not a model",
    }
    for name, data in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    return tmp_path


def test_everything_in_the_folder_is_published(folder: StoreFolder, built: Path) -> None:
    results = publish_sample(folder, now_s=0.0, root=built)
    catalogue = folder.catalogue.catalogue()
    assert [result.publication.product.id for result in results] == ["runner"]
    assert [one.product.id for one in catalogue.products] == ["runner"]
    assert [(room.id, room.model is not None) for room in catalogue.rooms] == [("main", True)]
    assert len(catalogue.avatars) == 1


def test_publishing_twice_changes_nothing(folder: StoreFolder, built: Path) -> None:
    publish_sample(folder, now_s=0.0, root=built)
    before = folder.catalogue.catalogue()
    (result,) = publish_sample(folder, now_s=9.0, root=built)
    assert result.unchanged
    assert folder.catalogue.catalogue() == before


def test_each_product_is_announced_before_its_turn(folder: StoreFolder, built: Path) -> None:
    heard: list[tuple[int, int, str, int]] = []

    def hear(number: int, count: int, name: str) -> None:
        heard.append((number, count, name, len(folder.catalogue.catalogue().products)))

    publish_sample(folder, now_s=0.0, root=built, on_product=hear)
    assert heard == [(1, 1, "runner", 0)]


def test_an_empty_folder_publishes_nothing(folder: StoreFolder, tmp_path: Path) -> None:
    assert publish_sample(folder, now_s=0.0, root=tmp_path) == []
    assert folder.catalogue.catalogue().revision == 0
