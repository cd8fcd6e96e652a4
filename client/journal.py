"""A log of what the client did and drew: one JSON object a line, times in nanoseconds of the monotonic clock."""

# ruff: noqa: ANN401 - an event's fields are whatever JSON can say

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from pathlib import Path
    from typing import IO


class Journal:
    """Writes events; without a path it writes nothing.

    An event of `after_next_frame` is written when the frame that shows it is complete, with ``drawn_at``; each complete
    frame is one ``drawn``.
    """

    def __init__(self, path: Path | None) -> None:
        self._file: IO[bytes] | None = path.open("ab", buffering=0) if path else None
        self._undrawn: list[dict[str, Any]] = []
        self._frame = 0

    def write(self, event: str, **fields: Any) -> None:
        """Note something that has happened now."""
        if self._file is not None:
            self._file.write(msgspec.json.encode({"event": event, "at": time.monotonic_ns(), **fields}) + b"\n")

    def after_next_frame(self, event: str, **fields: Any) -> None:
        """Note something that the next complete frame will show."""
        if self._file is not None:
            self._undrawn.append({"event": event, "at": time.monotonic_ns(), "next_frame": self._frame + 1, **fields})

    def frame_done(self, frame: int, begun_ns: int) -> None:
        """A frame is complete: everything undrawn is in it."""
        self._frame = frame
        if self._file is None:
            return
        self.write("drawn", frame=frame)
        if not self._undrawn:
            return
        drawn = {"drawn_at": time.monotonic_ns(), "frame": frame, "frame_begun_at": begun_ns}
        self._file.write(b"".join(msgspec.json.encode({**event, **drawn}) + b"\n" for event in self._undrawn))
        self._undrawn.clear()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
