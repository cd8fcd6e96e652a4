"""The subcommands around the printed sheets."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command

if TYPE_CHECKING:
    import argparse


def _configure_sheet(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--paper", choices=("a4", "letter", "a3"), default="a4", help="what you print on (%(default)s)")
    parser.add_argument(
        "--kind",
        choices=("floor", "foot-left", "foot-right", "calibration", "face"),
        default="floor",
        help="for things on a floor (A3: both feet), one foot, a camera, or a forehead (%(default)s)",
    )
    parser.add_argument("-o", "--output", metavar="OUT.pdf", type=Path, required=True, help="the PDF")
    parser.add_argument("--json", action="store_true", help="print what was written as JSON")


def _sheet(arguments: argparse.Namespace) -> int:
    import msgspec

    from client.ar.sheets.page import sheet_pdf
    from showroom.errors import Unavailable
    from showroom.tryon.sheet import SIZES_MM

    width, height = SIZES_MM[arguments.paper]
    try:
        arguments.output.parent.mkdir(parents=True, exist_ok=True)
        arguments.output.write_bytes(sheet_pdf(arguments.kind, arguments.paper))
    except OSError as error:
        raise Unavailable("cannot-write", f"{arguments.output}: {error.strerror}") from error
    if arguments.json:
        answer = {"output": str(arguments.output), "kind": arguments.kind, "paper": arguments.paper}
        print(msgspec.json.encode({**answer, "size_mm": [width, height]}).decode())
    else:
        print(f"{arguments.output}: {arguments.kind} on {arguments.paper}, {width:.0f} by {height:.0f} mm")
        print("Print at 100 % and check that the line of 100 mm is 100 mm long.")
    return 0


def _configure_bench(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--truth", metavar="DIR", type=Path, required=True, help="pictures of known sizes, truth.json")
    parser.add_argument("--json", action="store_true", help="print the scores as JSON")


def _bench(arguments: argparse.Namespace) -> int:
    import msgspec

    from client.bench_tryon import score, score_text

    scores = score(arguments.truth)
    print(msgspec.json.encode(scores).decode() if arguments.json else score_text(scores))
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "sheet",
        "Make the printable sheet that gives true size: for feet, for things on the floor, for calibrating a camera.",
        "showroom sheet --paper a4 --kind foot-left -o left-foot.pdf",
        _configure_sheet,
        _sheet,
    ),
    Command(
        "bench tryon",
        "Measure heads and feet in pictures whose truth is known, and say how far off that is.",
        "showroom bench tryon --truth rendered-feet --json",
        _configure_bench,
        _bench,
    ),
)
