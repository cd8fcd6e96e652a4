"""A websocket connection with a short way for poses and a bounded way out.

In: a whole, masked, unfragmented binary frame of fewer than 126 bytes that begins where the parser expects a frame is
handed over at once; everything else goes through the stock parser of `websockets`. A differential fuzz test compares
the two ways.

Out: frames are built once for everybody and written straight to the transport. While a reader lags, poses are left out
(the next tick carries newer ones) and messages wait in a bounded outbox.
"""

from __future__ import annotations

import socket
from collections import deque
from typing import TYPE_CHECKING, Any, Final

from websockets.asyncio.server import ServerConnection
from websockets.frames import BINARY, TEXT, Frame
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

_FIN_BINARY: Final = 0x82
_MASKED: Final = 0x80
_HEADER_BYTES: Final = 6
_MAX_SHORT: Final = 125
_AT_FRAME_START: Final = StreamReader.at_eof.__code__


class HotConnection(ServerConnection):
    """One connection; `on_binary`, once set, gets every whole binary message."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - whatever `websockets` passes on
        super().__init__(*args, **kwargs)
        self.on_binary: Callable[[bytes], None] | None = None
        self._outbox: deque[bytes] = deque()
        self._outbox_bytes = 0
        self._abort: asyncio.TimerHandle | None = None

    # ---- in --------------------------------------------------------------------------------------------------------

    def data_received(self, data: bytes) -> None:
        """Take bytes from the network."""
        if self.on_binary is not None and data[0] == _FIN_BINARY and self._is_at_frame_start():
            data = self._take_short_frames(data)
            if not data:
                return
        super().data_received(data)

    def process_event(self, event: Event) -> None:
        """Take what the stock parser found; whole binary messages keep their order with the short way's."""
        if self.on_binary is not None and isinstance(event, Frame) and event.opcode is BINARY and event.fin:
            self.on_binary(bytes(event.data))
        else:
            super().process_event(event)

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
        self._outbox.clear()
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
        if len(self._outbox) >= OUTBOX_MESSAGES or self._outbox_bytes + len(frame) > OUTBOX_BYTES:
            return False
        self._outbox.append(frame)
        self._outbox_bytes += len(frame)
        return True

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
        for frame in self._outbox:
            self.transport.write(frame)
        self._outbox.clear()
        self.protocol.send_close(code, _short(reason))
        self.send_data()
        self._abort = self.loop.call_later(CLOSE_DEADLINE_S, self.transport.abort)


def text_frame(text: str) -> bytes:
    """The bytes of a text message, the same for every receiver."""
    return Frame(TEXT, text.encode()).serialize(mask=False)


def binary_frame(data: bytes) -> bytes:
    """The bytes of a binary message, the same for every receiver."""
    return Frame(BINARY, data).serialize(mask=False)


def _short(reason: str) -> str:
    return reason.encode()[:_MAX_REASON_BYTES].decode(errors="ignore")
