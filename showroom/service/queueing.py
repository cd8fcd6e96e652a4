"""Asking for a human, waiting, and being taken: first come, first served."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.errors import NotFound, Rejected
from showroom.events import Fact
from showroom.protocol.messages import AcceptCall, CallAdviser, Done, SetAgentStatus
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room.commands import Meet
from showroom.room.effects import Record, TellPerson, ToRoom
from showroom.room.talking import clean, next_line_id
from showroom.service.documents import forget_request, store_agent, store_conversation, store_request
from showroom.service.state import Agent, Conversation, Desk, Request

if TYPE_CHECKING:
    from showroom.protocol.messages import CancelCall
    from showroom.room.effects import Effect
    from showroom.room.notices import Asked


def call(desk: Desk, asked: Asked, message: CallAdviser) -> tuple[Desk, tuple[Effect, ...]]:
    """Put a visitor at the end of the queue.

    Raises:
        Rejected: ``already-waiting`` or ``in-conversation``.
    """
    if desk.request_of(asked.person_id):
        raise Rejected("already-waiting", "you wait already", hint="your place is kept")
    if desk.conversation_of(asked.person_id):
        raise Rejected("in-conversation", "an adviser is with you already")
    new_id = next_line_id(desk.last_id, asked.at_s, 1)
    request = Request(
        f"request-{new_id}",
        asked.person_id,
        asked.name,
        asked.language,
        asked.room,
        asked.at_s,
        clean(message.topic) if message.topic.strip() else "",
        asked.focus,
        asked.choices,
    )
    properties = {"room": asked.room, "focus": asked.focus, "ahead": len(desk.queue)}
    return replace(desk, queue=(*desk.queue, request), last_id=new_id), (
        store_request(request),
        Record(Fact("Contact Started", asked.at_s, asked.person_id, request.key, {"channel": "showroom"})),
        Record(Fact("Agent Requested", asked.at_s, asked.person_id, request.key, properties)),
        TellPerson(asked.person_id, Done(message.ref)),
    )


def cancel(desk: Desk, asked: Asked, message: CancelCall) -> tuple[Desk, tuple[Effect, ...]]:
    """Let a visitor give up.

    Raises:
        Rejected: ``not-waiting``.
    """
    request = desk.request_of(asked.person_id)
    if request is None:
        raise Rejected("not-waiting", "you do not wait for an adviser")
    after, effects = withdrawn(desk, request, "cancelled", asked.at_s)
    return after, (*effects, TellPerson(asked.person_id, Done(message.ref)))


def withdrawn(desk: Desk, request: Request, reason: str, at_s: float) -> tuple[Desk, tuple[Effect, ...]]:
    """Take a request out of the queue unanswered."""
    properties = {"reason": reason, "waited_s": at_s - request.since_s}
    return without(desk, request), (
        forget_request(request),
        Record(Fact("Agent Request Withdrawn", at_s, request.visitor, request.key, properties)),
    )


def without(desk: Desk, request: Request) -> Desk:
    """The desk without a request."""
    return replace(desk, queue=tuple(other for other in desk.queue if other.key != request.key))


def set_status(desk: Desk, asked: Asked, message: SetAgentStatus) -> tuple[Desk, tuple[Effect, ...]]:
    """Let an agent take calls, pause, or stop."""
    agent = Agent(asked.person_id, asked.name, message.status, asked.room)
    after = replace(desk, agents={**desk.agents, agent.id: agent})
    return after, (
        store_agent(agent),
        Record(Fact("Agent Presence Changed", asked.at_s, agent.id, agent.id, {"status": agent.status})),
        TellPerson(agent.id, Done(message.ref)),
        TellPerson(agent.id, QueueMessage(after.waiting())),
    )


def accept(desk: Desk, asked: Asked, message: AcceptCall) -> tuple[Desk, tuple[Effect, ...]]:
    """Let an agent take whoever waits longest.

    Raises:
        Rejected: ``not-online``, ``in-conversation``, ``already-taken``, ``unknown-request``,
            ``visitor-away`` or ``not-next``.
    """
    request = _acceptable(desk, asked, message)
    new_id = next_line_id(desk.last_id, asked.at_s, 1)
    talk = Conversation(
        f"conversation-{new_id}",
        request.key,
        request.visitor,
        request.name,
        asked.person_id,
        asked.name,
        request.room,
        request.since_s,
        asked.at_s,
    )
    after = replace(
        without(desk, request),
        conversations={**desk.conversations, talk.key: talk},
        lines={**desk.lines, talk.key: ()},
        last_id=new_id,
    )
    properties = {"request": request.key, "visitor": request.visitor, "waited_s": asked.at_s - request.since_s}
    return after, (
        forget_request(request),
        store_conversation(talk),
        Record(Fact("Agent Joined", asked.at_s, asked.person_id, talk.key, properties)),
        Record(Fact("Live Chat Conversation Started", asked.at_s, request.visitor, talk.key, {"agent": talk.agent})),
        TellPerson(asked.person_id, Done(message.ref)),
        ToRoom(talk.room, Meet(talk.started)),
    )


def _acceptable(desk: Desk, asked: Asked, message: AcceptCall) -> Request:
    agent = desk.agents.get(asked.person_id)
    if agent is None or agent.status != "online":
        raise Rejected("not-online", "you do not take calls", hint="go online first")
    if desk.conversation_of(asked.person_id):
        raise Rejected("in-conversation", "you are in a conversation", hint="end it first")
    request = next((request for request in desk.queue if request.key == message.request), None)
    if request is None:
        if any(talk.request == message.request for talk in desk.conversations.values()):
            raise Rejected("already-taken", "another agent was faster", got=message.request)
        raise NotFound("unknown-request", "nobody waits under that id any more", got=message.request)
    head = desk.head()
    if request.lost_s is not None or head is None:
        raise Rejected("visitor-away", "this visitor's connection is lost, the place is kept", got=message.request)
    if request.key != head.key:
        raise Rejected("not-next", "somebody has been waiting longer", got=message.request, allowed=head.key)
    return request
