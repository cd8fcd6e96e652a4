"""Glasses: bridge, lenses, hinges and the ends of the temples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.anchors.shape import between, length, none_found
from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.anchors.shape import Places, Shape
    from showroom.catalogue import Dimension

LARGEST_M, LEAST_M = 0.2, 0.09
FRONT_DEPTH_M = 0.028
"""How far behind its foremost point a front with its nose pads reaches."""
BRIDGE_M, RIM_SHARE = 0.015, 0.4
"""Rims begin beside the bridge and end before this share of the width, where the hinges stand."""
LENS_WIDTHS_M, LENS_HEIGHTS_M = (0.025, 0.075), (0.015, 0.075)
BETWEEN_SHARE = 0.01
"""More of the surface than this does not lie between the temples, where the head is."""
ROW_M, CELL_M = 0.003, 0.001
"""How high a strip across the front is looked at for where nothing is, and how finely."""
STEP_M = 0.004
HINGE_BEHIND_M = 0.003
"""Temples begin right behind the outer edges of the lenses: so far, with the edge of the front between."""
MIDDLE_M, BAR_GAP_M = 0.002, 0.002
"""Bars are looked for so near the middle; two of them leave at least this gap."""
FEWEST = 50
"""Fewer points are hardly a temple."""


@dataclass(frozen=True)
class _Lens:
    """The box of a lens, or of where one would be; `seen` where its edges were really found."""

    low: NDArray[np.float64]
    high: NDArray[np.float64]
    seen: bool

    @property
    def middle(self) -> NDArray[np.float64]:
        middle: NDArray[np.float64] = (self.low + self.high) / 2.0
        return middle


def find_glasses(shape: Shape) -> Places:
    """Lenses by what is clear, else by what the rims leave open; temples by what is behind the front.

    Raises:
        Rejected: ``no-spectacles`` where it is no front in true size, ``no-anchors`` without temples.
    """
    points = shape.points
    left, right = _lenses(shape)
    hinge_m = _hinge(shape, (left, right))
    found = {"bridge": _bridge(points, left, right)}
    for side, lens in (("left", left), ("right", right)):
        arm = _arm(points, hinge_m, side)
        found[f"lens-{side}"] = lens.middle
        found[f"hinge-{side}"] = _line(arm, hinge_m)[0]
        found[f"temple-tip-{side}"] = arm[arm[:, 2].argmin()]
    return found


def measure_glasses(shape: Shape, places: Places) -> Iterator[Dimension]:
    """Lens and bridge between the edges of lenses that are seen, a temple along its middle, the front across."""
    points, low, high = shape.points, shape.low, shape.high
    left, right = _lenses(shape)
    y, z = (float(number) for number in places["lens-left"][1:])

    def at(x: float) -> NDArray[np.float64]:
        return np.array([x, y, z])

    # Where no lens is seen its width is not known, but a product file may say it: 0 is "unknown".
    lens_m, bridge_m = (left.high[0] - left.low[0], left.low[0] - right.high[0]) if left.seen else (0.0, 0.0)
    yield length("lens-width", ("Lens width", "Glasbreite"), lens_m, at(left.low[0]), at(left.high[0]))
    yield length("bridge-width", ("Bridge", "Stegbreite"), bridge_m, at(right.high[0]), at(left.low[0]))
    hinge, tip = places["hinge-left"], places["temple-tip-left"]
    arm = _arm(points, float(hinge[2]), "left")
    line = np.vstack([hinge, _line(arm[arm[:, 2] > tip[2]], float(hinge[2]))])
    along = float(np.linalg.norm(np.diff(line, axis=0), axis=1).sum())
    yield length("temple", ("Temple length", "Bügellänge"), along, hinge, tip)
    yield between("front-width", "Width of the front", "Breite der Front", at(low[0]), at(high[0]))


def _lenses(shape: Shape) -> tuple[_Lens, _Lens]:
    """The left (+X) and the right lens."""
    width = float(shape.high[0] - shape.low[0])
    if not LEAST_M <= width <= LARGEST_M:
        raise _no_spectacles(f"{width * 1000:.0f} mm wide")
    return _clear_lenses(shape) or _openings(shape)


def _clear_lenses(shape: Shape) -> tuple[_Lens, _Lens] | None:
    """Of all that is clear and as large as lenses, what lies deepest: what is before it is clipped on."""
    middle = float(shape.low[0] + shape.high[0]) / 2.0
    best = None
    for corners in shape.clear.values():
        points = corners.reshape(-1, 3)
        sides = (points[points[:, 0] > middle], points[points[:, 0] < middle])
        if all(len(side) and _is_lens(side) for side in sides):
            depth = max(float(side[:, 2].max()) for side in sides)
            best = (depth, sides) if best is None or depth < best[0] else best
    if best is None:
        return None
    left, right = (_Lens(side.min(axis=0), side.max(axis=0), seen=True) for side in best[1])
    return left, right


def _is_lens(points: NDArray[np.float64]) -> bool:
    width, height, _ = np.ptp(points, axis=0)
    fits = LENS_WIDTHS_M[0] <= width <= LENS_WIDTHS_M[1] and LENS_HEIGHTS_M[0] <= height <= LENS_HEIGHTS_M[1]
    return bool(fits)


def _openings(shape: Shape) -> tuple[_Lens, _Lens]:
    """Where the rims leave room for lenses; of a front without openings, the middle of each half."""
    points, low, high = shape.points, shape.low, shape.high
    middle, width = float(low[0] + high[0]) / 2.0, float(high[0] - low[0])
    behind = float(high[2]) - min(FRONT_DEPTH_M, 0.4 * float(high[2] - low[2]))
    beside = np.abs(points[:, 0] - middle)
    if ((points[:, 2] < behind) & (beside < RIM_SHARE / 2.0 * width)).mean() > BETWEEN_SHARE:
        raise _no_spectacles("something between where temples would be")
    rim = points[(points[:, 2] > behind) & (beside > BRIDGE_M) & (beside < RIM_SHARE * width)]
    if len(rim) == 0:
        raise _no_spectacles("a shape without lenses")
    bottom, top = float(rim[:, 1].min()), float(rim[:, 1].max())
    front = points[(points[:, 2] > behind) & (np.abs(points[:, 1] - (bottom + top) / 2.0) < ROW_M)]
    found = []
    for sign in (1.0, -1.0):
        inner, outer, seen = _gap(np.sort(sign * (front[:, 0] - middle)), width)
        x = sorted((middle + sign * inner, middle + sign * outer))
        found.append(_Lens(np.array([x[0], bottom, high[2]]), np.array([x[1], top, high[2]]), seen))
    return found[0], found[1]


def _gap(across: NDArray[np.float64], width: float) -> tuple[float, float, bool]:
    """From where to where, to the side, a strip of the front is empty; else half of it and False."""
    side = across[across > CELL_M]
    if len(side) > 1:
        widest = int(np.diff(side).argmax())
        inner, outer = float(side[widest]), float(side[widest + 1])
        if LENS_WIDTHS_M[0] <= outer - inner <= LENS_WIDTHS_M[1]:
            return inner, outer, True
    return BRIDGE_M, RIM_SHARE * width, False


def _hinge(shape: Shape, lenses: tuple[_Lens, _Lens]) -> float:
    """The z behind which only temples are."""
    deepest = float(min(lens.low[2] for lens in lenses))
    if deepest < float(shape.high[2]):
        return deepest - HINGE_BEHIND_M
    return float(shape.high[2]) - min(FRONT_DEPTH_M, 0.4 * float(shape.high[2] - shape.low[2]))


def _bridge(points: NDArray[np.float64], left: _Lens, right: _Lens) -> NDArray[np.float64]:
    """The lowest bar between the lenses: of two, the upper one lies on no nose."""
    x = (float(left.low[0]) + float(right.high[0])) / 2.0
    z = float(min(left.low[2], right.low[2])) - FRONT_DEPTH_M
    near = points[(np.abs(points[:, 0] - x) < MIDDLE_M) & (points[:, 2] > z)]
    if not len(near):
        return np.array([x, (left.middle[1] + right.middle[1]) / 2.0, max(left.high[2], right.high[2])])
    heights = np.sort(near[:, 1])
    gaps = np.flatnonzero(np.diff(heights) > BAR_GAP_M)
    top = heights[gaps[0]] if len(gaps) else heights[-1]
    bar = near[near[:, 1] <= top]
    return np.array([x, (bar[:, 1].min() + bar[:, 1].max()) / 2.0, bar[:, 2].max()])


def _arm(points: NDArray[np.float64], hinge_m: float, side: str) -> NDArray[np.float64]:
    """The points of one temple, (n, 3)."""
    low, high = points[:, 0].min(), points[:, 0].max()
    sign = 1.0 if side == "left" else -1.0
    arm: NDArray[np.float64] = points[
        (sign * (points[:, 0] - (low + high) / 2.0) > 0.2 * (high - low)) & (points[:, 2] < hinge_m)
    ]
    if len(arm) < FEWEST:
        raise none_found(f"no temple on the {side}")
    return arm


def _line(arm: NDArray[np.float64], hinge_m: float) -> NDArray[np.float64]:
    """The middle of a temple from the hinge backwards, (n, 3)."""
    slices = np.floor((hinge_m - arm[:, 2]) / STEP_M).astype(int)
    return np.array([arm[slices == number].mean(axis=0) for number in np.unique(slices)]).reshape(-1, 3)


def _no_spectacles(got: str) -> Rejected:
    allowed = f"{LEAST_M * 1000:.0f} to {LARGEST_M * 1000:.0f} mm wide, lenses towards +Z"
    return Rejected("no-spectacles", "this model has not the shape of glasses", got=got, allowed=allowed)
