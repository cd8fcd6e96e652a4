"""``showroom shot``: an offscreen picture of a configured product."""

from __future__ import annotations

import argparse
import math
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from client.shop import choices_of, find_publication, open_shop
from showroom.cli.command import Command
from showroom.cli.paths import default_data_dir
from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Publication

# What the driver's largest buffer and a patient person allow.
LARGEST_PX = 8192
MOST_STOPS = 4
SMALLEST_APERTURE, LARGEST_APERTURE = 64.0, 1.0
VIEWS = ("hero", "front", "side", "back", "top", "detail")
MOODS = ("studio", "day", "evening")


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--product", metavar="ID", help="which product; the code's or the catalogue's first otherwise")
    parser.add_argument("--config", metavar="CODE", help="a configuration code; the initial configuration otherwise")
    parser.add_argument("--view", choices=VIEWS, default="hero", help="where the camera stands (default: hero)")
    parser.add_argument(
        "--state", metavar="ID", action="append", default=[], help="switch on a state of the product, e.g. doors"
    )
    parser.add_argument("--size", metavar="WxH", type=size, default=(1280, 720), help="in pixels (default: 1280x720)")
    parser.add_argument("--mood", choices=MOODS, default="studio", help="the light (default: studio)")
    parser.add_argument(
        "--environment", metavar="FILE.hdr", type=Path, help="light from an HDR picture around the product"
    )
    parser.add_argument("--exposure", metavar="STOPS", type=stops, default=0.0, help="brighter or darker (default: 0)")
    parser.add_argument(
        "--aperture",
        metavar="F",
        type=aperture,
        default=None,
        help="the f-number, 1 to 64: small ones blur what lies before and behind; 0: all is sharp (default: 16)",
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", metavar="DIR", type=Path, help="a data folder (default: yours)")
    source.add_argument("--server", metavar="URL", help="a running server instead of a data folder")
    parser.add_argument("-o", "--output", metavar="OUT.png", type=Path, required=True, help="the picture")


def _run(arguments: argparse.Namespace) -> int:
    start = time.perf_counter()
    with open_shop(arguments.server, arguments.data or default_data_dir()) as shop:
        publication = find_publication(shop.catalogue(), arguments.product, arguments.config)
        choices = choices_of(publication, arguments.config)
        check_states(publication, arguments.state)
        model = shop.file(publication.model.sha256)
    _draw(arguments, publication, choices, model)
    width, height = arguments.size
    taken_s = time.perf_counter() - start
    print(f"{arguments.output}: {publication.product.id}, {arguments.view}, {width}x{height}, {taken_s:.1f} s")  # noqa: T201 - what a command says
    return 0


COMMAND = Command(
    name="shot",
    summary="Draw a configured product into a PNG; no display is needed.",
    example="showroom shot --product runner --view hero --size 1280x720 -o runner.png",
    configure=_configure,
    run=_run,
)


def _draw(arguments: argparse.Namespace, publication: Publication, choices: Mapping[str, str], model: bytes) -> None:
    # Panda3D takes a while to import; `--help` and refusals need not wait for it.
    from client.render import png  # noqa: PLC0415
    from client.render.light import MOODS as LIGHTS  # noqa: PLC0415
    from client.render.light import mood_from_file  # noqa: PLC0415
    from client.render.offscreen import POSTER_APERTURE, OffscreenRenderer  # noqa: PLC0415

    mood = LIGHTS[arguments.mood]
    if arguments.environment is not None:
        mood = mood_from_file(read_environment(arguments.environment), mood)
    mood = replace(mood, exposure=mood.exposure * 2.0**arguments.exposure)
    opened = POSTER_APERTURE if arguments.aperture is None else arguments.aperture
    renderer = OffscreenRenderer(mood=mood, aperture=opened)
    try:
        picture = renderer.picture(
            model, publication, choices, view=arguments.view, size_px=arguments.size, states=arguments.state
        )
    finally:
        renderer.close()
    png.write(picture, arguments.output)


def check_states(publication: Publication, states: Sequence[str]) -> None:
    """Refuse a state that the product does not have.

    Raises:
        NotFound: ``unknown-state``.
    """
    known = [state.id for state in publication.product.states]
    for state in states:
        if state not in known:
            allowed = ", ".join(known) or "none: this product has no states"
            raise NotFound("unknown-state", "the product has no such state", got=state[:80], allowed=allowed)


def read_environment(path: Path) -> bytes:
    """The bytes of an HDR picture.

    Raises:
        Rejected: ``unreadable-file``.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise Rejected("unreadable-file", "the environment cannot be read", got=f"{path}: {error.strerror}") from error


def stops(text: str) -> float:
    """A number of photographer's stops; argparse turns the error into a usage message."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= MOST_STOPS:
        raise argparse.ArgumentTypeError(f"{text!r} is no exposure; write a number from -{MOST_STOPS} to {MOST_STOPS}")
    return found


def aperture(text: str) -> float:
    """An f-number, or 0 for none; argparse turns the error into a usage message."""
    try:
        found = float(text.lower().removeprefix("f/"))
    except ValueError:
        found = math.nan
    if found != 0.0 and not LARGEST_APERTURE <= found <= SMALLEST_APERTURE:
        raise argparse.ArgumentTypeError(f"{text!r} is no aperture; write 1 to 64 (as f/8: 8), or 0 for all sharp")
    return found


def size(text: str) -> tuple[int, int]:
    """Width and height of ``1280x720``; argparse turns the error into a usage message."""
    width, separator, height = text.lower().partition("x")
    if not separator or not width.isdecimal() or not height.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 1280x720")
    edges = (int(width), int(height))
    if not all(16 <= edge <= LARGEST_PX for edge in edges):  # noqa: PLR2004 - below, nothing can be seen
        raise argparse.ArgumentTypeError(f"{text!r} is out of range; each edge has 16 to {LARGEST_PX} pixels")
    return edges
