"""Looking up at who has come: the adviser who was called is in the picture, also beside a product in close view.

Frame: glTF's; the floor is (x, z) in metres, headings are radians about +Y.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from client.player import INSPECT_FOV_DEG

if TYPE_CHECKING:
    from client.player import Orbit, Player
    from client.visit import Visit
    from showroom.walking import Point

_HEAD_M: Final = 1.72
_HERE_M: Final = 7.0
"""Whoever is farther away has not come yet."""
_WAITS_S: Final = 12.0
_TURNS_PER_S: Final = 2.5
_THERE: Final = 0.01
_SEEN: Final = math.radians(30.0)
"""Whoever is farther from the middle of a walking picture may be beyond its edge, or behind a panel."""
_BROUGHT: Final = math.radians(20.0)
_MOST_ASIDE: Final = 0.30
_TOP_SHARE: Final = 0.72
"""Heads are to be no higher in the picture than this, from its middle to its edge: above are bars and news."""
_FARTHEST_M: Final = 1.4
_LOWEST: Final = 0.02
_RATHER_LEFT: Final = 1.0
"""How much farther the eye turns, in radians, to have who has come at the left, where no panel is."""


@dataclass(frozen=True)
class _Goal:
    """Where the eye goes: its heading, and around a product its pitch and distance."""

    heading: float
    pitch: float = 0.0
    distance_m: float = 0.0


class Welcoming:
    """Turns the eye to somebody who has come, once; whoever moves it meanwhile goes where they want.

    Args:
        visit: who is where.
    """

    def __init__(self, visit: Visit) -> None:
        self._visit = visit
        self._person = ""
        self._waited_s = 0.0
        self._goal: _Goal | None = None

    def expect(self, person: str) -> None:
        """Somebody has been called, and comes now."""
        self._person, self._waited_s, self._goal = person, 0.0, None

    def turned(self, player: Player, delta_s: float, *, busy: bool) -> Player:
        """The eye on its way; `busy` is whoever walks, drags or turns themselves."""
        if self._person:
            self._look_for(player, delta_s)
        if busy or (self._goal is not None and (self._goal.distance_m > 0.0) != (player.orbit is not None)):
            self._goal = None
        goal = self._goal
        if goal is None:
            return player
        share = 1.0 if self._visit.calm else 1.0 - math.exp(-_TURNS_PER_S * delta_s)
        if player.orbit is None:
            around = math.remainder(goal.heading - player.heading, math.tau)
            self._goal = None if share == 1.0 or abs(around) < _THERE else goal
            return replace(player, heading=player.heading + around * share)
        orbit = player.orbit
        around = math.remainder(goal.heading - orbit.heading, math.tau)
        up, away_m = goal.pitch - orbit.pitch, goal.distance_m - orbit.distance_m
        if share == 1.0 or math.hypot(around, up, away_m) < _THERE:
            self._goal = None
        return replace(
            player,
            orbit=replace(
                orbit,
                heading=orbit.heading + around * share,
                pitch=orbit.pitch + up * share,
                distance_m=orbit.distance_m + away_m * share,
            ),
        )

    def _look_for(self, player: Player, delta_s: float) -> None:
        visit = self._visit
        self._waited_s += delta_s
        number = next((number for number, one in visit.model.visitors.items() if one.id == self._person), None)
        at = visit.bodies.get(number) if number is not None else None
        if at is not None and math.dist(at, player.position) < _HERE_M:
            self._person, self._goal = "", _goal(player, at)
        elif self._waited_s > _WAITS_S:
            self._person = ""


def _goal(player: Player, at: Point) -> _Goal | None:
    """Where to look so that somebody at a place is seen; None where they are."""
    if player.orbit is not None:
        return _around(player.orbit, at)
    x, z = player.position
    aside = math.remainder(math.atan2(at[0] - x, at[1] - z) - player.heading, math.tau)
    if abs(aside) <= _SEEN:
        return None
    return _Goal(player.heading + math.copysign(abs(aside) - _BROUGHT, aside))


def _around(orbit: Orbit, at: Point) -> _Goal:
    """The nearest view around a product in which somebody stands beside it, from head to hip.

    Tries what turns, tilts and steps back the least first; where nothing does, it is the farthest and flattest view.
    """
    x, y, z = orbit.centre
    bearing, behind_m = math.atan2(at[0] - x, at[1] - z), math.hypot(at[0] - x, at[1] - z)
    half = math.tan(math.radians(INSPECT_FOV_DEG / 2))
    farthest_m = max(orbit.distance_m, _FARTHEST_M)
    found = _Goal(orbit.heading, _LOWEST, farthest_m)
    for step in range(8):
        distance_m = orbit.distance_m + (farthest_m - orbit.distance_m) * step / 7
        turn = _turn_beside(distance_m, behind_m, orbit.radius_m)
        left, right = (
            math.remainder(bearing + math.pi + side * turn - orbit.heading, math.tau) for side in (-1.0, 1.0)
        )
        heading = orbit.heading + (left if abs(left) <= abs(right) + _RATHER_LEFT else right)
        pitch = max(orbit.pitch, _LOWEST)
        while True:
            found = _Goal(heading, pitch, distance_m)
            away_m = distance_m * math.cos(pitch) + behind_m * math.cos(turn)
            rise = math.atan2(_HEAD_M - y - distance_m * math.sin(pitch), max(away_m, 0.1))
            if math.tan(min(rise + pitch, 1.5)) <= _TOP_SHARE * half:
                return found
            if pitch <= _LOWEST:
                break
            pitch = max(_LOWEST, pitch - 0.04)
    return found


def _turn_beside(distance_m: float, behind_m: float, radius_m: float) -> float:
    """How far an eye turns away from having somebody straight behind a product until they are beside it."""
    aside = min(_MOST_ASIDE, 0.75 * math.asin(min(0.9, radius_m / distance_m)) + 0.1)
    for degrees in range(0, 120, 3):
        turn = math.radians(degrees)
        if math.atan2(behind_m * math.sin(turn), distance_m + behind_m * math.cos(turn)) >= aside:
            return turn
    return math.radians(90.0)
