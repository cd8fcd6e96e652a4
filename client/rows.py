"""A card made of lines with a name and a value each, which the arrows change: settings, and how one looks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.ui.cards import RowsView, RowView

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True)
class Line:
    """One line.

    Args:
        name: what it is about, in words.
        value: how it stands, in words.
        turn: takes the next value (1) or the one before (-1); None where there is none.
        take: what Enter does; None turns to the next value.
        level: 0 to 1 where the value is an amount.
        swatch: ``#rrggbb`` where the value is a colour.
        written: whether the value is written with the keyboard.
        write: takes what is written, with every letter; None where a name is written, which counts with Enter.
        secret: whether what is written is shown to nobody.
        most: how many characters may be written.
        closes: whether taking it closes the card.
    """

    name: str
    value: str = ""
    turn: Callable[[int], None] | None = None
    take: Callable[[], None] | None = None
    level: float | None = None
    swatch: str = ""
    written: bool = False
    write: Callable[[str], None] | None = None
    secret: bool = False
    most: int = 40
    closes: bool = False


class RowsCard:
    """A card of such lines.

    Args:
        name: of the card; its verb closes it.
        title: in words.
        lines: how everything stands now.
    """

    def __init__(self, name: str, title: Callable[[], str], lines: Callable[[], Sequence[Line]]) -> None:
        self._name = name
        self._title = title
        self._lines = lines

    def view(self, row: int) -> RowsView:
        """The lines with the chosen one."""
        rows = tuple(
            RowView(
                name=line.name,
                value=line.value,
                selected=index == row,
                turns=line.turn is not None,
                level=line.level,
                swatch=line.swatch,
                written=line.written or line.write is not None,
                secret=line.secret,
                most=line.most,
                counts=line.write is not None,
            )
            for index, line in enumerate(self._lines())
        )
        return RowsView(self._name, self._title(), rows)

    def count(self) -> int:
        """How many lines there are."""
        return len(self._lines())

    def take(self, row: int) -> bool:
        """Do what a line is for."""
        line = self._lines()[row]
        if line.take is not None:
            line.take()
        elif line.turn is not None:
            line.turn(1)
        return line.closes

    def turn(self, row: int, by: int) -> None:
        """Change a line."""
        turn = self._lines()[row].turn
        if turn is not None:
            turn(by)

    def write(self, row: int, text: str) -> None:
        """Take what is written into a line."""
        write = self._lines()[row].write
        if write is not None:
            write(text)

    def remove(self, row: int) -> None:
        """A line stays."""
