"""The map of the room: what stands where, who is where, and jumping to a place."""

from __future__ import annotations

import math
import operator
import time
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.goals import goals_of
from client.player import looking_down
from showroom.ui.cards import GoalView, MapView
from showroom.walking import free

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from client.goals import Goal
    from client.visit import Visit
    from showroom.catalogue import RoomPlan
    from showroom.ui.cards import Spot

VEIL_S: Final = 0.35
"""How long the picture takes to come back after a jump: nothing flies past, so nobody gets dizzy."""
_USUAL_PITCH: Final = -0.06
_LOOKS_S: Final = 0.5
_NAMED: Final = 12


class RoomMap:
    """A card: the room from above.

    Args:
        visit: where one is.
        plan: the room as it stands, products on their plinths.
        leave: steps back from the product that one looks at closely.
        enter: goes into another room.
    """

    def __init__(
        self,
        visit: Visit,
        plan: Callable[[], RoomPlan | None],
        leave: Callable[[], None],
        enter: Callable[[str], None],
    ) -> None:
        self._visit = visit
        self._plan = plan
        self._leave = leave
        self._enter = enter
        self._of: tuple[object, ...] = ()
        self._room: MapView | None = None
        self._met: tuple[tuple[Spot, str, bool], ...] = ()
        self._met_s = -math.inf

    def view(self, row: int) -> MapView | None:
        """The room with the chosen place."""
        room, player = self._drawn(), self._visit.player
        if room is None:
            return None
        goals = tuple(goal if index != row else replace(goal, selected=True) for index, goal in enumerate(room.goals))
        return replace(room, goals=goals, people=self._people(), me=player.position, heading=player.heading)

    def count(self) -> int:
        """How many places there are."""
        room = self._drawn()
        return len(room.goals) if room is not None else 0

    def _drawn(self) -> MapView | None:
        """The room without anybody in it; that is worked out once, and again where it is arranged anew."""
        visit, plan = self._visit, self._plan()
        of = (plan, visit.catalogue, visit.floor, visit.language)
        if len(self._of) == len(of) and all(map(operator.is_, of, self._of)):
            return self._room
        self._of = of
        self._room = plan if plan is None else _room(plan, self._goals(()))
        return self._room

    def take(self, row: int) -> bool:
        """Jump to a place, and look at what is there."""
        visit, goal = self._visit, self._goals(self._visit.others)[row]
        if visit.floor is None:
            return False
        if visit.inspected is not None:
            self._leave()
        if goal.room:
            self._enter(goal.room)
            return True
        spot = free(visit.floor, goal.spot)
        pitch = _USUAL_PITCH
        if goal.centre is not None:
            pitch = looking_down(spot, (goal.centre[0], 1.0, goal.centre[1]))
        visit.stroll, visit.veil_s = None, VEIL_S
        visit.player = replace(visit.player, position=spot, heading=goal.heading, pitch=pitch, origin=None, walking=0.0)
        visit.journal.write("jumped", place=goal.names[0])
        return True

    def turn(self, row: int, by: int) -> None:
        """A place has nothing to change."""

    def remove(self, row: int) -> None:
        """A place stays."""

    def _goals(self, others: Sequence[Spot]) -> list[Goal]:
        visit, plan = self._visit, self._plan()
        if plan is None or visit.floor is None:
            return []
        return goals_of(plan, visit.catalogue, visit.floor, others, visit.language)

    def _people(self) -> tuple[tuple[Spot, str, bool], ...]:
        """Where the others are, twice a second: nobody sees more of it on a map, and drawing it costs.

        Only advisers and the nearest few are named, for more names cover one another.
        """
        now_s = time.monotonic()
        if now_s - self._met_s < _LOOKS_S:
            return self._met
        visit, self._met_s = self._visit, now_s
        model, here = visit.model, visit.player.position
        shown = [
            (spot, model.visitors[number])
            for number, spot in visit.bodies.items()
            if number in model.visitors and number not in model.hidden
        ]
        shown.sort(key=lambda entry: (math.dist(entry[0], here), entry[1].number))
        self._met = tuple(
            (spot, one.name if index < _NAMED or one.role == "agent" else "", one.role == "agent")
            for index, (spot, one) in enumerate(shown)
        )
        return self._met


def _room(plan: RoomPlan, goals: list[Goal]) -> MapView:
    return MapView(
        half=plan.half_size_m,
        furniture=tuple(_corners(obstacle.centre, obstacle.half, 0.0) for obstacle in plan.obstacles),
        plinths=tuple(
            _corners(
                (plinth.place.position[0], plinth.place.position[2]),
                (plinth.footprint_m[0] / 2, plinth.footprint_m[1] / 2),
                plinth.place.heading,
            )
            for plinth in plan.plinths
        ),
        goals=tuple(
            GoalView(goal.names[0], goal.centre or goal.spot, goal.centre is not None, selected=False) for goal in goals
        ),
        people=(),
        me=(0.0, 0.0),
        heading=0.0,
    )


def _corners(centre: Spot, half: Spot, heading: float) -> tuple[Spot, ...]:
    """The corners of a box on the floor, turned about +Y."""
    sine, cosine = math.sin(heading), math.cos(heading)
    return tuple(
        (centre[0] + x * cosine + z * sine, centre[1] + z * cosine - x * sine)
        for x, z in ((-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1]), (-half[0], half[1]))
    )
