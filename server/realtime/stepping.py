"""The step from one world to the next, worked out without touching anything outside."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from server.realtime.inputs import (
    DESK,
    Do,
    Enter,
    Gone,
    HandOver,
    Input,
    KeepWhere,
    Lose,
    Notified,
    Open,
    Ordered,
    Pass,
    Renew,
    lease_of,
)
from server.realtime.world import Afar, InRoom, Outcome, Seat, Seated, TurnedAway, Unseated, World
from server.store.documents import Document
from server.store.writer import Batch
from showroom.errors import Rejected
from showroom.events import Fact
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import Advisers, Leave, QueuePosition
from showroom.room import room as rooms
from showroom.room.commands import Act, Join, KeepPlaces, Part, ReplaceCatalogue
from showroom.room.effects import Admit, Drop, Record, Store, TellPerson, ToDesk, ToRoom
from showroom.room.notices import Arrived, DeskView
from showroom.room.refusal import refused
from showroom.service import desk as desks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from server.realtime.guest import Guest
    from server.realtime.world import Action
    from server.store.people import VisitorRecord
    from showroom.catalogue import Catalogue, RoomPlan
    from showroom.protocol.messages import Body
    from showroom.room.commands import RoomCommand
    from showroom.room.effects import Effect
    from showroom.room.room import Room
    from showroom.service.desk import DeskCommand


MOVED: Final = "the room goes on elsewhere; come back"
_SERVICE_RESTART: Final = 1012


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
        case _:
            work.among_nodes(happening)
    # What is lost is for its new owner to tell.
    if not isinstance(happening, (KeepWhere, Lose)):
        work.tell_visits(since=world, at_s=happening.at_s)
    return work.outcome()


def _close_code(error: Rejected) -> int:
    """How a connection is closed whose visitor does not get in."""
    if error.code == "moved":
        return _SERVICE_RESTART
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
        self._tokens: dict[str, int] = {}
        self._entering: Guest | None = None

    def outcome(self) -> Outcome:
        batch = Batch(tuple(self._documents), tuple(self._facts), tuple(self._visitors), self._tokens)
        return Outcome(self._world, batch, tuple(self._actions))

    # ---- inputs ----------------------------------------------------------------------------------------------------

    def enter(self, enter: Enter) -> None:
        admission = enter.admission
        self._entering = enter.guest
        room = self._world.rooms.get(admission.room)
        try:
            if room is None:
                code, message = ("unknown-room", "the room is gone") if self._world.tokens is None else ("moved", MOVED)
                raise Rejected(code, message, got=admission.room)  # noqa: TRY301 - one way out
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
        desk = self._world.desk
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
            desk=desks.view(desk, admission.person_id) if desk is not None else enter.desk or DeskView(),
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
            elif self._world.tokens is None:
                self._open_room(plan, catalogue, renew.documents.get(plan.id, {}))

    def _open_room(self, plan: RoomPlan, catalogue: Catalogue, documents: Mapping[str, bytes]) -> None:
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
        # Only who sat down or stood up is looked at: in a storm of newcomers everybody would be, once for each of them.
        now = self._world
        came = {guest.person_id for guest in now.seats.keys() - since.seats.keys()}
        went = {guest.person_id for guest in since.seats.keys() - now.seats.keys()}
        started = sorted(person for person in came if not since.has(person))
        ended = sorted(person for person in went if not now.has(person))
        self._facts += [Fact("Visit Started", at_s, person, person) for person in started]
        self._facts += [Fact("Visit Ended", at_s, person, person) for person in ended]

    # ---- several nodes ---------------------------------------------------------------------------------------------

    def among_nodes(self, happening: Open | Lose | HandOver | Notified | Ordered) -> None:
        match happening:
            case Open():
                self.open(happening)
            case Lose():
                self.lose(happening.things)
            case HandOver():
                self.hand_over(happening)
            case Notified():
                self.notified(happening)
            case Ordered():
                self.in_room(happening.room, happening.command)

    def open(self, opened: Open) -> None:
        self._world = replace(self._world, tokens={**(self._world.tokens or {}), opened.thing: opened.token})
        if opened.thing == DESK:
            self._world = replace(self._world, desk=desks.open_desk(opened.documents, opened.at_s))
            for room in self._world.rooms.values():
                for member in room.members.values():
                    who = member.visitor
                    self.in_desk(Arrived(who.id, who.name, who.role, room.id, opened.at_s))
            return
        for plan in opened.catalogue.rooms:
            if lease_of(plan.id) == opened.thing:
                self._open_room(plan, opened.catalogue, opened.documents)

    def lose(self, things: frozenset[str]) -> None:
        for seat in tuple(self._world.seats.values()):
            if lease_of(seat.room) in things:
                self._unseat(seat, _SERVICE_RESTART, MOVED)
        self._world = replace(
            self._world,
            rooms={room_id: room for room_id, room in self._world.rooms.items() if lease_of(room_id) not in things},
            desk=None if DESK in things else self._world.desk,
            tokens={thing: token for thing, token in (self._world.tokens or {}).items() if thing not in things},
        )

    def hand_over(self, hand_over: HandOver) -> None:
        for guest, seat in tuple(self._world.seats.items()):
            self.in_room(seat.room, Part(seat.number, hand_over.at_s, self._where(guest)))
        self.lose(frozenset(self._world.tokens or {}))

    def notified(self, notified: Notified) -> None:
        self.in_desk(notified.notice)
        desk = self._world.desk
        if desk is None or not isinstance(notified.notice, Arrived):
            return
        # Their welcome came from another node, which knows the desk only as it was stored.
        person = notified.notice.person_id
        self._carry_out(None, (TellPerson(person, Advisers(desk.advisers())),))
        place = desk.position_of(person)
        if place is not None:
            self._carry_out(None, (TellPerson(person, QueuePosition(place)),))

    # ---- rooms, desk and their effects -----------------------------------------------------------------------------

    def in_room(self, room_id: str, command: RoomCommand) -> None:
        room = self._world.rooms.get(room_id)
        if room is None:
            return
        self._under(lease_of(room_id))
        after, effects = rooms.apply(room, command)
        self._world = replace(self._world, rooms={**self._world.rooms, room_id: after})
        self._carry_out(room_id, effects)

    def in_desk(self, command: DeskCommand) -> None:
        desk = self._world.desk
        if desk is None:
            if not isinstance(command, desks.Tick):
                self._actions.append(Afar(ToDesk(command)))
            return
        self._under(DESK)
        after, effects = desks.apply(desk, command)
        self._world = replace(self._world, desk=after)
        self._carry_out(None, effects)

    def _under(self, thing: str) -> None:
        """Whatever this step stores is stored under this lease too."""
        if self._world.tokens is not None and thing in self._world.tokens:
            self._tokens[thing] = self._world.tokens[thing]

    def _carry_out(self, room_id: str | None, effects: Iterable[Effect]) -> None:
        for effect in effects:
            match effect:
                case Store():
                    self._documents.append(Document(effect.collection, effect.key, effect.document))
                case Record():
                    self._facts.append(effect.fact)
                case ToDesk():
                    self.in_desk(effect.notice)
                case ToRoom() if effect.room in self._world.rooms or self._world.tokens is None:
                    self.in_room(effect.room, effect.command)
                case ToRoom():
                    self._actions.append(Afar(effect))
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
        guest = self._world.guest_at(seat)
        if guest is not None:
            seats = {**self._world.seats}
            del seats[guest]
            self._world = replace(self._world, seats=seats)
        self._actions.append(Unseated(seat, close_code, reason))
