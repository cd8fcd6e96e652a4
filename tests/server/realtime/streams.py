"""Hot and stock connections that note what they see, over a transport that keeps what is written."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

from websockets.asyncio.server import Server, ServerConnection
from websockets.datastructures import Headers
from websockets.frames import BINARY, Frame
from websockets.http11 import Request
from websockets.protocol import OPEN, State
from websockets.server import ServerProtocol

from server.realtime.hot_connection import HotConnection

if TYPE_CHECKING:
    from websockets.frames import Close
    from websockets.protocol import Event

MAX_SIZE = 16 * 1024
Log = list[tuple[str, bytes, bool]]


class Wire(asyncio.Transport):
    """A transport that keeps what is written; its buffer counts as full while `is_full`."""

    def __init__(self) -> None:
        super().__init__()
        self.written = bytearray()
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written += data

    def write_eof(self) -> None:
        self.is_closed = True

    def can_write_eof(self) -> bool:
        return True

    def abort(self) -> None:
        self.is_closed = True

    def close(self) -> None:
        self.is_closed = True

    def set_write_buffer_limits(self, high: int | None = None, low: int | None = None) -> None:
        pass

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class StockLogged(ServerConnection):
    """The stock connection, noting every frame that the parser finds."""

    log: Log

    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame):
            self.log.append((event.opcode.name, bytes(event.data), event.fin))
        super().process_event(event)


class HotLogged(HotConnection):
    """Ours, noting what comes the short way and what the parser finds beside it."""

    log: Log

    def process_event(self, event: Event) -> None:
        if isinstance(event, Frame) and not (event.opcode is BINARY and event.fin):
            self.log.append((event.opcode.name, bytes(event.data), event.fin))
        super().process_event(event)


async def listen_nowhere() -> asyncio.Server:
    raise AssertionError("this test hands bytes over by hand; nobody listens")


async def do_nothing(_connection: ServerConnection) -> None:
    return


Logged = TypeVar("Logged", StockLogged, HotLogged)


def open_connection(kind: type[Logged], wire: Wire | None = None) -> tuple[Logged, Wire]:
    protocol = ServerProtocol(max_size=MAX_SIZE, state=OPEN)
    server = Server(listen_nowhere, do_nothing)
    connection = kind(protocol, server, ping_interval=None)
    connection.request = Request("/", Headers())
    connection.log = []
    wire = wire or Wire()
    connection.connection_made(wire)
    if isinstance(connection, HotLogged):
        log = connection.log
        connection.on_binary = lambda data: log.append(("BINARY", data, True))
    return connection, wire


def run(kind: type[Logged], cut: list[bytes]) -> tuple[Log, bytes, State, Close | None, bool]:
    connection, wire = open_connection(kind)
    for piece in cut:
        if not wire.is_closed:
            connection.data_received(piece)
    protocol = connection.protocol
    return connection.log, bytes(wire.written), protocol.state, protocol.close_sent, wire.is_closed


def masked(opcode: int, payload: bytes, *, fin: bool = True) -> bytes:
    return bytes([(0x80 if fin else 0) | opcode, 0x80 | len(payload)]) + bytes(4) + payload
