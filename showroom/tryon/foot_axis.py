"""Which way a foot points on the sheet: few stand quite along the page, and a slanting one reaches less far up it.

Each side of the outline leans outwards from the instep to the ball, on every foot by about as much. As both stand above
the paper, the instep higher, a slanting sight changes that: by a part that goes with its tangent, as for a height, and
one that goes with one over its cosine, as for a rim's roundness. What the sides say is weighed against how people stand
who were asked to stand along a page.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.plane import Plane

BALL: Final = (0.25, 0.29, 0.33)
INSTEP: Final = (0.45, 0.50, 0.55)
"""Where the sides are looked at, from the toes in parts of the foot's length."""
INNER_LEAN: Final = (-0.202, 0.188, 0.268)
OUTER_LEAN: Final = (-0.141, 0.182, 0.242)
"""Radians that a side leans inwards: seen from straight above, and by the sight's tangent and cosine. Fitted on 41
rendered feet, which it tells by 1.0 and 0.8 degrees."""
WIDTH: Final = 0.40
"""How wide a ball is where only one of its sides is on the sheet, in parts of the foot's length."""
BALL_HEIGHT: Final = 0.055
STANDING_SPREAD_RAD, SIDE_SPREAD_RAD = math.radians(2.0), math.radians(1.4)
"""How people stand who were asked to stand along the page; how well a side tells how they do."""
CUT_OFF_MM: Final = 1.5
BIG_TOE_FROM: Final = 0.22
"""The big toe's tip is farther inside of the ball's middle, the second toe's less, in parts of the ball's width."""


@dataclass(frozen=True, eq=False)
class FootAxis:
    """How a foot lies on the page.

    Args:
        along: from heel to toes, (2,), of length 1.
        spread_rad: how well that is known.
        heel_x_mm: where it crosses the page's lower edge.
        by_big_toe: whether the big toe is the longest; None where the ball is not seen.
    """

    along: NDArray[np.float64]
    spread_rad: float
    heel_x_mm: float
    by_big_toe: bool | None


def foot_axis(
    outline_mm: NDArray[np.float64], plane: Plane, length_mm: float, lower_mm: float, reach_mm: float, *, left: bool
) -> FootAxis:
    """Which way a foot points.

    Args:
        outline_mm: (n, 2) places on the page, closed, dense.
        plane: how the page lies before the camera.
        length_mm: about how long the foot is.
        lower_mm: the page's lower edge.
        reach_mm: how far to both sides the outline is looked for; what is cut off there says nothing.
        left: whether it is a left foot.
    """
    tip = outline_mm[np.argmax(outline_mm[:, 1])]
    ball, instep = (
        _sides(outline_mm, float(tip[1]), [place * length_mm for place in places], reach_mm)
        for places in (BALL, INSTEP)
    )
    if not ball:
        return FootAxis(np.array([0.0, 1.0]), STANDING_SPREAD_RAD, float(tip[0]), None)
    middle, width = _middle(ball, length_mm)
    inwards = 1.0 if left else -1.0
    eye_mm = plane.eye_m * 1000.0
    said = []
    # A leg before the instep makes it wider than the ball, which no foot is.
    if instep and _middle(instep, length_mm)[1] <= width:
        for side in ball.keys() & instep.keys():
            slope = (ball[side] - float(eye_mm[0])) / float(eye_mm[1]) * side
            straight, by_tangent, by_cosine = INNER_LEAN if side == inwards else OUTER_LEAN
            own = straight + by_tangent * slope + by_cosine * (math.hypot(1.0, slope) - 1.0)
            rise_mm = (float(np.mean(INSTEP)) - float(np.mean(BALL))) * length_mm
            said.append(math.atan((ball[side] - instep[side]) / rise_mm) + side * own)
    side_spread = SIDE_SPREAD_RAD / math.sqrt(max(len(said), 1))
    weight = STANDING_SPREAD_RAD**2 / (STANDING_SPREAD_RAD**2 + side_spread**2) if said else 0.0
    angle = weight * float(np.mean(said)) if said else 0.0
    spread = math.sqrt(weight) * side_spread if said else STANDING_SPREAD_RAD
    toe_mm = float(tip[0]) - middle - float(np.mean(BALL)) * length_mm * math.tan(angle)
    by_big_toe = toe_mm * inwards > BIG_TOE_FROM * width
    down_mm = float(tip[1]) - float(np.mean(BALL)) * length_mm - lower_mm
    below = middle - BALL_HEIGHT * length_mm * (middle - float(eye_mm[0])) / float(eye_mm[1])
    along = np.array([math.sin(angle), math.cos(angle)])
    return FootAxis(along, spread, below - down_mm * math.tan(angle), by_big_toe)


def _middle(sides: dict[float, float], length_mm: float) -> tuple[float, float]:
    """Between both sides, and their distance; a side that is not on the sheet is taken to be as usual."""
    full = {side: sides.get(side, sides.get(-side, 0.0) + side * WIDTH * length_mm) for side in (-1.0, 1.0)}
    return (full[-1.0] + full[1.0]) / 2.0, full[1.0] - full[-1.0]


def _sides(
    outline_mm: NDArray[np.float64], tip_mm: float, places_mm: list[float], reach_mm: float
) -> dict[float, float]:
    """The mean places of the left (-1) and right (1) side at some distances from the toes, where they are all seen."""
    following = np.roll(outline_mm, -1, axis=0)
    found = []
    for place in places_mm:
        y = tip_mm - place
        crossing = outline_mm[(outline_mm[:, 1] - y) * (following[:, 1] - y) <= 0.0, 0]
        if len(crossing) < 2:  # noqa: PLR2004 - a side each
            return {}
        found.append((float(crossing.min()), float(crossing.max())))
    edges = np.array(found)
    return {
        side: float(edges[:, at].mean())
        for at, side in ((0, -1.0), (1, 1.0))
        if float(np.abs(edges[:, at]).max()) < reach_mm - CUT_OFF_MM
    }
