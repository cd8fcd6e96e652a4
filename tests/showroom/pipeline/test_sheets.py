"""Thumbnails of option values and a turn: drawn once, kept while they look the same."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from server.store.folder import open_in_memory
from showroom.errors import Unavailable
from showroom.pipeline.importer import ImportOptions, import_model
from tests.showroom.pipeline.products import PRODUCT, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication, Sheet, Vector3

NOW_S = 1_800_000_000.0


class Painter:
    """Paints each picture in one grey, another one every time, and keeps what was asked for."""

    def __init__(self) -> None:
        self.asked: list[dict[str, str]] = []

    def picture(
        self,
        model: bytes,  # noqa: ARG002 - the port's, like the other ones below
        publication: Publication,  # noqa: ARG002
        choices: Mapping[str, str],
        *,
        view: str = "hero",  # noqa: ARG002
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,  # noqa: ARG002
        level: int = 0,  # noqa: ARG002
    ) -> NDArray[np.uint8]:
        self.asked.append(dict(choices))
        return np.full((size_px[1], size_px[0], 3), 9 * len(self.asked), np.uint8)

    def close(self) -> None:
        pass


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


def publish(folder: StoreFolder, painter: Painter, text: str = PRODUCT, *, turntable: bool = False) -> Publication:
    options = ImportOptions(sheets=lambda: painter, turntable=turntable)
    return import_model(source(), text, "runner.toml", folder, now_s=NOW_S, options=options).publication


def cells(folder: StoreFolder, sheet: Sheet) -> dict[str, int]:
    """The grey of every frame."""
    width, height = sheet.frame_px
    with Pillow.open(io.BytesIO(folder.files.read(sheet.picture.sha256))) as picture:
        pixels = np.asarray(picture.convert("L"))
    return {
        name: int(pixels[n // sheet.columns * height + height // 2, n % sheet.columns * width + width // 2])
        for n, name in enumerate(sheet.frames)
    }


def test_every_value_has_a_thumbnail_and_what_looks_the_same_is_drawn_once(folder: StoreFolder) -> None:
    painter = Painter()
    sheet = publish(folder, painter).thumbnails
    assert sheet is not None
    greys = cells(folder, sheet)
    assert list(greys) == ["sole=white", "sole=black", "night=off", "night=on"]
    assert len(painter.asked) == 3  # white and off are both how it is first
    assert greys["sole=white"] == greys["night=off"]
    assert len(set(greys.values())) == 3


def test_a_new_price_draws_nothing_and_a_new_colour_only_itself(folder: StoreFolder) -> None:
    first = publish(folder, Painter())
    painter = Painter()
    cheaper = publish(folder, painter, PRODUCT.replace("12900", "9900"))
    assert (painter.asked, cheaper.thumbnails, cheaper.revision) == ([], first.thumbnails, 2)
    darker = publish(folder, painter, PRODUCT.replace("#1d1d20", "#000000"))
    assert painter.asked == [{"night": "off", "sole": "black"}]
    assert darker.thumbnails is not None
    assert first.thumbnails is not None
    before, after = cells(folder, first.thumbnails), cells(folder, darker.thumbnails)
    assert {name for name in before if abs(before[name] - after[name]) > 2} == {"sole=black"}


def test_a_turn_goes_once_around(folder: StoreFolder) -> None:
    painter = Painter()
    sheet = publish(folder, painter, turntable=True).turntable
    assert sheet is not None
    assert sheet.frames == tuple(str(15 * step) for step in range(24))
    assert len(painter.asked) == 3 + 24


def test_without_graphics_the_product_is_published_without_them(folder: StoreFolder) -> None:
    def nothing() -> Painter:
        raise Unavailable("no-graphics", "no graphics here")

    options = ImportOptions(sheets=nothing)
    result = import_model(source(), PRODUCT, "runner.toml", folder, now_s=NOW_S, options=options)
    assert (result.publication.thumbnails, result.poster_problem) == (None, "no-graphics: no graphics here")
    assert folder.catalogue.catalogue().products == (result.publication,)
