"""View state of the cards that lie over the room one at a time, in words and figures, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

from showroom.ui.trying import TryOnView

Spot = tuple[float, float]
"""A place on the floor: (x, z) in metres, +x right and +z towards the reader on a map."""


@dataclass(frozen=True)
class GoalView:
    """Somewhere to go; `seen` is where its pin stands on the map."""

    name: str
    seen: Spot
    product: bool
    selected: bool


@dataclass(frozen=True)
class MapView:
    """The room from above: `half` extents in metres, outlines of what stands there, where to go, and who is where."""

    half: Spot
    furniture: tuple[tuple[Spot, ...], ...]
    plinths: tuple[tuple[Spot, ...], ...]
    goals: tuple[GoalView, ...]
    people: tuple[tuple[Spot, str, bool], ...]
    me: Spot
    heading: float


@dataclass(frozen=True)
class WishView:
    """A line of the wish list; one that is `gone` is no longer offered like this."""

    name: str
    words: str
    price: str
    gone: bool
    selected: bool


@dataclass(frozen=True)
class WishesView:
    """The wish list with what all of it costs."""

    wishes: tuple[WishView, ...]
    total: str


@dataclass(frozen=True)
class CompareRow:
    """What is compared, and how it is on either side."""

    name: str
    left: str
    right: str
    differs: bool


@dataclass(frozen=True)
class CompareView:
    """Two configurations side by side; `row` 0 takes the left one, 1 keeps the right one for later comparisons."""

    names: tuple[str, str]
    codes: tuple[str, str]
    prices: tuple[str, str]
    difference: str
    rows: tuple[CompareRow, ...]
    row: int = 0


@dataclass(frozen=True)
class RowView:
    """A line with a value: one that `turns` has values before and after it, a `written` one is typed.

    What is written `counts` with every letter, or else with Enter, and has `most` characters; a `secret` is shown as
    dots. `level` is 0 to 1 where the value is an amount, `swatch` ``#rrggbb`` where it is a colour.
    """

    name: str
    value: str
    selected: bool
    turns: bool = False
    level: float | None = None
    swatch: str = ""
    written: bool = False
    secret: bool = False
    most: int = 40
    counts: bool = False


@dataclass(frozen=True)
class RowsView:
    """A card of such lines; `name` is the verb that closes it."""

    name: str
    title: str
    rows: tuple[RowView, ...]


CardView = RowsView | MapView | WishesView | CompareView | TryOnView
