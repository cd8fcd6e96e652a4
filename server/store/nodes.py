"""Which nodes serve a shop: each tells its address and gives a sign of life twice a second."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update

from server.store.database import now_s, upsert
from server.store.leases import LEASE_S
from server.store.schema import nodes
from showroom.errors import Rejected

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database


@dataclass(frozen=True)
class Node:
    """A process that serves.

    Args:
        id: of this life of it: a node that starts again is another one.
        name: the operator's word for it; a room's place is suggested by it.
        role: ``front``, ``room`` or ``all``.
        address: where clients find its rooms, ``ws://…`` or ``wss://…``; empty for a front.
        machine: where it runs.
        version: of the program.
        protocol: what it speaks with clients.
        draining: it takes nobody new.
        silent_s: how long ago it gave a sign of life.
    """

    id: str
    name: str
    role: str
    address: str
    machine: str
    version: str
    protocol: int
    draining: bool = False
    silent_s: float = 0.0

    @property
    def is_living(self) -> bool:
        """Whether it was heard of within the time of a lease."""
        return self.silent_s < LEASE_S


class Nodes:
    """The register of a shop's nodes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def beat(self, node: Node) -> None:
        """Give a sign of life."""
        with self._database.brief() as connection:
            _put(connection, node)

    def enter(self, node: Node) -> None:
        """Enter the register, beside nodes that one can share the shop with.

        Raises:
            Rejected: ``one-server`` where a server has every room, or this one would; ``other-machine`` where an
                embedded database is used from two machines.
        """
        with self._database.write() as connection:
            others = [one for one in _living(connection) if one.id != node.id]
            for other in others:
                # A server that was killed and starts again finds itself; its folder's lock keeps a second one away.
                is_itself = node.role == other.role == "all" and node.machine == other.machine
                if "all" in (node.role, other.role) and not is_itself:
                    raise Rejected(
                        "one-server",
                        "a server that has every room shares its shop with nobody",
                        got=f"{node.role}, beside {other.name} ({other.role}) on {other.machine}",
                        allowed="one server with --role all, or nodes with --role front and --role room",
                        hint=f"stop {other.name}; one that was killed is forgotten after {LEASE_S} s",
                    )
                if other.machine != node.machine and connection.dialect.name == "sqlite":
                    raise Rejected(
                        "other-machine",
                        "an embedded database serves nodes on one machine only",
                        got=f"{node.machine}, beside {other.name} on {other.machine}",
                        hint="move the shop into PostgreSQL: showroom migrate --to postgresql://…",
                    )
            _put(connection, node)

    def drain(self, node_id: str) -> None:
        """It takes nobody new."""
        with self._database.brief() as connection:
            connection.execute(update(nodes).where(nodes.c.id == node_id).values(draining=True))

    def leave(self, node_id: str) -> None:
        """It is gone, and so are those that have not been heard of for long."""
        with self._database.brief() as connection:
            forgotten = nodes.c.beat_s < now_s(connection) - 60.0 * LEASE_S
            connection.execute(delete(nodes).where((nodes.c.id == node_id) | forgotten))

    def living(self) -> tuple[Node, ...]:
        """Who gave a sign of life within the time of a lease, by name."""
        with self._database.read() as connection:
            return _living(connection)


def _put(connection: Connection, node: Node) -> None:
    row = {
        "id": node.id,
        "name": node.name,
        "role": node.role,
        "address": node.address,
        "machine": node.machine,
        "version": node.version,
        "protocol": node.protocol,
        "draining": node.draining,
    }
    upsert(connection, nodes, {**row, "beat_s": now_s(connection)}, ["id"])


def _living(connection: Connection) -> tuple[Node, ...]:
    now = now_s(connection)
    query = select(nodes).where(nodes.c.beat_s > now - LEASE_S).order_by(nodes.c.name, nodes.c.id)
    return tuple(
        Node(
            id=row.id,
            name=row.name,
            role=row.role,
            address=row.address,
            machine=row.machine,
            version=row.version,
            protocol=row.protocol,
            draining=row.draining,
            silent_s=now - row.beat_s,
        )
        for row in connection.execute(query)
    )
