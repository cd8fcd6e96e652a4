"""A tap on the line: a proxy on the loopback that keeps every byte that clients send, and a search through them."""

from __future__ import annotations

import base64
import contextlib
import socket
import threading
import zlib
from typing import TYPE_CHECKING, Self

import cv2
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from numpy.typing import NDArray

PATIENCE_S = 10.0


class Tap:
    """Forwards connections to a port of this machine; `captured` holds what the clients sent, one by connection.

    Args:
        target: the port behind it.
    """

    def __init__(self, target: int) -> None:
        self.captured: list[bytearray] = []
        self._target = target
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *_: object) -> None:
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(PATIENCE_S)
            assert not thread.is_alive()
        for end in self._ends:
            end.close()

    def size_bytes(self) -> int:
        """Everything that came from clients."""
        return sum(map(len, self.captured))

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self._target))
            self._ends += [client, server]
            kept = bytearray()
            self.captured.append(kept)
            pumps = [
                threading.Thread(target=_pump, args=(client, server, kept)),
                threading.Thread(target=_pump, args=(server, client, bytearray())),
            ]
            self._threads += pumps
            for pump in pumps:
                pump.start()


def _pump(source: socket.socket, sink: socket.socket, kept: bytearray) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            kept += data
            sink.sendall(data)
    with contextlib.suppress(OSError):
        sink.shutdown(socket.SHUT_WR)


def unmasked(capture: bytes) -> bytes:
    """The payloads of a client's websocket frames behind its handshake (RFC 6455 §5.2), without their masks."""
    _, _, rest = capture.partition(b"\r\n\r\n")
    payloads = b""
    while len(rest) >= 6:
        length, at = rest[1] & 0x7F, 2
        if length >= 126:
            wide = 2 if length == 126 else 8
            length, at = int.from_bytes(rest[2 : 2 + wide], "big"), 2 + wide
        mask, body = rest[at : at + 4], rest[at + 4 : at + 4 + length]
        payloads += bytes(byte ^ mask[index % 4] for index, byte in enumerate(body)) + b"\n"
        rest = rest[at + 4 + length :]
    return payloads


def forms_of(pattern: NDArray[np.uint8]) -> Iterator[bytes]:
    """Rows of a (height, width, 3) pattern as programs may lay them out: colours in any order, grey, floats."""
    opaque = np.full((*pattern.shape[:2], 1), 255, np.uint8)
    layouts = [pattern, pattern[..., ::-1], np.concatenate([pattern, opaque], 2)]
    layouts += [
        np.concatenate([pattern[..., ::-1], opaque], 2),
        pattern[..., 1],
        cv2.cvtColor(pattern, cv2.COLOR_RGB2GRAY),
    ]
    for layout in layouts:
        for row in layout:
            yield np.ascontiguousarray(row).tobytes()
    yield (pattern[0].astype(np.float32) / 255.0).tobytes()


def forms_of_numbers(numbers: NDArray[np.floating]) -> Iterator[bytes]:
    """Coordinates as 32 and 64 bits of either order."""
    for kind in ("<f4", ">f4", "<f8", ">f8"):
        wide = int(kind[-1])
        raw = numbers.astype(kind).tobytes()
        # Two neighbours at once: the bytes of one short float may come about by chance.
        yield from (raw[start : start + 2 * wide] for start in range(0, len(raw) - wide, 2 * wide))


def views_of(capture: bytes) -> Iterator[bytes]:
    """What may hide in a capture: itself, its base64 and hexadecimal runs, every zlib, gzip or raw deflate stream."""
    yield capture
    for run in _runs(capture, b"+/"):
        for shift in range(4):
            part = run[shift:].replace(b"-", b"+").replace(b"_", b"/")
            part = part[:-1] if len(part) % 4 == 1 else part
            yield base64.b64decode(part + b"=" * (-len(part) % 4))
    for run in _runs(capture, b""):
        with contextlib.suppress(ValueError):
            yield bytes.fromhex(run.decode())
    for start in range(len(capture) - 8):
        with contextlib.suppress(zlib.error):
            window = -15 if capture[start] not in (0x78, 0x1F) else 47
            found = zlib.decompressobj(window).decompress(capture[start:], 1 << 20)
            if len(found) >= 64:
                yield found


def pictures_in(view: bytes) -> Iterator[NDArray[np.uint8]]:
    """Every JPEG, PNG or WebP whose magic number stands somewhere."""
    for magic, before in ((b"\xff\xd8\xff", 0), (b"\x89PNG", 0), (b"WEBP", 8)):
        start = view.find(magic)
        while start >= 0:
            found = cv2.imdecode(np.frombuffer(view[max(0, start - before) :], np.uint8), cv2.IMREAD_COLOR)
            if found is not None:
                yield found[..., ::-1]
            start = view.find(magic, start + 1)


def is_seen(pattern: NDArray[np.uint8], picture: NDArray[np.uint8]) -> bool:
    """Whether a picture shows the pattern, at its size."""
    if picture.shape[0] < pattern.shape[0] or picture.shape[1] < pattern.shape[1]:
        return False
    # Compression keeps less of colours than of brightness.
    grey, wanted = (cv2.cvtColor(np.ascontiguousarray(one), cv2.COLOR_RGB2GRAY) for one in (picture, pattern))
    return bool(cv2.matchTemplate(grey, wanted, cv2.TM_CCOEFF_NORMED).max() > 0.6)


def hits(capture: bytes, needles: Iterable[bytes], pattern: NDArray[np.uint8]) -> int:
    """How often any needle, or a picture of the pattern, is found in any view of a capture."""
    wanted, count = list(needles), 0
    for view in views_of(capture):
        count += sum(needle in view for needle in wanted)
        count += sum(is_seen(pattern, picture) for picture in pictures_in(view))
    return count


def _runs(capture: bytes, more: bytes) -> Iterator[bytes]:
    """Runs of at least 24 letters and digits, and `more`."""
    allowed = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_" + more
    table = bytes(byte if byte in allowed else 0 for byte in range(256))
    yield from (run for run in capture.translate(table).split(b"\0") if len(run) >= 24)
