"""The printed sheets as plans: which marker lies where on which paper, and where a foot stands.

Places are in millimetres from the middle of the page, x to its right edge, y to its upper edge, where the toes point.
On a floor, the sheet's frame is glTF's: +X right, +Y up from the paper, and the page's upper edge towards -Z.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from showroom.errors import Rejected

if TYPE_CHECKING:
    from numpy.typing import NDArray

Paper = Literal["a4", "letter", "a3"]
Kind = Literal["floor", "foot-left", "foot-right", "calibration", "face"]
PAPERS: tuple[Paper, ...] = get_args(Paper)
KINDS: tuple[Kind, ...] = get_args(Kind)
RINGS: tuple[Kind, ...] = ("floor", "foot-left", "foot-right", "face")
"""The sheets with markers of their own; the strip for the face is one for all papers."""
SIZES_MM: dict[Paper, tuple[float, float]] = {"a4": (210.0, 297.0), "letter": (215.9, 279.4), "a3": (297.0, 420.0)}

MARGIN_MM = 8.0
"""Printers leave this much of a page white."""
MARKER_MM, GAP_MM = 20.0, 7.0
"""Edge of a marker; markers need white around them of at least a seventh of their edge."""
IDS_PER_SHEET = 27
CHECK_MM = 4.0
"""Edge of the squares below the feet: small enough to tell an outline, large enough to be seen from two metres."""
FACE_MM, FACE_MARKER_MM = (130.0, 40.0), 20.0
"""The strip that is cut out and held against the forehead: the same on every paper."""
STRIP_MM = 11.0
"""Between markers and the place of the feet: words, and the line to hold a ruler to."""
RULER_MM = 100.0
SQUARE_MM, SQUARE_MARKER_MM = 27.0, 20.0
BOARD_SQUARES = {"a4": (6, 8), "letter": (6, 7), "a3": (9, 12)}


@dataclass(frozen=True)
class Area:
    """A rectangle of the page: its left, lower, right and upper edges."""

    left: float
    lower: float
    right: float
    upper: float

    @property
    def size_mm(self) -> tuple[float, float]:
        """Width and height."""
        return self.right - self.left, self.upper - self.lower


@dataclass(frozen=True, eq=False)
class Sheet:
    """One kind of sheet on one paper.

    Args:
        kind: what it is for.
        paper: its paper.
        size_mm: width and height of the page.
        ids: of the markers, (n,) int64; no two sheets share one.
        corners_mm: of the markers, (n, 4, 2) float64: upper left, upper right, lower right, lower left.
        feet: the chequered place of the feet; None where there is none.
    """

    kind: Kind
    paper: Paper
    size_mm: tuple[float, float]
    ids: NDArray[np.int64]
    corners_mm: NDArray[np.float64]
    feet: Area | None

    @property
    def name(self) -> str:
        """For people: kind and paper."""
        return f"{self.kind} {self.paper}"


@cache
def sheet(kind: Kind, paper: Paper) -> Sheet:
    """The plan of a sheet with a ring or two columns of markers.

    Raises:
        Rejected: ``no-ring`` for the calibration sheet, which is a board.
    """
    if kind == "calibration":
        raise Rejected("no-ring", "the calibration sheet is a board", got=kind, allowed=", ".join(RINGS))
    width, height = SIZES_MM[paper]
    if kind == "face":
        middles = [(x, 3.0) for x in _places(FACE_MM[0] / 2.0 - 4.0 - FACE_MARKER_MM / 2.0, 4)]
        ids = 3 * len(PAPERS) * IDS_PER_SHEET + np.arange(len(middles))
        return Sheet(kind, paper, (width, height), ids, _squares(np.array(middles)), None)
    number = RINGS.index(kind) * len(PAPERS) + PAPERS.index(paper)
    x = width / 2.0 - MARGIN_MM - MARKER_MM / 2.0
    y = height / 2.0 - MARGIN_MM - MARKER_MM / 2.0
    rows = _places(y, IDS_PER_SHEET // 2)
    middles = [(side * x, row) for side in (-1.0, 1.0) for row in rows]
    if kind == "floor":
        columns = _places(x, 7)[1:-1]
        rows = _places(y, (IDS_PER_SHEET - 2 * len(columns)) // 2)
        middles = [(side * x, row) for side in (-1.0, 1.0) for row in rows]
        middles += [(column, side * y) for side in (-1.0, 1.0) for column in columns]
    ids = number * IDS_PER_SHEET + np.arange(len(middles))
    return Sheet(kind, paper, (width, height), ids, _squares(np.array(middles)), _feet(kind, paper))


def ring_sheets() -> tuple[Sheet, ...]:
    """Every sheet with a ring or columns of markers."""
    return tuple(sheet(kind, paper) for kind in RINGS for paper in (PAPERS if kind != "face" else PAPERS[:1]))


def floor_points(points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    """Places on the page (n, 2) in the sheet's frame on the floor, (n, 3) metres."""
    return np.column_stack([points_mm[:, 0], np.zeros(len(points_mm)), -points_mm[:, 1]]) / 1000.0


def dark_check(points_mm: NDArray[np.float64], area: Area) -> NDArray[np.bool_]:
    """Which places (n, 2) lie on a tinted square of the place of the feet."""
    column = np.floor((points_mm[..., 0] - area.left) / CHECK_MM).astype(int)
    row = np.floor((points_mm[..., 1] - area.lower) / CHECK_MM).astype(int)
    inside = (points_mm[..., 0] >= area.left) & (points_mm[..., 0] < area.right)
    inside &= (points_mm[..., 1] >= area.lower) & (points_mm[..., 1] < area.upper)
    dark: NDArray[np.bool_] = inside & ((column + row) % 2 == 0)
    return dark


def _feet(kind: Kind, paper: Paper) -> Area | None:
    width, height = SIZES_MM[paper]
    across = _whole(width / 2.0 - MARGIN_MM - MARKER_MM - (STRIP_MM if kind != "floor" else 3.5))
    if kind != "floor":
        upward = _whole(height / 2.0 - 4.0)
        return Area(-across, -upward, across, upward)
    if paper != "a3":
        return None
    upward = _whole(height / 2.0 - MARGIN_MM - MARKER_MM - STRIP_MM)
    return Area(-across, -upward, across, upward)


def _whole(half_mm: float) -> float:
    return math.floor(half_mm / CHECK_MM) * CHECK_MM


def _places(reach_mm: float, most: int) -> NDArray[np.float64]:
    """Middles of markers from one end to the other."""
    count = min(int(2.0 * reach_mm / (MARKER_MM + GAP_MM)) + 1, most)
    return np.linspace(-reach_mm, reach_mm, count)


def _squares(middles: NDArray[np.float64]) -> NDArray[np.float64]:
    half = MARKER_MM / 2.0
    around = np.array([[-half, half], [half, half], [half, -half], [-half, -half]])
    squares: NDArray[np.float64] = middles[:, None] + around
    return squares
