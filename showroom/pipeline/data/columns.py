"""Which column of a table means what."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, cast, get_args

from showroom.errors import DataFileError, Rejected
from showroom.pipeline.data.csv_file import CsvForm
from showroom.pipeline.data.numbers import Decimal
from showroom.pipeline.data.table import Faults, Row, Table
from showroom.toml_source import Source
from showroom.toml_source import Table as TomlTable
from showroom.toml_source.source import listed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS: Final = (
    "product",
    "option",
    "sku",
    "name_en",
    "name_de",
    "description_en",
    "description_de",
    "currency",
    "price",
    "stock",
    "delivery_days_from",
    "delivery_days_to",
)
"""Ours, in the order of an export; ``price_CH`` and its like, one for each other market, stand behind ``price``."""
MARKET_PRICE: Final = re.compile(r"price_([A-Z]{2})")
NUMERIC: Final = frozenset({"stock", "delivery_days_from", "delivery_days_to"})


@dataclass(frozen=True)
class Mapped:
    """How a shop's own table is read.

    Args:
        columns: what their columns are called, by ours.
        csv: how their CSV is written.
        decimal: what parts decimals; None takes a comma where semicolons part the columns, else a point.
        sheet: of a workbook; None is the first.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    csv: CsvForm = field(default_factory=CsvForm)
    decimal: Decimal | None = None
    sheet: str | None = None


def read_mapping(text: str, name: str) -> Mapped:
    """Read a mapping file: ``[columns]`` with ``price = "VK brutto"``, and ``separator``, ``decimal`` and so on.

    Raises:
        DataFileError: ``toml-syntax``, ``unknown-key``, ``wrong-type``, ``unknown-column``, ``bad-decimal``.
    """
    source = Source(text, name, DataFileError)
    root = TomlTable(source, (), source.data)
    root.allow(("columns", "encoding", "separator", "decimal", "sheet"))
    columns = root.table("columns")
    mapped = {}
    for ours in columns.data:
        if not is_known(ours):
            what = "there is no such column to map to"
            source.refuse_unknown("unknown-column", columns.at(ours), what, got=ours, known=COLUMNS)
        mapped[ours] = columns.string(ours)
    decimal = root.string("decimal")
    if decimal and decimal not in get_args(Decimal):
        source.refuse("bad-decimal", root.at("decimal"), "this parts no decimals", got=decimal, allowed='"," or "."')
    source.finish()
    separator = root.string("separator") or None
    form = CsvForm(root.string("encoding") or None, "\t" if separator == "tab" else separator)
    return Mapped(mapped, form, cast("Decimal", decimal) if decimal else None, root.string("sheet") or None)


def mapped_words(words: Sequence[str]) -> dict[str, str]:
    """``price=VK brutto`` and its like.

    Raises:
        Rejected: ``unknown-column``.
    """
    found = {}
    for word in words:
        ours, _, theirs = word.partition("=")
        if not is_known(ours) or not theirs:
            allowed = f"OURS=THEIRS with {listed(COLUMNS)}"
            raise Rejected("unknown-column", "there is no such column to map to", got=word[:80], allowed=allowed)
        found[ours] = theirs
    return found


def is_known(column: str) -> bool:
    """Whether a column is one of ours."""
    return column in COLUMNS or MARKET_PRICE.fullmatch(column) is not None


def renamed(table: Table, mapping: Mapping[str, str], faults: Faults) -> tuple[Table, tuple[str, ...]]:
    """The table with our names for its columns, and the columns that mean nothing to us."""
    for ours, theirs in mapping.items():
        if theirs not in table.columns:
            what = f'the column for "{ours}" is not there'
            faults.refuse_unknown("missing-column", 1, theirs, what, got=theirs, known=table.columns)
    ours_of = {theirs: ours for ours, theirs in mapping.items()}
    names = {
        name: ours_of.get(name, name)
        for name in table.columns
        if name in ours_of or (is_known(name) and name not in mapping)
    }
    ignored = tuple(name for name in table.columns if name not in names)
    if table.rows and not {"product", "sku"} & set(names.values()):
        hint = 'map yours: --column product="Item number"'
        faults.refuse(
            "missing-column",
            1,
            "product",
            "nothing says which product a row means",
            allowed="product or sku",
            hint=hint,
        )
    rows = tuple(
        Row(row.number, {names[name]: cell for name, cell in row.cells.items() if name in names}) for row in table.rows
    )
    return Table(tuple(names.values()), rows), ignored
