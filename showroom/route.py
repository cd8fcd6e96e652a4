"""Finding a way over the floor of a room around what stands there, and walking it.

Frame: glTF's; the floor is (x, z) in metres, headings are radians about +Y, 0 faces +Z.

Source: P. Hart, N. Nilsson, B. Raphael, "A Formal Basis for the Heuristic Determination of Minimum Cost Paths", 1968.
"""

from __future__ import annotations

import heapq
import math
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from showroom.walking import WALK_M_PER_S, blocks, free, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.walking import Floor, Point

_CELL_M = 0.2
_LOOK_M = 0.1
_NEAR_M = 0.1
_TURN_RAD_PER_S = 5.0
_SHARP_RAD = 1.2
_STUCK_S = 2.0
_AROUND = tuple((x, z) for x in (-1, 0, 1) for z in (-1, 0, 1) if x or z)

_Cell = tuple[int, int]


class Grid:
    """A floor as cells that one can stand on or not; each is looked at when it is needed."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor
        self._open: dict[_Cell, bool] = {}

    def is_open(self, cell: _Cell) -> bool:
        """Whether somebody can stand on a cell."""
        if cell not in self._open:
            self._open[cell] = not blocks(self._floor, middle(cell))
        return self._open[cell]

    def near(self, point: Point) -> _Cell:
        """The open cell nearest to a point; the point's own where everything around is closed."""
        here = (round(point[0] / _CELL_M), round(point[1] / _CELL_M))
        near = [(here[0] + x, here[1] + z) for x in range(-2, 3) for z in range(-2, 3)]
        opened = [cell for cell in near if self.is_open(cell)]
        return min(opened, key=lambda cell: math.dist(middle(cell), point), default=here)

    def around(self, cell: _Cell) -> Iterator[tuple[_Cell, float]]:
        """The cells that one can step to, with how far they are, in cells; never around a corner."""
        for x, z in _AROUND:
            beside = (cell[0] + x, cell[1] + z)
            straight = x == 0 or z == 0
            if self.is_open(beside) and (
                straight or (self.is_open((cell[0] + x, cell[1])) and self.is_open((cell[0], cell[1] + z)))
            ):
                yield beside, 1.0 if straight else math.sqrt(2)


def middle(cell: _Cell) -> Point:
    """The middle of a cell."""
    return (cell[0] * _CELL_M, cell[1] * _CELL_M)


@lru_cache(maxsize=4)
def _grid(floor: Floor) -> Grid:
    return Grid(floor)


def find_way(floor: Floor, start: Point, goal: Point) -> tuple[Point, ...]:
    """The corners of a short way, the goal last; empty where there is none.

    A goal that nobody can stand on is replaced by the nearest place beside what stands there.
    """
    goal = free(floor, goal)
    if _is_clear(floor, start, goal):
        return (goal,)
    grid = _grid(floor)
    cells = _search(grid, grid.near(start), grid.near(goal))
    return _straightened(floor, start, [*map(middle, cells), goal]) if cells else ()


def _search(grid: Grid, start: _Cell, goal: _Cell) -> list[_Cell]:
    """A*; every cell of the way, empty where there is none."""
    came: dict[_Cell, _Cell | None] = {start: None}
    length = {start: 0.0}
    border = [(math.dist(start, goal), start)]
    while border:
        _, cell = heapq.heappop(border)
        if cell == goal:
            return _back(came, goal)
        for beside, step in grid.around(cell):
            longer = length[cell] + step
            if longer < length.get(beside, math.inf):
                length[beside], came[beside] = longer, cell
                heapq.heappush(border, (longer + math.dist(beside, goal), beside))
    return []


def _back(came: dict[_Cell, _Cell | None], goal: _Cell) -> list[_Cell]:
    way, cell = [], came.get(goal, goal)
    way.append(goal)
    while cell is not None and cell != goal:
        way.append(cell)
        cell = came[cell]
    return way[::-1]


def _straightened(floor: Floor, start: Point, way: list[Point]) -> tuple[Point, ...]:
    """The same way with only the corners that it needs."""
    corners: list[Point] = []
    here, index = start, 0
    while index < len(way):
        last = next(
            (far for far in range(len(way) - 1, index, -1) if _is_clear(floor, here, way[far])),
            index,
        )
        here = way[last]
        corners.append(here)
        index = last + 1
    return tuple(corners)


def _is_clear(floor: Floor, start: Point, end: Point) -> bool:
    steps = max(1, math.ceil(math.dist(start, end) / _LOOK_M))
    points = (
        (start[0] + (end[0] - start[0]) * step / steps, start[1] + (end[1] - start[1]) * step / steps)
        for step in range(1, steps + 1)
    )
    return not any(blocks(floor, point) for point in points)


def length_m(start: Point, way: tuple[Point, ...]) -> float:
    """How long a way is."""
    return sum(math.dist(before, after) for before, after in zip((start, *way), way, strict=False))


@dataclass(frozen=True)
class Walker:
    """Somebody on their way: where they are, the corners still ahead, and where they look at the end."""

    position: Point
    heading: float = 0.0
    way: tuple[Point, ...] = ()
    facing: float | None = None
    stuck_s: float = 0.0

    @property
    def is_walking(self) -> bool:
        """Whether there is still something to walk or to turn."""
        return bool(self.way) or self.facing is not None

    def stopped(self) -> Walker:
        """The same person, standing still."""
        return replace(self, way=(), facing=None, stuck_s=0.0)

    def step(self, floor: Floor, delta_s: float) -> Walker:
        """Walk on for a moment, turning into the way; who gets stuck gives up."""
        if not self.way:
            return self._turned_to_the_end(delta_s)
        x, z = self.way[0][0] - self.position[0], self.way[0][1] - self.position[1]
        distance = math.hypot(x, z)
        if distance < _NEAR_M:
            return replace(self, way=self.way[1:], stuck_s=0.0).step(floor, delta_s)
        if self.stuck_s > _STUCK_S:
            return self.stopped()
        turn = math.remainder(math.atan2(x, z) - self.heading, 2 * math.pi)
        heading = self.heading + max(-_TURN_RAD_PER_S * delta_s, min(_TURN_RAD_PER_S * delta_s, turn))
        pace = WALK_M_PER_S * delta_s * (1.0 if abs(turn) < _SHARP_RAD else 0.25)
        way = min(distance, pace)
        position = walk(floor, self.position, (x / distance * way, z / distance * way))
        gone = math.dist(position, self.position) > 0.3 * way
        return replace(self, position=position, heading=heading, stuck_s=0.0 if gone else self.stuck_s + delta_s)

    def _turned_to_the_end(self, delta_s: float) -> Walker:
        if self.facing is None:
            return self
        turn = math.remainder(self.facing - self.heading, 2 * math.pi)
        most = _TURN_RAD_PER_S * delta_s
        if abs(turn) <= most:
            return replace(self, heading=self.facing, facing=None)
        return replace(self, heading=self.heading + math.copysign(most, turn))
