"""Colyseus 0.18: a seat over HTTP, a binary handshake, poses as messages; state comes back as schema patches.

The patches are read by Colyseus' own client in probes of their own (`peers/probe.mjs`).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from server.bench.dialects.dialect import Client, Dialect
from server.bench.sockets import Joining, LoadError, masked, post_json

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.bench.dialects.dialect import Place
    from server.bench.sockets import Frame

JOIN_ROOM = 10
ROOM_DATA = 13
_ROOM = "bench"
_TYPE = bytes((0xA1,)) + b"p"
_FLOAT = struct.Struct(">f")


class Colyseus(Dialect):
    """A room whose state is a map of players."""

    decodes = False

    def join(self, index: int, place: Place) -> Client:
        """Reserve a seat, connect, and acknowledge the handshake."""
        seat = post_json(f"{self.url}/matchmake/joinOrCreate/{_ROOM}", {"key": index, "x": place.x, "z": place.z})
        seat = seat.get("room", {}) | seat
        address = self.url.replace("http", "ws", 1)
        link = Joining(f"{address}/{seat['processId']}/{seat['roomId']}?sessionId={seat['sessionId']}")
        first = link.receive()
        if first.payload[:1] != bytes((JOIN_ROOM,)):
            raise LoadError(f"no handshake: {first.payload[:40]!r}")
        link.send(bytes((JOIN_ROOM,)))
        return Client(link, place, index)

    def pose(self, client: Client) -> bytes:
        """``room.send("p", [n, x, y, z, qx, qy, qz, qw])`` in MessagePack."""
        client.sequence += 1
        values = (*client.place.at(client.sequence), *client.place.rotation(client.sequence))
        numbers = b"".join(b"\xca" + _FLOAT.pack(value) for value in values)
        return masked(
            bytes((ROOM_DATA,)) + _TYPE + b"\x98" + b"\xcd" + struct.pack(">H", client.sequence & 0xFFFF) + numbers
        )

    def poses(self, frame: Frame) -> Iterable[tuple[int, int]]:
        """Nothing: see the module."""
        del frame
        return ()
