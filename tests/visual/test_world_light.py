"""The room's light, as a person changes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.journal import Journal
from client.keeping import Keeping
from client.loading import Loader
from client.picture import AUTOMATIC, Picture, wanted_quality
from client.render.light import ROOM, ROOM_MOODS
from client.render.quality import LEVELS, LOW
from client.render.view import View
from client.scene.world import World
from client.settings import Settings
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.catalogue import Catalogue, Place, RoomPlan, Text
from showroom.gltf.model import Document, Material, Mesh, Node
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

PLAN = RoomPlan("hall", Text("Hall", "Halle"), (4.0, 4.0), Place((0.0, 0.0, 0.0)), ())


class Room:
    """An empty room on a small picture, and what a person may say about it."""

    def __init__(self, kept: Settings | None = None) -> None:
        self.view = View.offscreen((64, 36), LOW)
        self.loader = Loader()
        self.world = World(self.view, self.loader, lambda _: b"")
        self.world.show(Catalogue(1, (), (PLAN,)), PLAN)
        self.visit = Visit(language="de", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.picture = Picture(self.view, self.world, self.visit, AUTOMATIC, kept or Settings())
        self.view.set_camera((0.0, 1.6, 3.0), (0.0, 1.9, -3.0), 60.0)

    def drawn(self) -> NDArray[np.float64]:
        """The present picture."""
        self.view.frame()
        return self.view.pixels().astype(np.float64)

    def close(self) -> None:
        """Take it down."""
        self.world.close()
        self.loader.close()
        self.view.close()


@pytest.fixture
def room() -> Iterator[Room]:
    room = Room()
    yield room
    room.close()


def test_the_evening_is_darker_and_warmer_and_the_round_ends_where_it_began(room: Room) -> None:
    pictures = [room.drawn()]
    for _ in ROOM_MOODS:
        room.picture.next_mood()
        pictures.append(room.drawn())

    studio, day, evening, again = pictures
    assert day.mean() > studio.mean() + 3
    assert evening.mean() < 0.75 * studio.mean()
    assert evening[..., 0].mean() / evening[..., 2].mean() > 1.1 * studio[..., 0].mean() / studio[..., 2].mean()
    assert np.abs(again - studio).max() <= 1
    assert room.view.mood == ROOM


def test_what_stands_in_a_rooms_colours_follows_the_mood_and_its_lamps_do_not(room: Room) -> None:
    wall, lamp = (
        Material(name, base_color=(*colour, 1.0), emissive=glow, emissive_strength=3.0, unlit=name == "wall")
        for name, colour, glow in (
            ("wall", (0.6, 0.6, 0.6), (0.0, 0.0, 0.0)),
            ("lamp", (0.0, 0.0, 0.0), (1.0, 1.0, 1.0)),
        )
    )
    brightness = []
    for material in (wall, lamp):
        panel = Document(
            [Node("panel", np.eye(4), Mesh("panel", [Shapes.panel(material, (9.0, 9.0))]))], [material], []
        )
        room.world._put_shell(panel)  # noqa: SLF001 - as if it were the room
        for mood in (ROOM, ROOM_MOODS["evening"]):
            room.world.light(mood)
            brightness.append(room.drawn()[18, 32].mean())

    assert brightness[1] < 0.75 * brightness[0]
    assert brightness[3] > 0.95 * brightness[2]


def test_in_the_evening_what_lamps_light_stays_and_what_the_sky_lit_goes_blue(room: Room) -> None:
    wall = Material("wall", base_color=(0.6, 0.6, 0.6, 1.0), unlit=True)
    seen: dict[tuple[str, float], NDArray[np.float64]] = {}
    for share in (1.0, 0.5, 0.0):
        panel = Shapes.panel(wall, (9.0, 9.0))
        colours = np.ones((len(panel.attributes["POSITION"]), 4), np.float32)
        colours[:, 3] = share
        colours[0, 3] = 0.0  # a corner far away: the room says which part is from lamps
        panel.attributes["COLOR_0"] = colours
        room.world._put_shell(Document([Node("panel", np.eye(4), Mesh("panel", [panel]))], [wall], []))  # noqa: SLF001
        for name in ("studio", "evening"):
            room.world.light(ROOM_MOODS[name])
            seen[name, share] = room.drawn()[:, :, :3].mean(axis=(0, 1))

    assert np.abs(seen["studio", 1.0] - seen["studio", 0.0]).max() < 1
    lamps, half, sky = (seen["evening", share] for share in (1.0, 0.5, 0.0))
    assert sky.mean() < 0.6 * half.mean() < 0.6 * lamps.mean()
    assert lamps[0] > 1.1 * lamps[2]
    assert sky[2] > 1.1 * sky[0]


def test_the_quality_goes_round_and_says_so_in_the_persons_language(room: Room) -> None:
    seen = []
    for _ in LEVELS:
        room.picture.next_quality()
        seen.append(room.view.quality.level)
    room.picture.settle(ready=True)

    assert seen == ["low", "medium", "high"]
    assert any("Bildqualität: hoch" in notice for notice in room.visit.current_notices(0.0))


def test_the_next_visit_begins_in_the_light_and_quality_that_this_one_chose(room: Room) -> None:
    untouched = Settings("Zoë", "de", mood="day")
    keeping = Keeping(None, untouched)
    room.picture.remember(keeping)
    assert keeping.settings == untouched
    room.picture.next_mood()
    room.picture.next_mood()
    room.picture.next_quality()
    room.picture.remember(keeping)
    kept = keeping.settings

    later = Room(kept)
    assert later.view.mood == ROOM_MOODS["evening"]
    assert wanted_quality(None, kept.quality, offscreen=False, drawn="low") == room.view.quality.level
    assert wanted_quality("high", kept.quality, offscreen=False, drawn="high") == "high"
    later.close()


def test_a_kept_light_that_there_is_no_more_is_the_first_one() -> None:
    room = Room(Settings(mood="disco", quality="ultra"))
    assert room.view.mood == ROOM
    assert wanted_quality(None, "ultra", offscreen=False, drawn="low") == AUTOMATIC
    room.close()
