"""Where one can go in a room: its named places, and a place before each product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from client.player import in_front_of
from client.presenter import published

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.catalogue import Catalogue, Plinth, RoomPlan
    from showroom.walking import Floor, Point

_REACH_M: Final = 1.25


@dataclass(frozen=True)
class Goal:
    """Somewhere to go: its names, where to stand and where to look then; `centre` is what there is to see.

    `room` is the id of the room behind a door.
    """

    names: tuple[str, ...]
    spot: Point
    heading: float
    centre: Point | None = None
    room: str = ""


def goals_of(
    plan: RoomPlan, catalogue: Catalogue | None, floor: Floor, others: Sequence[Point], language: str
) -> list[Goal]:
    """The named places of a room first, then its products and doors; where others stand, one is led beside them."""
    goals = [
        Goal(
            (place.name.in_language(language), place.id, place.name.en, place.name.de),
            (place.place.position[0], place.place.position[2]),
            place.place.heading,
        )
        for place in plan.places
    ]
    for plinth in plan.plinths:
        publication = published(catalogue, plinth.product)
        if publication is not None:
            name = publication.product.name
            names = (name.in_language(language), name.en, name.de, plinth.id)
            goals.append(before_plinth(plinth, floor, others, *names))
    return [*goals, *_doors(plan, catalogue, language)]


def _doors(plan: RoomPlan, catalogue: Catalogue | None, language: str) -> list[Goal]:
    names = {room.id: room.name for room in catalogue.rooms} if catalogue is not None else {}
    return [
        Goal(
            (names[door.to].in_language(language), door.to, names[door.to].en, names[door.to].de, door.id),
            (door.place.position[0], door.place.position[2]),
            door.place.heading,
            room=door.to,
        )
        for door in plan.doors
        if door.to in names
    ]


def before_plinth(plinth: Plinth, floor: Floor, others: Sequence[Point], *names: str) -> Goal:
    """A place before a product, where the others leave room."""
    place = plinth.place
    spot, heading = in_front_of(floor, place.position, place.heading, reach_m(plinth), others)
    return Goal(names, spot, heading, (place.position[0], place.position[2]))


def reach_m(plinth: Plinth) -> float:
    """How far from a product's middle one stands to look at it."""
    return max(plinth.footprint_m) / 2 + _REACH_M
