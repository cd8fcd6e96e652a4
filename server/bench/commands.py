"""``showroom bench realtime``."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from server.bench.running import Cell, Figures

_MOST_REPETITIONS = 50


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("--repetitions", type=int, default=5, metavar="N", help="medians of so many (%(default)s)")
    parser.add_argument("--seconds", type=float, default=5.0, metavar="S", help="each run counts so long (%(default)s)")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[20, 50, 200, 1000],
        metavar="N",
        help="how many people in one room who all see each other (20 50 200 1000)",
    )
    parser.add_argument(
        "--spread", type=int, default=2000, metavar="N", help="how many over 48 m (0: none; %(default)s)"
    )
    parser.add_argument("--alone", action="store_true", help="without the peers, which need Node and npm")
    parser.add_argument(
        "--keep",
        type=Path,
        metavar="FILE",
        help="add these repetitions to the file, and show the medians of all in it: so a long run can be cut in pieces",
    )
    parser.add_argument("--json", action="store_true", help="for machines: one JSON object on standard output")


def _run(arguments: Namespace) -> int:
    import msgspec

    from server.bench import peers, report
    from server.bench.running import run_all

    if not (1 <= arguments.repetitions <= _MOST_REPETITIONS and all(2 <= n <= 5000 for n in arguments.sizes)):  # noqa: PLR2004
        raise Rejected("bad-plan", "that cannot be run", allowed="1 to 50 repetitions of 2 to 5000 people")
    folder = None if arguments.alone else peers.install(_cache())
    cells = plan(arguments.sizes, arguments.spread, arguments.seconds, with_peers=not arguments.alone)
    if arguments.keep is not None:
        report.kept(arguments.keep, [])  # before the long part
    done = [list(map(report.run_of, row)) for row in run_all(cells, arguments.repetitions, folder, _tell)]
    table = report.rows(done if arguments.keep is None else report.kept(arguments.keep, done))
    if arguments.json:
        print(msgspec.json.encode({"cores": os.cpu_count(), "rows": report.as_data(table)}).decode())
    else:
        print("\n".join(report.as_text(table)))
    return 0


def plan(sizes: list[int], spread: int, seconds: float, *, with_peers: bool) -> list[Cell]:
    """What is run in each repetition: peers only where they are worth the time, the naive ones up to 200."""
    from server.bench import peers
    from server.bench.running import Cell

    cells = []
    for size in sizes:
        cells.append(Cell(peers.OURS, size, seconds=seconds))
        if with_peers and 50 <= size <= 200:  # noqa: PLR2004 - below, nobody is hard pressed; above, relays are dead
            naive = (peers.SOCKET_IO, peers.NETWORKED_AFRAME, peers.Y_AWARENESS)
            cells += [Cell(peer, size, seconds=seconds) for peer in (peers.COLYSEUS, *naive)]
    if with_peers and 200 in sizes:  # noqa: PLR2004 - the size that the aim names
        cells += [Cell(peer, 200, 5, seconds) for peer in (peers.OURS, peers.COLYSEUS_VIEW)]
    if spread:
        cells.append(Cell(peers.OURS, spread, 12, seconds))
    return cells


def _tell(repetition: int, figures: Figures) -> None:
    flaws = f"  void: {', '.join(figures.flaws)}" if figures.flaws else ""
    cell, load = figures.cell, figures.load
    print(
        f"  {repetition + 1}: {cell.name}, {cell.clients}: core {load.server_core:.3f}, {figures.share:.1%}{flaws}",
        file=sys.stderr,
    )


def _cache() -> Path:
    base = os.environ.get("XDG_CACHE_HOME", "")
    return (Path(base) if base.startswith("/") else Path.home() / ".cache") / "showroom" / "bench"


COMMAND = Command(
    "bench realtime",
    "How many people a core carries: CPU, bytes, memory and delay for each pose, beside other servers.",
    "showroom bench realtime --alone --sizes 50 --repetitions 3",
    _configure,
    _run,
)
