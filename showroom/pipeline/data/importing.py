"""From a file of prices, stock and texts to the catalogue: all of it, or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from showroom import codes
from showroom.errors import Rejected
from showroom.events import Fact
from showroom.pipeline.data.changes import draft_changes
from showroom.pipeline.data.columns import renamed
from showroom.pipeline.data.csv_file import read_csv, table_of
from showroom.pipeline.data.table import MAX_BYTES, Faults, Table
from showroom.pipeline.data.xlsx_file import read_xlsx
from showroom.pipeline.revisions.diff import Change, diff
from showroom.pipeline.revisions.publishing import taken_tags
from showroom.releases import fact, iso

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.catalogue import Publication, SupplyLine
    from showroom.pipeline.data.changes import Draft
    from showroom.pipeline.data.columns import Mapped
    from showroom.pipeline.data.numbers import Decimal
    from showroom.ports import DataFolder


class ProductChange(Struct, frozen=True):
    """What changes at one product; `revision` is what it is published as, None where only its stock changes."""

    product: str
    changes: tuple[Change, ...]
    revision: int | None = None


class ImportedData(Struct, frozen=True):
    """What an import changed, or would; `ignored` are columns that mean nothing to us."""

    rows: int
    products: tuple[ProductChange, ...]
    ignored: tuple[str, ...]
    dry_run: bool = False


def import_data(
    folder: DataFolder, data: bytes, name: str, mapped: Mapped, now_s: float, *, dry_run: bool = False
) -> ImportedData:
    """Import a table.

    Args:
        folder: whose catalogue changes.
        data: the file; its kind goes by the ending of `name`: .csv, .txt, .tsv, .xlsx or .json.
        name: how errors call it.
        mapped: which column means what.
        now_s: seconds since 1970, for the revisions' dates.
        dry_run: change nothing.

    Raises:
        DataFileError: everything that is wrong with it; nothing changed.
        Rejected: ``needs-approval``, ``stale-revision``, ``unknown-format``.
    """
    faults = Faults(name)
    table, decimal = _read(data, name, mapped, faults)
    table, ignored = renamed(table, mapped.columns, faults)
    faults.finish()
    published = folder.catalogue.catalogue().products
    drafts = draft_changes(table, published, mapped.decimal or decimal, faults)
    faults.finish()
    changed = [draft for draft in drafts.values() if _is_changed(draft)]
    revisions = {one.product.id: one for one in (_revision(folder, draft, now_s) for draft in changed) if one}
    told = tuple(_told(draft, revisions.get(draft.product.id)) for draft in changed)
    if changed and not dry_run:
        _refuse_without_approval(folder, revisions)
        supplies = {draft.product.id: draft.supply for draft in changed}
        facts = [fact(one, "live", now_s, "", {"imported_from": name[-200:]}) for one in revisions.values()]
        properties = {"rows": len(table.rows), "products": len(changed), "revisions": len(revisions)}
        facts.append(Fact("Catalogue Data Imported", now_s, "", "catalogue", properties))
        folder.catalogue.put_data(tuple(revisions.values()), supplies, facts)
    return ImportedData(len(table.rows), told, ignored, dry_run)


def _read(data: bytes, name: str, mapped: Mapped, faults: Faults) -> tuple[Table, Decimal]:
    """The table, and what parts decimals in it where nobody says."""
    suffix = name.rpartition(".")[2].lower()
    if len(data) > MAX_BYTES:
        got, allowed = f"{len(data)} bytes", f"{MAX_BYTES} bytes"
        faults.refuse("too-large", 1, "", "this file is too large", got=got, allowed=allowed)
        return Table((), ()), "."
    if suffix == "xlsx":
        return read_xlsx(data, mapped.sheet, faults), "."
    if suffix == "json":
        return _read_json(data, faults), "."
    if suffix in ("csv", "txt", "tsv"):
        table, separator = read_csv(data, mapped.csv, faults)
        return table, "," if separator == ";" else "."
    raise Rejected("unknown-format", "this kind of table is not read", got=suffix[:20], allowed=".csv, .xlsx or .json")


def _read_json(data: bytes, faults: Faults) -> Table:
    """A list of objects with texts and numbers."""
    try:
        rows = msgspec.json.decode(data, type=list[dict[str, str | int | float | None]])
    except (msgspec.DecodeError, UnicodeError) as error:
        faults.refuse("bad-json", 1, "", f"this is no list of objects with texts and numbers: {error}")
        return Table((), ())
    columns = list(dict.fromkeys(name for row in rows for name in row))
    lines = [[_word(row.get(name)) for name in columns] for row in rows]
    return table_of([*enumerate([columns, *lines], start=1)], faults)


def _word(cell: str | float | None) -> str:
    return "" if cell is None else f"{cell:.9g}" if isinstance(cell, float) else str(cell)


def _is_changed(draft: Draft) -> bool:
    return draft.product != draft.publication.product or draft.supply != draft.publication.supply


def _revision(folder: DataFolder, draft: Draft, now_s: float) -> Publication | None:
    """The next revision of a product whose prices or texts change; its codes stay."""
    if draft.product == draft.publication.product:
        return None
    newest = folder.catalogue.publication(draft.product.id) or draft.publication
    following = newest.revision + 1
    codebook = codes.assign(draft.product, newest.codebook, following, taken_tags(folder, draft.product.id))
    return replace(
        draft.publication,
        product=draft.product,
        revision=following,
        codebook=codebook,
        published_at=iso(now_s),
        supply=(),
    )


def _refuse_without_approval(folder: DataFolder, revisions: dict[str, Publication]) -> None:
    if revisions and folder.catalogue.approval() == "second-person":
        message = "this shop wants a second person to approve prices and texts"
        hint = "import stock alone, or bring prices in by product files: showroom assets import --draft"
        raise Rejected("needs-approval", message, got=", ".join(sorted(revisions))[:200], hint=hint)


def _told(draft: Draft, revision: Publication | None) -> ProductChange:
    changes = list(diff(draft.publication, revision).changes) if revision is not None else []
    changes += _supply_changes(draft.publication.supply, draft.supply)
    return ProductChange(draft.product.id, tuple(changes), None if revision is None else revision.revision)


def _supply_changes(before: tuple[SupplyLine, ...], after: tuple[SupplyLine, ...]) -> Iterator[Change]:
    old, new = ({line.choices: line for line in lines} for lines in (before, after))
    for choices in dict.fromkeys((*old, *new)):
        if old.get(choices) != new.get(choices):
            place = "+".join(map(str, choices)) or "the product"
            was, now = (_line_words(lines.get(choices)) for lines in (old, new))
            yield Change(f"supply/{place}", f"{place}: {was} → {now}", was, now)


def _line_words(line: SupplyLine | None) -> str:
    if line is None:
        return "nothing known"
    words = [f"SKU {line.sku}" if line.sku else "", "" if line.stock is None else f"{line.stock} in stock"]
    words.append(
        f"delivered in {'-'.join(map(str, sorted(set(line.delivery_days))))} days" if line.delivery_days else ""
    )
    return ", ".join(filter(None, words)) or "nothing known"
