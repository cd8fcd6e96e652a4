"""Whether a pose may follow the one before: no replays, no running faster than anybody runs, few jumps.

Jumps are allowed, for people are brought to a product, to a map's place or beside a customer; somebody who jumps all
the time is a modified client, and the others shall not see it.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final, Literal

Verdict = Literal["taken", "stale", "leap", "unknown"]
"""What became of a pose: put on the board, an old one again, one jump too many, or nobody's."""

MAX_SPEED_CM_S: Final = 1000.0
"""Four times the speed at which clients walk: a slow network may bunch what was walked in half a second."""
SLACK_CM: Final = 150.0
LEAPS_PER_S: Final = 1.0
LEAPS_AT_ONCE: Final = 6.0
_HALF: Final = 0x8000
_FIELDS: Final = struct.Struct("<2xH3h4x")


@dataclass(slots=True)
class _Track:
    """Where somebody was accepted last, and how many jumps they have left."""

    sequence: int
    x: int
    y: int
    z: int
    time_s: float
    leaps: float
    fresh: bool


class Steadiness:
    """Keeps everybody's last accepted pose of one room."""

    def __init__(self) -> None:
        self._tracks: dict[int, _Track] = {}

    def begin(self, number: int, record: bytes, now_s: float) -> None:
        """Somebody entered and stands where the 14-byte record says; any sequence number may come first."""
        sequence, x, y, z = _FIELDS.unpack(record)
        self._tracks[number] = _Track(sequence, x, y, z, now_s, LEAPS_AT_ONCE, fresh=True)

    def end(self, number: int) -> None:
        """Somebody went."""
        self._tracks.pop(number, None)

    def judge(self, number: int, record: bytes, now_s: float) -> Verdict:
        """Say whether a 14-byte record may follow, and remember it where it may; `now_s` never goes back."""
        track = self._tracks.get(number)
        if track is None:
            return "unknown"
        sequence, x, y, z = _FIELDS.unpack(record)
        if not track.fresh and not 0 < (sequence - track.sequence) & 0xFFFF < _HALF:
            return "stale"
        passed_s = now_s - track.time_s
        allowed = SLACK_CM + MAX_SPEED_CM_S * passed_s
        if (x - track.x) ** 2 + (y - track.y) ** 2 + (z - track.z) ** 2 > allowed * allowed:
            leaps = min(LEAPS_AT_ONCE, track.leaps + passed_s * LEAPS_PER_S)
            if leaps < 1.0:
                return "leap"
            track.leaps = leaps - 1.0
        elif track.leaps < LEAPS_AT_ONCE:
            track.leaps = min(LEAPS_AT_ONCE, track.leaps + passed_s * LEAPS_PER_S)
        track.sequence, track.x, track.y, track.z, track.time_s, track.fresh = sequence, x, y, z, now_s, False
        return "taken"
