"""The bus of one process: the default, and what tests join several nodes with."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from server.bus.port import Take


class LocalBus:
    """Hands messages to those who subscribed in this process; `server.bus.port.Bus`.

    Args:
        reaches: whether that is everybody; not where other nodes serve the same shop without a broker.
    """

    def __init__(self, *, reaches: bool = True) -> None:
        self.is_up = reaches
        self._takers: defaultdict[str, list[Take]] = defaultdict(list)

    def subscribe(self, subject: str, take: Take) -> None:
        """Have a subject's messages taken."""
        self._takers[subject].append(take)

    def publish(self, subject: str, data: bytes) -> None:
        """Hand it to everybody, soon."""
        if self.is_up:
            asyncio.get_running_loop().call_soon(self._hand, subject, data)

    async def ask(self, subject: str, data: bytes) -> bool:
        """Hand it to everybody; whether somebody took it for theirs."""
        return self.is_up and self._hand(subject, data)

    async def run(self) -> None:
        """Nothing has to run."""
        await asyncio.Event().wait()

    def _hand(self, subject: str, data: bytes) -> bool:
        answers = [take(data) for take in self._takers[subject]]
        return any(answers)
