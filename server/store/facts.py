"""The log of facts: CloudEvents 1.0 envelopes around Segment's message shape, append-only."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

import msgspec
from sqlalchemy import insert, select

from server.store.schema import facts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from server.store.database import Database
    from showroom.events import Fact

SOURCE: Final = "/showroom"
STAFF_PREFIX: Final = "u-"
"""Ids of staff start so; every other actor is an anonymous visitor."""


class LoggedFact(msgspec.Struct, frozen=True):
    """A fact as the log keeps it: its place in the log, the CloudEvents envelope and Segment's data."""

    position: int
    id: str
    specversion: str
    source: str
    type: str
    subject: str
    time: str
    data: dict[str, Any]


class FactLog:
    """Reads the log; writing happens inside the transactions that change state (`append`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def after(self, position: int, limit: int = 1000) -> tuple[LoggedFact, ...]:
        """Up to `limit` facts behind `position`, oldest first."""
        query = select(facts).where(facts.c.position > position).order_by(facts.c.position).limit(limit)
        with self._database.read() as connection:
            rows = connection.execute(query).mappings().all()
        return tuple(LoggedFact(**{**row, "data": msgspec.json.decode(row["data"])}) for row in rows)


def append(connection: Connection, new: Iterable[Fact]) -> None:
    """Add facts in their order; ids are drawn here."""
    rows = [_row(fact) for fact in new]
    if rows:
        connection.execute(insert(facts), rows)


def _row(fact: Fact) -> dict[str, Any]:
    identity = str(uuid.uuid4())
    time = datetime.fromtimestamp(fact.time_s, UTC).isoformat(timespec="milliseconds")
    actor = {("userId" if fact.actor.startswith(STAFF_PREFIX) else "anonymousId"): fact.actor} if fact.actor else {}
    message = {
        "messageId": identity,
        "type": "track",
        "event": fact.name,
        "timestamp": time,
        **actor,
        "properties": fact.properties,
    }
    return {
        "id": identity,
        "specversion": "1.0",
        "source": SOURCE,
        "type": fact.name,
        "subject": fact.subject,
        "time": time,
        "data": msgspec.json.encode(message),
    }
