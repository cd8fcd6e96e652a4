"""How close a drawn picture comes to a reference picture, and what is close enough.

Everything is computed from the two pictures: nothing here knows who drew them, or how.

Source: Khronos 3D Commerce viewer certification (SSIM, PSNR and their thresholds of 2021; a deviation of sRGB values);
the measures of the foreground are ours, for a white frame passes the others where a product leaves much of the
picture empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from showroom.pictures.similarity import framed_mean, likeness_map, overlap, psnr_db

if TYPE_CHECKING:
    from numpy.typing import NDArray

BACKGROUND_STEPS = 6
"""So many steps of 255 may a channel differ from the background's and still count as background."""
PRODUCT_STEPS = 48
"""From so many steps on, a pixel is certainly none of the background, nor a highlight as bright as it."""


class Scores(Struct, frozen=True):
    """How close a picture comes to its reference.

    Args:
        ssim: mean structural similarity of the whole picture, -1..1.
        psnr_db: peak signal-to-noise ratio of the whole picture; infinite for equal ones.
        foreground_ssim: mean structural similarity where either picture shows the product.
        silhouette: intersection over union of where they show it, 0..1.
        srgb_deviation: mean difference of a channel there, as a share of its range, 0..1.
        hue_deviation: the part of it that is colour and not brightness, 0..1.
    """

    ssim: float
    psnr_db: float
    foreground_ssim: float
    silhouette: float
    srgb_deviation: float
    hue_deviation: float


class Gate(Struct, frozen=True):
    """What scores must be better than."""

    ssim: float = 0.70
    psnr_db: float = 20.0
    foreground_ssim: float = 0.75
    silhouette: float = 0.95
    hue_deviation: float = 0.012

    def failures(self, scores: Scores) -> tuple[str, ...]:
        """The names of the scores that are not good enough."""
        good = {
            "ssim": scores.ssim > self.ssim,
            "psnr_db": scores.psnr_db > self.psnr_db,
            "foreground_ssim": scores.foreground_ssim > self.foreground_ssim,
            "silhouette": scores.silhouette > self.silhouette,
            "hue_deviation": scores.hue_deviation < self.hue_deviation,
        }
        return tuple(name for name, passed in good.items() if not passed)


def score(reference: NDArray[np.uint8], drawn: NDArray[np.uint8], background: NDArray[np.uint8]) -> Scores:
    """Compare two (height, width, 3) uint8 sRGB pictures in front of one background colour (3,)."""
    here, there = silhouettes(reference, drawn, background)
    where = here | there
    likeness = likeness_map(reference, drawn)
    difference = drawn.astype(np.float64)[where] - reference.astype(np.float64)[where]
    colour = difference - difference.mean(axis=-1, keepdims=True)
    return Scores(
        ssim=framed_mean(likeness),
        psnr_db=psnr_db(reference, drawn),
        foreground_ssim=float(likeness[where].mean()) if where.any() else 1.0,
        silhouette=overlap(here, there),
        srgb_deviation=_mean_share(difference),
        hue_deviation=_mean_share(colour),
    )


def silhouettes(
    reference: NDArray[np.uint8], drawn: NDArray[np.uint8], background: NDArray[np.uint8]
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where each of two pictures shows the product, (height, width); a hole that only one of them has is a hole."""
    first, second = (_from_background(picture, background) for picture in (reference, drawn))
    holes_here = (first <= BACKGROUND_STEPS) & (second > PRODUCT_STEPS)
    holes_there = (second <= BACKGROUND_STEPS) & (first > PRODUCT_STEPS)
    return silhouette(reference, background) & ~holes_here, silhouette(drawn, background) & ~holes_there


def silhouette(picture: NDArray[np.uint8], background: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a picture shows the product: what background that reaches the picture's edge does not cover.

    A highlight as white as the background is part of the product as long as something else surrounds it.
    """
    return ~reached_from_edge(_from_background(picture, background) <= BACKGROUND_STEPS)


def background_of(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The colour that most of the picture's edge has, (3,) uint8."""
    edge = np.concatenate([picture[0], picture[-1], picture[:, 0], picture[:, -1]])
    colours, counts = np.unique(edge, axis=0, return_counts=True)
    return np.asarray(colours[counts.argmax()], np.uint8)


def reached_from_edge(free: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which pixels of `free` are joined to the edge of the picture through free ones, by their four neighbours."""
    reached = np.zeros_like(free)
    reached[[0, -1]], reached[:, [0, -1]] = free[[0, -1]], free[:, [0, -1]]
    before = -1
    # Each sweep runs along whole rows and columns; ways that turn often take several.
    while (count := int(reached.sum())) != before:
        before = count
        for axis in (0, 1):
            reached = _spread(reached, free, axis)
    return reached


def _from_background(picture: NDArray[np.uint8], background: NDArray[np.uint8]) -> NDArray[np.int16]:
    """How far each pixel's colour is from the background's, in steps of 255 of the channel that differs most."""
    return np.asarray(np.abs(picture.astype(np.int16) - background.astype(np.int16)).max(axis=-1), np.int16)


def _spread(reached: NDArray[np.bool_], free: NDArray[np.bool_], axis: int) -> NDArray[np.bool_]:
    """Fill every unbroken run of free pixels along an axis that holds a reached one."""
    lines, seeds = (np.moveaxis(one, axis, -1) for one in (free, reached))
    starts = lines & ~np.pad(lines, ((0, 0), (1, 0)))[:, :-1]
    runs = np.cumsum(starts.ravel()).reshape(lines.shape) * lines
    filled = np.zeros(int(runs.max()) + 1, np.bool_)
    filled[runs[seeds & lines]] = True
    filled[0] = False
    return np.asarray(np.moveaxis(filled[runs], -1, axis), np.bool_)


def _mean_share(difference: NDArray[np.float64]) -> float:
    return float(np.abs(difference).mean()) / 255.0 if difference.size else 0.0
