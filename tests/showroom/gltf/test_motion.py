"""Skins, morph targets and clips: read, written, posed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.model import Channel, Document
from showroom.gltf.posing import Poses, posed_positions, sampled
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.steps.join import join
from showroom.pipeline.steps.prune import prune
from showroom.pipeline.steps.recentre import recentre
from showroom.pipeline.steps.scale import ScaleOptions, scale
from showroom.pipeline.steps.simplify import SimplifyOptions, simplify
from showroom.pipeline.steps.weld import weld
from tests.showroom.gltf.models import glb
from tests.showroom.gltf.moving import QUARTER, arm, slider, square

POINTER = "KHR_animation_pointer"


def middles(document: Document, clip: str | None = None, time_s: float = 0.0) -> np.ndarray:
    """Where the middle of each square is in the world."""
    poses = Poses(document)
    animation = next((one for one in document.animations if one.name == clip), None)
    worlds = poses.worlds(animation, time_s)
    found = []
    for node, world in zip(poses.nodes, worlds, strict=True):
        palette = poses.palette(node.skin, worlds) if node.skin else None
        for primitive in node.mesh.primitives if node.mesh else ():
            points = posed_positions(primitive, palette, poses.weights(node, animation, time_s))
            if palette is None:
                points = points @ world[:3, :3].T + world[:3, 3]
            found.append(points.reshape(-1, 4, 3).mean(axis=1))
    return np.concatenate(found)


@pytest.mark.parametrize("sets", [1, 2])
def test_a_bent_arm_has_its_hand_where_trigonometry_says(sets: int) -> None:
    document = read(write(arm(sets=sets)))
    assert np.allclose(middles(document), [(3, 0, 0), (3, 2, 0)], atol=1e-6)
    assert np.allclose(middles(document, "bend", 1.0), [(3, 0, 0), (2, 1, 0)], atol=1e-6)
    half = np.sqrt(0.5)
    assert np.allclose(middles(document, "bend", 0.5), [(3, 0, 0), (3 - half, 1 + half, 0)], atol=1e-6)


def test_steps_jump_and_splines_ease() -> None:
    stepped, eased = arm(interpolation="STEP"), arm(interpolation="CUBICSPLINE")
    assert np.allclose(middles(stepped, "bend", 0.99)[1], (3, 2, 0), atol=1e-6)
    assert np.allclose(middles(stepped, "bend", 1.0)[1], (2, 1, 0), atol=1e-6)
    # Flat tangents: a quarter of the time has gone 0.15625 of the way along the chord.
    share = 3 * 0.25**2 - 2 * 0.25**3
    mixed = np.array([0, 0, 0, 1]) * (1 - share) + np.array(QUARTER) * share
    angle = 2 * np.arctan2(mixed[2], mixed[3])
    expected = (3 - np.sin(angle), 1 + np.cos(angle), 0)
    assert np.allclose(middles(eased, "bend", 0.25)[1], expected, atol=1e-6)


def test_a_spline_through_a_parabola_is_the_parabola() -> None:
    times = np.array([1, 3, 4], np.float32)
    keys = np.stack([2 * times, times**2, 2 * times], axis=1)[:, :, None].repeat(3, axis=2).astype(np.float32)
    channel = Channel(0, "translation", times, keys, "CUBICSPLINE")
    assert np.allclose([sampled(channel, moment)[0] for moment in (1.5, 2.0, 3.7)], [2.25, 4.0, 13.69], atol=1e-5)


def test_clips_stand_still_before_their_first_and_after_their_last_key() -> None:
    channel = Channel(0, "scale", np.array([1, 2], np.float32), np.array([(1, 1, 1), (2, 2, 2)], np.float32))
    assert sampled(channel, 0.0).tolist() == [1, 1, 1]
    assert sampled(channel, 9.0).tolist() == [2, 2, 2]


def test_turning_takes_the_shorter_way() -> None:
    values = np.array([(0, 0, 0, 1), tuple(-part for part in QUARTER)], np.float32)
    channel = Channel(0, "rotation", np.array([0, 1], np.float32), values)
    turned = sampled(channel, 0.5)
    assert np.isclose(abs(turned[2]), np.sin(np.pi / 8), atol=1e-6)


def test_morph_targets_rest_and_move_by_their_weights() -> None:
    document = read(write(slider()))
    assert np.allclose(middles(document), [(0.5, 0, 0)])
    assert np.allclose(middles(document, "rise", 1.0), [(0, 1, 0)])
    assert document.roots[0].mesh is not None
    assert document.roots[0].mesh.target_names == ("right", "up")


def test_what_moves_is_written_and_read_back_bit_by_bit() -> None:
    for document in (arm(), arm(sets=2), arm(interpolation="CUBICSPLINE"), slider()):
        once = write(document)
        back = read(once)
        assert write(back) == once
        assert [clip.name for clip in back.animations] == [clip.name for clip in document.animations]
        assert back.skipped == ()


def test_an_animation_that_points_at_nodes_moves_them_as_any_other() -> None:
    pointer = {"path": "pointer", "extensions": {POINTER: {"pointer": "/nodes/2/rotation"}}}
    data = raw(
        {"animations/0/channels/0/target": pointer, "extensionsUsed": [POINTER], "extensionsRequired": [POINTER]}
    )
    document = read(data)
    assert np.allclose(middles(document, "bend", 1.0), middles(arm(), "bend", 1.0))
    assert document.skipped == ()
    assert POINTER not in read(write(document)).extensions_used


def test_channels_that_are_not_played_are_counted_by_animation() -> None:
    pointer = {"path": "pointer", "extensions": {POINTER: {"pointer": "/materials/0/emissiveFactor"}}}
    document = read(raw({"animations/0/channels/0/target": pointer}))
    assert document.skipped == ('animation "bend": 1 channels (pointer)',)


def test_the_size_of_a_skinned_model_is_that_of_its_joints() -> None:
    document = arm()
    elbow = document.roots[0].children[0].children[0]
    elbow.matrix[:3, :3] = [[0, -1, 0], [1, 0, 0], [0, 0, 1]]
    low, high = walk.bounds(document)
    assert np.allclose(low, (1.9, -0.1, 0), atol=1e-6)
    assert np.allclose(high, (3.1, 1.1, 0), atol=1e-6)


def prepared(document: Document) -> Document:
    """All steps of an import that could lose what moves."""
    document = scale(document, ScaleOptions(scale=0.5))
    document = weld(prune(recentre(document)))
    return simplify(join(document), SimplifyOptions(error_mm=1.0))


def test_an_import_keeps_what_moves_and_how() -> None:
    for source in (arm(), slider()):
        clip = source.animations[0].name
        before, after = read(write(source)), read(write(prepared(source)))
        for moment in (0.0, 0.4, 1.0):
            moved = middles(after, clip, moment) - middles(after)[0]
            expected = (middles(before, clip, moment) - middles(before)[0]) * 0.5
            assert np.allclose(moved, expected, atol=1e-6)
        assert after.animations


def test_a_skin_that_nothing_wears_goes() -> None:
    document = arm()
    body = document.roots[0].children[1]
    body.skin = None
    assert body.mesh is not None
    assert "JOINTS_0" not in walk.primitives(prune(document))[0].attributes


def raw(change: dict[str, Any]) -> bytes:
    """The arm with a part of its JSON changed, by path."""
    import json  # noqa: PLC0415 - only here

    data = write(arm())
    length = int.from_bytes(data[12:16], "little")
    root = json.loads(data[20 : 20 + length])
    for path, value in change.items():
        *way, last = path.split("/")
        place: Any = root
        for step in way:
            place = place[int(step)] if step.isdigit() else place[step]
        place[int(last) if last.isdigit() else last] = value
    return glb(root, data[20 + length + 8 :])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"skins/0/joints": [1, 99]}, "bad-reference"),
        ({"skins/0/joints": []}, "bad-value"),
        ({"skins/0/joints": [1]}, "bad-accessor"),
        ({"skins/0/inverseBindMatrices": 0}, "bad-accessor"),
        ({"animations/0/samplers/0/interpolation": "QUADRATIC"}, "bad-value"),
        ({"animations/0/samplers/0/output": 0}, "bad-accessor"),
        ({"animations/0/samplers/0/input": 0}, "bad-accessor"),
        ({"animations/0/channels/0/sampler": 7}, "bad-reference"),
        ({"animations/0/channels/0/target": {"node": 77, "path": "rotation"}}, "bad-reference"),
        ({"animations/0/channels/0/target": {"node": 1, "path": {}}}, "bad-value"),
    ],
)
def test_what_cannot_move_is_refused(change: dict[str, Any], code: str) -> None:
    with pytest.raises(ModelError) as caught:
        read(raw(change))
    assert caught.value.code == code


def test_joints_outside_the_scene_leave_the_mesh_unskinned_and_are_told() -> None:
    data = raw({"scenes/0/nodes": [3], "nodes/0/children": [1]})
    document = read(data)
    assert any("joints outside the scene" in one for one in document.skipped)
    assert all(node.skin is None for node, _ in walk.nodes(document))


def test_flat_shading_keeps_morph_targets_in_step() -> None:
    document = slider()
    assert document.roots[0].mesh is not None
    primitive = document.roots[0].mesh.primitives[0]
    del primitive.attributes["NORMAL"]
    primitive.targets = [
        {"POSITION": one["POSITION"] * np.arange(4, dtype=np.float32)[:, None]} for one in primitive.targets
    ]
    back = read(write(document))
    spread = walk.primitives(back)[0]
    assert len(spread.attributes["POSITION"]) == 6
    order = [0, 1, 2, 0, 2, 3]
    assert np.allclose(spread.targets[0]["POSITION"][:, 0], order)
    assert np.allclose(spread.attributes["POSITION"], square(0.0, 0.0)[order])
