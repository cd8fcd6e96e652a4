"""People in the picture: where they are, how they turn, and that many cost as few draws as one."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import device
from client.render.mirror import REST_FRAMES
from client.scene.avatars import Crowd
from client.scene.sight import Sight
from client.sync import Shown
from showroom.geometry import quaternion_from_heading
from showroom.gltf.model import Document, Material, Mesh, Node, Skin
from showroom.looks import SHAPES, SLOTS, AvatarLook
from showroom.protocol.messages import Visitor
from tests.showroom.gltf.moving import at, sheet, square
from tests.visual.stage import SHARP, Shapes
from tests.visual.test_moving import expected, seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.visual.stage import Stage

RED, GREEN = 0, 1
EVERYTHING = Sight((0.0, 1.0, 9.0), math.pi)


def flag() -> Document:
    """Somebody as a red square 1 m up and, 0.5 m to their left, a green one; both face +Z and +X."""
    red = Material("red", base_color=(1.0, 0.0, 0.0, 1.0), unlit=True, double_sided=True)
    green = Material("green", base_color=(0.0, 1.0, 0.0, 1.0), unlit=True, double_sided=True)
    joints = np.zeros((8, 4), np.uint8)
    weights = np.tile(np.array([1, 0, 0, 0], np.float32), (8, 1))
    parts = []
    for material, x in ((red, 0.0), (green, 0.5)):
        flat = square(x, 1.0)
        across = (flat - (x, 0, 0))[:, [2, 1, 0]] + np.array((x, 0, 0), np.float32)
        parts.append(sheet(np.concatenate([flat, across]), material, JOINTS_0=joints, WEIGHTS_0=weights))
    skin = Skin("flag", (0,), np.stack([np.eye(4)]))
    body = Node("lod0", at(0, 0, 0), Mesh("flag", parts), skin=skin, number=1)
    return Document([Node("hips", np.eye(4), number=0), body], [red, green], [])


@pytest.fixture
def crowd(stage: Stage) -> Iterator[Crowd]:
    made = Crowd(stage.view.scene)
    made.use_models({"flag": flag()})
    stage.view.set_camera((0.0, 1.0, 9.0), (0.0, 1.0, 0.0), 40.0)
    yield made
    made.release()


def come(crowd: Crowd, places: list[tuple[float, float, float]], sight: Sight = EVERYTHING) -> None:
    """Let people stand at (x, z, heading)."""
    shown = {}
    for number, (x, z, heading) in enumerate(places):
        crowd.put(Visitor(number, f"v{number}", f"Visitor {number}", "visitor"))
        shown[number] = Shown((x, 0.0, z), quaternion_from_heading(heading), 0.0)
    crowd.update(shown, sight, 1.0, 0.016)


def test_who_has_gone_before_the_models_come_is_no_matter(stage: Stage) -> None:
    crowd = Crowd(stage.view.scene)
    stage.view.set_camera((0.0, 1.0, 9.0), (0.0, 1.0, 0.0), 40.0)
    places = [(0.4 * index, 0.0, 0.0) for index in range(6)]
    come(crowd, places)
    for number in range(1, 6):
        crowd.remove(number)
    crowd.use_models({"flag": flag()})
    come(crowd, places[:1])
    assert len(seen(stage.picture(), RED)) == 1
    crowd.release()


def test_everybody_stands_where_they_are_and_faces_where_they_look(stage: Stage, crowd: Crowd) -> None:
    come(crowd, [(-2.0, 0.0, 0.0), (2.0, 0.0, math.pi)])
    picture = stage.picture()
    assert np.allclose(seen(picture, RED), expected(stage.view, (-2, 1, 0), (2, 1, 0)), atol=1.2)
    # Their left is +X for who faces +Z, and -X for who turns the back.
    assert np.allclose(seen(picture, GREEN), expected(stage.view, (-1.5, 1, 0), (1.5, 1, 0)), atol=1.2)


def test_a_quarter_turn_brings_the_left_hand_away_from_us(stage: Stage, crowd: Crowd) -> None:
    stage.view.set_camera((6.0, 1.0, 9.0), (0.0, 1.0, 0.0), 30.0)
    come(crowd, [(0.0, 0.0, math.pi / 2)])
    assert np.allclose(seen(stage.picture(), GREEN), expected(stage.view, (0, 1, -0.5)), atol=1.5)


def test_only_mirrors_show_oneself(stage: Stage, crowd: Crowd) -> None:
    """The eye stands where the own head is, before a mirror whose other half shows somebody beside it."""
    silver = Material("mirror", base_color=(0.95, 0.95, 0.95, 1.0), metallic=1.0, roughness=0.03)
    stage.show_room(Shapes.panel(silver, (3.0, 2.0)))
    eye = Sight((0.0, 1.0, 4.0), math.pi)
    stage.view.set_camera(eye.eye, (0.0, 1.0, 0.0), 40.0)
    crowd.put_self(Visitor(7, "me", "Me", "visitor"))
    crowd.put(Visitor(8, "friend", "Friend", "visitor"))
    shown = {
        7: Shown((0.0, 0.0, 4.0), quaternion_from_heading(math.pi), 0.0),
        8: Shown((-1.6, 0.0, 4.3), quaternion_from_heading(math.pi), 0.0),
    }
    live = replace(SHARP, mirrors=1)
    crowd.update(shown, eye, 1.0, 0.016, mirrored=False)
    assert not len(seen(stage.picture(live), RED))
    assert stage.view.mirrors_people
    crowd.update(shown, eye, 1.1, 0.016, mirrored=stage.view.mirrors_people)
    assert np.allclose(seen(stage.picture(live), RED), expected(stage.view, (-1.6, 1, -4.3), (0, 1, -4)), atol=1.2)
    assert [avatar.visitor.id for avatar in crowd.avatars()] == ["friend"]
    # A photograph would keep them there when they have gone.
    stage.picture(replace(SHARP, mirrors=0))
    for _ in range(REST_FRAMES + 1):
        stage.view.frame()
    assert not len(seen(stage.view.pixels().astype(np.float64), RED))


def test_many_people_cost_as_many_draws_as_one(stage: Stage, crowd: Crowd) -> None:
    come(crowd, [(0.0, 0.0, 0.0)])
    stage.picture()
    draws = len(visible(stage))
    few = device.held_by_driver()
    places = [(-2.5 + 0.9 * (index % 6), -2.0 * (index // 6), 0.0) for index in range(150)]
    come(crowd, places)
    picture = stage.picture()
    assert len(visible(stage)) == draws
    assert len(seen(picture, RED)) >= 6
    many = device.held_by_driver()
    assert (many.programs, many.vertex_buffers, many.index_buffers) == (
        few.programs,
        few.vertex_buffers,
        few.index_buffers,
    )
    # Only longer lists took the place of the short ones.
    assert many.textures <= few.textures + 1


def visible(stage: Stage) -> list[str]:
    """The crowd's nodes that are drawn."""
    root = stage.view.scene.find("crowd")
    return [path.get_name() for path in root.find_all_matches("**/+GeomNode") if not path.is_hidden()]


def test_who_went_is_not_drawn(stage: Stage, crowd: Crowd) -> None:
    come(crowd, [(-2.0, 0.0, 0.0), (2.0, 0.0, 0.0)])
    crowd.remove(0)
    crowd.update({1: Shown((2.0, 0.0, 0.0), (0, 0, 0, 1), 0.0)}, EVERYTHING, 1.1, 0.016)
    assert np.allclose(seen(stage.picture(), RED), expected(stage.view, (2, 1, 0)), atol=1.2)
    crowd.keep_only(set())
    crowd.update({}, EVERYTHING, 1.2, 0.016)
    assert not len(seen(stage.picture(), RED))


def test_nobody_is_drawn_who_stands_in_ones_own_head_or_behind_one(stage: Stage, crowd: Crowd) -> None:
    narrow = Sight((0.0, 1.0, 9.0), math.pi, 0.5)
    come(crowd, [(0.0, 8.8, 0.0), (0.0, 14.0, 0.0), (0.0, 0.0, 0.0)], narrow)
    assert [avatar.visitor.number for avatar in crowd.avatars()] == [1, 2]
    assert np.allclose(seen(stage.picture(), RED), expected(stage.view, (0, 1, 0)), atol=1.2)


def test_bodies_follow_heads_only_when_they_must(crowd: Crowd) -> None:
    crowd.put(Visitor(1, "v1", "V", "visitor"))

    def stand(heading: float, speed: float, frames: int) -> float:
        pose = Shown((0.0, 0.0, 0.0), quaternion_from_heading(heading), speed)
        for frame in range(frames):
            crowd.update({1: pose}, EVERYTHING, frame / 60, 1 / 60)
        return crowd.heading_of(1)

    assert stand(0.0, 0.0, 1) == 0.0
    assert stand(0.6, 0.0, 120) == pytest.approx(0.0, abs=1e-3)
    assert stand(2.0, 0.0, 240) == pytest.approx(2.0 - 0.9, abs=0.05)
    assert stand(2.0, 1.2, 240) == pytest.approx(2.0, abs=0.05)


def dressed() -> Document:
    """The house's model in small: a square in the colour of the top at 1 m, and beside it one that is a headscarf."""
    white = Material("white", base_color=(1.0, 1.0, 1.0, 1.0), unlit=True, double_sided=True)
    positions = np.concatenate([square(0.0, 1.0), square(0.5, 1.0)])
    worn = np.repeat([[SLOTS.index("top"), 0], [SLOTS.index("top"), SHAPES.index("hair-scarf") + 1]], 4, axis=0)
    part = sheet(
        positions,
        white,
        JOINTS_0=np.zeros((8, 4), np.uint8),
        WEIGHTS_0=np.tile(np.array([1, 0, 0, 0], np.float32), (8, 1)),
        TEXCOORD_1=worn.astype(np.float32),
        COLOR_0=np.tile(np.array([1, 1, 1, 0], np.float32), (8, 1)),
    )
    skin = Skin("small", (0,), np.stack([np.eye(4)]))
    body = Node("lod0", at(0, 0, 0), Mesh("small", [part]), skin=skin, number=1)
    root = Node("avatar", np.eye(4), children=[Node("hips", np.eye(4), number=0), body], number=2)
    root.extras = {"slots": list(SLOTS), "shapes": list(SHAPES)}
    return Document([root], [white], [])


def test_everybody_wears_their_own_colours_and_only_what_is_theirs_in_the_same_draws(stage: Stage) -> None:
    crowd = Crowd(stage.view.scene)
    crowd.use_models({"person": dressed()})
    stage.view.set_camera((0.0, 1.0, 9.0), (0.0, 1.0, 0.0), 40.0)
    looks = [AvatarLook(top_colour="brick", hair="scarf"), AvatarLook(top_colour="forest", hair="bob")]

    def show(*worn: AvatarLook) -> np.ndarray:
        shown = {}
        for number, look in enumerate(worn):
            crowd.put(Visitor(number, f"v{number}", "V", "visitor", look=look))
            shown[number] = Shown((3.0 * number - 1.5, 0.0, 0.0), (0.0, 0.0, 0.0, 1.0), 0.0)
        crowd.update(shown, EVERYTHING, 1.0, 0.016)
        return stage.picture()

    def at_place(picture: np.ndarray, x: float) -> np.ndarray:
        across, down = expected(stage.view, (x, 1.0, 0.0))[0]
        return np.asarray(picture[int(down), int(across)])

    picture = show(*looks)
    draws = len(visible(stage))
    assert at_place(picture, -1.5)[0] > 2 * at_place(picture, -1.5)[1], "brick"
    assert at_place(picture, 1.5)[1] > at_place(picture, 1.5)[0] + 20, "forest green"
    assert at_place(picture, -1.0)[0] > 2 * at_place(picture, -1.0)[1], "the headscarf"
    empty = at_place(picture, 0.0)
    assert np.abs(at_place(picture, 2.0) - empty).max() < 12, "no headscarf on who wears none"
    changed = show(looks[1], looks[0])
    assert at_place(changed, -1.5)[1] > at_place(changed, -1.5)[0] + 20, "a look that changes is seen"
    assert np.abs(at_place(changed, -1.0) - empty).max() < 12
    assert len(visible(stage)) == draws
    crowd.release()
