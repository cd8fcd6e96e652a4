"""Places are published with the product, as found or as its product file writes them."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
import pytest

from server.store.folder import open_in_memory
from showroom.anchors import known_places, shoe_sizes
from showroom.catalogue import Publication
from showroom.errors import ProductFileError
from showroom.gltf.model import Document, Material, Mesh, Node, Primitive
from showroom.gltf.writer import write
from showroom.pipeline.catalogue import configured
from showroom.pipeline.importer import import_model
from showroom.pipeline.revisions.diff import diff
from showroom.pipeline.revisions.product_toml import product_toml
from showroom.pipeline.source import ModelSource
from showroom.pipeline.text import publication as shown
from showroom.product_file import parse
from showroom.tryon.shoe_size import size_number
from tests.showroom.gltf.models import box
from tests.showroom.tryon.frames import plain_glasses

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.folder import StoreFolder
    from showroom.pipeline.importer import Imported

HEAD = """id = "frame"
kind = "glasses"
name = { en = "Frame", de = "Fassung" }
currency = "EUR"
price = 100
tax = { rate = 19 }
"""


def document(primitive: Primitive) -> Document:
    material = primitive.material or Material("frame")
    return Document([Node("thing", np.eye(4), Mesh("thing", [primitive]))], [material], [])


def frame() -> Document:
    points = plain_glasses().reshape(-1, 3).astype(np.float32)
    return document(Primitive({"POSITION": points}, np.arange(len(points), dtype=np.uint32), Material("frame")))


def block() -> Document:
    return document(box(Material("frame"), (0.14, 0.05, 0.14)))


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


def imported(folder: StoreFolder, text: str, model: Document | None = None) -> Imported:
    source = ModelSource("frame.glb", write(model or frame()))
    return import_model(source, text, "frame.toml", folder, now_s=1_800_000_000.0)


def test_found_places_and_lengths_come_with_the_catalogue(folder: StoreFolder) -> None:
    imported(folder, HEAD)
    (found,) = folder.catalogue.catalogue().products
    assert {one.id: one.mm for one in found.dimensions}["lens-width"] == pytest.approx(48.0, abs=0.6)
    assert not any(one.written for one in found.anchors)
    places = known_places(found, block())
    assert places["bridge"][0] == pytest.approx(0.0, abs=3e-4)


def test_a_publication_from_before_is_read_and_its_places_are_found_when_asked_for(folder: StoreFolder) -> None:
    now = imported(folder, HEAD).publication
    old = msgspec.to_builtins(now)
    del old["anchors"], old["dimensions"]
    before = msgspec.convert(old, Publication)
    assert before.anchors == ()
    assert known_places(before, frame()).keys() == {one.id for one in now.anchors}


def test_what_the_product_file_writes_is_published_shown_compared_and_exported(folder: StoreFolder) -> None:
    first = imported(folder, HEAD).publication
    second = imported(folder, HEAD + "[anchors]\nbridge = [0, 40, 68.5]\ntemple = 145\n").publication
    assert second.revision == first.revision + 1
    assert {one.id: one.position for one in second.anchors if one.written} == {"bridge": (0.0, 0.04, 0.0685)}
    assert {one.id: one.mm for one in second.dimensions}["temple"] == 145.0
    said = "\n".join(shown(second, configured(second, ())))
    assert re.search(r"bridge +0\.0 +40\.0 +68\.5 +product file", said)
    assert re.search(r"temple +Temple length · Bügellänge +145\.0 +product file", said)
    places = {change.place for change in diff(first, second).changes}
    assert {"anchors/bridge", "dimensions/temple"} <= places
    again = parse(product_toml(second), "again.toml").anchors
    assert (again.places, again.lengths_mm) == ({"bridge": (0.0, 0.04, 0.0685)}, {"temple": 145.0})


def test_what_has_no_such_shape_is_published_with_a_warning(folder: StoreFolder) -> None:
    result = imported(folder, HEAD, block())
    assert result.publication.anchors == ()
    assert "no-anchors" in {finding.code for finding in result.findings}


@pytest.mark.parametrize(
    ("line", "code", "word"),
    [
        ("brigde = [0, 40, 68]", "unknown-anchor", "bridge"),
        ("bridge = [0, 40]", "wrong-type", "three numbers"),
        ("bridge = 40", "wrong-type", "three numbers"),
        ("bridge = [0, 40000, 0]", "out-of-range", "30000"),
        ("temple = -1", "out-of-range", "0.1"),
        ("bridge = [0, 400, 0]", "anchor-outside", "[0, 400, 0]"),
    ],
)
def test_a_mistake_is_told_with_its_line(folder: StoreFolder, line: str, code: str, word: str) -> None:
    with pytest.raises(ProductFileError, match=code) as caught:
        imported(folder, f"{HEAD}[anchors]\n{line}\n")
    assert caught.value.place == "frame.toml:8"
    assert word in str(caught.value)
    assert folder.catalogue.catalogue().products == ()


def test_a_hotspot_beside_the_model_is_told_with_its_line(folder: StoreFolder) -> None:
    words = 'text = { en = "Hinge", de = "Scharnier" }'
    hotspot = f'[[hotspots]]\nid = "hinge"\nen = "Hinge"\nde = "Scharnier"\n{words}\nat = [0, 400, 0]\n'
    with pytest.raises(ProductFileError, match="hotspot-outside") as caught:
        imported(folder, HEAD + hotspot)
    assert caught.value.place == "frame.toml:12"
    assert "[0, 400, 0]" in str(caught.value)


def test_some_places_are_not_enough_where_the_others_cannot_be_found(folder: StoreFolder) -> None:
    with pytest.raises(ProductFileError, match="missing-anchors") as caught:
        imported(folder, HEAD + "[anchors]\nbridge = [0, 0, 0]\n", block())
    assert caught.value.place == "frame.toml:7"
    assert "hinge-left" in caught.value.got


def test_things_of_no_kind_have_no_anchors() -> None:
    with pytest.raises(ProductFileError, match="unknown-anchor"):
        parse(HEAD.replace("glasses", "other") + "[anchors]\nbridge = [0, 0, 0]\n", "vase.toml")


def test_a_shoe_tells_the_foot_and_the_sole_of_each_size(folder: StoreFolder) -> None:
    built = Path(__file__).resolve().parents[4] / "assets" / "built" / "products" / "runner"
    source = ModelSource("model.glb", (built / "model.glb").read_bytes())
    result = import_model(source, (built / "product.toml").read_text("utf-8"), "runner", folder, now_s=1_800_000_000.0)
    sizes = {one.eu: one for one in shoe_sizes(result.publication)}
    own = next(one for one in sizes.values() if one.initial)
    assert own.sole_mm == pytest.approx(290.0, abs=0.5)
    # ISO/TS 19407 tabulates 240 mm for EU 38 and 280 mm for EU 44.
    assert (sizes[38.0].foot_mm, sizes[44.0].foot_mm) == (240.0, 280.0)
    assert sizes[44.0].sole_mm - sizes[38.0].sole_mm == pytest.approx(40.0, abs=0.2)


def test_half_sizes_are_read_as_product_files_write_them() -> None:
    assert [size_number(name) for name in ("eu-42-5", "eu-43", "uk-8")] == [42.5, 43.0, None]
