"""The bus over NATS (docs.nats.io), core subjects only: no stream, no stored message."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit, urlunsplit

from nats.aio.client import Client
from nats.errors import Error as NatsError

from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from nats.aio.msg import Msg

    from server.bus.port import Take

WAITING: Final = 1000
"""Policy: what is published beyond is dropped, as it is while the broker is away."""
RECONNECT_S: Final = 0.5
ANSWER_S: Final = 1.0
FLUSH_S: Final = 2.0
_SCHEMES: Final = ("nats", "tls")
_log = logging.getLogger(__name__)
# The library tells every failed try with its traceback; `showroom_bus_up` and our own two lines say it better.
logging.getLogger("nats").setLevel(logging.CRITICAL)


class NatsBus:
    """Carries over one NATS server, for ever trying to come back to it; `server.bus.port.Bus`.

    Args:
        url: ``nats://user:password@host:4222/shop``; shops that share a broker have different last parts.
        name: of this node, as the broker's own monitoring shows it.

    Raises:
        Rejected: ``bad-bus``; the password is not repeated.
    """

    def __init__(self, url: str, name: str) -> None:
        parts = urlsplit(url)
        if parts.scheme not in _SCHEMES or not parts.hostname:
            raise Rejected("bad-bus", "no address of a broker", got=parts.scheme, allowed="nats://host:4222/shop")
        self._url = urlunsplit((parts.scheme, parts.netloc, "", "", ""))
        self._prefix = f"{parts.path.strip('/') or 'showroom'}."
        self._name = name
        self._client = Client()
        self._ends = False
        self._takers: list[tuple[str, Take]] = []
        self._waiting: asyncio.Queue[tuple[str, bytes]] = asyncio.Queue(WAITING)

    @property
    def is_up(self) -> bool:
        """Whether the broker is there."""
        return bool(self._client.is_connected)

    def subscribe(self, subject: str, take: Take) -> None:
        """Have a subject's messages taken once `run` runs."""
        self._takers.append((self._prefix + subject, take))

    def publish(self, subject: str, data: bytes) -> None:
        """Send soon; dropped while the broker is away, or where too many wait."""
        if self.is_up:
            with contextlib.suppress(asyncio.QueueFull):
                self._waiting.put_nowait((self._prefix + subject, data))

    async def ask(self, subject: str, data: bytes) -> bool:
        """Send, and wait for whoever takes it for theirs."""
        if not self.is_up:
            return False
        try:
            await self._client.request(self._prefix + subject, data, timeout=ANSWER_S)
        except (NatsError, OSError, TimeoutError):
            return False
        return True

    async def run(self) -> None:
        """Connect, come back after every loss, and send what is published."""
        try:
            await self._connect()
            for subject, take in self._takers:
                await self._client.subscribe(subject, cb=_answering(take))
            task = asyncio.current_task()
            # The library waits with `wait_for`, which loses a cancellation that comes together with the answer (3.11).
            while task is None or not task.cancelling():
                await self._send(await self._waiting.get())
        finally:
            self._ends = True
            with contextlib.suppress(NatsError, OSError, TimeoutError):
                async with asyncio.timeout(FLUSH_S):
                    await self._client.close()

    async def _connect(self) -> None:
        while True:
            try:
                await self._client.connect(
                    self._url,
                    name=self._name,
                    error_cb=_tell_mistakes,
                    disconnected_cb=self._gone,
                    reconnected_cb=_back,
                    max_reconnect_attempts=-1,
                    reconnect_time_wait=RECONNECT_S,
                    ping_interval=2,
                    max_outstanding_pings=2,
                )
            except (NatsError, OSError, TimeoutError):
                await self._gone()
                await asyncio.sleep(RECONNECT_S)
                self._client = Client()
            else:
                return

    async def _send(self, first: tuple[str, bytes]) -> None:
        """Send everything that waits, and see it off: unflushed, messages lie about for milliseconds."""
        with contextlib.suppress(NatsError, OSError, TimeoutError):
            await self._client.publish(*first)
            while not self._waiting.empty():
                await self._client.publish(*self._waiting.get_nowait())
            await self._client.flush(FLUSH_S)

    async def _gone(self) -> None:
        if not self._ends:
            _log.warning("the broker is away: what concerns other nodes waits")


def _answering(take: Take) -> Callable[[Msg], Awaitable[None]]:
    async def taken(message: Msg) -> None:
        if take(message.data) and message.reply:
            await message.respond(b"")

    return taken


async def _tell_mistakes(error: Exception) -> None:
    """Being away is told when it begins and ends; anything else is a mistake of ours in taking a message."""
    if not isinstance(error, (NatsError, OSError, TimeoutError)):
        _log.error("a message could not be taken", exc_info=error)


async def _back() -> None:
    _log.warning("the broker is back")
