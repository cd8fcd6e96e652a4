"""Just enough of a websocket client (RFC 6455) to load a server: blocking to join, then bytes in and bytes out.

Masking keys are zero, which is legal and costs the generator nothing.
"""

from __future__ import annotations

import base64
import http.client
import json
import os
import socket
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TEXT: Final = 1
BINARY: Final = 2
CLOSE: Final = 8
PING: Final = 9
PONG: Final = 10
JOIN_S: Final = 30.0
_SHORT: Final = 125
_TWO_BYTES: Final = 126
_FIN: Final = 0x80
_MASKED: Final = 0x80
_OPCODE: Final = 0x0F
_LENGTH: Final = 0x7F
_CREATED: Final = 201


class LoadError(Exception):
    """A client could not join, or a server said something that it should not."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame from the server."""

    opcode: int
    payload: bytes


def masked(payload: bytes, opcode: int = BINARY) -> bytes:
    """The bytes of a client's frame."""
    size = len(payload)
    if size <= _SHORT:
        head = struct.pack("!BB4x", _FIN | opcode, _MASKED | size)
    elif size < 1 << 16:
        head = struct.pack("!BBH4x", _FIN | opcode, _MASKED | _TWO_BYTES, size)
    else:
        head = struct.pack("!BBQ4x", _FIN | opcode, _MASKED | _LENGTH, size)
    return head + payload


class Incoming:
    """What a server sends, cut into frames; what is not whole yet waits."""

    def __init__(self) -> None:
        self._rest = b""

    def frames(self, data: bytes | memoryview) -> Iterator[Frame]:
        """Every frame that is whole with `data`."""
        buffer = self._rest + bytes(data) if self._rest else bytes(data)
        start, end = 0, len(buffer)
        while end - start >= 2:  # noqa: PLR2004 - the shortest header
            size, body = buffer[start + 1] & _LENGTH, start + 2
            if size > _SHORT:
                body += 2 if size == _TWO_BYTES else 8
                if end < body:
                    break
                size = int.from_bytes(buffer[start + 2 : body], "big")
            if end - body < size:
                break
            yield Frame(buffer[start] & _OPCODE, buffer[body : body + size])
            start = body + size
        self._rest = buffer[start:]


class Skipped:
    """What a server sends to somebody who only counts: frames are walked over, pings are found."""

    def __init__(self) -> None:
        self._rest = b""
        self._skip = 0

    def pings(self, data: memoryview) -> Iterator[bytes]:
        """The payload of every ping that is whole with `data`."""
        buffer = self._rest + bytes(data) if self._rest else data
        self._rest = b""
        end = len(buffer)
        start = min(self._skip, end)
        self._skip -= start
        while end - start >= 2:  # noqa: PLR2004 - the shortest header
            size, body = buffer[start + 1] & _LENGTH, start + 2
            if size > _SHORT:
                body += 2 if size == _TWO_BYTES else 8
                if end < body:
                    break
                size = int.from_bytes(buffer[start + 2 : body], "big")
            if buffer[start] & _OPCODE == PING:
                if end - body < size:
                    break
                yield bytes(buffer[body : body + size])
            start = body + size
        self._skip += max(0, start - end)
        self._rest = bytes(buffer[start:])


class Joining:
    """A blocking websocket, for the conversation that lets a client in."""

    def __init__(self, url: str, subprotocol: str = "", source: str = "") -> None:
        parts = urlsplit(url)
        self.socket = socket.create_connection((parts.hostname or "", parts.port or 80), JOIN_S, (source, 0))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.incoming = Incoming()
        self.skipped = Skipped()
        self._waiting: list[Frame] = []
        path = f"{parts.path or '/'}?{parts.query}" if parts.query else parts.path or "/"
        lines = [
            f"GET {path} HTTP/1.1",
            f"Host: {parts.netloc}",
            "Upgrade: websocket",
            "Connection: Upgrade",
            f"Sec-WebSocket-Key: {base64.b64encode(os.urandom(16)).decode()}",
            "Sec-WebSocket-Version: 13",
            *([f"Sec-WebSocket-Protocol: {subprotocol}"] if subprotocol else []),
        ]
        self.socket.sendall("\r\n".join([*lines, "", ""]).encode())
        self._shake()

    def _shake(self) -> None:
        answer = b""
        while b"\r\n\r\n" not in answer:
            data = self.socket.recv(65536)
            if not data:
                raise LoadError("the server closed during the handshake")
            answer += data
        head, _, rest = answer.partition(b"\r\n\r\n")
        if b" 101 " not in head.split(b"\r\n", 1)[0] + b" ":
            raise LoadError(f"no websocket: {head[:200]!r}")
        self._waiting.extend(self.incoming.frames(rest))

    def send(self, payload: bytes, opcode: int = BINARY) -> None:
        """Send a frame."""
        self.socket.sendall(masked(payload, opcode))

    def receive(self) -> Frame:
        """The next frame that is no ping."""
        while True:
            while self._waiting:
                frame = self._waiting.pop(0)
                if frame.opcode == CLOSE:
                    raise LoadError(f"the server closed: {frame.payload[2:]!r}")
                if frame.opcode != PING:
                    return frame
                self.send(frame.payload, PONG)
            data = self.socket.recv(1 << 20)
            if not data:
                raise LoadError("the server hung up")
            self._waiting.extend(self.incoming.frames(data))


def post_json(url: str, body: Mapping[str, Any], source: str = "") -> Any:  # noqa: ANN401 - JSON
    """Ask a server over HTTP, from the address `source` where there is one.

    Raises:
        LoadError: it refused.
    """
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(
        parts.hostname or "", parts.port, timeout=JOIN_S, source_address=(source, 0)
    )
    try:
        connection.request("POST", parts.path, json.dumps(body), {"Content-Type": "application/json"})
        response = connection.getresponse()
        data = response.read()
    finally:
        connection.close()
    if response.status not in {200, _CREATED}:
        raise LoadError(f"{parts.path} answered {response.status}: {data[:200]!r}")
    return json.loads(data)
