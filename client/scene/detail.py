"""Which of a product's levels is drawn: the coarsest that nobody can tell from the model at its size on the screen."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_PX = 0.5
"""How far a surface may be from where it belongs, in pixels: edges are smoothed over a whole one."""
RETURN_PX = 0.4
"""A coarser level comes when it fits this well, so that nothing switches to and fro on the border."""
NEAREST_M = 0.05
SMALL_PX = 32.0
"""What is smaller is drawn as a whole, without the pictures on it."""
SMALLER = 0.9
"""It comes when it is so much smaller than that, so that nothing switches to and fro on the border."""


def pixels_per_radian(fov_deg: float, height_px: int) -> float:
    """How many pixels something takes that is as large as it is far away."""
    return height_px / (2.0 * math.tan(math.radians(fov_deg) / 2.0))


def fitting_level(errors_m: Sequence[float], distance_m: float, per_radian: float, shown: int) -> int:
    """The level to draw.

    Args:
        errors_m: of the levels from 1 on, rising.
        distance_m: from the eye to the nearest point.
        per_radian: see `pixels_per_radian`.
        shown: the level that is drawn now; 0 is the model itself.
    """
    scale = per_radian / max(distance_m, NEAREST_M)
    fitting = 0
    for level, error_m in enumerate(errors_m, 1):
        if error_m * scale <= (RETURN_PX if level > shown else MOST_PX):
            fitting = level
    return fitting


def is_small(radius_m: float, distance_m: float, per_radian: float, *, shown: bool) -> bool:
    """Whether a product is so small in the picture that it is drawn as a whole.

    Args:
        radius_m: of the sphere around it.
        distance_m: from the eye to its middle.
        per_radian: see `pixels_per_radian`.
        shown: whether it is drawn so now.
    """
    across_px = 2.0 * radius_m * per_radian / max(distance_m, NEAREST_M)
    return across_px < SMALL_PX * (1.0 if shown else SMALLER)
