"""The subcommands of this layer; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from server import audit, mail_options
from server.addresses import parse_network
from server.bench import commands as bench
from server.members import commands as members
from server.oidc import options as oidc_options
from server.options import add_data
from server.settings import DEFAULT_HOST, DEFAULT_PORT, Settings
from showroom.checkout import check_template
from showroom.cli.command import Command
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from server.app import Addresses

_MAX_PORT: Final = 65_534


# ---- serve ---------------------------------------------------------------------------------------------------------


def _configure_serve(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--host", default=DEFAULT_HOST, help="address to listen on (%(default)s: this machine only)")
    parser.add_argument(
        "--port",
        type=int,
        default=DEFAULT_PORT,
        help="HTTP port; rooms take the next one; 0 for free ones (%(default)s)",
    )
    parser.add_argument(
        "--origin", action="append", default=[], help="web origin whose pages may open rooms; repeatable"
    )
    parser.add_argument("--tls-cert", type=Path, metavar="PEM", help="certificate chain; both ports speak TLS then")
    parser.add_argument("--tls-key", type=Path, metavar="PEM", help="private key of the certificate")
    parser.add_argument(
        "--trust-proxy",
        action="append",
        default=[],
        metavar="NETWORK",
        help="proxy whose X-Forwarded-For header tells who calls, e.g. 10.0.0.0/8; repeatable",
    )
    parser.add_argument(
        "--connections-per-address",
        type=int,
        default=200,
        metavar="N",
        help="room connections that one address may hold (%(default)s); this machine's own are not counted",
    )
    parser.add_argument(
        "--checkout",
        default="",
        metavar="URL",
        help="the shop's address that takes orders, with {token} in it; see docs/checkout.md",
    )
    parser.add_argument(
        "--checkout-key", type=Path, metavar="FILE", help="the key that signs orders (checkout.key in the data folder)"
    )
    parser.add_argument(
        "--draw",
        action="store_true",
        help="draw what was configured for invitations (needs the client's packages; else the poster is shown)",
    )
    mail_options.configure(parser)
    oidc_options.configure(parser)
    parser.add_argument("--room-capacity", type=int, default=500, help="visitors that fit into a room (%(default)s)")
    parser.add_argument("--json", action="store_true", help="say when it is ready as one line of JSON")


def _serve(arguments: Namespace) -> int:
    from server.app import run
    from server.logs import set_up_logging

    settings = _settings(arguments)
    set_up_logging()
    if not settings.is_local and not settings.is_encrypted:
        print(
            f"warning: {settings.host} can be reached from other machines and nothing is encrypted; give --tls-cert "
            "and --tls-key, or put a TLS proxy in front and listen on 127.0.0.1",
            file=sys.stderr,
        )
    run(settings, lambda addresses: _say_ready(addresses, settings, as_json=arguments.json))
    if not arguments.json:
        print("stopped: everybody was sent away, everything is stored", flush=True)
    return 0


def _settings(arguments: Namespace) -> Settings:
    if not 0 <= arguments.port <= _MAX_PORT:
        raise Rejected("bad-port", "no such port", got=str(arguments.port), allowed=f"0 to {_MAX_PORT}")
    if arguments.room_capacity < 1:
        raise Rejected("bad-capacity", "a room holds somebody", got=str(arguments.room_capacity), allowed="1 or more")
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        raise Rejected("half-a-certificate", "TLS needs both files", allowed="--tls-cert and --tls-key together")
    return Settings(
        data=arguments.data,
        host=arguments.host,
        port=arguments.port,
        origins=tuple(arguments.origin),
        tls_certificate=arguments.tls_cert,
        tls_key=arguments.tls_key,
        room_capacity=arguments.room_capacity,
        connections_per_address=arguments.connections_per_address,
        trusted_proxies=tuple(map(parse_network, arguments.trust_proxy)),
        checkout=check_template(arguments.checkout) if arguments.checkout else "",
        checkout_key=arguments.checkout_key,
        draws=arguments.draw,
        mail=mail_options.settings(arguments),
        oidc=oidc_options.settings(arguments, mail_options.public_url(arguments)),
    )


def _say_ready(addresses: Addresses, settings: Settings, *, as_json: bool) -> None:
    data = str(settings.data)
    if as_json:
        line = msgspec.json.encode({"ready": addresses.http, "rooms": addresses.rooms, "data": data}).decode()
    else:
        if addresses.is_empty:
            sample = f"showroom assets sample --data {shlex.quote(data)}"
            print(f"hint: nothing is published here; {sample} publishes sample content", file=sys.stderr)
        line = f"ready {addresses.http} rooms {addresses.rooms} data {data}"
    print(line, flush=True)


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
        _configure_serve,
        _serve,
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
