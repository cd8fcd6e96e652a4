"""Whether things on a floor are in each other's way; lengths in metres, the floor is (x, z)."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.walking import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.catalogue import Place, Publication, Vector3
    from showroom.walking import Point

SLACK_M = 0.005
"""Nobody sees, and no layout means, an overlap of less."""


@dataclass(frozen=True)
class Body:
    """A thing that takes up room: a box on the floor from `low_m` to `high_m` above it."""

    box: Box
    low_m: float
    high_m: float


def body_of(place: Place, size_mm: Vector3) -> Body:
    """A product of a size at its place; its origin is the middle of its lower side."""
    x, y, z = place.position
    width, height, depth = (edge / 1000.0 for edge in size_mm)
    return Body(Box((x, z), (width / 2, depth / 2), place.heading), y, y + height)


def overlap(one: Body, other: Body) -> bool:
    """Whether two bodies are in each other (separating axes; S. Gottschalk, "OBBTree", 1996, in two dimensions)."""
    if one.high_m <= other.low_m + SLACK_M or other.high_m <= one.low_m + SLACK_M:
        return False
    return boxes_overlap(one.box, other.box)


def boxes_overlap(one: Box, other: Box) -> bool:
    """Whether two boxes on the floor overlap by more than `SLACK_M`."""
    corners = [tuple(corners_of(box)) for box in (one, other)]
    for heading in (one.heading, other.heading):
        for axis in ((math.cos(heading), -math.sin(heading)), (math.sin(heading), math.cos(heading))):
            spans = [[x * axis[0] + z * axis[1] for x, z in points] for points in corners]
            if min(max(spans[0]), max(spans[1])) - max(min(spans[0]), min(spans[1])) <= SLACK_M:
                return False
    return True


def corners_of(box: Box) -> Iterator[Point]:
    """The four corners of a box on the floor, around it."""
    sine, cosine = math.sin(box.heading), math.cos(box.heading)
    for along, across in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        x, z = along * box.half[0], across * box.half[1]
        yield (box.centre[0] + x * cosine + z * sine, box.centre[1] + z * cosine - x * sine)


def distance_m(box: Box, point: Point) -> float:
    """How far a point is from a box; 0 inside."""
    x, z = point[0] - box.centre[0], point[1] - box.centre[1]
    sine, cosine = math.sin(box.heading), math.cos(box.heading)
    across, along = x * cosine - z * sine, x * sine + z * cosine
    return math.hypot(max(0.0, abs(across) - box.half[0]), max(0.0, abs(along) - box.half[1]))


def footprint_of(publication: Publication) -> tuple[float, float]:
    """What a product takes up of the floor (x, z)."""
    width, _, depth = publication.size_mm
    return (width / 1000.0, depth / 1000.0)
