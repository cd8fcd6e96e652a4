"""The cards that lie over the room, one at a time: opening, stepping through their lines, closing, by keys alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from client.rows import RowsCard

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from client.intents import Pick, Write
    from client.visit import Visit
    from showroom.ui.cards import CardView

ARROWS: Final = frozenset({"arrow_up", "arrow_down", "arrow_left", "arrow_right"})
"""Keys that move within a card while one is open, instead of walking."""


@dataclass(frozen=True)
class Opened:
    """The card that is open, and the line that keys mean."""

    name: str
    row: int = 0


class Card(Protocol):
    """What a card knows and does; lines are counted from 0."""

    def view(self, row: int) -> CardView | None:
        """What it shows while `row` is chosen; None where there is nothing to show any more."""
        ...

    def count(self) -> int:
        """How many lines can be chosen."""
        ...

    def take(self, row: int) -> bool:
        """Do what a line is for; returns whether the card closes."""
        ...

    def turn(self, row: int, by: int) -> None:
        """Change a line to the next (1) or the previous (-1) value."""
        ...

    def remove(self, row: int) -> None:
        """Take a line away."""
        ...


class Cards:
    """Opens and closes cards and passes keys to the open one.

    Args:
        visit: what is going on.
        cards: by the verb that opens and closes each.
    """

    def __init__(self, visit: Visit, cards: Mapping[str, Card]) -> None:
        self._visit = visit
        self._cards = cards
        self.verbs: dict[str, Callable[[], None]] = {name: self._toggling(name) for name in cards}

    def view(self) -> CardView | None:
        """What is to be drawn; None where no card is open."""
        opened = self._visit.opened
        if opened is None:
            return None
        card = self._cards[opened.name]
        return card.view(max(0, min(opened.row, card.count() - 1)))

    def press(self, key: str) -> bool:
        """A key was pressed; returns whether the open card has taken it."""
        opened = self._visit.opened
        if opened is None:
            return False
        card = self._cards[opened.name]
        count = card.count()
        row = max(0, min(opened.row, count - 1))
        match key:
            case "escape":
                self._visit.opened = None
            case "arrow_up" | "arrow_down" if count:
                self._visit.opened = Opened(opened.name, (row + (1 if key == "arrow_down" else -1)) % count)
            case "arrow_left" | "arrow_right" if count:
                card.turn(row, 1 if key == "arrow_right" else -1)
            case "enter" if count:
                self._take(card, row)
            case "delete" | "backspace" if count:
                card.remove(row)
            case _:
                return key in ARROWS or key == "enter"
        return True

    def intend(self, pick: Pick) -> None:
        """A line was clicked."""
        opened = self._visit.opened
        if opened is None:
            return
        card = self._cards[opened.name]
        if not 0 <= pick.row < card.count():
            return
        self._visit.opened = Opened(opened.name, pick.row)
        match pick.act:
            case "take":
                self._take(card, pick.row)
            case "remove":
                card.remove(pick.row)
            case "more" | "less":
                card.turn(pick.row, 1 if pick.act == "more" else -1)
            case _:
                pass

    def write(self, written: Write) -> None:
        """Something was written into a line."""
        opened = self._visit.opened
        card = None if opened is None else self._cards[opened.name]
        if isinstance(card, RowsCard) and 0 <= written.row < card.count():
            card.write(written.row, written.text)

    def _take(self, card: Card, row: int) -> None:
        if card.take(row):
            self._visit.opened = None

    def _toggling(self, name: str) -> Callable[[], None]:
        def toggle() -> None:
            opened = self._visit.opened
            self._visit.opened = None if opened is not None and opened.name == name else Opened(name)

        return toggle
