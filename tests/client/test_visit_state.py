"""News stay to be read, for a while and for frames enough, however slow the picture is."""

from __future__ import annotations

import itertools

import pytest

from client.journal import Journal
from client.ui.clipboard import Clipboard
from client.visit import NOTICE_S, Visit


@pytest.mark.parametrize(
    ("frame_s", "least_s", "most_s"), [(1 / 60, NOTICE_S, 5.1), (1.0, 12.0, 14.0), (4.0, 48.0, 56.0)]
)
def test_news_are_seen_for_seconds_and_in_a_dozen_frames(frame_s: float, least_s: float, most_s: float) -> None:
    visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
    assert visit.current_notices(100.0) == ()
    visit.notify("Kept.")
    seen = itertools.takewhile(visit.current_notices, itertools.count(100.0 + frame_s, frame_s))
    assert least_s <= sum(1 for _ in seen) * frame_s <= most_s


def test_the_same_news_twice_is_shown_once_and_for_longer() -> None:
    visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard())
    visit.notify("Kept.")
    for frame in range(10):
        visit.current_notices(frame * 0.4)
    visit.notify("Other.")
    visit.notify("Kept.")
    for frame in range(10, 20):
        assert visit.current_notices(frame * 0.4) == ("Other.", "Kept.")
