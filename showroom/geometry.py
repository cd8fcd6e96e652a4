"""Turning in the glTF frame (right-handed, +Y up, +Z front).

Quaternions are (x, y, z, w), headings are radians about +Y.
"""

from __future__ import annotations

import math

Quaternion = tuple[float, float, float, float]

_NEARLY_PARALLEL = 0.9995
"""Cosine above which the sine in spherical interpolation loses its digits, and a straight line is as good."""


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


def slerp(start: Quaternion, end: Quaternion, share: float) -> Quaternion:
    """The rotation at `share` (0..1) of the shorter way between two unit quaternions, at constant speed.

    Source: K. Shoemake, "Animating Rotation with Quaternion Curves", SIGGRAPH 1985.
    """
    # Written out, for every person in a room is turned in every frame.
    (ax, ay, az, aw), (bx, by, bz, bw) = start, end
    cosine = ax * bx + ay * by + az * bz + aw * bw
    sign = -1.0 if cosine < 0 else 1.0
    cosine = abs(cosine)
    from_start, from_end = 1 - share, share * sign
    if cosine <= _NEARLY_PARALLEL:
        angle = math.acos(cosine)
        from_start, from_end = math.sin((1 - share) * angle), sign * math.sin(share * angle)
    x, y = from_start * ax + from_end * bx, from_start * ay + from_end * by
    z, w = from_start * az + from_end * bz, from_start * aw + from_end * bw
    length = math.sqrt(x * x + y * y + z * z + w * w)
    return (x / length, y / length, z / length, w / length)
