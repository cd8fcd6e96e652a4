"""Stock, prices and texts come in as a whole or not at all, and go out so that they come in again."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import FileRef, Sheet, Turn
from showroom.codes import decode, encode
from showroom.configuration import initial
from showroom.errors import DataFileError, Rejected
from showroom.pipeline.data import exporting
from showroom.pipeline.data.columns import Mapped, mapped_words, read_mapping
from showroom.pipeline.data.csv_file import guarded, unguarded
from showroom.pipeline.data.importing import ImportedData, import_data
from showroom.pipeline.data.numbers import NotANumberError, read_amount, read_count, write_amount
from showroom.pipeline.data.schema_org import json_ld
from showroom.pipeline.importer import import_model
from showroom.pipeline.looks import turn_looks
from tests.showroom.pipeline.data.shops import shop
from tests.showroom.pipeline.products import PRODUCT as RUNNER
from tests.showroom.pipeline.products import source

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication

NOW_S = 1_800_000_000.0


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    opened = shop()
    yield opened
    opened.close()


def bring(
    folder: StoreFolder,
    data: bytes | str,
    name: str = "data.csv",
    mapped: Mapped | None = None,
    *,
    dry_run: bool = False,
) -> ImportedData:
    raw = data.encode() if isinstance(data, str) else data
    return import_data(folder, raw, name, mapped or Mapped(), NOW_S, dry_run=dry_run)


def faults(
    folder: StoreFolder, data: bytes | str, name: str = "data.csv", mapped: Mapped | None = None
) -> list[tuple[str, str]]:
    """Code and place of everything that is wrong; nothing may have changed."""
    before = folder.catalogue.revision()
    with pytest.raises(DataFileError) as caught:
        bring(folder, data, name, mapped)
    assert folder.catalogue.revision() == before
    found = (caught.value, *caught.value.others)
    return [(one.code, one.place.partition(": ")[2]) for one in found]


def sold(folder: StoreFolder, name: str = "runner") -> Publication:
    return next(one for one in folder.catalogue.catalogue().products if one.product.id == name)


def test_a_german_excel_export_in_windows_1252_is_read(folder: StoreFolder) -> None:
    head = "Artikel;Größe;VK brutto;Bestand;Bezeichnung\n"
    table = head + 'runner;;1.139,50;12;"Läufer ""Süd"""\nrunner;upper=blue;12,00;3;\n'
    columns = mapped_words(
        ["product=Artikel", "option=Größe", "price=VK brutto", "stock=Bestand", "name_de=Bezeichnung"]
    )
    result = bring(folder, table.encode("cp1252"), mapped=Mapped(columns))
    runner = sold(folder)
    assert (runner.product.price, runner.product.groups[0].values[1].price) == (113950, 1200)
    assert runner.product.name.de == 'Läufer "Süd"'
    assert [(line.choices, line.stock) for line in runner.supply] == [((), 12), ((*runner.supply[1].choices,), 3)]
    assert (result.rows, [one.product for one in result.products]) == (2, ["runner"])


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_encodings_and_separators_are_found_out(folder: StoreFolder, encoding: str, separator: str) -> None:
    table = separator.join(("product", "name_de")) + "\n" + separator.join(("walker", "Spaziergängerschuh")) + "\n"
    bring(folder, table.encode(encoding))
    assert sold(folder, "walker").product.name.de == "Spaziergängerschuh"


@pytest.mark.parametrize(
    ("row", "code", "place"),
    [
        ("runer,,1,", "unknown-product", 'row 2, column "product"'),
        ("runner,upper=pink,1,", "unknown-option", 'row 2, column "option"'),
        ("runner,upper=red upper=blue,,1", "bad-option", 'row 2, column "option"'),
        ('runner,,"129,00",', "bad-number", 'row 2, column "price"'),
        ("runner,,129.005,", "bad-number", 'row 2, column "price"'),
        ("runner,,-5,", "bad-number", 'row 2, column "price"'),
        ("runner,upper=red sole=black,5,", "price-on-combination", 'row 2, column "price"'),
        ("runner,,,1.5", "bad-number", 'row 2, column "stock"'),
        ("runner,,,,more", "bad-row", "row 2"),
    ],
)
def test_every_mistake_names_its_row_and_column(folder: StoreFolder, row: str, code: str, place: str) -> None:
    assert faults(folder, f"product,option,price,stock\n{row}\n") == [(code, place)]


def test_one_bad_row_keeps_all_good_ones_out_and_all_bad_ones_are_told(folder: StoreFolder) -> None:
    table = "product,price,stock\nrunner,99.00,4\nwalkr,1,1\nwalker,x,1\n"
    assert [code for code, _ in faults(folder, table)] == ["unknown-product", "bad-number"]
    assert sold(folder).product.price == 12900


def test_the_same_row_twice_and_the_same_number_twice_are_refused(folder: StoreFolder) -> None:
    assert faults(folder, "product,stock\nrunner,1\nrunner,2\n") == [("duplicate-row", "row 3")]
    assert faults(folder, "product,sku\nrunner,A1\nwalker,A1\n") == [("duplicate-sku", 'row 3, column "sku"')]


def test_numbers_alone_find_their_product_once_they_are_known(folder: StoreFolder) -> None:
    bring(folder, "product,option,sku\nrunner,upper=red+sole=black,R-RB\n")
    bring(folder, "sku,stock\nR-RB,7\n")
    assert [(line.sku, line.stock) for line in sold(folder).supply] == [("R-RB", 7)]
    assert faults(folder, "sku,stock\nR-XX,7\n") == [("unknown-sku", 'row 2, column "sku"')]


def test_an_empty_cell_changes_nothing_and_a_dash_forgets(folder: StoreFolder) -> None:
    bring(folder, "product,stock,delivery_days_to\nrunner,5,3\n")
    assert bring(folder, "product,stock,delivery_days_to\nrunner,,\n").products == ()
    bring(folder, "product,stock,delivery_days_to\nrunner,-,-\n")
    assert sold(folder).supply == ()


def test_stock_alone_publishes_no_revision_and_prices_do(folder: StoreFolder) -> None:
    code = encode(sold(folder).codebook, initial(sold(folder).product))
    bring(folder, "product,stock\nrunner,5\n")
    assert sold(folder).revision == 1
    bring(folder, "product,price\nrunner,99\n")
    after = sold(folder)
    assert (after.revision, after.product.price, after.supply[0].stock) == (2, 9900, 5)
    assert decode(after.product, after.codebook, code) == initial(after.product)
    assert folder.catalogue.revisions("runner")[-1].supply == ()


def test_a_dry_run_tells_the_same_and_changes_nothing(folder: StoreFolder) -> None:
    before = folder.catalogue.revision()
    told = bring(folder, "product,price\nrunner,99\n", dry_run=True)
    assert [change.sentence for change in told.products[0].changes] == ["the price: €129.00 → €99.00"]
    assert folder.catalogue.revision() == before


def test_prices_of_other_markets_have_their_own_columns(folder: StoreFolder) -> None:
    bring(folder, "product,option,price_CH\nrunner,,159.90\nrunner,upper=gold,60\n")
    market = sold(folder).product.markets[0]
    assert (market.price, {str(one.choice): one.price for one in market.surcharges}) == (
        15990,
        {"upper=blue": 1500, "upper=gold": 6000},
    )
    assert faults(folder, "product,price_US\nrunner,9\n") == [("unknown-market", 'row 2, column "price_US"')]
    assert faults(folder, "product,currency\nrunner,USD\n") == [("wrong-currency", 'row 2, column "currency"')]


@pytest.mark.parametrize("kind", ["csv", "german csv", "xlsx", "json"])
def test_what_is_exported_comes_back_without_a_change_and_whole_into_another_shop(
    folder: StoreFolder, kind: str
) -> None:
    table = (
        "product,option,sku,stock,delivery_days_from,delivery_days_to,name_en,description_de,price,price_CH\n"
        "runner,,R,12,2,4,=cmd|' /C calc'!A0,\"'=1+1; zwei\nZeilen, ganz\",1299.90,1\n"
        "runner,upper=gold,,0,,,+49,,3.05,\nrunner,upper=red+sole=black,R-RB,3,1,1,,,,\n"
    )
    bring(folder, table)
    published = folder.catalogue.catalogue().products
    if kind == "json":
        data, name = exporting.as_json(published), "out.json"
    elif kind == "xlsx":
        data, name = exporting.as_xlsx(published), "out.xlsx"
    else:
        data, name = exporting.as_csv(published, *((";", ",") if "german" in kind else (",", "."))), "out.csv"
    assert bring(folder, data, name).products == ()
    other = shop()
    bring(other, data, name)
    there = [(one.product, one.supply) for one in other.catalogue.catalogue().products]
    other.close()
    assert there == [(one.product, one.supply) for one in published]


@given(st.text(st.characters(codec="utf-8")))
def test_no_cell_begins_a_formula_and_every_cell_comes_back(cell: str) -> None:
    assert unguarded(guarded(cell)) == cell
    assert guarded(cell)[:1] not in {"=", "+", "-", "@", "\t", "\r", "\n"}


@given(st.integers(0, 10**12), st.sampled_from(["EUR", "JPY", "BHD"]), st.sampled_from([",", "."]))
def test_amounts_come_back(amount: int, currency: str, decimal: str) -> None:
    parts = "," if decimal == "," else "."
    assert read_amount(write_amount(amount, currency, parts), currency, parts) == amount  # type: ignore[arg-type] # both are literals


@pytest.mark.parametrize("words", ["1,2,3", "12,34.5", "1.2.3", "", "EUR", "abc", "12-", "1e5"])
def test_what_is_no_amount_is_not_guessed(words: str) -> None:
    with pytest.raises(NotANumberError):
        read_amount(words, "EUR", ".")
    with pytest.raises(NotANumberError):
        read_count(words)


def test_a_workbook_that_is_a_bomb_or_has_entities_is_refused(folder: StoreFolder) -> None:
    def archive(name: str, content: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
            packed.writestr(name, content)
        return stream.getvalue()

    entities = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    assert faults(folder, archive("xl/workbook.xml", entities), "a.xlsx") == [("unsafe-file", "row 1")]
    assert faults(folder, archive("xl/a.xml", bytes(300 << 20)), "a.xlsx") == [("unsafe-file", "row 1")]
    assert faults(folder, b"no archive", "a.xlsx") == [("bad-workbook", "row 1")]
    assert faults(folder, archive("a.xml", b"<x/>"), "a.xlsx") == [("bad-workbook", "row 1")]


def test_a_workbook_that_is_damaged_anywhere_is_refused(folder: StoreFolder) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(exporting.as_xlsx([sold(folder)]))) as book:
        parts = {part.filename: book.read(part) for part in book.infolist()}

    def packed(rows: bytes) -> bytes:
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name, content in (parts | {sheet: rows}).items():
                archive.writestr(name, content)
        return stream.getvalue()

    whole = packed(parts[sheet])
    bring(folder, whole, "a.xlsx", dry_run=True)
    assert faults(folder, packed(parts[sheet][:-40]), "a.xlsx") == [("bad-workbook", "row 1")]
    assert faults(folder, whole[300:], "a.xlsx") == [("bad-workbook", "row 1")]


def test_a_mapping_file_says_what_columns_mean(folder: StoreFolder) -> None:
    mapped = read_mapping('separator = ";"\ndecimal = "."\n[columns]\nproduct = "Nr"\nprice = "VK"\n', "map.toml")
    bring(folder, "Nr;VK;Farbe\nrunner;9.50;rot\n", mapped=mapped)
    assert sold(folder).product.price == 950
    with pytest.raises(DataFileError, match="unknown-column"):
        read_mapping('[columns]\nprize = "VK"\n', "map.toml")
    assert faults(folder, "a;b\n1;2\n", mapped=mapped)[0][0] == "missing-column"


def test_a_shop_that_wants_approval_takes_stock_but_no_prices(folder: StoreFolder) -> None:
    folder.catalogue.set_approval("second-person")
    bring(folder, "product,stock\nrunner,5\n")
    with pytest.raises(Rejected, match="needs-approval"):
        bring(folder, "product,price\nrunner,5\n")
    assert sold(folder).product.price == 12900


def test_the_log_keeps_what_was_imported(folder: StoreFolder) -> None:
    bring(folder, "product,price\nrunner,99\n")
    assert [fact.type for fact in folder.facts.after(0)][-2:] == ["Product Published", "Catalogue Data Imported"]


def test_json_ld_offers_every_variant_with_its_price_stock_and_model(folder: StoreFolder) -> None:
    bring(folder, "product,option,sku,stock,delivery_days_to\nrunner,,R,9,4\nrunner,upper=blue,R-B,0,\n")
    (group,) = json_ld([sold(folder)], "https://shop.example/", "de", "CH")["@graph"]
    assert group["subjectOf"]["encoding"][0]["contentUrl"].startswith("https://shop.example/files/")
    by_sku = {variant["sku"]: variant["offers"] for variant in group["hasVariant"]}
    assert (by_sku["R-B"]["price"], by_sku["R-B"]["priceCurrency"]) == ("164.00", "CHF")
    assert by_sku["R-B"]["availability"] == "https://schema.org/OutOfStock"
    assert by_sku["R"]["availability"] == "https://schema.org/InStock"
    (_, other) = json_ld([sold(folder), sold(folder, "walker")], "https://shop.example", "de", "CH")["@graph"]
    assert {variant["offers"]["priceCurrency"] for variant in other["hasVariant"]} == {"EUR"}
    with pytest.raises(Rejected, match="unknown-market"):
        json_ld([replace(sold(folder), product=replace(sold(folder).product, markets=()))], "x", "de", "CH")


def test_json_ld_names_the_turns_of_variants(folder: StoreFolder) -> None:
    shown = import_model(source(), RUNNER.replace('"runner"', '"racer"'), "p.toml", folder, now_s=NOW_S).publication
    assert all("subjectOf" not in variant for variant in variants_of(shown))
    looks = turn_looks(shown, {"sole": "black", "night": "off"})
    picture = FileRef("c" * 64, 9, "image/webp")
    turned = replace(shown, turntables=(Turn(("sole=black",), picture, (360, 240), 8, 24, looks),))
    found = {variant["name"]: variant["subjectOf"] for variant in variants_of(turned) if "subjectOf" in variant}
    assert list(found) == ["Runner, Black, Off"]
    told = found["Runner, Black, Off"]
    assert told["contentUrl"] == f"https://shop.example/files/{picture.sha256}"
    assert (told["width"], told["height"]) == ("2880 px", "720 px")
    frames = tuple(map(str, range(0, 360, 15)))
    first = replace(shown, turntable=Sheet(picture, (360, 240), 8, frames, frames))
    assert ["subjectOf" in variant for variant in variants_of(first)] == [True, False, False]


def variants_of(publication: Publication) -> list[dict[str, Any]]:
    (group,) = json_ld([publication], "https://shop.example", "en")["@graph"]
    found: list[dict[str, Any]] = group["hasVariant"]
    return found
