"""The graphics card puts vertices where trigonometry says: skins, morph targets, clips, and their shadows."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.render import device
from client.render.light import STUDIO
from showroom.errors import Rejected
from showroom.gltf.model import Document, Material, Primitive
from tests.showroom.gltf.moving import arm, slider
from tests.visual.stage import Shapes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.render.view import View
    from tests.visual.stage import Stage

RED, GREEN = 0, 1


def seen(picture: NDArray[np.float64], channel: int) -> NDArray[np.float64]:
    """Middles of the connected rows of strongly coloured pixels, (x, y), from the left to the right."""
    others = [index for index in range(3) if index != channel]
    mask = picture[..., channel] - picture[..., others].max(axis=-1) > 100.0
    columns = np.flatnonzero(mask.any(axis=0))
    groups = np.split(columns, np.flatnonzero(np.diff(columns) > 1) + 1)
    return np.array([_middle(mask, group) for group in groups if len(group)])


def _middle(mask: NDArray[np.bool_], columns: NDArray[np.int64]) -> tuple[float, float]:
    rows, across = np.nonzero(mask[:, columns])
    return float(columns[0] + across.mean() + 0.5), float(rows.mean() + 0.5)


def expected(view: View, *places: tuple[float, float, float]) -> NDArray[np.float64]:
    found = [view.project(place) for place in places]
    return np.array([(spot[0], spot[1]) for spot in found if spot is not None])


def look(stage: Stage) -> View:
    stage.view.set_camera((2.0, 1.0, 6.0), (2.0, 1.0, 0.0), 40.0)
    return stage.view


@pytest.mark.parametrize("sets", [1, 2])
def test_a_skinned_arm_bends_as_trigonometry_says(stage: Stage, sets: int) -> None:
    view = look(stage)
    model = stage.show_document(arm(sets=sets))
    model.pose("bend", 1.0)
    assert np.allclose(seen(stage.picture(), RED), expected(view, (2, 1, 0), (3, 0, 0)), atol=1.2)
    model.pose("bend", 0.5)
    half = float(np.sqrt(0.5))
    assert np.allclose(seen(stage.picture(), RED), expected(view, (3 - half, 1 + half, 0), (3, 0, 0)), atol=1.2)


def test_morph_targets_move_by_their_weights(stage: Stage) -> None:
    view = look(stage)
    model = stage.show_document(slider())
    model.root.set_pos(2.0, 0.0, 0.0)
    assert np.allclose(seen(stage.picture(), GREEN), expected(view, (2.5, 0, 0)), atol=1.2)
    model.pose("rise", 1.0)
    assert np.allclose(seen(stage.picture(), GREEN), expected(view, (2, 1, 0)), atol=1.2)
    model.pose(None, 0.0)
    assert np.allclose(seen(stage.picture(), GREEN), expected(view, (2.5, 0, 0)), atol=1.2)


def test_a_skin_and_morph_targets_work_together(stage: Stage) -> None:
    view = look(stage)
    document = arm()
    body = document.roots[0].children[1]
    assert body.mesh is not None
    # The morph target lifts the hand before the elbow turns what is up to the left.
    lifted = np.zeros((8, 3), np.float32)
    lifted[4:, 1] = 0.5
    body.mesh.primitives[0].targets = [{"POSITION": lifted}]
    body.weights = (1.0,)
    model = stage.show_document(document)
    model.pose("bend", 1.0)
    assert np.allclose(seen(stage.picture(), RED), expected(view, (1.5, 1, 0), (3, 0, 0)), atol=1.2)


def test_normals_turn_with_the_joint_that_turns_them(stage: Stage) -> None:
    """A panel that faces up is as bright as a skinned one that faces +X at rest and is turned up by its joint."""
    stage.view.set_mood(replace(STUDIO, key_towards=(0.0, 1.0, 0.0)))
    stage.view.set_camera((0.0, 4.0, 0.01), (0.0, 0.0, 0.0), 30.0)
    material = Material("grey", base_color=(0.5, 0.5, 0.5, 1.0), metallic=0.0, roughness=1.0, double_sided=True)
    flat = stage.show(Shapes.panel(material, (2.0, 2.0), lying=True))
    lying = stage.picture()[40:50, 70:90].mean()
    flat.root.hide()
    document = arm()
    body = document.roots[0].children[1]
    assert body.mesh is not None
    corners = np.array([(0, -2, 2), (0, -2, -2), (0, 2, -2), (0, 2, 2)], np.float32)
    attributes: dict[str, NDArray[np.float32] | NDArray[np.uint32]] = {
        "POSITION": corners,
        "NORMAL": np.tile(np.array([1, 0, 0], np.float32), (4, 1)),
        "JOINTS_0": np.tile(np.array([1, 0, 0, 0], np.uint32), (4, 1)),
        "WEIGHTS_0": np.tile(np.array([1, 0, 0, 0], np.float32), (4, 1)),
    }
    body.mesh.primitives = [Primitive(attributes, np.array([0, 1, 2, 0, 2, 3], np.uint32), material)]
    skin = body.skin
    assert skin is not None
    skin.inverse_bind[1] = np.eye(4)
    model = stage.show_document(Document(document.roots, [material], [], animations=document.animations))
    model.pose("bend", 1.0)
    model.root.set_pos(-3.0, -1.0, 0.0)
    assert stage.picture()[40:50, 70:90].mean() == pytest.approx(lying, abs=2.0)
    model.pose(None, 0.0)
    assert abs(stage.picture()[40:50, 70:90].mean() - lying) > 10.0


def test_the_shadow_moves_with_the_skin(stage: Stage) -> None:
    view = look(stage)
    view.set_mood(replace(STUDIO, key_towards=(0.5, 0.0, 1.0), key_radiance=(6.0, 6.0, 6.0)))
    view.set_shadow_area((2.0, 1.0, 0.0), 3.0, 0.01)
    wall = Material("wall", base_color=(0.6, 0.6, 0.6, 1.0), metallic=0.0, roughness=1.0)
    stage.show(Shapes.panel(wall, (6.0, 6.0)), (2.0, 1.0, -1.0))
    model = stage.show_document(arm())

    def brightness(x: float, y: float) -> float:
        column, row = expected(view, (x, y, -1.0))[0].astype(int)
        return float(stage.picture()[row - 1 : row + 2, column - 1 : column + 2].mean())

    lit = brightness(0.5, 0.2)
    # The lamp stands half a metre to the right for every metre to the front.
    assert brightness(2.5, 2.0) < lit - 25.0
    assert brightness(1.5, 1.0) > lit - 8.0
    model.pose("bend", 1.0)
    assert brightness(1.5, 1.0) < lit - 25.0
    assert brightness(2.5, 2.0) > lit - 8.0


def test_bounds_follow_the_pose_so_that_nothing_is_culled_that_is_in_the_picture(stage: Stage) -> None:
    view = look(stage)
    document = arm()
    body = document.roots[0].children[1]
    assert body.mesh is not None
    body.mesh.primitives[0].indices = body.mesh.primitives[0].indices[6:]
    model = stage.show_document(document)
    view.set_camera((2.0, 1.0, 1.2), (2.0, 1.0, 0.0), 20.0)
    assert not len(seen(stage.picture(), RED))
    model.pose("bend", 1.0)
    assert np.allclose(seen(stage.picture(), RED), expected(view, (2, 1, 0)), atol=1.2)


def test_a_clip_that_is_not_there_is_refused(stage: Stage) -> None:
    model = stage.show_document(arm())
    with pytest.raises(Rejected, match="unknown-clip"):
        model.pose("dance", 0.0)


def test_posing_compiles_and_uploads_nothing_new(stage: Stage) -> None:
    model = stage.show_document(arm())
    model.pose("bend", 0.2)
    # What earlier tests gave back leaves the driver a frame later.
    stage.picture()
    stage.picture()
    held = device.held_by_driver()
    model.pose("bend", 0.9)
    stage.picture()
    assert device.held_by_driver() == held
