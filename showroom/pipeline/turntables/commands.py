"""``showroom assets turntables``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_data, add_json, data_folder, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.pipeline.turntables.drawing import Turned
    from showroom.pipeline.turntables.turns import View


def _configure(parser: ArgumentParser) -> None:
    from showroom.pipeline.importing.commands import jobs

    parser.add_argument("products", nargs="*", metavar="ID", help="products (default: all that are published)")
    add_data(parser)
    parser.add_argument(
        "--jobs", type=jobs, metavar="N", help="draw N turns at a time (default: one for each core of this machine)"
    )
    add_json(parser)


def _turntables(namespace: Namespace) -> int:
    from showroom.pipeline.adapters import open_draft_renderer, require_pictures
    from showroom.pipeline.importing.workers import cores
    from showroom.pipeline.turntables.drawing import add_turntables, drawn_by, drawn_here

    require_pictures()
    workers = namespace.jobs or cores()
    artist = drawn_here(open_draft_renderer) if workers == 1 else drawn_by(workers)
    found = []
    with data_folder(namespace) as folder:
        names = namespace.products or [one.product.id for one in folder.catalogue.catalogue().products]
        for name in names:
            found.append(add_turntables(folder, name, artist, _tell))
            if not namespace.json:
                print_lines([line(found[-1])])
    if namespace.json:
        print_json({"products": found})
    return 0


def _tell(view: View) -> None:
    sys.stderr.write(f"  {', '.join(view.values)}\n")


def line(turned: Turned) -> str:
    """What became of a product's turns."""
    from showroom.pipeline.text import counted, size

    if not turned.turns:
        return f"✓ {turned.product}: no value changes its picture"
    share = f"{turned.drawn} of them drawn now" if turned.drawn else "all were there"
    return f"✓ {turned.product}: {counted(turned.turns, 'turn')} around it, {share}, {size(turned.size_bytes)}"


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets turntables",
        "Draw a turn around the product for every option value that changes its picture; shoppers get them at once.",
        "showroom assets turntables runner",
        _configure,
        _turntables,
    ),
)
