"""Walking on the floor of a room: nobody goes through walls, furniture or plinths.

Frame: glTF's; the floor is (x, z) in metres, headings are radians about +Y, 0 faces +Z.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan

Point = tuple[float, float]

WALK_M_PER_S = 1.7
RADIUS_M = 0.28
_STEP_M = 0.1
_ON_FLOOR_M = 0.25


@dataclass(frozen=True)
class Box:
    """A box on the floor: centre, half extents and heading."""

    centre: Point
    half: Point
    heading: float = 0.0


@dataclass(frozen=True)
class Floor:
    """Where one can walk: a rectangle around the origin without some boxes."""

    half: Point
    boxes: tuple[Box, ...]


def floor_of(plan: RoomPlan) -> Floor:
    """The floor of a room: obstacles and plinths stand on it (a car's low turntable as well, for the car does)."""
    boxes = [Box(obstacle.centre, obstacle.half) for obstacle in plan.obstacles]
    for plinth in plan.plinths:
        x, y, z = plinth.place.position
        width, depth = plinth.footprint_m
        if y > _ON_FLOOR_M or max(width, depth) > 1.0:
            boxes.append(Box((x, z), (width / 2, depth / 2), plinth.place.heading))
    return Floor(plan.half_size_m, tuple(boxes))


def walk(floor: Floor, start: Point, way: Point) -> Point:
    """Go `way` metres from `start`, sliding along whatever is in the way; long ways are taken in small steps."""
    length = math.hypot(*way)
    steps = max(1, math.ceil(length / _STEP_M))
    point = start
    for _ in range(steps):
        point = free(floor, (point[0] + way[0] / steps, point[1] + way[1] / steps))
    return point


def free(floor: Floor, point: Point) -> Point:
    """The nearest place beside everything that stands there."""
    for _ in range(3):
        for box in floor.boxes:
            point = _outside(box, point)
    limit_x, limit_z = floor.half[0] - RADIUS_M, floor.half[1] - RADIUS_M
    return (max(-limit_x, min(limit_x, point[0])), max(-limit_z, min(limit_z, point[1])))


def blocks(floor: Floor, point: Point) -> bool:
    """Whether nobody can stand at a place."""
    x, z = free(floor, point)
    return math.hypot(x - point[0], z - point[1]) > 1e-6  # noqa: PLR2004 - the noise of turning back and forth


def _outside(box: Box, point: Point) -> Point:
    """Push a round person out of a box by the shortest way."""
    local = _turned((point[0] - box.centre[0], point[1] - box.centre[1]), -box.heading)
    nearest = (max(-box.half[0], min(box.half[0], local[0])), max(-box.half[1], min(box.half[1], local[1])))
    away = (local[0] - nearest[0], local[1] - nearest[1])
    distance = math.hypot(*away)
    if distance >= RADIUS_M:
        return point
    if distance > 0.0:
        share = RADIUS_M / distance
        pushed = (nearest[0] + away[0] * share, nearest[1] + away[1] * share)
    else:
        pushed = _out_of_middle(box, local)
    x, z = _turned(pushed, box.heading)
    return (x + box.centre[0], z + box.centre[1])


def _out_of_middle(box: Box, local: Point) -> Point:
    room_x, room_z = box.half[0] - abs(local[0]), box.half[1] - abs(local[1])
    if room_x < room_z:
        return (math.copysign(box.half[0] + RADIUS_M, local[0]), local[1])
    return (local[0], math.copysign(box.half[1] + RADIUS_M, local[1]))


def _turned(vector: Point, heading: float) -> Point:
    """Turn about +Y: (0, 1) becomes (sin, cos)."""
    sine, cosine = math.sin(heading), math.cos(heading)
    return (vector[0] * cosine + vector[1] * sine, vector[1] * cosine - vector[0] * sine)
