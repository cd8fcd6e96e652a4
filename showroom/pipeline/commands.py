"""The subcommands of this layer; heavy modules are imported when a command runs, so that ``--help`` stays quick."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from showroom.cli.command import Command
from showroom.kinds import PLACES
from showroom.pipeline.anchoring import commands as anchoring
from showroom.pipeline.arguments import (
    add_data,
    add_file,
    add_json,
    add_poster,
    data_folder,
    place_arguments,
    print_json,
    print_lines,
)
from showroom.pipeline.bench import commands as bench
from showroom.pipeline.data import commands as data
from showroom.pipeline.fixing import commands as fixing
from showroom.pipeline.importing import commands as importing
from showroom.pipeline.layouts import commands as layouts
from showroom.pipeline.remote import commands as remote
from showroom.pipeline.revisions import commands as revisions
from showroom.pipeline.turntables import commands as turntables

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.pipeline.checks import CheckedFile


def _configure_inspect(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--kind", choices=tuple(PLACES), help="also find where such a product is worn and measured")
    add_json(parser)


def _inspect(namespace: Namespace) -> int:
    from showroom.anchors import find_anchors, shape_of
    from showroom.pipeline import text
    from showroom.pipeline.report import inspect
    from showroom.pipeline.source import open_model

    source = open_model(namespace.file)
    document = source.read()
    report = inspect(document, source.size_bytes, source.name)
    found = find_anchors(shape_of(document), namespace.kind) if namespace.kind else None
    if namespace.json:
        known = {"anchors": found.anchors, "dimensions": found.dimensions} if found else {}
        print_json({**msgspec.structs.asdict(report), **known})
        return 0
    print_lines(text.report(report))
    if found:
        print_lines(("", *text.places(found.anchors, found.dimensions)))
    return 0


def _configure_check(parser: ArgumentParser) -> None:
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="a .glb or .gltf model")
    parser.add_argument(
        "--profile",
        default="showroom",
        metavar="PROFILE",
        help="showroom (default), mobile, banner, planner, desktop, auditor, or a FILE.toml with limits of your own",
    )
    parser.add_argument(
        "--junit", type=Path, metavar="FILE", help="write the findings as JUnit XML for a CI server too"
    )
    add_json(parser)


def _check(namespace: Namespace) -> int:
    from showroom.pipeline import text
    from showroom.pipeline.adapters import require_pictures
    from showroom.pipeline.profile_file import load_profile

    require_pictures()
    from showroom.pipeline.checks import check_file

    profile = load_profile(namespace.profile)
    results = [check_file(path, profile) for path in namespace.files]
    if namespace.junit is not None:
        _write_junit(namespace.junit, results)
    if namespace.json:
        print_json({"ok": all(result.ok for result in results), "files": results})
    else:
        for result in results:
            print_lines(text.findings(result.file, result.profile, result.findings))
    return 0 if all(result.ok for result in results) else 1


def _write_junit(path: Path, results: list[CheckedFile]) -> None:
    from showroom.errors import Unavailable
    from showroom.pipeline.junit import junit

    try:
        path.write_bytes(junit(results))
    except OSError as error:
        raise Unavailable("unwritable-file", f"{path} cannot be written: {error.strerror}") from error


def _configure_list(parser: ArgumentParser) -> None:
    add_data(parser)
    add_json(parser)


def _list(namespace: Namespace) -> int:
    from showroom.pipeline import text
    from showroom.pipeline.revisions.text import flat, waiting

    with data_folder(namespace) as folder:
        catalogue, waits = folder.catalogue.catalogue(), folder.catalogue.waiting()
    if namespace.json:
        print_json({**msgspec.structs.asdict(catalogue), "waiting": [flat(one) for one in waits]})
    else:
        print_lines(text.catalogue(catalogue, place_arguments(namespace)))
        print_lines(waiting(waits, place_arguments(namespace)))
    return 0


def _configure_one(parser: ArgumentParser) -> None:
    parser.add_argument("id", help="the product's id; showroom assets list shows them")
    add_data(parser)
    add_json(parser)


def _configure_show(parser: ArgumentParser) -> None:
    _configure_one(parser)
    parser.add_argument(
        "--choose",
        nargs="+",
        action="extend",
        default=[],
        metavar="GROUP=VALUE",
        help="configure it: the code and the price are those of this choice, kept to the rules",
    )
    parser.add_argument("--market", default="", metavar="CC", help="prices of this country: DE, CH, US, …")
    parser.add_argument(
        "--revision", type=int, metavar="REV", help="which one, also a draft (default: what shoppers see)"
    )


def _show(namespace: Namespace) -> int:
    from showroom.anchors import shoe_sizes
    from showroom.pipeline import text
    from showroom.pipeline.catalogue import configured, in_market_of, standing
    from showroom.pipeline.revisions.history import revision

    with data_folder(namespace) as folder:
        number = namespace.revision
        shown = standing(folder, namespace.id) if number is None else revision(folder, namespace.id, number)
        publication = in_market_of(shown, namespace.market)
    choice = configured(publication, namespace.choose)
    if namespace.json:
        print_json({"publication": publication, "configuration": choice, "sizes": shoe_sizes(publication)})
    else:
        print_lines(text.publication(publication, choice))
    return 0


def _remove(namespace: Namespace) -> int:
    from showroom.pipeline.catalogue import remove

    with data_folder(namespace) as folder:
        revision = remove(folder, namespace.id, time.time())
    if namespace.json:
        print_json({"removed": namespace.id, "revision": revision})
    else:
        print(f"✓ {namespace.id}: removed (its revisions stay; importing it again brings it back)")
    return 0


def _configure_room(parser: ArgumentParser) -> None:
    parser.add_argument("file", type=Path, help="a room file (TOML)")
    parser.add_argument("--model", type=Path, metavar="GLB", help="its model")
    parser.add_argument("--poster", type=Path, metavar="PICTURE", help="what is seen while the model is on its way")
    add_data(parser)
    add_json(parser)


def _room(namespace: Namespace) -> int:
    from showroom.pipeline import text
    from showroom.pipeline.catalogue import put_room
    from showroom.pipeline.source import open_model, read_file, read_text

    model = open_model(namespace.model) if namespace.model else None
    poster = read_file(namespace.poster) if namespace.poster else None
    with data_folder(namespace, create=True) as folder:
        plan, changed = put_room(folder, read_text(namespace.file), str(namespace.file), model, poster)
    if namespace.json:
        print_json({"room": plan, "changed": changed})
    else:
        print(f"✓ {plan.id}: {'published' if changed else 'unchanged'}, {text.counted(len(plan.plinths), 'plinth')}")
    return 0


def _configure_avatar(parser: ArgumentParser) -> None:
    parser.add_argument("name", help="how the avatar is called")
    add_file(parser)
    add_data(parser)
    add_json(parser)


def _avatar(namespace: Namespace) -> int:
    from showroom.pipeline.catalogue import put_avatar
    from showroom.pipeline.source import open_model

    source = open_model(namespace.file)
    with data_folder(namespace, create=True) as folder:
        file, changed = put_avatar(folder, namespace.name, source)
    if namespace.json:
        print_json({"avatar": file, "changed": changed})
    else:
        print(f"✓ {namespace.name}: {'published' if changed else 'unchanged'}")
    return 0


def _configure_sample(parser: ArgumentParser) -> None:
    add_data(parser)
    add_poster(parser)
    add_json(parser)


def _say_product(number: int, count: int, name: str) -> None:
    """One line before each product, since drawing its poster can take long."""
    sys.stderr.write(f"  product {number} of {count}: {name} …\n")


def _sample(namespace: Namespace) -> int:
    from showroom.pipeline import text
    from showroom.pipeline.adapters import open_renderer, require_pictures

    require_pictures()
    from showroom.pipeline.sample import publish_sample

    with data_folder(namespace, create=True) as folder:
        renderer = None if namespace.no_poster else open_renderer
        results = publish_sample(folder, now_s=time.time(), open_renderer=renderer, on_product=_say_product)
    if namespace.json:
        print_json({"products": results})
    elif results:
        for result in results:
            print_lines(text.imported(result))
    else:
        print("this installation comes without sample content", file=sys.stderr)
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets inspect",
        "Show what a model holds and what it costs.",
        "showroom assets inspect shoe.glb",
        _configure_inspect,
        _inspect,
    ),
    Command(
        "assets check",
        "Audit models against limits; exit 1 where one fails.",
        "showroom assets check shoe.glb --profile mobile",
        _configure_check,
        _check,
    ),
    Command("assets list", "List what is published.", "showroom assets list", _configure_list, _list),
    Command(
        "assets show",
        "Show a published product with its options and rules.",
        "showroom assets show runner --choose sole=black laces=coral",
        _configure_show,
        _show,
    ),
    Command(
        "assets remove",
        "Take a product off the catalogue; its revisions stay.",
        "showroom assets remove runner",
        _configure_one,
        _remove,
    ),
    Command(
        "assets room",
        "Publish a room and its model.",
        "showroom assets room main.toml --model main.glb",
        _configure_room,
        _room,
    ),
    Command(
        "assets avatar",
        "Publish an avatar's model.",
        "showroom assets avatar guest guest.glb",
        _configure_avatar,
        _avatar,
    ),
    Command(
        "assets sample",
        "Publish the products, rooms and avatars that come with the showroom.",
        "showroom assets sample",
        _configure_sample,
        _sample,
    ),
    *importing.COMMANDS,
    *fixing.COMMANDS,
    *bench.COMMANDS,
    *remote.COMMANDS,
    *revisions.COMMANDS,
    *layouts.COMMANDS,
    *data.COMMANDS,
    *anchoring.COMMANDS,
    *turntables.COMMANDS,
)
