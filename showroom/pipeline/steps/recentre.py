"""Stand a model on the floor: its origin at the bottom, in the middle."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk

if TYPE_CHECKING:
    from showroom.gltf.model import Document

TOLERANCE_M = 5e-5
"""As far as quantised vertices may be from where they were."""


def recentre(document: Document, tolerance_m: float = TOLERANCE_M) -> Document:
    """Move the roots so that the extents are centred in x and z and begin at y = 0."""
    low, high = walk.bounds(document)
    offset = -np.array([(low[0] + high[0]) / 2, low[1], (low[2] + high[2]) / 2])
    if np.abs(offset).max() <= tolerance_m:
        return document
    shift = np.eye(4)
    shift[:3, 3] = offset
    return walk.stood_under(document, shift)
