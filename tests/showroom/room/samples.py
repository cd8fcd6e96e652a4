"""A room with one shoe, and a house that carries out effects as the server's shell does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from showroom.catalogue import NamedPlace, Obstacle, Place, Plinth, Publication, RoomPlan, Text
from showroom.protocol.base import Message
from showroom.protocol.messages import Body, Configured, Left, ProductState, Welcome
from showroom.room.commands import Act, Join, Part
from showroom.room.effects import (
    Admit,
    Drop,
    Record,
    Store,
    Tell,
    TellAgents,
    TellAll,
    TellPerson,
    TellSome,
    ToDesk,
    ToRoom,
)
from showroom.room.notices import DeskView
from showroom.room.room import Room, apply, open_room

if TYPE_CHECKING:
    from showroom.events import Fact
    from showroom.protocol.messages import ClientMessage, Role
    from showroom.room.commands import RoomCommand
    from showroom.room.effects import Effect, Telling
    from showroom.room.notices import Notice

M = TypeVar("M", bound=Message)

RUNNER = msgspec.json.decode((Path(__file__).parent / "runner.json").read_bytes(), type=Publication)
PLAN = RoomPlan(
    id="main",
    name=Text(en="Main", de="Haupt"),
    half_size_m=(10.0, 8.0),
    spawn=Place((0.0, 0.0, 6.0), 3.14159),
    plinths=(Plinth("centre", Place((0.0, 0.0, 0.0)), ("shoe",), (1.0, 1.0), "runner"),),
    places=(NamedPlace("door", Text(en="Door", de="Tür"), Place((0.0, 0.0, 6.0))),),
    obstacles=(Obstacle((5.0, 5.0), (1.0, 1.0)),),
)


class House:
    """Carries out a room's effects: what is stored, and what each connected client has been told."""

    def __init__(self, room: Room | None = None, documents: dict[str, bytes] | None = None) -> None:
        self.documents = documents or {}
        self.room = room or open_room(PLAN, (RUNNER,), self.documents, revision=7)
        self.told: dict[int, list[Message]] = {}
        self.dropped: list[Drop] = []
        self.facts: list[Fact] = []
        self.notices: list[Notice] = []
        self.admitted = -1
        self.clock_s = 1_000_000.0

    def do(self, command: RoomCommand) -> tuple[Effect, ...]:
        self.room, effects = apply(self.room, command)
        for effect in effects:
            self._carry_out(effect)
        return effects

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Store():
                assert effect.collection == f"room/{self.room.id}"
                keep(self.documents, effect)
            case Record():
                self.facts.append(effect.fact)
            case Admit():
                assert effect.number not in self.told
                self.told[effect.number] = []
                self.admitted = effect.number
            case Drop():
                self.dropped.append(effect)
                del self.told[effect.number]
            case ToDesk():
                self.notices.append(effect.notice)
            case ToRoom():
                raise AssertionError(effect)
            case _:
                for number in self._reached(effect):
                    self.told[number].append(effect.message)

    def _reached(self, effect: Telling) -> list[int]:
        """The numbers that hear it, of those that are connected."""
        people = {member.visitor.id: number for number, member in self.room.members.items()}
        match effect:
            case Tell():
                return [effect.number]
            case TellAll():
                return [number for number in self.told if number != effect.but]
            case TellSome():
                return list(effect.numbers)
            case TellPerson():
                return [people[effect.person_id]] if effect.person_id in people else []
            case TellAgents():
                members = self.room.members
                return [number for number in self.told if number in members and members[number].visitor.role == "agent"]
            case _:
                raise AssertionError(effect)

    def join(
        self, visitor_id: str, *, role: Role = "visitor", body: Body | None = None, desk: DeskView | None = None
    ) -> int:
        self.clock_s += 1.0
        self.do(Join(visitor_id, visitor_id.title(), role, "", "de", self.clock_s, body, desk or DeskView()))
        return self.admitted

    def part(self, number: int, body: Body | None = None) -> None:
        """The connection is gone: the shell unbinds it first."""
        self.told.pop(number, None)
        self.do(Part(number, self.clock_s, body))

    def act(self, number: int, message: ClientMessage) -> list[Message]:
        """What the actor is told at once."""
        self.clock_s += 1.0
        before = len(self.told[number])
        told = self.told[number]
        self.do(Act(number, message, self.clock_s))
        return told[before:]

    def heard(self, number: int, kind: type[M]) -> list[M]:
        return [message for message in self.told[number] if isinstance(message, kind)]

    def choices(self, product_id: str = "runner") -> dict[str, str]:
        return self.room.standings[product_id].choices

    def restarted(self) -> House:
        """The house after a kill: nothing but the documents survives."""
        return House(documents=dict(self.documents))


def keep(documents: dict[str, bytes], store: Store) -> None:
    """Store as a database would."""
    if store.document is None:
        documents.pop(store.key, None)
    else:
        documents[store.key] = store.document


def replayed(messages: list[Message]) -> tuple[dict[str, ProductState], set[int]]:
    """What a client that applies messages in order knows: the products and who is there; versions must grow."""
    products: dict[str, ProductState] = {}
    numbers: set[int] = set()
    for message in messages:
        match message:
            case Welcome():
                products = {state.product: state for state in message.products}
                numbers = {visitor.number for visitor in message.visitors}
            case Configured():
                assert message.version == products[message.product].version + 1
                products[message.product] = ProductState(message.product, message.version, message.choices)
            case Left():
                numbers.discard(message.number)
            case _:
                joined = getattr(message, "visitor", None)
                if joined is not None and hasattr(joined, "number"):
                    numbers.add(joined.number)
    return products, numbers
