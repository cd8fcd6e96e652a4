"""Coming and going."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from msgspec.structs import replace as replace_fields

from showroom.errors import NotPermitted, Rejected
from showroom.events import Fact
from showroom.protocol.closing import CloseCode
from showroom.protocol.messages import VERSION, Joined, Left, ProductState, Refused, Visitor, Welcome
from showroom.protocol.order import Reports
from showroom.room.documents import store_place
from showroom.room.effects import Admit, Drop, Record, Tell, TellAll, ToDesk
from showroom.room.notices import Arrived, Departed
from showroom.room.places import entrance, inside
from showroom.room.seclusion import told, without
from showroom.room.state import MAX_NUMBER, MAX_PLACES, PLACE_KEPT_S, Member, Room

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.protocol.messages import Body
    from showroom.room.commands import Join
    from showroom.room.effects import Effect


def join(room: Room, command: Join) -> tuple[Room, tuple[Effect, ...]]:
    """Let somebody in and tell them everything; who is here already under that id is replaced.

    Raises:
        Rejected: ``room-full``, ``room-locked`` or ``removed``; advisers always get in.
    """
    _check_welcome(room, command)
    if not _is_back(room, command):
        room = without(room, {command.visitor_id})
    before = room
    room, stood, replaced = _without_older(room, command.visitor_id)
    if len(room.members) > MAX_NUMBER or (len(room.members) >= room.capacity and command.role == "visitor"):
        raise Rejected("room-full", "nobody else fits into this room", allowed=f"{room.capacity} visitors")
    number = next(number for number in count() if number not in room.members)
    wanted = command.body or stood or room.places.get(command.visitor_id) or entrance(room.plan, number)
    body = inside(room.plan, wanted)
    visitor = Visitor(number, command.visitor_id, command.name, command.role, command.avatar, None, body, command.look)
    after = replace(room, members={**room.members, number: Member(visitor, command.language)})
    hidden = after.hidden_from(visitor.id)
    entered = Fact("Room Entered", command.at_s, visitor.id, room.id, {"role": visitor.role})
    return after, (
        *replaced,
        *(() if replaced else (Record(entered),)),
        Admit(number, visitor.id),
        Tell(number, _welcome(after, visitor, command)),
        TellAll(Joined(visitor), but=number),
        *_hidings(before, after, number, hidden),
        *((Tell(number, Reports(after.id, tuple(after.reports.values()))),) if visitor.role == "agent" else ()),
        ToDesk(Arrived(visitor.id, visitor.name, visitor.role, room.id, command.at_s)),
    )


def _hidings(before: Room, after: Room, number: int, hidden: tuple[int, ...]) -> tuple[Effect, ...]:
    """Tell those whom a newcomer does not meet; where a private group is whole again, everybody whom that changes."""
    told_now = told(before, after)
    numbers = {effect.number for effect in told_now if isinstance(effect, Tell)}
    others = [other for other in (number, *hidden) if other not in numbers]
    known = [other for other in others if other != number or after.private_groups()]
    return (*told_now, *(Tell(other, after.hidden(after.members[other].visitor.id)) for other in known))


def _check_welcome(room: Room, command: Join) -> None:
    """Whether somebody may come in at all."""
    person = command.visitor_id
    if command.role == "agent":
        return
    if room.removed.get(person, 0.0) > command.at_s:
        minutes = math.ceil((room.removed[person] - command.at_s) / 60.0)
        raise NotPermitted(
            "removed", "the staff has asked you to leave this room", hint=f"you may come back in {minutes} minutes"
        )
    if room.locked and not _is_back(room, command):
        raise NotPermitted("room-locked", "this room is locked, new visitors cannot come in", hint="try again later")


def _is_back(room: Room, command: Join) -> bool:
    """Whether somebody was here a moment ago."""
    person = command.visitor_id
    return room.number_of(person) is not None or command.at_s - room.left_s.get(person, -math.inf) < PLACE_KEPT_S


def part(room: Room, number: int, at_s: float, body: Body | None = None) -> tuple[Room, tuple[Effect, ...]]:
    """Let somebody go and keep their place; nothing happens where the number is nobody's."""
    member = room.members.get(number)
    if member is None:
        return room, ()
    visitor = member.visitor
    room, stored = keep_places(room, {number: body or visitor.body or entrance(room.plan, number)}, always=True)
    after = replace(_without(room, number), left_s=_gone(room, visitor.id, at_s))
    return after, (
        *stored,
        Record(Fact("Room Left", at_s, visitor.id, room.id, {"role": visitor.role})),
        TellAll(Left(number), but=number),
        *told(room, after),
        ToDesk(Departed(visitor.id, room.id, at_s)),
    )


def _without(room: Room, number: int) -> Room:
    members = {**room.members}
    del members[number]
    return replace(room, members=members)


def _gone(room: Room, person: str, at_s: float) -> dict[str, float]:
    """When those went who may still come back into their place, the earliest first."""
    gone = {**room.left_s}
    for other, left_s in room.left_s.items():
        if at_s - left_s < PLACE_KEPT_S:
            break
        del gone[other]
    gone.pop(person, None)
    gone[person] = at_s
    return gone


def leave(room: Room, number: int, at_s: float) -> tuple[Room, tuple[Effect, ...]]:
    """Somebody says farewell."""
    after, effects = part(room, number, at_s)
    return after, (*effects, Drop(number, 1000, "farewell"))


def keep_places(room: Room, bodies: Mapping[int, Body], *, always: bool = False) -> tuple[Room, tuple[Effect, ...]]:
    """Keep where members stand, those who moved or `always` all of them; the oldest places are forgotten."""
    members = {**room.members}
    places = {**room.places}
    stored: list[Effect] = []
    for number, body in bodies.items():
        member = members.get(number)
        if member is None or (member.visitor.body == body and not always):
            continue
        members[number] = replace(member, visitor=replace_fields(member.visitor, body=body))
        places.pop(member.visitor.id, None)
        places[member.visitor.id] = body
        stored.append(store_place(room.id, member.visitor.id, body))
    for visitor_id in list(places)[: max(0, len(places) - MAX_PLACES)]:
        del places[visitor_id]
        stored.append(store_place(room.id, visitor_id, None))
    return (replace(room, members=members, places=places) if stored else room), tuple(stored)


def _without_older(room: Room, visitor_id: str) -> tuple[Room, Body | None, tuple[Effect, ...]]:
    """The room without an older connection of the same visitor, and where that one stood: the newest wins."""
    number = room.number_of(visitor_id)
    if number is None:
        return room, None, ()
    body = room.members[number].visitor.body
    reason = "you entered from elsewhere"
    return (
        _without(room, number),
        body,
        (
            Tell(number, Refused(None, "replaced", reason, hint="close the other window, or stay here and reload")),
            Drop(number, CloseCode.REPLACED, reason),
            TellAll(Left(number)),
        ),
    )


def _welcome(room: Room, visitor: Visitor, command: Join) -> Welcome:
    not_met = room.not_met(visitor.id)
    own = (line for line in room.lines if line.sender not in not_met)
    lines = sorted((*own, *command.desk.lines), key=lambda line: line.id)
    return Welcome(
        version=VERSION,
        you=visitor.number,
        visitor=visitor.id,
        role=visitor.role,
        room=room.id,
        tick_s=room.tick_s,
        server_time_s=command.at_s,
        catalogue_revision=room.revision,
        visitors=tuple(member.visitor for member in room.members.values()),
        products=tuple(
            ProductState(product_id, room.standings[product_id].version, room.standings[product_id].choices)
            for product_id in room.publications
        ),
        chat=tuple(lines),
        advisers=command.desk.advisers,
        conversation=command.desk.conversation,
        position=command.desk.position,
        locked=room.locked,
        hidden=room.hidden_from(visitor.id),
        talk=command.desk.talk,
    )
