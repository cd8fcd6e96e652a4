"""The chequered place of a sheet, as if nothing stood on it: which squares show, in which colours, and how flat."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import cv2
import numpy as np

from showroom.tryon.sheet import CHECK_MM, dark_check

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.plane import Plane
    from showroom.tryon.sheet import Area

PX_PER_MM: Final = 2.0
VISIBLE_SHARE: Final = 0.4
"""A square shows when it differs by so much of what squares around it differ by."""
LEAST_TINT: Final = 0.03
LEAST_LOCAL: Final = 0.3
"""Light that nearly bleaches the print leaves so much of its usual strength."""
NEAR_SQUARES: Final = 3.0
PRINT_BLUR_PX: Final = 0.8
GRATING_PX: Final = 8
CLEAR_SHARE: Final = 0.7
"""Squares are clear where their grating is so strong, of what is strong here."""


@dataclass(frozen=True, eq=False)
class Paper:
    """What of a place shows its print, and what the whole of it would look like.

    Args:
        flat: the place as if seen from straight above, (rows, columns, 3) float32 0..255.
        bare: the same without anything on it, as far as its light is known.
        shown: which squares show their print, (squares up, squares across) uint8.
        sure: those of them whose neighbours do too.
        bent_mm: how far squares that are seen clearly stand from where those of a flat page would.
    """

    flat: NDArray[np.float32]
    bare: NDArray[np.float32]
    shown: NDArray[np.uint8]
    sure: NDArray[np.uint8]
    bent_mm: float


def find_paper(picture: NDArray[np.uint8], plane: Plane, area: Area) -> Paper | None:
    """The chequered place; None where no squares are seen at all.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        plane: how the sheet lies.
        area: the chequered place.
    """
    flat = _from_above(picture, plane, area)
    squares, around, sign = _squares(flat, area)
    red = sign * (squares - around)[..., 0] / np.maximum((squares + around)[..., 0], 8.0)
    usual = float(np.quantile(red, 0.85))
    if usual < LEAST_TINT:
        return None
    rough = cv2.medianBlur((red > 0.2 * usual).astype(np.uint8), 3).astype(np.float32)
    local = np.clip(mean_where(np.maximum(red, 0.0), rough + 1e-3, NEAR_SQUARES), LEAST_LOCAL * usual, usual)
    visible = (red > VISIBLE_SHARE * local).astype(np.uint8)
    # A single square is often wrong, three by three hardly.
    shown = cv2.medianBlur(visible, 3).astype(np.uint8)
    sure = cv2.erode(shown & visible, np.ones((3, 3), dtype=np.uint8)).astype(np.uint8)
    white = np.where((sign > 0.0)[..., None], squares, around)
    tinted = np.where((sign < 0.0)[..., None], squares, around)
    weights = sure.astype(np.float32) + 1e-4 * shown
    light = as_large(mean_where(white, weights, 2.0), flat)
    tint = as_large(mean_where(tinted / np.maximum(white, 1.0), weights, NEAR_SQUARES), flat)
    printed = _print(area, flat)
    bare = (light * (1.0 - printed[..., None] * (1.0 - tint))).astype(np.float32)
    return Paper(flat, bare, shown, sure, _bent_mm(flat, printed))


def mean_where(
    values: NDArray[np.float64] | NDArray[np.float32], weights: NDArray[np.float32], reach: float
) -> NDArray[np.float32]:
    """Everywhere the mean of the values near by, (rows, columns) or with channels, by their weights."""
    known = np.maximum(cv2.GaussianBlur(weights, (0, 0), reach), 1e-7)
    many = weights[..., None] if values.ndim > weights.ndim else weights
    summed = cv2.GaussianBlur((values * many).astype(np.float32), (0, 0), reach)
    mean: NDArray[np.float32] = summed / (known[..., None] if values.ndim > weights.ndim else known)
    return mean


def as_large(values: NDArray[np.float32] | NDArray[np.uint8], flat: NDArray[np.float32]) -> NDArray[np.float32]:
    """What is known of squares at every pixel, without steps but where it is of whole numbers."""
    steps = cv2.INTER_NEAREST if values.dtype == np.uint8 else cv2.INTER_LINEAR
    size = (flat.shape[1], flat.shape[0])
    large: NDArray[np.float32] = cv2.resize(values, size, interpolation=steps).astype(np.float32)
    return large


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


def _squares(
    flat: NDArray[np.float32], area: Area
) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.float32]]:
    """Every square's colour, that of the four beside it, and -1 where it is tinted, 1 where it is white."""
    columns, rows = (round(size / CHECK_MM) for size in area.size_mm)
    edge = round(CHECK_MM * PX_PER_MM)
    squares = flat.reshape(rows, edge, columns, edge, 3)[:, 2:-2, :, 2:-2].mean(axis=(1, 3))
    sign = np.where((np.arange(rows)[::-1, None] + np.arange(columns)[None]) % 2 == 0, -1.0, 1.0).astype(np.float32)
    padded = np.pad(squares, ((1, 1), (1, 1), (0, 0)), mode="reflect")
    around = (padded[:-2, 1:-1] + padded[2:, 1:-1] + padded[1:-1, :-2] + padded[1:-1, 2:]) / 4.0
    return squares, around, sign


def _bent_mm(flat: NDArray[np.float32], printed: NDArray[np.float32]) -> float:
    """How far squares are from where they belong, nine tenths of what is seen clearly being nearer.

    A chequered page is two gratings along its diagonals; where they are shifted, so are their phases, even where so
    many squares are out of place that white has become tinted.
    """
    red = flat[..., 0] / np.maximum(cv2.blur(flat[..., 0], (round(2.0 * CHECK_MM * PX_PER_MM),) * 2), 8.0) - 1.0
    rows, columns = np.mgrid[0 : flat.shape[0], 0 : flat.shape[1]].astype(np.float32) / (2.0 * CHECK_MM * PX_PER_MM)
    strong = np.ones(flat.shape[:2], dtype=bool)
    squares = np.zeros(flat.shape[:2])
    for waves in (columns + rows, columns - rows):
        seen, true = (_grating(values, waves) for values in (-red, printed - 0.5))
        # The border of the place, a finger's width wide, has words and markers in reach.
        inner = np.zeros_like(strong)
        inner[GRATING_PX:-GRATING_PX, GRATING_PX:-GRATING_PX] = True
        strong &= inner & (np.abs(seen) > CLEAR_SHARE * float(np.quantile(np.abs(seen), 0.9)))
        shift_mm = np.angle(seen * np.conj(true)) / (2.0 * np.pi) * 2.0 * CHECK_MM
        squares += shift_mm**2 / 2.0
    return float(np.sqrt(np.quantile(squares[strong], 0.9))) if strong.any() else 0.0


def _grating(values: NDArray[np.float32], waves: NDArray[np.float32]) -> NDArray[np.complex128]:
    """How strong and where a grating is around every pixel."""
    parts = [cv2.GaussianBlur(values * wave(2.0 * np.pi * waves), (0, 0), GRATING_PX) for wave in (np.cos, np.sin)]
    found: NDArray[np.complex128] = parts[0] - 1j * parts[1]
    return found


def _print(area: Area, flat: NDArray[np.float32]) -> NDArray[np.float32]:
    """How much of the tint is at every pixel, 0..1."""
    rows, columns = flat.shape[:2]
    x = area.left + (np.arange(columns) + 0.5) / PX_PER_MM
    y = area.upper - (np.arange(rows) + 0.5) / PX_PER_MM
    dark = dark_check(np.stack(np.meshgrid(x, y), axis=-1), area).astype(np.float32)
    soft: NDArray[np.float32] = cv2.GaussianBlur(dark, (0, 0), PRINT_BLUR_PX)
    return soft
