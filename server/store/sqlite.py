"""The embedded database: SQLite, on disk or in memory, opened the same way."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import QueuePool, StaticPool

from server.store.database import BUSY_TIMEOUT_S, Database
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_CODES: Final = {
    sqlite3.SQLITE_FULL: ("disk-full", "the disk has no room left for the database; free some space"),
    sqlite3.SQLITE_READONLY: ("read-only", "the data folder cannot be written; check its owner and its mount"),
    sqlite3.SQLITE_BUSY: ("store-busy", "another process held the database for too long; try again"),
    sqlite3.SQLITE_LOCKED: ("store-busy", "another process held the database for too long; try again"),
    sqlite3.SQLITE_CANTOPEN: ("no-database", "the database cannot be opened; check the data folder's owner"),
    sqlite3.SQLITE_IOERR: ("disk-error", "the disk reported an error; check it and the system's log"),
    sqlite3.SQLITE_CORRUPT: ("database-corrupt", "the database is damaged; restore a backup"),
    sqlite3.SQLITE_NOTADB: ("database-corrupt", "the file is no SQLite database; restore a backup"),
}


_GROWING: Final = frozenset(
    {
        sqlite3.SQLITE_IOERR_WRITE,
        sqlite3.SQLITE_IOERR_SHMSIZE,
        sqlite3.SQLITE_IOERR_SHMMAP,
        sqlite3.SQLITE_IOERR_TRUNCATE,
    }
)
"""What SQLite reports where a file cannot grow and the system did not say that the disk is full."""


class SqliteDatabase(Database):
    """The embedded database.

    Args:
        path: the database file; None keeps everything in memory (one connection, taken in turns).
    """

    def __init__(self, path: Path | None) -> None:
        super().__init__(_engine(path))
        self.path = path
        self._turn = threading.RLock() if path is None else None

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        if self._turn is not None and not self._turn.acquire(timeout=BUSY_TIMEOUT_S):
            raise Unavailable(*_CODES[sqlite3.SQLITE_BUSY])
        try:
            with super()._transaction(writes=writes) as connection:
                yield connection
        except sqlite3.Error as error:  # raised while a new connection was prepared
            raise translate_driver_error(error) from error
        finally:
            if self._turn is not None:
                self._turn.release()

    def translate(self, error: BaseException) -> Exception | None:
        """What SQLite's code means."""
        if not isinstance(error, sqlite3.Error):
            return None
        translated = translate_driver_error(error)
        return translated if isinstance(translated, Unavailable) else None

    def copy_to(self, target: Path) -> None:
        """Write a consistent copy to `target` while others go on (SQLite's online backup)."""
        source = self.engine.raw_connection()
        destination = sqlite3.connect(target)
        try:
            driver = source.driver_connection
            if not isinstance(driver, sqlite3.Connection):
                raise TypeError("the embedded database is SQLite")
            driver.backup(destination)
        except sqlite3.Error as error:
            raise translate_driver_error(error) from error
        finally:
            destination.close()
            source.close()

    def is_sound(self) -> bool:
        """Whether SQLite finds no damage."""
        with self.read() as connection:
            return bool(connection.exec_driver_sql("PRAGMA integrity_check").scalar_one() == "ok")


def _engine(path: Path | None) -> Engine:
    if path is None:
        engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    else:
        engine = create_engine(
            f"sqlite:///{path}",
            poolclass=QueuePool,
            pool_size=4,
            connect_args={"timeout": BUSY_TIMEOUT_S, "check_same_thread": False},
        )
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin)
    return engine


def _prepare(connection: sqlite3.Connection, _record: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event signature
    # The driver's own implicit BEGIN would come too late for DDL and for consistent reads: we say it ourselves.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        f"busy_timeout={int(BUSY_TIMEOUT_S * 1000)}",
        "foreign_keys=ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    # A writer takes its lock at once: a read lock that is upgraded later could fail without waiting.
    writes = connection.get_execution_options().get("showroom_writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def translate_driver_error(error: sqlite3.Error) -> Exception:
    """The `Unavailable` that says what is wrong with the disk or the database, else the error itself."""
    code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    if code in _GROWING:
        message = "the database cannot grow: the disk is full, or a quota or limit is used up; free some space"
        return Unavailable("disk-full", message)
    known = _CODES.get(code & 0xFF)
    return Unavailable(*known) if known is not None else error
