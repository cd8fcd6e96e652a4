"""Arguments and output that the subcommands of this layer share."""

from __future__ import annotations

import sys
import time
from argparse import ArgumentTypeError
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import msgspec

from showroom.cli.paths import default_data_dir

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterable, Iterator

    from showroom.pipeline.mending import LightenOptions
    from showroom.ports import DataFolder


def add_file(parser: ArgumentParser) -> None:
    """The model to work on."""
    parser.add_argument("file", type=Path, help="a .glb or .gltf model")


def add_json(parser: ArgumentParser) -> None:
    """``--json``."""
    parser.add_argument("--json", action="store_true", help="for machines: one JSON object on standard output")


def add_data(parser: ArgumentParser) -> None:
    """``--data`` and ``--server``: what is worked on."""
    parser.add_argument(
        "--data", type=Path, default=default_data_dir(), metavar="DIR", help="the data folder (default: %(default)s)"
    )
    parser.add_argument(
        "--server", metavar="URL", help="work on a running server instead, after showroom login --server URL"
    )


def add_poster(parser: ArgumentParser) -> None:
    """``--no-poster``."""
    parser.add_argument("--no-poster", action="store_true", help="publish without drawing a picture")


def add_lighten(parser: ArgumentParser) -> None:
    """What `lighten_options` reads."""
    parser.add_argument(
        "--texture-px",
        type=_positive,
        default=2048,
        metavar="PX",
        help="textures have at most this side (default: 2048)",
    )
    parser.add_argument(
        "--simplify",
        type=_millimetres,
        default=0.0,
        metavar="MM",
        help="fewer triangles, within this distance of what was there",
    )
    parser.add_argument(
        "--quantise",
        type=_millimetres,
        default=None,
        metavar="MM",
        help="vertices may move this far to take fewer bits (default: 0.02 mm, on large models a 65,536th of them)",
    )
    parser.add_argument(
        "--compress",
        choices=("draco", "none"),
        default="draco",
        help="how meshes are written; none is for programs that do not read Draco (default: draco)",
    )
    parser.add_argument("--keep-nodes", action="store_true", help="join nothing over several nodes")
    parser.add_argument(
        "--no-pack-orm",
        action="store_true",
        help="leave occlusion, roughness and metal in the pictures that they are in",
    )


def add_levels(parser: ArgumentParser) -> None:
    """``--no-levels``, which `lighten_options` reads where it is there."""
    parser.add_argument(
        "--no-levels", action="store_true", help="publish without coarser levels for when the product is far away"
    )


def lighten_options(namespace: Namespace) -> LightenOptions:
    """How the arguments want models made lighter."""
    from showroom.pipeline.mending import LightenOptions  # noqa: PLC0415 - ``--help`` needs no pictures
    from showroom.pipeline.steps.compress import CompressOptions  # noqa: PLC0415
    from showroom.pipeline.steps.levels import LevelOptions  # noqa: PLC0415
    from showroom.pipeline.steps.orm import OrmOptions  # noqa: PLC0415
    from showroom.pipeline.steps.quantise import QuantiseOptions  # noqa: PLC0415
    from showroom.pipeline.steps.simplify import SimplifyOptions  # noqa: PLC0415
    from showroom.pipeline.steps.textures import TextureOptions  # noqa: PLC0415

    return LightenOptions(
        textures=TextureOptions(most_px=namespace.texture_px),
        simplify=SimplifyOptions(namespace.simplify),
        orm=OrmOptions(pack=not namespace.no_pack_orm),
        flatten=not namespace.keep_nodes,
        quantise=QuantiseOptions() if namespace.quantise is None else QuantiseOptions(namespace.quantise, 0.0, 1.0),
        compress=CompressOptions(namespace.compress),
        levels=LevelOptions(shares=(), turns=()) if getattr(namespace, "no_levels", False) else LevelOptions(),
    )


def _positive(word: str) -> int:
    if not word.isdecimal() or int(word) < 1:
        raise ArgumentTypeError("a whole number, 1 or more")
    return int(word)


def _millimetres(word: str) -> float:
    try:
        value = float(word)
    except ValueError:
        value = -1.0
    if not 0.0 <= value < 1e6:  # noqa: PLR2004 - a kilometre; also refuses nan
        raise ArgumentTypeError("millimetres, 0 or more")
    return value


@contextmanager
def data_folder(namespace: Namespace, *, create: bool = False) -> Iterator[DataFolder]:
    """The folder of ``--data``, or the server of ``--server``, open for as long as it is worked on.

    Args:
        namespace: what was typed.
        create: whether a shop is made where the folder holds none yet.

    Raises:
        Rejected: ``no-database``.
        Unavailable: ``missing-extra`` or a trouble of the disk or the network.
        NotPermitted: ``not-logged-in``.
    """
    folder = open_place(namespace.data, namespace.server, create=create)
    try:
        folder.catalogue.release_due(time.time())
        yield folder
    finally:
        folder.close()


def open_place(data: Path, server: str | None, *, create: bool) -> DataFolder:
    """The folder `data`, or a server where one is named; whoever opens it closes it."""
    from showroom.pipeline.adapters import open_data_folder  # noqa: PLC0415 - ``--help`` needs no store

    if server is None:
        return open_data_folder(data, create=create)
    from showroom.pipeline.remote.folder import RemoteFolder  # noqa: PLC0415 - the same
    from showroom.pipeline.remote.front import StaffFront, address  # noqa: PLC0415
    from showroom.pipeline.remote.logins import default_path, kept  # noqa: PLC0415

    login = kept(default_path(), address(server), time.time())
    return RemoteFolder(StaffFront(server, login.token))


def place_arguments(namespace: Namespace) -> str:
    """How a command that is shown to somebody says what is worked on."""
    return f"--server {namespace.server}" if namespace.server else f"--data {quote(str(namespace.data))}"


def print_lines(lines: Iterable[str]) -> None:
    """Text for a person."""
    sys.stdout.writelines(f"{line}\n" for line in lines)


def print_json(value: object) -> None:
    """One JSON object for a machine."""
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(value)).decode() + "\n")
