"""``showroom bench assets``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_json, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from showroom.pipeline.bench.assets import Comparison, Outcome


def _configure(parser: ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a .glb model")
    parser.add_argument(
        "--cache",
        type=Path,
        default=Path.home() / ".cache" / "showroom" / "bench",
        metavar="DIR",
        help="where the other optimisers are kept (default: %(default)s)",
    )
    add_json(parser)


def _bench(namespace: Namespace) -> int:
    from showroom.pipeline.adapters import open_draft_renderer, require_pictures
    from showroom.pipeline.bench.assets import compare_files

    require_pictures()
    renderer = open_draft_renderer()
    found = []
    try:
        for one in compare_files(namespace.files, namespace.cache, renderer):
            found.append(one)
            if not namespace.json:
                print_lines(_lines(one))
    finally:
        renderer.close()
    passed = all(one.passed for one in found)
    if namespace.json:
        print_json({"passed": passed, "files": found})
    return 0 if passed else 1


def _lines(one: Comparison) -> Iterator[str]:
    held = f", held against {one.reference}" if one.reference else ""
    yield f"{'✓' if one.passed else '✗'} {one.file}: {one.source_bytes:,} bytes{held}"
    yield f"    {'':42}{'bytes':>10}{'of ours':>9}{'structure':>11}{'colour':>8}{'CPU':>7}{'memory':>8}"
    for outcome in (one.ours, *one.peers):
        yield _row(outcome, one.ours)


def _row(outcome: Outcome, ours: Outcome) -> str:
    quality = outcome.quality
    looks = f"{quality.structure:>11.4f}{quality.color:>8.2f}" if quality else f"{'no picture':>19}"
    return (
        f"    {outcome.tool:42}{outcome.size_bytes:>10,}{outcome.size_bytes / ours.size_bytes:>8.2f}x{looks}"
        f"{outcome.cpu_s / ours.cpu_s:>6.1f}x{outcome.peak_mib / ours.peak_mib:>7.1f}x"
    )


COMMANDS: tuple[Command, ...] = (
    Command(
        "bench assets",
        "Compare what we make of models with gltf-transform and gltfpack: bytes, pictures, time, memory.",
        "showroom bench assets shoe.glb --json",
        _configure,
        _bench,
    ),
)
