"""Who serves and who owns what, read from the database at most ten times a second however many ask."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Final

from server.nodes.placing import placed
from server.realtime.inputs import lease_of
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from server.store.leases import Leases
    from server.store.nodes import Node, Nodes

FRESH_S: Final = 0.1
PATIENCE_S: Final = 6.0


class Directory:
    """Finds the node of a room."""

    def __init__(self, nodes: Nodes, leases: Leases) -> None:
        self._nodes = nodes
        self._leases = leases
        self._reading = asyncio.Lock()
        self._read_s = float("-inf")
        self._living: tuple[Node, ...] = ()
        self._owners: dict[str, str] = {}

    async def find(self, room: str, protocol: int) -> Node:
        """The node where somebody who speaks `protocol` enters a room; waits while its owner may be gone.

        Raises:
            Unavailable: ``other-version``, or ``no-room-node`` where there is none for some seconds.
        """
        deadline_s = time.monotonic() + PATIENCE_S
        while True:
            await self._refresh()
            found = placed(room, self._living, self._owners.get(lease_of(room)), protocol)
            if not isinstance(found, str):
                return found
            if found == "other-version":
                raise Unavailable("other-version", "this room is served by another version now; try again, or update")
            if time.monotonic() > deadline_s:
                raise Unavailable("no-room-node", "no node serves rooms now; try again in a moment")
            await asyncio.sleep(FRESH_S)

    async def _refresh(self) -> None:
        async with self._reading:
            if time.monotonic() - self._read_s < FRESH_S:
                return
            self._living, self._owners = await asyncio.to_thread(self._read)
            self._read_s = time.monotonic()

    def _read(self) -> tuple[tuple[Node, ...], dict[str, str]]:
        return self._nodes.living(), self._leases.owners()
