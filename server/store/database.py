"""Reading and writing transactions over one database, whichever it is."""

from __future__ import annotations

from abc import ABC, abstractmethod
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, IntegrityError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Engine, Table

BUSY_TIMEOUT_S: Final = 10.0
"""How long a writer waits for the others."""


class Database(ABC):
    """What the stores work on; one writer at a time, readers see one moment.

    Args:
        engine: with the connections.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.pause_s = 0.0
        """So long a writer may pause in the middle of a transaction before the database ends it; 0: for ever.

        Whoever freezes, or is cut off, must not keep other nodes waiting.
        """

    serves_machines = False
    """Whether several machines can use it at once."""

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A consistent view; nothing is written."""
        with self._transaction(writes=False) as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A transaction that is durable when the block ends and undone when it raises."""
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def brief(self) -> Iterator[Connection]:
        """A short transaction about rows of one's own: it waits for no other writer where the database allows that.

        What it wrote may be lost with the database's machine: it is for what is over in a minute anyway.
        """
        with self._transaction(writes=True) as connection:
            yield connection

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        try:
            with self.engine.connect().execution_options(showroom_writes=writes) as connection, connection.begin():
                yield connection
        except DBAPIError as error:
            original = error.orig
            translated = None if isinstance(error, IntegrityError) or original is None else self.translate(original)
            raise translated or error from error

    @abstractmethod
    def translate(self, error: BaseException) -> Exception | None:
        """The `Unavailable` that says what is wrong outside; None where the fault is ours."""

    @abstractmethod
    def copy_to(self, target: Path) -> None:
        """Write a consistent copy, as one SQLite file, while others go on."""

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def upsert(connection: Connection, table: Table, row: Mapping[str, Any], keys: Sequence[str]) -> None:
    """Insert a row, or replace the one with the same `keys`."""
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=row))
    else:
        connection.execute(sqlite.insert(table).values(row).on_conflict_do_update(index_elements=keys, set_=row))


def upsert_all(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], keys: Sequence[str]) -> None:
    """Insert rows, or replace those with the same `keys`, in one statement for all."""
    if not rows:
        return
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    new = dialect.insert(table)
    changed = {name: new.excluded[name] for name in rows[0] if name not in keys}
    connection.execute(new.on_conflict_do_update(index_elements=keys, set_=changed), list(rows))


def now_s(connection: Connection) -> float:
    """What the database's own clock says: the one that all nodes share; seconds since 1970 UTC."""
    if connection.dialect.name == "postgresql":
        query = "SELECT extract(epoch FROM clock_timestamp())::float8"
    else:
        query = "SELECT (julianday('now') - 2440587.5) * 86400.0"
    return float(connection.exec_driver_sql(query).scalar_one())


def insert_new(connection: Connection, table: Table, row: Mapping[str, Any]) -> None:
    """Insert a row unless there is one like it."""
    if connection.dialect.name == "postgresql":
        connection.execute(postgresql.insert(table).values(row).on_conflict_do_nothing())
    else:
        connection.execute(sqlite.insert(table).values(row).on_conflict_do_nothing())
