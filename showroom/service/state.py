"""The service desk at one moment: agents, who waits, and who talks with whom."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.protocol.messages import AdviserState, AgentStatus, ChatLine, ConversationStarted, Waiting

if TYPE_CHECKING:
    from collections.abc import Mapping


AGENT_GRACE_S = 30.0
"""An agent whose connection is lost may come back for so long before they count as offline."""
PLACE_KEPT_S = 120.0
"""A visitor whose connection is lost keeps the place in the queue for so long."""
CONVERSATION_KEPT_S = 600.0
"""A conversation whose visitor is gone for so long is over."""
MAX_CONVERSATION_LINES = 1000


class Agent(Struct, frozen=True, forbid_unknown_fields=True):
    """A person of the shop. `room` is where they are connected, None for nowhere since `lost_s`."""

    id: str
    name: str
    status: AgentStatus = "offline"
    room: str | None = None
    lost_s: float | None = None


class Request(Struct, frozen=True, forbid_unknown_fields=True):
    """Somebody who waits for a human; `lost_s` is since when the connection is lost, None while it stands."""

    key: str
    visitor: str
    name: str
    language: str
    room: str
    since_s: float
    topic: str
    focus: str | None
    choices: dict[str, str]
    lost_s: float | None = None


class Conversation(Struct, frozen=True, forbid_unknown_fields=True):
    """A visitor and an agent who talk; `replied` tells whether the agent has said anything yet."""

    key: str
    request: str
    visitor: str
    visitor_name: str
    agent: str
    agent_name: str
    room: str
    requested_s: float
    started_s: float
    replied: bool = False
    lost_s: float | None = None

    @property
    def started(self) -> ConversationStarted:
        """How both sides are told of it."""
        return ConversationStarted(self.key, self.visitor, self.visitor_name, self.agent, self.agent_name, self.room)


class Transcript(Struct, frozen=True, forbid_unknown_fields=True):
    """What remains of a conversation when it is over."""

    conversation: Conversation
    ended_s: float
    ended_by: str
    lines: tuple[ChatLine, ...]


@dataclass(frozen=True)
class Desk:
    """The whole desk. `queue` is first come, first served; agents, conversations and their `lines` are by id."""

    agents: Mapping[str, Agent] = field(default_factory=dict)
    queue: tuple[Request, ...] = ()
    conversations: Mapping[str, Conversation] = field(default_factory=dict)
    lines: Mapping[str, tuple[ChatLine, ...]] = field(default_factory=dict)
    last_id: int = 0

    def request_of(self, visitor_id: str) -> Request | None:
        """The request that a visitor waits with."""
        return next((request for request in self.queue if request.visitor == visitor_id), None)

    def conversation_of(self, person_id: str) -> Conversation | None:
        """The conversation that a visitor or an agent is in."""
        talks = self.conversations.values()
        return next((talk for talk in talks if person_id in {talk.visitor, talk.agent}), None)

    def position_of(self, visitor_id: str) -> int | None:
        """A visitor's place in the queue, 1 is next; None for who does not wait."""
        places = enumerate(self.queue, start=1)
        return next((place for place, request in places if request.visitor == visitor_id), None)

    def head(self) -> Request | None:
        """Whoever waits longest of those who are there."""
        return next((request for request in self.queue if request.lost_s is None), None)

    def advisers(self) -> AdviserState:
        """Whether anybody is there, honestly: only agents who are connected and online count."""
        online = [agent for agent in self.agents.values() if agent.status == "online" and agent.room is not None]
        talking = {talk.agent for talk in self.conversations.values()}
        return AdviserState(len(online), sum(agent.id not in talking for agent in online), len(self.queue))

    def waiting(self) -> tuple[Waiting, ...]:
        """The queue as agents see it."""
        return tuple(map(_waiting, self.queue))


def _waiting(request: Request) -> Waiting:
    return Waiting(
        request.key,
        request.visitor,
        request.name,
        request.room,
        request.since_s,
        request.topic,
        "de" if request.language == "de" else "en",
        request.focus,
        request.choices,
        present=request.lost_s is None,
    )
