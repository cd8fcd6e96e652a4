"""The subcommands that work on a model without publishing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import (
    add_file,
    add_json,
    add_lighten,
    lighten_options,
    print_json,
    print_lines,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


LARGEST_FACTOR = 1e6


def _configure_fix(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.glb", help="the mended model")
    parser.add_argument("--scale", type=_factor, metavar="FACTOR", help="0.001 makes millimetres metres")
    parser.add_argument(
        "--rotate",
        type=float,
        nargs=3,
        default=(0.0, 0.0, 0.0),
        metavar=("X", "Y", "Z"),
        help="degrees about each axis",
    )
    parser.add_argument(
        "--product", type=Path, metavar="PRODUCT.toml", help="keep only the names that it uses (default: every name)"
    )
    add_lighten(parser)
    add_json(parser)


def _factor(word: str) -> float:
    from argparse import ArgumentTypeError

    try:
        value = float(word)
    except ValueError:
        value = 0.0
    if not 0.0 < value < LARGEST_FACTOR:
        raise ArgumentTypeError("a factor greater than 0")
    return value


def _fix(namespace: Namespace) -> int:
    from showroom.pipeline import text
    from showroom.pipeline.adapters import require_pictures
    from showroom.pipeline.source import open_model, read_text
    from showroom.pipeline.steps.addressed import addressed_by
    from showroom.pipeline.steps.scale import ScaleOptions
    from showroom.product_file import parse

    require_pictures()
    from showroom.pipeline.fixing.fix import fix, save

    addressed = None
    if namespace.product:
        addressed = addressed_by(parse(read_text(namespace.product), str(namespace.product)).product)
    x, y, z = namespace.rotate
    scale = ScaleOptions(namespace.scale, rotate_deg=(x, y, z))
    fixed = fix(open_model(namespace.file), scale, lighten_options(namespace), addressed)
    save(fixed.glb, namespace.output)
    if namespace.json:
        print_json({"file": str(namespace.output), "before": fixed.before, "after": fixed.after})
    else:
        print(f"✓ {namespace.output}")
        print_lines(text.savings(fixed.before, fixed.after))
    return 0


def _configure_preview(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--product", type=Path, required=True, metavar="PRODUCT.toml", help="the product file")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png", help="the contact sheet")
    add_lighten(parser)
    add_json(parser)


def _preview(namespace: Namespace) -> int:
    from showroom.pipeline.adapters import open_draft_renderer, require_pictures
    from showroom.pipeline.progress import step
    from showroom.pipeline.source import open_model, read_text

    require_pictures()
    from showroom.pipeline.fixing.fix import save
    from showroom.pipeline.fixing.preview import preview
    from showroom.pipeline.importer import prepare

    product_text = read_text(namespace.product)
    lighten = lighten_options(namespace)
    prepared = prepare(open_model(namespace.file), product_text, str(namespace.product), lighten)
    renderer = open_draft_renderer()
    try:
        with step("drawing the sheet"):
            sheet = preview(prepared, renderer)
    finally:
        renderer.close()
    save(sheet, namespace.output)
    if namespace.json:
        print_json({"file": str(namespace.output), "product": prepared.product.id})
    else:
        print(f"✓ {namespace.output}")
    return 0


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets fix",
        "Mend a model file without publishing it: turn, scale, tidy, make lighter.",
        "showroom assets fix shoe.glb -o fixed.glb --scale 0.001",
        _configure_fix,
        _fix,
    ),
    Command(
        "assets preview",
        "Draw a contact sheet of views and colourways before publishing.",
        "showroom assets preview shoe.glb --product shoe.toml -o sheet.png",
        _configure_preview,
        _preview,
    ),
)
