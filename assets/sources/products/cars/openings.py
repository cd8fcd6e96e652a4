"""Half panels that reach to the middle: masks, grilles, diffusers."""

from __future__ import annotations

import numpy as np
from products.cars.body import Array, turned


def clipped(loop: Array, low: float, high: float) -> Array:
    """A loop over the middle cut off at it, with points along the cut; the middle is the end that it sticks out of."""
    at = low if loop[:, 0].min() < low - 1.0 else high
    inside = loop[(loop[:, 0] >= low - 1e-6) & (loop[:, 0] <= high + 1e-6)]
    ends = inside[np.abs(inside[:, 0] - at) < 1.0]
    top, bottom = ends[np.argmax(ends[:, 1])], ends[np.argmin(ends[:, 1])]
    start = int(np.argmin(np.linalg.norm(inside - bottom, axis=1)))
    curve = np.roll(inside, -start, 0)
    if np.linalg.norm(curve[1] - top) < np.linalg.norm(curve[-1] - top):
        curve = np.roll(curve[::-1], 1, 0)
    line = np.linspace(top[1], bottom[1], 8)[1:-1]
    return turned(np.concatenate([curve, np.stack([np.full(6, at), line], 1)]))
