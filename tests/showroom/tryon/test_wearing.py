"""Glasses on the average head and on others."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.anchors import Shape, find_anchors
from showroom.errors import Rejected
from showroom.tryon import face, shade
from showroom.tryon.wearing import height_field, look_up, opened, spectacles, wear
from tests.showroom.tryon.frames import HEIGHT, LENGTH, WIDTH, box, plain_glasses
from tests.showroom.tryon.heads import person

SHAPE = face.face_shape()
CORNERS = plain_glasses().reshape(-1, 3)
PLACES = {one.id: one.position for one in find_anchors(Shape(plain_glasses(), {}), "glasses").anchors}


def test_it_is_worn_where_its_anchors_say_and_as_its_temples_run() -> None:
    found = spectacles(CORNERS, {**PLACES, "lens-left": (0.035, 0.02, 0.07), "lens-right": (-0.035, 0.022, 0.07)})
    assert found.middle_m == pytest.approx(0.021)
    assert found.bridge_m == pytest.approx(0.0, abs=2e-4)
    assert found.front_m == pytest.approx(LENGTH / 2.0)
    assert found.temple_inside_m == pytest.approx(WIDTH / 2.0 - 0.003, abs=5e-4)
    offset, slope = found.temple_line
    assert slope == pytest.approx(0.0, abs=1e-6)
    assert offset == pytest.approx(HEIGHT - 0.012, abs=1e-6)


@pytest.mark.parametrize("lacking", ["bridge", "lens-left", "hinge-right"])
def test_glasses_that_nobody_knows_how_to_wear_are_refused(lacking: str) -> None:
    places = {name: place for name, place in PLACES.items() if name != lacking}
    with pytest.raises(Rejected, match="no-anchors") as caught:
        spectacles(CORNERS, places)
    assert lacking in caught.value.got


@pytest.mark.parametrize("seed", range(6))
def test_on_every_head_they_sit_on_the_nose_before_the_eyes_and_reach_the_ears(seed: int) -> None:
    head = person(np.random.default_rng(seed)).points if seed else SHAPE.points_m
    worn = wear(spectacles(CORNERS, PLACES), head, SHAPE.triangles)
    matrix = worn.head_from_glasses
    assert np.abs(matrix[:3, :3] @ matrix[:3, :3].T - np.eye(3)).max() < 1e-12
    front = matrix[:3, :3] @ [0.0, HEIGHT / 2.0, LENGTH / 2.0] + matrix[:3, 3]
    pupils = head[[33, 133, 362, 263]].mean(axis=0)
    assert abs(front[0] - pupils[0]) < 0.004
    assert abs(front[1] - pupils[1]) < 0.006
    assert 0.009 < worn.lens_distance_m < 0.026
    there = opened(CORNERS, worn) @ matrix[:3, :3].T + matrix[:3, 3]
    at_ear = there[np.abs(there[:, 2] - worn.ear_m) < 0.004]
    assert len(at_ear)
    half = np.abs(head[[127, 356, 234, 454], 0]).mean()
    assert half - 0.006 < np.abs(at_ear[:, 0]).min() < half + 0.014
    ears = head[[127, 356, 234, 454], 1].mean() + 0.024
    assert abs(at_ear[:, 1].min() - ears) < 0.012


def test_a_wider_head_opens_the_temples_further() -> None:
    glasses = spectacles(CORNERS, PLACES)
    usual = wear(glasses, SHAPE.points_m, SHAPE.triangles)
    wide = wear(glasses, SHAPE.points_m * [1.06, 1.0, 1.0], SHAPE.triangles)
    assert wide.splay > usual.splay


def test_the_height_field_agrees_with_the_landmarks() -> None:
    field = height_field(SHAPE.points_m, SHAPE.triangles)
    tip = SHAPE.points_m[face.NOSE_TIP]
    assert look_up(field, tip[:1], tip[1:2])[0] == pytest.approx(tip[2], abs=0.002)
    assert np.isneginf(look_up(field, np.array([0.5, 0.09]), np.array([0.0, 0.08]))).all()


def test_a_bar_shades_the_face_below_it_when_light_comes_from_above() -> None:
    field = height_field(SHAPE.points_m, SHAPE.triangles)
    bar = box((-0.05, 0.02, 0.03), (0.05, 0.025, 0.035)).reshape(-1, 3)
    triangles = np.arange(len(bar), dtype=np.uint32).reshape(-1, 3)
    light = shade.face_light(field, [(bar, triangles, 1.0)], np.array([0.0, 0.8, 0.6]), 0.7)
    assert light.min() >= 0.0
    assert light.max() <= 1.0
    darkest = np.unravel_index(np.argmin(light), light.shape)[0] * 0.001 - 0.12
    assert -0.02 < darkest < 0.02
    assert light[10:30].min() > 0.95


def test_without_glasses_there_is_no_shadow() -> None:
    field = height_field(SHAPE.points_m, SHAPE.triangles)
    assert (shade.face_light(field, [], np.array([0.0, 0.5, 0.8]), 0.3) == 1.0).all()
