"""The level is chosen by measuring."""

from __future__ import annotations

import pytest

from client.render.quality import HIGH, LEVELS, LOW, MEDIUM, Quality, choose_quality


class SlowView:
    """Draws in a time that its quality costs; time is its own."""

    def __init__(self, costs_ms: dict[str, float]) -> None:
        self.quality: Quality = LOW
        self.now_s = 0.0
        self._costs_ms = costs_ms

    def frame(self, *, shown: bool = True) -> None:
        # A shown frame waits for the display.
        cost_s = self._costs_ms[self.quality.level] / 1000.0
        self.now_s += max(cost_s, 1 / 60) if shown else cost_s

    def wait_for_driver(self) -> None:
        """Nothing is read."""


@pytest.mark.parametrize(
    ("costs_ms", "expected"),
    [
        ({"low": 120.0, "medium": 300.0, "high": 600.0}, LOW),
        ({"low": 5.0, "medium": 10.0, "high": 40.0}, MEDIUM),
        ({"low": 1.0, "medium": 3.0, "high": 9.0}, HIGH),
        ({"low": 1.0, "medium": 30.0, "high": 90.0}, LOW),
        ({"low": 1.0, "medium": 3.0, "high": 30.0}, MEDIUM),
    ],
)
def test_the_best_affordable_level_is_chosen_and_set(costs_ms: dict[str, float], expected: Quality) -> None:
    view = SlowView(costs_ms)

    chosen = choose_quality(view, clock=lambda: view.now_s)  # type: ignore[arg-type]  # only these three are used

    assert chosen == view.quality == expected


def test_levels_are_found_by_their_names() -> None:
    assert {name: quality.level for name, quality in LEVELS.items()} == {name: name for name in LEVELS}
