"""The short way must see exactly what the stock parser sees, whatever the bytes and wherever they are cut."""

from __future__ import annotations

import asyncio
import functools
import random
import select
import socket
import struct
from typing import TYPE_CHECKING, Any, ParamSpec

import pytest
from websockets.frames import BINARY, Frame

from server.realtime.hot_connection import (
    DEAD_AFTER,
    OUTBOX_MESSAGES,
    PING_AFTER,
    binary_frame,
    text_frame,
)
from server.realtime.pulse import LOOK_EVERY_S, Pulse
from tests.server.realtime.streams import MAX_SIZE, HotLogged, StockLogged, Wire, masked, open_connection, run

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterator


P = ParamSpec("P")

STREAMS = 1500


def in_loop(test: Callable[P, Coroutine[Any, Any, None]]) -> Callable[P, None]:
    """Run a test inside an event loop, where connections can be made."""

    @functools.wraps(test)
    def run(*arguments: P.args, **named: P.kwargs) -> None:
        asyncio.run(test(*arguments, **named))

    return run


def frame(dice: random.Random) -> bytes:
    """A frame that is mostly right, often short and binary, sometimes wrong in any way that a frame can be."""
    opcode = dice.choices((2, 1, 0, 8, 9, 10, 3, 11), (70, 12, 4, 1, 8, 4, 0.2, 0.2))[0]
    fin = dice.random() < 0.96
    reserved = dice.choice((0x40, 0x20, 0x10)) if dice.random() < 0.003 else 0
    size = dice.choices((15, dice.randrange(126), dice.randrange(126, 400), MAX_SIZE + 5), (60, 30, 9, 0.3))[0]
    payload = dice.randbytes(size) if opcode != 1 or dice.random() < 0.02 else b"w" * size
    if opcode == 8:
        payload = dice.choice((b"", struct.pack("!H", 1000) + b"bye", b"\x03", struct.pack("!H", 5) + b"x"))
    masked = dice.random() > 0.003
    mask = dice.randbytes(4) if masked else b""
    length = len(payload)
    head = bytes([(0x80 if fin else 0) | reserved | opcode])
    flag = 0x80 if masked else 0
    if length < 126 and dice.random() > 0.005:
        head += bytes([flag | length])
    elif length < 65536 and dice.random() > 0.005:
        head += bytes([flag | 126]) + struct.pack("!H", length)
    else:
        head += bytes([flag | 127]) + struct.pack("!Q", length)
    body = bytes(byte ^ mask[place % 4] for place, byte in enumerate(payload)) if masked else payload
    return head + mask + body


def pieces(stream: bytes, dice: random.Random) -> Iterator[bytes]:
    start = 0
    while start < len(stream):
        end = start + dice.choice((1, 2, 6, 21, 42, 63, dice.randrange(1, 200), len(stream)))
        yield stream[start:end]
        start = end


@in_loop
async def test_short_way_and_stock_parser_see_the_same_in_random_streams() -> None:
    dice = random.Random(20261122)
    frames = 0
    for number in range(STREAMS):
        count = dice.randrange(1, 24)
        cut = list(pieces(b"".join(frame(dice) for _ in range(count)), dice))
        stock, hot = run(StockLogged, cut), run(HotLogged, cut)
        assert hot == stock, f"stream {number}"
        frames += len(stock[0])
    assert frames > 5 * STREAMS


@in_loop
async def test_a_whole_pose_never_reaches_the_parser() -> None:
    connection, _ = open_connection(HotLogged)
    parser_was_asked = False

    def receive_data(_data: bytes | bytearray) -> None:
        nonlocal parser_was_asked
        parser_was_asked = True

    connection.protocol.receive_data = receive_data  # type: ignore[assignment, method-assign] # to see who is asked
    pose = Frame(BINARY, b"fifteen bytes!!").serialize(mask=True)
    connection.data_received(pose * 3)
    assert connection.log == [("BINARY", b"fifteen bytes!!", True)] * 3
    assert not parser_was_asked


@in_loop
async def test_a_text_in_pieces_comes_whole_and_a_pose_behind_it_too() -> None:
    connection, _ = open_connection(HotLogged)
    texts: list[str] = []
    connection.on_text = texts.append
    umlaut = "ä".encode()
    stream = masked(1, b"Gr" + umlaut[:1], fin=False) + masked(0, umlaut[1:], fin=False) + masked(0, b"!")
    for byte in stream + masked(2, b"fifteen bytes!!") + masked(1, b"bye"):
        connection.data_received(bytes((byte,)))
    assert texts == ["Grä!", "bye"]
    assert ("BINARY", b"fifteen bytes!!", True) in connection.log


@in_loop
async def test_a_text_that_is_no_utf_8_is_closed_with_1007() -> None:
    connection, wire = open_connection(HotLogged)
    texts: list[str] = []
    connection.on_text = texts.append
    connection.data_received(masked(1, b"\xff\xfe"))
    assert texts == []
    assert wire.written[:1] == b"\x88"
    assert wire.written[2:4] == struct.pack("!H", 1007)
    connection.connection_lost(None)


class SocketWire(Wire):
    """A transport over a real socket, which nobody but the test reads."""

    def __init__(self, sock: socket.socket) -> None:
        super().__init__()
        self._sock = sock

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - asyncio's
        return self._sock if name == "socket" else default

    def is_closing(self) -> bool:
        return self.is_closed


def is_woken(sock: socket.socket) -> bool:
    """Whether the system would tell the event loop that something came."""
    return bool(select.select([sock], [], [], 0)[0])


@in_loop
async def test_poses_wait_for_the_tick_and_everything_longer_wakes_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door, socket.create_connection(door.getsockname()) as other:
        ours, _ = door.accept()
        with ours:
            ours.settimeout(0)
            wire = SocketWire(ours)
            connection, _ = open_connection(HotLogged, wire)
            connection.let_poses_wait()
            pose = masked(2, b"fifteen bytes!!")
            other.sendall(pose * 2)
            assert not is_woken(ours)
            connection.take_waiting()
            assert connection.log == [("BINARY", b"fifteen bytes!!", True)] * 2
            connection.take_waiting()
            assert len(connection.log) == 2
            other.sendall(masked(1, b"w" * 37))
            assert is_woken(ours)
            connection.take_waiting()
            other.sendall(b"\x81")
            assert not is_woken(ours)
            connection.let_nothing_wait()
            assert is_woken(ours)
            connection.take_waiting()
            assert is_woken(ours)  # the event loop's to read
            connection.let_poses_wait()
            wire.is_closed = True
            connection.take_waiting()
            assert ours.recv(10) == b"\x81"  # not read: its number may be somebody else's by now


@in_loop
async def test_who_is_silent_is_asked_and_who_does_not_answer_is_cut_off() -> None:
    connection, wire = open_connection(HotLogged)
    pulse = Pulse()
    pulse.add(connection)
    pulse.look()
    for _ in range(PING_AFTER):
        assert bytes(wire.written) == b""
        pulse.look()
    assert bytes(wire.written) == b"\x89\x00"
    connection.data_received(masked(10, b""))
    for _ in range(DEAD_AFTER):
        pulse.look()
        assert not wire.is_closed
    pulse.look()
    assert wire.is_closed
    # Somebody vanished just behind a look: the next one still sees their last sign.
    assert (DEAD_AFTER + 1) * LOOK_EVERY_S <= 20.0
    connection.connection_lost(None)


@in_loop
async def test_messages_wait_for_a_reader_that_lags_and_poses_do_not() -> None:
    connection, wire = open_connection(HotLogged)
    connection.pause_writing()
    assert not connection.send_pose_frame(binary_frame(b"pose"))
    assert connection.send_message_frame(text_frame("one"))
    assert connection.send_message_frame(text_frame("two"))
    assert bytes(wire.written) == b""
    connection.resume_writing()
    assert bytes(wire.written) == text_frame("one") + text_frame("two")
    assert connection.send_pose_frame(binary_frame(b"pose"))


@pytest.mark.parametrize(("size", "fitting"), [(10, OUTBOX_MESSAGES), (300_000, 3)])
@in_loop
async def test_what_waits_is_bounded_in_number_and_in_bytes(size: int, fitting: int) -> None:
    connection, _ = open_connection(HotLogged)
    connection.pause_writing()
    message = text_frame("w" * size)
    assert all(connection.send_message_frame(message) for _ in range(fitting))
    assert not connection.send_message_frame(message)


@in_loop
async def test_what_waits_is_sent_before_the_close_frame() -> None:
    connection, wire = open_connection(HotLogged)
    connection.pause_writing()
    connection.send_message_frame(text_frame("last words"))
    connection.begin_close(4009, "ä" * 200)
    close = bytes(wire.written).removeprefix(text_frame("last words"))
    assert close[:1] == b"\x88"
    assert close[2:4] == struct.pack("!H", 4009)
    assert len(close) <= 127
    assert not connection.send_pose_frame(b"late")
    connection.connection_lost(None)
