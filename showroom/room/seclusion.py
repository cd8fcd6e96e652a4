"""Private groups: people who see and hear only each other, because they have asked and agreed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.errors import Rejected
from showroom.room.effects import Tell

if TYPE_CHECKING:
    from collections.abc import Collection

    from showroom.room.effects import Effect
    from showroom.room.state import Member, Room

MAX_PROPOSALS = 500


def proposed(room: Room, member: Member, person: str) -> Room:
    """Remember that somebody has asked somebody.

    Raises:
        Rejected: ``staff-is-everywhere``, ``together-already`` or ``too-many-questions``.
    """
    other = room.member(person)
    if "agent" in {member.visitor.role, other.visitor.role if other else ""}:
        raise Rejected("staff-is-everywhere", "the staff meets everybody and is in no private group")
    groups, own = room.private_groups(), member.visitor.id
    if own in groups and groups[own] == groups.get(person):
        raise Rejected("together-already", "you are among yourselves already")
    if len(room.proposals) >= MAX_PROPOSALS:
        raise Rejected("too-many-questions", "too many people are being asked at once", hint="try again later")
    return replace(room, proposals=room.proposals | {(own, person)})


def answered(room: Room, member: Member, person: str, *, agreed: bool) -> tuple[Room, tuple[Effect, ...]]:
    """Somebody says yes or no to whoever has asked them; nothing happens where nobody has."""
    proposal = (person, member.visitor.id)
    if proposal not in room.proposals:
        return room, ()
    after = replace(room, proposals=room.proposals - {proposal})
    if not agreed:
        return after, ()
    # Whoever is in a group takes the other one into it.
    group = room.private_groups().get(person, person)
    after = replace(after, groups={**after.groups, person: group, member.visitor.id: group})
    return after, told(room, after)


def mingled(room: Room, member: Member) -> tuple[Room, tuple[Effect, ...]]:
    """Somebody is among everybody again."""
    after = without(room, {member.visitor.id})
    return after, told(room, after)


def without(room: Room, people: Collection[str]) -> Room:
    """The room with nobody of `people` in a private group, or asked or asking for one."""
    if not room.groups and not room.proposals:
        return room
    # A group is called after its founder: where they go, the others stay together under the name.
    groups = {person: group for person, group in room.groups.items() if person not in people}
    proposals = frozenset(pair for pair in room.proposals if not set(pair) & set(people))
    return replace(room, groups=groups, proposals=proposals)


def told(before: Room, after: Room) -> tuple[Effect, ...]:
    """Tell everybody whom it changes whom they meet now."""
    if before.private_groups() == after.private_groups():
        return ()
    people = ((number, member.visitor.id) for number, member in after.members.items())
    return tuple(
        Tell(number, now) for number, person in people if (now := after.hidden(person)) != before.hidden(person)
    )
