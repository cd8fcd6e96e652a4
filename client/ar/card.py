"""The outline of a bank card over the eyes of a face: four straight edges of the right proportions.

Cards look like anything, so nothing is known of a card but its outline. It is looked for in a cut-out in which the
eyes lie level: rectangles of many sizes, turns and leans are tried everywhere by how much edge lies along their sides.
Around the best of them every side is moved and tilted by itself, and all ways to put four sides together are weighed:
a card's sides have edge all along and end at its corners, where lines of a wall or of the hand run on. At last the
sides are placed finely. Foreheads lean back, for a camera above them by up to 60 degrees, which makes cards low.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from showroom.tryon import face
from showroom.tryon.ruler import CARD_MM

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.face import Landmarks

VIEW_PX: Final = 480
"""Edge of the upright cut-out over the eyes."""
VIEW_EYES: Final = 2.6
"""The same in distances between the outer corners of the eyes (about 92 mm)."""
EYES_AT: Final = 0.90
"""Where the line of the eyes is in it, from its upper edge."""
ABOVE_EYES: Final = 0.08
"""So far over the eyes the card ends at least, in the same distances: it lies on the forehead."""
LEAST_EYES_PX: Final = 40.0
SMALLEST, LARGEST = 0.76, 1.18
"""Width of a card in the same distances: 0.93 on average; they differ by 5 % among people."""
PROPORTION: Final = CARD_MM[0] / CARD_MM[1]
LEANS: Final = (1.05, 1.17, 1.30, 1.50, 1.75)
LEAST_LEAN, USUAL_LEAN, MOST_LEAN, LEAN_COST = 0.97, 1.25, 2.0, 0.08
"""By how much a card looks lower than it is; more than usual counts against it."""
TURNS_DEG: Final = range(-15, 16, 3)
MOST_TAPER, MOST_SIDE_TAPER, MOST_SKEW = 0.11, 0.05, 0.2
"""Shares by which the upper edge may be shorter than the lower one, both sides differ, and corners be off the right
angle (cosine)."""
LEVEL_SHARE, UPRIGHT_SHARE = 0.31, 0.19
"""What each level and upright edge counts."""
RUNS_ON: Final = 0.07
"""What an edge that runs on beyond a corner counts against it."""
LEAST_WORTH: Final = 0.56
SOFT_EDGE: Final = 5.0
"""Grey levels over two pixels that make half an edge."""
TRIED, DEEPLY, KEPT_SIDES = 30, 8, 6
SHIFTS_PX: Final = np.arange(-26.0, 27.0, 1.3)
TILTS: Final = np.radians(np.arange(-5.0, 6.0, 1.25))
ALONG: Final = np.linspace(0.07, 0.93, 36)
BEYOND: Final = np.linspace(0.035, 0.13, 5)
"""Where edges are looked for: in parts of a side, as corners are round, and beyond it in parts of the width."""
LEAST_EDGE: Final = 5.0
"""Grey levels over two pixels that an edge is placed by."""
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


@dataclass(frozen=True)
class _Line:
    """``place + lean * along``: x of an upright line by y from the middle, y of a level one by x from the middle."""

    place: float
    lean: float


@dataclass(frozen=True, eq=False)
class _Slopes:
    """How grey levels change to the right and down, (rows, columns, 3) float32 each, over two pixels."""

    right: NDArray[np.float32]
    down: NDArray[np.float32]

    @classmethod
    def of(cls, view: NDArray[np.uint8], blur_px: float) -> _Slopes:
        """Of a picture."""
        smooth = cv2.GaussianBlur(view, (0, 0), blur_px).astype(np.float32)
        right, down = (cv2.Sobel(smooth, cv2.CV_32F, *order, ksize=3) / 4.0 for order in ((1, 0), (0, 1)))
        return cls(right, down)

    def edges(self, places: NDArray[np.float64], normals: NDArray[np.float64]) -> NDArray[np.float64]:
        """How much of an edge across `normals` there is at places (..., 2), 0..1."""
        flat = places.reshape(-1, 2)
        # OpenCV looks up at most 32767 places a row.
        rows = np.pad(flat, ((0, -len(flat) % 1024), (0, 0))).reshape(-1, 1024, 2).astype(np.float32)
        right, down = (
            cv2.remap(each, rows[..., 0], rows[..., 1], cv2.INTER_LINEAR).reshape(-1, 3)[: len(flat)]
            for each in (self.right, self.down)
        )
        across = np.broadcast_to(normals, places.shape).reshape(-1, 2)
        step = np.abs(right * across[:, :1] + down * across[:, 1:]).max(axis=-1).reshape(places.shape[:-1])
        shares: NDArray[np.float64] = step / (step + SOFT_EDGE)
        return shares


def find_card(picture: NDArray[np.uint8], landmarks: Landmarks) -> Outline | None:
    """The card over the eyes of a face in a picture (height, width, 3) uint8 sRGB; None where none is sure."""
    outer = landmarks.points[[face.RIGHT_EYE_OUTER, face.LEFT_EYE_OUTER], :2]
    apart = float(np.linalg.norm(outer[1] - outer[0]))
    if apart < LEAST_EYES_PX:
        return None
    matrix = _upright(outer, apart)
    view = cv2.warpAffine(picture, matrix, (VIEW_PX, VIEW_PX), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    corners = _best_rectangle(view.astype(np.uint8))
    if corners is None:
        return None
    slopes = _Slopes.of(view.astype(np.uint8), 1.5)
    placed, error_px = _refined(corners, (np.abs(slopes.right).max(axis=2), np.abs(slopes.down).max(axis=2)))
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


def _best_rectangle(view: NDArray[np.uint8]) -> NDArray[np.float64] | None:
    rough = _rough(view)
    if not len(rough):
        return None
    slopes = _Slopes.of(view, 1.2)
    best: tuple[float, NDArray[np.float64]] | None = None
    for index in np.argsort(-_worth(slopes, rough))[:DEEPLY]:
        first = _put_together(slopes, rough[index], KEPT_SIDES)
        # Once more around what was found: then the sides' tilts fit, too.
        for found in () if first is None else (first, _put_together(slopes, first[1], KEPT_SIDES // 2)):
            if found is not None and (best is None or found[0] > best[0]):
                best = found
    return None if best is None or best[0] < LEAST_WORTH else best[1]


def _rough(view: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Rectangles with much edge along their sides, (n, 4, 2) pixels of the view, the best first."""
    small = cv2.resize(view, (VIEW_PX // 2, VIEW_PX // 2), interpolation=cv2.INTER_AREA)
    edge, eyes_px = small.shape[0], VIEW_PX / 2.0 / VIEW_EYES
    found: list[tuple[float, NDArray[np.float64]]] = []
    for turn in TURNS_DEG:
        matrix = cv2.getRotationMatrix2D(((edge - 1) / 2.0, (edge - 1) / 2.0), float(turn), 1.0)
        turned = cv2.warpAffine(small, matrix, (edge, edge), borderMode=cv2.BORDER_REPLICATE)
        back = cv2.invertAffineTransform(matrix)
        for value, middle, half in _everywhere(turned.astype(np.uint8), eyes_px):
            own = np.array([[-1.0, -1.0], [1.0, -1.0], [1.0, 1.0], [-1.0, 1.0]]) * half + middle
            corners = own @ back[:, :2].T + back[:, 2]
            if corners[2:, 1].max() < edge * EYES_AT - ABOVE_EYES * eyes_px:
                found.append((value, 2.0 * corners + 0.5))
    kept: list[NDArray[np.float64]] = []
    for _, corners in sorted(found, key=lambda each: -each[0]):
        if all(np.abs(corners - other).max() > 8.0 for other in kept):  # noqa: PLR2004 - pixels
            kept.append(corners)
        if len(kept) == TRIED:
            break
    return np.array(kept)


def _everywhere(
    turned: NDArray[np.uint8], eyes_px: float
) -> list[tuple[float, NDArray[np.float64], NDArray[np.float64]]]:
    """The best places of level rectangles of every size and lean: worth, middle and half their size."""
    slopes = _Slopes.of(turned, 1.0)
    right, down = np.abs(slopes.right).max(axis=2), np.abs(slopes.down).max(axis=2)
    # Edges of the right direction only, and a little wider, so that a side may taper.
    upright, level = (np.maximum(a - 0.6 * b, 0.0) for a, b in ((right, down), (down, right)))
    upright = cv2.dilate(upright / (upright + SOFT_EDGE), np.ones((1, 5), dtype=np.uint8))
    level = cv2.dilate(level / (level + SOFT_EDGE), np.ones((5, 1), dtype=np.uint8))
    found = []
    for wide in np.arange(SMALLEST * eyes_px, LARGEST * eyes_px, 3.0):
        along = cv2.blur(level, (round(0.84 * wide), 1), borderType=cv2.BORDER_CONSTANT)
        for lean in LEANS:
            high = wide / PROPORTION / lean
            up = cv2.blur(upright, (1, round(0.84 * high)), borderType=cv2.BORDER_CONSTANT)
            x, y = round(wide / 2.0), round(high / 2.0)
            levels = along[: -2 * y, x:-x] + along[2 * y :, x:-x]
            worth = LEVEL_SHARE * levels + UPRIGHT_SHARE * (up[y:-y, : -2 * x] + up[y:-y, 2 * x :])
            peaks = np.argwhere((worth == cv2.dilate(worth, np.ones((9, 9), dtype=np.uint8))) & (worth > 0.45))  # noqa: PLR2004 - hardly half the outline
            for row, column in sorted(peaks.tolist(), key=lambda at: -float(worth[at[0], at[1]]))[:6]:
                middle, half = np.array([column + x, row + y], dtype=np.float64), np.array([wide, high]) / 2.0
                found.append((float(worth[row, column]), middle, half))
    return found


def _put_together(slopes: _Slopes, corners: NDArray[np.float64], kept: int) -> tuple[float, NDArray[np.float64]] | None:
    """The best card of sides near a rectangle's, each moved and tilted by itself; None where none may be a card."""
    sides = [_sides_near(slopes, corners[at], corners[(at + 1) % 4], kept) for at in range(4)]
    chosen = np.array(list(product(*sides)))
    places, ways = chosen[:, :, 0], chosen[:, :, 1]
    cards = np.stack([_meeting(places[:, at - 1], ways[:, at - 1], places[:, at], ways[:, at]) for at in range(4)], 1)
    cards = cards[_may_be_cards(cards)]
    if not len(cards):
        return None
    edges = np.linalg.norm(np.roll(cards, -1, axis=1) - cards, axis=2)
    lean = (edges[:, 0] + edges[:, 2]) / (edges[:, 1] + edges[:, 3]) / PROPORTION
    worth = _worth(slopes, cards) - LEAN_COST * np.maximum(lean - USUAL_LEAN, 0.0)
    best = int(np.argmax(worth))
    return float(worth[best]), cards[best]


def _sides_near(
    slopes: _Slopes, start: NDArray[np.float64], end: NDArray[np.float64], kept: int
) -> list[tuple[NDArray[np.float64], NDArray[np.float64]]]:
    """Lines near a side with most edge along them, each a place and a direction."""
    length = float(np.linalg.norm(end - start))
    way, middle = (end - start) / length, (start + end) / 2.0
    normal = np.array([-way[1], way[0]])
    cosine, sine = np.cos(TILTS), np.sin(TILTS)
    ways = np.stack([cosine * way[0] - sine * way[1], sine * way[0] + cosine * way[1]], axis=1)
    steps = (ALONG - 0.5) * length
    shifted = middle + SHIFTS_PX[:, None, None, None] * normal
    places = shifted + steps[None, None, :, None] * ways[None, :, None]
    across = np.stack([-ways[:, 1], ways[:, 0]], axis=1)[None, :, None]
    worth = slopes.edges(places, across).mean(axis=-1)
    best = worth.max(axis=1)
    peaks = [at for at in range(len(best)) if best[at] >= best[max(at - 2, 0) : at + 3].max()]
    peaks = sorted(peaks, key=lambda at: -float(best[at]))[:kept]
    return [(middle + SHIFTS_PX[at] * normal, ways[int(np.argmax(worth[at]))]) for at in peaks]


def _meeting(
    one: NDArray[np.float64], way: NDArray[np.float64], other: NDArray[np.float64], its_way: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Where lines meet, (n, 2) each."""
    turn = way[:, 0] * its_way[:, 1] - way[:, 1] * its_way[:, 0]
    off = other - one
    along = (off[:, 0] * its_way[:, 1] - off[:, 1] * its_way[:, 0]) / np.where(np.abs(turn) < 1e-6, 1e-6, turn)  # noqa: PLR2004 - parallel
    place: NDArray[np.float64] = one + along[:, None] * way
    return place


def _may_be_cards(cards: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which quadrangles (n, 4, 2) are of a card's size and proportions, leaning back or not."""
    edges = np.linalg.norm(np.roll(cards, -1, axis=1) - cards, axis=2)
    upper, right, lower, left = np.maximum(edges, 1.0).T
    wide, lean = (upper + lower) / 2.0 * VIEW_EYES / VIEW_PX, (upper + lower) / (right + left) / PROPORTION
    taper = np.log(upper / lower)
    skew = ((cards[:, 1] - cards[:, 0]) * (cards[:, 3] - cards[:, 0])).sum(axis=1) / (upper * left)
    may: NDArray[np.bool_] = (
        (wide > SMALLEST) & (wide < LARGEST) & (lean > LEAST_LEAN) & (lean < MOST_LEAN) & (np.abs(skew) < MOST_SKEW)
    )
    may &= (taper < 0.01) & (taper > -MOST_TAPER) & (np.abs(np.log(right / left)) < MOST_SIDE_TAPER)  # noqa: PLR2004 - leaning back, hardly ever forward
    return may


def _worth(slopes: _Slopes, cards: NDArray[np.float64]) -> NDArray[np.float64]:
    """How much edge there is along the sides of quadrangles (n, 4, 2), less what runs on beyond their corners."""
    ends = np.roll(cards, -1, axis=1)
    sides = ends - cards
    lengths = np.linalg.norm(sides, axis=2)
    ways = sides / lengths[..., None]
    normals = np.stack([-ways[..., 1], ways[..., 0]], axis=-1)[:, :, None]
    on = cards[:, :, None] + ALONG[:, None] * sides[:, :, None]
    far = BEYOND[None, None, :, None] * ((lengths[:, 0] + lengths[:, 2]) / 2.0)[:, None, None, None] * ways[:, :, None]
    beyond = np.concatenate([ends[:, :, None] + far, cards[:, :, None] - far], axis=2)
    shares = slopes.edges(on, normals).mean(axis=-1)
    runs_on = 2.0 * slopes.edges(beyond, normals).mean(axis=-1).sum(axis=1)
    worth: NDArray[np.float64] = (
        LEVEL_SHARE * (shares[:, 0] + shares[:, 2]) + UPRIGHT_SHARE * (shares[:, 1] + shares[:, 3]) - RUNS_ON * runs_on
    )
    return worth


def _meet(upright: _Line, level: _Line) -> tuple[float, float]:
    half = VIEW_PX / 2.0
    # x = p + m (y - half) and y = q + n (x - half).
    x = (upright.place + upright.lean * (level.place - half - level.lean * half)) / (1.0 - upright.lean * level.lean)
    return x, level.place + level.lean * (x - half)


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
        rough = _Line(float(start[0] + lean * (half - start[1])), lean)
    else:
        lean = float((end[1] - start[1]) / (end[0] - start[0]))
        rough = _Line(float(start[1] + lean * (half - start[0])), lean)
    kept = np.ones(len(along), dtype=bool)
    place, lean, spread = rough.place, rough.lean, 1.5
    for _ in range(4):
        off = np.abs(across - place - lean * (along - half))
        kept = off < max(2.0 * spread, 0.6)
        if kept.sum() < 8:  # noqa: PLR2004 - too few to say better than the rough line
            return rough, 1.5
        lean, place = np.polyfit(along[kept] - half, across[kept], 1).tolist()
        spread = float(np.sqrt(np.mean((across[kept] - place - lean * (along[kept] - half)) ** 2)))
    return _Line(place, lean), max(spread, 0.15)


def _around(corners: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Points around a card's outline in its own frame, (n, 3) metres, and where they are seen, (n, 2)."""
    half = np.array(CARD_MM) / 2000.0
    own = np.array([[-1.0, 1.0], [1.0, 1.0], [1.0, -1.0], [-1.0, -1.0]]) * half
    matrix = cv2.getPerspectiveTransform(own.astype(np.float32), corners.astype(np.float32)).astype(np.float64)
    flat = np.concatenate([_side(own, side, 5) for side in range(4)])
    seen = np.column_stack([flat, np.ones(len(flat))]) @ matrix.T
    return np.column_stack([flat[:, 0], np.zeros(len(flat)), -flat[:, 1]]), seen[:, :2] / seen[:, 2:]
