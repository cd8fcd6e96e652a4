"""The subcommands that work on a model without publishing it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import (
    add_data,
    add_file,
    add_json,
    add_lighten,
    data_folder,
    lighten_options,
    print_json,
    print_lines,
)

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.catalogue import Publication

MODELS = (".glb", ".gltf")
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
    parser.add_argument("what", metavar="FILE|ID", help="a .glb or .gltf model, or the id of a product or draft")
    parser.add_argument("--product", type=Path, metavar="PRODUCT.toml", help="the product file of a model")
    parser.add_argument(
        "--revision", type=int, metavar="REV", help="which revision of a product (default: the newest, a draft or not)"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.png", help="the contact sheet")
    add_lighten(parser)
    add_data(parser)
    add_json(parser)


def _preview(namespace: Namespace) -> int:
    from showroom.pipeline.adapters import open_draft_renderer, require_pictures
    from showroom.pipeline.progress import step

    require_pictures()
    from showroom.pipeline.fixing.fix import save
    from showroom.pipeline.fixing.preview import preview

    glb, publication = _of_file(namespace) if _is_model(namespace.what) else _of_shop(namespace)
    renderer = open_draft_renderer()
    try:
        with step("drawing the sheet"):
            sheet = preview(glb, publication, renderer)
    finally:
        renderer.close()
    save(sheet, namespace.output)
    if namespace.json:
        print_json({"file": str(namespace.output), "product": publication.product.id})
    else:
        print(f"✓ {namespace.output}")
    return 0


def _is_model(word: str) -> bool:
    return Path(word).suffix.lower() in MODELS or Path(word).is_file()


def _of_file(namespace: Namespace) -> tuple[bytes, Publication]:
    """A model as it would be published."""
    from showroom.errors import Rejected
    from showroom.pipeline.fixing.preview import unpublished
    from showroom.pipeline.preparing import prepare
    from showroom.pipeline.source import open_model, read_text

    file = Path(namespace.what)
    if namespace.product is None:
        hint = f"--product {file.with_suffix('.toml')}"
        raise Rejected("no-product-file", "which product file belongs to the model?", got=namespace.what, hint=hint)
    product_text, lighten = read_text(namespace.product), lighten_options(namespace)
    prepared = prepare(open_model(file), product_text, str(namespace.product), lighten)
    return prepared.glb, unpublished(prepared)


def _of_shop(namespace: Namespace) -> tuple[bytes, Publication]:
    """A revision as the shop keeps it, whoever sees it already."""
    from showroom.errors import Rejected
    from showroom.pipeline.revisions.history import revision

    if namespace.product is not None:
        allowed = "a .glb or .gltf model"
        raise Rejected("no-model", "a product file belongs to a model", got=namespace.what[:80], allowed=allowed)
    with data_folder(namespace) as folder:
        publication = revision(folder, namespace.what, namespace.revision)
        return folder.files.read(publication.model.sha256), publication


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
        "Draw a contact sheet of views and colourways of a model before publishing, or of a draft before approving.",
        "showroom assets preview shoe.glb --product shoe.toml -o sheet.png",
        _configure_preview,
        _preview,
    ),
)
