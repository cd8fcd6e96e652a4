"""The subcommands of this layer; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from server import audit
from server.bench import commands as bench
from server.members import commands as members
from server.options import add_data
from server.serving import commands as serving
from showroom.cli.command import Command
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

# ---- the data folder -----------------------------------------------------------------------------------------------


def _configure_backup(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE.tar", help="where to write it")
    parser.add_argument("--json", action="store_true", help="print what it holds as JSON")


def _backup(arguments: Namespace) -> int:
    from server.store.backup import back_up
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        manifest = back_up(folder, arguments.output.absolute())
    finally:
        folder.close()
    if arguments.json:
        print(msgspec.json.encode(manifest).decode())
    else:
        size = sum(member.size_bytes for member in manifest.members)
        print(f"{arguments.output}: database and {len(manifest.members) - 1} files, {size / 1e6:.1f} MB")
    return 0


def _configure_restore(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="what showroom backup wrote")
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="print what was restored as JSON")


def _restore(arguments: Namespace) -> int:
    from server.store.backup import restore

    if not arguments.file.is_file():
        raise Rejected("no-such-file", "there is no such backup", got=str(arguments.file))
    manifest = restore(arguments.file, arguments.data.absolute())
    if arguments.json:
        print(msgspec.json.encode(manifest).decode())
    else:
        print(f"{arguments.data}: database and {len(manifest.members) - 1} files restored and checked")
    return 0


def _configure_migrate(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--check", action="store_true", help="change nothing; exit 1 where a migration is due")
    parser.add_argument("--to", metavar="URL", help="move the shop into a PostgreSQL database: postgresql://…")
    parser.add_argument("--json", action="store_true", help="print the revisions as JSON")


def _migrate(arguments: Namespace) -> int:
    from server.store.folder import StoreFolder, require_database
    from server.store.migrations import migrate, newest, standing

    require_database(arguments.data)
    if arguments.to:
        return _move(arguments)
    folder = StoreFolder(arguments.data)
    try:
        before = standing(folder.database)
        if arguments.check and before != newest():
            raise Rejected("migration-due", "the database is not up to date", got=before or "empty", allowed=newest())
        after = before if arguments.check else migrate(folder.database)[1]
    finally:
        folder.close()
    if arguments.json:
        print(msgspec.json.encode({"before": before, "after": after}).decode())
    else:
        print(f"up to date: {after}" if before == after else f"migrated: {before or 'empty'} → {after}")
    return 0


def _move(arguments: Namespace) -> int:
    from server.store.moving import move_to
    from server.store.postgresql import as_shown

    counted = move_to(arguments.data, arguments.to)
    if arguments.json:
        print(msgspec.json.encode({"moved": counted, "to": as_shown(arguments.to)}).decode())
    else:
        rows = f"{sum(counted.values()):,} rows of {len(counted)} tables"
        print(f"moved: {rows} are in {as_shown(arguments.to)}; the old file stays, closed for writing")
    return 0


# ---- what was decided ----------------------------------------------------------------------------------------------


def _configure_audit(parser: ArgumentParser) -> None:
    audit.configure(parser)
    add_data(parser)


def _audit(arguments: Namespace) -> int:
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        for line in audit.lines(arguments, folder.facts):
            print(line)
    finally:
        folder.close()
    return 0


COMMANDS: tuple[Command, ...] = (
    bench.COMMAND,
    Command(
        "serve",
        "Run the server: catalogue and tickets over HTTP, rooms over websocket.",
        "showroom serve --data ~/shop --port 8765",
        serving.configure,
        serving.serve,
    ),
    Command(
        "backup",
        "Write a consistent backup of a data folder, also while the server runs.",
        "showroom backup --data ~/shop -o shop.tar",
        _configure_backup,
        _backup,
    ),
    Command(
        "restore",
        "Restore a backup into an empty folder, checked against its hashes: all of it or nothing.",
        "showroom restore shop.tar --data ~/shop-restored",
        _configure_restore,
        _restore,
    ),
    Command(
        "migrate",
        "Bring the database of a data folder up to date (serve does it by itself).",
        "showroom migrate --data ~/shop --check",
        _configure_migrate,
        _migrate,
    ),
    Command(
        "audit",
        "Tell who blocked, reported, warned, removed or locked out whom, when and why.",
        "showroom audit --data ~/shop --since 2026-11-01",
        _configure_audit,
        _audit,
    ),
    *members.COMMANDS,
)
