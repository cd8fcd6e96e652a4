"""Who owns which room: one row for each, with a token that grows whenever the owner changes.

A lease ends by itself where its owner does not renew it; then whoever wants it may take it, and the token grows. Every
writing transaction of a room checks the token under which the room was opened (`check`), so that an owner who was
paused, or cut off, cannot write any more: it need not know that it is no owner, the database does. Times are the
database's own, so the nodes' clocks do not matter.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import select, update

from server.store.database import insert_new, now_s
from server.store.schema import leases
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from server.store.database import Database

LEASE_S: Final = 2.5
"""Policy: so long after its last sign of life a node's rooms are free for others."""


class Fenced(Unavailable):
    """A write under a token that is not the newest: others own these things now.

    Args:
        things: what was lost.
    """

    def __init__(self, things: frozenset[str]) -> None:
        super().__init__("moved", "the room is on another node now; come back")
        self.things = things


@dataclass(frozen=True)
class Held:
    """Somebody else's lease, and for how long it is good if it is not renewed."""

    node: str
    left_s: float


class Leases:
    """The leases of a shop.

    Args:
        database: where they are kept.
        lease_s: how long one is good without renewal.
    """

    def __init__(self, database: Database, lease_s: float = LEASE_S) -> None:
        self._database = database
        self._lease_s = lease_s

    def take(self, thing: str, node: str) -> int | Held:
        """Own a thing from now on: the token; or who holds it."""
        with self._database.brief() as connection:
            free = {"thing": thing, "node": "", "token": 0, "expires_s": 0.0}
            insert_new(connection, leases, free)
            row = connection.execute(select(leases).where(leases.c.thing == thing).with_for_update()).one()
            now = now_s(connection)
            if row.node not in ("", node) and row.expires_s > now:
                return Held(row.node, row.expires_s - now)
            token = int(row.token) + 1
            taken = {"node": node, "token": token, "expires_s": now + self._lease_s}
            connection.execute(update(leases).where(leases.c.thing == thing).values(taken))
            return token

    def renew(self, node: str) -> dict[str, int]:
        """Keep everything that a node owns; returns the token of each thing."""
        mine = leases.c.node == node
        with self._database.brief() as connection:
            connection.execute(update(leases).where(mine).values(expires_s=now_s(connection) + self._lease_s))
            return {row.thing: row.token for row in connection.execute(select(leases).where(mine))}

    def release(self, node: str, tokens: Mapping[str, int]) -> None:
        """Give things free at once, as far as they are still this node's."""
        with self._database.brief() as connection:
            for thing, token in tokens.items():
                still_mine = (leases.c.thing == thing, leases.c.node == node, leases.c.token == token)
                connection.execute(update(leases).where(*still_mine).values(node="", expires_s=0.0))

    def owners(self) -> dict[str, str]:
        """The node that owns each thing now."""
        with self._database.read() as connection:
            now = now_s(connection)
            rows = connection.execute(select(leases).where(leases.c.node != "", leases.c.expires_s > now))
            return {row.thing: row.node for row in rows}


def check(connection: Connection, tokens: Mapping[str, int]) -> None:
    """Make sure, until the transaction ends, that nobody else owns any of these.

    Raises:
        Fenced: somebody does.
    """
    if not tokens:
        return
    query = select(leases.c.thing, leases.c.token).where(leases.c.thing.in_(tokens)).with_for_update(read=True)
    newest = {row.thing: row.token for row in connection.execute(query)}
    lost = frozenset(thing for thing, token in tokens.items() if newest.get(thing) != token)
    if lost:
        raise Fenced(lost)
