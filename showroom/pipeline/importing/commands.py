"""The subcommands that import."""

from __future__ import annotations

import signal
import sys
import threading
import time
from argparse import ArgumentTypeError
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import (
    add_data,
    add_json,
    add_levels,
    add_lighten,
    add_poster,
    data_folder,
    lighten_options,
    print_json,
    print_lines,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from showroom.pipeline.importer import ImportOptions
    from showroom.pipeline.importing.many import Summary
    from showroom.pipeline.importing.work import Outcome, Setup
    from showroom.pipeline.proof.accepting import Accepted


def _configure_import(parser: ArgumentParser) -> None:
    parser.add_argument(
        "file", type=Path, help="a .glb or .gltf model, a folder of models with product files, or a manifest (.toml)"
    )
    parser.add_argument("--product", type=Path, metavar="PRODUCT.toml", help="the product file of a single model")
    _add_options(parser)
    parser.add_argument("--dry-run", action="store_true", help="do everything but publish, and say what would change")
    parser.add_argument(
        "--jobs", type=jobs, metavar="N", help="import N products of a folder at a time (default: one for each core)"
    )
    parser.add_argument("--at", metavar="DATE", help="when shoppers see it, with a time zone: 2026-12-01T09:00+01:00")
    parser.add_argument(
        "--accept",
        type=accepted,
        metavar="WHO: WHY",
        help="publish although pictures change; the log keeps who and why",
    )
    add_json(parser)


def _add_options(parser: ArgumentParser) -> None:
    add_data(parser)
    add_lighten(parser)
    add_levels(parser)
    parser.add_argument("--draft", action="store_true", help="for the staff alone, until showroom assets approve")
    parser.add_argument("--no-proof", action="store_true", help="publish without comparing pictures before and after")
    parser.add_argument("--no-thumbnails", action="store_true", help="draw no small picture of every option value")
    parser.add_argument("--turntable", action="store_true", help="draw a turn around the product in 24 pictures too")
    parser.add_argument(
        "--turntables", action="store_true", help="draw such a turn of every option value that changes the picture too"
    )
    add_poster(parser)


def jobs(word: str) -> int:
    """Read a number of processes.

    Raises:
        ArgumentTypeError: it is none, or more than anybody has.
    """
    if not word.isdecimal() or not 1 <= int(word) <= 64:  # noqa: PLR2004 - more processes than any desk has cores
        raise ArgumentTypeError("a whole number from 1 to 64")
    return int(word)


def accepted(words: str) -> Accepted:
    """Read ``WHO: WHY``.

    Raises:
        ArgumentTypeError: one of them is missing.
    """
    from showroom.pipeline.proof.accepting import Accepted

    who, _, why = (part.strip() for part in words.partition(":"))
    if not who or not why:
        raise ArgumentTypeError('say who accepts it and why: --accept "Ann: the new rubber is matt"')
    return Accepted(who[:80], why[:500])


def _import_options(namespace: Namespace) -> ImportOptions:
    from showroom.pipeline.adapters import open_draft_renderer, open_proof_renderer
    from showroom.pipeline.dates import coming
    from showroom.pipeline.importer import ImportOptions

    at = getattr(namespace, "at", None)
    return ImportOptions(
        lighten=lighten_options(namespace),
        proof=None if namespace.no_proof else open_proof_renderer,
        accepted=getattr(namespace, "accept", None),
        dry_run=getattr(namespace, "dry_run", False),
        draft=namespace.draft,
        sheets=None if namespace.no_thumbnails or namespace.no_poster else open_draft_renderer,
        turntable=namespace.turntable or namespace.turntables,
        turntables=namespace.turntables,
        live_s=None if at is None else coming(at, time.time()),
    )


def _import(namespace: Namespace) -> int:
    from showroom.pipeline.adapters import require_pictures

    require_pictures()
    if namespace.file.is_dir() or namespace.file.suffix.lower() == ".toml":
        return _import_many(namespace)
    return _import_one(namespace)


def _import_one(namespace: Namespace) -> int:
    from showroom.errors import Rejected
    from showroom.pipeline import text
    from showroom.pipeline.adapters import open_renderer
    from showroom.pipeline.importer import import_model
    from showroom.pipeline.importing.workers import cores
    from showroom.pipeline.source import open_model, read_text
    from showroom.pipeline.turntables.drawing import drawn_by, turned

    if namespace.product is None:
        hint = f"--product {namespace.file.with_suffix('.toml')}, or name a folder"
        raise Rejected(
            "no-product-file", "which product file belongs to the model?", got=str(namespace.file), hint=hint
        )
    product_text = read_text(namespace.product)
    source, options = open_model(namespace.file), _import_options(namespace)
    with data_folder(namespace, create=True) as folder:
        result = import_model(
            source,
            product_text,
            str(namespace.product),
            folder,
            now_s=time.time(),
            open_renderer=None if namespace.no_poster else open_renderer,
            options=options,
        )
        problem = ""
        if options.turntables and not options.dry_run:
            problem = turned(folder, result.publication.product.id, drawn_by(cores()))
        where = text.whereabouts(folder.catalogue.catalogue(), result.publication.product.id)
    if namespace.json:
        print_json(result)
    else:
        print_lines(text.imported(result))
        print_lines([f"  · no turntables: {problem}"] if problem else [])
        print_lines(where)
    return 0


def _setup(namespace: Namespace) -> Setup:
    from showroom.pipeline.importing.work import Setup

    return Setup(namespace.data, namespace.server, _import_options(namespace), not namespace.no_poster)


def _import_many(namespace: Namespace) -> int:
    from showroom.errors import Rejected
    from showroom.pipeline.importing.bar import Bar
    from showroom.pipeline.importing.jobs import find_jobs
    from showroom.pipeline.importing.many import import_many
    from showroom.pipeline.importing.workers import cores

    if namespace.product is not None:
        hint = "in a folder each model has a product file of its own"
        raise Rejected("one-product-file", "--product belongs to a single model", got=str(namespace.product), hint=hint)
    jobs = find_jobs(namespace.file)
    bar = Bar(len(jobs))
    bar.begin()
    try:
        summary = import_many(jobs, _setup(namespace), namespace.jobs or cores(), bar.tell)
    finally:
        bar.end()
    if namespace.json:
        print_json({"ok": not summary.failures, "products": summary.outcomes})
    else:
        print_lines(_told(summary))
    return 1 if summary.failures else 0


def _told(summary: Summary) -> Iterator[str]:
    from collections import Counter

    from showroom.pipeline.text import counted

    counts = Counter(one.done for one in summary.outcomes)
    mark = "✗" if summary.failures else "✓"
    yield f"{mark} {counted(len(summary.outcomes), 'product')}: " + ", ".join(f"{n} {w}" for w, n in counts.items())
    for outcome in summary.failures:
        if outcome.failure is not None:
            yield f"  ✗ {outcome.name}"
            yield from (f"      {line}" for line in outcome.failure.message.splitlines())


def _configure_watch(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="a folder of models with product files")
    _add_options(parser)
    parser.add_argument("--json", action="store_true", help="for machines: one line of JSON for every import")


def _watch(namespace: Namespace) -> int:
    from showroom.errors import NotFound
    from showroom.pipeline.adapters import require_pictures
    from showroom.pipeline.importing.watching import LOOK_EVERY_S, FolderWatch
    from showroom.pipeline.importing.work import Worker

    require_pictures()
    if not namespace.folder.is_dir():
        raise NotFound("no-such-file", "there is no such folder", got=str(namespace.folder), hint="check the path")
    watch, worker = FolderWatch(namespace.folder), Worker(_setup(namespace))
    ended = threading.Event()

    def end(_number: int, _frame: object) -> None:
        # An exception can be raised where Python only reports it (while it frees something); a mark cannot be lost.
        if ended.is_set():
            raise KeyboardInterrupt
        ended.set()

    signal.signal(signal.SIGINT, end)
    print(f"watching {namespace.folder}; Ctrl-C ends it", file=sys.stderr)
    try:
        while not ended.wait(LOOK_EVERY_S):
            for job in watch.saved(time.monotonic()):
                _tell(worker.run(job), as_json=namespace.json)
    except KeyboardInterrupt:
        return 0
    finally:
        worker.close()
    return 0


def _tell(outcome: Outcome, *, as_json: bool) -> None:
    import msgspec

    from showroom.pipeline.importing.bar import line

    if as_json:
        print(msgspec.json.encode(outcome).decode(), flush=True)
        return
    print(f"{time.strftime('%H:%M:%S')} {line(outcome)}", flush=True)
    if outcome.failure is not None:
        print_lines(f"      {each}" for each in outcome.failure.message.splitlines())
        print("      what was published before stays; save it again", flush=True)


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets import",
        "Publish a model with its product file, or a folder of them: read, check, mend, compare pictures, publish.",
        "showroom assets import shoe.glb --product shoe.toml",
        _configure_import,
        _import,
    ),
    Command(
        "assets watch",
        "Publish the models of a folder whenever they are saved; running clients show them at once.",
        "showroom assets watch models --draft",
        _configure_watch,
        _watch,
    ),
)
