"""Which requests are still unanswered, and which of them to send again after a cut.

A request may have been carried out although its answer was lost, so it is sent again only where that shows in the
`Welcome`, or where doing it twice is the same as once; and it is sent again only once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.protocol.company import Bear
from showroom.protocol.dressing import Dress
from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    CancelCall,
    Configure,
    Done,
    Refused,
    Said,
    Say,
    SetAgentStatus,
    Welcome,
)

if TYPE_CHECKING:
    from showroom.protocol.messages import ClientMessage, ServerMessage, Visitor


@dataclass(frozen=True)
class Entry:
    """An unanswered request; `sent` counts how often it went out."""

    message: ClientMessage
    sent: int


class Ledger:
    """The unanswered requests of one client, over all its connections."""

    def __init__(self) -> None:
        self._entries: dict[int, Entry] = {}
        self._newest_line = 0

    def add(self, message: ClientMessage) -> None:
        """Note a request that goes out, or would if there were a connection."""
        ref = getattr(message, "ref", None)
        if ref is not None:
            self._entries[ref] = Entry(message, 1)

    def take(self, news: ServerMessage) -> None:
        """Note answers."""
        match news:
            case Done() | Refused():
                if news.ref is not None:
                    self._entries.pop(news.ref, None)
            case Said():
                self._newest_line = max(self._newest_line, news.line.id)
            case _:
                pass

    def after(self, welcome: Welcome) -> tuple[tuple[ClientMessage, ...], tuple[ClientMessage, ...]]:
        """Settle with what stands in the room: (to be sent again, given up)."""
        again: list[ClientMessage] = []
        lost: list[ClientMessage] = []
        for ref, entry in list(self._entries.items()):
            if _stands(entry.message, welcome, self._newest_line):
                del self._entries[ref]
            elif entry.sent == 1 and isinstance(entry.message, Configure | Say | CallAdviser | SetAgentStatus):
                self._entries[ref] = Entry(entry.message, 2)
                again.append(entry.message)
            else:
                del self._entries[ref]
                lost.append(entry.message)
        self._newest_line = max([self._newest_line, *(line.id for line in welcome.chat)])
        return tuple(again), tuple(lost)

    def __len__(self) -> int:
        return len(self._entries)


def _stands(message: ClientMessage, welcome: Welcome, newest_line: int) -> bool:
    """Whether the room already is as the request wanted it."""
    match message:
        case Configure():
            choices = next((state.choices for state in welcome.products if state.product == message.product), {})
            return message.changes.items() <= choices.items()
        case Say():
            return any(
                line.id > newest_line and line.sender == welcome.visitor and line.text == message.text
                for line in welcome.chat
            )
        case CallAdviser() | AcceptCall():
            return welcome.position is not None or welcome.conversation is not None
        case Bear() | Dress():
            return any(one.number == welcome.you and _is_as_told(one, message) for one in welcome.visitors)
        case CancelCall():
            return welcome.position is None
        case _:
            return False


def _is_as_told(visitor: Visitor, message: Bear | Dress) -> bool:
    """Whether somebody looks and holds themselves as they wanted to."""
    if isinstance(message, Dress):
        return visitor.look == message.look
    return (visitor.sitting, visitor.hand) == (message.sitting, message.hand)
