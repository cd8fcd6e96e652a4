"""Ends the connections of sessions that were ended, within a second, whoever ended them and wherever.

The log of `server.store.revocations` is read twice a second, which is one look at an index; a session's own end, and
a ticket that was handed out just before its session was ended, are seen to here as well.
"""

from __future__ import annotations

import asyncio
import logging
from collections import OrderedDict
from typing import TYPE_CHECKING, Final, Protocol

from server.tickets import TICKET_LIFE_S
from showroom.errors import Unavailable
from showroom.protocol.closing import CloseCode

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.store.revocations import RevocationLog
    from showroom.ports import Clock

LOOK_EVERY_S: Final = 0.5
_WORDS: Final = "your session was ended; log in again"
_log = logging.getLogger(__name__)


class Closable(Protocol):
    """A connection."""

    def close(self, code: int, reason: str) -> None:
        """Close it."""
        ...


class Revocations:
    """Knows which session each connection came by.

    Args:
        log: where ended sessions are written down.
        clock: tells when sessions are over.
    """

    def __init__(self, log: RevocationLog, clock: Clock) -> None:
        self._log = log
        self._clock = clock
        self._open: dict[str, dict[Closable, float]] = {}
        # Sessions that ended while one of their tickets may still be unused.
        self._ended: OrderedDict[str, float] = OrderedDict()
        self._position = log.newest()

    def admit(self, connection: Closable, session: str, ends_s: float) -> bool:
        """Remember by which session a connection comes (empty for none); False where it was ended meanwhile."""
        if not session:
            return True
        if session in self._ended or ends_s <= self._clock.now():
            return False
        self._open.setdefault(session, {})[connection] = ends_s
        return True

    def forget(self, connection: Closable, session: str) -> None:
        """It is gone."""
        connections = self._open.get(session, {})
        connections.pop(connection, None)
        if not connections:
            self._open.pop(session, None)

    async def look(self) -> None:
        """Read along once, and close what has to be closed."""
        try:
            self._position, ended = await asyncio.to_thread(self._log.after, self._position)
        except Unavailable as error:
            _log.warning("revocations cannot be read", extra={"code": error.code})
            ended = frozenset()
        now_s = self._clock.now()
        over = {one for one, connections in self._open.items() if min(connections.values()) <= now_s}
        self._close(ended | over)

    async def run(self) -> None:
        """Read along for ever."""
        while True:
            await asyncio.sleep(LOOK_EVERY_S)
            await self.look()

    def _close(self, sessions: Iterable[str]) -> None:
        monotonic_s = self._clock.monotonic()
        for session in sessions:
            self._ended[session] = monotonic_s
            for connection in tuple(self._open.pop(session, {})):
                connection.close(CloseCode.SESSION_ENDED, _WORDS)
        while self._ended and next(iter(self._ended.values())) < monotonic_s - 2 * TICKET_LIFE_S:
            self._ended.popitem(last=False)
