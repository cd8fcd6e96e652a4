"""What can happen to the house: the one inbox holds these."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from showroom.room.notices import Asked

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Mapping

    from server.realtime.guest import Guest
    from server.tickets import Admission
    from showroom.catalogue import Catalogue
    from showroom.protocol.messages import ClientMessage
    from showroom.room.commands import RoomCommand
    from showroom.room.notices import DeskView, Notice


@dataclass(frozen=True, slots=True)
class Enter:
    """A connection with a valid ticket wants in; `desk` is what a service desk on another node knows of them."""

    guest: Guest
    admission: Admission
    at_s: float
    desk: DeskView | None = None


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


# ---- several nodes -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Open:
    """This node owns a room, or the service desk, from now on, under a token; `documents` are its stored ones."""

    thing: str
    token: int
    documents: Mapping[str, bytes]
    catalogue: Catalogue
    at_s: float
    landed: asyncio.Event


@dataclass(frozen=True, slots=True)
class Lose:
    """Others own these things now: let go of them and write nothing more; whoever is in them comes back elsewhere."""

    things: frozenset[str]


@dataclass(frozen=True, slots=True)
class HandOver:
    """Keep where everybody stands, let go of everything, and say when it is stored."""

    at_s: float
    landed: asyncio.Event


@dataclass(frozen=True, slots=True)
class Notified:
    """A room of another node tells the service desk, which is here."""

    notice: Notice
    at_s: float

    @property
    def ref(self) -> int | None:
        """The number that the answer repeats; None for what is never answered."""
        return self.notice.request.ref if isinstance(self.notice, Asked) else None


@dataclass(frozen=True, slots=True)
class Ordered:
    """The service desk of another node tells a room, which is here."""

    room: str
    command: RoomCommand
    at_s: float


DESK: Final = "desk"
"""What the service desk's lease is for; a room's is for ``room/<id>``: the collections of their documents."""


def lease_of(room: str) -> str:
    """What a room's lease is for."""
    return f"room/{room}"


Input = Enter | Gone | Do | Renew | KeepWhere | Pass | Open | Lose | HandOver | Notified | Ordered
