"""Cars: where their wheels stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.anchors.shape import between, none_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.anchors.shape import Places, Shape
    from showroom.catalogue import Dimension

GROUND_SHARE = 0.02
"""How much of its height a wheel stands on: more than the flattened or modelled pattern of its tyre."""
MOST_PATCH = 0.16
"""A patch of ground under a wheel is at most this share of the length of the car; a floor under a model is more."""


def find_car(shape: Shape) -> Places:
    """Four patches of tyre on the ground; their middles are where it stands.

    Raises:
        Rejected: ``no-anchors``.
    """
    points, low, high = shape.points, shape.low, shape.high
    size = high - low
    ground = points[points[:, 1] < low[1] + GROUND_SHARE * size[1]]
    middle = (low + high) / 2.0
    found = {}
    for end, ahead in (("front", True), ("rear", False)):
        for side, left in (("left", True), ("right", False)):
            patch = ground[((ground[:, 2] > middle[2]) == ahead) & ((ground[:, 0] > middle[0]) == left)]
            reach = np.ptp(patch[:, 2]) if len(patch) else np.inf
            if reach > MOST_PATCH * size[2]:
                raise none_found(f"no wheel on the ground at the {end} {side}")
            x, z = (patch[:, (0, 2)].min(axis=0) + patch[:, (0, 2)].max(axis=0)) / 2.0
            found[f"wheel-{end}-{side}"] = np.array([x, low[1], z])
    return found


def measure_car(shape: Shape, places: Places) -> Iterator[Dimension]:
    """Wheelbase, track and length."""
    front = (places["wheel-front-left"] + places["wheel-front-right"]) / 2.0
    rear = (places["wheel-rear-left"] + places["wheel-rear-right"]) / 2.0
    low, high = shape.low, shape.high
    ends = (np.array([(low[0] + high[0]) / 2.0, low[1], z]) for z in (low[2], high[2]))
    yield between("wheelbase", "Wheelbase", "Radstand", front, rear)
    yield between("track", "Track", "Spurweite", places["wheel-front-left"], places["wheel-front-right"])
    yield between("length", "Length", "Länge", *ends)
