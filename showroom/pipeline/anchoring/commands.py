"""The subcommand about places on products."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_file, add_json, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from showroom.anchors import Anchors, Shape


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--kind", choices=("glasses", "shoe", "car"), help="what it is (default: the product file's)")
    parser.add_argument("--product", type=Path, metavar="PRODUCT.toml", help="says the kind, the size and the turning")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.png", help="draw the places over three views")
    add_json(parser)


def _run(namespace: Namespace) -> int:
    from showroom.errors import Unavailable
    from showroom.pipeline.adapters import require_pictures
    from showroom.pipeline.text import places

    shape, found = _found(namespace)
    if namespace.output is not None:
        require_pictures()
        from showroom.pipeline.anchoring.drawing import draw_anchors

        try:
            namespace.output.write_bytes(draw_anchors(shape, found))
        except OSError as error:
            raise Unavailable("unwritable-file", f"{namespace.output} cannot be written: {error.strerror}") from error
    if namespace.json:
        print_json(found)
    else:
        print_lines(places(found.anchors, found.dimensions))
    return 0


def _found(namespace: Namespace) -> tuple[Shape, Anchors]:
    """The shape that it will be published in, and what is known of it."""
    from showroom.anchors import find_anchors, shape_of
    from showroom.errors import Rejected
    from showroom.pipeline.anchoring.importing import first_shape, known_anchors
    from showroom.pipeline.mending import placed
    from showroom.pipeline.source import open_model, read_text
    from showroom.pipeline.steps.scale import ScaleOptions
    from showroom.product_file import parse

    document = open_model(namespace.file).read()
    if namespace.product is None:
        if namespace.kind is None:
            raise Rejected("no-kind", "what is it?", allowed="--kind glasses, shoe or car, or --product PRODUCT.toml")
        shape = shape_of(document)
        return shape, find_anchors(shape, namespace.kind)
    file = parse(read_text(namespace.product), str(namespace.product))
    model = file.model
    document = placed(document, ScaleOptions(model.scale, model.size_mm, model.rotate_deg), model.drop_nodes)
    return first_shape(document, file.product), known_anchors(document, file)


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets anchors",
        "Find where a product is held, worn and measured, and draw it.",
        "showroom assets anchors frame.glb --kind glasses -o anchors.png",
        _configure,
        _run,
    ),
)
