"""View state of arriving: the start screen, what is still on its way, and the three hints of a first visit."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ArrivalRow = Literal["name", "avatar", "language", "invitation", "enter"]
ARRIVAL_ROWS: tuple[ArrivalRow, ...] = ("name", "avatar", "language", "invitation", "enter")


@dataclass(frozen=True)
class LoadingView:
    """What is still on its way: in words, and how much of it has come (0 to 1)."""

    words: str
    share: float


@dataclass(frozen=True)
class ArrivalView:
    """The start screen.

    Args:
        title: where one arrives.
        name: what the others will see; `name_hint` stands there while it is empty.
        looks: how one will look, in words.
        language: in its own words.
        invitation: what was pasted or typed there.
        problem: why one cannot walk in like this, empty where one can.
        news: something to know before, such as how the last visit ended; empty for nothing.
        loading: what is still on its way; None where everything has come.
        row: which line the keyboard is at.
    """

    title: str
    name: str
    looks: str
    language: str
    invitation: str
    problem: str
    news: str
    loading: LoadingView | None
    row: ArrivalRow


@dataclass(frozen=True)
class HintView:
    """One of the hints of a first visit: its number, how many there are, the keys that it is about, and its words."""

    number: int
    count: int
    keys: tuple[str, ...]
    title: str
    words: str
