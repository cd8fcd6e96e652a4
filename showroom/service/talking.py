"""What is said between a visitor and an agent, and how it ends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.errors import NotFound, NotPermitted
from showroom.events import Fact
from showroom.protocol.messages import ChatLine, ConversationEnded, Done, Said
from showroom.room.effects import Record, TellPerson
from showroom.room.talking import clean, next_line_id
from showroom.service.documents import forget_line, store_conversation, store_line, store_transcript
from showroom.service.state import MAX_CONVERSATION_LINES, Conversation, Desk, Transcript

if TYPE_CHECKING:
    from showroom.protocol.messages import EndConversation, Say
    from showroom.room.effects import Effect
    from showroom.room.notices import Asked


def say(desk: Desk, asked: Asked, message: Say) -> tuple[Desk, tuple[Effect, ...]]:
    """Tell a line to both sides of a conversation, and to nobody else.

    Raises:
        Rejected: ``unknown-conversation``, ``not-permitted`` or ``empty-message``.
    """
    talk = _own(desk, asked, message.conversation or "")
    new_id = next_line_id(desk.last_id, asked.at_s, 1)
    line = ChatLine(new_id, asked.person_id, asked.name, asked.role, clean(message.text), asked.at_s, talk.key)
    lines = (*desk.lines[talk.key], line)
    properties = {"conversation": talk.key, "length": len(line.text), "line": line.id}
    after, replied = _replied(desk, talk, asked)
    after = replace(after, lines={**desk.lines, talk.key: lines[-MAX_CONVERSATION_LINES:]}, last_id=new_id)
    return after, (
        store_line(line),
        *map(forget_line, lines[:-MAX_CONVERSATION_LINES]),
        *replied,
        Record(Fact("Message Sent", asked.at_s, asked.person_id, talk.key, properties)),
        TellPerson(talk.visitor, Said(line)),
        TellPerson(talk.agent, Said(line)),
        TellPerson(asked.person_id, Done(message.ref)),
    )


def _replied(desk: Desk, talk: Conversation, asked: Asked) -> tuple[Desk, tuple[Effect, ...]]:
    """Stop the clock at the first human word."""
    if talk.replied or asked.person_id != talk.agent:
        return desk, ()
    talk = replace_fields(talk, replied=True)
    properties = {"request": talk.request, "waited_s": asked.at_s - talk.requested_s}
    return replace(desk, conversations={**desk.conversations, talk.key: talk}), (
        store_conversation(talk),
        Record(Fact("First Agent Reply", asked.at_s, talk.agent, talk.key, properties)),
    )


def end(desk: Desk, asked: Asked, message: EndConversation) -> tuple[Desk, tuple[Effect, ...]]:
    """Close a conversation for both sides.

    Raises:
        Rejected: ``unknown-conversation`` or ``not-permitted``.
    """
    talk = _own(desk, asked, message.conversation)
    after, effects = ended(desk, talk, asked.person_id, asked.at_s)
    return after, (*effects, TellPerson(asked.person_id, Done(message.ref)))


def ended(desk: Desk, talk: Conversation, by: str, at_s: float) -> tuple[Desk, tuple[Effect, ...]]:
    """The desk without a conversation; its transcript is kept."""
    lines = desk.lines[talk.key]
    after = replace(
        desk,
        conversations={key: other for key, other in desk.conversations.items() if key != talk.key},
        lines={key: others for key, others in desk.lines.items() if key != talk.key},
    )
    properties = {
        "duration_s": at_s - talk.started_s,
        "lines": len(lines),
        "agent": talk.agent,
        "visitor": talk.visitor,
    }
    message = ConversationEnded(talk.key, by)
    return after, (
        *store_transcript(Transcript(talk, at_s, by, lines)),
        Record(Fact("Live Chat Conversation Ended", at_s, by, talk.key, properties)),
        TellPerson(talk.visitor, message),
        TellPerson(talk.agent, message),
    )


def _own(desk: Desk, asked: Asked, key: str) -> Conversation:
    talk = desk.conversations.get(key)
    if talk is None:
        raise NotFound("unknown-conversation", "there is no such conversation, or it is over", got=key)
    if asked.person_id not in {talk.visitor, talk.agent}:
        raise NotPermitted("not-permitted", "this conversation is not yours")
    return talk
