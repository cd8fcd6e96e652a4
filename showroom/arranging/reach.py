"""Where visitors can get on foot, and whether they can get before a product."""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING

from showroom.arranging.boxes import distance_m
from showroom.route import Grid, middle
from showroom.walking import floor_of, free

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan
    from showroom.walking import Box, Floor, Point

ARM_M = 1.5
"""From farther away, nobody looks at a product closely: where clients let people stand before one, plus a step."""
MAX_CELLS = 250_000
"""A hall of 100 by 100 metres; beyond, what is farther away counts as out of reach."""


def reachable(plan: RoomPlan) -> frozenset[Point]:
    """The middles of all cells of the floor that somebody who comes in at the spawn place can walk to."""
    x, _, z = plan.spawn.position
    return _walked(floor_of(plan), (x, z))


@lru_cache(maxsize=8)
def _walked(floor: Floor, start: Point) -> frozenset[Point]:
    grid = Grid(floor)
    first = grid.near(free(floor, start))
    seen, border = {first}, deque([first])
    while border and len(seen) < MAX_CELLS:
        for cell, _ in grid.around(border.popleft()):
            if cell not in seen:
                seen.add(cell)
                border.append(cell)
    return frozenset(middle(cell) for cell in seen if grid.is_open(cell))


def is_reachable(points: frozenset[Point], box: Box) -> bool:
    """Whether somebody can walk up to a box."""
    return any(distance_m(box, point) <= ARM_M for point in points)
