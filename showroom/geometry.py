"""Turning in the glTF frame (right-handed, +Y up, +Z front).

Quaternions are (x, y, z, w), headings are radians about +Y.
"""

from __future__ import annotations

import math

Quaternion = tuple[float, float, float, float]


def quaternion_from_heading(heading: float) -> Quaternion:
    """The unit quaternion of standing upright and facing (sin heading, 0, cos heading)."""
    return (0.0, math.sin(heading / 2), 0.0, math.cos(heading / 2))


def quaternion_from_gaze(heading: float, pitch: float) -> Quaternion:
    """The turn about +Y by `heading` after one upwards by `pitch`, radians; +Z goes where somebody looks."""
    sine_h, cosine_h = math.sin(heading / 2), math.cos(heading / 2)
    sine_p, cosine_p = math.sin(-pitch / 2), math.cos(-pitch / 2)
    return (cosine_h * sine_p, sine_h * cosine_p, -sine_h * sine_p, cosine_h * cosine_p)


def heading_from_quaternion(rotation: Quaternion) -> float:
    """Where the front of a turned thing points on the floor, in -π..π; 0 where it points straight up or down."""
    x, y, z, w = rotation
    right, front = 2 * (x * z + w * y), w * w - x * x - y * y + z * z
    return math.atan2(right, front)
