"""Tickets between processes: the front writes one down, the room node that it names takes it out again, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, insert

from server.store.database import now_s
from server.store.people import hash_token
from server.store.schema import tickets
from server.tickets import TICKET_LIFE_S, Admission
from showroom.errors import NotPermitted

if TYPE_CHECKING:
    from server.store.database import Database


class SharedTickets:
    """One-use tickets in the database; only their hashes are kept."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def sweep(self) -> None:
        """Throw away those that nobody used in time."""
        with self._database.brief() as connection:
            connection.execute(delete(tickets).where(tickets.c.expires_s < now_s(connection)))

    def issue(self, ticket: str, node: str, admission: Admission) -> None:
        """Write down a ticket for a node."""
        with self._database.brief() as connection:
            row = {
                "ticket_hash": hash_token(ticket),
                "node": node,
                "admission": msgspec.json.encode(admission),
                "expires_s": now_s(connection) + TICKET_LIFE_S,
            }
            connection.execute(insert(tickets).values(row))

    def redeem(self, ticket: str, node: str) -> Admission:
        """Use up a ticket.

        Raises:
            NotPermitted: ``bad-ticket`` where it is unknown, used, another node's or older than a minute.
        """
        mine = (tickets.c.ticket_hash == hash_token(ticket), tickets.c.node == node)
        with self._database.brief() as connection:
            fresh = tickets.c.expires_s > now_s(connection)
            row = connection.execute(delete(tickets).where(*mine, fresh).returning(tickets.c.admission)).one_or_none()
        if row is None:
            raise NotPermitted("bad-ticket", "the ticket is unknown, used or too old", hint="fetch another one")
        return msgspec.json.decode(row.admission, type=Admission)
