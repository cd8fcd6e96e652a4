"""A room and the desk together, carried out as the server's shell does: from the call to the farewell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Place, RoomPlan, Text
from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    ClientMessage,
    ConversationEnded,
    ConversationStarted,
    EndConversation,
    Leave,
    QueuePosition,
    Role,
    Said,
    Say,
    SetAgentStatus,
    Welcome,
)
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room import room as rooms
from showroom.room.commands import Act, Join, RoomCommand
from showroom.room.effects import (
    Admit,
    Drop,
    Effect,
    Tell,
    TellAgents,
    TellAll,
    TellEverybody,
    TellPerson,
    ToDesk,
    ToRoom,
)
from showroom.service import desk as desks

if TYPE_CHECKING:
    from showroom.protocol.base import Message


class Node:
    """One room, the desk, and the messages that each person got; everything is instantly stored."""

    def __init__(self) -> None:
        words = Text(en="Main", de="Haupt")
        plan = RoomPlan(id="main", name=words, half_size_m=(9.0, 9.0), spawn=Place((0.0, 0.0, 3.0)), plinths=())
        self.room = rooms.open_room(plan, (), {})
        self.desk = desks.open_desk({}, 0.0)
        self.roles: dict[str, Role] = {}
        self.names: dict[int, str] = {}
        self.told: dict[str, list[Message]] = {}
        self.now_s = 1000.0

    def join(self, person: str, role: Role = "visitor") -> None:
        self.roles[person] = role
        self.told[person] = []
        view = desks.view(self.desk, person)
        self._in_room(Join(person, person.title(), role, "", "de", self.now_s, desk=view))

    def act(self, person: str, message: ClientMessage) -> None:
        self.now_s += 1.0
        number = self.room.number_of(person)
        assert number is not None
        self._in_room(Act(number, message, self.now_s))

    def heard(self, person: str, kind: type[Message]) -> list[Message]:
        return [message for message in self.told[person] if isinstance(message, kind)]

    def _in_room(self, command: RoomCommand) -> None:
        self.room, effects = rooms.apply(self.room, command)
        for effect in effects:
            self._carry_out(effect)

    def _carry_out(self, effect: Effect) -> None:
        match effect:
            case Admit():
                self.names[effect.number] = effect.visitor_id
            case Drop():
                del self.names[effect.number]
            case ToRoom():
                self._in_room(effect.command)
            case ToDesk():
                self.desk, effects = desks.apply(self.desk, effect.notice)
                for following in effects:
                    self._carry_out(following)
            case Tell() | TellAll() | TellPerson() | TellAgents() | TellEverybody():
                for person in self._receivers(effect):
                    self.told[person].append(effect.message)
            case _:
                pass

    def _receivers(self, effect: Tell | TellAll | TellPerson | TellAgents | TellEverybody) -> list[str]:
        match effect:
            case Tell():
                return [self.names[effect.number]]
            case TellAll():
                return [person for number, person in self.names.items() if number != effect.but]
            case TellPerson():
                return [person for person in self.names.values() if person == effect.person_id]
            case TellAgents():
                return [person for person in self.names.values() if self.roles[person] == "agent"]
            case TellEverybody():
                return list(self.names.values())


def test_a_shopper_gets_a_human_talks_in_private_and_says_goodbye() -> None:
    node = Node()
    node.join("anna")
    node.join("ben")
    node.join("eva", "agent")
    node.act("eva", SetAgentStatus(1, "online"))
    node.act("anna", CallAdviser(2, "Größe?"))
    assert node.heard("anna", QueuePosition) == [QueuePosition(1)]
    (queue,) = node.heard("eva", QueueMessage)[-1:]
    assert isinstance(queue, QueueMessage)
    node.act("eva", AcceptCall(3, queue.waiting[0].request))
    (started,) = node.heard("eva", ConversationStarted)
    assert isinstance(started, ConversationStarted)
    assert node.heard("anna", ConversationStarted) == [started]
    assert started.beside is not None
    node.act("eva", Say(4, "Womit kann ich helfen?", started.conversation))
    assert node.heard("anna", Said) == node.heard("eva", Said) != []
    assert not node.heard("ben", Said)
    node.join("anna")
    (welcome,) = node.heard("anna", Welcome)
    assert isinstance(welcome, Welcome)
    assert welcome.conversation == started.conversation
    assert welcome.talk is not None
    assert welcome.talk.agent_name == started.agent_name
    assert [line.text for line in welcome.chat] == ["Womit kann ich helfen?"]
    assert (welcome.advisers.online, welcome.advisers.free) == (1, 0)
    node.act("anna", EndConversation(5, started.conversation))
    assert node.heard("eva", ConversationEnded) == [ConversationEnded(started.conversation, "anna")]
    node.act("anna", Leave())
    assert node.room.number_of("anna") is None
