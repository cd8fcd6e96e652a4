"""What lies in a folder of the certification kit: models, and which picture shows which of their cameras.

Source: Khronos 3D Commerce, "Certification Test Plan V1.0": a model NAME has reference pictures ``rr-NAME-VIEW.png``,
VIEW being the camera's number, or ``rr-NAME.png`` where it has one camera.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from showroom.gltf.cameras import Camera

SUFFIXES = (".glb", ".gltf")
PREFIX = "rr-"
OTHER_LIGHTS = frozenset({"Cannon", "Street", "Studio"})
"""The kit draws one model under three more lights, which its pictures are named after."""


@dataclass(frozen=True)
class Picture:
    """A reference picture of a model; `view` is what its name says after the model's, empty for ``rr-NAME.png``."""

    path: Path
    view: str


@dataclass(frozen=True)
class KitModel:
    """A model with its reference pictures, sorted by view."""

    path: Path
    pictures: tuple[Picture, ...]

    @property
    def name(self) -> str:
        """What its pictures are called after."""
        return self.path.stem


@dataclass(frozen=True)
class Kit:
    """A folder's models that have pictures, and what is not compared, each with the reason."""

    models: tuple[KitModel, ...]
    skipped: tuple[str, ...]


def find_kit(folder: Path) -> Kit:
    """Look through a folder, not through the folders in it.

    Raises:
        NotFound: ``no-such-folder``.
        Rejected: ``no-models``, ``no-reference-pictures``.
    """
    if not folder.is_dir():
        raise NotFound("no-such-folder", "there is no such folder", got=str(folder), hint="name the kit's folder")
    files = sorted(path for path in folder.iterdir() if path.is_file())
    models = _models(files)
    if not models:
        raise Rejected("no-models", "the folder holds no model", got=str(folder), allowed="NAME.glb or NAME.gltf")
    pictures = [path for path in files if path.name.startswith(PREFIX) and path.suffix.lower() == ".png"]
    elsewhere = [path for path in pictures if path.stem.rpartition("-")[2] in OTHER_LIGHTS]
    pictures = [path for path in pictures if path not in elsewhere]
    owners = {path: _owner(path.stem.removeprefix(PREFIX), models) for path in pictures}
    found = tuple(_with_pictures(models[name], name, owners) for name in models if name in owners.values())
    if not found:
        raise Rejected(
            "no-reference-pictures",
            "no model in the folder has a reference picture",
            got=", ".join(sorted(models)[:5]),
            allowed=f"{PREFIX}NAME-VIEW.png beside NAME.glb",
        )
    lonely = [f"{path.name}: no picture shows it" for name, path in models.items() if name not in owners.values()]
    orphans = [f"{path.name}: no model of that name" for path, owner in owners.items() if owner is None]
    lit = [f"{path.name}: drawn under another light of the kit" for path in elsewhere]
    return Kit(found, tuple(sorted(lonely + orphans + lit)))


def camera_of(picture: Picture, cameras: tuple[Camera, ...]) -> Camera | None:
    """The camera that a picture shows: the one of that number, else of that name; None where there is none."""
    if not picture.view:
        return cameras[0] if cameras else None
    if picture.view.isdecimal():
        return next((camera for camera in cameras if camera.index == int(picture.view)), None)
    return next((camera for camera in cameras if camera.name == picture.view), None)


def _models(files: Iterable[Path]) -> dict[str, Path]:
    """Models by name; where one lies there in both forms, the binary one."""
    models = [path for path in files if path.suffix.lower() in SUFFIXES]
    models.sort(key=lambda path: (path.stem, -SUFFIXES.index(path.suffix.lower())))
    return {path.stem: path for path in models}


def _owner(stem: str, models: Iterable[str]) -> str | None:
    """The model with the longest name that a picture's name begins with, as names may hold dashes."""
    fitting = [name for name in models if stem == name or stem.startswith(f"{name}-")]
    return max(fitting, key=len, default=None)


def _with_pictures(path: Path, name: str, owners: dict[Path, str | None]) -> KitModel:
    pictures = [
        Picture(picture, picture.stem.removeprefix(PREFIX).removeprefix(name).removeprefix("-"))
        for picture, owner in owners.items()
        if owner == name
    ]
    return KitModel(path, tuple(sorted(pictures, key=_order)))


def _order(picture: Picture) -> tuple[int, str]:
    return (int(picture.view), "") if picture.view.isdecimal() else (-1, picture.view)
