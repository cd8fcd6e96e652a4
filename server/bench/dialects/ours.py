"""Our own wire: a ticket over HTTP, a hello, then 14-byte poses."""

from __future__ import annotations

import json
import re
import struct
import time
from typing import TYPE_CHECKING

from server.bench.dialects.dialect import Client, Dialect
from server.bench.sockets import BINARY, TEXT, Joining, LoadError, masked, post_json
from showroom.protocol.codec import POSE_BYTES, Pose, pack_pose_frame
from showroom.protocol.messages import SUBPROTOCOL, VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.bench.dialects.dialect import Place
    from server.bench.sockets import Frame

CYCLE = 64
_SEQUENCE = struct.Struct("<H")
_SEQUENCE_AT = 6 + 1 + 2
"""After the header with its mask, the kind byte and the number."""
_HEAD = struct.Struct("<HH10x")
_LIMIT_PAUSE_S = 0.2
_WELCOME = re.compile(rb'\{"t":"welcome",.{0,100}?"you":(\d+)', re.DOTALL)
"""A full room's welcome has a fifth of a megabyte: reading all of it would load the generator, not the server."""


class Ours(Dialect):
    """A showroom server with everything switched on.

    Args:
        url: of the server.
        cycle: of how many frames each one's walk is; 1 for those who only stand.
        from_everywhere: whether each comes from an address of their own, as a real crowd does: how often one address
            may ask is limited. The server must be on this machine, which must be Linux.
    """

    def __init__(self, url: str, cycle: int = CYCLE, *, from_everywhere: bool = False) -> None:
        super().__init__(url)
        self._cycle = cycle
        self._from_everywhere = from_everywhere
        self._around: dict[int, list[tuple[bytes, bytes]]] = {}

    def join(self, index: int, place: Place) -> Client:
        """Get a ticket, say hello and wait for the welcome."""
        source = f"127.1.{index // 250}.{index % 250 + 1}" if self._from_everywhere else ""
        ticket = self._ticket(index, source)
        link = Joining(ticket["socket_url"], SUBPROTOCOL, source)
        hello = {"t": "hello", "version": VERSION, "ticket": ticket["ticket"], "client": "load generator"}
        link.send(json.dumps(hello).encode(), TEXT)
        while True:
            frame = link.receive()
            if frame.opcode != TEXT:
                continue
            welcome = _WELCOME.match(frame.payload)
            if welcome:
                number = int(welcome[1])
                self._learn(number, place)
                return Client(link, place, number)
            if frame.payload.startswith(b'{"t":"refused"'):
                raise LoadError(f"refused: {frame.payload.decode()}")

    def _learn(self, number: int, place: Place) -> None:
        """Frames are made beforehand but for their sequence: the generator's core shall go to the load."""
        frames = [
            masked(pack_pose_frame([Pose(number, 0, place.at(turn), place.rotation(turn))]))
            for turn in range(self._cycle)
        ]
        self._around[number] = [(frame[:_SEQUENCE_AT], frame[_SEQUENCE_AT + _SEQUENCE.size :]) for frame in frames]

    def _ticket(self, index: int, source: str) -> dict[str, str]:
        for _ in range(100):
            try:
                answer: dict[str, str] = post_json(f"{self.url}/api/v1/tickets", {"name": f"Load {index}"}, source)
            except LoadError as error:
                if "429" not in str(error):
                    raise
                time.sleep(_LIMIT_PAUSE_S)
            else:
                return answer
        raise LoadError("no ticket in twenty seconds")

    def pose(self, client: Client) -> bytes:
        """One kind byte and one record."""
        client.sequence = (client.sequence + 1) & 0xFFFF
        before, after = self._around[int(client.key)][client.sequence % self._cycle]
        return before + _SEQUENCE.pack(client.sequence) + after

    def poses(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """Every record of a binary frame."""
        if frame.opcode == BINARY:
            body = frame.payload[1:]
            yield from _HEAD.iter_unpack(body[: len(body) // POSE_BYTES * POSE_BYTES])
