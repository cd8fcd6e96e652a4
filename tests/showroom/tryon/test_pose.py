"""Head poses against heads whose pose is known."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showroom.tryon.face import face_shape
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import PITCH_BIAS_RAD, head_pose, similarity, unbiased
from tests.showroom.tryon.heads import Person, angle_deg, person, photograph, shoot, turn

CAMERA = Pinhole((1280, 720), 1200.0)
AVERAGE = face_shape().points_m
TYPICAL = Person(AVERAGE, AVERAGE[[33, 263]], 0.0117)


@given(
    yaw=st.floats(-55.0, 55.0),
    pitch=st.floats(-30.0, 30.0),
    roll=st.floats(-40.0, 40.0),
    away=st.floats(0.3, 1.5),
    side=st.floats(-0.15, 0.15),
)
@settings(max_examples=40, deadline=None)
def test_an_average_head_is_found_exactly_where_it_is(
    yaw: float, pitch: float, roll: float, away: float, side: float
) -> None:
    rotation, position = turn(yaw, pitch, roll), np.array([side, 0.03, -away])
    pose = head_pose(photograph(TYPICAL, rotation, position, CAMERA.focal_px), CAMERA)
    assert angle_deg(pose.camera_from_head[:3, :3], rotation) < 0.01
    assert np.abs(pose.camera_from_head[:3, 3] - position).max() < 1e-5
    assert pose.error_px < 0.01


@pytest.mark.parametrize(("reach", "most"), [(20.0, 1.5), (40.0, 2.0)])
def test_turns_of_other_people_are_found_within_two_degrees(reach: float, most: float) -> None:
    random = np.random.default_rng(3)
    errors = []
    for _ in range(60):
        rotation = turn(random.uniform(-reach, reach), random.uniform(-20.0, 20.0), random.uniform(-15.0, 15.0))
        seen = photograph(person(random), rotation, np.array([0.05, 0.0, -0.6]), CAMERA.focal_px)
        errors.append(angle_deg(head_pose(seen, CAMERA).camera_from_head[:3, :3], rotation))
    assert np.median(errors) < most


def test_landmarks_lie_on_their_pixels_again_when_projected() -> None:
    random = np.random.default_rng(5)
    seen = photograph(person(random), turn(25.0, -10.0, 5.0), np.array([0.1, -0.05, -0.7]), CAMERA.focal_px)
    pose = head_pose(seen, CAMERA).scaled(1.07)
    there = pose.points_m @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3]
    assert np.abs(shoot(there, 1200.0, (640.0, 360.0)) - seen.points[:, :2]).max() < 1e-6


def test_a_larger_head_in_the_same_picture_stands_farther_away() -> None:
    pose = head_pose(photograph(TYPICAL, turn(0.0), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px), CAMERA)
    assert pose.scaled(1.1).distance_m == pytest.approx(0.55, abs=1e-5)


@pytest.mark.parametrize(("angles", "expected"), [((30.0, 0.0, 0.0), 30.0), ((-12.0, 0.0, 0.0), -12.0)])
def test_yaw_is_positive_towards_the_persons_left(angles: tuple[float, float, float], expected: float) -> None:
    pose = head_pose(photograph(TYPICAL, turn(*angles), np.array([0.0, 0.0, -0.5]), CAMERA.focal_px), CAMERA)
    assert pose.angles_deg()[0] == pytest.approx(expected, abs=0.01)


def test_a_mirrored_shape_is_never_taken_for_a_turned_one() -> None:
    random = np.random.default_rng(1)
    points = random.normal(size=(30, 3))
    _, rotation, _ = similarity(points, points * [-1.0, 1.0, 1.0], np.ones(30))
    assert np.linalg.det(rotation) == pytest.approx(1.0)


def test_the_average_face_is_symmetrical_and_as_wide_as_adults_are() -> None:
    assert np.abs(AVERAGE[[33, 234, 127]] * [-1.0, 1.0, 1.0] - AVERAGE[[263, 454, 356]]).max() < 0.001
    assert 0.13 < np.ptp(AVERAGE[:, 0]) < 0.15
    triangles = face_shape().triangles
    assert set(triangles.ravel()) == set(range(468))


def test_the_models_known_errors_are_taken_out_about_the_faces_middle() -> None:
    someone = person(np.random.default_rng(8))
    for yaw, pitch, place in ((0.0, 0.0, (0.0, 0.0, -0.5)), (25.0, -10.0, (0.2, 0.1, -0.7))):
        pose = head_pose(photograph(someone, turn(yaw, pitch), np.array(place), 1300.0), Pinhole((1280, 720), 1300.0))
        found = unbiased(pose)
        seen = pose.points_m @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3]
        anew = found.points_m @ found.camera_from_head[:3, :3].T + found.camera_from_head[:3, 3]
        assert anew == pytest.approx(seen, abs=1e-9)  # the face stays where it is seen; only its frame turns
        before, after = pose.angles_deg(), found.angles_deg()
        assert before[1] - after[1] == pytest.approx(math.degrees(PITCH_BIAS_RAD), abs=0.7)
        assert abs(after[0]) < abs(before[0]) + 0.5
        assert np.linalg.norm(found.camera_from_head[:3, 3] - pose.camera_from_head[:3, 3]) < 0.004
