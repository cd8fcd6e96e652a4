"""Looking closely: drags swing on and come to rest, doors open gradually, measures stand where the product stands."""

from __future__ import annotations

import math
from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from client.inspecting import Inspecting
from client.journal import Journal
from client.model import asked
from client.photo import Photo
from client.player import Player, inspecting, panned
from client.scene.world import Exhibit
from client.ui.clipboard import Clipboard
from client.ui.keyboard import Input
from client.visit import Visit
from showroom.catalogue import Catalogue, FileRef, Hotspot, Motion, Place, Plinth, Publication, State, Text
from showroom.codes import assign
from showroom.ui.views import dimension_views
from tests.client.shop import product, room

if TYPE_CHECKING:
    from pathlib import Path

FRAME_S = 1 / 60
DRAG = Input(dragged_px=(-20.0, 0.0), dragging=True)
FRONT = Hotspot("front", Text("Front", "Vorn"), Text("The front.", "Die Front."), (0.0, 0.5, 1.0), (0.0, 0.0, 1.0))
TOP = Hotspot("top", Text("Top", "Oben"), Text("The top.", "Die Oberseite."), (0.0, 1.5, 0.0))
STATES = (
    State("doors", Text("Doors", "Türen")),
    State("apart", Text("Apart", "Zerlegt"), moves=(Motion("lid", shift=(0.0, 0.1, 0.0)),)),
)
BLOCK = msgspec.structs.replace(product("block"), states=STATES, hotspots=(FRONT, TOP))
PUBLICATION = Publication(
    BLOCK, 1, FileRef("0" * 64, 1, "model/gltf-binary"), (2000.0, 1500.0, 4321.0), 10, assign(BLOCK, None, 1, ()), ""
)


def _part_under(point: tuple[float, float, float]) -> str:
    """The lid is what is above a metre."""
    return "lid" if point[1] > 1.0 else "body"


class Here:
    """Somebody who looks closely at the block."""

    def __init__(self) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
        self.visit.catalogue, self.visit.inspected = Catalogue(1, (PUBLICATION,), (room(),)), "block"
        self.poses: list[dict[str, float]] = []
        plinth = Plinth("here", Place((3.0, 0.5, 1.0), math.pi / 2), (), (1.0, 1.0), "block")
        self.moved: dict[str, np.ndarray | None] = {}
        node: Any = SimpleNamespace(bearers=_part_under, moved=lambda part: self.moved.get(part, np.eye(4)))
        exhibit = Exhibit(PUBLICATION, plinth, node)
        world: Any = SimpleNamespace(exhibits={"block": exhibit}, pose=self._pose)
        self.inspecting = Inspecting(self.visit, world)
        self.visit.player = inspecting(Player((0.0, 0.0), 0.0), (0.0, 0.0, 0.0), 1.0, 0.0)

    def _pose(self, _: str, amounts: dict[str, float]) -> bool:
        self.poses.append(amounts)
        return True

    def frames(self, count: int, given: Input | None = None) -> float:
        """Let frames pass; how far the eye went around, in radians."""
        before = self.heading
        for _ in range(count):
            self.visit.player = self.inspecting.moved(self.visit.player, given or Input(), 0.0, FRAME_S)
            self.inspecting.step(FRAME_S)
        return self.heading - before

    @property
    def chosen(self) -> str:
        """What is explained."""
        return "".join(mark.view.words for mark in self.inspecting.details.marks() if mark.chosen)

    @property
    def heading(self) -> float:
        assert self.visit.player.orbit is not None
        return self.visit.player.orbit.heading


def test_a_drag_swings_on_and_comes_to_rest() -> None:
    here = Here()
    dragged = here.frames(5, DRAG)
    assert dragged > 0.5
    swung = here.frames(30)
    assert 0.1 < swung < 3 * dragged
    here.frames(120)
    assert here.frames(30) == 0.0


def test_nothing_swings_or_turns_where_motion_is_reduced_but_the_turntable_does_what_it_is_told() -> None:
    here = Here()
    here.visit.calm = True
    here.frames(5, DRAG)
    assert here.frames(30) == 0.0
    here.inspecting.verbs["turntable"]()
    assert here.frames(60) > 0.3


def test_doors_open_gradually_and_are_shut_for_whoever_steps_back() -> None:
    here = Here()
    here.inspecting.switch(0)
    here.frames(10)
    half = here.poses[-1]["doors"]
    assert 0.0 < half < 1.0
    here.frames(60)
    assert here.poses[-1] == {"doors": 1.0, "apart": 0.0}
    here.inspecting.switch(4)
    assert here.visit.states_on == {"doors"}
    here.visit.inspected = None
    for _ in range(60):
        here.inspecting.step(FRAME_S)
    assert here.poses[-1] == {"doors": 0.0, "apart": 0.0}


def test_measures_say_the_true_size_where_the_product_stands() -> None:
    here = Here()
    assert here.inspecting.measures() == ()
    here.inspecting.verbs["measure"]()
    width, height, depth = here.inspecting.measures()
    assert (width.words, height.words, depth.words) == ("2,000 mm", "1,500 mm", "4,321 mm")
    assert dimension_views(PUBLICATION, "de")[2].words == "4.321 mm"
    for measure, metres in ((width, 2.0), (height, 1.5), (depth, 4.321)):
        assert math.dist(measure.start, measure.end) == np.float64(metres).round(6) or math.isclose(
            math.dist(measure.start, measure.end), metres
        )
    # Turned by a quarter, the width runs along z, and everything stands on the plinth.
    assert math.isclose(abs(width.start[2] - width.end[2]), 2.0)
    assert min(height.start[1], height.end[1]) == 0.5


def test_panning_stays_within_the_products_own_size() -> None:
    player = inspecting(Player((0.0, 0.0), 0.0), (0.0, 0.0, 0.0), 0.5, 0.0)
    for _ in range(50):
        player = panned(player, 200.0, 100.0)
    assert player.orbit is not None
    assert math.hypot(*player.orbit.aside) <= 0.5 + 1e-9
    far = replace(player, orbit=None)
    assert panned(far, 10.0, 0.0) is far


def test_a_photo_is_kept_with_its_code_in_a_folder_of_ones_own(tmp_path: Path) -> None:
    here = Here()
    blurred: list[float] = []
    view: Any = SimpleNamespace(
        pixels=lambda: np.zeros((4, 6, 3), np.uint8), set_focus=lambda _, opening: blurred.append(opening)
    )
    photo = Photo(here.visit, view, {"SHOWROOM_PICTURES_DIR": str(tmp_path / "pictures")})
    photo.verbs["photo"]()
    assert here.visit.photo
    assert not photo.hides()
    photo.verbs["take-photo"]()
    photo.frame_done()
    assert not (tmp_path / "pictures").exists(), "the frame in which it was asked for still has the bar"
    assert photo.hides()
    photo.frame_done()
    (kept,) = (tmp_path / "pictures").iterdir()
    assert kept.name.startswith("block-")
    assert kept.read_bytes().startswith(b"\x89PNG")
    assert here.visit.clipboard.paste() in kept.name
    photo.verbs["photo"]()
    assert not here.visit.photo
    assert blurred[0] > 0.0 == blurred[-1]


def test_what_is_pointed_out_is_explained_one_after_the_other_and_then_nothing() -> None:
    here = Here()
    chosen = []
    for _ in range(4):
        here.inspecting.verbs["next-hotspot"]()
        here.frames(1)
        chosen.append([mark.view.words for mark in here.inspecting.details.marks() if mark.chosen])
    assert chosen == [["The front."], ["The top."], [], ["The front."]]
    here.inspecting.details.explain(1)
    assert not any(mark.chosen for mark in here.inspecting.details.marks())


def test_escape_closes_what_is_explained_and_then_does_what_it_always_does() -> None:
    here = Here()
    here.inspecting.details.explain(2)
    here.frames(1)
    assert here.inspecting.details.press("escape")
    assert not any(mark.chosen for mark in here.inspecting.details.marks())
    assert not here.inspecting.details.press("escape")


def test_the_eye_goes_around_to_what_is_explained_and_stops_where_somebody_drags() -> None:
    here = Here()
    here.inspecting.details.explain(1)
    here.frames(200)
    # The block's front looks along +X in the room.
    assert math.isclose(math.remainder(here.heading - math.pi / 2, math.tau), 0.0, abs_tol=0.02)
    here.inspecting.details.explain(2)
    assert here.frames(30) == 0.0
    here.frames(60, DRAG)
    here.frames(300)
    here.inspecting.details.explain(1)
    here.frames(1, DRAG)
    here.frames(300)
    assert abs(math.remainder(here.heading - math.pi / 2, math.tau)) > 0.1


def test_a_mark_behind_the_product_is_hidden() -> None:
    here = Here()
    here.visit.calm = True
    orbit = here.visit.player.orbit
    assert orbit is not None
    here.visit.player = replace(here.visit.player, orbit=replace(orbit, centre=(3.0, 1.0, 1.0)), origin=None)
    here.inspecting.details.explain(1)
    here.frames(1)
    front, top = here.inspecting.details.marks()
    assert (front.hidden, top.hidden) == (False, False)
    assert np.allclose(front.at, (4.0, 1.0, 1.0))
    here.visit.player = replace(here.visit.player, orbit=replace(orbit, centre=(3.0, 1.0, 1.0), heading=-math.pi / 2))
    assert [mark.hidden for mark in here.inspecting.details.marks()] == [True, False]


def test_a_mark_goes_with_its_part_and_is_gone_with_it() -> None:
    here = Here()
    here.frames(2)
    front, top = here.inspecting.details.marks()
    lifted = np.eye(4)
    lifted[1, 3] = 0.3
    here.moved["lid"] = lifted
    assert np.allclose(here.inspecting.details.marks()[1].at, np.add(top.at, (0.0, 0.3, 0.0)))
    here.inspecting.details.explain(2)
    here.frames(1)
    assert here.chosen == "The top."
    here.moved["lid"] = None
    assert here.inspecting.details.marks() == (front,)
    here.frames(1)
    assert here.chosen == "", "what is explained is gone with its part"
    here.inspecting.verbs["next-hotspot"]()
    assert here.chosen == "The front."
    here.inspecting.verbs["next-hotspot"]()
    assert here.chosen == "", "what is not there is passed over"


def test_what_is_explained_ends_with_the_next_choice_and_the_next_switch() -> None:
    here = Here()

    def choose() -> None:
        group = BLOCK.groups[0]
        here.visit.model = asked(here.visit.model, 1, "block", {group.id: group.values[1].id})

    for changes in (choose, lambda: here.inspecting.switch(0)):
        here.inspecting.details.explain(2)
        here.frames(3)
        assert here.chosen == "The top."
        changes()
        here.frames(1)
        assert here.chosen == "", changes


def test_what_is_explained_ends_when_it_has_been_read_however_slow_the_picture_is() -> None:
    for frame_s, most in ((1 / 60, 1200), (1.0, 50)):
        here = Here()
        here.inspecting.details.explain(2)
        frames = 0
        while here.chosen and frames < most:
            here.inspecting.step(frame_s)
            frames += 1
        assert frames * frame_s > 9.0
        assert frames > 20
        assert frames < most


def test_a_click_beside_closes_what_is_explained() -> None:
    here = Here()
    assert not here.inspecting.details.close()
    here.inspecting.details.explain(2)
    assert here.inspecting.details.close()
    assert here.chosen == ""


def test_a_product_without_points_says_so() -> None:
    here = Here()
    plain = msgspec.structs.replace(PUBLICATION, product=msgspec.structs.replace(product("block"), hotspots=()))
    here.visit.catalogue = Catalogue(1, (plain,), (room(),))
    here.inspecting.verbs["next-hotspot"]()
    assert [text for text, _ in here.visit.notices] == ["Nothing is pointed out on this product."]


def test_the_eye_makes_room_for_what_is_taken_apart_and_comes_back() -> None:
    here = Here()
    before = here.visit.player.orbit
    here.inspecting.switch(1)
    apart = here.visit.player.orbit
    assert before is not None
    assert apart is not None
    assert apart.distance_m > before.distance_m
    assert math.isclose(apart.centre[1] - before.centre[1], 0.05)
    here.inspecting.switch(1)
    together = here.visit.player.orbit
    assert together is not None
    assert math.isclose(together.distance_m, before.distance_m)
    assert math.isclose(together.centre[1], before.centre[1], abs_tol=1e-9)
