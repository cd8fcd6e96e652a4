"""A foot's length and width from its outline on the sheet, with what its roundness and the camera's place do to it.

The outline is what hides the sheet. Toes and heels are round and stand above it, so a slanting line of sight
passes them higher up and meets the sheet farther away or nearer. For a rim that is round with radius r and stands on
the floor, seen at the angle a from straight down (positive where the sight runs outwards), the outline lies
r (1 / cos a + tan a - 1) too far out. The radii are parts of the foot's length; their spread is in the interval. The
second toe, where it is the longest, is lower than a big one. A foot is measured the way that it points (`foot_axis`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from showroom.catalogue import Text
from showroom.tryon.fit import TWO_SIDED, Measure
from showroom.tryon.foot_axis import FootAxis, foot_axis

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.plane import Plane
    from showroom.tryon.sheet import Area, Sheet

Heel = Literal["edge", "seen"]
Why = Literal[
    "no-sheet", "sheet-hidden", "sheet-bent", "sheet-small", "no-foot", "toes-hidden", "heel-hidden", "slanted"
]

BIG_TOE_RADIUS, TOE_RADIUS, HEEL_RADIUS, INNER_RADIUS, OUTER_RADIUS = 0.0455, 0.0325, 0.10, 0.065, 0.045
"""In parts of the foot's length: half the height of a big and of a second toe, how round a heel is, the ball's two
sides."""
RADIUS_SPREAD = 0.18
OUTLINE_MM, SIDE_MM, EDGE_MM, PRINT_SHARE = 0.9, 1.2, 0.9, 0.003
"""Standard deviations: of an outline's end and of its sides, of a heel at the edge, of printers' scale after the line
was checked."""
HEEL_HALF_MM = 32.0
MOST_BENT_MM = 0.8
"""How far squares may stand from where a flat sheet has them: rendered flat ones have 0.05 to 0.23."""
LEAST_MM, MOST_MM = 150.0, 340.0
MOST_SLANT_DEG = 52.0
REASONS: dict[Why, Text] = {
    "no-sheet": Text(
        en="No printed sheet is seen: print one with `showroom sheet`, and have it whole in the picture.",
        de="Kein gedruckter Bogen zu sehen: mit `showroom sheet` drucken und ganz ins Bild nehmen.",
    ),
    "sheet-hidden": Text(
        en="Too much of the sheet is hidden or outside the picture: show all of its markers but a few.",
        de="Zu viel vom Bogen ist verdeckt oder außerhalb des Bildes: Bis auf wenige alle Marken zeigen.",
    ),
    "sheet-bent": Text(
        en="The sheet is not flat, or the lens bends straight lines: tape its corners down, or calibrate the camera.",
        de="Der Bogen liegt nicht flach, oder die Linse verzerrt: Ecken festkleben oder die Kamera kalibrieren.",
    ),
    "sheet-small": Text(
        en="The sheet is too small in the picture to measure on: come nearer, or take a larger picture.",
        de="Der Bogen ist im Bild zu klein zum Messen: Bitte näher herangehen oder ein größeres Bild nehmen.",
    ),
    "no-foot": Text(
        en="No foot stands on the chequered place of the sheet.",
        de="Auf dem karierten Feld des Bogens steht kein Fuß.",
    ),
    "toes-hidden": Text(
        en="The toes are hidden or reach beyond the sheet: photograph from over the toes, or print on A3.",
        de="Die Zehen sind verdeckt oder ragen über den Bogen: Von über den Zehen aufnehmen oder auf A3 drucken.",
    ),
    "heel-hidden": Text(
        en="The leg hides the heel: put the sheet's lower edge and the heel against a wall, and say `--heel edge`.",
        de="Das Bein verdeckt die Ferse: Bogenkante und Ferse an eine Wand stellen und `--heel edge` angeben.",
    ),
    "slanted": Text(
        en="The camera looks too flat across the floor: hold it higher.",
        de="Die Kamera schaut zu flach über den Boden: Bitte höher halten.",
    ),
}


@dataclass(frozen=True)
class FootMeasures:
    """What was measured of one foot.

    Args:
        length: from the hindmost point of the heel to the longest toe, along the page.
        width: across the ball; None where a leg lies over it.
        heel: `seen`, or taken to be at the page's lower `edge`, as is printed on it.
    """

    length: Measure
    width: Measure | None
    heel: Heel


@dataclass(frozen=True)
class FootRefusal:
    """Why a foot was not measured."""

    why: Why

    @property
    def sentence(self) -> Text:
        """For the person."""
        return REASONS[self.why]


def measure_foot(
    outline_mm: NDArray[np.float64], plane: Plane, plan: Sheet, *, left: bool, heel: Heel, bent_mm: float = 0.0
) -> FootMeasures | FootRefusal:
    """Length and width of the foot inside an outline.

    Args:
        outline_mm: (n, 2) places on the page, closed, dense; the leg may leave it at one side.
        plane: how the page lies before the camera.
        plan: the sheet.
        left: whether it is a left foot.
        heel: whether the person says that it is at the page's lower edge; else it must be seen.
        bent_mm: how far the sheet's squares are from where those of a flat one would be.
    """
    area = plan.feet
    if area is None:
        return FootRefusal("no-foot")
    if bent_mm > MOST_BENT_MM:
        return FootRefusal("sheet-bent")
    tip = outline_mm[np.argmax(outline_mm[:, 1])]
    ends = _find_ends(outline_mm, tip, plan, area, heel)
    if isinstance(ends, FootRefusal):
        return ends
    seen_mm = float(tip[1]) - (-plan.size_mm[1] / 2.0 if ends.heel is None else float(ends.heel[1]))
    if not LEAST_MM < seen_mm < MOST_MM:
        return FootRefusal("no-foot")
    angles = ends.angles(plane)
    if max(abs(angle) for angle in angles) > math.radians(MOST_SLANT_DEG):
        return FootRefusal("slanted")
    axis = foot_axis(outline_mm, plane, seen_mm, -plan.size_mm[1] / 2.0, area.right, left=left)
    length = _length(ends.at(axis, outline_mm, -plan.size_mm[1] / 2.0), axis, angles, plane)
    width = _width(outline_mm, plane, float(tip[1]), length.mm, area.right, left=left)
    return FootMeasures(length, width, heel)


@dataclass(frozen=True)
class _Reach:
    """From heel to toe: the way that the foot points, and across it, millimetres."""

    along_mm: float
    across_mm: float


@dataclass(frozen=True, eq=False)
class _Ends:
    """Where a foot's outline ends on the page, (2,) each; no heel where it is at the page's edge."""

    toe: NDArray[np.float64]
    heel: NDArray[np.float64] | None

    def at(self, axis: FootAxis, outline_mm: NDArray[np.float64], lower_mm: float) -> _Reach:
        """How far the outline reaches the way that the foot points, from the heel or the page's lower edge."""
        heel = np.array([axis.heel_x_mm, lower_mm]) if self.heel is None else self.heel
        away = outline_mm - heel
        along = away @ axis.along
        tip = int(np.argmax(along))
        return _Reach(float(along[tip]), abs(float(away[tip] @ [axis.along[1], -axis.along[0]])))

    def angles(self, plane: Plane) -> tuple[float, ...]:
        """Of the sights that pass toe and heel."""
        toe = sight_angle(plane, self.toe, np.array([0.0, 1.0]))
        return (toe,) if self.heel is None else (toe, sight_angle(plane, self.heel, np.array([0.0, -1.0])))


@dataclass(frozen=True, eq=False)
class FootPlace:
    """Where a foot stands on the page.

    Args:
        heel_mm: the hindmost point of the heel, (2,), in the middle of the foot.
        along: from heel to toes, (2,), of length 1.
        length_mm: from there to the longest toe.
    """

    heel_mm: NDArray[np.float64]
    along: NDArray[np.float64]
    length_mm: float

    def at(self, share: float) -> NDArray[np.float64]:
        """The middle of the foot, (2,), so many parts of its length before the heel."""
        return self.heel_mm + self.along * (share * self.length_mm)


def foot_place(
    outline_mm: NDArray[np.float64], plane: Plane, plan: Sheet, length_mm: float, *, left: bool
) -> FootPlace:
    """Where the foot inside an outline stands: its toes where they truly are, its heel a length behind them.

    Args:
        outline_mm: (n, 2) places on the page, closed, dense.
        plane: how the page lies before the camera.
        plan: the sheet.
        length_mm: how long the foot is, or people's feet usually are.
        left: whether it is a left foot.
    """
    lower_mm = -plan.size_mm[1] / 2.0
    reach_mm = plan.feet.right if plan.feet else plan.size_mm[0] / 2.0
    axis = foot_axis(outline_mm, plane, length_mm, lower_mm, reach_mm, left=left)
    ends = _Ends(outline_mm[np.argmax(outline_mm[:, 1])], None)
    most = math.radians(MOST_SLANT_DEG)
    angle = max(-most, min(ends.angles(plane)[0], most))
    toe_mm = ends.at(axis, outline_mm, lower_mm).along_mm - too_far_out(_toe_radius(axis) * length_mm, angle)
    heel_mm = np.array([axis.heel_x_mm, lower_mm]) + axis.along * (toe_mm - length_mm)
    return FootPlace(heel_mm, axis.along, length_mm)


def too_far_out(radius_mm: float, angle: float) -> float:
    """How far outside a round rim its outline lies, millimetres; see the module."""
    return radius_mm * (1.0 / math.cos(angle) + math.tan(angle) - 1.0)


def sight_angle(plane: Plane, place_mm: NDArray[np.float64], outwards: NDArray[np.float64]) -> float:
    """Between straight down and the sight to a place on the page, in the upright plane of `outwards`, radians."""
    eye = plane.eye_m * 1000.0
    away = (place_mm - np.array([eye[0], -eye[2]])) @ outwards
    return math.atan2(float(away), float(eye[1]))


def _length(reach: _Reach, axis: FootAxis, angles: tuple[float, ...], plane: Plane) -> Measure:
    radii = [_toe_radius(axis) * reach.along_mm, HEEL_RADIUS * reach.along_mm][: len(angles)]
    more = [too_far_out(radius, angle) for radius, angle in zip(radii, angles, strict=True)]
    # An unknown focal length moves the eye up or down, and with it all angles.
    lens = plane.focal_spread * sum(abs(math.tan(angle)) * radius for radius, angle in zip(radii, angles, strict=True))
    end = EDGE_MM if len(angles) == 1 else OUTLINE_MM
    turned = axis.spread_rad * reach.across_mm
    parts = (OUTLINE_MM, turned, end, PRINT_SHARE * reach.along_mm, lens, *(RADIUS_SPREAD * mm for mm in more))
    return _around(reach.along_mm - sum(more), math.hypot(*parts))


def _toe_radius(axis: FootAxis) -> float:
    if axis.by_big_toe is None:
        return (BIG_TOE_RADIUS + TOE_RADIUS) / 2.0
    return BIG_TOE_RADIUS if axis.by_big_toe else TOE_RADIUS


def _width(
    outline_mm: NDArray[np.float64], plane: Plane, tip_mm: float, length_mm: float, reach_mm: float, *, left: bool
) -> Measure | None:
    along = (tip_mm - outline_mm[:, 1]) / length_mm
    ball = outline_mm[(along > 0.18) & (along < 0.42)]  # noqa: PLR2004 - where every foot is widest
    if len(ball) < 2 or float(np.abs(ball[:, 0]).max()) > reach_mm - 1.0:  # noqa: PLR2004 - a side each
        return None
    radii = (OUTER_RADIUS, INNER_RADIUS) if left else (INNER_RADIUS, OUTER_RADIUS)
    true_mm, spreads = float(np.ptp(ball[:, 0])), [SIDE_MM, SIDE_MM]
    for radius, side in zip(radii, (-1.0, 1.0), strict=True):
        place = ball[np.argmax(ball[:, 0] * side)]
        more = too_far_out(radius * length_mm, sight_angle(plane, place, np.array([side, 0.0])))
        true_mm -= more
        spreads.append(0.35 * more)
    return _around(true_mm, math.hypot(*spreads, PRINT_SHARE * true_mm))


def _find_ends(
    outline_mm: NDArray[np.float64], tip: NDArray[np.float64], plan: Sheet, area: Area, heel: Heel
) -> _Ends | FootRefusal:
    if tip[1] > area.upper - 3.0 or abs(tip[0]) > area.right - 3.0:
        return FootRefusal("toes-hidden")
    return _Ends(tip, None) if heel == "edge" else _find_heel(outline_mm, tip, plan, area)


def _find_heel(
    outline_mm: NDArray[np.float64], tip: NDArray[np.float64], plan: Sheet, area: Area
) -> _Ends | FootRefusal:
    """The hindmost point of the heel: a heel is round and has floor behind it, a leg's edge runs on."""
    guess_mm = float(tip[1]) + plan.size_mm[1] / 2.0
    along = (tip[1] - outline_mm[:, 1]) / guess_mm
    ball = outline_mm[(along > 0.1) & (along < 0.35), 0]  # noqa: PLR2004 - toes' roots to the ball
    if len(ball) < 2 or np.ptp(ball) > 0.55 * guess_mm:  # noqa: PLR2004 - a side each; no foot is so wide
        return FootRefusal("toes-hidden")
    middle = float(ball.max() + ball.min()) / 2.0
    near = outline_mm[np.abs(outline_mm[:, 0] - middle) < HEEL_HALF_MM]
    if not len(near):
        return FootRefusal("heel-hidden")
    lowest: NDArray[np.float64] = near[np.argmin(near[:, 1])]
    if lowest[1] < area.lower + 2.0 or abs(float(lowest[0]) - middle) > HEEL_HALF_MM - 4.0:
        return FootRefusal("heel-hidden")
    return _Ends(tip, lowest)


def _around(mm: float, spread_mm: float) -> Measure:
    return Measure(mm, mm - TWO_SIDED * spread_mm, mm + TWO_SIDED * spread_mm)
