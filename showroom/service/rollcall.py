"""Who is really there: what the desk missed while nobody told it, because it moved or a message was lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.protocol.messages import Role  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.room.notices import Arrived, Departed

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from showroom.room.notices import Notice
    from showroom.service.state import Desk


class Present(Struct, frozen=True):
    """Somebody in a room."""

    person_id: str
    name: str
    role: Role
    room: str


def missed(desk: Desk, present: Collection[Present], at_s: float) -> tuple[Notice, ...]:
    """What the desk must still be told, so that it knows who is there.

    Args:
        desk: as it stands.
        present: everybody in any room of the house.
        at_s: now.
    """
    there = {(one.person_id, one.room) for one in present}
    known = dict(_attending(desk))
    arrivals = [
        Arrived(one.person_id, one.name, one.role, one.room, at_s)
        for one in present
        # Somebody may be in two rooms: where the desk knows them in one of these, it need not hear of the other.
        if _matters(desk, one) and (one.person_id, known.get(one.person_id)) not in there
    ]
    arrived = {notice.person_id for notice in arrivals}
    departures = [
        Departed(person, room, at_s)
        for person, room in known.items()
        if room is not None and (person, room) not in there and person not in arrived
    ]
    return (*departures, *arrivals)


def _attending(desk: Desk) -> Iterator[tuple[str, str | None]]:
    """Where the desk believes everybody to be with whom it has to do; None for away."""
    for request in desk.queue:
        yield request.visitor, request.room if request.lost_s is None else None
    for talk in desk.conversations.values():
        yield talk.visitor, talk.room if talk.lost_s is None else None
    for agent in desk.agents.values():
        yield agent.id, agent.room


def _matters(desk: Desk, one: Present) -> bool:
    talk = desk.conversation_of(one.person_id)
    waits = desk.request_of(one.person_id) is not None
    return one.role == "agent" or waits or (talk is not None and talk.visitor == one.person_id)
