"""Poses in and out: other people move smoothly between what arrives, my own pose is told sparingly.

Frame: glTF's. Times are seconds of a monotonic clock.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from showroom.protocol.codec import Pose
    from showroom.protocol.messages import Quaternion, Vector3

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

DELAY_S = 0.12
"""Others are shown this much in the past, so that there is mostly a pose on either side of the moment."""
SEND_INTERVAL_S = 0.05
KEEP_ALIVE_S = 1.0
MAX_EXTRAPOLATION_S = 0.2
SNAP_M = 5.0
_PAUSE_S = 0.25
_JITTER_S = 0.1
_STEER = 0.2
_EASE_S = 0.08
_HISTORY = 12
"""Samples; three of them are in use at a time, the others are there for jitter."""
_FIRST_ROWS = 16
_NEVER_S = -1e9
_STILL_M = 0.005
_STILL_RAD = 0.01


class Shown(NamedTuple):
    """Where to draw somebody, and how fast they walk (metres a second, along the floor)."""

    position: Vector3
    rotation: Quaternion
    speed: float


class Everybody:
    """The poses of all others, played back a little late: arrays with a row for each, however many they are.

    Whatever arrives, the shown position is continuous: a correction is taken as an offset that fades within a few
    frames. Only a jump of more than five metres is a jump (somebody was brought elsewhere).
    """

    def __init__(self) -> None:
        self._row_of: dict[int, int] = {}
        self._free = list(range(_FIRST_ROWS))
        # The newest sample stands last; those before the first one that came are that one, long ago.
        self._times = np.full((_FIRST_ROWS, _HISTORY), _NEVER_S)
        self._places = np.zeros((_FIRST_ROWS, _HISTORY, 3))
        self._turns = np.zeros((_FIRST_ROWS, _HISTORY, 4))
        self._offsets = np.zeros((_FIRST_ROWS, 3))
        self._offsets_s = np.zeros(_FIRST_ROWS)

    def __contains__(self, number: int) -> bool:
        return number in self._row_of

    def add(self, poses: Iterable[Pose], arrived_s: float) -> None:
        """Take in what arrived at `arrived_s`: one pose of each of several people."""
        newest = {pose.number: pose for pose in poses}
        if not newest:
            return
        rows = np.array([self._row(number) for number in newest])
        places = np.array([pose.position for pose in newest.values()], np.float64)
        turns = np.array([pose.rotation for pose in newest.values()], np.float64)
        known = self._times[rows, -1] > _NEVER_S
        far = np.linalg.norm(places - self._places[rows, -1], axis=1) > SNAP_M
        self._begin(rows[~known | far], places[~known | far], turns[~known | far], arrived_s)
        going = known & ~far
        if going.any():
            self._go_on(rows[going], places[going], turns[going], arrived_s)

    def drop(self, number: int) -> None:
        """Somebody went."""
        row = self._row_of.pop(number, None)
        if row is not None:
            self._times[row] = _NEVER_S
            self._free.append(row)

    def clear(self) -> None:
        """Everybody went."""
        for number in list(self._row_of):
            self.drop(number)

    def shown(self, now_s: float) -> dict[int, Shown]:
        """Where to draw everybody at `now_s`."""
        if not self._row_of:
            return {}
        rows = np.fromiter(self._row_of.values(), np.int64, len(self._row_of))
        playing_s = now_s - DELAY_S
        positions, turns, speeds = self._at(rows, playing_s)
        positions += self._offset_at(rows, playing_s)
        return {
            number: Shown(tuple(position), tuple(turn), speed)
            for number, position, turn, speed in zip(
                self._row_of, positions.tolist(), turns.tolist(), speeds.tolist(), strict=True
            )
        }

    # ---- arrays ----------------------------------------------------------------------------------------------------

    def _row(self, number: int) -> int:
        row = self._row_of.get(number)
        if row is None:
            if not self._free:
                self._grow()
            row = self._row_of[number] = self._free.pop(0)
        return row

    def _grow(self) -> None:
        count = len(self._times)
        self._free = list(range(count, 2 * count))
        self._times = np.concatenate([self._times, np.full_like(self._times, _NEVER_S)])
        self._places = np.concatenate([self._places, np.zeros_like(self._places)])
        self._turns = np.concatenate([self._turns, np.zeros_like(self._turns)])
        self._offsets = np.concatenate([self._offsets, np.zeros_like(self._offsets)])
        self._offsets_s = np.concatenate([self._offsets_s, np.zeros_like(self._offsets_s)])

    def _begin(self, rows: Numbers, places: Floats, turns: Floats, arrived_s: float) -> None:
        """A first sample, or one so far away that it is a beginning, too."""
        self._times[rows] = _NEVER_S
        self._times[rows, -1] = arrived_s
        self._places[rows], self._turns[rows] = places[:, None], turns[:, None]
        self._offsets[rows] = 0.0

    def _go_on(self, rows: Numbers, places: Floats, turns: Floats, arrived_s: float) -> None:
        playing_s = arrived_s - DELAY_S
        before = self._at(rows, playing_s)[0] + self._offset_at(rows, playing_s)
        paused = rows[arrived_s - self._times[rows, -1] > _PAUSE_S]
        # They stood still: the way starts now, not when the last pose was told.
        self._append(paused, self._places[paused, -1], self._turns[paused, -1], arrived_s - SEND_INTERVAL_S)
        self._append(rows, places, turns, self._steady_times(rows, arrived_s))
        self._offsets[rows] = before - self._at(rows, playing_s)[0]
        self._offsets_s[rows] = playing_s

    def _append(self, rows: Numbers, places: Floats, turns: Floats, times_s: Floats | float) -> None:
        for samples, newest in ((self._times, times_s), (self._places, places), (self._turns, turns)):
            samples[rows, :-1] = samples[rows, 1:]
            samples[rows, -1] = newest

    def _steady_times(self, rows: Numbers, arrived_s: float) -> Floats:
        """The moments of poses without the network's jitter: mostly one interval after the one before."""
        last_s = self._times[rows, -1]
        expected_s = last_s + SEND_INTERVAL_S
        steady_s = np.where(
            np.abs(arrived_s - expected_s) < _JITTER_S, expected_s + _STEER * (arrived_s - expected_s), arrived_s
        )
        return np.asarray(np.maximum(steady_s, last_s + 0.005))

    def _offset_at(self, rows: Numbers, playing_s: float) -> Floats:
        fade = np.exp(np.minimum(0.0, self._offsets_s[rows] - playing_s) / _EASE_S)
        return np.asarray(self._offsets[rows] * fade[:, None])

    def _at(self, rows: Numbers, moment_s: float) -> tuple[Floats, Floats, Floats]:
        """Where everybody is at a moment, (n, 3), how they are turned, (n, 4), and how fast they walk, (n,)."""
        times = self._times[rows]
        after = np.clip((times <= moment_s).sum(axis=1), 1, _HISTORY - 1)
        each = np.arange(len(rows))
        after_s = times[each, after]
        # Where nothing newer has come they go on as before for a moment, then stand.
        ahead_s = np.minimum(moment_s - after_s, MAX_EXTRAPOLATION_S)
        span_s = np.maximum(after_s - times[each, after - 1], np.where(ahead_s > 0.0, SEND_INTERVAL_S / 2, 1e-3))
        share = np.maximum(1.0 + ahead_s / span_s, 0.0)
        first, last = self._places[rows, after - 1], self._places[rows, after]
        way = last - first
        goes_on = ahead_s < MAX_EXTRAPOLATION_S
        speeds = np.hypot(way[:, 0], way[:, 2]) / span_s * goes_on
        turns = _between(self._turns[rows, after - 1], self._turns[rows, after], np.minimum(share, 1.0))
        return first + way * share[:, None], turns, speeds


def _between(first: Floats, second: Floats, share: Floats) -> Floats:
    """Unit quaternions the shorter way; so near to each other as two poses are, a straight way is as good as a bow."""
    sign = np.where(np.einsum("ij,ij->i", first, second) < 0.0, -share, share)
    mixed = first * (1.0 - share)[:, None] + second * sign[:, None]
    return np.asarray(mixed / np.sqrt(np.maximum(np.einsum("ij,ij->i", mixed, mixed), 1e-18))[:, None])


@dataclass(frozen=True, slots=True)
class OwnPose:
    """Decides when my own pose is told.

    20 times a second while I move, once more when I have stopped (so that nobody carries me on), then once a second.
    """

    sent_s: float = -math.inf
    position: Vector3 = (math.inf, 0.0, 0.0)
    rotation: Quaternion = (0.0, 0.0, 0.0, 1.0)
    moving: bool = False
    sequence: int = 0

    def due(self, position: Vector3, rotation: Quaternion, now_s: float) -> OwnPose | None:
        """The next state, whose pose is to be sent now; None where nothing is to be sent."""
        moved = math.dist(position, self.position) > _STILL_M or _angle(rotation, self.rotation) > _STILL_RAD
        wait_s = SEND_INTERVAL_S if moved or self.moving else KEEP_ALIVE_S
        if now_s - self.sent_s < wait_s:
            return None
        return OwnPose(now_s, position, rotation, moved, (self.sequence + 1) & 0xFFFF)


def _angle(first: Quaternion, second: Quaternion) -> float:
    return 2 * math.acos(min(1.0, abs(sum(a * b for a, b in zip(first, second, strict=True)))))
