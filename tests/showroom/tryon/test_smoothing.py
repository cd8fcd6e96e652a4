"""Steadiness and lag of filtered poses, both measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from showroom.tryon.smoothing import PoseFilter, rotation_matrix, rotation_vector
from tests.showroom.tryon.heads import angle_deg, turn

RATE_HZ = 30.0


def test_a_still_head_jitters_less_than_half_as_much() -> None:
    random = np.random.default_rng(0)
    steady, shaken, positions = PoseFilter(), [], []
    for index in range(300):
        pose = np.eye(4)
        pose[:3, :3] = rotation_matrix(random.normal(0.0, math.radians(0.18), 3))
        pose[:3, 3] = np.array([0.0, 0.0, -0.6]) + random.normal(0.0, 0.00015, 3)
        shaken.append(pose[:3, 3])
        positions.append(steady.filter(pose, index / RATE_HZ)[:3, 3])
    jitter = np.std(positions[30:], axis=0)
    assert (jitter < 0.5 * np.std(shaken, axis=0)).all()
    assert jitter[0] * 1200.0 / 0.6 < 0.5  # pixels at 720p


@given(speed=st.floats(0.05, 0.8), spin=st.floats(12.0, 180.0), rate=st.sampled_from([20.0, 24.0, 30.0, 60.0]))
@settings(max_examples=25, deadline=None)
def test_a_moving_head_is_followed_within_40_milliseconds(speed: float, spin: float, rate: float) -> None:
    steady, lags = PoseFilter(), []
    for index in range(int(rate * 2.0)):
        time_s = index / rate
        pose = np.eye(4)
        pose[:3, :3] = turn(spin * time_s)
        pose[0, 3] = speed * time_s
        found = steady.filter(pose, time_s)
        behind_deg = angle_deg(found[:3, :3], pose[:3, :3])
        lags.append((behind_deg / spin, (pose[0, 3] - found[0, 3]) / speed))
    assert np.mean(lags[len(lags) // 2 :], axis=0).max() < 0.04


@given(st.lists(st.floats(-3.0, 3.0), min_size=3, max_size=3))
def test_rotation_vectors_and_matrices_are_each_others_inverse(numbers: list[float]) -> None:
    vector = np.array(numbers)
    length = float(np.linalg.norm(vector))
    if length > 3.1:
        vector *= 3.1 / length
    assert np.abs(rotation_matrix(rotation_vector(rotation_matrix(vector))) - rotation_matrix(vector)).max() < 1e-6


def test_half_a_turn_has_an_axis() -> None:
    assert np.linalg.norm(rotation_vector(rotation_matrix(np.array([0.0, math.pi, 0.0])))) == pytest.approx(math.pi)


def test_time_that_stands_still_changes_nothing() -> None:
    steady = PoseFilter()
    first, second = np.eye(4), np.eye(4)
    second[0, 3] = 1.0
    steady.filter(first, 1.0)
    assert np.array_equal(steady.filter(second, 1.0), first)
    steady.forget()
    assert np.array_equal(steady.filter(second, 0.5), second)
