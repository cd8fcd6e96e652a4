"""``apply(room, command) -> (room, effects)``: everything that can happen to a room, in one order for all."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from msgspec.structs import replace as replace_fields

from showroom.errors import NotPermitted
from showroom.protocol.company import Answer, Ask, Bear, Mingle, Point
from showroom.protocol.dressing import Dress
from showroom.protocol.messages import (
    AcceptCall,
    CallAdviser,
    CancelCall,
    CatalogueChanged,
    Configure,
    Configured,
    Emote,
    EndConversation,
    Focus,
    Focused,
    Hello,
    Leave,
    OpenCode,
    Redo,
    Say,
    SetAgentStatus,
    Undo,
)
from showroom.protocol.order import Block, Remove, Report, ResolveReport, SetLock
from showroom.room.commands import Act, Join, KeepPlaces, Meet, Part, ReplaceCatalogue
from showroom.room.company import accompany
from showroom.room.documents import open_room, store_standing
from showroom.room.editing import edit
from showroom.room.effects import Tell, TellAll, TellPerson, ToDesk
from showroom.room.entering import join, keep_places, leave, part
from showroom.room.notices import Asked
from showroom.room.order import keep_order
from showroom.room.permissions import check_permitted
from showroom.room.places import beside
from showroom.room.refusal import refused
from showroom.room.renewal import fitting, pruned, shown_as
from showroom.room.state import Member, Room
from showroom.room.talking import say, show

if TYPE_CHECKING:
    from showroom.protocol.messages import ClientMessage
    from showroom.room.commands import RoomCommand
    from showroom.room.effects import Effect
    from showroom.room.notices import DeskRequest

__all__ = ["Room", "apply", "open_room"]


def apply(room: Room, command: RoomCommand) -> tuple[Room, tuple[Effect, ...]]:
    """Carry out one command.

    Returns:
        The room afterwards and what is to be done, in order; see `showroom.room.effects` for how.

    Raises:
        Rejected: ``room-full``, ``room-locked`` or ``removed``, for `Join` only. Whatever else is refused is told to
            whoever asked.
    """
    match command:
        case Act():
            member = room.members.get(command.number)
            return _act(room, member, command.message, command.at_s) if member else (room, ())
        case Join():
            return join(room, command)
        case Part():
            return part(room, command.number, command.at_s, command.body)
        case KeepPlaces():
            return keep_places(room, command.bodies)
        case Meet():
            return _meet(room, command)
        case ReplaceCatalogue():
            return _replace_catalogue(room, command)
        case _:
            assert_never(command)


def _act(  # noqa: PLR0911 - one return per kind of message
    room: Room, member: Member, message: ClientMessage, at_s: float
) -> tuple[Room, tuple[Effect, ...]]:
    try:
        check_permitted(member.visitor.role, message)
    except NotPermitted as not_permitted:
        return room, (Tell(member.visitor.number, refused(getattr(message, "ref", None), not_permitted)),)
    match message:
        case Configure() | Undo() | Redo() | OpenCode():
            return edit(room, member, message, at_s)
        case Say(conversation=None):
            return say(room, member, message, at_s)
        case Emote() | Focus() | Dress():
            return show(room, member, message, at_s)
        case Bear() | Point() | Ask() | Answer() | Mingle():
            return accompany(room, member, message)
        case Leave():
            return leave(room, member.visitor.number, at_s)
        case Say() | CallAdviser() | CancelCall() | SetAgentStatus() | AcceptCall() | EndConversation():
            return room, (ToDesk(_asked(room, member, message, at_s)),)
        case Block() | Report() | ResolveReport() | Remove() | SetLock():
            return keep_order(room, member, message, at_s)
        case Hello():
            error = NotPermitted("second-join", "you are in this room already")
            return room, (Tell(member.visitor.number, refused(None, error)),)
        case _:
            assert_never(message)


def _asked(room: Room, member: Member, request: DeskRequest, at_s: float) -> Asked:
    visitor = member.visitor
    choices = room.choices_of(visitor.focus)
    return Asked(
        visitor.id, visitor.name, visitor.role, member.language, room.id, request, at_s, visitor.focus, choices
    )


def _meet(room: Room, command: Meet) -> tuple[Room, tuple[Effect, ...]]:
    started = command.started
    number = room.number_of(started.visitor)
    visitor = room.members[number].visitor if number is not None else None
    if visitor is not None and visitor.body is not None:
        bodies = [member.visitor.body for member in room.members.values() if member.visitor.id != started.agent]
        others = [(body.position[0], body.position[2]) for body in bodies if body not in (None, visitor.body)]
        started = replace_fields(started, beside=beside(room.plan, visitor.body, visitor.focus, others))
    return room, (TellPerson(started.visitor, started), TellPerson(started.agent, started))


def _replace_catalogue(room: Room, command: ReplaceCatalogue) -> tuple[Room, tuple[Effect, ...]]:
    """Take a new catalogue, repair choices that no longer fit, and tell everybody."""
    sold = {publication.product.id: publication for publication in command.publications}
    standings = {**room.standings}
    effects: list[Effect] = [TellAll(CatalogueChanged(command.revision))]
    for product_id, publication in sold.items():
        before = room.standings.get(product_id)
        fit = fitting(publication.product, before)
        standings[product_id] = now = shown_as(publication.product, fit, room.plan, command.plan)
        if now is not before:
            effects += [
                store_standing(room.id, product_id, now),
                TellAll(Configured(product_id, now.version, now.choices)),
            ]
    histories = {
        key: pruned(sold[key[0]].product, history) if key[0] in sold else history
        for key, history in room.histories.items()
    }
    members = {**room.members}
    for number, member in room.members.items():
        if member.visitor.focus is not None and member.visitor.focus not in sold:
            members[number] = replace(member, visitor=replace_fields(member.visitor, focus=None))
            effects.append(TellAll(Focused(number)))
    after = replace(
        room,
        plan=command.plan,
        revision=command.revision,
        publications=sold,
        standings=standings,
        histories=histories,
        members=members,
    )
    return after, tuple(effects)
