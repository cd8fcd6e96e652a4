"""What an eye can see at most, so that nobody is posed or drawn who cannot be in the picture."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from client.player import Camera
    from showroom.catalogue import Vector3


@dataclass(frozen=True)
class Sight:
    """What the eye can see at most: where it is, its heading, and half the angle of view across, in radians."""

    eye: Vector3
    heading: float
    half_angle: float = math.pi


def sight_of(camera: Camera, size_px: tuple[int, int], across: float = 0.0) -> Sight:
    """What a camera sees at most, its lens shifted by widths `across`; all around where it looks steeply up or down."""
    across, up, along = np.subtract(camera.target, camera.position)
    flat = math.hypot(across, along)
    if flat < abs(up):
        return Sight(camera.position, 0.0)
    height = math.tan(math.radians(camera.fov_deg) / 2)
    # Corners of a picture that looks down see further to the side than its middle does.
    half = math.atan(height * size_px[0] / size_px[1] * (1.0 + 2.0 * abs(across)) * math.hypot(flat, up) / flat * 1.2)
    return Sight(camera.position, math.atan2(across, along), half)
