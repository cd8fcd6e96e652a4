"""How the load generator speaks to each kind of server: one module each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from server.bench.dialects.colyseus import Colyseus
from server.bench.dialects.ours import Ours
from server.bench.dialects.socketio import NetworkedAframe, SocketIo
from server.bench.dialects.yjs import YAwareness

if TYPE_CHECKING:
    from server.bench.dialects.dialect import Dialect

DIALECTS: dict[str, type[Dialect]] = {
    "ours": Ours,
    "colyseus": Colyseus,
    "socketio": SocketIo,
    "networked-aframe": NetworkedAframe,
    "y-awareness": YAwareness,
}
"""By the name of the protocol."""
