"""socket.io 4 (Engine.IO 4 in text frames): a naive relay of JSON, and networked-aframe's server, which is one."""

from __future__ import annotations

import json
import math
import re
from typing import TYPE_CHECKING

from server.bench.dialects.dialect import Client, Dialect
from server.bench.sockets import TEXT, Joining, masked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.bench.dialects.dialect import Place
    from server.bench.sockets import Frame

_SENT_BY = re.compile(rb'"c":(\d+),"n":(\d+)')


class SocketIo(Dialect):
    """A relay that sends every pose on to everybody else as it comes."""

    def join(self, index: int, place: Place) -> Client:
        """Open Engine.IO, then the default namespace, then whatever the application wants."""
        link = Joining(f"{self.url}/socket.io/?EIO=4&transport=websocket")
        link.receive()  # 0{…}: open
        link.send(b"40", TEXT)
        link.receive()  # 40{…}: connected
        client = Client(link, place, index)
        self.enter(client)
        return client

    def enter(self, client: Client) -> None:
        """Nothing more is needed here."""

    def pose(self, client: Client) -> bytes:
        """``42["pose", …]`` with a quaternion, rounded as real clients do."""
        client.sequence += 1
        body = {"c": client.key, "n": client.sequence, **client.place.rounded(client.sequence)}
        return masked(b"42" + json.dumps(["pose", body], separators=(",", ":")).encode(), TEXT)

    def poses(self, frame: Frame) -> Iterator[tuple[int, int]]:
        """The numbers of the one pose in an event."""
        for found in _SENT_BY.finditer(frame.payload):
            yield int(found[1]), int(found[2])


class NetworkedAframe(SocketIo):
    """networked-aframe's own messages: entity updates with position and rotation as components."""

    def enter(self, client: Client) -> None:
        """Join the room and wait for the success."""
        client.link.send(b'42["joinRoom",{"room":"bench"}]', TEXT)
        while b"connectSuccess" not in client.link.receive().payload:
            pass

    def pose(self, client: Client) -> bytes:
        """An update ("u") of one networked entity, as the library's adapter broadcasts it."""
        client.sequence += 1
        x, y, z = client.place.at(client.sequence)
        pitch, yaw = (math.degrees(angle) for angle in client.place.rotation(client.sequence)[:2])
        update = {
            "networkId": f"n{client.key:06d}",
            "owner": f"o{client.key:019d}",
            "creator": f"o{client.key:019d}",
            "lastOwnerTime": 1_790_000_000_000,
            "template": "#avatar-template",
            "persistent": False,
            "parent": None,
            "components": {
                "0": {"x": x, "y": y, "z": z},
                "1": {"x": pitch, "y": yaw, "z": 0.0},
            },
            "isFirstSync": False,
            "_": {"c": client.key, "n": client.sequence},
        }
        body = {"from": f"o{client.key:019d}", "type": "u", "data": update, "broadcasting": True}
        return masked(b"42" + json.dumps(["broadcast", body], separators=(",", ":")).encode(), TEXT)
