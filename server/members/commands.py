"""The subcommands about who works here."""

from __future__ import annotations

import getpass
import sys
import time
from typing import TYPE_CHECKING

import msgspec

from server.options import add_data
from showroom.cli.command import Command
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

_ROLES = ("agent", "merchandiser", "approver", "admin")


def _configure_user_add(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="1 to 64 characters")
    parser.add_argument("--role", choices=_ROLES, required=True, help="what the user may do")
    _add_password(parser)
    add_data(parser)


def _user_add(arguments: Namespace) -> int:
    from server.store.folder import open_data_folder

    _check_user_name(arguments.name)
    password = _password(arguments)
    folder = open_data_folder(arguments.data)
    try:
        folder.staff.add(arguments.name, password, arguments.role)
    finally:
        folder.close()
    print(f"added {arguments.name} ({arguments.role})")
    return 0


def _configure_user_list(parser: ArgumentParser) -> None:
    add_data(parser)
    parser.add_argument("--json", action="store_true", help="print the users as JSON")


def _user_list(arguments: Namespace) -> int:
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        users = folder.staff.users()
    finally:
        folder.close()
    if arguments.json:
        print(msgspec.json.encode(users).decode())
        return 0
    for user in users:
        print("\t".join((user.name, user.role, *(("disabled",) if user.disabled else ()))))
    if not users:
        print("nobody yet; showroom user add NAME --role agent")
    return 0


def _configure_user_password(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="whose password to set; their sessions end")
    _add_password(parser)
    add_data(parser)


def _user_password(arguments: Namespace) -> int:
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        folder.staff.set_password(arguments.name, _password(arguments), time.time())
    finally:
        folder.close()
    print(f"set the password of {arguments.name}")
    return 0


def _configure_user_change(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="whose sessions and connections end within a second")
    add_data(parser)


def _user_disable(arguments: Namespace) -> int:
    return _switch(arguments, disabled=True)


def _user_enable(arguments: Namespace) -> int:
    return _switch(arguments, disabled=False)


def _switch(arguments: Namespace, *, disabled: bool) -> int:
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        folder.staff.disable(arguments.name, time.time(), disabled=disabled)
    finally:
        folder.close()
    print(f"{arguments.name} {'may not log in any more' if disabled else 'may log in again'}")
    return 0


def _configure_user_role(parser: ArgumentParser) -> None:
    _configure_user_change(parser)
    parser.add_argument("--role", choices=_ROLES, required=True, help="what the user may do from now on")


def _user_role(arguments: Namespace) -> int:
    from server.store.folder import open_data_folder

    folder = open_data_folder(arguments.data, create=False)
    try:
        folder.staff.set_role(arguments.name, arguments.role, time.time())
    finally:
        folder.close()
    print(f"{arguments.name} is {arguments.role} now")
    return 0


def _add_password(parser: ArgumentParser) -> None:
    parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")


def _password(arguments: Namespace) -> str:
    if arguments.password_stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Rejected("no-password", "there is no terminal to ask for the password", hint="use --password-stdin")
    password = getpass.getpass("Password: ")
    if getpass.getpass("Again: ") != password:
        raise Rejected("passwords-differ", "the two passwords are not the same")
    return password


def _check_user_name(name: str) -> None:
    if not 1 <= len(name) <= 62 or not name.isprintable() or name != name.strip():  # noqa: PLR2004 - with "u-" a Key
        raise Rejected(
            "bad-user-name", "this is no name for a user", got=name[:80], allowed="1 to 62 visible characters"
        )


COMMANDS: tuple[Command, ...] = (
    Command(
        "user add",
        "Add somebody who works here.",
        "showroom user add eva --role agent --data ~/shop",
        _configure_user_add,
        _user_add,
    ),
    Command("user list", "List the staff.", "showroom user list --data ~/shop", _configure_user_list, _user_list),
    Command(
        "user password",
        "Set a password anew and end the user's sessions.",
        "showroom user password eva --data ~/shop",
        _configure_user_password,
        _user_password,
    ),
    Command(
        "user disable",
        "Let a user in no more; what is open of theirs ends within a second.",
        "showroom user disable eva --data ~/shop",
        _configure_user_change,
        _user_disable,
    ),
    Command(
        "user enable",
        "Let a user in again.",
        "showroom user enable eva --data ~/shop",
        _configure_user_change,
        _user_enable,
    ),
    Command(
        "user role",
        "Give a user another role; they log in again to use it.",
        "showroom user role eva --role merchandiser --data ~/shop",
        _configure_user_role,
        _user_role,
    ),
)
