"""One face's size over many frames: what is read anew in each averages out, what a person is does not.

The iris of one person is as large in every frame, so many frames make its width surer but not how it compares with
other people's irises; the same goes for how a card lies on one forehead. So each source's spread has a part that stays.
"""

from __future__ import annotations

import math
from collections import deque
from typing import TYPE_CHECKING, Final

import numpy as np

from showroom.tryon.fit import FACE_SPREAD, FACE_SPREAD_BY_PUPILS, IRIS_SPREAD, MODEL_SPREAD, Scale, fuse

if TYPE_CHECKING:
    from showroom.tryon.ruler import RulerKind

MEMORY: Final = 90
RUNS: Final = 5.0
"""Neighbouring frames err alike: so many of them count as one."""
STAYS: Final = {
    "people": FACE_SPREAD_BY_PUPILS,
    "iris": math.hypot(IRIS_SPREAD, MODEL_SPREAD / 2.0),
    "card": 0.009,
    "strip": 0.008,
}
NO_RULER: Final = {"people", "iris"}


class SizeMemory:
    """What is known of one face's size."""

    def __init__(self) -> None:
        self._read: dict[str, deque[Scale]] = {}

    def add(
        self, iris: Scale | None, ruler: Scale | None = None, kind: RulerKind = "card", *, people: Scale | None = None
    ) -> None:
        """Remember what one frame says; None where it says nothing. `people` is `fit.usual_scale`."""
        for name, scale in (("people", people), ("iris", iris), (kind, ruler)):
            if scale is not None:
                self._read.setdefault(name, deque(maxlen=MEMORY)).append(scale)

    @property
    def has_ruler(self) -> bool:
        """Whether a card or a strip was seen."""
        return bool(self._read.keys() - NO_RULER)

    def scale(self) -> Scale:
        """The best that all frames, and what adults are, say together."""
        known = () if "people" in self._read else (Scale(1.0, FACE_SPREAD),)
        return fuse((*known, *(_together(name, tuple(read)) for name, read in self._read.items())))

    def ruler(self) -> Scale | None:
        """What the rulers alone say; None where none was seen."""
        read = [_together(name, tuple(scales)) for name, scales in self._read.items() if name not in NO_RULER]
        return fuse(tuple(read)) if read else None


def _together(name: str, scales: tuple[Scale, ...]) -> Scale:
    """The median of one source: outliers of single frames do not move it."""
    values = np.array([scale.value for scale in scales])
    value = float(np.median(values))
    single = float(np.median([scale.spread for scale in scales]))
    stays = min(STAYS[name], single)
    # What is read anew in each frame, from what a frame says of itself and from how frames differ.
    scatter = 1.4826 * float(np.median(np.abs(values / value - 1.0)))
    fresh = max(math.sqrt(max(single**2 - stays**2, 0.0)), scatter)
    return Scale(value, math.hypot(stays, fresh / math.sqrt(max(len(scales) / RUNS, 1.0))))
