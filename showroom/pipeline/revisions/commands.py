"""The subcommands about revisions."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_data, add_json, data_folder, place_arguments, print_json, print_lines

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
        print_json({"standing": standing, "revisions": [text.flat(one) for one in revisions]})
    else:
        print_lines(text.history(revisions, place_arguments(namespace), standing=standing))
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
    from showroom.pipeline.revisions.text import flat

    with data_folder(namespace) as folder:
        published = rollback(folder, namespace.id, namespace.revision, time.time())
    if namespace.json:
        print_json(flat(published))
    else:
        draft = " as a draft, which somebody else approves" if published.state == "draft" else ""
        number = published.publication.revision
        print(f"✓ {namespace.id}: revision {number} is revision {namespace.revision} again{draft}")
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


def _configure_approve(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id; showroom assets list shows what waits")
    parser.add_argument("--revision", type=int, metavar="REV", help="which revision (default: the newest that waits)")
    parser.add_argument(
        "--at", metavar="DATE", help="when shoppers see it, with a time zone: 2026-12-01T09:00+01:00 (default: now)"
    )
    add_data(parser)
    add_json(parser)


def _approve(namespace: Namespace) -> int:
    from showroom.pipeline.dates import coming, told
    from showroom.pipeline.revisions.history import newest_waiting
    from showroom.pipeline.revisions.text import flat
    from showroom.pipeline.text import whereabouts

    now_s = time.time()
    live_s = None if namespace.at is None else coming(namespace.at, now_s)
    with data_folder(namespace) as folder:
        number = namespace.revision or newest_waiting(folder, namespace.id)
        approved = folder.catalogue.approve(namespace.id, number, live_s=live_s, now_s=now_s)
        where = whereabouts(folder.catalogue.catalogue(), namespace.id)
    if namespace.json:
        print_json(flat(approved))
    elif approved.state == "scheduled" and approved.live_s is not None:
        print(f"✓ {namespace.id}: revision {number} goes live on {told(approved.live_s)}")
    else:
        print(f"✓ {namespace.id}: revision {number} is live")
        print_lines(where)
    return 0


def _configure_approval(parser: ArgumentParser) -> None:
    parser.add_argument(
        "value",
        nargs="?",
        choices=("none", "second-person"),
        help="second-person: imports become drafts, which somebody else approves (default: say what is set)",
    )
    add_data(parser)
    add_json(parser)


def _approval(namespace: Namespace) -> int:
    with data_folder(namespace, create=namespace.value is not None) as folder:
        if namespace.value is not None:
            folder.catalogue.set_approval(namespace.value)
        value = folder.catalogue.approval()
    if namespace.json:
        print_json({"approval": value})
    elif value == "none":
        print("none: what is imported goes live at once, unless --draft or --at says otherwise")
    else:
        print("second-person: what is imported becomes a draft, which somebody else approves")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets approve",
        "Let a draft go live, now or at a date.",
        "showroom assets approve runner --at 2026-12-01T09:00+01:00",
        _configure_approve,
        _approve,
    ),
    Command(
        "assets approval",
        "Say whether drafts need a second person's approval, or look what is set.",
        "showroom assets approval second-person",
        _configure_approval,
        _approval,
    ),
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
