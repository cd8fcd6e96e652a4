"""One task that looks after every connection's sign of life, instead of a task and a timer for each.

Whatever comes is a sign of life, so nobody who walks about is ever asked.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from server.realtime.hot_connection import HotConnection

LOOK_EVERY_S: Final = 3.0


class Pulse:
    """The connections that are open."""

    def __init__(self) -> None:
        self._connections: set[HotConnection] = set()

    def add(self, connection: HotConnection) -> None:
        """Look after a connection."""
        self._connections.add(connection)

    def discard(self, connection: HotConnection) -> None:
        """It is gone."""
        self._connections.discard(connection)

    def look(self) -> None:
        """Look once."""
        for connection in tuple(self._connections):
            connection.feel_pulse()

    async def run(self) -> None:
        """Look for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            self.look()
