"""The outlines of feet on a sheet: where the printed squares are hidden, drawn finely by what is skin or sock."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import cv2
import numpy as np

from showroom.tryon.sheet import CHECK_MM, dark_check

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.plane import Plane
    from showroom.tryon.sheet import Area

PX_PER_MM = 2.0
VISIBLE_SHARE = 0.45
LEAST_FOOT_MM2 = 4000.0
CUT_ROUNDS = 4


@dataclass(frozen=True, eq=False)
class Covered:
    """What hides the chequered place.

    Args:
        mask: (rows, columns) bool, `PX_PER_MM` pixels a millimetre, the upper row at the area's upper edge.
        area: the place.
    """

    mask: NDArray[np.bool_]
    area: Area

    def outlines_mm(self) -> list[NDArray[np.float64]]:
        """The outline of everything large enough for a foot, (n, 2) on the page, from left to right."""
        found, _ = cv2.findContours(self.mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        large = [line for line in found if cv2.contourArea(line) > LEAST_FOOT_MM2 * PX_PER_MM**2]
        outlines = [_to_page(line.reshape(-1, 2), self.area) for line in large]
        return sorted(outlines, key=lambda outline: float(outline[:, 0].mean()))


def find_covered(picture: NDArray[np.uint8], plane: Plane, area: Area) -> Covered | None:
    """What hides a sheet's chequered place; None where no squares are seen at all.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        plane: how the sheet lies.
        area: the chequered place.
    """
    flat = _from_above(picture, plane, area)
    visible, ratio = _visible_cells(flat, area)
    if ratio is None:
        return None
    return Covered(_cut(_features(flat, area, ratio), visible), area)


def _from_above(picture: NDArray[np.uint8], plane: Plane, area: Area) -> NDArray[np.float32]:
    """The place as if seen from straight above, (rows, columns, 3) float32 0..255."""
    width, height = (round(size * PX_PER_MM) for size in area.size_mm)
    corners = np.array([[0.0, 0.0], [width, 0.0], [width, height], [0.0, height]])
    page = np.column_stack([area.left + corners[:, 0] / PX_PER_MM, area.upper - corners[:, 1] / PX_PER_MM])
    points = np.column_stack([page[:, 0], np.zeros(4), -page[:, 1]]) / 1000.0
    places = plane.project(points)
    # OpenCV counts from the middle of a pixel.
    matrix = cv2.getPerspectiveTransform((places - 0.5).astype(np.float32), (corners - 0.5).astype(np.float32))
    seen = cv2.warpPerspective(
        picture, matrix, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    flat: NDArray[np.float32] = seen.astype(np.float32)
    return flat


def _visible_cells(flat: NDArray[np.float32], area: Area) -> tuple[NDArray[np.bool_], NDArray[np.float64] | None]:
    """Which squares show their own colour, (rows, columns), and tint over paper in every channel."""
    columns, rows = (round(size / CHECK_MM) for size in area.size_mm)
    cell = round(CHECK_MM * PX_PER_MM)
    cells = flat.reshape(rows, cell, columns, cell, 3)[:, 2:-2, :, 2:-2].mean(axis=(1, 3))
    sign = np.where((np.arange(rows)[::-1, None] + np.arange(columns)[None]) % 2 == 0, -1.0, 1.0)
    padded = np.pad(cells, ((1, 1), (1, 1), (0, 0)), mode="reflect")
    around = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4.0
    red = sign * (cells - around)[..., 0] / np.maximum((cells + around)[..., 0], 8.0)
    usual = float(np.quantile(red, 0.85))
    if usual < 0.03:  # noqa: PLR2004 - noise alone
        return np.zeros((rows, columns), dtype=bool), None
    visible = red > VISIBLE_SHARE * usual
    tinted = visible & (sign < 0.0)
    ratio = np.median(cells[tinted] / np.maximum(around[tinted], 1.0), axis=0)
    return visible, ratio


def _features(flat: NDArray[np.float32], area: Area, ratio: NDArray[np.float64]) -> NDArray[np.uint8]:
    """What tells foot from paper, (rows, columns, 3) uint8: brightness, warmth, and squares that do not belong there.

    The place is first made even, as if it were plain paper, so that what hides it gets the squares instead: also a
    white sock shows.
    """
    rows, columns = flat.shape[:2]
    x = area.left + (np.arange(columns) + 0.5) / PX_PER_MM
    y = area.upper - (np.arange(rows) + 0.5) / PX_PER_MM
    dark = dark_check(np.stack(np.meshgrid(x, y), axis=-1), area).astype(np.float32)
    soft = cv2.GaussianBlur(dark, (0, 0), 0.8)[..., None]
    even = cv2.GaussianBlur(flat / (1.0 - soft * (1.0 - ratio.astype(np.float32))), (0, 0), 0.8)
    light = even.mean(axis=-1)
    warmth = even[..., 0] / np.maximum(even[..., 2], 8.0)
    near = (round(CHECK_MM * PX_PER_MM),) * 2
    wide = (2 * near[0], 2 * near[1])
    red = even[..., 0] / np.maximum(cv2.blur(even[..., 0], wide), 8.0) - 1.0
    foreign = cv2.blur((2.0 * dark - 1.0) * red, near)
    usual = float(1.0 / ratio[0] - 1.0) / 2.0
    bands = (light * 0.9, 128.0 + 160.0 * np.log(np.clip(warmth, 0.3, 3.5)), 60.0 + 30.0 * foreign / usual)
    features: NDArray[np.uint8] = np.clip(np.stack(bands, axis=-1), 0, 255).astype(np.uint8)
    return features


def _cut(features: NDArray[np.uint8], visible: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Foot and paper apart: squares say roughly where, a graph cut over colours finely.

    Source: Rother, Kolmogorov and Blake, "GrabCut", 2004.
    """
    size = (features.shape[1], features.shape[0])
    shown = visible.astype(np.uint8)
    kernel = np.ones((3, 3), dtype=np.uint8)
    # A single square is often wrong, three by three hardly.
    shown = cv2.medianBlur(shown, 3)
    # The tip of a toe is hardly three squares wide: paper is sure only two squares away from all that may be one.
    sure = cv2.erode(shown & visible.astype(np.uint8), np.ones((5, 5), dtype=np.uint8))
    paper = cv2.resize(sure, size, interpolation=cv2.INTER_NEAREST) > 0
    hidden = cv2.resize(cv2.erode(1 - shown, kernel), size, interpolation=cv2.INTER_NEAREST) > 0
    if hidden.sum() < LEAST_FOOT_MM2 * PX_PER_MM**2 / 8.0:
        return np.zeros(hidden.shape, dtype=bool)
    mask = np.full(hidden.shape, cv2.GC_PR_BGD, dtype=np.uint8)
    mask[cv2.resize(1 - shown, size, interpolation=cv2.INTER_NEAREST) > 0] = cv2.GC_PR_FGD
    mask[hidden], mask[paper] = cv2.GC_FGD, cv2.GC_BGD
    models = (np.zeros((1, 65)), np.zeros((1, 65)))
    cv2.setRNGSeed(1)
    cv2.grabCut(np.ascontiguousarray(features), mask, None, *models, CUT_ROUNDS, cv2.GC_INIT_WITH_MASK)
    covered = ((mask == cv2.GC_FGD) | (mask == cv2.GC_PR_FGD)).astype(np.uint8)
    round_kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (5, 5))
    smooth = cv2.morphologyEx(cv2.morphologyEx(covered, cv2.MORPH_OPEN, round_kernel), cv2.MORPH_CLOSE, round_kernel)
    whole: NDArray[np.bool_] = smooth > 0
    return whole


def _to_page(line: NDArray[np.int32], area: Area) -> NDArray[np.float64]:
    """Pixels of an outline, whose middles lie half a pixel inside of it, on the page."""
    x = area.left + (line[:, 0] + 0.5) / PX_PER_MM
    y = area.upper - (line[:, 1] + 0.5) / PX_PER_MM
    return np.column_stack([x, y])
