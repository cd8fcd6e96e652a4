"""The room socket: accepts connections, runs their sessions, and hands what they want to the house."""

from __future__ import annotations

import asyncio
import logging
from functools import partial
from typing import TYPE_CHECKING, Final

from websockets.asyncio.server import serve
from websockets.typing import Origin, Subprotocol

from server.addresses import FORWARDED, Occupancy, Peers
from server.realtime.guest import Guest
from server.realtime.hot_connection import CLOSE_DEADLINE_S, HotConnection
from server.realtime.inputs import Do, Gone
from server.realtime.pulse import Pulse
from showroom.errors import ProtocolError, Unavailable
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import MAX_CONTROL_BYTES, SUBPROTOCOL, Refused
from showroom.protocol.session import Answer, Greeted, Limits, Requested, Session

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from websockets.asyncio.server import Server, ServerConnection

    from server.metrics import Metrics
    from server.realtime.door import Door
    from server.realtime.house import House
    from server.realtime.switchboard import Switchboard
    from server.revocation import Revocations
    from server.settings import Settings
    from showroom.ports import Clock
    from showroom.room.steadiness import Verdict

HELLO_DEADLINE_S: Final = 10.0

_log = logging.getLogger(__name__)
_quiet = logging.getLogger("server.realtime.websockets")
_quiet.setLevel(logging.ERROR)


class Gate:
    """Lets connections in and keeps their sessions.

    Args:
        house: who owns the rooms.
        switchboard: where poses go.
        door: lets in who may enter.
        metrics: what is counted.
        clock: the time.
        revocations: ends connections with the logins by which they came.
    """

    def __init__(
        self,
        house: House,
        switchboard: Switchboard,
        door: Door,
        metrics: Metrics,
        clock: Clock,
        revocations: Revocations | None = None,
    ) -> None:
        self._house = house
        self._switchboard = switchboard
        self._door = door
        self._metrics = metrics
        self._clock = clock
        self._revocations = revocations
        self._limits = Limits()
        self._peers = Peers()
        self._occupancy = Occupancy(0)
        self.pulse = Pulse()
        self.connections = 0

    async def open(self, settings: Settings, tls: ssl.SSLContext | None) -> Server:
        """Listen; the caller closes the returned server."""
        self._limits = settings.limits
        self._peers = Peers(settings.trusted_proxies)
        self._occupancy = Occupancy(settings.connections_per_address)
        return await serve(
            self._handle,
            settings.host,
            settings.room_port,
            ssl=tls,
            create_connection=HotConnection,
            # Native clients send no Origin and need a ticket anyway; web pages only where an operator allows it.
            origins=[None, *(Origin(origin) for origin in settings.origins)],
            select_subprotocol=_choose,
            compression=None,
            max_size=MAX_CONTROL_BYTES,
            ping_interval=None,  # see `pulse`
            close_timeout=CLOSE_DEADLINE_S,
            server_header="showroom",
            logger=_quiet,
        )

    async def _handle(self, connection: ServerConnection) -> None:
        if not isinstance(connection, HotConnection):
            raise TypeError("the socket makes hot connections")
        guest = Guest(connection, Session("server", self._limits), self._metrics.tally)
        address = self._address(connection)
        if not self._occupancy.take(address):
            self._metrics.tally.connections_refused += 1
            guest.close(CloseCode.TOO_MANY_ERRORS, "too many connections from your address")
            return
        self.connections += 1
        self.pulse.add(connection)
        try:
            await self._converse(connection, guest)
        finally:
            self.connections -= 1
            self.pulse.discard(connection)
            self._occupancy.give_back(address)
            guest.is_gone = True
            guest.session.close()
            if self._revocations is not None:
                self._revocations.forget(guest, guest.login)
            await self._part(guest)

    def _address(self, connection: ServerConnection) -> str:
        headers = connection.request.headers.get_all(FORWARDED) if connection.request is not None else []
        peer = connection.remote_address
        return self._peers.address(peer[0] if peer else None, ",".join(headers))

    async def _converse(self, connection: HotConnection, guest: Guest) -> None:
        """Everything that comes is taken where it is read: no task is woken for it, no queue holds it."""
        connection.forget_handshake()
        impatience = asyncio.get_running_loop().call_later(HELLO_DEADLINE_S, _require_hello, guest)
        try:
            connection.converse(
                partial(self._take_text, guest),
                partial(self._take_binary, guest),
            )
            await connection.wait_closed()
        finally:
            impatience.cancel()

    def _take_text(self, guest: Guest, text: str) -> None:
        self._metrics.tally.messages_received += 1
        try:
            events = guest.session.receive_text(text, self._clock.monotonic())
        except ProtocolError as error:
            self._fail(guest, error)
            return
        for event in events:
            match event:
                case Greeted():
                    self._door.knock(guest, event.hello.ticket)
                case Requested():
                    self._request(guest, event)
                case Answer():
                    self._refuse(guest, event.message)
                case _:
                    raise TypeError(f"{type(event).__name__} comes from no text of a client")

    def _request(self, guest: Guest, requested: Requested) -> None:
        wish = Do(guest, requested.message, self._clock.now())
        try:
            self._house.offer(wish)
        except Unavailable as error:
            self._refuse(guest, Refused(wish.ref, error.code, error.message))

    def _take_binary(self, guest: Guest, data: bytes) -> None:
        """The hot path: a pose goes straight to the board."""
        tally = self._metrics.tally
        tally.poses_received += 1
        # The time of the beat at which it was read: what is thirty times a second allowed needs no better clock.
        now_s = self._switchboard.now_s
        board = guest.board
        if board is not None and guest.session.admits(data, now_s):
            verdict = board.put(data, now_s)
            if verdict != "taken":
                self._leave_out(verdict)
            return
        try:
            events = guest.session.receive_binary(data, now_s)
        except ProtocolError as error:
            self._fail(guest, error)
            return
        if not events:
            tally.poses_refused += 1
        for event in events:
            if isinstance(event, Answer):
                self._refuse(guest, event.message)

    def _leave_out(self, verdict: Verdict) -> None:
        if verdict == "stale":
            self._metrics.tally.poses_stale += 1
        elif verdict == "leap":
            self._metrics.tally.poses_leapt += 1

    def _refuse(self, guest: Guest, message: Refused) -> None:
        self._metrics.refused.labels(message.code).inc()
        guest.tell(message)

    def _fail(self, guest: Guest, error: ProtocolError) -> None:
        """Tell what was wrong, then close."""
        self._refuse(guest, Refused(None, error.code, error.message[:500]))
        guest.close(error.close_code, error.message)

    async def _part(self, guest: Guest) -> None:
        try:
            await self._house.put(Gone(guest, self._clock.now()))
        except Unavailable:
            # The house sweeps those who are gone with every beat.
            _log.warning("parting was postponed")


def _require_hello(guest: Guest) -> None:
    """Time is up; whoever has said hello by now is waiting for us, or in."""
    if guest.session.state == "awaiting-hello":
        guest.close(CloseCode.PROTOCOL, "no hello came")


def _choose(_connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Ours where it is offered; the hello tells the version anyway."""
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
