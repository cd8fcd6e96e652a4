"""Our own wire: a ticket over HTTP, a hello, then 14-byte poses."""

from __future__ import annotations

import json
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


class Ours(Dialect):
    """A showroom server with everything switched on."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self._around: dict[int, list[tuple[bytes, bytes]]] = {}

    def join(self, index: int, place: Place) -> Client:
        """Get a ticket, say hello and wait for the welcome."""
        ticket = self._ticket(index)
        link = Joining(ticket["socket_url"], SUBPROTOCOL)
        hello = {"t": "hello", "version": VERSION, "ticket": ticket["ticket"], "client": "load generator"}
        link.send(json.dumps(hello).encode(), TEXT)
        while True:
            frame = link.receive()
            if frame.opcode != TEXT:
                continue
            message = json.loads(frame.payload)
            if message["t"] == "welcome":
                self._learn(int(message["you"]), place)
                return Client(link, place, int(message["you"]))
            if message["t"] == "refused":
                raise LoadError(f"refused: {message}")

    def _learn(self, number: int, place: Place) -> None:
        """Frames are made beforehand but for their sequence: the generator's core shall go to the load."""
        frames = [
            masked(pack_pose_frame([Pose(number, 0, place.at(turn), place.rotation(turn))])) for turn in range(CYCLE)
        ]
        self._around[number] = [(frame[:_SEQUENCE_AT], frame[_SEQUENCE_AT + _SEQUENCE.size :]) for frame in frames]

    def _ticket(self, index: int) -> dict[str, str]:
        for _ in range(100):
            try:
                answer: dict[str, str] = post_json(f"{self.url}/api/v1/tickets", {"name": f"Load {index}"})
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
        before, after = self._around[int(client.key)][client.sequence % CYCLE]
        return before + _SEQUENCE.pack(client.sequence) + after

    def poses(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """Every record of a binary frame."""
        if frame.opcode == BINARY:
            body = frame.payload[1:]
            yield from _HEAD.iter_unpack(body[: len(body) // POSE_BYTES * POSE_BYTES])
