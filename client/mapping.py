"""The map of the room: what stands where, who is where, and jumping to a place."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from client.goals import goals_of
from client.player import looking_down
from showroom.ui.cards import GoalView, MapView
from showroom.walking import free

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.goals import Goal
    from client.visit import Visit
    from showroom.catalogue import RoomPlan
    from showroom.ui.cards import Spot

VEIL_S: Final = 0.35
"""How long the picture takes to come back after a jump: nothing flies past, so nobody gets dizzy."""
_USUAL_PITCH: Final = -0.06


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

    def view(self, row: int) -> MapView | None:
        """The room with the chosen place."""
        visit, plan = self._visit, self._plan()
        if plan is None:
            return None
        goals = enumerate(self._goals())
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
                GoalView(goal.names[0], goal.centre or goal.spot, goal.centre is not None, index == row)
                for index, goal in goals
            ),
            people=self._people(),
            me=visit.player.position,
            heading=visit.player.heading,
        )

    def count(self) -> int:
        """How many places there are."""
        return len(self._goals())

    def take(self, row: int) -> bool:
        """Jump to a place, and look at what is there."""
        visit, goal = self._visit, self._goals()[row]
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

    def _goals(self) -> list[Goal]:
        visit, plan = self._visit, self._plan()
        if plan is None or visit.floor is None:
            return []
        return goals_of(plan, visit.catalogue, visit.floor, visit.others, visit.language)

    def _people(self) -> tuple[tuple[Spot, str, bool], ...]:
        model = self._visit.model
        return tuple(
            (spot, model.visitors[number].name, model.visitors[number].role == "agent")
            for number, spot in sorted(self._visit.bodies.items())
            if number in model.visitors and number not in model.hidden
        )


def _corners(centre: Spot, half: Spot, heading: float) -> tuple[Spot, ...]:
    """The corners of a box on the floor, turned about +Y."""
    sine, cosine = math.sin(heading), math.cos(heading)
    return tuple(
        (centre[0] + x * cosine + z * sine, centre[1] + z * cosine - x * sine)
        for x, z in ((-half[0], -half[1]), (half[0], -half[1]), (half[0], half[1]), (-half[0], half[1]))
    )
