"""Looking back, comparing, going back, and taking a product out as files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as with_fields

from server.store.folder import open_in_memory
from showroom import codes
from showroom.catalogue import Hotspot, Text
from showroom.configuration import initial
from showroom.errors import CodeRefused, NotFound, Unavailable
from showroom.pipeline.catalogue import configured, remove, standing
from showroom.pipeline.importer import import_model
from showroom.pipeline.revisions.diff import diff
from showroom.pipeline.revisions.export import export
from showroom.pipeline.revisions.history import history, revision, rollback
from showroom.pipeline.revisions.product_toml import product_toml, srgb
from showroom.pipeline.source import open_model
from showroom.product_file import parse
from showroom.product_file.surfaces import linear_color
from tests.showroom.pipeline.products import PRODUCT, source
from tests.showroom.pipeline.test_docs import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication

NOW_S = 1_800_000_000.0
CHEAPER = PRODUCT.replace("12900", "9900").replace('values = ["white", "black"]', 'values = ["white"]')


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


def publish(folder: StoreFolder, text: str = PRODUCT) -> Publication:
    return import_model(source(), text, "runner.toml", folder, now_s=NOW_S).publication


def test_history_lists_every_revision_newest_first_also_of_a_removed_product(folder: StoreFolder) -> None:
    first, second = publish(folder), publish(folder, CHEAPER)
    remove(folder, "runner", NOW_S)
    assert [one.publication for one in history(folder, "runner")] == [second, first]
    assert revision(folder, "runner") == second
    assert revision(folder, "runner", 1) == first


def test_what_never_was_is_not_found(folder: StoreFolder) -> None:
    with pytest.raises(NotFound, match="unknown-product"):
        history(folder, "runner")
    publish(folder)
    with pytest.raises(NotFound, match="unknown-revision") as caught:
        rollback(folder, "runner", 7, NOW_S)
    assert caught.value.allowed == "1 to 1"


def test_rolling_back_publishes_the_old_product_anew(folder: StoreFolder) -> None:
    first = publish(folder)
    publish(folder, CHEAPER)
    third = rollback(folder, "runner", 1, NOW_S).publication
    assert standing(folder, "runner") == third
    assert third.revision == 3
    assert (third.product, third.model, third.size_mm) == (first.product, first.model, first.size_mm)
    assert folder.facts.after(0)[-1].data["properties"]["rolled_back_to"] == 1


def test_codes_of_every_revision_stay_valid_after_going_back(folder: StoreFolder) -> None:
    publish(folder)
    black = configured(standing(folder, "runner"), ["sole=black"]).code
    publish(
        folder,
        CHEAPER.replace('values = ["white"]', 'values = ["white", "gum"]').replace(
            "[palette]", '[palette]\ngum = { en = "Gum", de = "Gummi", color = "#a5713f" }'
        ),
    )
    gum = configured(standing(folder, "runner"), ["sole=gum"]).code
    assert gum != black
    third = rollback(folder, "runner", 1, NOW_S).publication
    assert codes.decode(third.product, third.codebook, black)["sole"] == "black"
    with pytest.raises(CodeRefused, match="code-withdrawn"):
        codes.decode(third.product, third.codebook, gum)


def test_going_back_brings_a_removed_product_back(folder: StoreFolder) -> None:
    publish(folder)
    remove(folder, "runner", NOW_S)
    assert rollback(folder, "runner", 1, NOW_S).publication.revision == 2
    assert standing(folder, "runner").revision == 2


def test_the_tag_of_a_removed_product_is_never_given_away(folder: StoreFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = publish(folder)
    remove(folder, "runner", NOW_S)
    seen: list[set[int]] = []
    assign = codes.assign

    def watched(product: object, previous: object, number: int, taken: set[int]) -> object:
        seen.append(set(taken))
        return assign(product, previous, number, taken)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(codes, "assign", watched)
    publish(folder, PRODUCT.replace('id = "runner"', 'id = "walker"'))
    assert seen == [{first.codebook.tag}]


def test_a_difference_is_told_in_sentences_with_its_place(folder: StoreFolder) -> None:
    found = diff(publish(folder), publish(folder, CHEAPER.replace("Läufer", "Renner")))
    assert [change.sentence for change in found.changes] == [
        "name (de): “Läufer” → “Renner”",
        "the price: €129.00 → €99.00",
        "sole: no longer black",
    ]
    assert [change.place for change in found.changes] == ["name/de", "price", "groups/sole/black"]
    assert (found.changes[1].before, found.changes[1].after) == (12900, 9900)


def test_nothing_changed_between_a_revision_and_itself(folder: StoreFolder) -> None:
    first = publish(folder)
    assert diff(first, first).changes == ()


def test_every_field_that_can_change_is_seen(folder: StoreFolder) -> None:
    first = publish(folder)
    text = (
        PRODUCT.replace('kind = "shoe"', 'kind = "other"')
        .replace('currency = "EUR"', 'currency = "USD"')
        .replace("rate = 19", "rate = 7")
        .replace("price = 900", "price = 100")
        .replace("#1d1d20", "#000000")
        .replace('["sole"], en', '["sole", "upper"], en')
        .replace("Night", "Evening")
        + '[[rules]]\nwhen = "sole=black"\nexcludes = "night=on"\nen = "Too dark."\nde = "Zu dunkel."\n'
    )
    other = publish(folder, text)
    other = with_fields(
        other, model=with_fields(other.model, sha256="0" * 64, size_bytes=1), triangles=2, size_mm=(1, 2, 3)
    )
    places = {change.place for change in diff(first, other).changes}
    assert places == {
        "kind",
        "currency",
        "price",
        "tax",
        "groups/night/name/en",
        "groups/night/on/price",
        "groups/sole/black/surface",
        "parts/sole/materials",
        "rules/rule-1",
        "model",
        "model/size_bytes",
        "model/triangles",
        "model/size_mm",
        "anchors",
    }
    back = {change.sentence for change in diff(other, first).changes}
    assert "rule dropped: sole=black excludes night=on (Too dark.)" in back


def test_a_hotspot_that_comes_or_says_something_else_is_told(folder: StoreFolder) -> None:
    first = publish(folder)
    spot = Hotspot("sole", Text("Sole", "Sohle"), Text("Grips.", "Haftet."), (0.0, 0.01, 0.0))
    marked = with_fields(first, product=with_fields(first.product, hotspots=(spot,)))
    said = with_fields(spot, text=Text("Grips well.", "Haftet gut."))
    again = with_fields(first, product=with_fields(first.product, hotspots=(said,)))
    assert [one.sentence for one in diff(first, marked).changes] == ["new hotspot sole"]
    assert [one.sentence for one in diff(marked, again).changes] == ["what the hotspot sole tells"]


def test_an_export_imports_to_the_same_product(folder: StoreFolder, tmp_path: Path) -> None:
    published = publish(folder)
    written = export(folder, published, tmp_path / "out")
    again = import_model(
        open_model(written.model), written.product_file.read_text("utf-8"), "product.toml", folder, now_s=NOW_S
    )
    assert again.unchanged
    assert again.publication == published


@pytest.mark.parametrize("name", ["runner", "acetate", "coupe"])
def test_our_own_products_survive_being_written_as_product_files(folder: StoreFolder, name: str) -> None:
    text = (ROOT / "assets" / "built" / "products" / name / "product.toml").read_text("utf-8")
    product = parse(text, name).product
    publication = with_fields(publish(folder), product=product)
    assert parse(product_toml(publication), "again").product == product


def test_texts_with_quotes_and_breaks_survive(folder: StoreFolder) -> None:
    published = publish(folder)
    name = with_fields(published.product.name, en='A "fast"\nrunner \\', de="Größe „schnell“")
    product = with_fields(published.product, name=name)
    assert parse(product_toml(with_fields(published, product=product)), "again").product == product
    assert initial(product).product_id == "runner"


def test_every_srgb_value_survives_linear_light() -> None:
    for value in range(256):
        text = f"#{value:02x}{255 - value:02x}{value:02x}"
        assert srgb(linear_color(text)) == text
        assert srgb(linear_color(f"{text}{value:02x}")) == (f"{text}{value:02x}" if value < 255 else text)


def test_a_folder_that_cannot_be_made_is_told(folder: StoreFolder, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    with pytest.raises(Unavailable, match="unwritable-folder"):
        export(folder, publish(folder), tmp_path / "file")
