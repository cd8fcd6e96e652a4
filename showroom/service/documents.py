"""The desk's durable documents: ``agent/…``, ``request/…``, ``conversation/…``, ``line/…`` and ``transcript/…``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from showroom.errors import Unavailable
from showroom.protocol.messages import ChatLine
from showroom.room.effects import Store
from showroom.service.state import Agent, Conversation, Desk, Request

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from showroom.service.state import Transcript

_T = TypeVar("_T")


def store_agent(agent: Agent) -> Store:
    """Keep an agent's status; who is offline needs no document."""
    return _store(f"agent/{agent.id}", None if agent.status == "offline" else agent)


def store_request(request: Request) -> Store:
    """Keep a place in the queue."""
    return _store(f"request/{request.key}", request)


def forget_request(request: Request) -> Store:
    """Give a place in the queue free."""
    return _store(f"request/{request.key}", None)


def store_conversation(conversation: Conversation) -> Store:
    """Keep a conversation."""
    return _store(f"conversation/{conversation.key}", conversation)


def store_line(line: ChatLine) -> Store:
    """Keep a line of a conversation."""
    return _store(f"line/{line.id}", line)


def forget_line(line: ChatLine) -> Store:
    """Let go of a line."""
    return _store(f"line/{line.id}", None)


def store_transcript(transcript: Transcript) -> tuple[Store, ...]:
    """Put one document in the place of all that a conversation had."""
    key = transcript.conversation.key
    return (
        _store(f"transcript/{key}", transcript),
        _store(f"conversation/{key}", None),
        *map(forget_line, transcript.lines),
    )


def open_desk(documents: Mapping[str, bytes], at_s: float) -> Desk:
    """Build the desk out of its stored documents after a restart at `at_s`.

    Nobody is connected then: agents and visitors have their usual time to come back.

    Raises:
        Unavailable: ``damaged-document``, naming its key.
    """
    agents = [_lost(agent, at_s) for agent in _all("agent/", documents, Agent)]
    requests = sorted(_all("request/", documents, Request), key=lambda request: (request.since_s, _id(request.key)))
    talks = list(_all("conversation/", documents, Conversation))
    lines = sorted(_all("line/", documents, ChatLine), key=lambda line: line.id)
    transcripts = [_id(key) for key in documents if key.startswith("transcript/")]
    keys = [*(request.key for request in requests), *(talk.key for talk in talks)]
    ids = [*map(_id, keys), *(line.id for line in lines), *transcripts]
    return Desk(
        {agent.id: agent for agent in agents},
        tuple(msgspec.structs.replace(request, lost_s=at_s) for request in requests),
        {talk.key: msgspec.structs.replace(talk, lost_s=at_s) for talk in talks},
        {talk.key: tuple(line for line in lines if line.conversation == talk.key) for talk in talks},
        max(ids, default=0),
    )


def _lost(agent: Agent, at_s: float) -> Agent:
    return msgspec.structs.replace(agent, room=None, lost_s=at_s)


def _id(key: str) -> int:
    """The number at the end of ``request-17``."""
    return int(key.rpartition("-")[2])


def _all(prefix: str, documents: Mapping[str, bytes], kind: type[_T]) -> Iterable[_T]:
    for key, data in documents.items():
        if key.startswith(prefix):
            try:
                yield msgspec.json.decode(data, type=kind)
            except (msgspec.DecodeError, UnicodeError) as error:
                raise Unavailable(
                    "damaged-document", f"the desk's document {key} cannot be read: {error}; restore a backup"
                ) from None


def _store(key: str, document: Any) -> Store:  # noqa: ANN401 - any of our structs
    return Store("desk", key, None if document is None else msgspec.json.encode(document))
