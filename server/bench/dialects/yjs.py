"""y-websocket's awareness: presence as JSON in the y-protocols binary envelope, relayed to everybody."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from server.bench.dialects.dialect import Client, Dialect
from server.bench.sockets import Joining, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.bench.dialects.dialect import Place
    from server.bench.sockets import Frame

_AWARENESS = 1
_FIRST_ID = 1_000_000
_SENT_BY = re.compile(rb'"c":(\d+),"n":(\d+)')


class YAwareness(Dialect):
    """Everybody in one document; poses are awareness states."""

    def join(self, index: int, place: Place) -> Client:
        """Open the document; the server begins with its sync step."""
        link = Joining(self.url.replace("http", "ws", 1) + "/bench")
        link.receive()
        return Client(link, place, index)

    def pose(self, client: Client) -> bytes:
        """An awareness update of one client: id, clock, state."""
        client.sequence += 1
        body = {"c": client.key, "n": client.sequence, **client.place.rounded(client.sequence)}
        state = json.dumps(body, separators=(",", ":")).encode()
        update = b"".join((_varint(1), _varint(_FIRST_ID + int(client.key)), _varint(client.sequence)))
        update += _varint(len(state)) + state
        return masked(_varint(_AWARENESS) + _varint(len(update)) + update)

    def poses(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """Every state in an awareness message."""
        if frame.payload[:1] == bytes((_AWARENESS,)):
            for found in _SENT_BY.finditer(frame.payload):
                yield int(found[1]), int(found[2])


def _varint(value: int) -> bytes:
    """lib0's variable-length unsigned integer."""
    out = bytearray()
    while value > 0x7F:  # noqa: PLR2004 - seven bits a byte
        out.append(0x80 | value & 0x7F)
        value >>= 7
    out.append(value)
    return bytes(out)
