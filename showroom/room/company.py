"""Being together in a room: how people hold themselves, where they point, and what they ask each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.errors import NotFound
from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Point, Pointed
from showroom.protocol.messages import Done, Joined
from showroom.room.effects import Tell, TellAll
from showroom.room.refusal import refused
from showroom.room.talking import audience, with_member

if TYPE_CHECKING:
    from showroom.protocol.company import CompanyRequest
    from showroom.room.effects import Effect
    from showroom.room.state import Member, Room


def accompany(room: Room, member: Member, message: CompanyRequest) -> tuple[Room, tuple[Effect, ...]]:
    """Carry out one request."""
    match message:
        case Bear():
            return _bear(room, member, message)
        case Point():
            return room, (audience(room, member, Pointed(member.visitor.number, message.at)),)
        case Ask() | Answer():
            return room, _pass_on(room, member, message)


def _bear(room: Room, member: Member, message: Bear) -> tuple[Room, tuple[Effect, ...]]:
    visitor = replace_fields(member.visitor, sitting=message.sitting, hand=message.hand)
    after = with_member(room, replace(member, visitor=visitor))
    return after, (TellAll(Joined(visitor)), Tell(visitor.number, Done(message.ref)))


def _pass_on(room: Room, member: Member, message: Ask | Answer) -> tuple[Effect, ...]:
    """Hand a question or an answer to whom it is for; who does not meet the asker is not there for them."""
    visitor = member.visitor
    number = room.number_of(message.person)
    if number is None or number == visitor.number or message.person in room.not_met(visitor.id):
        error = NotFound("not-here", "they are not in this room", got=message.person)
        return (Tell(visitor.number, refused(message.ref, error)),)
    told: Asked | Answered = Asked(visitor.id, visitor.name, message.wish)
    if isinstance(message, Answer):
        told = Answered(visitor.id, visitor.name, message.wish, message.agreed)
    return (Tell(number, told), Tell(visitor.number, Done(message.ref)))
