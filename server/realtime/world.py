"""Every room and the desk of this node as one frozen value, and the step from one to the next.

A step is worked out without touching anything outside: it says what is to be stored and, after that, what is to be
done, in order. So a step that could not be stored is undone by taking the world before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from server.realtime.inputs import Do, Enter, Gone, Input, KeepWhere, Pass, Renew
from server.store.documents import Document
from server.store.writer import Batch
from showroom.errors import Rejected
from showroom.events import Fact
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import Leave
from showroom.room import room as rooms
from showroom.room.commands import Act, Join, KeepPlaces, Part, ReplaceCatalogue
from showroom.room.effects import Admit, Drop, Record, Store, ToDesk, ToRoom
from showroom.room.refusal import refused
from showroom.service import desk as desks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from server.realtime.guest import Guest
    from server.store.people import VisitorRecord
    from showroom.protocol.messages import Body, Refused
    from showroom.room.commands import RoomCommand
    from showroom.room.effects import Effect
    from showroom.room.room import Room
    from showroom.service.desk import Desk, DeskCommand


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a connection is: a room and a number in it."""

    room: str
    number: int


@dataclass(frozen=True)
class World:
    """The rooms by id, the desk, and who is seated where; `capacity` is for rooms to come."""

    rooms: Mapping[str, Room]
    desk: Desk
    capacity: int
    seats: Mapping[Guest, Seat] = field(default_factory=dict)

    def guest_at(self, seat: Seat) -> Guest | None:
        """Who is seated there."""
        return next((guest for guest, taken in self.seats.items() if taken == seat), None)

    def people(self) -> frozenset[str]:
        """The ids of everybody in any room."""
        members = (member for room in self.rooms.values() for member in room.members.values())
        return frozenset(member.visitor.id for member in members)


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


Action = Seated | Unseated | TurnedAway | InRoom


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


def step(world: World, happening: Input, where: Callable[[Guest], Body | None]) -> Outcome:
    """Work out what an input does.

    Args:
        world: as it stands.
        happening: the input.
        where: the newest place of a seated guest, from the pose board; None before they were welcomed.
    """
    work = _Work(world, where)
    match happening:
        case Enter():
            work.enter(happening)
        case Gone():
            work.gone(happening)
        case Do():
            work.act(happening)
        case Renew():
            work.renew(happening)
        case KeepWhere():
            work.keep_where(happening)
        case Pass():
            work.in_desk(desks.Tick(happening.at_s))
    if not isinstance(happening, KeepWhere):
        work.tell_visits(since=world, at_s=happening.at_s)
    return work.outcome()


def _close_code(error: Rejected) -> CloseCode:
    """How a connection is closed whose visitor does not get in."""
    return {"removed": CloseCode.REMOVED, "room-locked": CloseCode.ROOM_LOCKED}.get(error.code, CloseCode.ROOM_FULL)


class _Work:
    """One step in the making: effects are carried out where they stand, depth first."""

    def __init__(self, world: World, where: Callable[[Guest], Body | None]) -> None:
        self._world = world
        self._where = where
        self._documents: list[Document] = []
        self._facts: list[Fact] = []
        self._visitors: list[VisitorRecord] = []
        self._actions: list[Action] = []
        self._entering: Guest | None = None

    def outcome(self) -> Outcome:
        batch = Batch(tuple(self._documents), tuple(self._facts), tuple(self._visitors))
        return Outcome(self._world, batch, tuple(self._actions))

    # ---- inputs ----------------------------------------------------------------------------------------------------

    def enter(self, enter: Enter) -> None:
        admission = enter.admission
        self._entering = enter.guest
        room = self._world.rooms.get(admission.room)
        try:
            if room is None:
                raise Rejected("unknown-room", "the room is gone", got=admission.room)  # noqa: TRY301 - one way out
            self.in_room(room.id, self._join(room, enter))
        except Rejected as error:
            self._actions.append(TurnedAway(enter.guest, refused(None, error), _close_code(error)))
            return
        if admission.record is not None:
            self._visitors.append(admission.record)

    def _join(self, room: Room, enter: Enter) -> Join:
        admission = enter.admission
        number = room.number_of(admission.person_id)
        older = None if number is None else self._world.guest_at(Seat(room.id, number))
        return Join(
            visitor_id=admission.person_id,
            name=admission.name,
            role=admission.role,
            avatar=admission.avatar,
            look=admission.look,
            language=admission.language,
            at_s=enter.at_s,
            # Whoever enters again while still standing here goes on from where they stand.
            body=None if older is None else self._where(older),
            desk=desks.view(self._world.desk, admission.person_id),
        )

    def gone(self, gone: Gone) -> None:
        seat = self._world.seats.get(gone.guest)
        if seat is None:
            return
        self.in_room(seat.room, Part(seat.number, gone.at_s, self._where(gone.guest)))
        self._unseat(seat)

    def act(self, do: Do) -> None:
        seat = self._world.seats.get(do.guest)
        if seat is None:
            return
        body = self._where(do.guest) if isinstance(do.message, Leave) else None
        if body is not None:
            self.in_room(seat.room, KeepPlaces({seat.number: body}))
        self.in_room(seat.room, Act(seat.number, do.message, do.at_s))

    def renew(self, renew: Renew) -> None:
        catalogue = renew.catalogue
        for plan in catalogue.rooms:
            if plan.id in self._world.rooms:
                command = ReplaceCatalogue(catalogue.products, plan, catalogue.revision, renew.at_s)
                self.in_room(plan.id, command)
            else:
                documents = renew.documents.get(plan.id, {})
                opened = rooms.open_room(
                    plan,
                    catalogue.products,
                    documents,
                    revision=catalogue.revision,
                    capacity=self._world.capacity,
                )
                self._world = replace(self._world, rooms={**self._world.rooms, plan.id: opened})

    def keep_where(self, keep: KeepWhere) -> None:
        bodies: dict[str, dict[int, Body]] = {}
        for guest, seat in self._world.seats.items():
            if seat.number % keep.turns != keep.turn:
                continue
            body = self._where(guest)
            if body is not None:
                bodies.setdefault(seat.room, {})[seat.number] = body
        for room_id, known in bodies.items():
            self.in_room(room_id, KeepPlaces(known))

    def tell_visits(self, since: World, at_s: float) -> None:
        """Record who is in the house now and was not, and who no longer is, whichever rooms they walked through."""
        if self._world.seats is since.seats:
            return
        before, now = since.people(), self._world.people()
        self._facts += [Fact("Visit Started", at_s, person, person) for person in sorted(now - before)]
        self._facts += [Fact("Visit Ended", at_s, person, person) for person in sorted(before - now)]

    # ---- rooms, desk and their effects -----------------------------------------------------------------------------

    def in_room(self, room_id: str, command: RoomCommand) -> None:
        room = self._world.rooms.get(room_id)
        if room is None:
            return
        after, effects = rooms.apply(room, command)
        self._world = replace(self._world, rooms={**self._world.rooms, room_id: after})
        self._carry_out(room_id, effects)

    def in_desk(self, command: DeskCommand) -> None:
        after, effects = desks.apply(self._world.desk, command)
        self._world = replace(self._world, desk=after)
        self._carry_out(None, effects)

    def _carry_out(self, room_id: str | None, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Store():
                    self._documents.append(Document(effect.collection, effect.key, effect.document))
                case Record():
                    self._facts.append(effect.fact)
                case ToDesk():
                    self.in_desk(effect.notice)
                case ToRoom():
                    self.in_room(effect.room, effect.command)
                case Admit() if room_id is not None:
                    self._seat(room_id, effect.number)
                case Drop() if room_id is not None:
                    self._unseat(Seat(room_id, effect.number), effect.close_code, effect.reason)
                case _:
                    self._actions.append(InRoom(room_id, effect))

    def _seat(self, room_id: str, number: int) -> None:
        guest, body = self._entering, self._world.rooms[room_id].members[number].visitor.body
        if guest is None or body is None:
            raise RuntimeError("only somebody who enters is admitted, and they stand somewhere")
        seat = Seat(room_id, number)
        self._world = replace(self._world, seats={**self._world.seats, guest: seat})
        self._actions.append(Seated(guest, seat, body))

    def _unseat(self, seat: Seat, close_code: int | None = None, reason: str = "") -> None:
        seats = {guest: taken for guest, taken in self._world.seats.items() if taken != seat}
        self._world = replace(self._world, seats=seats)
        self._actions.append(Unseated(seat, close_code, reason))
