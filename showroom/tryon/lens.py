"""The camera as a pinhole: pixels on one side, metres on the other.

The camera's frame is glTF's: +X right, +Y up, and it looks along -Z. Pixels count from the top left.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

USUAL_FOCAL_SHARE = 1.1
"""Focal length over the longer edge of the picture where nobody knows it: phones and webcams have 0.75 to 1.3,
portraits more. An error here moves the head nearer or farther; sizes are measured by the iris and hardly change."""


@dataclass(frozen=True)
class Pinhole:
    """A camera without distortion and with square pixels.

    Args:
        size_px: width and height of the picture.
        focal_px: focal length.
    """

    size_px: tuple[int, int]
    focal_px: float

    @classmethod
    def usual(cls, size_px: tuple[int, int]) -> Pinhole:
        """What a camera of unknown make most likely is."""
        return cls(size_px, max(size_px) * USUAL_FOCAL_SHARE)

    @classmethod
    def with_fov(cls, size_px: tuple[int, int], fov_deg: float) -> Pinhole:
        """A camera whose longer edge sees `fov_deg`."""
        return cls(size_px, max(size_px) / 2.0 / math.tan(math.radians(fov_deg) / 2.0))

    @property
    def vertical_fov_deg(self) -> float:
        """The vertical angle of view."""
        return math.degrees(2.0 * math.atan(self.size_px[1] / 2.0 / self.focal_px))

    def project(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (n, 3) of the camera's frame in pixels, (n, 2)."""
        depth = np.maximum(-points_m[:, 2], 1e-6)
        x = self.size_px[0] / 2.0 + self.focal_px * points_m[:, 0] / depth
        y = self.size_px[1] / 2.0 - self.focal_px * points_m[:, 1] / depth
        return np.column_stack([x, y])

    def unproject(self, points_px: NDArray[np.float64], depth_m: NDArray[np.float64] | float) -> NDArray[np.float64]:
        """Pixels (n, 2) at depths along the view in metres, (n, 3)."""
        depth = np.broadcast_to(np.asarray(depth_m, dtype=np.float64), (len(points_px),))
        x = (points_px[:, 0] - self.size_px[0] / 2.0) * depth / self.focal_px
        y = (self.size_px[1] / 2.0 - points_px[:, 1]) * depth / self.focal_px
        return np.column_stack([x, y, -depth])
