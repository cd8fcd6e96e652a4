"""A PostgreSQL server for tests, from Debian's packages: its own cluster on a socket of its own, gone at the end."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Self

import psycopg

from server.store.migrations import migrate
from server.store.postgresql import PostgresDatabase

if TYPE_CHECKING:
    from types import TracebackType

_SHOP = "migrated"
_ALONE = "-c max_connections=60 -c listen_addresses="
_QUICK = "-c fsync=off -c full_page_writes=off"


class PostgresServer:
    """Started for one test process; every test gets a database of its own, copied from a migrated one.

    Args:
        flushes: whether it waits for the disk, as a shop's does and tests need not.
    """

    def __init__(self, *, flushes: bool = False) -> None:
        self._options = _ALONE if flushes else f"{_ALONE} {_QUICK}"

    def __enter__(self) -> Self:
        self._folder = Path(tempfile.mkdtemp(prefix="showroom-pg-"))
        if os.geteuid() == 0:
            shutil.chown(self._folder, "postgres", "postgres")
        self._call("initdb", "-U", "showroom", "--auth=trust", "--encoding=UTF8", "--locale=C", "--no-sync", self._data)
        self.start()
        self._names = count(1)
        self.execute(f"CREATE DATABASE {_SHOP} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
        database = PostgresDatabase(self.url(_SHOP))
        migrate(database)
        database.close()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        shutil.rmtree(self._folder)

    def start(self) -> None:
        """Start the server and wait until it answers."""
        log = str(self._folder / "log")
        self._call("pg_ctl", "-D", self._data, "-w", "-l", log, "-o", f"-k {self._folder} {self._options}", "start")

    def stop(self) -> None:
        """End it at once, as a crash would."""
        self._call("pg_ctl", "-D", self._data, "-m", "immediate", "stop")

    @property
    def folder(self) -> Path:
        """Where its socket is."""
        return self._folder

    def url(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://showroom@/{name}?host={self._folder}"

    def new_shop(self) -> str:
        """The address of a new database without a shop, but with its tables."""
        return self._copied(_SHOP)

    def new_database(self, locale: str = "C") -> str:
        """The address of a new, empty database."""
        name = f"shop{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8' LOCALE '{locale}'")
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run a statement as the administrator."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement)

    def _copied(self, template: str) -> str:
        name = f"shop{next(self._names)}"
        self.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
        return self.url(name)

    @property
    def _data(self) -> str:
        return str(self._folder / "data")

    def _call(self, program: str, *arguments: str) -> None:
        # The server refuses to run as root.
        user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        done = subprocess.run(
            [*user, _program(program), *arguments],
            cwd=self._folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            check=False,
            timeout=110,
        )
        assert done.returncode == 0, f"{program} ended with {done.returncode}"


def _program(name: str) -> str:
    """Debian keeps the server's programs off the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    path = str(found[-1]) if found else shutil.which(name)
    assert path is not None, "the tests need PostgreSQL: apt-get install postgresql"
    return path
