"""Poses in and out: other people move smoothly between what arrives, my own pose is told sparingly.

Frame: glTF's. Times are seconds of a monotonic clock.
"""

from __future__ import annotations

import math
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.geometry import slerp

if TYPE_CHECKING:
    from showroom.protocol.messages import Quaternion, Vector3

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
_HISTORY = 32
SELDOM = 4
"""Frames; two hundred people would be a seventh of one."""
_NOWHERE: Vector3 = (0.0, 0.0, 0.0)
_STILL_M = 0.005
_STILL_RAD = 0.01


@dataclass(frozen=True, slots=True)
class Sample:
    """A pose at a moment."""

    time_s: float
    position: Vector3
    rotation: Quaternion


@dataclass(frozen=True, slots=True)
class Shown:
    """Where to draw somebody, and how fast they walk (metres a second, along the floor)."""

    position: Vector3
    rotation: Quaternion
    speed: float


class PoseBuffer:
    """One other person's poses, played back a little late.

    Whatever arrives, the shown position is continuous: a correction is taken as an offset that fades within a few
    frames. Only a jump of more than five metres is a jump (somebody was brought elsewhere).
    """

    def __init__(self) -> None:
        self._samples: deque[Sample] = deque(maxlen=_HISTORY)
        self._offset: Vector3 = (0.0, 0.0, 0.0)
        self._offset_s = 0.0

    def add(self, position: Vector3, rotation: Quaternion, arrived_s: float) -> None:
        """Take a pose in that arrived at `arrived_s`."""
        if not self._samples:
            self._samples.append(Sample(arrived_s, position, rotation))
            return
        last = self._samples[-1]
        if math.dist(last.position, position) > SNAP_M:
            self._samples.clear()
            self._samples.append(Sample(arrived_s, position, rotation))
            self._offset = (0.0, 0.0, 0.0)
            return
        playing_s = arrived_s - DELAY_S
        before = _plus(self._place_at(playing_s), self._offset_at(playing_s))
        if arrived_s - last.time_s > _PAUSE_S:
            # They stood still: the way starts now, not when the last pose was told.
            self._samples.append(Sample(arrived_s - SEND_INTERVAL_S, last.position, last.rotation))
        self._samples.append(Sample(self._steady_time(arrived_s), position, rotation))
        self._offset = _minus(before, self._place_at(playing_s))
        self._offset_s = playing_s

    def at(self, now_s: float) -> Shown | None:
        """Where to draw at `now_s`; None before anything has arrived."""
        if not self._samples:
            return None
        playing_s = now_s - DELAY_S
        place = self._place_at(playing_s)
        earlier = self._place_at(playing_s - SEND_INTERVAL_S)
        speed = math.hypot(place[0] - earlier[0], place[2] - earlier[2]) / SEND_INTERVAL_S
        return Shown(_plus(place, self._offset_at(playing_s)), self._turn_at(playing_s), speed)

    def _steady_time(self, arrived_s: float) -> float:
        """The moment of a pose without the network's jitter: mostly one interval after the one before."""
        last_s = self._samples[-1].time_s
        expected_s = last_s + SEND_INTERVAL_S
        if abs(arrived_s - expected_s) < _JITTER_S:
            arrived_s = expected_s + _STEER * (arrived_s - expected_s)
        return max(arrived_s, last_s + 0.005)

    def _offset_at(self, playing_s: float) -> Vector3:
        if self._offset == _NOWHERE:
            return _NOWHERE
        fade = math.exp(-max(0.0, playing_s - self._offset_s) / _EASE_S)
        x, y, z = self._offset
        return (x * fade, y * fade, z * fade)

    def _around(self, playing_s: float) -> tuple[Sample, Sample]:
        """The samples before and after a moment; twice the same where there is none on one side."""
        samples = self._samples
        after = samples[-1]
        if playing_s >= after.time_s:
            return after, after
        for sample in reversed(samples):
            if sample.time_s <= playing_s:
                return sample, after
            after = sample
        return after, after

    def _place_at(self, playing_s: float) -> Vector3:
        before, after = self._around(playing_s)
        x, y, z = before.position
        if before is not after:
            share = (playing_s - before.time_s) / (after.time_s - before.time_s)
            right, up, front = after.position
            return (x + (right - x) * share, y + (up - y) * share, z + (front - z) * share)
        if playing_s <= before.time_s:
            return before.position
        # Nothing newer has come: go on as before for a moment, then stand.
        velocity = self._last_velocity()
        ahead_s = min(playing_s - before.time_s, MAX_EXTRAPOLATION_S)
        return (x + velocity[0] * ahead_s, y + velocity[1] * ahead_s, z + velocity[2] * ahead_s)

    def _turn_at(self, playing_s: float) -> Quaternion:
        before, after = self._around(playing_s)
        if before.rotation == after.rotation:
            return after.rotation
        return slerp(before.rotation, after.rotation, (playing_s - before.time_s) / (after.time_s - before.time_s))

    def _last_velocity(self) -> Vector3:
        if len(self._samples) < 2:  # noqa: PLR2004 - a velocity needs two
            return _NOWHERE
        before, last = self._samples[-2], self._samples[-1]
        span_s = max(last.time_s - before.time_s, SEND_INTERVAL_S / 2)
        x, y, z = _minus(last.position, before.position)
        return (x / span_s, y / span_s, z / span_s)


class Everybody:
    """The poses of all others.

    Attributes:
        buffers: by visitor number.
    """

    def __init__(self) -> None:
        self.buffers: dict[int, PoseBuffer] = {}
        self._shown: dict[int, Shown] = {}
        self._frame = 0

    def shown(self, now_s: float, unseen: frozenset[int]) -> dict[int, Shown]:
        """Where to draw everybody at `now_s`; whom nobody sees is looked up every `SELDOM`th time only."""
        self._frame += 1
        before, self._shown = self._shown, {}
        for number, buffer in self.buffers.items():
            rests = number in unseen and (number + self._frame) % SELDOM
            pose = (before.get(number) if rests else None) or buffer.at(now_s)
            if pose is not None:
                self._shown[number] = pose
        return dict(self._shown)


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


def _plus(first: Vector3, second: Vector3) -> Vector3:
    return (first[0] + second[0], first[1] + second[1], first[2] + second[2])


def _minus(first: Vector3, second: Vector3) -> Vector3:
    return (first[0] - second[0], first[1] - second[1], first[2] - second[2])
