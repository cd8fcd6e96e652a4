"""Going from room to room: which door one walks through, and where one comes out.

Frame: glTF's; headings are radians about +Y.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from showroom.catalogue import Place

if TYPE_CHECKING:
    from showroom.catalogue import Catalogue, Door, RoomPlan
    from showroom.walking import Point

REACH_M: Final = 0.75
"""Who stands nearer before a door, and faces through it, goes through."""
_FACING_RAD: Final = 1.0


def door_through(plan: RoomPlan, catalogue: Catalogue, position: Point, heading: float) -> Door | None:
    """The door that somebody who walks goes through now; one without a room behind it stays shut."""
    rooms = {room.id for room in catalogue.rooms}
    for door in plan.doors:
        x, _, z = door.place.position
        away = math.remainder(door.place.heading - heading, 2 * math.pi)
        if door.to in rooms and math.dist((x, z), position) < REACH_M and abs(away) < _FACING_RAD:
            return door
    return None


def way_out(plan: RoomPlan, came_from: str) -> Place | None:
    """Where somebody stands who comes into a room from another one; None where no door leads there."""
    for door in plan.doors:
        if door.to == came_from:
            return Place(door.place.position, math.remainder(door.place.heading + math.pi, 2 * math.pi))
    return None
