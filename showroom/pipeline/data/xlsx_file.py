"""Excel workbooks, read with limits: they are archives of XML, and those can be bombs."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, Any

from showroom.errors import Unavailable
from showroom.pipeline.data.csv_file import table_of
from showroom.pipeline.data.table import MAX_COLUMNS, MAX_ROWS, Faults, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MAX_UNPACKED_BYTES = 256 * 1024 * 1024
MAX_PARTS = 2_000
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("utf-8", "utf-16-le", "utf-16-be"))


def read_xlsx(data: bytes, sheet: str | None, faults: Faults) -> Table:
    """Read a sheet of a workbook, the first one where none is named; mistakes are noted.

    Formulas count as what they came to when the workbook was saved.

    Raises:
        Unavailable: ``missing-extra``.
    """
    openpyxl = _openpyxl()
    try:
        lines = _sheet_lines(openpyxl, data, sheet, faults) if _is_safe(data, faults) else None
    except Exception as error:  # noqa: BLE001 - zipfile and openpyxl end in whatever a damaged file makes them stumble over
        faults.refuse("bad-workbook", 1, "", f"this is no Excel workbook: {type(error).__name__}", allowed=".xlsx")
        return Table((), ())
    return Table((), ()) if lines is None else table_of(lines, faults)


def _sheet_lines(openpyxl: Any, data: bytes, sheet: str | None, faults: Faults) -> list[tuple[int, list[str]]] | None:  # noqa: ANN401 - a module without types
    """Every line of a sheet, read to its end while errors are still caught; None where there is no such sheet."""
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    try:
        if sheet is not None and sheet not in book.sheetnames:
            message = "the workbook has no such sheet"
            faults.refuse_unknown("unknown-sheet", 1, "", message, got=sheet, known=book.sheetnames)
            return None
        return list(_lines(book[sheet or book.sheetnames[0]], faults))
    finally:
        book.close()


def _is_safe(data: bytes, faults: Faults) -> bool:
    """Whether an archive stays small when it is unpacked, and declares no entities of its own."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
            allowed = f"{MAX_UNPACKED_BYTES >> 20} MiB in {MAX_PARTS} parts"
            faults.refuse("unsafe-file", 1, "", "this workbook grows too large", allowed=allowed)
            return False
        for part in parts:
            with archive.open(part) as stream:
                head = stream.read(4096)
            if any(mark in head for mark in _DOCTYPES):
                message = "this workbook declares XML entities, which no spreadsheet does"
                faults.refuse("unsafe-file", 1, "", message, got=part.filename)
                return False
    return True


def _lines(sheet: Any, faults: Faults) -> Iterator[tuple[int, list[str]]]:  # noqa: ANN401 - openpyxl has no types
    for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=MAX_COLUMNS + 1), start=1):
        if number > MAX_ROWS:
            faults.refuse("too-large", number, "", "too many rows", allowed=f"{MAX_ROWS}")
            return
        words = ["" if cell is None else _words(cell) for cell in cells]
        while words and not words[-1].strip():  # sheets are often wider than what is in them
            words.pop()
        yield number, words


def _words(cell: object) -> str:
    """A cell as words; numbers with a point, whatever the country of the workbook."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(round(cell, 9))
    return str(cell)


def write_xlsx(columns: Sequence[str], rows: Iterable[Sequence[str]], numeric: frozenset[str]) -> bytes:
    """A table as a workbook: texts are texts, never formulas; columns in `numeric` are numbers.

    Raises:
        Unavailable: ``missing-extra``.
    """
    openpyxl = _openpyxl()
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "products"
    sheet.freeze_panes = "A2"
    for row_number, cells in enumerate([columns, *rows], start=1):
        for column_number, (name, words) in enumerate(zip(columns, cells, strict=True), start=1):
            if words:
                _put(sheet.cell(row_number, column_number), words, is_number=row_number > 1 and name in numeric)
    for number, name in enumerate(columns, start=1):
        sheet.column_dimensions[openpyxl.utils.get_column_letter(number)].width = max(12, len(name) + 2)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _put(cell: Any, words: str, *, is_number: bool) -> None:  # noqa: ANN401 - openpyxl has no types
    if is_number and words.replace(".", "", 1).isdecimal():
        cell.value = float(words) if "." in words else int(words)
        cell.number_format = "0.00" if "." in words else "0"
        return
    cell.value = words
    cell.data_type = "s"


def _openpyxl() -> Any:  # noqa: ANN401 - a module without types
    try:
        import openpyxl  # noqa: PLC0415 - CSV and JSON need no workbook
        import openpyxl.utils  # noqa: PLC0415 - the same
    except ModuleNotFoundError as error:
        message = "Excel workbooks need the extra: pip install 'virtual-showroom[assets]'"
        raise Unavailable("missing-extra", message) from error
    return openpyxl
