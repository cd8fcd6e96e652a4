"""A data folder: one SQLite database and the files beside it; the same in memory for tests.

    DIR/showroom.sqlite3        the database (WAL: -wal and -shm beside it while in use), or
    DIR/database.url            where it is instead: postgresql://… (`showroom migrate --to`)
    DIR/files/ab/abcdef…        files by their SHA-256
    DIR/server.lock             held by the one server that runs on the folder (`server.store.hold`)

Several processes may use one folder at the same time.
"""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, Final

from server.store.accounts import Accounts
from server.store.catalogue import SqlCatalogueStore
from server.store.documents import Documents
from server.store.facts import FactLog
from server.store.files import SqlFileStore
from server.store.layouts import SqlLayoutStore
from server.store.migrations import migrate
from server.store.people import Visitors
from server.store.revocations import RevocationLog
from server.store.sqlite import SqliteDatabase
from server.store.staff import Staff
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from server.store.database import Database

DATABASE_NAME: Final = "showroom.sqlite3"
POINTER_NAME: Final = "database.url"
FILES_NAME: Final = "files"


class StoreFolder:
    """Everything that one data folder holds (`showroom.ports.DataFolder` and what the server needs beyond it).

    Args:
        path: the folder; None keeps everything in memory.
    """

    def __init__(self, path: Path | None) -> None:
        self.path = path
        self.database = _database(path)
        self.files = SqlFileStore(self.database, None if path is None else path / FILES_NAME)
        self.catalogue = SqlCatalogueStore(self.database)
        self.layouts = SqlLayoutStore(self.database)
        self.documents = Documents(self.database)
        self.facts = FactLog(self.database)
        self.visitors = Visitors(self.database)
        self.staff = Staff(self.database)
        self.accounts = Accounts(self.database)
        self.revocations = RevocationLog(self.database)

    def close(self) -> None:
        """Release the database."""
        self.database.close()


def open_data_folder(path: Path, *, create: bool = True) -> StoreFolder:
    """Open the folder at `path`, migrating it where needed; where there is no shop in it yet, make one if `create`.

    Raises:
        Unavailable: ``no-data-folder``, ``read-only`` or another trouble of the disk.
        Rejected: ``newer-database``; ``no-database`` without `create`.
    """
    if create:
        make_data_folder(path)
    else:
        require_database(path)
    return _migrated(StoreFolder(path))


def make_data_folder(path: Path) -> None:
    """Make the folder where there is none.

    Raises:
        Unavailable: ``no-data-folder``.
    """
    try:
        (path / FILES_NAME).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unavailable("no-data-folder", f"{path} cannot be made: {error.strerror}; name another --data") from error


def require_database(path: Path) -> None:
    """Make sure that there is a shop, lest a mistyped folder looks like an empty one.

    Raises:
        Rejected: ``no-database``.
    """
    if not (path / DATABASE_NAME).is_file() and not (path / POINTER_NAME).is_file():
        hint = f"check --data, or make one: showroom assets sample --data {quote(str(path))}"
        raise Rejected("no-database", "there is no showroom in this folder", got=str(path), hint=hint)


def open_in_memory() -> StoreFolder:
    """A folder that is gone when it is closed."""
    return _migrated(StoreFolder(None))


def _database(path: Path | None) -> Database:
    if path is None or not (path / POINTER_NAME).is_file():
        return SqliteDatabase(None if path is None else path / DATABASE_NAME)
    from server.store.postgresql import PostgresDatabase  # noqa: PLC0415 - an extra

    return PostgresDatabase((path / POINTER_NAME).read_text("utf-8").strip())


def _migrated(folder: StoreFolder) -> StoreFolder:
    try:
        migrate(folder.database)
    except BaseException:
        folder.close()
        raise
    return folder
