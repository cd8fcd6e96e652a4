"""What the generator asks of a dialect."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from server.bench.sockets import Frame, Joining

SWAY_M = 0.2
"""Everybody sways and looks around: what does not change is not sent by those who send differences."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a client stands, in metres."""

    x: float
    z: float

    def at(self, sequence: int) -> tuple[float, float, float]:
        """Where it is at its so-manieth pose."""
        turn = sequence * 0.35
        return self.x + SWAY_M * math.sin(turn), 0.05 + 0.05 * math.sin(turn * 1.7), self.z + SWAY_M * math.cos(turn)

    def rotation(self, sequence: int) -> tuple[float, float, float, float]:
        """How its head is turned then: a unit quaternion (x, y, z, w) of a yaw, a pitch and a roll."""
        turn = sequence * 0.21
        yaw, pitch, roll = 0.9 * math.sin(turn), 0.2 * math.cos(turn * 1.3), 0.05 * math.sin(turn * 0.7)
        (sy, cy), (sp, cp), (sr, cr) = ((math.sin(angle / 2), math.cos(angle / 2)) for angle in (yaw, pitch, roll))
        return (
            cy * sp * cr + sy * cp * sr,
            sy * cp * cr - cy * sp * sr,
            cy * cp * sr - sy * sp * cr,
            cy * cp * cr + sy * sp * sr,
        )

    def rounded(self, sequence: int) -> dict[str, list[float]]:
        """Both as clients that send JSON round them."""
        return {
            "p": [round(value, 2) for value in self.at(sequence)],
            "q": [round(value, 3) for value in self.rotation(sequence)],
        }


@dataclass(slots=True)
class Client:
    """One simulated client: its connection, where it stands, and what poses are recognised by."""

    link: Joining
    place: Place
    key: int | str
    sequence: int = 0


class Dialect(ABC):
    """How one kind of server is spoken to.

    Args:
        url: the server's address over HTTP.
    """

    decodes = True
    """Whether `poses` can read what the server sends; else probes of the peer's own kind count."""

    def __init__(self, url: str) -> None:
        self.url = url

    @abstractmethod
    def join(self, index: int, place: Place) -> Client:
        """Connect a client and wait until it is in.

        Raises:
            LoadError: it is not let in.
        """

    @abstractmethod
    def pose(self, client: Client) -> bytes:
        """The whole, masked frame of the client's next pose; counts its sequence on."""

    @abstractmethod
    def poses(self, frame: Frame) -> Iterable[tuple[int | str, int]]:
        """Key and sequence of every pose in a frame from the server."""
