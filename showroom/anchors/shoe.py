"""Shoes: heel, toe, ball and the plane that they stand on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.anchors.shape import between, none_found

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.anchors.shape import Places, Shape
    from showroom.catalogue import Dimension

SHORTEST_M, LONGEST_M = 0.1, 0.45
"""From a child's shoe to a giant's."""
TOE_SHARE = 1.3
"""Toes are low and heels high: a front higher than the back by this factor is a back."""


def find_shoe(shape: Shape) -> Places:
    """Heel and toe are its ends, the ball its widest place in front, the sole the plane that it stands on.

    Raises:
        Rejected: ``no-anchors``.
    """
    points, low = shape.points, shape.low
    size = shape.high - low
    if not SHORTEST_M <= size[2] <= LONGEST_M or size[2] < size[0]:
        raise none_found(f"{size[2] * 1000:.0f} mm from heel to toe")
    if _top(points, low[2] + 0.75 * size[2], low[2] + size[2]) > TOE_SHARE * _top(points, low[2], low[2] + size[2] / 4):
        raise none_found("a shoe whose toe looks towards -Z", hint="rotate_deg = [0, 180, 0] turns it")
    sole = points[points[:, 1] < low[1] + 0.35 * size[1]]
    heel, toe = sole[sole[:, 2].argmin()], sole[sole[:, 2].argmax()]
    ahead = sole[sole[:, 2] > low[2] + 0.55 * size[2]]
    inner, outer = ahead[ahead[:, 0].argmin()], ahead[ahead[:, 0].argmax()]
    ground = points[points[:, 1] < low[1] + 0.01 * size[1]].mean(axis=0)
    stands = np.array([ground[0], low[1], ground[2]])
    return {"heel": heel, "toe": toe, "ball-inner": inner, "ball-outer": outer, "sole": stands}


def _top(points: NDArray[np.float64], start: float, end: float) -> float:
    """How high it reaches above the floor from one z to another."""
    part = points[(points[:, 2] >= start) & (points[:, 2] <= end), 1]
    return float(part.max() - points[:, 1].min()) if len(part) else 0.0


def measure_shoe(_shape: Shape, places: Places) -> Iterator[Dimension]:
    """The sole from heel to toe, and the width at the ball, both as they are projected on the floor."""
    floor = float(places["sole"][1])
    heel, toe = ([places[end][0], floor, places[end][2]] for end in ("heel", "toe"))
    across = [[places[side][0], floor, places["ball-inner"][2]] for side in ("ball-inner", "ball-outer")]
    ends = np.array([[heel[0], floor, heel[2]], [heel[0], floor, toe[2]]])
    yield between("length", "Length of the sole", "Länge der Sohle", ends[0], ends[1])
    yield between("ball-width", "Width at the ball", "Ballenbreite", *np.array(across))
