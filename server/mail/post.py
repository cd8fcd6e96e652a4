"""Takes letters at once and sends them beside everything else, so that nobody's answer tells whether one was sent."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from server.mail.letters import Mail
    from server.mail.senders import Sender

WAITING: Final = 500
"""Policy: letters beyond are dropped and counted; whoever misses one asks again."""
TRIES: Final = 4
FIRST_PAUSE_S: Final = 5.0

_log = logging.getLogger(__name__)


class PostOffice:
    """A bounded queue of letters, and the task that sends them.

    Args:
        sender: how.
        public_url: the shop's address, as links in letters name it.
        pause: waits so many seconds.
    """

    def __init__(
        self, sender: Sender, public_url: str, pause: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.public_url = public_url
        self._sender = sender
        self._pause = pause
        self._waiting: asyncio.Queue[Mail] = asyncio.Queue(WAITING)

    def post(self, mail: Mail) -> None:
        """Take a letter."""
        try:
            self._waiting.put_nowait(mail)
        except asyncio.QueueFull:
            _log.warning("letter dropped", extra={"waiting": WAITING})

    async def run(self) -> None:
        """Send for ever."""
        while True:
            await self._send(await self._waiting.get())

    async def _send(self, mail: Mail) -> None:
        pause_s = FIRST_PAUSE_S
        for attempt in range(1, TRIES + 1):
            try:
                await asyncio.to_thread(self._sender.send, mail)
            except Unavailable as error:
                _log.warning("letter not sent", extra={"attempt": attempt, "reason": error.message})
            else:
                return
            if attempt < TRIES:
                await self._pause(pause_s)
                pause_s *= 4
