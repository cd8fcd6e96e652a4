"""Who is near whom: a grid of cells, so that a crowd's poses cost each visitor what their surroundings cost.

Everybody gets the poses of their own cell and its eight neighbours at every tick, and a rotating fifth of all others,
so somebody far away is seen to move four times a second at 20 ticks.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

CROWD = 100
CELL_CM = 400
FAR_SHARE = 5

_XZ = struct.Struct("<4xh2xh4x")
_NEIGHBOURS = tuple((x, z) for x in (-1, 0, 1) for z in (-1, 0, 1))

Cell = tuple[int, int]


class CellGrid:
    """Which numbers stand in which cell of 4 m."""

    def __init__(self) -> None:
        self._cell_of: dict[int, Cell] = {}
        self._numbers_in: dict[Cell, set[int]] = {}
        self._turn = 0

    def put(self, number: int, record: bytes) -> None:
        """Note where a pose record stands."""
        x, z = _XZ.unpack(record)
        cell = (x // CELL_CM, z // CELL_CM)
        if self._cell_of.get(number) == cell:
            return
        self.remove(number)
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
        self._turn = (self._turn + 1) % FAR_SHARE
        far = b"".join([record for number, record in records.items() if number % FAR_SHARE == self._turn])
        due = due if isinstance(due, set) else set(due)
        own = {
            cell: b"".join([records[number] for number in numbers & due]) for cell, numbers in self._numbers_in.items()
        }
        for (x, z), numbers in self._numbers_in.items():
            around = [(x + dx, z + dz) for dx, dz in _NEIGHBOURS]
            near = b"".join([own.get(cell, b"") for cell in around])
            # Where everybody is near, the far ones would only come twice.
            seen = sum(cell in self._numbers_in for cell in around)
            yield near if seen == len(self._numbers_in) else near + far, tuple(numbers)
