"""Where people stand: at the entrance, and beside each other."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

from showroom.protocol.messages import Body

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showroom.catalogue import Obstacle, RoomPlan
    from showroom.protocol.messages import Quaternion

BESIDE_M = 1.2
_WALL_M = 0.4
_BODY_M = 0.3
_GOLDEN_ANGLE = math.pi * (3.0 - math.sqrt(5.0))
_SPACING_M = 1.1
_ENTRANCES = 400
_SIDES = (0.16, -0.16, 0.2, -0.2, 0.3, -0.3, 0.5, -0.5, 0.7, -0.7, 0.85, -0.85, 1.0)
"""Where to stand, in half turns from where the visitor looks: in their picture at the left first, behind them last."""
_SEEN = math.radians(36.0)
"""What is no farther from the middle is in a walking visitor's picture (58 degrees high, 16 : 9)."""
_BEHIND_M = (1.7, 1.2, 2.3, 0.7, 0.3, 0.0)
"""How far behind a product somebody stands beside it: far enough to be seen to the head by who looks closely."""
_NEAR_M = 2.8
"""Whoever stands before a product is no farther from its plinth."""
_GAP_M = 0.25
_APART_M = 0.6
_LOOK_M = 0.2


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


def beside(plan: RoomPlan, visitor: Body, focus: str | None, others: Sequence[tuple[float, float]] = ()) -> Body:
    """Where somebody stands who has come to `visitor`: in their picture, and not before what they look at.

    Beside and a little behind the product in `focus`, looking at it; where nobody can stand there, where the visitor is
    far from it, and where nothing is looked at, a step away from the visitor, first to the sides of what they see. On a
    free spot, out of the `others`, with no furniture between, as far as there is such a place.
    """
    x, y, z = visitor.position
    plinth = next((plinth for plinth in plan.plinths if focus and plinth.product == focus), None)
    target = (plinth.place.position[0], plinth.place.position[2]) if plinth is not None else (x, z)
    spots: list[tuple[float, float]] = []
    if plinth is not None and (away_m := math.dist(target, (x, z))) >= _BODY_M:
        looks, half_m = math.atan2(target[0] - x, target[1] - z), max(plinth.footprint_m) / 2
        if away_m - half_m <= _NEAR_M:
            spots += _beside_product((x, z), target, half_m)
    else:
        looks, target = heading_of(visitor.rotation), (x, z)
    spots += [
        (x + BESIDE_M * math.sin(looks + side * math.pi), z + BESIDE_M * math.cos(looks + side * math.pi))
        for side in _SIDES
    ]
    free = [spot for spot in spots if is_free(plan, *spot)]
    apart = [spot for spot in free if all(math.dist(spot, other) >= _APART_M for other in others)]
    open_to = [spot for spot in apart if _is_open(plan, (x, z), spot, target)]
    at_x, at_z = next(iter((*open_to, *apart, *free, *spots)))
    body = Body((at_x, y, at_z), facing(math.atan2(target[0] - at_x, target[1] - at_z)))
    return inside(plan, body)


def _beside_product(
    eye: tuple[float, float], target: tuple[float, float], half_m: float
) -> Iterator[tuple[float, float]]:
    """Places to the left and right of a product as seen from `eye`, not nearer than it, and all of them in the picture.

    The left comes first: a client's panel about the product is at the right.
    """
    away_m = math.dist(eye, target)
    ahead = ((target[0] - eye[0]) / away_m, (target[1] - eye[1]) / away_m)
    aside_m = half_m + _BODY_M + _GAP_M
    for behind_m in _BEHIND_M:
        for side in (1.0, -1.0):
            if math.atan2(aside_m, away_m + behind_m) <= _SEEN:
                across = (ahead[1] * aside_m * side, -ahead[0] * aside_m * side)
                yield (
                    target[0] + ahead[0] * behind_m + across[0],
                    target[1] + ahead[1] * behind_m + across[1],
                )


def _is_open(plan: RoomPlan, eye: tuple[float, float], spot: tuple[float, float], target: tuple[float, float]) -> bool:
    """Whether no furniture is between somebody and a spot, but what the target stands on: one sees over that."""
    boxes = [box for box in plan.obstacles if not _holds(box, *target)]
    steps = max(2, math.ceil(math.dist(eye, spot) / _LOOK_M))
    for step in range(1, steps):
        share = step / steps
        x, z = (here + (there - here) * share for here, there in zip(eye, spot, strict=True))
        if any(_holds(box, x, z) for box in boxes):
            return False
    return True


def _holds(box: Obstacle, x: float, z: float) -> bool:
    return abs(x - box.centre[0]) < box.half[0] and abs(z - box.centre[1]) < box.half[1]


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
