"""Every room and the desk of this node as one frozen value, and what a step from one to the next comes to.

A step (`server.realtime.stepping`) says what is to be stored and, after that, what is to be done, in order. So a step
that could not be stored is undone by taking the world before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from server.store.writer import Batch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.realtime.guest import Guest
    from showroom.protocol.messages import Body, Refused
    from showroom.room.effects import Effect, ToDesk, ToRoom
    from showroom.room.room import Room
    from showroom.service.desk import Desk


class Seat(NamedTuple):
    """Where a connection is: a room and a number in it."""

    room: str
    number: int


@dataclass(frozen=True)
class World:
    """The rooms by id, the desk, and who is seated where; `capacity` is for rooms to come.

    `tokens` are of the leases under which rooms and desk are owned, where several nodes share the shop; there other
    nodes have the other rooms, and perhaps the desk. None where this one owns everything.
    """

    rooms: Mapping[str, Room]
    desk: Desk | None
    capacity: int
    seats: Mapping[Guest, Seat] = field(default_factory=dict)
    tokens: Mapping[str, int] | None = None

    def guest_at(self, seat: Seat) -> Guest | None:
        """Who is seated there."""
        return next((guest for guest, taken in self.seats.items() if taken == seat), None)

    def has(self, person_id: str) -> bool:
        """Whether somebody is in any room."""
        return any(room.number_of(person_id) is not None for room in self.rooms.values())


@dataclass(frozen=True, slots=True)
class Seated:
    """Bind a connection to its seat; it stands at `body`."""

    guest: Guest
    seat: Seat
    body: Body


@dataclass(frozen=True, slots=True)
class Unseated:
    """Give a seat free, and close its connection where there is a code."""

    seat: Seat
    close_code: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """Tell a connection why it may not enter, and close it."""

    guest: Guest
    why: Refused
    close_code: int


@dataclass(frozen=True, slots=True)
class InRoom:
    """An effect of a room (None for the desk's)."""

    room: str | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class Afar:
    """An effect for a room or a desk that another node owns."""

    effect: ToDesk | ToRoom


Action = Seated | Unseated | TurnedAway | InRoom | Afar


@dataclass(frozen=True)
class Outcome:
    """What a step comes to: the next world, what to store, and what to do after that."""

    world: World
    batch: Batch
    actions: tuple[Action, ...]

    @property
    def stores(self) -> bool:
        """Whether there is anything to store."""
        return self.batch != Batch()
