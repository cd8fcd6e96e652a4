"""The room socket: accepts connections, runs their sessions, and hands what they want to the house."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Final

from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed
from websockets.typing import Origin, Subprotocol

from server.addresses import FORWARDED, Occupancy, Peers
from server.realtime.guest import Guest
from server.realtime.hot_connection import CLOSE_DEADLINE_S, HotConnection
from server.realtime.inputs import Do, Enter, Gone
from showroom.errors import NotPermitted, ProtocolError, Unavailable
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import MAX_CONTROL_BYTES, SUBPROTOCOL, Refused
from showroom.protocol.session import Answer, Greeted, Limits, Moved, Requested, Session
from showroom.room.refusal import refused

if TYPE_CHECKING:
    import ssl
    from collections.abc import Sequence

    from websockets.asyncio.server import Server, ServerConnection

    from server.metrics import Metrics
    from server.realtime.house import House
    from server.realtime.switchboard import Switchboard
    from server.settings import Settings
    from server.tickets import TicketOffice
    from showroom.ports import Clock
    from showroom.protocol.session import Event

HELLO_DEADLINE_S: Final = 10.0
PING_EVERY_S: Final = 10.0
PONG_WITHIN_S: Final = 10.0
"""Together: half-open connections are found within 20 s."""
_TRY_AGAIN_LATER: Final = 1013

_log = logging.getLogger(__name__)
_quiet = logging.getLogger("server.realtime.websockets")
_quiet.setLevel(logging.ERROR)


class Gate:
    """Lets connections in and keeps their sessions.

    Args:
        house: who owns the rooms.
        switchboard: where poses go.
        tickets: who may enter.
        metrics: what is counted.
        clock: the time.
    """

    def __init__(
        self, house: House, switchboard: Switchboard, tickets: TicketOffice, metrics: Metrics, clock: Clock
    ) -> None:
        self._house = house
        self._switchboard = switchboard
        self._tickets = tickets
        self._metrics = metrics
        self._clock = clock
        self._limits = Limits()
        self._peers = Peers()
        self._occupancy = Occupancy(0)
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
            ping_interval=PING_EVERY_S,
            ping_timeout=PONG_WITHIN_S,
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
        try:
            await self._converse(connection, guest)
        except ConnectionClosed:
            pass
        except Unavailable as error:
            guest.close(_TRY_AGAIN_LATER, error.message)
        finally:
            self.connections -= 1
            self._occupancy.give_back(address)
            guest.is_gone = True
            guest.session.close()
            await self._part(guest)

    def _address(self, connection: ServerConnection) -> str:
        headers = connection.request.headers.get_all(FORWARDED) if connection.request is not None else []
        peer = connection.remote_address
        return self._peers.address(peer[0] if peer else None, ",".join(headers))

    async def _converse(self, connection: HotConnection, guest: Guest) -> None:
        try:
            async with asyncio.timeout(HELLO_DEADLINE_S):
                first = await connection.recv()
        except TimeoutError:
            guest.close(CloseCode.PROTOCOL, "no hello came")
            return
        # From now on binary frames skip the queue of messages; the session tells whether it is their time.
        connection.on_binary = lambda data: self._take_binary(guest, data)
        await self._take(guest, first)
        async for data in connection:
            await self._take(guest, data)

    async def _take(self, guest: Guest, data: str | bytes) -> None:
        if isinstance(data, bytes):
            self._take_binary(guest, data)
            return
        self._metrics.tally.messages_received += 1
        try:
            events = guest.session.receive_text(data, self._clock.monotonic())
        except ProtocolError as error:
            self._fail(guest, error)
            return
        for event in events:
            await self._follow(guest, event)

    async def _follow(self, guest: Guest, event: Event) -> None:
        match event:
            case Greeted():
                await self._greet(guest, event)
            case Requested():
                await self._house.put(Do(guest, event.message, self._clock.now()))
            case Answer():
                self._refuse(guest, event.message)
            case _:
                raise TypeError(f"{type(event).__name__} comes from no text of a client")

    async def _greet(self, guest: Guest, greeted: Greeted) -> None:
        try:
            admission = self._tickets.redeem(greeted.hello.ticket)
        except NotPermitted as error:
            self._refuse(guest, refused(None, error))
            guest.close(CloseCode.TICKET_REFUSED, error.message)
            return
        guest.person_id, guest.role = admission.person_id, admission.role
        await self._house.put(Enter(guest, admission, self._clock.now()))

    def _take_binary(self, guest: Guest, data: bytes) -> None:
        """The hot path: a pose goes straight to the board."""
        tally = self._metrics.tally
        tally.poses_received += 1
        now_s = self._clock.monotonic()
        try:
            events = guest.session.receive_binary(data, now_s)
        except ProtocolError as error:
            self._fail(guest, error)
            return
        if not events:
            tally.poses_refused += 1
        for event in events:
            if isinstance(event, Moved):
                verdict = self._switchboard.move(guest, event.frame, now_s)
                if verdict == "stale":
                    tally.poses_stale += 1
                elif verdict == "leap":
                    tally.poses_leapt += 1
            elif isinstance(event, Answer):
                self._refuse(guest, event.message)

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


def _choose(_connection: ServerConnection, offered: Sequence[Subprotocol]) -> Subprotocol | None:
    """Ours where it is offered; the hello tells the version anyway."""
    return Subprotocol(SUBPROTOCOL) if SUBPROTOCOL in offered else None
