"""Turns around a product, one for each look that a value brings: drawn once, kept while they look like it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image as Pillow

from server.store.folder import open_in_memory
from showroom.errors import NotFound, Unavailable
from showroom.pipeline.importer import ImportOptions, import_model
from showroom.pipeline.revisions.history import rollback
from showroom.pipeline.turntables.drawing import add_turntables, drawn_here, turned
from showroom.pipeline.turntables.turns import all_drawn, views
from tests.showroom.pipeline.products import PRODUCT, source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from server.store.folder import StoreFolder
    from showroom.catalogue import Publication, Vector3
    from showroom.pipeline.turntables.drawing import Artist

NOW_S = 1_800_000_000.0
RULES = """
[[rules]]
when = "sole=black"
requires = "night=on"
en = "Black soles are for the night."
de = "Schwarze Sohlen sind für die Nacht."
"""
SIZED = PRODUCT.replace(
    "groups = [", 'groups = [\n  { id = "size", en = "Size", de = "Größe", values = ["small", "large"] },', 1
).replace("[palette]", '[palette]\nsmall = { en = "S", de = "S" }\nlarge = { en = "L", de = "L" }')


class Painter:
    """Paints every picture in one grey, brighter from one to the next, and keeps what was asked for."""

    def __init__(self, most: int = 10_000) -> None:
        self.asked: list[tuple[dict[str, str], Vector3]] = []
        self.most = most

    def picture(
        self,
        model: bytes,  # noqa: ARG002 - the port's, like the other ones below
        publication: Publication,  # noqa: ARG002
        choices: Mapping[str, str],
        *,
        view: str = "hero",  # noqa: ARG002
        size_px: tuple[int, int] = (1280, 720),
        camera_position: Vector3 | None = None,
        level: int = 0,  # noqa: ARG002
    ) -> NDArray[np.uint8]:
        if camera_position is not None:
            if len(self.asked) == self.most:
                raise KeyboardInterrupt
            self.asked.append((dict(choices), camera_position))
        return np.full((size_px[1], size_px[0], 3), 40 + 5 * (len(self.asked) % 24), np.uint8)

    def close(self) -> None:
        pass

    def artist(self) -> Artist:
        return drawn_here(lambda: self)

    @property
    def turns(self) -> list[dict[str, str]]:
        """What was drawn, once for each turn."""
        return [choices for choices, _ in self.asked[::24]]


@pytest.fixture
def folder() -> Iterator[StoreFolder]:
    folder = open_in_memory()
    yield folder
    folder.close()


def publish(folder: StoreFolder, text: str = PRODUCT) -> Publication:
    return import_model(source(), text, "runner.toml", folder, now_s=NOW_S).publication


def standing(folder: StoreFolder) -> Publication:
    (found,) = folder.catalogue.catalogue().products
    return found


def test_every_value_that_looks_different_has_a_turn_of_24_pictures_and_no_other(folder: StoreFolder) -> None:
    publish(folder, SIZED)
    painter = Painter()
    found = add_turntables(folder, "runner", painter.artist())
    assert painter.turns == [
        {"size": "small", "sole": "black", "night": "off"},
        {"size": "small", "sole": "white", "night": "on"},
    ]
    assert (found.turns, found.drawn, len(painter.asked)) == (2, 2, 48)
    turns = standing(folder).turntables
    assert [turn.values for turn in turns] == [("sole=black",), ("night=on",)]
    places = np.array([place for _, place in painter.asked[:24]])
    assert np.ptp(np.linalg.norm(places[:, [0, 2]], axis=1)) < 1e-9
    assert np.allclose(np.degrees(np.arctan2(places[:, 0], places[:, 2])) % 360, np.arange(0, 360, 15))


def test_the_picture_of_a_turn_holds_its_steps_row_by_row(folder: StoreFolder) -> None:
    publish(folder)
    add_turntables(folder, "runner", Painter().artist())
    turn = standing(folder).turntables[0]
    with Pillow.open(io.BytesIO(folder.files.read(turn.picture.sha256))) as picture:
        assert (picture.format, picture.size) == ("WEBP", (8 * 360, 3 * 240))
        pixels = np.asarray(picture.convert("L")).astype(int)
    assert (turn.frame_px, turn.columns, turn.steps, turn.picture.media_type) == ((360, 240), 8, 24, "image/webp")
    greys = [pixels[n // 8 * 240 + 120, n % 8 * 360 + 180] for n in range(24)]
    assert np.abs(np.array(greys) - (40 + 5 * (np.arange(1, 25) % 24))).max() <= 3


def test_a_turn_shows_only_what_can_be_ordered(folder: StoreFolder) -> None:
    publish(folder, PRODUCT + RULES)
    painter = Painter()
    add_turntables(folder, "runner", painter.artist())
    assert painter.turns == [{"sole": "black", "night": "on"}, {"sole": "white", "night": "on"}]


def test_values_that_look_the_same_share_a_turn(folder: StoreFolder) -> None:
    twins = PRODUCT.replace('"black"]', '"black", "coal"]').replace(
        "[palette]", '[palette]\ncoal = { en = "Coal", de = "Kohle", color = "#1d1d20" }'
    )
    publish(folder, twins)
    painter = Painter()
    add_turntables(folder, "runner", painter.artist())
    assert len(painter.turns) == 2
    assert standing(folder).turntables[0].values == ("sole=black", "sole=coal")


def test_nothing_is_drawn_twice_over_revisions_and_ways_back(folder: StoreFolder) -> None:
    publish(folder)
    add_turntables(folder, "runner", Painter().artist())
    first = standing(folder).turntables
    painter = Painter()
    assert publish(folder, PRODUCT.replace("12900", "9900")).turntables == first
    darker = publish(folder, PRODUCT.replace("#1d1d20", "#000000"))
    assert [turn.values for turn in darker.turntables] == [("night=on",)]
    assert not all_drawn(darker)
    assert add_turntables(folder, "runner", painter.artist()).drawn == 1
    assert painter.turns == [{"sole": "black", "night": "off"}]
    assert publish(folder).turntables == first  # as it was made before
    assert add_turntables(folder, "runner", painter.artist()).drawn == 0
    assert standing(folder).turntables == first
    rollback(folder, "runner", 1, NOW_S)
    assert standing(folder).turntables == first


def test_who_interrupts_it_goes_on_where_it_ended(folder: StoreFolder) -> None:
    publish(folder)
    with pytest.raises(KeyboardInterrupt):
        add_turntables(folder, "runner", Painter(most=30).artist())
    assert [turn.values for turn in standing(folder).turntables] == [("sole=black",)]
    painter = Painter()
    assert add_turntables(folder, "runner", painter.artist()).drawn == 1
    assert painter.turns == [{"sole": "white", "night": "on"}]
    assert all_drawn(standing(folder))


def test_a_turn_of_the_first_configuration_stays_while_it_looks_like_that(folder: StoreFolder) -> None:
    def publish_with(text: str, *, turntable: bool) -> Publication:
        options = ImportOptions(sheets=Painter, turntable=turntable)
        return import_model(source(), text, "runner.toml", folder, now_s=NOW_S, options=options).publication

    first = publish_with(PRODUCT, turntable=True)
    assert first.turntable is not None
    assert publish_with(PRODUCT.replace("#1d1d20", "#000000"), turntable=False).turntable == first.turntable
    assert publish_with(PRODUCT.replace("#f2f2ee", "#000000"), turntable=False).turntable is None


def test_where_nothing_can_draw_the_product_stands_without_turns(folder: StoreFolder) -> None:
    def nothing() -> Painter:
        raise Unavailable("no-graphics", "no graphics here")

    publish(folder)
    assert turned(folder, "runner", drawn_here(nothing)) == "no-graphics: no graphics here"
    assert standing(folder).turntables == ()
    with pytest.raises(NotFound, match="no such product is published"):
        add_turntables(folder, "walker", drawn_here(nothing))


def test_a_product_without_other_looks_wants_no_turns(folder: StoreFolder) -> None:
    plain = publish(folder, PRODUCT.replace('"white", "black"', '"white"').replace(', variant = "night"', ""))
    assert views(plain) == ()
    assert add_turntables(folder, "runner", Painter().artist()).turns == 0
