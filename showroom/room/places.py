"""Where people stand: at the entrance, and beside each other."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from showroom.protocol.messages import Body

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan
    from showroom.protocol.messages import Quaternion

BESIDE_M = 1.2
_WALL_M = 0.4
_BODY_M = 0.3
_GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
_SPACING_M = 1.1
_ENTRANCES = 400
_SIDES = (-0.5, 0.5, -0.7, 0.7, -0.3, 0.3, -0.85, 0.85, 1.0)
"""Where to stand, in half turns from where the visitor looks: the right hand first, straight behind last."""


def heading_of(rotation: Quaternion) -> float:
    """The heading about +Y in radians, 0 facing +Z."""
    x, y, z, w = rotation
    return math.atan2(2.0 * (x * z + w * y), 1.0 - 2.0 * (x * x + y * y))


def facing(heading: float) -> Quaternion:
    """The rotation of somebody upright who looks along `heading`."""
    return (0.0, math.sin(heading / 2), 0.0, math.cos(heading / 2))


def entrance(plan: RoomPlan, number: int) -> Body:
    """Where visitor `number` appears first: around the spawn place in a sunflower's spiral, so that nobody overlaps."""
    places = _entrances(plan)
    at_x, at_z = places[number % len(places)]
    return Body((at_x, plan.spawn.position[1], at_z), facing(plan.spawn.heading))


@lru_cache(maxsize=8)
def _entrances(plan: RoomPlan) -> tuple[tuple[float, float], ...]:
    """The free places of the spiral, the spawn place itself where there is none."""
    x, _, z = plan.spawn.position
    spiral = ((_SPACING_M * math.sqrt(place), place * _GOLDEN_ANGLE) for place in range(_ENTRANCES))
    places = ((x + radius * math.sin(angle), z + radius * math.cos(angle)) for radius, angle in spiral)
    return tuple(place for place in places if is_free(plan, *place)) or ((x, z),)


def inside(plan: RoomPlan, body: Body) -> Body:
    """The same body within today's walls."""
    half_x, half_z = plan.half_size_m
    x, y, z = body.position
    return Body((max(-half_x, min(half_x, x)), y, max(-half_z, min(half_z, z))), body.rotation)


def beside(plan: RoomPlan, visitor: Body, focus: str | None) -> Body:
    """Where an adviser stands: 1.2 m beside the visitor, looking at what the visitor looks at, else at the visitor."""
    x, y, z = visitor.position
    target = next((plinth.place.position for plinth in plan.plinths if focus and plinth.product == focus), None)
    if target is None or math.hypot(target[0] - x, target[2] - z) < _BODY_M:
        looks = heading_of(visitor.rotation)
        target = (x, y, z)
    else:
        looks = math.atan2(target[0] - x, target[2] - z)
    places = [
        (x + BESIDE_M * math.sin(looks + side * math.pi), z + BESIDE_M * math.cos(looks + side * math.pi))
        for side in _SIDES
    ]
    at_x, at_z = next((place for place in places if is_free(plan, *place)), places[0])
    body = Body((at_x, y, at_z), facing(math.atan2(target[0] - at_x, target[2] - at_z)))
    return inside(plan, body)


def is_free(plan: RoomPlan, x: float, z: float) -> bool:
    """Whether somebody can stand at (x, z): within the walls, on no plinth and in no obstacle."""
    half_x, half_z = plan.half_size_m
    if abs(x) > half_x - _WALL_M or abs(z) > half_z - _WALL_M:
        return False
    boxes = [(obstacle.centre, obstacle.half) for obstacle in plan.obstacles]
    for plinth in plan.plinths:
        reach = max(plinth.footprint_m) / 2
        boxes.append(((plinth.place.position[0], plinth.place.position[2]), (reach, reach)))
    return not any(
        abs(x - centre[0]) < half[0] + _BODY_M and abs(z - centre[1]) < half[1] + _BODY_M for centre, half in boxes
    )
