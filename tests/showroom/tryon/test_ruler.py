from __future__ import annotations

import numpy as np
import pytest

from showroom.tryon.fit import FACE_SPREAD, FaceMeasures, Refusal, Scale, measure
from showroom.tryon.fusing import RUNS, STAYS, SizeMemory
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import head_pose
from showroom.tryon.ruler import HeldRuler, ruler_scale
from tests.showroom.tryon.heads import Person, person, photograph, turn

CAMERA = Pinhole((1280, 720), 1300.0)


def at_forehead(someone: Person, rotation: np.ndarray, position: np.ndarray) -> HeldRuler:
    """A strip flat on the forehead, its distance read to half a percent."""
    place = someone.points[[10, 151]].mean(axis=0) + np.array([0.0, 0.0, 0.0005])
    return HeldRuler("strip", rotation @ place + position, 0.003)


def test_a_ruler_tells_the_pupils_distance_to_a_millimetre_or_two() -> None:
    random = np.random.default_rng(3)
    errors, holds = [], []
    for _ in range(60):
        someone = person(random)
        rotation = turn(*random.uniform(-8.0, 8.0, 3))
        position = np.array([0.02, 0.0, -random.uniform(0.4, 0.7)])
        landmarks = photograph(someone, rotation, position, CAMERA.focal_px)
        pose = head_pose(landmarks, CAMERA)
        scale = ruler_scale(at_forehead(someone, rotation, position), landmarks, pose, CAMERA)
        assert scale is not None
        found = measure(landmarks, pose, CAMERA, scale)
        if isinstance(found, Refusal):
            continue
        truth = float(np.linalg.norm(someone.pupils[1] - someone.pupils[0])) * 1000.0
        errors.append(abs(found.pupils.mm - truth))
        holds.append(found.pupils.low <= truth <= found.pupils.high)
    assert len(errors) > 50
    assert np.median(errors) < 0.8
    assert np.quantile(errors, 0.9) < 1.8
    assert np.mean(holds) >= 0.93


def test_a_ruler_beside_the_head_or_far_behind_it_is_none() -> None:
    someone = person(np.random.default_rng(1))
    rotation, position = turn(0.0), np.array([0.0, 0.0, -0.5])
    landmarks = photograph(someone, rotation, position, CAMERA.focal_px)
    pose = head_pose(landmarks, CAMERA)
    for place in ((0.0, -0.1, -0.5), (0.0, 0.05, -1.4)):
        assert ruler_scale(HeldRuler("card", np.array(place), 0.003), landmarks, pose, CAMERA) is None


def test_a_ruler_that_contradicts_the_irises_is_refused_with_a_reason() -> None:
    someone = person(np.random.default_rng(2), spread=0.0, iris_spread=0.0)
    landmarks = photograph(someone, turn(0.0), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px)
    pose = head_pose(landmarks, CAMERA)
    found = measure(landmarks, pose, CAMERA, Scale(1.25, 0.01))
    assert isinstance(found, Refusal)
    assert found.why == "ruler"
    assert isinstance(measure(landmarks, pose, CAMERA, Scale(1.02, 0.01)), FaceMeasures)


def test_frames_make_a_size_surer_but_never_surer_than_people_are_alike() -> None:
    random = np.random.default_rng(4)
    memory, spreads = SizeMemory(), []
    for _ in range(80):
        memory.add(Scale(1.05 + random.normal(0.0, 0.03), 0.055))
        spreads.append(memory.scale().spread)
    assert spreads[-1] < spreads[0]
    assert spreads[-1] > 1.0 / np.hypot(1.0 / STAYS["iris"], 1.0 / FACE_SPREAD) - 1e-9
    assert memory.ruler() is None
    memory.add(None, Scale(1.10, 0.012), "strip")
    assert memory.has_ruler
    assert memory.scale().value == pytest.approx(1.10, abs=0.01)
    assert memory.scale().spread < 0.013


def test_a_few_wild_frames_do_not_move_the_size() -> None:
    memory = SizeMemory()
    for number in range(30):
        memory.add(None, Scale(1.6 if number % 6 == 5 else 1.0, 0.01), "card")
    found = memory.ruler()
    assert found is not None
    assert found.value == pytest.approx(1.0, abs=0.01)
    assert RUNS > 1.0
