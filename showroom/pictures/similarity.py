"""How alike two pictures of one product are, where the product is.

Source: Z. Wang et al., "Image Quality Assessment: From Error Visibility to Structural Similarity", 2004, with a uniform
window of 7 x 7 pixels and the sample covariance, as scikit-image's ``structural_similarity`` has them by default.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.pictures.color import ciede2000, lab

if TYPE_CHECKING:
    from numpy.typing import NDArray

WINDOW_PX = 7
PEAK = 255.0
STEADY_MEAN, STEADY_SPREAD = (0.01 * PEAK) ** 2, (0.03 * PEAK) ** 2
# Of a window's pixels, one says where their mean is.
SAMPLED = WINDOW_PX**2 / (WINDOW_PX**2 - 1.0)
LUMA = np.array([0.299, 0.587, 0.114])
TILE_PX = 8
LEAST_SHARE = 0.25
"""Tiles of which less than this shows the product say nothing about it."""


def structure(before: NDArray[np.uint8], after: NDArray[np.uint8], where: NDArray[np.bool_]) -> float:
    """Mean structural similarity of the luma over the pixels `where`; 1 is equal, also where there are none."""
    return float(_likeness(before @ LUMA, after @ LUMA)[where].mean()) if where.any() else 1.0


def likeness_map(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """Structural similarity around each pixel, the mean of the three channels; -1..1, (height, width)."""
    channels = (_likeness(before[..., one].astype(np.float64), after[..., one].astype(np.float64)) for one in range(3))
    return np.asarray(sum(channels) / 3.0, np.float64)


def framed_mean(likeness: NDArray[np.float64]) -> float:
    """The mean of a `likeness_map` over the pixels whose window lies in the picture, as scikit-image takes it."""
    rim = WINDOW_PX // 2
    return float(likeness[rim:-rim, rim:-rim].mean())


def psnr_db(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> float:
    """Peak signal-to-noise ratio of two pictures of one shape in dB; infinite where they are equal."""
    difference = before.astype(np.float32) - after.astype(np.float32)
    error = float(np.mean(difference * difference, dtype=np.float64))
    return float("inf") if error == 0.0 else 10.0 * float(np.log10(PEAK * PEAK / error))


def overlap(before: NDArray[np.bool_], after: NDArray[np.bool_]) -> float:
    """Intersection over union of two silhouettes; 1 where both are empty."""
    union = int((before | after).sum())
    return int((before & after).sum()) / union if union else 1.0


def inside(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """A silhouette without its outermost pixels, which mix with what is behind; what is as thin as they are stays."""
    core = _eroded(where)
    return np.asarray(core | (where & ~_grown(core)), np.bool_)


def color_differences(before: NDArray[np.uint8], after: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIEDE2000 of each pixel, (height, width); pixels with equal bits cost nothing."""
    differs = (before != after).any(axis=-1)
    found = np.zeros(differs.shape)
    found[differs] = ciede2000(lab(before[differs]), lab(after[differs]))
    return found


def worst_tile(values: NDArray[np.float64], where: NDArray[np.bool_]) -> float:
    """The greatest mean of `values` over the pixels `where` of a tile of 8 x 8 pixels; 0 where nothing shows."""
    height, width = (side // TILE_PX * TILE_PX for side in values.shape)
    tiles = (height // TILE_PX, TILE_PX, width // TILE_PX, TILE_PX)
    mask = where[:height, :width].reshape(tiles)
    counts = mask.sum(axis=(1, 3))
    sums = (values[:height, :width].reshape(tiles) * mask).sum(axis=(1, 3))
    enough = counts >= LEAST_SHARE * TILE_PX * TILE_PX
    return float((sums[enough] / counts[enough]).max()) if enough.any() else 0.0


def _eroded(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    return np.asarray(~_grown(~where), np.bool_)


def _grown(where: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Every pixel that is in `where` or next to it, also across corners."""
    padded = np.pad(where, 1)
    height, width = where.shape
    shifted = [padded[row : row + height, column : column + width] for row in range(3) for column in range(3)]
    return np.asarray(np.logical_or.reduce(shifted), np.bool_)


def _likeness(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Structural similarity of two single channels around each pixel."""
    mean_x, mean_y = _window_mean(x), _window_mean(y)
    spread_x = SAMPLED * (_window_mean(x * x) - mean_x**2)
    spread_y = SAMPLED * (_window_mean(y * y) - mean_y**2)
    together = SAMPLED * (_window_mean(x * y) - mean_x * mean_y)
    return ((2 * mean_x * mean_y + STEADY_MEAN) * (2 * together + STEADY_SPREAD)) / (
        (mean_x**2 + mean_y**2 + STEADY_MEAN) * (spread_x + spread_y + STEADY_SPREAD)
    )


def _window_mean(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean around each pixel; borders repeat."""
    padded = np.pad(values, WINDOW_PX // 2, mode="edge")
    for axis in (0, 1):
        sums = np.cumsum(padded, axis=axis)
        sums = np.insert(sums, 0, 0.0, axis=axis)
        length = padded.shape[axis] - WINDOW_PX + 1
        upper = np.take(sums, range(WINDOW_PX, WINDOW_PX + length), axis=axis)
        padded = (upper - np.take(sums, range(length), axis=axis)) / WINDOW_PX
    return np.asarray(padded, np.float64)
