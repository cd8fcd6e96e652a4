"""Mirrors and floors show what is before them, where geometry says; what is not worth drawing is photographed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from panda3d.core import LQuaternionf

from client.render import device
from client.render.mirror import REST_FRAMES
from client.render.quality import LOW
from showroom.gltf.model import Material
from tests.visual.stage import SHARP, Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.render.quality import Quality
    from client.scene.loader import LoadedModel
    from showroom.gltf.model import Primitive
    from tests.visual.stage import Stage

SILVER = Material("mirror", base_color=(0.95, 0.95, 0.95, 1.0), metallic=1.0, roughness=0.03)
RED = Material("red", base_color=(0.8, 0.0, 0.0, 1.0), unlit=True)
LIVE, PHOTOGRAPHS = replace(SHARP, mirrors=1), replace(SHARP, mirrors=0)
BEHIND_THE_EYE = (1.0, 0.3, 5.5)


def upright(centre: tuple[float, float, float], half: tuple[float, float]) -> Primitive:
    """A mirror that looks to +Z."""
    panel = Shapes.panel(SILVER, half)
    panel.attributes["POSITION"] = panel.attributes["POSITION"] + np.array(centre, np.float32)
    return panel


def ball(stage: Stage, place: tuple[float, float, float], radius: float = 0.4) -> LoadedModel:
    return stage.show(Shapes.sphere(RED, radius), place)


def red(picture: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """The middle of what is red, (x, y); None where nothing is."""
    rows, columns = np.nonzero(picture[..., 0] - picture[..., 1:].max(axis=-1) > 60.0)
    return np.array([columns.mean() + 0.5, rows.mean() + 0.5]) if len(rows) > 3 else None


def settled(stage: Stage, quality: object) -> NDArray[np.float64]:
    """The picture when photographs have been taken."""
    for _ in range(REST_FRAMES + 2):
        stage.picture(quality)  # type: ignore[arg-type] # a Quality
        stage.view.frame()
    for _ in range(REST_FRAMES + 2):
        stage.view.frame()
    return stage.view.pixels().astype(np.float64)


@pytest.mark.parametrize("eye", [(0.0, 0.0, 4.0), (-1.2, 0.6, 3.0)])
def test_a_mirror_shows_what_stands_behind_the_eye_where_geometry_says(
    stage: Stage, eye: tuple[float, float, float]
) -> None:
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    ball(stage, BEHIND_THE_EYE)
    stage.view.set_camera(eye, (0.2, 0.0, -1.0), 40.0)

    found = red(stage.picture(LIVE))

    expected = stage.view.project((BEHIND_THE_EYE[0], BEHIND_THE_EYE[1], -2.0 - BEHIND_THE_EYE[2]))
    assert found is not None
    assert expected is not None
    assert np.abs(found - expected[:2]).max() < 1.0
    assert stage.view.mirrors_people


def test_a_mirror_shows_nothing_that_lies_behind_it(stage: Stage) -> None:
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    ball(stage, (0.2, 0.0, -2.5), 0.8)

    assert red(stage.picture(LIVE)) is None


def test_fronts_and_backs_stay_what_they_are_in_a_mirror(stage: Stage) -> None:
    """A panel that faces the mirror is seen in it, and one that turns its back to it is not."""
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    facing = Shapes.panel(replace(RED, name="facing"), (0.5, 0.5))
    stage.view.set_camera((0.0, 0.0, 3.0), (0.0, 0.0, -1.0), 40.0)
    away = stage.show(facing, (0.0, 0.0, 4.5))
    assert red(stage.picture(LIVE)) is None
    away.root.set_quat(LQuaternionf(0.0, 0.0, 1.0, 0.0))
    away.root.set_pos(0.0, 0.0, 9.0)

    assert red(stage.picture(LIVE)) is not None


def test_a_mirror_out_of_sight_costs_nothing(stage: Stage) -> None:
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    for eye, target in (((0.0, 0.0, 4.0), (0.0, 0.0, 8.0)), ((0.0, 0.0, -4.0), (0.0, 0.0, 0.0))):
        stage.view.set_camera(eye, target, 40.0)
        stage.picture(LIVE)

        assert not stage.view.mirrors_people


def test_without_live_mirrors_a_photograph_shows_the_room_until_it_is_taken_anew(stage: Stage) -> None:
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    thing = ball(stage, (0.9, 0.2, 4.6), 0.7)
    before = red(settled(stage, PHOTOGRAPHS))
    thing.root.set_pos(-1.8, 0.0, 0.0)
    stage.view.frame()
    unmoved = red(stage.view.pixels().astype(np.float64))
    after = red(settled(stage, PHOTOGRAPHS))

    assert before is not None
    assert unmoved is not None
    assert after is not None
    assert np.abs(unmoved - before).max() < 0.5
    assert before[0] > 85.0
    assert after[0] < 75.0


@pytest.mark.parametrize("quality", [PHOTOGRAPHS, LOW])
def test_a_mirror_is_never_black_before_its_photograph_is_there(stage: Stage, quality: Quality) -> None:
    stage.view.quality = quality
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    seen = []
    for frame in range(3 * REST_FRAMES):
        stage.view.frame()
        seen.append(stage.view.pixels()[30:60, 60:100].mean())
        if frame == REST_FRAMES:  # what has changed makes the photograph stale
            stage.view.refresh_shadows()
    assert min(seen) > 40.0


def test_the_larger_of_two_mirrors_is_drawn_and_the_other_photographed(stage: Stage) -> None:
    stage.show_room(upright((-0.8, 0.0, -1.0), (0.7, 0.7)), upright((0.6, 0.0, -2.0), (0.4, 0.4)))
    thing = ball(stage, (0.0, 0.0, 6.0), 1.2)
    settled(stage, LIVE)
    thing.root.hide()
    stage.view.frame()
    picture = stage.view.pixels().astype(np.float64)

    assert red(picture[:, :80]) is None
    assert red(picture[:, 80:]) is not None


def test_a_mirror_beside_the_eye_takes_nothing_from_the_one_in_the_picture(stage: Stage) -> None:
    """It reaches from behind the eye to before it, and lies out of the picture."""
    beside = upright((4.0, 0.0, 0.0), (4.0, 1.0))
    beside.attributes["POSITION"] = beside.attributes["POSITION"][:, [2, 1, 0]] * np.array([1, 1, -1], np.float32)
    beside.attributes["POSITION"] = beside.attributes["POSITION"] + np.array([-2.6, 0.0, 6.0], np.float32)
    stage.show_room(beside, upright((0.0, 0.0, -1.0), (0.5, 0.5)))
    thing = ball(stage, (0.0, 0.0, 6.0))
    stage.view.set_camera((0.0, 0.0, 4.0), (0.0, 0.0, 0.0), 25.0)
    stage.picture(LIVE)
    thing.root.set_pos(0.3, 0.0, 6.0)
    stage.view.frame()

    found, expected = red(stage.view.pixels().astype(np.float64)), stage.view.project((0.3, 0.0, -8.0))
    assert found is not None
    assert expected is not None
    assert abs(found[0] - expected[0]) < 2.0


def test_a_mirror_shows_the_background_where_nothing_stands(stage: Stage) -> None:
    stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
    stage.view.set_background((0.2, 0.5, 0.2))

    red_, green, _ = stage.picture(LIVE)[40:50, 75:85].mean(axis=(0, 1))

    assert green > red_ + 30.0


def test_a_polished_floor_mirrors_what_stands_on_it_and_a_dull_one_does_not(stage: Stage) -> None:
    floor = Material("floor", base_color=(0.02, 0.02, 0.02, 1.0), metallic=0.0, roughness=0.1)
    pictures = []
    for roughness in (0.1, 0.9):
        stage.clear()
        stage.show_room(Shapes.panel(replace(floor, roughness=roughness), (3.0, 3.0), lying=True))
        ball(stage, (0.0, 0.5, 0.0), 0.5)
        stage.view.set_camera((0.0, 0.9, 5.0), (0.0, 0.2, 0.0), 30.0)
        pictures.append(stage.picture(replace(SHARP, reflection=True))[60:75, 75:85])
    polished, dull = ((picture[..., 0] - picture[..., 1]).mean() for picture in pictures)

    assert polished > dull + 8.0


def test_mirrors_come_and_go_without_leaving_anything_in_the_driver(stage: Stage) -> None:
    def room() -> int:
        stage.clear()
        stage.show_room(upright((0.0, 0.0, -1.0), (1.5, 1.0)))
        settled(stage, PHOTOGRAPHS)
        return int(device.engine().get_num_windows())

    first = room()
    assert [room() for _ in range(3)] == [first] * 3
