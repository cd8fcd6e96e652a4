"""Score every reference picture of a kit against our picture of the same camera."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from client.certify.kit import camera_of
from client.render import png
from showroom.errors import ModelError, Rejected, Unavailable
from showroom.gltf.cameras import read_cameras
from showroom.pictures.scoring import Gate, Scores, background_of, score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from client.certify.booth import Booth
    from client.certify.kit import Kit, KitModel, Picture
    from showroom.gltf.cameras import Camera
    from showroom.gltf.model import Document

WHITE = 255
SMALLEST_PX, LARGEST_PX = 16, 8192


class ViewResult(Struct, frozen=True):
    """What one reference picture was found to be worth: `failures` names the scores that are not good enough."""

    model: str
    view: str
    camera: str
    picture: str
    passed: bool
    failures: tuple[str, ...]
    scores: Scores


class Refused(Struct, frozen=True):
    """A model or picture that could not be compared, with the error's stable code."""

    model: str
    picture: str
    code: str
    message: str


class Report(Struct, frozen=True):
    """What `certify` found; `passed` says that every picture was compared and passed."""

    passed: bool
    gate: Gate
    views: tuple[ViewResult, ...]
    refused: tuple[Refused, ...] = ()
    skipped: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Case:
    """A reference picture, (height, width, 3) uint8 sRGB, with the camera that it shows.

    `background` is its background's colour, (3,) uint8.
    """

    model: KitModel
    picture: Picture
    camera: Camera
    reference: NDArray[np.uint8]
    background: NDArray[np.uint8]

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height."""
        return self.reference.shape[1], self.reference.shape[0]


def certify(
    kit: Kit,
    read: Callable[[Path], tuple[bytes, Document]],
    booth: Booth,
    *,
    gate: Gate,
    watch: Callable[[ViewResult, Case, NDArray[np.uint8]], None],
) -> Report:
    """Compare every picture; what cannot be read is reported and does not keep the rest from being compared.

    Args:
        kit: what to compare.
        read: opens a model: its bytes and the document.
        booth: where it is drawn.
        gate: what passes.
        watch: is told each result as it is found, with what it was found from.
    """
    views: list[ViewResult] = []
    refused: list[Refused] = []
    for model in kit.models:
        try:
            data, document = read(model.path)
            booth.place(document)
            cameras = cameras_of(data, model)
        except (Rejected, Unavailable) as error:
            refused.append(Refused(model.name, "", error.code, error.message))
            continue
        for case in cases_of(model, cameras, refused):
            drawn = booth.picture(case.camera, case.size_px, case.background)
            result = _judge(case, drawn, gate)
            views.append(result)
            watch(result, case, drawn)
    passed = bool(views) and not refused and all(view.passed for view in views)
    return Report(passed, gate, tuple(views), tuple(refused), kit.skipped)


def cameras_of(data: bytes, model: KitModel) -> tuple[Camera, ...]:
    """The cameras of a model.

    Raises:
        ModelError: ``no-cameras``, and what `read_cameras` raises.
    """
    cameras = read_cameras(data, name=model.path.name)
    if not cameras:
        raise ModelError(
            "no-cameras",
            "the model holds no camera, so nothing says what its pictures show",
            got=f"{len(model.pictures)} reference pictures",
            allowed="a camera for each picture, on a node of the scene",
            hint="export the model with its cameras",
            place=model.path.name,
        )
    return cameras


def cases_of(model: KitModel, cameras: tuple[Camera, ...], refused: list[Refused]) -> Iterator[Case]:
    """The pictures of a model that can be compared; the others go to `refused`."""
    for picture in model.pictures:
        try:
            yield _case(model, picture, cameras)
        except (Rejected, Unavailable) as error:
            refused.append(Refused(model.name, picture.path.name, error.code, error.message))


def _case(model: KitModel, picture: Picture, cameras: tuple[Camera, ...]) -> Case:
    camera = camera_of(picture, cameras)
    if camera is None:
        known = ", ".join(f"{one.index} ({one.name})" for one in cameras)
        raise Rejected(
            "no-such-camera",
            f"{picture.path.name} names the camera {picture.view!r}; {model.path.name} holds {known}",
            got=picture.view,
            allowed=known,
        )
    reference, background = read_reference(picture.path)
    return Case(model, picture, camera, reference, background)


def read_reference(path: Path) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """A reference picture and its background's colour; one that can be seen through is laid over white.

    Raises:
        Rejected: ``unreadable-picture``, ``bad-size``.
        Unavailable: ``unreadable-file``.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise Unavailable("unreadable-file", f"{path} cannot be read: {error.strerror}") from error
    pixels = png.decode_rgba(data)
    height, width = pixels.shape[:2]
    if not all(SMALLEST_PX <= edge <= LARGEST_PX for edge in (width, height)):
        allowed = f"edges of {SMALLEST_PX} to {LARGEST_PX} pixels"
        raise Rejected("bad-size", f"{path.name} has {width}x{height} pixels; {allowed}", allowed=allowed)
    if pixels[..., 3].min() == WHITE:
        return pixels[..., :3], background_of(pixels[..., :3])
    alpha = pixels[..., 3:].astype(np.float64) / WHITE
    laid = np.rint(pixels[..., :3] * alpha + WHITE * (1.0 - alpha)).astype(np.uint8)
    return laid, np.full(3, WHITE, np.uint8)


def _judge(case: Case, drawn: NDArray[np.uint8], gate: Gate) -> ViewResult:
    scores = score(case.reference, drawn, case.background)
    failures = gate.failures(scores)
    return ViewResult(
        model=case.model.name,
        view=case.picture.view,
        camera=case.camera.name,
        picture=case.picture.path.name,
        passed=not failures,
        failures=failures,
        scores=scores,
    )
