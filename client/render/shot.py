"""``showroom shot``: an offscreen picture of a configured product."""

from __future__ import annotations

import argparse
import importlib.metadata
import time
from pathlib import Path
from typing import TYPE_CHECKING

from showroom.cli.command import Command
from showroom.cli.paths import default_data_dir
from showroom.errors import NotFound, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Catalogue, Publication
    from showroom.ports import DataFolder

# What the driver's largest buffer and a patient person allow.
LARGEST_PX = 8192
VIEWS = ("hero", "front", "side", "back", "top", "detail")
MOODS = ("studio", "day", "evening")


def _configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--product", metavar="ID", help="which product; the code's or the catalogue's first otherwise")
    parser.add_argument("--config", metavar="CODE", help="a configuration code; the initial configuration otherwise")
    parser.add_argument("--view", choices=VIEWS, default="hero", help="where the camera stands (default: hero)")
    parser.add_argument("--size", metavar="WxH", type=size, default=(1280, 720), help="in pixels (default: 1280x720)")
    parser.add_argument("--mood", choices=MOODS, default="studio", help="the light (default: studio)")
    source = parser.add_mutually_exclusive_group()
    source.add_argument("--data", metavar="DIR", type=Path, help="a data folder (default: yours)")
    source.add_argument("--server", metavar="URL", help="a running server instead of a data folder")
    parser.add_argument("-o", "--output", metavar="OUT.png", type=Path, required=True, help="the picture")


def _run(arguments: argparse.Namespace) -> int:
    start = time.perf_counter()
    shop = _Front(arguments.server) if arguments.server else _Folder(arguments.data or default_data_dir())
    try:
        publication = find(shop.catalogue(), arguments.product, arguments.config)
        choices = _choices(publication, arguments.config)
        model = shop.file(publication.model.sha256)
    finally:
        shop.close()
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
    from client.render.offscreen import OffscreenRenderer  # noqa: PLC0415

    renderer = OffscreenRenderer(mood=LIGHTS[arguments.mood])
    try:
        picture = renderer.picture(model, publication, choices, view=arguments.view, size_px=arguments.size)
    finally:
        renderer.close()
    png.write(picture, arguments.output)


class _Front:
    """A server's catalogue."""

    def __init__(self, server: str) -> None:
        from client.net.front import Front  # noqa: PLC0415 - not needed with a data folder

        self._front = Front(server)

    def catalogue(self) -> Catalogue:
        return self._front.catalogue()

    def file(self, sha256: str) -> bytes:
        return self._front.file(sha256)

    def close(self) -> None:
        """Nothing is held."""


class _Folder:
    """A data folder's catalogue; the store is found by its entry point, so that no server is imported here."""

    def __init__(self, path: Path) -> None:
        self._folder = _open_folder(path)

    def catalogue(self) -> Catalogue:
        return self._folder.catalogue.catalogue()

    def file(self, sha256: str) -> bytes:
        return self._folder.files.read(sha256)

    def close(self) -> None:
        self._folder.close()


def _open_folder(path: Path) -> DataFolder:
    if not path.is_dir():
        raise Unavailable(
            "no-data-folder", f"{path} does not exist; import a product first, or name --data or --server"
        )
    found = importlib.metadata.entry_points(group="showroom.adapters", name="data_folder")
    try:
        folder: DataFolder = next(iter(found)).load()(path)
    except (StopIteration, ImportError) as error:
        raise Unavailable("no-store", "reading a data folder needs the extra `server`; or name --server") from error
    return folder


def find(catalogue: Catalogue, product_id: str | None, code: str | None) -> Publication:
    """The publication that is asked for, by id, by its code's number, or the first."""
    from showroom.codes import tag_of  # noqa: PLC0415 - not needed for --help

    known = {publication.product.id: publication for publication in catalogue.products}
    if product_id is not None:
        if product_id not in known:
            raise NotFound(
                "unknown-product", "no such product is published", got=product_id[:80], allowed=", ".join(known)
            )
        return known[product_id]
    if not known:
        raise NotFound("unknown-product", "nothing is published yet", hint="showroom assets import FILE --product TOML")
    if code is None:
        return catalogue.products[0]
    tag = tag_of(code)
    for publication in catalogue.products:
        if publication.codebook.tag == tag:
            return publication
    raise NotFound("unknown-product", "no published product has such codes", got=code[:80], allowed=", ".join(known))


def _choices(publication: Publication, code: str | None) -> dict[str, str]:
    from showroom.codes import decode  # noqa: PLC0415 - not needed for --help
    from showroom.configuration import initial  # noqa: PLC0415 - the same

    if code is None:
        return initial(publication.product).as_dict()
    return decode(publication.product, publication.codebook, code).as_dict()


def size(text: str) -> tuple[int, int]:
    """Width and height of ``1280x720``; argparse turns the error into a usage message."""
    width, separator, height = text.lower().partition("x")
    if not separator or not width.isdecimal() or not height.isdecimal():
        raise argparse.ArgumentTypeError(f"{text!r} is no size; write 1280x720")
    edges = (int(width), int(height))
    if not all(16 <= edge <= LARGEST_PX for edge in edges):  # noqa: PLR2004 - below, nothing can be seen
        raise argparse.ArgumentTypeError(f"{text!r} is out of range; each edge has 16 to {LARGEST_PX} pixels")
    return edges
