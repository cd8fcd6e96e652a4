"""A table of words with the places they came from, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.errors import DataFileError
from showroom.toml_source.source import listed, meant, raise_together

if TYPE_CHECKING:
    from collections.abc import Collection

MAX_ROWS = 100_000
MAX_COLUMNS = 200
MAX_BYTES = 64 * 1024 * 1024
MAX_CELL = 10_000
"""Characters in one cell."""


@dataclass(frozen=True)
class Row:
    """One row: its number as a spreadsheet counts (the head is 1), and its cells by column."""

    number: int
    cells: dict[str, str]

    def __getitem__(self, column: str) -> str:
        """What stands in a column, without blanks around it; empty where there is no such column."""
        return self.cells.get(column, "").strip()

    def text(self, column: str) -> str:
        """The same with its blanks."""
        return self.cells.get(column, "")


@dataclass(frozen=True)
class Table:
    """What a file holds: its columns in their order, and its rows without empty ones."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass
class Faults:
    """Collects what is wrong with a file; `finish` raises it together, in the order of rows."""

    name: str
    found: list[tuple[int, DataFileError]] = field(default_factory=list)

    def refuse(
        self, code: str, row: int, column: str, message: str, *, got: str = "", allowed: str = "", hint: str = ""
    ) -> None:
        """Note a mistake at a row and a column; an empty column means the row as a whole."""
        place = f"{self.name}: row {row}" + (f', column "{column}"' if column else "")
        short = "".join(letter if letter.isprintable() else "?" for letter in got[:80])
        self.found.append((row, DataFileError(code, message, got=short, allowed=allowed, hint=hint, place=place)))

    def refuse_unknown(
        self, code: str, row: int, column: str, message: str, *, got: str, known: Collection[str]
    ) -> None:
        """Note that `got` is none of the `known` names, with a guess at what was meant."""
        self.refuse(code, row, column, message, got=got, allowed=listed(known) or "none", hint=meant(got, known))

    def finish(self) -> None:
        """Raise DataFileError where anything was noted."""
        raise_together(self.found)
