"""Sizes and their intervals against people whose sizes are known."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.tryon.advice import advise
from showroom.tryon.face import Landmarks
from showroom.tryon.fit import FaceMeasures, Measure, Refusal, Scale, fuse, measure, usual_scale
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import head_pose
from tests.showroom.tryon.heads import Person, person, photograph, turn

CAMERA = Pinhole((1280, 720), 1200.0)


def look(
    someone: Person, yaw: float = 0.0, away: float = 0.5, noise: float = 0.0, seed: int = 0
) -> FaceMeasures | Refusal:
    seen = photograph(someone, turn(yaw), np.array([0.0, 0.0, -away]), CAMERA.focal_px)
    if noise and seen.irises is not None:
        shaken = seen.irises + np.random.default_rng(seed).normal(0.0, noise, seen.irises.shape)
        seen = Landmarks(seen.points, shaken, 1.0)
    return measure(seen, head_pose(seen, CAMERA), CAMERA)


def test_the_stated_interval_holds_the_true_pupil_distance_in_95_of_100_people() -> None:
    random = np.random.default_rng(11)
    held = measured = 0
    errors = []
    for index in range(300):
        someone = person(random)
        found = look(someone, random.uniform(-20.0, 20.0), random.uniform(0.35, 0.7), 0.2, index)
        if isinstance(found, FaceMeasures):
            true_mm = float(np.linalg.norm(someone.pupils[1] - someone.pupils[0])) * 1000.0
            held += found.pupils.low <= true_mm <= found.pupils.high
            errors.append(abs(found.pupils.mm - true_mm))
            measured += 1
    median, most = np.quantile(errors, [0.5, 0.9])
    print(f"\npupil distance: {held} of {measured} held, median {median:.1f} mm, {most:.1f} mm at 90 %")  # noqa: T201 - docs/try-on.md
    assert measured > 250
    assert held / measured >= 0.95
    assert np.quantile(errors, 0.9) < 4.5


def test_an_average_iris_gives_the_pupil_distance_of_a_turned_head_too() -> None:
    random = np.random.default_rng(2)
    someone = person(random, spread=0.0, iris_spread=0.0)
    true_mm = float(np.linalg.norm(someone.pupils[1] - someone.pupils[0])) * 1000.0
    for yaw in (-22.0, 0.0, 22.0):
        found = look(someone, yaw)
        assert isinstance(found, FaceMeasures)
        assert found.pupils.mm == pytest.approx(true_mm, abs=2.5)


@pytest.mark.parametrize(("yaw", "away", "why"), [(50.0, 0.5, "turned"), (0.0, 4.0, "too-far")])
def test_what_cannot_be_measured_is_refused_with_the_reason(yaw: float, away: float, why: str) -> None:
    found = look(person(np.random.default_rng(4)), yaw, away)
    assert isinstance(found, Refusal)
    assert found.why == why
    assert found.sentence.de != found.sentence.en


def test_pupils_that_stand_wide_for_the_face_speak_in_part_for_a_smaller_face() -> None:
    someone = person(np.random.default_rng(2), spread=0.0, iris_spread=0.0)
    seen = photograph(someone, turn(0.0), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px)
    assert seen.irises is not None
    shift = np.array([[[-4.0, 0.0]], [[4.0, 0.0]]])
    wide = Landmarks(seen.points, seen.irises + shift, 1.0)
    usual, wider = (usual_scale(face, head_pose(face, CAMERA), CAMERA) for face in (seen, wide))
    assert usual.value == pytest.approx(1.0, abs=0.02)
    assert 0.93 < wider.value / usual.value < 0.99
    assert usual_scale(Landmarks(seen.points, None, 1.0), head_pose(seen, CAMERA), CAMERA).value == 1.0


def test_eyes_that_contradict_each_other_are_refused() -> None:
    someone = person(np.random.default_rng(4))
    seen = photograph(someone, turn(0.0), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px)
    assert seen.irises is not None
    squint = seen.irises.copy()
    squint[1] = squint[1, :1] + (squint[1] - squint[1, :1]) * 1.5
    found = measure(Landmarks(seen.points, squint, 1.0), head_pose(seen, CAMERA), CAMERA)
    assert isinstance(found, Refusal)
    assert found.why == "unsure"


def test_a_face_without_irises_is_not_measured() -> None:
    seen = photograph(person(np.random.default_rng(4)), turn(0.0), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px)
    blind = Landmarks(seen.points, None, 1.0)
    assert isinstance(measure(blind, head_pose(blind, CAMERA), CAMERA), Refusal)


def test_fused_scales_are_surer_than_each_and_lean_to_the_surer_one() -> None:
    both = fuse((Scale(1.0, 0.06), Scale(1.1, 0.03)))
    assert both.spread < 0.03
    assert 1.05 < both.value < 1.1


@pytest.mark.parametrize(("frame_mm", "verdict"), [(120.0, "narrow"), (138.0, "fits"), (165.0, "wide")])
def test_advice_compares_the_frame_with_the_face(frame_mm: float, verdict: str) -> None:
    length = Measure.around(0.138, 0.01)
    advice = advise(FaceMeasures(length, length, length, Scale(1.0, 0.01)), (frame_mm, 50.0, 140.0))
    assert advice.verdict == verdict
    assert advice.certain
    assert f"{frame_mm:.0f} mm" in advice.sentence.en
    assert f"{frame_mm:.0f} mm" in advice.sentence.de


def test_advice_on_the_edge_says_probably() -> None:
    length = Measure.around(0.138, 0.04)
    advice = advise(FaceMeasures(length, length, length, Scale(1.0, 0.04)), (146.0, 50.0, 140.0))
    assert not advice.certain
    assert "probably" in advice.sentence.en
    assert "vermutlich" in advice.sentence.de
