"""``showroom``: parse, run, and tell errors the same way everywhere."""

from __future__ import annotations

import argparse
import importlib.util
import os
import signal
import sys
from importlib.metadata import entry_points, version
from typing import TYPE_CHECKING, NoReturn

import msgspec

from showroom.errors import AuthoredFileError, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from showroom.cli.command import Command

GROUPS = {
    "assets": "Models and the catalogue: inspect, check, publish, list.",
    "bench": "The benchmarks.",
    "layout": "Which product stands where: check, preview and apply layouts with campaigns.",
    "models": "The vision models that try-on needs.",
    "user": "The staff of a server: add, list, set a password.",
}


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and exit: 0 done, 1 refused or unavailable, 2 usage, 130 interrupted, 141 nobody read on."""
    sys.exit(run(sys.argv[1:] if arguments is None else arguments))


def run(arguments: Sequence[str]) -> int:
    """Run the command line; returns the exit status (usage errors raise SystemExit(2), as argparse does)."""
    namespace = build_parser(find_commands()).parse_args(arguments)
    command: Command = namespace.command
    try:
        status = command.run(namespace)
        sys.stdout.flush()
    except (Rejected, Unavailable) as error:
        _tell(error, as_json=getattr(namespace, "json", False))
        return 1
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        return _unread()
    return status


def _unread() -> int:
    """Whoever read the output has had enough (``… | head``); the interpreter must not try to flush it once more."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


def find_commands() -> list[Command]:
    """Every command of every layer whose extra is installed, sorted by name."""
    commands: list[Command] = []
    for entry in entry_points(group="showroom.commands"):
        if importlib.util.find_spec(entry.module.partition(".")[0]) is not None:
            commands.extend(entry.load())
    return sorted(commands, key=lambda command: command.name)


def build_parser(commands: Iterable[Command]) -> argparse.ArgumentParser:
    """Build the parser of all `commands`."""
    parser = argparse.ArgumentParser(
        prog="showroom",
        description="An open, self-hosted virtual showroom: configurable products in a shared 3D space.",
        epilog="Try: showroom demo",
    )
    parser.add_argument("--version", action="version", version=f"showroom {version('virtual-showroom')}")
    subparsers = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    groups: dict[str, argparse._SubParsersAction[argparse.ArgumentParser]] = {}
    for command in commands:
        group, _, word = command.name.rpartition(" ")
        target = subparsers
        if group:
            if group not in groups:
                summary = GROUPS[group]
                group_parser = subparsers.add_parser(group, help=summary, description=summary)
                groups[group] = group_parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
            target = groups[group]
        _add_command(target, word, command)
    return parser


def _add_command(subparsers: argparse._SubParsersAction[argparse.ArgumentParser], word: str, command: Command) -> None:
    parser = subparsers.add_parser(
        word,
        help=command.summary,
        description=command.summary,
        epilog=f"example:\n  {command.example}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    command.configure(parser)
    parser.set_defaults(command=command)


def _tell(error: Rejected | Unavailable, *, as_json: bool) -> None:
    if not as_json:
        print(f"error: {error}", file=sys.stderr)
        return
    told: dict[str, object] = {"error": _fields(error)}
    if isinstance(error, AuthoredFileError):
        told["others"] = [_fields(other) for other in error.others]
    print(msgspec.json.encode(told).decode())


def _fields(error: Rejected | Unavailable) -> dict[str, str]:
    return {name: value for name, value in vars(error).items() if isinstance(value, str)}
