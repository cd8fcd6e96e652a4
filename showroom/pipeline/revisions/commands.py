"""The subcommands about revisions."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_data, add_json, data_folder, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def _configure_history(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id; removed products have a history too")
    add_data(parser)
    add_json(parser)


def _history(namespace: Namespace) -> int:
    from showroom.pipeline.revisions import text
    from showroom.pipeline.revisions.history import history

    with data_folder(namespace) as folder:
        revisions = history(folder, namespace.id)
        catalogue = folder.catalogue.catalogue()
    standing = next((one.revision for one in catalogue.products if one.product.id == namespace.id), None)
    if namespace.json:
        print_json({"standing": standing, "revisions": revisions})
    else:
        print_lines(text.history(revisions, standing=standing))
    return 0


def _configure_diff(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id")
    parser.add_argument("before", type=int, nargs="?", metavar="REV", help="a revision (default: the last but one)")
    parser.add_argument("after", type=int, nargs="?", metavar="REV", help="a later one (default: the newest)")
    add_data(parser)
    add_json(parser)


def _diff(namespace: Namespace) -> int:
    from showroom.pipeline.revisions import text
    from showroom.pipeline.revisions.diff import diff
    from showroom.pipeline.revisions.history import revision

    with data_folder(namespace) as folder:
        after = revision(folder, namespace.id, namespace.after)
        number = namespace.before if namespace.before is not None else max(1, after.revision - 1)
        found = diff(revision(folder, namespace.id, number), after)
    if namespace.json:
        print_json(found)
    else:
        print_lines(text.diff(found))
    return 0


def _configure_rollback(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id")
    parser.add_argument("revision", type=int, metavar="REV", help="the revision to go back to")
    add_data(parser)
    add_json(parser)


def _rollback(namespace: Namespace) -> int:
    from showroom.pipeline.revisions.history import rollback

    with data_folder(namespace) as folder:
        published = rollback(folder, namespace.id, namespace.revision, time.time())
    if namespace.json:
        print_json(published)
    else:
        print(f"✓ {namespace.id}: revision {published.revision} is revision {namespace.revision} again")
    return 0


def _configure_export(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id")
    parser.add_argument("--revision", type=int, metavar="REV", help="which revision (default: the newest)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="the folder to write into")
    add_data(parser)
    add_json(parser)


def _export(namespace: Namespace) -> int:
    from showroom.pipeline.revisions.export import export
    from showroom.pipeline.revisions.history import revision

    with data_folder(namespace) as folder:
        written = export(folder, revision(folder, namespace.id, namespace.revision), namespace.output)
    if namespace.json:
        print_json({key: str(value) if isinstance(value, Path) else value for key, value in vars(written).items()})
    else:
        print(f"✓ {written.product}, revision {written.revision}: {written.model}, {written.product_file}")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets history",
        "List the revisions of a product, also of a removed one.",
        "showroom assets history runner",
        _configure_history,
        _history,
    ),
    Command(
        "assets diff",
        "Say what changed between two revisions: texts, prices, options, rules, model.",
        "showroom assets diff runner 1 2",
        _configure_diff,
        _diff,
    ),
    Command(
        "assets rollback",
        "Publish an old revision anew; configuration codes stay valid.",
        "showroom assets rollback runner 1",
        _configure_rollback,
        _rollback,
    ),
    Command(
        "assets export",
        "Write a published product as a model and a product file that import to the same product.",
        "showroom assets export runner -o runner",
        _configure_export,
        _export,
    ),
)
