"""Brings a database to this program's schema; alembic does the work and `env.py` is its door."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from showroom.errors import Rejected

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database

_FOLDER: Final = Path(__file__).parent


def migrate(database: Database) -> tuple[str | None, str]:
    """Bring `database` to the newest schema, in one transaction; several processes may try at once.

    Returns:
        The revision before (None for an empty database) and after.

    Raises:
        Rejected: ``newer-database`` where a newer program has written it.
    """
    with database.read() as connection:
        before = _standing(connection)
    if before == newest():
        return before, before
    with database.write() as connection:
        before = _standing(connection)
        _refuse_newer(before)
        command.upgrade(_config(connection), "head")
    return before, newest()


def standing(database: Database) -> str | None:
    """The schema revision that `database` has; None for an empty one."""
    with database.read() as connection:
        return _standing(connection)


def newest() -> str:
    """The schema revision of this program."""
    head = ScriptDirectory(str(_FOLDER)).get_current_head()
    if head is None:
        raise RuntimeError("no migration is packaged")
    return head


def _standing(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _refuse_newer(revision: str | None) -> None:
    known = {script.revision for script in ScriptDirectory(str(_FOLDER)).walk_revisions()}
    if revision is not None and revision not in known:
        raise Rejected(
            "newer-database",
            "a newer program has written this database",
            got=revision,
            allowed=", ".join(sorted(known)),
            hint="install the version of showroom that wrote it, or a newer one",
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(_FOLDER))
    config.attributes["connection"] = connection
    return config
