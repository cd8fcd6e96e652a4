"""View state of the cards that lie over the room one at a time, in words and figures, ready to be drawn."""

from __future__ import annotations

from dataclasses import dataclass

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


CardView = MapView
