"""Making what is drawn as soft and as grainy as the photo that it is put into."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWN_PX = 0.45
"""How soft drawn edges are already: they are averages over a pixel."""
SLOPE_SPREAD = 0.57
"""The variance that taking slopes over two pixels adds."""
MOST_SOFT_PX = 3.0
GRAIN_FROM = 1.2
CLEAR_LEVELS, FULL_LEVELS = 15.0, 45.0


def softness_px(picture: NDArray[np.uint8]) -> float:
    """How soft the sharpest edges of a picture are: the standard deviation of an equal Gaussian blur in pixels.

    Source: Zhuo and Sim, "Defocus map estimation from a single image", 2011: blur it once more and compare slopes.
    """
    grey = picture.astype(np.float64).mean(axis=-1)
    steep = _slopes(grey)
    again = _slopes(blurred(grey[..., None], 1.0)[..., 0])
    crests = _crests(steep)
    if not crests.any() or float(steep[crests].max()) < 4.0:  # noqa: PLR2004 - levels a pixel: fog has no edges
        return DRAWN_PX
    edges = crests & (steep >= 0.5 * np.quantile(steep[crests], 0.95))
    ratio = float(np.median(steep[edges] / np.maximum(again[edges], 1e-6)))
    spread = 1.0 / max(ratio * ratio - 1.0, 1e-3) - SLOPE_SPREAD
    return min(math.sqrt(max(spread, 0.0)), MOST_SOFT_PX)


def _crests(steep: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Where slopes are steeper than beside them: the middles of edges, whose flanks would tell a softer story."""
    crests = np.zeros(steep.shape, dtype=bool)
    crests[:, 1:-1] |= (steep[:, 1:-1] > steep[:, :-2]) & (steep[:, 1:-1] >= steep[:, 2:])
    crests[1:-1] |= (steep[1:-1] > steep[:-2]) & (steep[1:-1] >= steep[2:])
    return crests


def grain_levels(picture: NDArray[np.uint8]) -> float:
    """The standard deviation of a picture's noise in 8-bit levels.

    Source: Immerkær, "Fast Noise Variance Estimation", 1996, with a median for its mean: edges are no noise.
    """
    grey = picture.astype(np.float64).mean(axis=-1)
    rows = grey[:-2] - 2.0 * grey[1:-1] + grey[2:]
    both = rows[:, :-2] - 2.0 * rows[:, 1:-1] + rows[:, 2:]
    return float(np.median(np.abs(both))) / 0.6745 / 6.0


def blend(
    seen: NDArray[np.uint8],
    drawn: NDArray[np.float64],
    softness: float,
    grain: float,
    seed: int,
    cover: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """What was drawn over `seen`, as soft and grainy as the photo; (height, width, 3) float64 levels.

    Args:
        seen: the photo.
        drawn: the same with the product.
        softness: standard deviation of the photo's blur in pixels.
        grain: of its noise in levels.
        seed: of the grain; another one for every frame.
        cover: how much of each pixel the product hides, (height, width, 1) 0..1; where it is not given, what differs
            from the photo counts as hidden, which lets a white shoe on white paper shine through.
    """
    change = np.abs(drawn - seen).max(axis=-1, keepdims=True)
    extra = math.sqrt(max(softness**2 - DRAWN_PX**2, 0.0))
    mixed = drawn
    if extra > 0.2:  # noqa: PLR2004 - nobody sees less
        # Where the photo shines through, its own detail stays; where it is covered, none of it may come back.
        if cover is None:
            covered = np.clip((blurred(change, extra) - CLEAR_LEVELS) / (FULL_LEVELS - CLEAR_LEVELS), 0.0, 1.0)
        else:
            covered = blurred(cover, extra)
        mixed = (1.0 - covered) * (seen + blurred(drawn - seen, extra)) + covered * blurred(drawn, extra)
        touched = blurred((change > 0.0).astype(np.float64), extra) > 0.02  # noqa: PLR2004 - a step of a few levels
        mixed = np.where(touched, mixed, seen)
    if grain > GRAIN_FROM:
        grainy = np.clip(change / FULL_LEVELS, 0.0, 1.0) if cover is None else cover
        mixed = mixed + np.random.default_rng(seed).normal(0.0, grain, (*change.shape[:2], 1)) * grainy
    return mixed


def blurred(picture: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    """A Gaussian blur of (height, width, channels)."""
    reach = max(math.ceil(3.0 * sigma), 1)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    kernel /= kernel.sum()
    height, width = picture.shape[:2]
    padded = np.pad(picture, ((reach, reach), (0, 0), (0, 0)), mode="edge")
    down = np.zeros_like(picture)
    for index, weight in enumerate(kernel):
        down += weight * padded[index : index + height]
    padded = np.pad(down, ((0, 0), (reach, reach), (0, 0)), mode="edge")
    across = np.zeros_like(picture)
    for index, weight in enumerate(kernel):
        across += weight * padded[:, index : index + width]
    return across


def _slopes(grey: NDArray[np.float64]) -> NDArray[np.float64]:
    down, across = np.gradient(grey)
    steep: NDArray[np.float64] = np.hypot(down, across)
    return steep
