"""The subcommand about places on products."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.pipeline.arguments import add_file, add_json, print_json, print_lines

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from showroom.anchors import Anchors
    from showroom.gltf.model import Document


def _configure(parser: ArgumentParser) -> None:
    add_file(parser)
    parser.add_argument("--kind", choices=("glasses", "shoe", "car"), help="what it is (default: the product file's)")
    parser.add_argument("--product", type=Path, metavar="PRODUCT.toml", help="says the kind, the size and the turning")
    parser.add_argument("-o", "--output", type=Path, metavar="OUT.png", help="draw the places over three views")
    add_json(parser)


def _run(namespace: Namespace) -> int:
    from showroom.anchors import find_anchors
    from showroom.errors import Unavailable
    from showroom.pipeline.adapters import require_pictures
    from showroom.pipeline.anchoring.shapes import shape_of

    document, kind = _opened(namespace)
    shape = shape_of(document)
    found = find_anchors(shape, namespace.kind or kind)
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
        print_lines(_lines(found))
    return 0


def _opened(namespace: Namespace) -> tuple[Document, str]:
    """The model as it will stand, and what kind of product it is."""
    from showroom.errors import Rejected
    from showroom.pipeline.mending import placed
    from showroom.pipeline.source import open_model, read_text
    from showroom.pipeline.steps.scale import ScaleOptions
    from showroom.product_file import parse

    document = open_model(namespace.file).read()
    if namespace.product is None:
        if namespace.kind is None:
            raise Rejected("no-kind", "what is it?", allowed="--kind glasses, shoe or car, or --product PRODUCT.toml")
        return document, namespace.kind
    file = parse(read_text(namespace.product), str(namespace.product))
    model = file.model
    options = ScaleOptions(model.scale, model.size_mm, model.rotate_deg)
    return placed(document, options, model.drop_nodes), file.product.kind


def _lines(found: Anchors) -> Iterator[str]:
    from showroom.pipeline.text import table

    rows = ((one.id, *(f"{edge * 1000:.1f}" for edge in one.position)) for one in found.anchors)
    yield from table(("place", "x mm", "y mm", "z mm"), rows, frozenset({1, 2, 3}))
    yield ""
    rows_mm = ((one.id, one.name.en, f"{one.mm:.1f}") for one in found.dimensions)
    yield from table(("length", "", "mm"), rows_mm, frozenset({2}))


COMMANDS: tuple[Command, ...] = (
    Command(
        "assets anchors",
        "Find where a product is held, worn and measured, and draw it.",
        "showroom assets anchors frame.glb --kind glasses -o anchors.png",
        _configure,
        _run,
    ),
)
