"""Other people move without jumps, whatever the network does."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from client.sync import DELAY_S, MAX_EXTRAPOLATION_S, SNAP_M, Everybody, OwnPose, Shown
from showroom.geometry import heading_from_quaternion, quaternion_from_heading
from showroom.protocol.codec import Pose

if TYPE_CHECKING:
    from showroom.protocol.messages import Quaternion, Vector3

UPRIGHT = (0.0, 0.0, 0.0, 1.0)
WALK = 1.5


class Somebody:
    """One of those who are played back."""

    def __init__(self, everybody: Everybody | None = None, number: int = 7) -> None:
        self.everybody = everybody or Everybody()
        self.number = number

    def add(self, position: Vector3, rotation: Quaternion, arrived_s: float) -> None:
        self.everybody.add([Pose(self.number, 0, position, rotation)], arrived_s)

    def at(self, now_s: float) -> Shown | None:
        return self.everybody.shown(now_s).get(self.number)


def walked(jitter_s: list[float], lost: set[int], speed: float = WALK) -> list[tuple[float, float]]:
    """Play a straight walk through a bad network at 60 frames a second; returns (time, x)."""
    buffer = Somebody()
    arrivals = sorted((index * 0.05 + delay, index) for index, delay in enumerate(jitter_s) if index not in lost)
    shown = []
    pending = list(arrivals)
    newest = -1
    for frame in range(int((len(jitter_s) * 0.05 + 0.6) * 60)):
        now_s = frame / 60
        while pending and pending[0][0] <= now_s:
            at_s, index = pending.pop(0)
            if index > newest:  # the server only ever sends the newest pose
                newest = index
                buffer.add((index * 0.05 * speed, 0.0, 0.0), UPRIGHT, at_s)
        pose = buffer.at(now_s)
        if pose is not None:
            shown.append((now_s, pose.position[0]))
    return shown


@given(st.lists(st.floats(0.0, 0.06), min_size=20, max_size=60), st.sets(st.integers(0, 60), max_size=8))
def test_a_walk_through_jitter_and_loss_has_no_jumps(jitter_s: list[float], lost: set[int]) -> None:
    shown = walked(jitter_s, lost)
    steps = [abs(after[1] - before[1]) for before, after in pairwise(shown)]
    # A frame's way at walking speed is 2.5 cm; catching up may be faster, but is never a jump.
    assert max(steps, default=0.0) < 0.16


def test_a_steady_walk_is_steady() -> None:
    shown = walked([0.02] * 40, set())
    steps = [after[1] - before[1] for before, after in pairwise(shown)]
    middle = steps[40:90]
    assert min(middle) > 0.5 * WALK / 60
    assert max(middle) < 1.6 * WALK / 60


def test_one_is_shown_where_one_was_a_moment_ago() -> None:
    shown = dict(walked([0.0] * 40, set()))
    now_s = 60 / 60
    assert shown[now_s] == pytest.approx((now_s - DELAY_S) * WALK, abs=0.06)


def test_without_news_one_goes_on_for_a_moment_and_then_stands() -> None:
    buffer = Somebody()
    for index in range(10):
        buffer.add((index * 0.05 * WALK, 0.0, 0.0), UPRIGHT, index * 0.05)
    last_x = 9 * 0.05 * WALK
    late = buffer.at(10.0)
    later = buffer.at(20.0)
    assert late is not None
    assert later is not None
    assert late.position[0] <= last_x + MAX_EXTRAPOLATION_S * WALK * 1.1
    assert later.position == pytest.approx(late.position)
    assert later.speed == pytest.approx(0.0)


def test_a_jump_of_more_than_five_metres_is_a_jump() -> None:
    buffer = Somebody()
    buffer.add((0.0, 0.0, 0.0), UPRIGHT, 0.0)
    buffer.add((SNAP_M + 1.0, 0.0, 0.0), UPRIGHT, 0.05)
    shown = buffer.at(0.06)
    assert shown is not None
    assert shown.position == (SNAP_M + 1.0, 0.0, 0.0)


def test_turning_takes_the_shorter_way() -> None:
    buffer = Somebody()
    for index, heading in enumerate((3.0, 3.0, -3.0, -3.0)):
        buffer.add((0.0, 0.0, 0.0), quaternion_from_heading(heading), index * 0.05)
    for frame in range(30):
        shown = buffer.at(frame / 100)
        assert shown is not None
        assert abs(heading_from_quaternion(shown.rotation)) > 2.9


def test_who_has_sent_nothing_is_nowhere() -> None:
    everybody = Everybody()
    everybody.add([], 1.0)
    assert everybody.shown(1.0) == {}
    assert 7 not in everybody


def test_whoever_comes_and_goes_everybody_is_where_they_are_alone() -> None:
    everybody = Everybody()
    crowd = [Somebody(everybody, number) for number in range(100)]
    alone = [Somebody(number=number) for number in range(100)]
    for step in range(12):
        poses = [
            Pose(one.number, step, (one.number * 7.0, 0.0, step * 0.05 * one.number / 50), UPRIGHT)
            for one in crowd
            if one.number % 3 or step > 4
        ]
        everybody.add(poses, step * 0.05)
        for pose in poses:
            alone[pose.number].add(pose.position, pose.rotation, step * 0.05)
    for gone in (3, 50, 99):
        everybody.drop(gone)
        assert gone not in everybody
    crowd[50].add((1.0, 0.0, 1.0), UPRIGHT, 0.6)
    shown = everybody.shown(0.62)
    assert len(shown) == 98
    assert shown[50].position == pytest.approx((1.0, 0.0, 1.0))
    for number in (0, 1, 2, 49, 51, 98):
        expected = alone[number].at(0.62)
        assert expected is not None
        assert shown[number].position == pytest.approx(expected.position)
        assert shown[number].speed == pytest.approx(expected.speed)
    everybody.clear()
    assert everybody.shown(0.7) == {}


def sent_poses(path: list[tuple[float, float]]) -> list[OwnPose]:
    """Frames at 60 a second through (time, x) corners."""
    own, sent = OwnPose(), []
    for frame in range(int(path[-1][0] * 60)):
        now_s = frame / 60
        x = next(
            a[1] + (b[1] - a[1]) * (now_s - a[0]) / (b[0] - a[0]) for a, b in pairwise(path) if a[0] <= now_s < b[0]
        )
        due = own.due((x, 0.0, 0.0), UPRIGHT, now_s)
        if due is not None:
            own = due
            sent.append(due)
    return sent


def test_who_stands_tells_it_once_a_second() -> None:
    assert len(sent_poses([(0.0, 1.0), (10.0, 1.0)])) in {10, 11, 12}


def test_who_walks_tells_it_at_most_twenty_times_a_second() -> None:
    sent = sent_poses([(0.0, 0.0), (2.0, 3.0)])
    assert 30 <= len(sent) <= 41
    assert all(after.sent_s - before.sent_s >= 0.0499 for before, after in pairwise(sent))


def test_who_stops_tells_the_last_place_twice_so_that_nobody_carries_them_on() -> None:
    sent = sent_poses([(0.0, 0.0), (1.0, 1.5), (1.9, 1.5)])
    assert sent[-1].position == sent[-2].position
    assert sent[-1].sent_s - sent[-2].sent_s < 0.1


def test_sequences_wrap() -> None:
    own = OwnPose(sequence=65535).due((0.0, 0.0, 0.0), UPRIGHT, 0.0)
    assert own is not None
    assert own.sequence == 0
    assert math.isclose(own.sent_s, 0.0)
