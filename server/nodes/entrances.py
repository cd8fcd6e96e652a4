"""How a front lets people into rooms of other nodes: a ticket in the database, for the node that has the room."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from server.tickets import Entrance

if TYPE_CHECKING:
    from server.nodes.directory import Directory
    from server.store.tickets import SharedTickets
    from server.tickets import Admission
    from showroom.ports import Randomness

SWEEP_S: Final = 30.0
_TICKET_BYTES: Final = 24


class NodeEntrances:
    """Issues tickets for room nodes (`server.tickets.Entrances`)."""

    def __init__(self, directory: Directory, tickets: SharedTickets, randomness: Randomness) -> None:
        self._directory = directory
        self._tickets = tickets
        self._randomness = randomness

    async def issue(self, admission: Admission, protocol: int) -> Entrance:
        """A ticket for the node that has the room.

        Raises:
            Unavailable: ``other-version`` or ``no-room-node``, or a trouble of the database.
        """
        node = await self._directory.find(admission.room, protocol)
        ticket = self._randomness.token(_TICKET_BYTES)
        await asyncio.to_thread(self._tickets.issue, ticket, node.id, admission)
        return Entrance(ticket, node.address)

    def sweep(self) -> None:
        """Throw away what nobody used."""
        self._tickets.sweep()
