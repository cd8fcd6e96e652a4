"""A shop in PostgreSQL: the same tables, the same one writer at a time, for servers that share a database.

The operator makes the database: ``createdb --encoding UTF8 --locale C --template template0 showroom``. With another
locale texts would be sorted differently from what the rest of the product expects, so it is refused.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from sqlalchemy import create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from server.store.database import BUSY_TIMEOUT_S, Database
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy import URL, Connection, Engine

SCHEME: Final = "postgresql"
_LOCALES: Final = ("C", "C.UTF-8", "C.utf8", "POSIX", "C.UTF8")
_WRITER_LOCK: Final = 0x73686F77
"""Writers of one shop take turns, as in SQLite: "show" in ASCII."""
_CODES: Final = {
    "25P03": ("store-unreachable", "the database server ended a transaction that stood still; try again"),
    "53100": ("disk-full", "the database server's disk has no room left; free some space there"),
    "53300": ("store-busy", "the database server takes no more connections; raise its max_connections"),
    "25006": ("read-only", "the database server takes no changes now; it may be a replica"),
    "55P03": ("store-busy", "another process held the database for too long; try again"),
    "57014": ("store-busy", "the database server took too long; try again"),
    "57P01": ("store-unreachable", "the database server ended the connection; it is tried again"),
    "57P03": ("store-unreachable", "the database server is starting or stopping; it is tried again"),
    "28000": ("store-refused", "the database server refuses this user; check the address and its pg_hba.conf"),
    "28P01": ("store-refused", "the database server refuses the password; check the address"),
    "3D000": ("no-database", "the database server has no such database; make it with createdb"),
    "42501": ("store-refused", "this user may not do that in the database; make it the owner"),
}
"""By SQLSTATE (PostgreSQL documentation, appendix A)."""
_UNREACHABLE: Final = ("store-unreachable", "the database server does not answer; check that it runs, and the address")


class PostgresDatabase(Database):
    """A database on a PostgreSQL server.

    Args:
        url: ``postgresql://user:password@host:port/name``.

    Raises:
        Rejected: ``bad-database-url``, ``wrong-locale``.
        Unavailable: ``missing-extra``, ``store-unreachable``, ``store-refused`` or ``no-database``.
    """

    serves_machines = True

    def __init__(self, url: str) -> None:
        super().__init__(_engine(parsed(url)))
        try:
            with self.read() as connection:
                _check_locale(connection)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def _transaction(self, *, writes: bool) -> Iterator[Connection]:
        with super()._transaction(writes=writes) as connection:
            if writes:
                self._hurry(connection)
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_WRITER_LOCK})")
            yield connection

    @contextmanager
    def brief(self) -> Iterator[Connection]:
        """A transaction that takes no turn with other writers and does not wait for the disk."""
        with super()._transaction(writes=True) as connection:
            self._hurry(connection)
            connection.exec_driver_sql("SET LOCAL synchronous_commit = off")
            yield connection

    def _hurry(self, connection: Connection) -> None:
        if self.pause_s:
            pause_ms = int(self.pause_s * 1000)
            connection.exec_driver_sql(f"SET LOCAL idle_in_transaction_session_timeout = {pause_ms}")

    def translate(self, error: BaseException) -> Exception | None:
        """What the SQLSTATE means; without one there was no server to say it."""
        import psycopg  # noqa: PLC0415 - an extra

        if not isinstance(error, psycopg.Error):
            return None
        state = error.sqlstate
        known = _CODES.get(state or "")
        if known is not None:
            return Unavailable(*known)
        if isinstance(error, psycopg.OperationalError) and (state is None or state.startswith("08")):
            code, message = _UNREACHABLE
            said = str(error).strip().rpartition("\n")[2][:200]
            return Unavailable(code, f"{message}; it says: {said}" if said else message)
        return None

    def copy_to(self, target: Path) -> None:
        """Write every row of one moment into a new SQLite file."""
        from server.store.migrations import migrate  # noqa: PLC0415 - which imports this package
        from server.store.moving import copy_rows  # noqa: PLC0415
        from server.store.sqlite import SqliteDatabase  # noqa: PLC0415

        copy = SqliteDatabase(target)
        try:
            migrate(copy)
            with self.read() as reading, copy.write() as writing:
                copy_rows(reading, writing)
        finally:
            copy.close()


def parsed(url: str) -> URL:
    """A database address for our driver.

    Raises:
        Rejected: ``bad-database-url``; the password is not repeated.
    """
    try:
        made = make_url(url)
    except ArgumentError:
        made = None
    if made is None or made.drivername not in {SCHEME, f"{SCHEME}+psycopg"} or not made.database:
        raise Rejected(
            "bad-database-url",
            "this is no address of a PostgreSQL database",
            got=url.partition(":")[0][:40],
            allowed="postgresql://user:password@host:port/name",
        )
    return made.set(drivername=f"{SCHEME}+psycopg")


def _engine(url: URL) -> Engine:
    try:
        engine = create_engine(
            url,
            pool_size=4,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            connect_args={
                "connect_timeout": int(BUSY_TIMEOUT_S),
                "options": f"-c lock_timeout={int(BUSY_TIMEOUT_S * 1000)} -c timezone=UTC",
                "application_name": "showroom",
                # A server that has gone without a word is noticed in seconds; otherwise it would take two hours.
                "keepalives_idle": 5,
                "keepalives_interval": 2,
                "keepalives_count": 3,
                "tcp_user_timeout": int(BUSY_TIMEOUT_S * 1000),
            },
        )
    except (ModuleNotFoundError, ImportError) as error:
        message = "PostgreSQL needs its driver: pip install 'virtual-showroom[postgresql]'"
        raise Unavailable("missing-extra", message) from error
    except SQLAlchemyError as error:
        raise Rejected("bad-database-url", "the address cannot be used", got=str(error)[:200]) from error
    event.listen(engine, "begin", _begin)
    return engine


def _begin(connection: Connection) -> None:
    # A reader sees one moment; a writer sees what stands once it is its turn, so it must not look before.
    if connection.get_execution_options().get("showroom_writes", False):
        connection.exec_driver_sql("SET TRANSACTION ISOLATION LEVEL READ COMMITTED")


def _check_locale(connection: Connection) -> None:
    query = "SELECT datcollate, pg_encoding_to_char(encoding) FROM pg_database WHERE datname = current_database()"
    locale, encoding = connection.exec_driver_sql(query).one()
    if locale not in _LOCALES or encoding != "UTF8":
        raise Rejected(
            "wrong-locale",
            "the database sorts texts by another language's rules",
            got=f"{locale}, {encoding}",
            allowed="C, UTF8",
            hint="createdb --encoding UTF8 --locale C --template template0 NAME",
        )


def as_shown(url: str) -> str:
    """An address without its password."""
    return str(parsed(url).set(drivername=SCHEME).render_as_string(hide_password=True))
