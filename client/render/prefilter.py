"""What image-based light needs at run time, integrated once: mirror chain, irradiance, and the BRDF's share.

Source: Karis, "Real Shading in Unreal Engine 4" (split sum); Ramamoorthi and Hanrahan, "An Efficient Representation for
Irradiance Environment Maps"; Estevez and Kulla, "Production Friendly Microfacet Sheen BRDF".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from client.render import environment

if TYPE_CHECKING:
    from numpy.typing import NDArray

FACE_SIZE = 128
LEVELS = 6
SAMPLES = 192


@dataclass(frozen=True, eq=False)
class BakedLight:
    """A prefiltered environment.

    Args:
        specular: one (6, size, size, 3) float16 array per roughness 0, 1/5 … 1; OpenGL's cube faces and rows.
        irradiance: (9, 3) float32 coefficients of irradiance / π over the real spherical harmonics.
    """

    specular: tuple[NDArray[np.float16], ...]
    irradiance: NDArray[np.float32]


def bake(picture: NDArray[np.float32]) -> BakedLight:
    """Prefilter an equirectangular environment."""
    pyramid = [picture]
    while pyramid[-1].shape[0] > 16:  # noqa: PLR2004 - no lobe needs less
        pyramid.append(environment.halve(pyramid[-1]))
    levels = []
    for level in range(LEVELS):
        toward = _face_directions(FACE_SIZE >> level)
        source = pyramid[min(max(level - 1, 0), len(pyramid) - 1)]
        flat = environment.sample(picture, toward) if level == 0 else _convolve(source, toward, level / (LEVELS - 1))
        size = FACE_SIZE >> level
        levels.append(np.minimum(flat, 60000.0).reshape(6, size, size, 3).astype(np.float16))
    return BakedLight(tuple(levels), _irradiance(pyramid[min(2, len(pyramid) - 1)]))


def _face_directions(size: int) -> NDArray[np.float32]:
    line = (np.arange(size, dtype=np.float32) + 0.5) / size * 2.0 - 1.0
    t, s = np.meshgrid(line, line, indexing="ij")
    one = np.ones_like(s)
    faces = [(one, -t, -s), (-one, -t, s), (s, one, t), (s, -one, -t), (s, -t, one), (-s, -t, -one)]
    toward = np.stack([np.stack(face, axis=-1) for face in faces]).reshape(-1, 3)
    result: NDArray[np.float32] = toward / np.linalg.norm(toward, axis=1, keepdims=True)
    return result


def _hammersley(count: int) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    index = np.arange(count, dtype=np.uint32)
    bits = index.copy()
    bits = (bits << np.uint32(16)) | (bits >> np.uint32(16))
    for shift, mask in ((1, 0x55555555), (2, 0x33333333), (4, 0x0F0F0F0F), (8, 0x00FF00FF)):
        bits = ((bits & np.uint32(mask)) << np.uint32(shift)) | ((bits >> np.uint32(shift)) & np.uint32(mask))
    return ((index + 0.5) / count).astype(np.float32), (bits * 2.3283064365386963e-10).astype(np.float32)


def _half_vectors(roughness: NDArray[np.float32] | float, count: int) -> NDArray[np.float32]:
    """GGX half vectors about +Z for one roughness, (count, 3)."""
    u, v = _hammersley(count)
    alpha = float(roughness) ** 2
    cosine = np.sqrt((1.0 - v) / (1.0 + (alpha * alpha - 1.0) * v))
    sine = np.sqrt(np.maximum(1.0 - cosine * cosine, 0.0))
    angle = 2.0 * np.pi * u
    return np.stack([sine * np.cos(angle), sine * np.sin(angle), cosine], axis=-1).astype(np.float32)


def _convolve(source: NDArray[np.float32], toward: NDArray[np.float32], roughness: float) -> NDArray[np.float32]:
    up = np.where(np.abs(toward[:, 1:2]) < 0.99, [[0.0, 1.0, 0.0]], [[1.0, 0.0, 0.0]]).astype(np.float32)  # noqa: PLR2004
    tangent = np.cross(up, toward)
    tangent /= np.linalg.norm(tangent, axis=1, keepdims=True)
    bitangent = np.cross(toward, tangent)
    total = np.zeros_like(toward)
    weights = 0.0
    for half in _half_vectors(roughness, SAMPLES):
        cosine = 2.0 * half[2] * half[2] - 1.0  # of light and normal, as the view stands on the normal
        if cosine <= 0.0:
            continue
        reflected = 2.0 * half[2] * half - np.array([0.0, 0.0, 1.0], dtype=np.float32)
        light = reflected[0] * tangent + reflected[1] * bitangent + reflected[2] * toward
        total += cosine * environment.sample(source, light)
        weights += cosine
    return total / weights


def _irradiance(picture: NDArray[np.float32]) -> NDArray[np.float32]:
    height = picture.shape[0]
    toward = environment.directions(height).reshape(-1, 3)
    solid_angle = np.sqrt(np.maximum(1.0 - toward[:, 1] ** 2, 0.0)) * (np.pi / height) ** 2
    basis = harmonics(toward)
    moments = basis.T @ (picture.reshape(-1, 3) * solid_angle[:, None])
    # The cosine lobe's convolution per band (π, 2π/3, π/4), divided by π as Lambert's BRDF wants it.
    bands = np.array([1.0] + [2.0 / 3.0] * 3 + [0.25] * 5, dtype=np.float32)
    result: NDArray[np.float32] = (moments * bands[:, None]).astype(np.float32)
    return result


def harmonics(toward: NDArray[np.float32]) -> NDArray[np.float32]:
    """The nine real spherical harmonics of unit directions, (n, 9)."""
    x, y, z = toward.T
    return np.stack(
        [
            np.full_like(x, 0.282095),
            0.488603 * y,
            0.488603 * z,
            0.488603 * x,
            1.092548 * x * y,
            1.092548 * y * z,
            0.315392 * (3.0 * z * z - 1.0),
            1.092548 * x * z,
            0.546274 * (x * x - y * y),
        ],
        axis=-1,
    )


@cache
def brdf_table(size: int = 64) -> NDArray[np.float32]:
    """What a surface returns of a white environment, (size, size, 3).

    Rows are roughness, columns the cosine of the view; channels are GGX's factor and offset of F0, and the sheen's
    albedo.
    """
    grid = (np.arange(size, dtype=np.float32) + 0.5) / size
    table = np.zeros((size, size, 3), dtype=np.float32)
    view = np.stack([np.sqrt(1.0 - grid * grid), np.zeros_like(grid), grid], axis=-1)
    for row, roughness in enumerate(grid):
        table[row, :, :2] = _ggx_shares(view, float(roughness))
        table[row, :, 2] = _sheen_albedo(view, float(roughness))
    return table


def _ggx_shares(view: NDArray[np.float32], roughness: float, count: int = 256) -> NDArray[np.float32]:
    half = _half_vectors(roughness, count)
    view_half = np.maximum(view @ half.T, 1e-4)
    light_z = 2.0 * view_half * half[None, :, 2] - view[:, 2:3]
    alpha = roughness**2
    view_z = view[:, 2:3]
    visible = np.maximum(light_z, 0.0)
    smith = 0.5 / (
        visible * np.sqrt(view_z**2 * (1.0 - alpha**2) + alpha**2)
        + view_z * np.sqrt(visible**2 * (1.0 - alpha**2) + alpha**2)
        + 1e-7
    )
    weight = np.where(light_z > 0.0, smith * 4.0 * visible * view_half / half[None, :, 2], 0.0)
    fresnel = (1.0 - view_half) ** 5
    return np.stack([((1.0 - fresnel) * weight).mean(axis=1), (fresnel * weight).mean(axis=1)], axis=-1)


def _sheen_albedo(view: NDArray[np.float32], roughness: float, count: int = 256) -> NDArray[np.float32]:
    u, v = _hammersley(count)
    angle = 2.0 * np.pi * u
    height = v  # uniform over the hemisphere: pdf 1 / 2π
    radius = np.sqrt(np.maximum(1.0 - height * height, 0.0))
    light = np.stack([radius * np.cos(angle), radius * np.sin(angle), height], axis=-1)
    half = view[:, None, :] + light[None, :, :]
    half_z = np.clip(half[..., 2] / np.maximum(np.linalg.norm(half, axis=-1), 1e-6), 0.0, 1.0)
    inverse_alpha = 1.0 / max(roughness * roughness, 0.005)
    sine = np.sqrt(np.maximum(1.0 - half_z**2, 1e-6))
    distribution = (2.0 + inverse_alpha) * sine**inverse_alpha / (2.0 * np.pi)
    alpha = max(roughness * roughness, 0.005)
    view_z = np.maximum(view[:, 2:3], 1e-3)
    masked = 1.0 + _charlie_lambda(view_z, alpha) + _charlie_lambda(np.maximum(height[None, :], 1e-3), alpha)
    # The cosine of the light cancels out of its own visibility.
    reflected = distribution / (masked * 4.0 * view_z)
    result: NDArray[np.float32] = np.clip(reflected.mean(axis=1) * 2.0 * np.pi, 0.0, 1.0)
    return result


def _charlie_lambda(cosine: NDArray[np.float32], alpha: float) -> NDArray[np.float32]:
    """How much fibres hide of each other (Estevez and Kulla, section 3)."""
    blend = (1.0 - alpha) ** 2
    pairs = ((21.5473, 25.3245), (3.82987, 3.32435), (0.19823, 0.16801), (-1.97760, -1.27393), (-4.32054, -4.85967))
    a, b, c, d, e = (rough + (smooth - rough) * blend for rough, smooth in pairs)

    def fitted(x: NDArray[np.float32] | float) -> NDArray[np.float32]:
        at = np.asarray(x, dtype=np.float32)
        return (a / (1.0 + b * at**c) + d * at + e).astype(np.float32)

    low = np.exp(fitted(cosine))
    high = np.exp(2.0 * fitted(0.5) - fitted(np.maximum(1.0 - cosine, 0.0)))
    result: NDArray[np.float32] = np.where(cosine < 0.5, low, high).astype(np.float32)  # noqa: PLR2004 - the paper's
    return result
