"""The part of a picture that is drawn anew, and putting it back so that the rest stays as it was, bit by bit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Below this difference a pixel is the camera's own.
OWN_LEVELS = 2


@dataclass(frozen=True)
class Part:
    """The cut-out of a picture that is drawn: left, top, width and height in pixels."""

    left: int
    top: int
    width: int
    height: int

    def of(self, picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """The pixels of a picture in it."""
        return picture[self.top : self.top + self.height, self.left : self.left + self.width]

    def offset(self, size_px: tuple[int, int]) -> tuple[float, float]:
        """Where its middle lies from the picture's, in its own widths to the right and heights upwards."""
        across = (self.left + self.width / 2.0 - size_px[0] / 2.0) / self.width
        upward = (size_px[1] / 2.0 - self.top - self.height / 2.0) / self.height
        return across, upward


def part_around(places_px: NDArray[np.float64], size_px: tuple[int, int], step_px: int) -> Part:
    """The smallest part of a picture that holds all places (n, 2), in steps; empty where none is inside."""
    low = np.clip(np.floor(places_px.min(axis=0)), 0, size_px)
    high = np.clip(np.ceil(places_px.max(axis=0)), 0, size_px)
    edges = [
        min(math.ceil(float(edge) / step_px) * step_px, size) for edge, size in zip(high - low, size_px, strict=True)
    ]
    left, top = (int(min(float(start), size - edge)) for start, size, edge in zip(low, size_px, edges, strict=True))
    return Part(left, top, edges[0], edges[1])


def averaged(drawn: NDArray[np.uint8], detail: int) -> NDArray[np.float64]:
    """A picture that was drawn `detail` times larger."""
    height, width = drawn.shape[0] // detail, drawn.shape[1] // detail
    small: NDArray[np.float64] = drawn.reshape(height, detail, width, detail, 3).mean(axis=(1, 3))
    return small


def own(seen: NDArray[np.uint8], drawn: NDArray[np.float64]) -> NDArray[np.float64]:
    """What was drawn, with the camera's own pixels where nothing was: the rest is the renderer's dither."""
    changed = (np.abs(drawn - seen) > OWN_LEVELS).any(axis=-1, keepdims=True)
    return np.where(changed, drawn, seen)
