"""Visitors who come back. Tokens are random and long, so a plain SHA-256 of them is enough."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import delete, select

from server.store.database import upsert
from server.store.schema import visitors

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database


class VisitorRecord(msgspec.Struct, frozen=True):
    """A visitor as remembered: by the hash of their token. Where they stood last is their room's to keep."""

    id: str
    token_hash: str
    name: str
    language: str


def hash_token(token: str) -> str:
    """What is kept of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


class Visitors:
    """Visitors who come back. They are written by the writer (`remember`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def by_token(self, token: str) -> VisitorRecord | None:
        """Who holds `token`; None for a stranger."""
        return self._find(visitors.c.token_hash == hash_token(token))

    def by_id(self, visitor_id: str) -> VisitorRecord | None:
        """The visitor of that id."""
        return self._find(visitors.c.id == visitor_id)

    def _find(self, condition: object) -> VisitorRecord | None:
        with self._database.read() as connection:
            row = connection.execute(select(visitors).where(condition)).mappings().one_or_none()  # type: ignore[arg-type] # SQLAlchemy's comparison types are private
        if row is None:
            return None
        return VisitorRecord(**row)


def remember(connection: Connection, record: VisitorRecord) -> None:
    """Add a visitor, or renew name and language."""
    row = {"id": record.id, "token_hash": record.token_hash, "name": record.name, "language": record.language}
    upsert(connection, visitors, row, ["id"])


def spend(connection: Connection, token: str) -> str | None:
    """Let a visitor's token bring nobody back any more; returns the id of whoever it was, None for a stranger's."""
    held = visitors.c.token_hash == hash_token(token)
    person: str | None = connection.execute(select(visitors.c.id).where(held)).scalar_one_or_none()
    connection.execute(delete(visitors).where(held))
    return person
