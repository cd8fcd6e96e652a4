"""Finds the implementations of ports that other layers bring, through entry points, so that none is imported here."""

from __future__ import annotations

import importlib.util
from importlib.metadata import entry_points
from typing import TYPE_CHECKING, Any

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.ports import DataFolder, Renderer

GROUP = "showroom.adapters"
EXTRAS = {"data_folder": "server", "renderer": "client"}


def require_pictures() -> None:
    """Make sure that textures can be decoded.

    Raises:
        Unavailable: ``missing-extra``.
    """
    if importlib.util.find_spec("PIL") is None:
        raise _missing("picture decoder", "assets")


def open_data_folder(path: Path, *, create: bool = False) -> DataFolder:
    """Open the catalogue and the files under `path`; where there are none yet, make them if `create`.

    Raises:
        Unavailable: ``missing-extra`` or a trouble of the disk.
        Rejected: ``no-database`` without `create`.
    """
    folder: DataFolder = _load("data_folder")(path, create=create)
    return folder


def open_renderer() -> Renderer:
    """Start the offscreen renderer for pictures that people look at.

    Raises:
        Unavailable: ``missing-extra``, or no graphics context can be had.
    """
    renderer: Renderer = _load("renderer").poster()
    return renderer


def open_draft_renderer() -> Renderer:
    """Start the offscreen renderer for small pictures that are drawn quickly.

    Raises:
        Unavailable: ``missing-extra``, or no graphics context can be had.
    """
    renderer: Renderer = _load("renderer").draft()
    return renderer


def open_proof_renderer() -> Renderer:
    """Start the offscreen renderer for pictures of the product alone that are compared with each other.

    Raises:
        Unavailable: ``missing-extra``, or no graphics context can be had.
    """
    renderer: Renderer = _load("renderer").comparing()
    return renderer


def _load(name: str) -> Any:  # noqa: ANN401 - an entry point may name anything; the callers say what they expect
    missing = _missing(name.replace("_", " "), EXTRAS[name])
    for entry in entry_points(group=GROUP, name=name):
        if importlib.util.find_spec(entry.module.partition(".")[0]) is None:
            raise missing
        try:
            return entry.load()
        except ModuleNotFoundError as error:
            raise missing from error
    raise missing


def _missing(what: str, extra: str) -> Unavailable:
    return Unavailable("missing-extra", f"the {what} is not installed: pip install 'virtual-showroom[{extra}]'")
