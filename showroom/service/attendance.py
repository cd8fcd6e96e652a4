"""Who is there: connections come and go, and time passes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.events import Fact
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room.effects import Record, TellPerson
from showroom.service.documents import store_agent
from showroom.service.queueing import withdrawn
from showroom.service.state import AGENT_GRACE_S, CONVERSATION_KEPT_S, PLACE_KEPT_S, Agent, Desk
from showroom.service.talking import ended

if TYPE_CHECKING:
    from showroom.room.effects import Effect
    from showroom.room.notices import Arrived, Departed


@dataclass(frozen=True, slots=True)
class Tick:
    """Time passes; once a second is enough."""

    at_s: float


def arrived(desk: Desk, notice: Arrived) -> tuple[Desk, tuple[Effect, ...]]:
    """Somebody entered a room: agents see the queue, who waits has the place back."""
    person = notice.person_id
    effects: tuple[Effect, ...] = ()
    if notice.role == "agent":
        known = desk.agents.get(person)
        agent = Agent(person, notice.name, known.status if known else "offline", notice.room)
        desk = replace(desk, agents={**desk.agents, person: agent})
        effects = (TellPerson(person, QueueMessage(desk.waiting())),)
    return _visitor_is(desk, person, notice.room, None), effects


def departed(desk: Desk, notice: Departed) -> tuple[Desk, tuple[Effect, ...]]:
    """A connection is gone: the clocks of grace start. What concerns a room that was left before says nothing."""
    person = notice.person_id
    agent = desk.agents.get(person)
    if agent is not None and agent.room == notice.room:
        agent = replace_fields(agent, room=None, lost_s=notice.at_s)
        desk = replace(desk, agents={**desk.agents, person: agent})
    request = desk.request_of(person)
    talk = desk.conversation_of(person)
    standing = request or (talk if talk and talk.visitor == person else None)
    if standing is None or standing.room != notice.room:
        return desk, ()
    return _visitor_is(desk, person, notice.room, notice.at_s), ()


def _visitor_is(desk: Desk, visitor_id: str, room: str, lost_s: float | None) -> Desk:
    """Note where a visitor who waits or talks is, or since when they are not."""
    request = desk.request_of(visitor_id)
    if request is not None:
        now = replace_fields(request, room=room, lost_s=lost_s)
        return replace(desk, queue=tuple(now if other is request else other for other in desk.queue))
    talk = desk.conversation_of(visitor_id)
    if talk is not None and talk.visitor == visitor_id:
        now_talk = replace_fields(talk, room=room, lost_s=lost_s)
        return replace(desk, conversations={**desk.conversations, talk.key: now_talk})
    return desk


def ticked(desk: Desk, at_s: float) -> tuple[Desk, tuple[Effect, ...]]:
    """Let go of whoever did not come back in time."""
    effects: list[Effect] = []
    for agent in desk.agents.values():
        if agent.lost_s is not None and at_s - agent.lost_s > AGENT_GRACE_S:
            desk, more = _gone(desk, agent, at_s)
            effects += more
    for request in desk.queue:
        if request.lost_s is not None and at_s - request.lost_s > PLACE_KEPT_S:
            desk, more = withdrawn(desk, request, "lost", at_s)
            effects += more
    for talk in desk.conversations.values():
        if talk.lost_s is not None and at_s - talk.lost_s > CONVERSATION_KEPT_S:
            desk, more = ended(desk, talk, talk.visitor, at_s)
            effects += more
    return desk, tuple(effects)


def _gone(desk: Desk, agent: Agent, at_s: float) -> tuple[Desk, tuple[Effect, ...]]:
    """Forget an agent who is away for good; a conversation of theirs stays until somebody ends it."""
    agents = {key: other for key, other in desk.agents.items() if key != agent.id}
    after = replace(desk, agents=agents)
    if agent.status == "offline":
        return after, ()
    fact = Fact("Agent Presence Changed", at_s, agent.id, agent.id, {"status": "offline", "reason": "connection lost"})
    return after, (store_agent(replace_fields(agent, status="offline")), Record(fact))
