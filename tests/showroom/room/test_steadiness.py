"""Poses that no correct client sends reach nobody: replays, races and endless jumps."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.protocol.codec import Pose, pack_pose
from showroom.room.steadiness import LEAPS_AT_ONCE, Steadiness

UPRIGHT = (0.0, 0.0, 0.0, 1.0)


def record(sequence: int, x: float = 0.0, z: float = 0.0, number: int = 1) -> bytes:
    return pack_pose(Pose(number, sequence, (x, 0.0, z), UPRIGHT))


def entered(x: float = 0.0) -> Steadiness:
    steadiness = Steadiness()
    steadiness.begin(1, record(0, x), 0.0)
    return steadiness


@pytest.mark.parametrize("first", [0, 1, 40_000, 65_535])
def test_any_sequence_may_come_first(first: int) -> None:
    assert entered().judge(1, record(first), 0.1) == "taken"


@pytest.mark.parametrize(("before", "after"), [(5, 5), (5, 4), (0, 65_535), (40_000, 8_000)])
def test_what_came_before_is_not_taken_again(before: int, after: int) -> None:
    steadiness = entered()
    steadiness.judge(1, record(before), 0.1)
    assert steadiness.judge(1, record(after), 0.2) == "stale"


def test_sequences_wrap() -> None:
    steadiness = entered()
    verdicts = {steadiness.judge(1, record((65_500 + step) % 65_536), 0.05 * step) for step in range(100)}
    assert verdicts == {"taken"}


@given(st.floats(0.0, 7.0), st.integers(1, 20))
def test_everybody_who_walks_or_runs_is_seen(speed_m_s: float, poses_per_s: int) -> None:
    steadiness = entered(-40.0)
    verdicts = {
        steadiness.judge(1, record(tick, -40.0 + speed_m_s * tick / poses_per_s), tick / poses_per_s)
        for tick in range(1, 5 * poses_per_s)
    }
    assert verdicts == {"taken"}


def test_poses_that_a_slow_network_bunches_are_seen() -> None:
    steadiness = entered()
    verdicts = [steadiness.judge(1, record(tick, 0.15 * tick), 0.5 + 0.0001 * tick) for tick in range(1, 10)]
    assert verdicts == ["taken"] * 9


def test_some_jumps_are_allowed_and_endless_ones_are_not_seen() -> None:
    steadiness = entered()
    verdicts = [steadiness.judge(1, record(jump, 30.0 * (jump % 2)), 0.02 * jump) for jump in range(1, 40)]
    assert verdicts[: int(LEAPS_AT_ONCE)] == ["taken"] * int(LEAPS_AT_ONCE)
    assert "leap" in verdicts
    assert verdicts.count("taken") < 25


def test_after_a_pause_jumps_are_allowed_again() -> None:
    steadiness = entered()
    for jump in range(1, 20):
        steadiness.judge(1, record(jump, 90.0 * (jump % 2)), 0.01 * jump)
    assert steadiness.judge(1, record(20, 30.0), 0.2) == "leap"
    assert steadiness.judge(1, record(21, 30.0), 3.0) == "taken"


def test_who_is_not_here_has_no_pose() -> None:
    steadiness = entered()
    assert steadiness.judge(2, record(1, number=2), 0.1) == "unknown"
    steadiness.end(1)
    assert steadiness.judge(1, record(1), 0.1) == "unknown"
