"""The benchmark's fingers: they press what changes something, and notice an answer that does not last."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, cast

import pytest

from client.bench_render.inputs import TURN_KEY, Fingers, measure_inputs
from client.bench_render.probe import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.bench_render.probe import MeasuredApp


class Room:
    """A room with one product, whose value is 1 or 2, that obeys keys as the client does."""

    def __init__(self, standing: int, refused: int = 0) -> None:
        self.shown = self.standing = standing
        self.refused = refused
        self.turns = 0
        self.panel_uploads = 0
        self.began_s = self.drawn_s = 0.0
        self._keyboard = Fingers()
        self._answer_in = 0

    def use_keyboard(self, keyboard: Fingers) -> None:
        self._keyboard = keyboard

    def frame(self) -> None:
        self.began_s = time.monotonic()
        given = self._keyboard.read()
        self.turns += TURN_KEY in given.held
        for key in given.pressed:
            self.shown, self._answer_in = int(key), 3
        if self._answer_in:
            self._answer_in -= 1
            if not self._answer_in:
                self._answer()
        self.drawn_s = time.monotonic()

    def _answer(self) -> None:
        if self.refused:
            self.refused -= 1
            self.shown = self.standing
        self.standing = self.shown

    def until(self, ready: Callable[[], bool]) -> None:
        while not ready():
            self.frame()

    all_is_there = True

    @property
    def is_settled(self) -> bool:
        return not self._answer_in

    def recolourable(self) -> tuple[str, int]:
        return "product", 0

    def look_at(self, product: str, group: int) -> None:
        pass

    def other_value(self) -> str:
        return "2" if self.standing == 1 else "1"

    def materials(self, _: str) -> list[object]:
        return [self.shown]

    def camera(self) -> bytes:
        return bytes([self.turns])


def measured(room: Room) -> dict[str, Any]:
    return measure_inputs(cast("MeasuredApp", room), Task("inputs", "", changes=5))


@pytest.mark.parametrize("standing", [1, 2])
def test_every_press_is_answered_whatever_an_earlier_run_has_left_standing(standing: int) -> None:
    found = measured(Room(standing))

    assert found["turn"]["frames_worst"] == found["choose"]["frames_worst"] == 1
    assert found["choose"]["taken_back"] == 0


def test_an_answer_that_the_server_takes_back_is_counted() -> None:
    assert measured(Room(1, refused=2))["choose"]["taken_back"] == 2
