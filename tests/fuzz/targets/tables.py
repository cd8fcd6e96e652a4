"""Prices and stock out of a spreadsheet or an ERP: CSV, JSON, workbooks as they are, and one part of a workbook.

A workbook is an archive with checksums, which turn every change of its bytes away; so the XML of its sheet, and of its
shared texts, is changed by itself and packed anew.
"""

from __future__ import annotations

import io
import zipfile
from functools import cache
from typing import TYPE_CHECKING

from showroom.errors import Rejected
from showroom.pipeline.data.columns import Mapped
from showroom.pipeline.data.importing import import_data
from showroom.pipeline.data.xlsx_file import write_xlsx
from tests.fuzz.mutation import mutated_bytes
from tests.fuzz.target import Target
from tests.showroom.pipeline.data.shops import shop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

    from server.store.folder import StoreFolder

SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
PARTS = (SHEET, BOOK, TYPES)
ENDINGS = ("csv", "json", "xlsx", *("xlsx" for _ in PARTS))
"""By the first byte of an input; after the workbook as a whole comes each of its parts."""
WHOLE = 2
LARGEST = 1 << 16
COLUMNS = ("product", "option", "sku", "name_en", "price", "price_CH", "stock")
ROW = ("runner", "upper=blue", "R-1", "Blue", "12.50", "15", "4")


@cache
def _shop() -> StoreFolder:
    return shop()


@cache
def _workbook() -> bytes:
    return write_xlsx(COLUMNS, [ROW], frozenset({"stock"}))


def _seeds() -> Iterator[bytes]:
    yield b"\x00" + "\n".join((";".join(COLUMNS), ";".join(ROW).replace(".", ","))).encode()
    yield b"\x01" + b'[{"product": "runner", "option": "upper=blue", "price": 12.5, "stock": 4}]'
    yield bytes([WHOLE]) + _workbook()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book:
        for number, part in enumerate(PARTS, start=WHOLE + 1):
            yield bytes([number]) + book.read(part)


def _read(data: bytes) -> None:
    """Whatever a table holds, it is read as a whole or refused, and a dry run changes nothing."""
    kind, content = (data[0] if data else 0) % len(ENDINGS), data[1:]
    if kind > WHOLE:
        content = _with_part(PARTS[kind - WHOLE - 1], content)
    try:
        import_data(_shop(), content, f"stock.{ENDINGS[kind]}", Mapped(), 0.0, dry_run=True)
    except Rejected:
        return


def _with_part(name: str, content: bytes) -> bytes:
    """The workbook with another content of one of its parts."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(_workbook())) as book, zipfile.ZipFile(changed, "w") as archive:
        for part in book.infolist():
            archive.writestr(part.filename, content if part.filename == name else book.read(part))
    return changed.getvalue()


def _mutated(data: bytes, random: Random) -> bytes:
    """Changed bytes of the same kind."""
    return data[:1] + mutated_bytes(data[1:], random)[:LARGEST]


TABLES = Target("tables", _seeds, _read, _mutated)
