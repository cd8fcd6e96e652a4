"""What light falls on a face, as far as one picture tells: where it comes from, how strong and how coloured it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

LUMINANCE = np.array([0.2126, 0.7152, 0.0722])
# Cheeks, forehead and nose: skin in every face, and no hair, lips or eyes.
SKIN_ABOVE_M, SKIN_BELOW_M = 0.04, -0.045


@dataclass(frozen=True)
class LightEstimate:
    """Light on a face, in the camera's frame.

    Args:
        towards: unit direction to where most light comes from.
        key_share: how much of the light comes from there, 0..1.
        level: linear brightness of a white surface in it; 1 is the brightest that the picture holds.
        tint: linear RGB with mean 1.
    """

    towards: Vector3
    key_share: float
    level: float
    tint: Vector3


def linear(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Bytes of sRGB as linear light, float32 (IEC 61966-2-1)."""
    steps = np.arange(256) / 255.0
    table = np.where(steps <= 0.04045, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4).astype(np.float32)  # noqa: PLR2004
    return table[picture]


def estimate_light(
    picture: NDArray[np.uint8],
    places_px: NDArray[np.float64],
    normals: NDArray[np.float64],
    skin: NDArray[np.bool_],
) -> LightEstimate:
    """Fit first-order light to the shading of the skin.

    Args:
        picture: (height, width, 3) uint8 sRGB.
        places_px: (n, 2) landmarks.
        normals: (n, 3) of the face there, camera's frame.
        skin: (n,) which of them are skin.
    """
    height, width = picture.shape[:2]
    column = np.clip(places_px[:, 0].astype(int), 0, width - 1)
    row = np.clip(places_px[:, 1].astype(int), 0, height - 1)
    seen = skin & (normals[:, 2] > 0.2)  # noqa: PLR2004 - edges mix with what is behind
    small = picture[:: max(height // 256, 1), :: max(width // 256, 1)]
    whole = linear(small).reshape(-1, 3)
    level = float(np.clip(np.quantile(whole @ LUMINANCE, 0.95), 0.25, 1.0))
    tint = _tint(whole)
    if int(seen.sum()) < 20:  # noqa: PLR2004 - too few to fit four numbers
        return LightEstimate((0.0, 0.5, 0.866), 0.3, level, tint)
    brightness = linear(picture[row[seen], column[seen]]) @ LUMINANCE
    first = _first_order(normals[seen], brightness)
    strength = float(np.linalg.norm(first[1:]))
    direction = first[1:] / strength if strength > 1e-6 else np.array([0.0, 0.5, 0.866])  # noqa: PLR2004
    # Light on a face that one sees comes from the front half, and from above more often than not.
    direction = direction + np.array([0.0, 0.35, 0.35])
    direction = direction / np.linalg.norm(direction)
    direction[2] = max(direction[2], 0.2)
    direction = direction / np.linalg.norm(direction)
    share = float(np.clip(strength / (strength + max(float(first[0]), 1e-3)), 0.15, 0.7))
    return LightEstimate((float(direction[0]), float(direction[1]), float(direction[2])), share, level, tint)


def _first_order(normals: NDArray[np.float64], brightness: NDArray[np.float64]) -> NDArray[np.float64]:
    """Even light and a direction (4,), found twice: the second time without freckles, brows and glints."""
    table = np.column_stack([np.ones(len(normals)), normals])
    weights = np.ones(len(normals))
    solution = np.zeros(4)
    for _ in range(3):
        square = table.T @ (table * weights[:, None]) + np.diag([0.0, 1.0, 1.0, 1.0]) * 0.02 * weights.sum()
        solution = np.linalg.solve(square, table.T @ (weights * brightness))
        off = np.abs(brightness - table @ solution)
        weights = 1.0 / (1.0 + (off / max(float(np.median(off)) * 2.0, 1e-4)) ** 2)
    return solution


def _tint(whole: NDArray[np.float32]) -> Vector3:
    """The light's colour: half of what a grey world would say, and never strong."""
    mean = whole.mean(axis=0) + 1e-3
    tint = np.clip((mean / mean.mean()) ** 0.35, 0.85, 1.18)
    tint = tint / tint.mean()
    return (float(tint[0]), float(tint[1]), float(tint[2]))


def vertex_normals(points: NDArray[np.float64], triangles: NDArray[np.uint32]) -> NDArray[np.float64]:
    """Unit normals of a mesh's vertices, (n, 3), weighted by area."""
    corners = points[triangles]
    faces = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    normals = np.zeros_like(points)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    lengths = np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    unit: NDArray[np.float64] = normals / lengths
    return unit


def is_skin(points_m: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Which landmarks (n, 3), head's frame, lie on cheeks, nose or forehead, clear of eyes, brows and lips."""
    x, y = np.abs(points_m[:, 0]), points_m[:, 1]
    eyes = (y > -0.014) & (y < 0.03) & (x > 0.012)  # noqa: PLR2004 - lids and brows
    return (y < SKIN_ABOVE_M) & (y > SKIN_BELOW_M) & ~eyes & (x < 0.06)  # noqa: PLR2004 - the sides are hair in many
