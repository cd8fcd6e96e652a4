"""A service desk with its people, told and stored as the server's shell does it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from showroom.protocol.base import Message
from showroom.protocol.messages import (
    AcceptCall,
    Advisers,
    CallAdviser,
    ConversationStarted,
    QueuePosition,
    Refused,
    SetAgentStatus,
)
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room.commands import Meet
from showroom.room.effects import Record, Store, TellAgents, TellEverybody, TellPerson, ToRoom
from showroom.room.notices import Arrived, Asked, Departed
from showroom.service.desk import Desk, Tick, apply, open_desk

if TYPE_CHECKING:
    from showroom.events import Fact
    from showroom.protocol.messages import AgentStatus, Role
    from showroom.room.effects import Effect
    from showroom.room.notices import DeskRequest
    from showroom.service.desk import DeskCommand

M = TypeVar("M", bound=Message)


class Shop:
    """Carries out the desk's effects for the people who are connected."""

    def __init__(self, desk: Desk | None = None, documents: dict[str, bytes] | None = None, now_s: float = 1e6) -> None:
        self.documents = documents if documents is not None else {}
        self.now_s = now_s
        self.desk = desk or open_desk(self.documents, now_s)
        self.roles: dict[str, Role] = {}
        self.told: dict[str, list[Message]] = {}
        self.facts: list[Fact] = []

    def do(self, command: DeskCommand) -> None:
        self.desk, effects = apply(self.desk, command)
        for effect in effects:
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Store():
                assert effect.collection == "desk"
                self.documents[effect.key] = effect.document or b""
                if effect.document is None:
                    del self.documents[effect.key]
            case Record():
                self.facts.append(effect.fact)
            case TellPerson():
                self.tell([effect.person_id], effect.message)
            case TellAgents():
                self.tell([person for person, role in self.roles.items() if role == "agent"], effect.message)
            case TellEverybody():
                self.tell(list(self.roles), effect.message)
            case ToRoom(command=Meet(started=started)):
                self.tell([started.visitor, started.agent], started)
            case _:
                raise AssertionError(effect)

    def tell(self, people: list[str], message: Message) -> None:
        for person in people:
            if person in self.roles:
                self.told.setdefault(person, []).append(message)

    def arrive(self, person: str, role: Role = "visitor", room: str = "main") -> None:
        self.roles[person] = role
        self.do(Arrived(person, person.title(), role, room, self.now_s))

    def depart(self, person: str, room: str = "main") -> None:
        self.roles.pop(person, None)
        self.do(Departed(person, room, self.now_s))

    def wait(self, seconds: float) -> None:
        self.now_s += seconds
        self.do(Tick(self.now_s))

    def ask(self, person: str, request: DeskRequest, focus: str | None = None, room: str = "main") -> list[Message]:
        """What the asker is told at once."""
        before = len(self.told.get(person, []))
        choices = {"upper": "red"} if focus else {}
        self.do(
            Asked(person, person.title(), self.roles[person], "de", room, request, self.now_s, focus, choices),
        )
        return self.told.get(person, [])[before:]

    def refused(self, person: str, request: DeskRequest) -> str:
        """The code that a request is refused with; nothing else may happen then."""
        before = self.desk
        (told,) = self.ask(person, request)
        assert isinstance(told, Refused)
        assert self.desk == before
        return told.code

    def call(self, person: str, focus: str | None = None) -> str:
        """Arrive, ask for an adviser, and give the request's key."""
        self.arrive(person)
        self.ask(person, CallAdviser(1, "Größe?"), focus)
        request = self.desk.request_of(person)
        assert request is not None
        return request.key

    def agent(self, person: str, status: AgentStatus = "online") -> None:
        self.arrive(person, "agent")
        self.ask(person, SetAgentStatus(1, status))

    def accept(self, agent: str, request: str) -> str:
        self.ask(agent, AcceptCall(2, request))
        return self.heard(agent, ConversationStarted)[-1].conversation

    def heard(self, person: str, kind: type[M]) -> list[M]:
        return [message for message in self.told.get(person, []) if isinstance(message, kind)]

    def position(self, person: str) -> int | None:
        """The place in the queue as this person was told last."""
        return self.heard(person, QueuePosition)[-1].position

    def queue(self, agent: str) -> list[tuple[str, bool]]:
        """Who waits and is there, as this agent was told last."""
        return [(waiting.visitor, waiting.present) for waiting in self.heard(agent, QueueMessage)[-1].waiting]

    def advisers(self, person: str) -> tuple[int, int, int]:
        """Online, free and waiting, as this person was told last."""
        state = self.heard(person, Advisers)[-1].state
        return state.online, state.free, state.waiting

    def restarted(self) -> Shop:
        """The shop after a kill: nothing but the documents survives."""
        return Shop(documents=dict(self.documents), now_s=self.now_s)

    def fact_names(self) -> list[str]:
        return [fact.name for fact in self.facts]
