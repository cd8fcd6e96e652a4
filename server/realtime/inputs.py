"""What can happen to the house: the one inbox holds these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.realtime.guest import Guest
    from server.tickets import Admission
    from showroom.catalogue import Catalogue
    from showroom.protocol.messages import ClientMessage


@dataclass(frozen=True, slots=True)
class Enter:
    """A connection with a valid ticket wants in."""

    guest: Guest
    admission: Admission
    at_s: float


@dataclass(frozen=True, slots=True)
class Gone:
    """A connection is gone."""

    guest: Guest
    at_s: float


@dataclass(frozen=True, slots=True)
class Do:
    """A connection sent a control message."""

    guest: Guest
    message: ClientMessage
    at_s: float

    @property
    def ref(self) -> int | None:
        """The number that the answer repeats; None for what is never answered."""
        ref: int | None = getattr(self.message, "ref", None)
        return ref


@dataclass(frozen=True, slots=True)
class Renew:
    """The catalogue changed; `documents` are the stored ones of each room that is new."""

    catalogue: Catalogue
    documents: Mapping[str, Mapping[str, bytes]]
    at_s: float


@dataclass(frozen=True, slots=True)
class KeepWhere:
    """Time to keep where everybody stands, or those of one of so many turns: each turn is one short stop."""

    turn: int = 0
    turns: int = 1


@dataclass(frozen=True, slots=True)
class Pass:
    """Time passed: the desk looks at who was away for too long."""

    at_s: float


Input = Enter | Gone | Do | Renew | KeepWhere | Pass
