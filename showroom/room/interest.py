"""Who is near whom: a grid of cells, so that a crowd's poses cost each visitor what their surroundings cost.

The further away, the rarer: at 20 ticks a second everybody gets the poses of their own cell and its eight neighbours at
every tick, of the ring around those at every second one, and of all others at every fifth. Whoever stood still is left
out of all three.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

CROWD = 250
"""Below, one frame for all costs less than sorting them, and each gets at most 0.6 Mbit a second."""
CELL_CM = 400
SLACK_CM = 50
"""Who sways across a border stays in their cell until so far behind it: changing cells costs, and others would flicker
between two rates."""
RING_SHARE = 2
FAR_SHARE = 5

_XZ = struct.Struct("<4xh2xh4x")
_NEIGHBOURS = tuple((x, z) for x in (-1, 0, 1) for z in (-1, 0, 1))
_RING = tuple((x, z) for x in range(-2, 3) for z in range(-2, 3) if max(abs(x), abs(z)) == 2)  # noqa: PLR2004 - the ring

Cell = tuple[int, int]


class CellGrid:
    """Which numbers stand in which cell of 4 m."""

    def __init__(self) -> None:
        self._cell_of: dict[int, Cell] = {}
        self._numbers_in: dict[Cell, set[int]] = {}
        self._tick = 0
        self._before: set[int] = set()
        self._untold: set[int] = set()

    def put(self, number: int, record: bytes) -> None:
        """Note where a pose record stands."""
        x, z = _XZ.unpack(record)
        before = self._cell_of.get(number)
        if before is not None:
            past_x, past_z = x - before[0] * CELL_CM, z - before[1] * CELL_CM
            if -SLACK_CM <= past_x < CELL_CM + SLACK_CM and -SLACK_CM <= past_z < CELL_CM + SLACK_CM:
                return
            self.remove(number)
        cell = (x // CELL_CM, z // CELL_CM)
        self._cell_of[number] = cell
        self._numbers_in.setdefault(cell, set()).add(number)

    def remove(self, number: int) -> None:
        """Forget a number."""
        cell = self._cell_of.pop(number, None)
        if cell is not None:
            numbers = self._numbers_in[cell]
            numbers.discard(number)
            if not numbers:
                del self._numbers_in[cell]

    def cell(self, number: int) -> Cell | None:
        """The cell of a number."""
        return self._cell_of.get(number)

    def frames(self, records: Mapping[int, bytes], due: Collection[int]) -> Iterator[tuple[bytes, tuple[int, ...]]]:
        """Give each occupied cell's records and the numbers that stand in it.

        The far fifth is joined once for all; a near one may be in it again, which costs 14 bytes and does no harm.
        """
        self._tick += 1
        due = due if isinstance(due, set) else set(due)
        since = due | self._before
        self._before = due
        far = self._far(records, due)
        occupied = self._numbers_in
        own = {cell: b"".join([records[number] for number in numbers & due]) for cell, numbers in occupied.items()}
        twice = {cell: b"".join([records[number] for number in numbers & since]) for cell, numbers in occupied.items()}
        for (x, z), numbers in occupied.items():
            near = [cell for dx, dz in _NEIGHBOURS if (cell := (x + dx, z + dz)) in occupied]
            ring = [cell for dx, dz in _RING if (cell := (x + dx, z + dz)) in occupied]
            parts = [own[cell] for cell in near]
            # Half of the cells hear of their ring at even ticks, half at odd ones: every tick costs the same.
            if (x + z + self._tick) % RING_SHARE == 0:
                parts += [twice[cell] for cell in ring]
            if len(near) + len(ring) < len(occupied):
                parts.append(far)
            yield b"".join(parts), tuple(numbers)

    def _far(self, records: Mapping[int, bytes], due: set[int]) -> bytes:
        """The records of the fifth whose turn it is, of those who moved since it was theirs last."""
        self._untold |= due
        told = [number for number in self._untold if (number + self._tick) % FAR_SHARE == 0]
        self._untold.difference_update(told)
        return b"".join([records[number] for number in told if number in records])
