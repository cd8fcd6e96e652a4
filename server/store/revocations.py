"""Sessions that were ended: whoever ends one writes it down here, in the same transaction, and every node reads along.

So a connection that was opened by a session ends with it, whichever process it is in and whichever ended the session.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, insert, select

from server.store.schema import revocations

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection, Table

    from server.store.database import Database

KEPT_S: Final = 24 * 3600.0
"""Longer than any node needs to read along."""


class RevocationLog:
    """Reads which sessions were ended."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def newest(self) -> int:
        """The position of the newest entry."""
        with self._database.read() as connection:
            return int(connection.execute(select(func.coalesce(func.max(revocations.c.position), 0))).scalar_one())

    def after(self, position: int) -> tuple[int, frozenset[str]]:
        """The newest position, and the hashes of the sessions that were ended behind `position`."""
        query = select(revocations.c.position, revocations.c.session).where(revocations.c.position > position)
        with self._database.read() as connection:
            rows = connection.execute(query).all()
        return max((row.position for row in rows), default=position), frozenset(row.session for row in rows)


def end_sessions(connection: Connection, sessions: Table, which: ColumnElement[bool], now_s: float) -> int:
    """End those sessions of a table (`staff_sessions`, `account_sessions`) and write it down; returns how many."""
    ended = [row.token_hash for row in connection.execute(select(sessions.c.token_hash).where(which))]
    if ended:
        connection.execute(delete(sessions).where(which))
        connection.execute(insert(revocations), [{"session": one, "at_s": now_s} for one in ended])
        connection.execute(delete(revocations).where(revocations.c.at_s < now_s - KEPT_S))
    return len(ended)
