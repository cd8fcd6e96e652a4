"""The outlines of feet on a sheet: where the printed squares are hidden, drawn finely by what is skin or sock.

Three steps, each finer than the one before. Squares that do not show say where something stands. Every pixel near its
edge is then told by how well it suits the paper that would be seen there, at any brightness (so that a shadow stays
paper), or the foot beside it. At last the edge is laid where a pixel is as much of the one as of the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from client.ar.sheets.paper import PX_PER_MM, as_large, find_paper, mean_where
from showroom.tryon.sheet import CHECK_MM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.ar.sheets.paper import Paper
    from showroom.tryon.plane import Plane
    from showroom.tryon.sheet import Area

LEAST_FOOT_MM2: Final = 4000.0
NOISE, NOISE_SHARE = 6.0, 0.03
"""Grey levels that one colour differs by from pixel to pixel, and more where it is bright."""
SHADE_SPREAD, SKIN_SPREAD = 0.45, 0.3
"""How much shadows change the brightness of paper, and roundness that of feet, as logarithms."""
DARKEST_PAPER, BRIGHTEST_PAPER, DARKEST_FOOT, BRIGHTEST_FOOT = 0.1, 1.3, 0.3, 2.0
MOST_SURE: Final = 6.0
"""No single pixel says more: a hair or a speckle is not believed against all around it."""
FOOT_REACH_PX: Final = 10.0
ROUNDS: Final = 10
NEAR_PX, FAR_PX, NEAR_PULL, FAR_PULL = 0.8, 3.0, 2.4, 1.2
"""How far neighbours agree with each other, and how much."""
BAND_MM, BESIDE_MM, BESIDE_REACH_MM = 1.6, 1.0, 2.5
"""The edge is laid within the first; foot and paper are looked at from the second on, over the third."""
LEAST_DIFFERENCE: Final = 18.0
"""Grey levels between foot and paper beside each other, less of which say nothing about the edge."""
FINER: Final = 2
EDGE_BLUR_PX: Final = 1.6


@dataclass(frozen=True, eq=False)
class Covered:
    """What hides the chequered place.

    Args:
        mask: (rows, columns) bool, `FINER` * `PX_PER_MM` pixels a millimetre, the upper row at the area's upper edge.
        area: the place.
        bent_mm: how far the squares that are seen are from where those of a flat sheet would be.
    """

    mask: NDArray[np.bool_]
    area: Area
    bent_mm: float

    def outlines_mm(self) -> list[NDArray[np.float64]]:
        """The outline of everything large enough for a foot, (n, 2) on the page, from left to right."""
        found, _ = cv2.findContours(self.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        large = [line for line in found if cv2.contourArea(line) > LEAST_FOOT_MM2 * (FINER * PX_PER_MM) ** 2]
        outlines = [_to_page(line.reshape(-1, 2), self.area) for line in large]
        return sorted(outlines, key=lambda outline: float(outline[:, 0].mean()))


def find_covered(picture: NDArray[np.uint8], plane: Plane, area: Area) -> Covered | None:
    """What hides a sheet's chequered place; None where no squares are seen at all.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        plane: how the sheet lies.
        area: the chequered place.
    """
    paper = find_paper(picture, plane, area)
    if paper is None:
        return None
    hidden = cv2.erode(1 - paper.shown, np.ones((3, 3), dtype=np.uint8)).astype(np.uint8)
    if hidden.sum() * CHECK_MM**2 < LEAST_FOOT_MM2 / 8.0:
        return Covered(np.zeros(tuple(FINER * edge for edge in paper.flat.shape[:2]), dtype=bool), area, paper.bent_mm)
    rough = _agreed(_for_foot(paper, as_large(hidden, paper.flat) > 0.0))
    return Covered(_fine(paper, rough), area, paper.bent_mm)


def _for_foot(paper: Paper, hidden: NDArray[np.bool_]) -> NDArray[np.float32]:
    """How much more a pixel looks like foot than like paper, in logarithms of odds, (rows, columns)."""
    seen = cv2.GaussianBlur(paper.flat, (0, 0), 0.5)
    foot = mean_where(seen, hidden.astype(np.float32) + 1e-6, FOOT_REACH_PX)
    as_paper = _unlike(seen, paper.bare, SHADE_SPREAD, (DARKEST_PAPER, BRIGHTEST_PAPER))
    as_foot = _unlike(seen, foot, SKIN_SPREAD, (DARKEST_FOOT, BRIGHTEST_FOOT))
    odds = np.clip(as_paper - as_foot, -MOST_SURE, MOST_SURE)
    odds[hidden] = MOST_SURE
    odds[as_large(paper.sure, paper.flat) > 0.0] = -MOST_SURE
    found: NDArray[np.float32] = odds.astype(np.float32)
    return found


def _unlike(
    seen: NDArray[np.float32], colour: NDArray[np.float32], spread: float, reach: tuple[float, float]
) -> NDArray[np.float32]:
    """How badly pixels suit a colour of any brightness: by the rest of their colour, and by how far off they are."""
    share = np.clip((seen * colour).sum(axis=-1) / np.maximum((colour * colour).sum(axis=-1), 1.0), *reach)
    rest = ((seen - share[..., None] * colour) ** 2).sum(axis=-1)
    noise = NOISE + NOISE_SHARE * seen.mean(axis=-1)
    unlike: NDArray[np.float32] = rest / noise**2 + (np.log(share) / spread) ** 2
    return unlike


def _agreed(odds: NDArray[np.float32]) -> NDArray[np.uint8]:
    """Foot (1) and paper after neighbours have agreed.

    Source: Kraehenbuehl and Koltun, "Efficient Inference in Fully Connected CRFs", 2011: mean field by blurring.
    """
    foot = _chance(odds)
    for _ in range(ROUNDS):
        near, far = (2.0 * cv2.GaussianBlur(foot, (0, 0), reach) - 1.0 for reach in (NEAR_PX, FAR_PX))
        foot = _chance(odds + NEAR_PULL * near + FAR_PULL * far)
    return _smooth(foot > 0.5, 5)  # noqa: PLR2004 - more likely than not


def _chance(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    chance: NDArray[np.float32] = (1.0 / (1.0 + np.exp(-odds))).astype(np.float32)
    return chance


def _fine(paper: Paper, rough: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """The same with the edge where a pixel is half foot and half the paper beside it, `FINER` times as fine."""
    inside = cv2.distanceTransform(rough, cv2.DIST_L2, 5) / PX_PER_MM
    outside = cv2.distanceTransform(1 - rough, cv2.DIST_L2, 5) / PX_PER_MM
    reach_px = 0.6 * BESIDE_REACH_MM * PX_PER_MM
    foot = mean_where(paper.flat, _beside(inside), reach_px)
    shade = mean_where(paper.flat / np.maximum(paper.bare, 1.0), _beside(outside), reach_px)
    bare = np.clip(paper.bare * shade, 0.0, 255.0)
    apart = foot - bare
    squares = (apart * apart).sum(axis=-1)
    share = np.clip(((paper.flat - bare) * apart).sum(axis=-1) / np.maximum(squares, 1.0), 0.0, 1.0)
    told = (inside < BAND_MM) & (outside < BAND_MM) & (squares > LEAST_DIFFERENCE**2)
    mixed = cv2.GaussianBlur(np.where(told, share, rough).astype(np.float32), (0, 0), EDGE_BLUR_PX)
    large = cv2.resize(mixed, None, fx=FINER, fy=FINER, interpolation=cv2.INTER_LINEAR)
    return _smooth(large > 0.5, 7) > 0  # noqa: PLR2004 - half of each


def _beside(distance_mm: NDArray[np.float32]) -> NDArray[np.float32]:
    """Weights of what lies near an edge but does not touch it."""
    near = (distance_mm > BESIDE_MM) & (distance_mm < BESIDE_MM + BESIDE_REACH_MM)
    weights: NDArray[np.float32] = near.astype(np.float32) + 1e-7
    return weights


def _smooth(mask: NDArray[np.bool_], edge: int) -> NDArray[np.uint8]:
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (edge, edge))
    opened = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, kernel)
    closed: NDArray[np.uint8] = cv2.morphologyEx(opened, cv2.MORPH_CLOSE, kernel).astype(np.uint8)
    return closed


def _to_page(line: NDArray[np.int32], area: Area) -> NDArray[np.float64]:
    """Pixels of an outline, whose middles lie half a pixel inside of it, on the page."""
    x = area.left + (line[:, 0] + 0.5) / (FINER * PX_PER_MM)
    y = area.upper - (line[:, 1] + 0.5) / (FINER * PX_PER_MM)
    return np.column_stack([x, y])
