"""What is done by a key is answered, also where nothing can be done."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from client.acting import Acting
from client.journal import Journal
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.ui.texts import say

if TYPE_CHECKING:
    from showroom.protocol.messages import ClientMessage


class Room:
    """An empty room with somebody in it, who is told things and sends messages."""

    def __init__(self) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.sent: list[ClientMessage] = []
        nothing: Any = SimpleNamespace(exhibits={}, chat=SimpleNamespace(focus=lambda: None))
        self.acting = Acting(self.visit, nothing, nothing, nothing, self.sent.append)

    @property
    def told(self) -> tuple[str, ...]:
        return self.visit.current_notices(0.0)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    monkeypatch.setenv("PATH", "")  # so that the clipboard is our own
    return Room()


def test_looking_closely_at_nothing_is_answered(room: Room) -> None:
    room.acting.do("inspect")
    assert room.told == (say("notice.nothing-near", "en"),)


@pytest.mark.parametrize("pasted", ["", "a shopping list", "AAAA-AAAA-AAAA"])
def test_pasting_what_is_no_code_is_answered_and_sent_to_nobody(room: Room, pasted: str) -> None:
    room.visit.clipboard.copy(pasted)
    room.acting.do("open-code")
    assert room.told == (say("notice.no-code", "en"),)
    assert room.sent == []
