"""``apply(desk, command) -> (desk, effects)``: everything that can happen at the service desk."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace as replace_fields

from showroom.errors import Rejected
from showroom.protocol.messages import (
    AcceptCall,
    Advisers,
    CallAdviser,
    CancelCall,
    EndConversation,
    QueuePosition,
    Say,
    SetAgentStatus,
)
from showroom.protocol.messages import Queue as QueueMessage
from showroom.room.effects import TellAgents, TellEverybody, TellPerson
from showroom.room.notices import Arrived, Asked, Departed, DeskView, Looked, Notice, ProductChanged
from showroom.room.permissions import check_permitted
from showroom.room.refusal import refused
from showroom.service.attendance import Tick, arrived, departed, ticked
from showroom.service.documents import open_desk
from showroom.service.queueing import accept, call, cancel, set_status
from showroom.service.state import Desk
from showroom.service.talking import end, say

if TYPE_CHECKING:
    from showroom.room.effects import Effect

__all__ = ["Desk", "Tick", "apply", "open_desk", "view"]

SHOWN_LINES = 100

DeskCommand = Notice | Tick


def apply(desk: Desk, command: DeskCommand) -> tuple[Desk, tuple[Effect, ...]]:
    """Carry out one command; what is refused is told to whoever asked.

    Returns:
        The desk afterwards and what is to be done, in order; see `showroom.room.effects` for how.
    """
    match command:
        case Asked():
            after, effects = _asked(desk, command)
        case Arrived():
            after, effects = arrived(desk, command)
        case Departed():
            after, effects = departed(desk, command)
        case Looked():
            after, effects = _looked(desk, command), ()
        case ProductChanged():
            after, effects = _product_changed(desk, command), ()
        case Tick():
            after, effects = ticked(desk, command.at_s)
        case _:
            assert_never(command)
    return after, (*effects, *_news(desk, after))


def view(desk: Desk, person_id: str) -> DeskView:
    """What the desk knows for one person's `Welcome`."""
    talk = desk.conversation_of(person_id)
    return DeskView(
        desk.advisers(),
        talk.key if talk else None,
        desk.position_of(person_id),
        desk.lines[talk.key][-SHOWN_LINES:] if talk else (),
        talk.started if talk else None,
    )


def _asked(desk: Desk, asked: Asked) -> tuple[Desk, tuple[Effect, ...]]:
    try:
        return _answered(desk, asked)
    except Rejected as error:
        return desk, (TellPerson(asked.person_id, refused(asked.request.ref, error)),)


def _answered(desk: Desk, asked: Asked) -> tuple[Desk, tuple[Effect, ...]]:
    request = asked.request
    check_permitted(asked.role, request)
    match request:
        case CallAdviser():
            return call(desk, asked, request)
        case CancelCall():
            return cancel(desk, asked, request)
        case SetAgentStatus():
            return set_status(desk, asked, request)
        case AcceptCall():
            return accept(desk, asked, request)
        case EndConversation():
            return end(desk, asked, request)
        case Say():
            return say(desk, asked, request)
        case _:
            assert_never(request)


def _looked(desk: Desk, notice: Looked) -> Desk:
    request = desk.request_of(notice.person_id)
    if request is None:
        return desk
    now = replace_fields(request, focus=notice.focus, choices=notice.choices)
    return replace(desk, queue=tuple(now if other is request else other for other in desk.queue))


def _product_changed(desk: Desk, notice: ProductChanged) -> Desk:
    """Whoever waits and looks at it has other choices now."""
    if not any((request.room, request.focus) == (notice.room, notice.product) for request in desk.queue):
        return desk
    queue = tuple(
        replace_fields(request, choices=notice.choices)
        if (request.room, request.focus) == (notice.room, notice.product)
        else request
        for request in desk.queue
    )
    return replace(desk, queue=queue)


def _news(before: Desk, after: Desk) -> tuple[Effect, ...]:
    """What others are told of a change: places in the queue, the queue itself, and whether anybody is there."""
    if after is before:
        return ()
    places = {request.visitor: place for place, request in enumerate(after.queue, start=1)}
    old_places = {request.visitor: place for place, request in enumerate(before.queue, start=1)}
    news: list[Effect] = [
        TellPerson(visitor, QueuePosition(places.get(visitor)))
        for visitor in places | old_places
        if places.get(visitor) != old_places.get(visitor)
    ]
    if after.waiting() != before.waiting():
        news.append(TellAgents(QueueMessage(after.waiting())))
    if after.advisers() != before.advisers():
        news.append(TellEverybody(Advisers(after.advisers())))
    return tuple(news)
