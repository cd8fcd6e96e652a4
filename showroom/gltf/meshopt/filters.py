"""What was done to attributes before they were compressed, undone.

Source: EXT_meshopt_compression, appendix B (octahedral, quaternion, exponential); KHR_meshopt_compression (colour).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from showroom.gltf.meshopt.layout import Bytes, Layout

    Reals = NDArray[np.float32]

HALF_SQRT = np.float32(np.sqrt(0.5))
EXPONENT_BITS = 24


def _none(decoded: Bytes, _layout: Layout) -> Bytes:
    return decoded


def octahedral(decoded: Bytes, layout: Layout) -> Bytes:
    """Unit vectors from their projection on an octahedron; the fourth component stays."""
    stored = decoded.view(np.int8 if layout.stride == 4 else "<i2").reshape(-1, 4)  # noqa: PLR2004 - 4 x 8 bits
    x, y, one = stored[:, :3].astype(np.float32).T
    z = one - np.abs(x) - np.abs(y)
    fold = np.minimum(z, 0)
    vectors = np.stack((x + np.where(x >= 0, fold, -fold), y + np.where(y >= 0, fold, -fold), z), axis=1)
    lengths = np.sqrt((vectors**2).sum(axis=1, keepdims=True))
    if not lengths.all():
        at = int(np.flatnonzero(lengths[:, 0] == 0)[0])
        raise fault("compressed-non-finite", layout.place, f"no direction in element {at}", "unit vectors")
    result = stored.copy()
    result[:, :3] = _rounded(vectors * (np.float32(np.iinfo(stored.dtype).max) / lengths))
    return result.view(np.uint8)


def quaternion(decoded: Bytes, _layout: Layout) -> Bytes:
    """Unit quaternions from their three smaller components and the place of the largest."""
    stored = decoded.view("<i2").reshape(-1, 4)
    largest = stored[:, 3] & 3
    parts = stored[:, :3].astype(np.float32) * (HALF_SQRT / (stored[:, 3:] | 3).astype(np.float32))
    rest = np.sqrt(np.maximum(np.float32(0), 1 - (parts**2).sum(axis=1)))
    result = np.empty_like(stored)
    rows = np.arange(len(stored))
    scaled = _rounded(np.concatenate((rest[:, None], parts), axis=1) * np.float32(32767))
    for offset in range(4):
        result[rows, (largest + offset) % 4] = scaled[:, offset]
    return result.view(np.uint8)


def exponential(decoded: Bytes, layout: Layout) -> Bytes:
    """32-bit floats from 24 bits of mantissa and 8 of exponent, all signed."""
    stored = decoded.view("<i4")
    with np.errstate(over="ignore"):  # what overflows is refused below
        result = np.ldexp((stored << 8 >> 8).astype(np.float32), stored >> EXPONENT_BITS)
    if not np.isfinite(result).all():
        at = int(np.argwhere(~np.isfinite(result))[0][0])
        raise fault("compressed-non-finite", layout.place, f"infinity in element {at}", "finite numbers")
    return np.asarray(result, "<f4").view(np.uint8)


def color(decoded: Bytes, layout: Layout) -> Bytes:
    """Red, green, blue and alpha from luma, two differences, and an alpha whose highest bit tells its scale."""
    unsigned: Any = np.uint8 if layout.stride == 4 else np.dtype("<u2")  # noqa: PLR2004 - 4 x 8 bits
    stored = decoded.view(unsigned).reshape(-1, 4).astype(np.int64)
    signed = decoded.view(np.int8 if layout.stride == 4 else "<i2").reshape(-1, 4).astype(np.int64)  # noqa: PLR2004
    luma, alpha = stored[:, 0], stored[:, 3]
    orange, green = signed[:, 1], signed[:, 2]
    scale = (1 << np.frexp(alpha.astype(np.float64))[1].astype(np.int64)) - 1
    if not scale.all():
        at = int(np.flatnonzero(scale == 0)[0])
        raise fault("compressed-non-finite", layout.place, f"a colour without scale in element {at}", "a scale")
    kept = alpha & scale >> 1
    channels = np.stack((luma + orange - green, luma + green, luma - orange - green, kept << 1 | kept & 1), axis=1)
    factor = np.float32(np.iinfo(unsigned).max) / scale.astype(np.float32)
    result = _rounded(channels.astype(np.float32) * factor[:, None])
    return result.astype(unsigned).view(np.uint8)


def _rounded(values: Reals) -> NDArray[np.int32]:
    """The nearest integers, halves away from zero."""
    return np.trunc(values + np.copysign(np.float32(0.5), values)).astype(np.int32)


FILTERS: dict[str, Callable[[Bytes, Layout], Bytes]] = {
    "NONE": _none,
    "OCTAHEDRAL": octahedral,
    "QUATERNION": quaternion,
    "EXPONENTIAL": exponential,
    "COLOR": color,
}
"""Every filter by its name in a file."""
