"""``showroom serve``: its arguments, and what it says. What it does is `server.app`'s."""

from __future__ import annotations

import os
import platform
import re
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from server import mail_options
from server.addresses import parse_network
from server.oidc import options as oidc_options
from server.options import add_data
from server.settings import DEFAULT_HOST, DEFAULT_PORT, Settings
from showroom.checkout import check_template
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from server.app import Addresses

_MAX_PORT: Final = 65_534
_EVERYWHERE: Final = ("0.0.0.0", "::")  # noqa: S104 - to refuse it
_ROOMS: Final = re.compile(r"wss?://[A-Za-z0-9._\[\]:-]+(/[A-Za-z0-9._/-]*)?")


def configure(parser: ArgumentParser) -> None:
    """Say what `serve` understands."""
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
    parser.add_argument(
        "--role",
        choices=("all", "front", "room"),
        default="all",
        help="one server (%(default)s), or one of several nodes; see docs/running-several-nodes.md",
    )
    parser.add_argument("--node", default="", metavar="NAME", help="this node's name (the machine's)")
    parser.add_argument(
        "--advertise", default="", metavar="URL", help="where clients find this node's rooms, wss://host:port"
    )
    parser.add_argument(
        "--bus",
        default=os.environ.get("SHOWROOM_BUS", ""),
        metavar="URL",
        help="the broker between nodes, nats://host:4222 (or SHOWROOM_BUS)",
    )
    parser.add_argument("--room-capacity", type=int, default=500, help="visitors that fit into a room (%(default)s)")
    parser.add_argument("--json", action="store_true", help="say when it is ready as one line of JSON")


def serve(arguments: Namespace) -> int:
    """Serve until one is told to stop."""
    from server.app import run
    from server.logs import set_up_logging

    settings = settings_of(arguments)
    set_up_logging("" if settings.role == "all" else settings.node)
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


def settings_of(arguments: Namespace) -> Settings:
    """What a command line asks for, checked.

    Raises:
        Rejected: with what is wrong and how to mend it.
    """
    if not 0 <= arguments.port <= _MAX_PORT:
        raise Rejected("bad-port", "no such port", got=str(arguments.port), allowed=f"0 to {_MAX_PORT}")
    if arguments.room_capacity < 1:
        raise Rejected("bad-capacity", "a room holds somebody", got=str(arguments.room_capacity), allowed="1 or more")
    if (arguments.tls_cert is None) != (arguments.tls_key is None):
        raise Rejected("half-a-certificate", "TLS needs both files", allowed="--tls-cert and --tls-key together")
    _check_node(arguments)
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
        role=arguments.role,
        node=arguments.node or platform.node(),
        advertised=arguments.advertise,
        bus=arguments.bus,
    )


def _check_node(arguments: Namespace) -> None:
    if not re.fullmatch(r"[A-Za-z0-9._-]{0,63}", arguments.node):
        allowed = "1 to 63 letters, digits, dots, dashes"
        raise Rejected("bad-node-name", "this is no name for a node", got=arguments.node[:80], allowed=allowed)
    if arguments.advertise and not re.fullmatch(
        r"wss?://[A-Za-z0-9._\[\]:-]+(/[A-Za-z0-9._/-]*)?", arguments.advertise
    ):
        allowed = "wss://host:port, or ws:// where nothing is encrypted"
        raise Rejected("bad-advertise", "this is no address of rooms", got=arguments.advertise[:80], allowed=allowed)
    if arguments.role == "room" and not arguments.advertise and arguments.host in _EVERYWHERE:
        hint = "give --advertise wss://HOST:PORT, as clients reach this node"
        raise Rejected("no-advertise", "clients cannot be sent to every address", got=arguments.host, hint=hint)


def _say_ready(addresses: Addresses, settings: Settings, *, as_json: bool) -> None:
    data = str(settings.data)
    if as_json:
        line = msgspec.json.encode({"ready": addresses.http, "rooms": addresses.rooms, "data": data}).decode()
    else:
        if addresses.is_empty:
            sample = f"showroom assets sample --data {shlex.quote(data)}"
            print(f"hint: nothing is published here; {sample} publishes sample content", file=sys.stderr)
        line = f"ready {addresses.http} rooms {addresses.rooms or 'elsewhere'} data {data}"
    print(line, flush=True)
