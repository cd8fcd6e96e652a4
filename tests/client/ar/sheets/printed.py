"""Printing and photographing a sheet without the code under test: rectangles out of a PDF, a pinhole ray by ray."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

NUMBER = rb"(-?[\d.]+)"
FILLED = re.compile(rb"%s %s %s rg %s %s %s %s re f" % ((NUMBER,) * 7))
BOX = re.compile(rb"/MediaBox \[0 0 %s %s\]" % (NUMBER, NUMBER))


def printed(data: bytes, dots_per_mm: float = 6.0) -> NDArray[np.float32]:
    """The filled rectangles of a PDF's first page, (height, width, 3), 1 is white paper; words are left out."""
    box = BOX.search(data)
    assert box is not None
    width, height = (float(edge) / 72.0 * 25.4 for edge in box.groups())
    page = np.ones((round(height * dots_per_mm), round(width * dots_per_mm), 3), dtype=np.float32)
    for found in FILLED.finditer(data):
        red, green, blue, x, y, wide, high = (float(number) for number in found.groups())
        left, lower, across, upward = (edge / 72.0 * 25.4 * dots_per_mm for edge in (x, y, wide, high))
        rows = slice(round(page.shape[0] - lower - upward), round(page.shape[0] - lower))
        page[rows, round(left) : round(left + across)] = (red, green, blue)
    return page


def view(tilt_deg: float, turn_deg: float, away_m: float) -> NDArray[np.float64]:
    """camera_from_sheet (4, 4) of a camera that looks at the middle of a sheet; tilt 0 is straight down."""
    tilt, turn = np.radians([tilt_deg, turn_deg])
    about_up = np.array([[np.cos(turn), 0, np.sin(turn)], [0, 1, 0], [-np.sin(turn), 0, np.cos(turn)]])
    # Straight down: the sheet's up (y) is towards the camera (z), its -z is up in the picture.
    down = np.array([[1.0, 0, 0], [0, 0, -1.0], [0, 1.0, 0]])
    lean = np.array([[1.0, 0, 0], [0, np.cos(tilt), np.sin(tilt)], [0, -np.sin(tilt), np.cos(tilt)]])
    matrix = np.eye(4)
    matrix[:3, :3] = lean @ down @ about_up
    matrix[2, 3] = -away_m
    return matrix


def photographed(
    page: NDArray[np.float32],
    size_mm: tuple[float, float],
    camera_from_sheet: NDArray[np.float64],
    focal_px: float,
    size_px: tuple[int, int],
    bend_mm: float = 0.0,
) -> NDArray[np.uint8]:
    """The page on a grey floor, every pixel the mean of nine rays through it, with a little noise."""
    fine = 3
    v, u = np.mgrid[0 : size_px[1] * fine, 0 : size_px[0] * fine]
    rays = np.stack(
        [
            ((u + 0.5) / fine - size_px[0] / 2.0) / focal_px,
            (size_px[1] / 2.0 - (v + 0.5) / fine) / focal_px,
            -np.ones(u.shape),
        ],
        axis=-1,
    )
    turn, shift = camera_from_sheet[:3, :3], camera_from_sheet[:3, 3]
    eye, rays = -turn.T @ shift, rays @ turn
    height = np.zeros(u.shape)
    for _ in range(6):
        along = (height - eye[1]) / np.minimum(rays[..., 1], -1e-6)
        across, toward = eye[0] + along * rays[..., 0], eye[2] + along * rays[..., 2]
        height = bend_mm / 1000.0 * np.sin(np.pi * np.clip(across / size_mm[0] * 1000.0 + 0.5, 0.0, 1.0))
    column = np.floor((across * 1000.0 / size_mm[0] + 0.5) * page.shape[1]).astype(int)
    row = np.floor((toward * 1000.0 / size_mm[1] + 0.5) * page.shape[0]).astype(int)
    inside = (column >= 0) & (row >= 0) & (column < page.shape[1]) & (row < page.shape[0]) & (rays[..., 1] < 0.0)
    light = np.full((*u.shape, 3), 0.35, dtype=np.float32)
    light[inside] = page[row[inside], column[inside]] * 0.85 + 0.05
    light = light.reshape(size_px[1], fine, size_px[0], fine, 3).mean(axis=(1, 3))
    noise = np.random.default_rng(5).normal(0.0, 2.0, light.shape)
    seen: NDArray[np.uint8] = np.clip(light * 255.0 + noise + 0.5, 0, 255).astype(np.uint8)
    return seen
