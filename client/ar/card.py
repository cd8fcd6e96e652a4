"""The outline of a bank card over the eyes of a face: four straight edges of the right proportions.

Cards look like anything, so nothing is known of a card but its outline. Lines of a cut-out in which the eyes lie level
are paired to rectangles; the one with the most edge along its sides is taken, and its sides are then placed finely.
Source of the line finder: Grompone von Gioi et al., "LSD: a Line Segment Detector", 2012.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from showroom.tryon import face
from showroom.tryon.ruler import CARD_MM

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from showroom.tryon.face import Landmarks

VIEW_PX: Final = 480
"""Edge of the upright cut-out over the eyes."""
VIEW_EYES: Final = 2.6
"""The same in distances between the outer corners of the eyes (about 92 mm)."""
EYES_AT: Final = 0.90
"""Where the line of the eyes is in it, from its upper edge."""
ABOVE_EYES: Final = 0.13
"""So far over the eyes the card ends at least, in the same distances: it lies on the forehead."""
LEAST_EYES_PX: Final = 40.0
SMALLEST, LARGEST = 0.68, 1.35
"""Width of a card in the same distances, whatever the face."""
PROPORTION: Final = CARD_MM[0] / CARD_MM[1]
MOST_UNLIKE: Final = 0.06
"""How far a card's proportions may be off beyond those of one that leans back."""
MOST_LEAN: Final = math.tan(math.radians(14.0))
MOST_TAPER, MOST_SKEW = 0.07, 0.07
"""How much opposite sides may converge, and sides be off the right angle, as slopes."""
MOST_LINES: Final = 16
LEAST_EDGE: Final = 5.0
"""Grey levels over two pixels that make an edge."""
LEAST_SUPPORT, LEAST_SIDE = 0.80, 0.22
"""Shares of the outline, and of each side, along which there must be an edge: fingers hide some of it."""
SEARCH_PX: Final = 5


@dataclass(frozen=True, eq=False)
class Outline:
    """A card in a picture.

    Args:
        points_m: places around its outline in its own frame, (n, 3) metres, y = 0, origin in its middle.
        places_px: where they are seen, (n, 2).
        error_px: how well the sides are placed, standard deviation.
    """

    points_m: NDArray[np.float64]
    places_px: NDArray[np.float64]
    error_px: float


@dataclass(frozen=True, order=True)
class _Line:
    """``place + lean * along``: x of an upright line by y from the middle, y of a level one by x from the middle."""

    place: float
    lean: float
    length: float


def find_card(picture: NDArray[np.uint8], landmarks: Landmarks) -> Outline | None:
    """The card over the eyes of a face in a picture (height, width, 3) uint8 sRGB; None where none is sure."""
    outer = landmarks.points[[face.RIGHT_EYE_OUTER, face.LEFT_EYE_OUTER], :2]
    apart = float(np.linalg.norm(outer[1] - outer[0]))
    if apart < LEAST_EYES_PX:
        return None
    matrix = _upright(outer, apart)
    view = cv2.warpAffine(picture, matrix, (VIEW_PX, VIEW_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    smooth = cv2.GaussianBlur(view, (0, 0), 1.5).astype(np.float32)
    steps = [np.abs(cv2.Sobel(smooth, cv2.CV_32F, *order, ksize=3)).max(axis=2) / 4.0 for order in ((1, 0), (0, 1))]
    corners = _best_rectangle(_lines(smooth), (steps[0], steps[1]), VIEW_PX / VIEW_EYES)
    if corners is None:
        return None
    placed, error_px = _refined(corners, (steps[0], steps[1]))
    back = cv2.invertAffineTransform(matrix).astype(np.float64)
    # OpenCV counts from the middle of a pixel.
    points_m, places_px = _around(placed @ back[:, :2].T + back[:, 2] + 0.5)
    return Outline(points_m, places_px, error_px * math.sqrt(abs(float(np.linalg.det(back[:, :2])))))


def _upright(outer: NDArray[np.float64], apart: float) -> NDArray[np.float64]:
    """(2, 3): from the picture to a square over the eyes, in which their line is level and near the lower edge."""
    zoom = VIEW_PX / (VIEW_EYES * apart)
    cosine, sine = ((outer[1] - outer[0]) / apart * zoom).tolist()
    turn = np.array([[cosine, sine], [-sine, cosine]])
    goal = np.array([VIEW_PX / 2.0, VIEW_PX * EYES_AT])
    matrix: NDArray[np.float64] = np.column_stack([turn, goal - turn @ (outer.mean(axis=0) - 0.5)])
    return matrix


def _lines(smooth: NDArray[np.float32]) -> tuple[list[_Line], list[_Line]]:
    """Upright and level lines of the cut-out, the longest ones, each direction sorted by place."""
    found: tuple[list[_Line], list[_Line]] = ([], [])
    detector = cv2.createLineSegmentDetector(cv2.LSD_REFINE_STD)
    for channel in (*np.moveaxis(smooth, -1, 0), smooth.mean(axis=-1)):
        segments = detector.detect(np.ascontiguousarray(channel).astype(np.uint8))[0]
        for x1, y1, x2, y2 in [] if segments is None else segments.reshape(-1, 4).tolist():
            across, down = x2 - x1, y2 - y1
            length = math.hypot(across, down)
            if abs(across) < MOST_LEAN * abs(down):
                lean = across / down
                found[0].append(_Line(x1 + lean * (VIEW_PX / 2.0 - y1), lean, length))
            elif abs(down) < MOST_LEAN * abs(across):
                lean = down / across
                found[1].append(_Line(y1 + lean * (VIEW_PX / 2.0 - x1), lean, length))
    return _joined(found[0]), _joined(found[1])


def _joined(lines: Sequence[_Line]) -> list[_Line]:
    """The longest lines, with shorter pieces of the same line added to them."""
    kept: list[_Line] = []
    for line in sorted(lines, key=lambda line: -line.length):
        same = next((n for n, other in enumerate(kept) if _is_same(other, line)), None)
        if same is None:
            kept.append(line)
        else:
            kept[same] = _Line(kept[same].place, kept[same].lean, kept[same].length + line.length)
    return sorted(sorted(kept, key=lambda line: -line.length)[:MOST_LINES])


def _is_same(one: _Line, other: _Line) -> bool:
    return abs(one.place - other.place) < 5.0 and abs(one.lean - other.lean) < 0.06  # noqa: PLR2004 - pixels, slope


def _best_rectangle(
    lines: tuple[list[_Line], list[_Line]],
    steps: tuple[NDArray[np.float32], NDArray[np.float32]],
    eyes_px: float,
) -> NDArray[np.float64] | None:
    best: tuple[float, NDArray[np.float64]] | None = None
    for left, right in combinations(lines[0], 2):
        wide = right.place - left.place
        if not SMALLEST * eyes_px < wide < LARGEST * eyes_px or abs(left.lean - right.lean) > MOST_TAPER:
            continue
        for upper, lower in combinations(lines[1], 2):
            if lower.place > VIEW_PX * EYES_AT - ABOVE_EYES * eyes_px:
                continue
            if not _may_be_card((left, right), (upper, lower), wide):
                continue
            corners = np.array([_meet(left, upper), _meet(right, upper), _meet(right, lower), _meet(left, lower)])
            if not _has_proportions(corners):
                continue
            support = _support(corners, steps)
            if support is None:
                continue
            # What is printed on a card makes rectangles too, all of them smaller.
            worth = support + 0.3 * wide / eyes_px - 2.0 * _oddity(corners)
            if best is None or worth > best[0]:
                best = (worth, corners)
    return None if best is None else best[1]


def _may_be_card(upright: tuple[_Line, _Line], level: tuple[_Line, _Line], wide: float) -> bool:
    """Whether the lines are about at right angles and as far apart as a card's."""
    skew = (upright[0].lean + upright[1].lean + level[0].lean + level[1].lean) / 2.0
    tapers = abs(level[0].lean - level[1].lean) > MOST_TAPER
    return not tapers and abs(skew) < MOST_SKEW and 0.7 < (level[1].place - level[0].place) * PROPORTION / wide < 1.1  # noqa: PLR2004 - leaning back or not


def _meet(upright: _Line, level: _Line) -> tuple[float, float]:
    half = VIEW_PX / 2.0
    # x = p + m (y - half) and y = q + n (x - half).
    x = (upright.place + upright.lean * (level.place - half - level.lean * half)) / (1.0 - upright.lean * level.lean)
    return x, level.place + level.lean * (x - half)


def _has_proportions(corners: NDArray[np.float64]) -> bool:
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    if edges.min() < 10.0 or max(edges[0] / edges[2], edges[2] / edges[0]) > 1.12:  # noqa: PLR2004 - seen nearly straight
        return False
    return _oddity(corners) < MOST_UNLIKE


def _oddity(corners: NDArray[np.float64]) -> float:
    """How far the proportions are from those of a card that leans back with a forehead by up to 35 degrees."""
    edges = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    ratio = float((edges[0] + edges[2]) / (edges[1] + edges[3])) / PROPORTION
    return max(0.98 - ratio, ratio - 1.22, 0.0)


def _support(corners: NDArray[np.float64], steps: tuple[NDArray[np.float32], NDArray[np.float32]]) -> float | None:
    """Along how much of the outline there is an edge; None where that is too little. Corners are round."""
    shares = []
    for side in range(4):
        points = _side(corners, side, 40)
        inside = np.all((points >= 0.0) & (points < VIEW_PX - 1.0), axis=1)
        column, row = np.clip(np.rint(points), 1, VIEW_PX - 2).astype(int).T
        step = steps[1 - side % 2]
        near = [step[row, column + off] if side % 2 else step[row + off, column] for off in (-1, 0, 1)]
        shares.append(float(np.mean((np.max(near, axis=0) > LEAST_EDGE) & inside)))
    whole = (0.62 * (shares[0] + shares[2]) + 0.38 * (shares[1] + shares[3])) / 2.0
    return whole if whole > LEAST_SUPPORT and min(shares) > LEAST_SIDE else None


def _side(corners: NDArray[np.float64], side: int, count: int) -> NDArray[np.float64]:
    start, end = corners[side], corners[(side + 1) % 4]
    points: NDArray[np.float64] = start + np.linspace(0.08, 0.92, count)[:, None] * (end - start)
    return points


def _refined(
    corners: NDArray[np.float64], steps: tuple[NDArray[np.float32], NDArray[np.float32]]
) -> tuple[NDArray[np.float64], float]:
    """The corners with every side laid through the middle of its edge, and how far off the sides' points are."""
    lines, errors = [], []
    for side in range(4):
        upright = side % 2 == 1
        step = steps[0] if upright else steps[1].T
        along, across = [], []
        for x, y in _side(corners, side, 60):
            fixed, place = (y, x) if upright else (x, y)
            row, middle = round(fixed), round(place)
            if not 0 <= row < VIEW_PX or not SEARCH_PX < middle < VIEW_PX - SEARCH_PX - 1:
                continue
            profile = step[row, middle - SEARCH_PX : middle + SEARCH_PX + 1]
            peak = int(np.argmax(profile))
            if profile[peak] < LEAST_EDGE or not 0 < peak < 2 * SEARCH_PX:
                continue
            below, top, above = (float(value) for value in profile[peak - 1 : peak + 2])
            along.append(fixed)
            across.append(middle + peak - SEARCH_PX + 0.5 * (below - above) / min(below - 2.0 * top + above, -1e-6))
        line, error = _fitted(np.array(along), np.array(across), corners, side)
        lines.append(line)
        errors.append(error)
    upper, right, lower, left = lines
    placed = np.array([_meet(left, upper), _meet(right, upper), _meet(right, lower), _meet(left, lower)])
    return placed, max(errors)


def _fitted(
    along: NDArray[np.float64], across: NDArray[np.float64], corners: NDArray[np.float64], side: int
) -> tuple[_Line, float]:
    """A line through the points without those that fingers and print have pulled away, and its standard deviation."""
    half = VIEW_PX / 2.0
    start, end = corners[side], corners[(side + 1) % 4]
    if side % 2:
        lean = float((end[0] - start[0]) / (end[1] - start[1]))
        rough = _Line(float(start[0] + lean * (half - start[1])), lean, 0.0)
    else:
        lean = float((end[1] - start[1]) / (end[0] - start[0]))
        rough = _Line(float(start[1] + lean * (half - start[0])), lean, 0.0)
    kept = np.ones(len(along), dtype=bool)
    place, lean, spread = rough.place, rough.lean, 1.5
    for _ in range(4):
        off = np.abs(across - place - lean * (along - half))
        kept = off < max(2.0 * spread, 0.6)
        if kept.sum() < 8:  # noqa: PLR2004 - too few to say better than the rough line
            return rough, 1.5
        lean, place = np.polyfit(along[kept] - half, across[kept], 1).tolist()
        spread = float(np.sqrt(np.mean((across[kept] - place - lean * (along[kept] - half)) ** 2)))
    return _Line(place, lean, 0.0), max(spread, 0.15)


def _around(corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points around a card's outline in its own frame, (n, 3) metres, and where they are seen, (n, 2)."""
    half = np.array(CARD_MM) / 2000.0
    own = np.array([[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]) * half
    matrix = cv2.getPerspectiveTransform(own.astype(np.float32), corners.astype(np.float32)).astype(np.float64)
    flat = np.concatenate([_side(own, side, 5) for side in range(4)])
    seen = np.column_stack([flat, np.ones(len(flat))]) @ matrix.T
    return np.column_stack([flat[:, 0], np.zeros(len(flat)), -flat[:, 1]]), seen[:, :2] / seen[:, 2:]
