"""Panels that nobody touches and that say the same rest most frames; what happens is in the next one."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest

from client.journal import Journal
from client.model import ClientModel
from client.panels import FIDDLING, RESTING, SETTLING, Panels
from client.player import Player
from client.ui.clipboard import Clipboard
from client.ui.labels import Label
from client.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Callable

SIZE_PX = (640, 360)
FRAME_S = 1 / 60


class Glass:
    """A screen that only notes what it is asked to draw, and after how long."""

    def __init__(self) -> None:
        self.backend = SimpleNamespace(size_px=SIZE_PX)
        self.is_touched = False
        self.theme = "as usual"
        self.chat = SimpleNamespace(writing=False)
        self.waits: list[float] = []

    def draw(self, _state: object, _labels: object, delta_s: float, **_: object) -> list[Any]:
        self.waits.append(delta_s)
        return []


def panels() -> tuple[Panels, Visit, Glass]:
    visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard(), model=ClientModel())
    glass = Glass()
    parts = (
        SimpleNamespace(size_px=SIZE_PX, project=lambda _: None),
        SimpleNamespace(is_complete=True, exhibits={}, seen=lambda _, heads: [True for _ in heads]),
        SimpleNamespace(nearest=lambda *_: []),
        glass,
        SimpleNamespace(view=lambda: None),
        SimpleNamespace(
            server="http://shop",
            hints=SimpleNamespace(watch=lambda: None, view=lambda: None),
            arrival=lambda: None,
            loading=lambda: None,
        ),
    )
    view, world, crowd, screen, cards, doorway = cast("Any", parts)
    return Panels(visit, view, world, crowd, screen, cards, doorway), visit, glass


def drawn_after(what: Callable[[Panels, Visit, Glass], object]) -> list[bool]:
    """Which of nine frames are drawn where something happens before the sixth, which would rest."""
    shown, visit, glass = panels()
    found = []
    for frame in range(9):
        if frame == 5:
            what(shown, visit, glass)
        before = len(glass.waits)
        shown.draw(100.0, FRAME_S)
        found.append(len(glass.waits) > before)
    return found


def test_untouched_panels_are_drawn_every_sixth_frame_and_lose_no_time() -> None:
    assert drawn_after(lambda *_: None) == [True] * 3 + [False] * 5 + [True]
    shown, _, glass = panels()
    for _ in range(9):
        shown.draw(100.0, FRAME_S)
    assert glass.waits == pytest.approx([FRAME_S] * 3 + [RESTING * FRAME_S])


def test_names_that_move_are_drawn_every_second_frame(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = iter(range(100))

    def walks(*_: object) -> list[Label]:
        return [Label(float(next(steps)), 0.0, 3.0, "Mia", adviser=False)]

    monkeypatch.setattr(Panels, "_labels", walks)
    assert drawn_after(lambda *_: None) == [True] * 3 + [False, True] * 3


def test_a_key_what_it_changes_and_a_moving_eye_are_drawn_at_once() -> None:
    def key(shown: Panels, *_: object) -> None:
        shown.wake()

    def choice(_: Panels, visit: Visit, __: Glass) -> None:
        visit.chosen_group = 2

    def news(_: Panels, visit: Visit, __: Glass) -> None:
        visit.model = replace(visit.model, locked=True, connection="online")

    def step(_: Panels, visit: Visit, __: Glass) -> None:
        visit.player = Player((1.0, 1.0), 0.5)

    for happens in (key, choice, news, step):
        assert drawn_after(happens)[5:8] == [True] * 3, happens.__name__


def test_panels_under_a_hand_are_drawn_at_once_and_rest_while_it_lies_still() -> None:
    def touch(shown: Panels, _: Visit, glass: Glass) -> None:
        glass.is_touched = True
        shown.wake()

    assert drawn_after(touch) == [True] * 3 + [False] * 2 + [True] * 4
    shown, _, glass = panels()
    glass.is_touched = True
    for _ in range(FIDDLING + SETTLING):
        shown.draw(100.0, FRAME_S)
    drawn = len(glass.waits)
    assert drawn >= FIDDLING
    for _ in range(4 * RESTING):
        shown.draw(100.0, FRAME_S)
    assert len(glass.waits) - drawn <= 5


def test_names_follow_less_often_beside_a_product_in_close_view(monkeypatch: pytest.MonkeyPatch) -> None:
    steps = iter(range(1000))

    def walks(*_: object) -> list[Label]:
        return [Label(float(next(steps)), 0.0, 3.0, "Mia", adviser=False)]

    monkeypatch.setattr(Panels, "_labels", walks)
    drawn = {}
    for inspected in (None, "block"):
        shown, visit, glass = panels()
        visit.inspected = inspected
        for _ in range(44):
            shown.draw(100.0, FRAME_S)
        drawn[inspected] = len(glass.waits)
    assert drawn == {None: 23, "block": 13}
