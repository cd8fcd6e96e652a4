"""The subcommands about layouts."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_data, add_json, data_folder, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.pipeline.layouts.working import Applied


def _configure_file(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a layout file (TOML)")
    add_data(parser)
    add_json(parser)


def _check(namespace: Namespace) -> int:
    from showroom.pipeline.layouts import text
    from showroom.pipeline.layouts.working import check
    from showroom.pipeline.source import read_text

    with data_folder(namespace) as folder:
        layout = check(folder, read_text(namespace.file), str(namespace.file))
    if namespace.json:
        print_json({"ok": True, "layout": layout})
    else:
        print(f"✓ {namespace.file}: {text.summary(layout)}")
        print_lines(text.layout(layout))
    return 0


def _apply(namespace: Namespace) -> int:
    from showroom.pipeline.layouts.working import apply
    from showroom.pipeline.source import read_text

    with data_folder(namespace) as folder:
        applied = apply(folder, read_text(namespace.file), str(namespace.file), time.time())
    _tell(namespace, applied)
    return 0


def _tell(namespace: Namespace, applied: Applied) -> None:
    from showroom.pipeline.layouts import text

    if namespace.json:
        print_json(applied)
    elif not applied.changed:
        print(f"✓ layout {applied.number} stands already: nothing changed")
    else:
        print(f"✓ layout {applied.number} applied: {text.summary(applied.layout)}; a running server shows it at once")


def _configure_history(parser: ArgumentParser) -> None:
    add_data(parser)
    add_json(parser)


def _history(namespace: Namespace) -> int:
    from showroom.pipeline.layouts import text

    with data_folder(namespace) as folder:
        history = folder.layouts.history()
    if namespace.json:
        print_json({"layouts": history})
    elif history:
        print_lines(text.history(history))
    else:
        print("no layout was applied yet: products stand where they fit")
    return 0


def _configure_number(parser: ArgumentParser) -> None:
    parser.add_argument("number", type=int, help="showroom layout history lists them; 0 is no layout at all")
    add_data(parser)
    add_json(parser)


def _rollback(namespace: Namespace) -> int:
    from showroom.pipeline.layouts.working import rollback

    with data_folder(namespace) as folder:
        applied = rollback(folder, namespace.number, time.time())
    _tell(namespace, applied)
    return 0


def _configure_show(parser: ArgumentParser) -> None:
    parser.add_argument("--number", type=int, metavar="N", help="an old one (default: the one that stands)")
    add_data(parser)
    add_json(parser)


def _show(namespace: Namespace) -> int:
    import sys

    from showroom.pipeline.layouts.working import standing

    with data_folder(namespace) as folder:
        number = namespace.number
        revision = standing(folder) if number is None else folder.layouts.revision(number)
    if namespace.json:
        print_json(revision)
    else:
        sys.stdout.write(revision.layout.text)
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "layout check",
        "Check a layout: products fit, nothing collides, everything can be walked up to.",
        "showroom layout check autumn.toml",
        _configure_file,
        _check,
    ),
    Command(
        "layout apply",
        "Check a layout and let it stand; the rooms of a running server change at once.",
        "showroom layout apply autumn.toml",
        _configure_file,
        _apply,
    ),
    Command(
        "layout history",
        "List the layouts that were applied.",
        "showroom layout history",
        _configure_history,
        _history,
    ),
    Command(
        "layout rollback",
        "Let an old layout stand anew.",
        "showroom layout rollback 1",
        _configure_number,
        _rollback,
    ),
    Command(
        "layout show",
        "Print the layout file that stands.",
        "showroom layout show",
        _configure_show,
        _show,
    ),
)
