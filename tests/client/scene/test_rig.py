"""Skeletons of many people at once: the same as one by one, with heads that turn and gestures on top."""

from __future__ import annotations

import numpy as np
import pytest

from client.scene.figure import figure_document
from client.scene.rig import Rig, Wish
from client.scene.rigging import rigged
from showroom.errors import ModelError
from showroom.gltf.model import Document
from showroom.gltf.posing import Poses
from tests.showroom.gltf.moving import arm


def wish(rig: Rig, **changes: object) -> Wish:
    """Two figures at rest, but for `changes`."""
    at_rest = {
        "base": np.zeros(2, np.int64),
        "other": np.zeros(2, np.int64),
        "share": np.zeros(2, np.float32),
        "gesture": np.zeros(2, np.int64),
        "strength": np.zeros((2, rig.bones), np.float32),
        "yaw": np.zeros(2, np.float32),
        "pitch": np.zeros(2, np.float32),
        "far": np.zeros(2, bool),
    }
    return Wish(**(at_rest | changes))  # type: ignore[arg-type] # the fields of a wish


def hand(rows: np.ndarray) -> np.ndarray:
    """Where the arm's hand, 2 m up in the mesh, is."""
    return np.asarray(rows[:, 1] @ np.array([0.0, 2.0, 0.0, 1.0]))


def test_each_figure_stands_in_its_own_moment_of_a_clip() -> None:
    rig = Rig(arm())
    bend = rig.clip("bend")
    rows = rig.palette(wish(rig, base=bend.once(np.array([0.0, 0.5], np.float32))))
    half = np.sqrt(0.5)
    assert np.allclose(hand(rows), [(3, 2, 0), (3 - half, 1 + half, 0)], atol=1e-5)


def test_figures_pass_from_one_clip_to_another_on_a_circle() -> None:
    rig = Rig(arm())
    # The last baked frame lies one sixtieth of the quarter turn before its end.
    end = rig.clip("bend").once(np.full(2, 9.0, np.float32))
    angle = np.pi / 2 * 59 / 60
    rows = rig.palette(wish(rig, other=end, share=np.array([0.5, 1.0], np.float32)))
    turned = np.array([angle / 2, angle])
    expected = np.stack([3 - np.sin(turned), 1 + np.cos(turned), 0 * turned], axis=1)
    assert np.allclose(hand(rows), expected, atol=1e-5)


def test_a_gesture_moves_only_the_bones_of_its_clip() -> None:
    rig = Rig(arm())
    bend = rig.clip("bend")
    # The bones are top, shoulder and elbow.
    assert bend.moved.tolist() == [0.0, 0.0, 1.0]
    strength = np.stack([bend.moved, 0 * bend.moved])
    rows = rig.palette(wish(rig, gesture=bend.once(np.array([0.5, 0.5], np.float32)), strength=strength))
    half = np.sqrt(0.5)
    assert np.allclose(hand(rows), [(3 - half, 1 + half, 0), (3, 2, 0)], atol=1e-5)


def test_far_away_it_is_nearly_the_same_and_at_the_ends_it_is_the_same() -> None:
    rig = Rig(arm())
    bend = rig.clip("bend")
    moment = bend.once(np.full(2, 0.3, np.float32))
    share, gesture = np.array([0.5, 1.0], np.float32), {"gesture": moment, "strength": np.tile(bend.moved, (2, 1))}
    far = np.array([True, True])
    near_rows = rig.palette(wish(rig, other=moment, share=share))
    far_rows = rig.palette(wish(rig, other=moment, share=share, far=far))
    # Half of a turn by 27 degrees is a chord instead of a bow: 3 % of a metre.
    assert 1e-3 < np.abs(hand(near_rows)[0] - hand(far_rows)[0]).max() < 0.03
    assert np.allclose(near_rows[1], far_rows[1], atol=1e-5)
    assert np.allclose(rig.palette(wish(rig, **gesture)), rig.palette(wish(rig, **gesture, far=far)), atol=1e-5)


@pytest.mark.parametrize("turned", [0.0, 1.1])
def test_heads_turn_about_the_models_axes_whichever_way_their_bones_lie(turned: float) -> None:
    document = arm()
    shoulder = document.roots[0].children[0]
    elbow = shoulder.children[0]
    elbow.name = "head"
    sine, cosine = np.sin(turned), np.cos(turned)
    shoulder.matrix[:3, :3] = [[1, 0, 0], [0, cosine, -sine], [0, sine, cosine]]
    rig = Rig(document)
    left = rig.palette(wish(rig, yaw=np.array([0.5, 0.0], np.float32)))
    rest = rig.palette(wish(rig))
    nose = rest[0, 1, :, :3].T @ np.array([0.0, 0.0, 1.0])
    assert np.allclose(rest[0, 1, :, :3] @ nose, (0, 0, 1), atol=1e-5)
    share = 0.5 * 0.6
    assert np.allclose(left[0, 1, :, :3] @ nose, (np.sin(share), 0, np.cos(share)), atol=1e-5)
    assert np.allclose(left[1], rest[1], atol=1e-6)
    up = rig.palette(wish(rig, pitch=np.array([0.5, 0.0], np.float32)))
    assert np.allclose(up[0, 1, :, :3] @ nose, (0, np.sin(share), np.cos(share)), atol=1e-5)


def test_a_palette_is_what_the_poses_of_the_document_say() -> None:
    document = rigged(figure_document((0, 0, 0), adviser=False))
    rig, poses = Rig(document), Poses(document)
    clip = next(one for one in document.animations if one.name == "walk")
    skin = next(node.skin for node in poses.nodes if node.skin is not None)
    rows = rig.palette(wish(rig, base=rig.clip("walk").once(np.array([0.25, 0.5], np.float32))))
    for row, moment in zip(rows, (0.25, 0.5), strict=True):
        expected = poses.palette(skin, poses.worlds(clip, moment))
        assert np.allclose(row, expected[:, :3], atol=1e-5)


def test_stiff_parts_get_a_joint_each_and_every_clip() -> None:
    document = rigged(figure_document((1, 2, 3), adviser=True))
    names = {node.name for node in document.roots}
    assert names >= {"body", "head", "arm_left", "arm_right", "leg_left", "leg_right", "lod0"}
    assert {clip.name for clip in document.animations} == {"idle", "walk", "wave", "point", "sit", "clap", "nod"}
    assert rigged(document) is document


def test_what_has_neither_skin_nor_parts_is_no_avatar() -> None:
    document = arm()
    thing = document.roots[0].children[1]
    thing.skin, thing.name = None, "thing"
    with pytest.raises(ModelError, match="no-skin"):
        rigged(Document(document.roots, [], []))
