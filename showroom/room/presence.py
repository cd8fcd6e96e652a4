"""Where everybody stands: the newest pose of each visitor, joined into frames once per tick."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.protocol.codec import KIND_POSES, Pose, pack_pose, unpack_pose
from showroom.protocol.messages import Body
from showroom.room.interest import CROWD, CellGrid
from showroom.room.steadiness import Steadiness

if TYPE_CHECKING:
    from collections.abc import Collection

    from showroom.room.steadiness import Verdict

_KIND = bytes((KIND_POSES,))
FULL_EVERY_S = 2.0


@dataclass(frozen=True, slots=True)
class Delivery:
    """One frame and the numbers that get it."""

    frame: bytes
    numbers: tuple[int, ...]


class PoseBoard:
    """The newest pose of everybody in one room. Poses are state: what a tick misses, the next one replaces.

    It is the one mutable thing of a room, because thirty poses a second of everybody go through it.

    Args:
        crowd: from this many visitors on, only near ones are sent at every tick; see `showroom.room.interest`.
        full_every_s: how often also those are sent who did not move.
    """

    def __init__(self, crowd: int = CROWD, full_every_s: float = FULL_EVERY_S) -> None:
        self._records: dict[int, bytes] = {}
        self._changed: set[int] = set()
        self._grid: CellGrid | None = None
        self._steadiness = Steadiness()
        self._crowd = crowd
        self._full_every_s = full_every_s
        self._full_at_s: float | None = None

    def __len__(self) -> int:
        """How many stand in the room."""
        return len(self._records)

    def add(self, number: int, body: Body, now_s: float) -> None:
        """Somebody entered and stands at `body`."""
        record = pack_pose(Pose(number, 0, body.position, body.rotation))
        self._steadiness.begin(number, record, now_s)
        self._records[number] = record
        self._changed.add(number)

    def put(self, frame: bytes, now_s: float) -> Verdict:
        """Take a checked 15-byte frame (`session.Moved`) where it may follow what that number sent before."""
        # The record begins with the number, little-endian.
        number, record = frame[1] | frame[2] << 8, frame[1:]
        verdict = self._steadiness.judge(number, record, now_s)
        if verdict == "taken":
            self._records[number] = record
            self._changed.add(number)
        return verdict

    def remove(self, number: int) -> None:
        """Somebody went."""
        self._records.pop(number, None)
        self._changed.discard(number)
        if self._grid is not None:
            self._grid.remove(number)
        self._steadiness.end(number)

    def last_body(self, number: int) -> Body | None:
        """Where somebody stands, None where nobody has that number."""
        record = self._records.get(number)
        if record is None:
            return None
        pose = unpack_pose(record)
        return Body(pose.position, pose.rotation)

    def bodies(self) -> dict[int, Body]:
        """Where everybody stands; for `KeepPlaces`."""
        poses = map(unpack_pose, self._records.values())
        return {pose.number: Body(pose.position, pose.rotation) for pose in poses}

    def snapshot(self) -> bytes:
        """A frame of everybody, for a newcomer."""
        return _KIND + b"".join(self._records.values())

    def frame(self, now_s: float) -> bytes:
        """A frame of all who moved since the last tick, of everybody once in `full_every_s`; empty for nobody."""
        numbers = self._due(now_s)
        return _KIND + b"".join([self._records[number] for number in numbers]) if numbers else b""

    def tick(self, now_s: float) -> tuple[Delivery, ...]:
        """Who gets which frame now: one frame for all in a small room, one per cell in a crowd."""
        if len(self._records) < self._crowd:
            self._grid = None
            frame = self.frame(now_s)
            return (Delivery(frame, tuple(self._records)),) if frame else ()
        due = self._due(now_s)
        grid = self._grid_of(due)
        return tuple(
            Delivery(_KIND + records, numbers) for records, numbers in grid.frames(self._records, due) if records
        )

    def _grid_of(self, moved: Collection[int]) -> CellGrid:
        """Where everybody stands in the grid, which small rooms do without."""
        grid = self._grid
        if grid is None:
            grid = self._grid = CellGrid()
            moved = self._records.keys()
        for number in moved:
            grid.put(number, self._records[number])
        return grid

    def _due(self, now_s: float) -> Collection[int]:
        """Whose poses are to be sent in this tick; forgets who changed."""
        if self._full_at_s is None:
            self._full_at_s = now_s
        changed, self._changed = self._changed, set()
        if now_s - self._full_at_s < self._full_every_s:
            return changed
        self._full_at_s = now_s
        return self._records.keys()
