"""The product in the middle of what the panels leave: the lens glides there, for the eye itself stays on its orbit."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final

from client.ui.layout import offset_to

if TYPE_CHECKING:
    from client.ui.layout import Area

_PER_S: Final = 7.0
_STILL: Final = 5e-4


class Framing:
    """Where the lens is shifted to.

    Attributes:
        offset: across and upward, as `View.set_offset` takes it.
    """

    def __init__(self) -> None:
        self.offset = (0.0, 0.0)

    def step(self, area: Area | None, size_px: tuple[int, int], delta_s: float, *, calm: bool) -> bool:
        """Glide towards the middle of an area, or of the picture; returns whether anything has moved."""
        wanted = offset_to(area, size_px) if area is not None else (0.0, 0.0)
        if wanted == self.offset:
            return False
        share = 1.0 if calm else 1.0 - math.exp(-_PER_S * delta_s)
        across, upward = (now + (goal - now) * share for now, goal in zip(self.offset, wanted, strict=True))
        near = math.hypot(wanted[0] - across, wanted[1] - upward) < _STILL
        self.offset = wanted if near else (across, upward)
        return True
