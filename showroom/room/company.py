"""Being together in a room: how people hold themselves, where they point, and what they ask each other."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.errors import NotFound, Rejected
from showroom.protocol.company import Answer, Answered, Ask, Asked, Bear, Mingle, Point, Pointed
from showroom.protocol.messages import Done, Joined
from showroom.room.effects import Tell, TellAll
from showroom.room.refusal import refused
from showroom.room.seclusion import answered, mingled, proposed
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
        case Mingle():
            after, effects = mingled(room, member)
            return after, (*effects, Tell(member.visitor.number, Done(message.ref)))
        case Ask() | Answer():
            return _asked(room, member, message)


def _bear(room: Room, member: Member, message: Bear) -> tuple[Room, tuple[Effect, ...]]:
    visitor = replace_fields(member.visitor, sitting=message.sitting, hand=message.hand)
    after = with_member(room, replace(member, visitor=visitor))
    return after, (TellAll(Joined(visitor)), Tell(visitor.number, Done(message.ref)))


def _asked(room: Room, member: Member, message: Ask | Answer) -> tuple[Room, tuple[Effect, ...]]:
    """Pass a question or an answer on; to be among themselves is the room's business too."""
    number = room.number_of(message.person)
    told = _pass_on(room, member, message)
    if message.wish != "private" or number is None or not any(_is_told(effect, number) for effect in told):
        return room, told
    if isinstance(message, Answer):
        after, effects = answered(room, member, message.person, agreed=message.agreed)
        return after, (*told, *effects)
    try:
        return proposed(room, member, message.person), told
    except Rejected as error:
        return room, (Tell(member.visitor.number, refused(message.ref, error)),)


def _is_told(effect: Effect, number: int) -> bool:
    return isinstance(effect, Tell) and effect.number == number


def _pass_on(room: Room, member: Member, message: Ask | Answer) -> tuple[Effect, ...]:
    """Hand a question or an answer to whom it is for; who does not meet the asker is not there for them."""
    visitor = member.visitor
    number = room.number_of(message.person)
    # Whoever is among themselves can still ask somebody in.
    unmet = room.kept_away(visitor.id) if message.wish == "private" else room.not_met(visitor.id)
    if number is None or number == visitor.number or message.person in unmet:
        error = NotFound("not-here", "they are not in this room", got=message.person)
        return (Tell(visitor.number, refused(message.ref, error)),)
    told: Asked | Answered = Asked(visitor.id, visitor.name, message.wish)
    if isinstance(message, Answer):
        told = Answered(visitor.id, visitor.name, message.wish, message.agreed)
    return (Tell(number, told), Tell(visitor.number, Done(message.ref)))
