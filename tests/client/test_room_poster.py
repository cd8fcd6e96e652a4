"""A room's poster: fetched before the room, shown until the room is there, and in its own shape."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from msgspec.structs import replace
from PIL import Image

from client.journal import Journal
from client.loading import Loaded
from client.room_poster import RoomPoster
from client.ui.clipboard import Clipboard
from client.ui.start_screen import covering
from client.visit import Visit
from showroom.catalogue import FileRef
from showroom.errors import Rejected
from showroom.pipeline.posters import MAX_PX, room_poster
from tests.client.shop import room

if TYPE_CHECKING:
    from collections.abc import Callable

POSTER = FileRef("a" * 64, 1, "image/webp")


def picture(width: int, height: int, kind: str = "WEBP") -> bytes:
    """Red above, blue below."""
    pixels = np.zeros((height, width, 3), np.uint8)
    pixels[: height // 2, :, 0] = pixels[height // 2 :, :, 2] = 200
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind)
    return out.getvalue()


class Here:
    """Somebody whose room is on its way."""

    def __init__(self) -> None:
        self.asked: dict[str, Callable[[], Any]] = {}
        self.shown: list[np.ndarray] = []
        world: Any = SimpleNamespace(plan=replace(room(), poster=POSTER), is_complete=False)
        self.world = world
        loader: Any = SimpleNamespace(ask=lambda name, job, **_: self.asked.update({name: job}))
        visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.poster = RoomPoster(visit, world, loader, lambda _: picture(8, 4), self.shown.append)


def test_the_poster_is_asked_for_once_and_shown_the_right_way_up() -> None:
    here = Here()
    here.poster.step()
    name, job = next(iter(here.asked.items()))
    here.asked.clear()
    here.poster.step()
    assert here.asked == {}
    here.poster.take(Loaded(name, job()))
    (shown,) = here.shown
    assert shown.shape == (4, 8, 3)
    assert shown[0, 0, 0] > 150
    assert shown[0, 0, 2] < 50
    assert shown[-1, 0, 2] > 150


def test_a_room_that_was_quicker_needs_no_poster() -> None:
    here = Here()
    here.poster.step()
    here.world.is_complete = True
    here.poster.take(Loaded("room-poster", np.zeros((4, 8, 3), np.uint8)))
    assert here.shown == []
    here.world.plan = replace(room(), poster=replace(POSTER, sha256="b" * 64))
    here.asked.clear()
    here.poster.step()
    assert here.asked == {}


def test_a_picture_fills_another_shape_from_its_middle() -> None:
    assert covering((1600, 900), (800, 450)) == ((0.0, 0.0), (1.0, 1.0))
    assert covering((2000, 500), (1000, 500)) == ((0.25, 0.0), (0.75, 1.0))
    assert covering((500, 2000), (500, 1000)) == ((0.0, 0.25), (1.0, 0.75))


def test_a_published_poster_is_small_and_one_that_is_so_already_stays() -> None:
    small = picture(64, 36)
    assert room_poster(small) == small
    with Image.open(io.BytesIO(room_poster(picture(4000, 2000, "PNG")))) as made:
        assert (made.format, made.size) == ("WEBP", (MAX_PX, MAX_PX // 2))
    with pytest.raises(Rejected, match="bad-picture"):
        room_poster(b"no picture")
