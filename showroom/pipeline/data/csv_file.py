"""CSV as it comes out of Excel in any country, and as Excel in any country reads it."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.pipeline.data.table import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Faults, Row, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

SEPARATORS = (";", ",", "\t", "|")
_RISKY = re.compile(r"'*[=+\-@\t\r\n]")
"""What a spreadsheet would take for a formula (OWASP, CSV Injection), also behind apostrophes of its own."""


@dataclass(frozen=True)
class CsvForm:
    """How a CSV file is written; None is found out when reading."""

    encoding: str | None = None
    separator: str | None = None


def read_csv(data: bytes, form: CsvForm, faults: Faults) -> tuple[Table, str]:
    """Read a table; mistakes are noted.

    Without an encoding, a byte order mark decides, then UTF-8 where it is valid, else Windows-1252, as Excel writes.

    Returns:
        The table, and the separator that it has.
    """
    text = _decoded(data, form.encoding, faults)
    separator = form.separator or _separator(text)
    try:
        lines = list(_limited(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True), faults))
    except csv.Error as error:
        faults.refuse("bad-csv", text.count("\n") + 1, "", f"this is no CSV: {error}")
        lines = []
    return table_of([(number, [unguarded(cell) for cell in cells]) for number, cells in lines], faults), separator


def _decoded(data: bytes, encoding: str | None, faults: Faults) -> str:
    if encoding is None:
        encoding = "utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
        if encoding == "utf-8-sig" and not _is_utf8(data):
            encoding = "cp1252"
    try:
        return data.decode(encoding)
    except (UnicodeError, LookupError):
        hint = "--encoding cp1252 or utf-8 says what it is"
        faults.refuse("bad-encoding", 1, "", "these bytes are no text in this encoding", got=encoding, hint=hint)
        return ""


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _separator(text: str) -> str:
    """What parts the names in the first line, outside of quotes; a semicolon before a comma, for prices have commas."""
    head = re.sub(r'"[^"]*"', "", text.partition("\n")[0])
    return max(SEPARATORS, key=head.count)


def _limited(reader: Iterable[list[str]], faults: Faults) -> Iterator[tuple[int, list[str]]]:
    for number, cells in enumerate(reader, start=1):
        if number > MAX_ROWS:
            faults.refuse("too-large", number, "", "too many rows", allowed=f"{MAX_ROWS}")
            return
        yield number, cells


def table_of(lines: Sequence[tuple[int, Sequence[str]]], faults: Faults) -> Table:
    """A table out of numbered lines: the first is the head; mistakes are noted."""
    filled = [(number, cells) for number, cells in lines if any(cell.strip() for cell in cells)]
    if not filled:
        faults.refuse("empty-file", 1, "", "there is nothing in this file", allowed="a head and rows")
        return Table((), ())
    head = [cell.strip() for cell in filled[0][1]]
    for column in {name for name in head if name and head.count(name) > 1}:
        faults.refuse("duplicate-column", filled[0][0], column, "this column is there twice")
    if len(head) > MAX_COLUMNS:
        faults.refuse("too-large", filled[0][0], "", "too many columns", got=str(len(head)), allowed=str(MAX_COLUMNS))
        return Table((), ())
    rows = []
    for number, cells in filled[1:]:
        if len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            got, allowed = f"{len(cells)} cells", f"{len(head)}, as many as the head has"
            faults.refuse("bad-row", number, "", "this row is longer than the head", got=got, allowed=allowed)
        if any(len(cell) > MAX_CELL for cell in cells):
            faults.refuse("too-large", number, "", "a cell is too long", allowed=f"{MAX_CELL} characters")
        rows.append(Row(number, dict(zip(head, cells, strict=False))))
    return Table(tuple(name for name in head if name), tuple(rows))


def write_csv(columns: Sequence[str], rows: Iterable[Sequence[str]], separator: str) -> bytes:
    """A table as CSV in UTF-8 with a byte order mark, which Excel needs; nothing in it is a formula."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(columns)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def guarded(cell: str) -> str:
    """A cell that no spreadsheet carries out: an apostrophe stands before what would begin a formula."""
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguarded(cell: str) -> str:
    """A cell without the apostrophe of `guarded`."""
    return cell[1:] if cell.startswith("'") and _RISKY.match(cell) else cell
