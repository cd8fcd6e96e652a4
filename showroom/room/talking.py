"""Words, gestures and glances."""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.errors import NotFound, Rejected
from showroom.events import Fact
from showroom.looks import check_look
from showroom.protocol.dressing import Dress
from showroom.protocol.messages import ChatLine, Done, Emote, Emoted, Focus, Focused, Joined, Said, Say
from showroom.room.documents import forget_line, store_line
from showroom.room.effects import Record, Tell, TellAll, TellSome, ToDesk
from showroom.room.notices import Looked
from showroom.room.refusal import refused
from showroom.room.state import MAX_LINES, Member, Room

if TYPE_CHECKING:
    from showroom.protocol.base import Message
    from showroom.room.effects import Effect

_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Controls of writing direction: left open they turn round what stands after the line."""


def clean(text: str) -> str:
    """Return words as they may be shown: one line, trimmed, without control characters; umlauts and emoji stay.

    Raises:
        Rejected: ``empty-message``.
    """
    spaced = "".join(" " if character.isspace() else character for character in text)
    kept = "".join(
        character
        for character in spaced
        if unicodedata.category(character) not in {"Cc", "Cs"} and character not in _OVERRIDES
    ).strip()
    if all(unicodedata.category(character) == "Cf" for character in kept):
        raise Rejected("empty-message", "there is nothing to read in this message", allowed="1..1000 characters")
    return kept


def next_line_id(last_id: int, at_s: float, lane: int) -> int:
    """An id that grows with time; rooms take lane 0 and the desk lane 1, so that their ids never meet."""
    by_time = 2 * int(at_s * 1000) + lane
    return by_time if by_time > last_id else last_id + 2


def say(room: Room, member: Member, message: Say, at_s: float) -> tuple[Room, tuple[Effect, ...]]:
    """Tell a line to everybody who meets whoever says it."""
    visitor = member.visitor
    try:
        text = clean(message.text)
    except Rejected as error:
        return room, (Tell(visitor.number, refused(message.ref, error)),)
    last_id = room.lines[-1].id if room.lines else 0
    line = ChatLine(next_line_id(last_id, at_s, 0), visitor.id, visitor.name, visitor.role, text, at_s)
    if visitor.id in room.private_groups():
        # What a private group says is told and not kept: the room's next visitors would read it.
        return room, (audience(room, member, Said(line)), Tell(visitor.number, Done(message.ref)))
    lines = (*room.lines, line)
    fact = Fact("Message Sent", at_s, visitor.id, room.id, {"length": len(text), "line": line.id})
    return replace(room, lines=lines[-MAX_LINES:]), (
        store_line(room.id, line),
        *(forget_line(room.id, old) for old in lines[:-MAX_LINES]),
        Record(fact),
        audience(room, member, Said(line)),
        Tell(visitor.number, Done(message.ref)),
    )


def audience(room: Room, member: Member, message: Message) -> Effect:
    """Send what somebody says or shows to everybody who meets them."""
    hidden = room.not_met(member.visitor.id)
    if not hidden:
        return TellAll(message)
    numbers = (number for number, other in room.members.items() if other.visitor.id not in hidden)
    return TellSome(message, tuple(numbers))


def show(room: Room, member: Member, message: Emote | Focus | Dress, at_s: float) -> tuple[Room, tuple[Effect, ...]]:
    """Show the others a gesture, a glance or a new look."""
    match message:
        case Emote():
            return emote(room, member, message)
        case Focus():
            return focus(room, member, message, at_s)
        case Dress():
            return dress(room, member, message)


def emote(room: Room, member: Member, message: Emote) -> tuple[Room, tuple[Effect, ...]]:
    """Show everybody a gesture."""
    return room, (audience(room, member, Emoted(member.visitor.number, message.emotion)),)


def focus(room: Room, member: Member, message: Focus, at_s: float) -> tuple[Room, tuple[Effect, ...]]:
    """Show everybody what somebody looks at."""
    visitor = member.visitor
    product = message.product
    if product == visitor.focus:
        return room, ()
    if product is not None and product not in room.publications:
        error = NotFound("unknown-product", "no such product is in this room", got=product)
        return room, (Tell(visitor.number, refused(None, error)),)
    after = with_member(room, replace(member, visitor=replace_fields(visitor, focus=product)))
    viewed = () if product is None else (Record(Fact("Product Viewed", at_s, visitor.id, product, {"room": room.id})),)
    return after, (
        *viewed,
        TellAll(Focused(visitor.number, product)),
        ToDesk(Looked(visitor.id, product, room.choices_of(product))),
    )


def dress(room: Room, member: Member, message: Dress) -> tuple[Room, tuple[Effect, ...]]:
    """Show everybody how somebody looks now."""
    visitor = member.visitor
    try:
        check_look(message.look)
    except Rejected as error:
        return room, (Tell(visitor.number, refused(message.ref, error)),)
    visitor = replace_fields(visitor, look=message.look)
    return with_member(room, replace(member, visitor=visitor)), (
        TellAll(Joined(visitor)),
        Tell(visitor.number, Done(message.ref)),
    )


def with_member(room: Room, member: Member) -> Room:
    """The room with a member as given."""
    return replace(room, members={**room.members, member.visitor.number: member})
