"""A websocket connection with a short way for poses and a bounded way out.

In: a whole, masked, unfragmented binary frame of fewer than 126 bytes that begins where the parser expects a frame is
handed over at once; everything else goes through the stock parser of `websockets`. A differential fuzz test compares
the two ways. Who is seated is read together with the others at the tick of their room instead of each when something
comes: being woken costs more than reading. So that only poses wait, the system wakes us for what is longer than two of
them (SO_RCVLOWAT).

Out: frames are built once for everybody and written straight to the transport. While a reader lags, poses are left out
(the next tick carries newer ones) and messages wait in a bounded outbox.
"""

from __future__ import annotations

import os
import socket
import sys
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from websockets.asyncio.server import ServerConnection
from websockets.datastructures import Headers
from websockets.frames import BINARY, CONT, PING, TEXT, Frame
from websockets.http11 import Request
from websockets.protocol import OPEN
from websockets.streams import StreamReader

try:
    from websockets.speedups import apply_mask
except ImportError:  # the wheel without C extensions
    from websockets.utils import apply_mask

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

    from websockets.protocol import Event

OUTBOX_MESSAGES: Final = 256
OUTBOX_BYTES: Final = 1024 * 1024
SEND_BUFFER_BYTES: Final = 64 * 1024
"""More in the kernel would hide for long that a reader lags, and then hand it poses of long ago."""
CLOSE_DEADLINE_S: Final = 5.0
_MAX_REASON_BYTES: Final = 123
_INVALID_DATA: Final = 1007
_NO_SIGN_OF_LIFE: Final = 1011
PING_AFTER: Final = 2
DEAD_AFTER: Final = 5
"""Counted in looks of `Pulse`, one every three seconds: who has gone silently is found within 18 s."""

_FIN_BINARY: Final = 0x82
_MASKED: Final = 0x80
_HEADER_BYTES: Final = 6
_POSE_HEAD: Final = bytes((_FIN_BINARY, _MASKED | 15))
_POSE_BYTES: Final = _HEADER_BYTES + 15
"""What nearly every read brings: one pose, alone."""
WAITING_BYTES: Final = 2 * _POSE_BYTES
_READ_BYTES: Final = 448
"""Small enough for Python's own allocator; of more, the system tells the event loop at once."""
_MAX_SHORT: Final = 125
_AT_FRAME_START: Final = StreamReader.at_eof.__code__


class HotConnection(ServerConnection):
    """One connection; `on_binary` and `on_text`, once set, get every whole message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever `websockets` passes on
        super().__init__(*args, **kwargs)
        self.on_binary: Callable[[bytes], None] | None = None
        self.on_text: Callable[[str], None] | None = None
        self._between_frames = False
        self._parts: list[Frame] = []
        self._fd = -1
        self._heard = True
        self._silent = 0
        # Made when something must wait: an empty deque takes 0.7 KiB.
        self._outbox: deque[bytes] | None = None
        self._outbox_bytes = 0
        self._abort: asyncio.TimerHandle | None = None

    # ---- in --------------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Take bytes from the network."""
        self._heard = True
        if self._between_frames and self.on_binary is not None and data[:2] == _POSE_HEAD and len(data) == _POSE_BYTES:
            self.on_binary(apply_mask(data[_HEADER_BYTES:], data[2:_HEADER_BYTES]))
            return
        # Nothing but short frames since the last look: the parser waits where it did.
        if (
            self.on_binary is not None
            and data[0] == _FIN_BINARY
            and (self._between_frames or self._is_at_frame_start())
        ):
            self._between_frames = True
            data = self._take_short_frames(data)
            if not data:
                return
        self._between_frames = False
        super().data_received(data)

    def process_event(self, event: Event) -> None:
        """Take what the stock parser found; whole messages keep their order with the short way's."""
        if self.on_binary is None or not isinstance(event, Frame):
            super().process_event(event)
        elif event.opcode is BINARY and event.fin:
            self.on_binary(bytes(event.data))
        elif self.on_text is not None and event.opcode in {TEXT, BINARY, CONT}:
            self._parts.append(event)
            if event.fin:
                self._take_message()
        else:
            super().process_event(event)

    def _take_message(self) -> None:
        """The parts of a message are complete; the parser has seen to their order and size."""
        parts, self._parts = self._parts, []
        data = b"".join([bytes(part.data) for part in parts])
        if parts[0].opcode is BINARY and self.on_binary is not None:
            self.on_binary(data)
        elif self.on_text is not None:
            try:
                text = data.decode()
            except UnicodeDecodeError as error:
                self.begin_close(_INVALID_DATA, f"{error.reason} at position {error.start}")
            else:
                self.on_text(text)

    def converse(self, on_text: Callable[[str], None], on_binary: Callable[[bytes], None]) -> None:
        """From now on hand over every message, those that came already first."""
        self.on_text, self.on_binary = on_text, on_binary
        waiting = self.recv_messages.frames.queue
        while waiting:
            self.process_event(waiting.popleft())

    def let_poses_wait(self) -> None:
        """Leave up to two poses with the system until `take_waiting`; over TLS, and elsewhere, they come at once."""
        sock = self.transport.get_extra_info("socket")
        is_plain = self.transport.get_extra_info("sslcontext") is None
        if is_plain and sock is not None and sys.platform == "linux" and not self.transport.is_closing():
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, WAITING_BYTES + 1)
            self._fd = sock.fileno()

    def let_nothing_wait(self) -> None:
        """Be woken for every byte again."""
        if self._fd >= 0 and not self.transport.is_closing():
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_RCVLOWAT, 1)
        self._fd = -1

    def take_waiting(self) -> None:
        """Read what waits with the system; its end is for the event loop to notice."""
        # A number that was closed may belong to somebody else by now.
        if self._fd < 0 or self.transport.is_closing():
            return
        try:
            data = os.read(self._fd, _READ_BYTES)
        except OSError:  # mostly: nothing waits
            return
        if data:
            self.data_received(data)

    def forget_handshake(self) -> None:
        """Let go of the headers: they are a tenth of what a connection takes."""
        self.request, self.response = _NO_REQUEST, None

    def feel_pulse(self) -> None:
        """Look whether anything came since the last look; ask who is silent, cut off who does not answer."""
        if self._heard:
            self._heard, self._silent = False, 0
            return
        self._silent += 1
        if self._silent == PING_AFTER and self.protocol.state is OPEN:
            self.transport.write(_PING)
        elif self._silent >= DEAD_AFTER:
            self.begin_close(_NO_SIGN_OF_LIFE, "no sign of life")
            self.transport.abort()

    def _is_at_frame_start(self) -> bool:
        if self.protocol.current_size is not None or self.protocol.state is not OPEN:
            return False
        # Between frames the parser's innermost generator waits in the reader's `at_eof`, with an empty buffer.
        generator: Any = self.protocol.parser
        while (inner := generator.gi_yieldfrom) is not None:
            generator = inner
        return generator.gi_code is _AT_FRAME_START

    def _take_short_frames(self, data: bytes) -> bytes:
        start, size = 0, len(data)
        while size - start >= _HEADER_BYTES and data[start] == _FIN_BINARY and self.on_binary is not None:
            length = data[start + 1] - _MASKED
            end = start + _HEADER_BYTES + length
            if not 0 <= length <= _MAX_SHORT or end > size or self.protocol.state is not OPEN:
                break
            self.on_binary(apply_mask(data[start + _HEADER_BYTES : end], data[start + 2 : start + _HEADER_BYTES]))
            start = end
        return data[start:]

    # ---- out -------------------------------------------------------------------------------------------------------

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Start; a lagging reader shall be noticed soon."""
        sock = transport.get_extra_info("socket")
        if sock is not None:
            sock.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER_BYTES)
        super().connection_made(transport)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._outbox = None
        self._fd = -1
        if self._abort is not None:
            self._abort.cancel()
        super().connection_lost(exc)

    def send_message_frame(self, frame: bytes) -> bool:
        """Send a frame that must arrive; False where the reader lags so far that it must be closed."""
        if self.protocol.state is not OPEN:
            return True
        if not self.paused and not self._outbox:
            self.transport.write(frame)
            return True
        if self._outbox is None:
            self._outbox = deque()
        if len(self._outbox) >= OUTBOX_MESSAGES or self._outbox_bytes + len(frame) > OUTBOX_BYTES:
            return False
        self._outbox.append(frame)
        self._outbox_bytes += len(frame)
        return True

    @property
    def reads_along(self) -> bool:
        """Whether the other side takes what is sent."""
        return not self.paused and not self._outbox and self.protocol.state is OPEN

    def send_pose_frame(self, frame: bytes) -> bool:
        """Send a frame that the next one replaces; False where it was left out for a reader that lags."""
        if self.paused or self.protocol.state is not OPEN:
            return False
        self.transport.write(frame)
        return True

    def resume_writing(self) -> None:
        """Send what waited."""
        super().resume_writing()
        while self._outbox and not self.paused and self.protocol.state is OPEN:
            frame = self._outbox.popleft()
            self._outbox_bytes -= len(frame)
            self.transport.write(frame)

    def begin_close(self, code: int, reason: str) -> None:
        """Send what waits and a close frame; whoever does not answer within the deadline is cut off."""
        if self.protocol.state is not OPEN:
            return
        self._between_frames = False
        for frame in self._outbox or ():
            self.transport.write(frame)
        self._outbox = None
        self.protocol.send_close(code, _short(reason))
        self.send_data()
        self._abort = self.loop.call_later(CLOSE_DEADLINE_S, self.transport.abort)


_PING: Final = Frame(PING, b"").serialize(mask=False)
_NO_REQUEST: Final = Request("/", Headers())


def text_frame(text: str) -> bytes:
    """The bytes of a text message, the same for every receiver."""
    return Frame(TEXT, text.encode()).serialize(mask=False)


def binary_frame(data: bytes) -> bytes:
    """The bytes of a binary message, the same for every receiver."""
    return Frame(BINARY, data).serialize(mask=False)


def _short(reason: str) -> str:
    return reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
