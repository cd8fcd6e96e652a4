"""Even beats, and none too many after a stall."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, cast

import pytest

from server.realtime.metronome import Metronome

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

PERIOD_S = 0.01


class Timer:
    def __init__(self) -> None:
        self.is_cancelled = False

    def cancel(self) -> None:
        self.is_cancelled = True


class HandLoop:
    """A loop whose time is moved by hand; work takes as long as `work_s` says."""

    def __init__(self) -> None:
        self.now_s = 0.0
        self.calls: list[tuple[float, Timer, Callable[[], None]]] = []

    def time(self) -> float:
        return self.now_s

    def call_at(self, due_s: float, call: Callable[..., None], *arguments: Any) -> Timer:  # noqa: ANN401 - asyncio's
        timer = Timer()
        self.calls.append((due_s, timer, lambda: call(*arguments)))
        return timer

    def until(self, end_s: float) -> None:
        while True:
            due = [one for one in self.calls if one[0] <= end_s and not one[1].is_cancelled]
            if not due:
                break
            first = min(due, key=lambda one: one[0])
            self.calls.remove(first)
            self.now_s = max(self.now_s, first[0])
            first[2]()
        self.now_s = max(self.now_s, end_s)


class Stage:
    def __init__(self) -> None:
        self.loop = HandLoop()
        self.beats: list[float] = []
        self.left_out = 0
        self.stride = 1
        self.busy_s: dict[int, float] = {}
        self.metronome = Metronome(PERIOD_S, self._act, lambda: self.stride, self._leave_out)
        self.metronome.start(cast("asyncio.AbstractEventLoop", self.loop))

    def _act(self, number: int) -> None:
        self.beats.append(self.loop.now_s)
        self.loop.now_s += self.busy_s.get(number, 0.0)

    def _leave_out(self, beats: int) -> None:
        self.left_out += beats


def test_beats_come_evenly() -> None:
    stage = Stage()
    stage.loop.until(0.1001)
    assert stage.beats == pytest.approx([PERIOD_S * beat for beat in range(1, 11)])
    assert stage.left_out == 0


def test_a_late_beat_is_caught_up() -> None:
    stage = Stage()
    stage.busy_s = {2: 1.5 * PERIOD_S}
    stage.loop.until(0.1001)
    assert len(stage.beats) == 10
    assert stage.left_out == 0


def test_after_half_a_second_of_stall_there_is_one_beat_and_no_burst() -> None:
    stage = Stage()
    stage.busy_s = {4: 0.5}
    stage.loop.until(0.6001)
    after = [beat for beat in stage.beats if beat > 0.055]
    assert min(later - earlier for earlier, later in itertools.pairwise(after)) > 0.9 * PERIOD_S
    assert stage.left_out == pytest.approx(49, abs=2)


def test_a_mistake_in_one_beat_does_not_end_the_others() -> None:
    loop = HandLoop()
    beats: list[int] = []

    def act(number: int) -> None:
        beats.append(number)
        if number == 1:
            raise RuntimeError("a mistake")

    Metronome(PERIOD_S, act, lambda: 1, lambda _: None).start(cast("asyncio.AbstractEventLoop", loop))
    with pytest.raises(RuntimeError):
        loop.until(0.05)
    loop.until(0.0501)
    assert beats == [0, 1, 2, 3, 4]


def test_it_rests_while_nobody_is_there_and_beats_again_when_somebody_comes() -> None:
    stage = Stage()
    stage.stride = 0
    stage.loop.until(1.0)
    assert len(stage.beats) == 1
    stage.stride = 1
    stage.metronome.wake()
    stage.metronome.wake()
    stage.loop.until(1.0501)
    assert len(stage.beats) == 6


def test_stopped_it_beats_no_more() -> None:
    stage = Stage()
    stage.loop.until(0.0501)
    stage.metronome.stop()
    stage.metronome.wake()
    stage.loop.until(1.0)
    assert len(stage.beats) == 5


def test_where_only_every_third_beat_has_something_to_do_the_others_are_slept_through() -> None:
    loop = HandLoop()
    numbers: list[int] = []
    stride = 1

    def choose() -> int:
        return stride

    metronome = Metronome(PERIOD_S, numbers.append, choose, lambda _: None)
    metronome.start(cast("asyncio.AbstractEventLoop", loop))
    loop.until(0.0201)
    stride = 3
    loop.until(0.1001)
    assert numbers == [0, 1, 2, 3, 6, 9]
    assert loop.now_s == pytest.approx(0.1, abs=0.001)
