"""Moves a shop from one database into another: every row, in one transaction on either side, or nothing."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Final

from sqlalchemy import delete, func, insert, select

from server.store.folder import POINTER_NAME, StoreFolder
from server.store.hold import held
from server.store.migrations import migrate
from server.store.postgresql import PostgresDatabase, as_shown
from server.store.schema import catalogue_state, facts, metadata, revocations
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

_ROWS: Final = 500


def copy_rows(reading: Connection, writing: Connection) -> dict[str, int]:
    """Copy every table into a migrated database without a shop in it; returns how many rows each has.

    Raises:
        Rejected: ``database-not-empty``.
        Unavailable: ``copy-differs``.
    """
    _require_empty(writing)
    writing.execute(delete(catalogue_state))
    for table in metadata.sorted_tables:
        rows = reading.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        for some in rows.partitions(_ROWS):
            writing.execute(insert(table), [dict(row) for row in some])
    for table in (facts, revocations):
        if writing.dialect.name == "postgresql" and _count(writing, table.name):
            # The next one follows the last one that was copied.
            last = select(func.max(table.c.position)).scalar_subquery()
            writing.execute(select(func.setval(func.pg_get_serial_sequence(table.name, "position"), last)))
    counted = {table.name: _count(reading, table.name) for table in metadata.sorted_tables}
    if counted != {table.name: _count(writing, table.name) for table in metadata.sorted_tables}:
        raise Unavailable("copy-differs", "the copy does not hold as many rows; nothing was changed")
    return counted


def _require_empty(connection: Connection) -> None:
    taken = [one.name for one in metadata.sorted_tables if one is not catalogue_state and _count(connection, one.name)]
    if taken:
        hint = "make a new database: createdb --encoding UTF8 --locale C --template template0 NAME"
        raise Rejected("database-not-empty", "there is a shop in it already", got=", ".join(taken), hint=hint)


def _count(connection: Connection, name: str) -> int:
    return int(connection.execute(select(func.count()).select_from(metadata.tables[name])).scalar_one())


def move_to(folder: Path, url: str) -> dict[str, int]:
    """Move a data folder's database to a PostgreSQL server; its SQLite file stays, closed for writing.

    Raises:
        Rejected: ``moved-already``, ``folder-in-use``, ``database-not-empty`` or ``bad-database-url``.
        Unavailable: a trouble of either database.
    """
    with held(folder):
        if (folder / POINTER_NAME).exists():
            raise Rejected("moved-already", "this shop is in a PostgreSQL database", got=as_shown(read_pointer(folder)))
        source, target = StoreFolder(folder), PostgresDatabase(url)
        try:
            migrate(source.database)
            migrate(target)
            # Whoever writes into the old file meanwhile waits, and is refused afterwards: nothing is lost unseen.
            with source.database.write() as reading:
                with target.write() as writing:
                    counted = copy_rows(reading, writing)
                _close_for_writers(reading)
        finally:
            source.close()
            target.close()
        _point(folder, url)
    return counted


def _close_for_writers(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        connection.exec_driver_sql(
            f'CREATE TRIGGER IF NOT EXISTS "moved_{table.name}" BEFORE INSERT ON "{table.name}" '
            "BEGIN SELECT RAISE(ABORT, 'this shop has moved to PostgreSQL'); END"
        )


def read_pointer(folder: Path) -> str:
    """The address of a folder's database."""
    return (folder / POINTER_NAME).read_text("utf-8").strip()


def _point(folder: Path, url: str) -> None:
    """From this moment on the folder's shop is there: one rename decides."""
    new = folder / f"{POINTER_NAME}.new"
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        file.write(url + "\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / POINTER_NAME)
