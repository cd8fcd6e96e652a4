"""Many small pictures of a product in one file: one for every option value, and one for every step of a turn."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as with_fields
from PIL import Image as Pillow

from showroom.catalogue import Sheet
from showroom.configuration import initial
from showroom.errors import NotFound, Unavailable
from showroom.pipeline.looks import TURN_PX, TURN_STEPS, looks_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Product, Publication, Vector3
    from showroom.ports import DataFolder, FileStore, Renderer

JPEG, WEBP = "image/jpeg", "image/webp"
COLUMNS = 8
QUALITY = {JPEG: 88, WEBP: 80}
DISTANCE = 2.3
"""Of the turning camera, in diagonals of the product."""
LIFT_DEG = 18.0


@dataclass(frozen=True)
class Layout:
    """How large the pictures of a sheet are, and in which format they stand."""

    frame_px: tuple[int, int]
    media_type: str


THUMBNAILS, TURNS = Layout((128, 96), JPEG), Layout(TURN_PX, WEBP)


@dataclass(frozen=True)
class Frame:
    """One picture to draw; `looks` is equal for frames that look the same."""

    name: str
    choices: dict[str, str]
    looks: str
    camera: Vector3 | None = None


def draw_sheet(
    frames: list[Frame],
    layout: Layout,
    glb: Callable[[], bytes],
    publication: Publication,
    files: FileStore,
    renderer: Callable[[], Renderer],
    before: Sheet | None = None,
) -> Sheet:
    """Draw and store a sheet; what looks as it did `before` is taken from there, and nothing is drawn twice.

    Raises:
        Unavailable: ``no-graphics``, or the disk.
    """
    size_px = layout.frame_px
    cells = _kept(before, size_px, files)
    missing = [frame for frame in frames if frame.looks not in cells]
    if missing:
        model, drawing = glb(), renderer()
        try:
            for frame in missing:
                if frame.looks not in cells:
                    cells[frame.looks] = drawing.picture(
                        model, publication, frame.choices, size_px=size_px, camera_position=frame.camera
                    )
        finally:
            drawing.close()
    looks = tuple(frame.looks for frame in frames)
    if before is not None and before.looks == looks and before.frames == tuple(frame.name for frame in frames):
        return before
    picture = files.put(_encoded([cells[one] for one in looks], layout), layout.media_type)
    return Sheet(picture, size_px, COLUMNS, tuple(frame.name for frame in frames), looks)


def drawn_sheet(
    frames: list[Frame], layout: Layout, model: bytes, publication: Publication, renderer: Renderer
) -> bytes:
    """All frames in one picture, drawn now."""
    cells = [
        renderer.picture(model, publication, one.choices, size_px=layout.frame_px, camera_position=one.camera)
        for one in frames
    ]
    return _encoded(cells, layout)


def value_frames(product: Product, model_sha256: str) -> list[Frame]:
    """A frame for every value of every group, the rest as it is first; colours of equal looks are drawn once."""
    first = initial(product).as_dict()
    return [
        _frame(f"{group.id}={value.id}", product, {**first, group.id: value.id}, model_sha256)
        for group in product.groups
        for value in group.values
    ]


def turn_frames(publication: Publication, choices: Mapping[str, str] | None = None) -> list[Frame]:
    """Once around the product as it is first or as `choices` say, eye height a little above it; names are degrees."""
    product = publication.product
    shown = dict(choices) if choices is not None else initial(product).as_dict()
    x, y, z = (value / 1000.0 for value in publication.size_mm)
    distance = DISTANCE * math.hypot(x, y, z)
    lift = math.radians(LIFT_DEG)
    frames = []
    for step in range(TURN_STEPS):
        around = step * math.tau / TURN_STEPS
        level = distance * math.cos(lift)
        camera = (level * math.sin(around), y / 2 + distance * math.sin(lift), level * math.cos(around))
        name = f"{360 * step // TURN_STEPS}"
        frames.append(_frame(name, product, shown, publication.model.sha256 + name, camera))
    return frames


def _frame(name: str, product: Product, choices: dict[str, str], salt: str, camera: Vector3 | None = None) -> Frame:
    return Frame(name, choices, looks_of(product, choices, salt), camera)


def _kept(before: Sheet | None, size_px: tuple[int, int], files: FileStore) -> dict[str, NDArray[np.uint8]]:
    """The pictures of an older sheet by how they look."""
    if before is None or before.frame_px != size_px:
        return {}
    try:
        data = files.read(before.picture.sha256)
    except NotFound:
        return {}
    with Pillow.open(io.BytesIO(data)) as picture:
        pixels = np.asarray(picture.convert("RGB"))
    places = _places(len(before.looks), size_px)
    return {looks: pixels[rows, columns] for looks, (rows, columns) in zip(before.looks, places, strict=True)}


def _encoded(cells: list[NDArray[np.uint8]], layout: Layout) -> bytes:
    width, height = layout.frame_px
    rows = -(-len(cells) // COLUMNS)
    sheet = np.full((rows * height, min(len(cells), COLUMNS) * width, 3), 255, np.uint8)
    for cell, (lines, columns) in zip(cells, _places(len(cells), layout.frame_px), strict=True):
        sheet[lines, columns] = cell
    buffer = io.BytesIO()
    if layout.media_type == WEBP:
        Pillow.fromarray(sheet).save(buffer, "WEBP", quality=QUALITY[WEBP])
    else:
        # Cells begin at multiples of the block of JPEG: one that is kept loses next to nothing when written again.
        Pillow.fromarray(sheet).save(buffer, "JPEG", quality=QUALITY[JPEG], subsampling=0, optimize=True)
    return buffer.getvalue()


def _places(count: int, size_px: tuple[int, int]) -> Iterator[tuple[slice, slice]]:
    width, height = size_px
    for number in range(count):
        top, left = number // COLUMNS * height, number % COLUMNS * width
        yield slice(top, top + height), slice(left, left + width)


def with_sheets(
    glb: Callable[[], bytes],
    publication: Publication,
    folder: DataFolder,
    renderer: Callable[[], Renderer],
    *,
    turntable: bool,
) -> tuple[Publication, str]:
    """The publication with its thumbnails, and where wanted its turntable; or as it is, and why.

    Raises:
        Unavailable: the disk.
    """
    previous = folder.catalogue.publication(publication.product.id)
    before = publication.pictures if publication.thumbnails or previous is None else previous.pictures
    values = value_frames(publication.product, publication.model.sha256)
    draw = partial(draw_sheet, glb=glb, publication=publication, files=folder.files, renderer=renderer)
    try:
        if values:
            thumbnails = draw(values, THUMBNAILS, before=before.thumbnails)
            publication = with_fields(publication, thumbnails=thumbnails)
        if turntable:
            turn = draw(turn_frames(publication), TURNS, before=before.turntable)
            publication = with_fields(publication, turntable=turn)
    except Unavailable as error:
        if error.code != "no-graphics":
            raise
        return publication, str(error)
    return publication, ""
