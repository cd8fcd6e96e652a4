"""The subcommands for logging in."""

from __future__ import annotations

import getpass
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_json, print_json

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.pipeline.remote.front import StaffFront
    from showroom.protocol.entry import Login


def _configure_login(parser: ArgumentParser) -> None:
    parser.add_argument("--server", required=True, metavar="URL", help="the server's address")
    who = parser.add_mutually_exclusive_group(required=True)
    who.add_argument("--user", metavar="NAME", help="name or e-mail, as showroom user add was told")
    who.add_argument("--oidc", action="store_true", help="log in through the shop's provider, in a browser")
    parser.add_argument("--no-browser", action="store_true", help="only say which page to open, for machines without")
    parser.add_argument("--password-file", type=Path, metavar="FILE", help="holds the password on its first line")
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
    add_json(parser)


def _login(namespace: Namespace) -> int:
    from showroom.pipeline.dates import told
    from showroom.pipeline.remote.front import StaffFront
    from showroom.pipeline.remote.logins import KeptLogin, default_path, keep
    from showroom.protocol.publishing import Me

    front = StaffFront(namespace.server)
    if front.is_readable_by_others:
        print(f"warning: {front.server} is not encrypted; others on the way can read the password", file=sys.stderr)
    login = _through_browser(front, namespace) if namespace.oidc else front.login(namespace.user, _password(namespace))
    me = StaffFront(front.server, login.token).ask("GET", "/api/v1/staff/me", Me)
    keep(default_path(), front.server, KeptLogin(me.user, login.token, login.expires_s))
    if namespace.json:
        print_json({"server": front.server, "user": me.user, "role": me.role, "expires_s": login.expires_s})
    else:
        print(f"✓ {front.server}: logged in as {me.user} ({me.role}) until {told(login.expires_s)}")
    return 0


def _through_browser(front: StaffFront, namespace: Namespace) -> Login:
    import webbrowser

    from showroom.pipeline.remote.browser import BrowserLogin
    from showroom.protocol.entry import Login, OidcSessionRequest

    def show(address: str) -> None:
        print(f"log in on this page: {address}", file=sys.stderr, flush=True)
        if not namespace.no_browser:
            webbrowser.open(address)

    with BrowserLogin(front.server) as browser:
        code = browser.code(show)
        request = OidcSessionRequest(code, browser.verifier)
    return front.ask("POST", "/api/v1/oidc/session", Login, request)


def _password(namespace: Namespace) -> str:
    from showroom.errors import Rejected
    from showroom.pipeline.source import read_text

    if namespace.password_file is not None:
        return read_text(namespace.password_file).partition("\n")[0].rstrip("\r")
    if namespace.password_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        hint = "use --password-stdin or --password-file"
        raise Rejected("no-password", "there is no terminal to ask for the password", hint=hint)
    return getpass.getpass("Password: ")


def _configure_logout(parser: ArgumentParser) -> None:
    parser.add_argument("--server", required=True, metavar="URL", help="the server's address")
    add_json(parser)


def _logout(namespace: Namespace) -> int:
    from showroom.errors import NotPermitted, Unavailable
    from showroom.pipeline.remote.front import StaffFront, address
    from showroom.pipeline.remote.logins import default_path, forget, kept

    server = address(namespace.server)
    login = kept(default_path(), server, time.time())
    forget(default_path(), server)
    try:
        StaffFront(server, login.token).send("POST", "/api/v1/logout", b"", {}, 0)
    except (Unavailable, NotPermitted) as error:
        print(f"warning: the session ends by itself, for the server was not told: {error}", file=sys.stderr)
    if namespace.json:
        print_json({"server": server, "user": login.user})
    else:
        print(f"✓ {server}: {login.user} is logged out")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "login",
        "Log in at a server, so that assets commands can work on it with --server.",
        "showroom login --server https://shop.example --user mara@shop.example",
        _configure_login,
        _login,
    ),
    Command("logout", "End a login.", "showroom logout --server https://shop.example", _configure_logout, _logout),
)
