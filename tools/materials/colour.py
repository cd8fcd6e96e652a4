"""How different two colours look: CIEDE2000.

Source: Sharma, Wu, Dalal, "The CIEDE2000 Color-Difference Formula: Implementation Notes, Supplementary Test Data, and
Mathematical Observations", 2005; IEC 61966-2-1 for sRGB.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

XYZ_FROM_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
EPSILON, KAPPA = 216.0 / 24389.0, 24389.0 / 27.0


def lab(picture: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIELAB under D65 of sRGB levels (…, 3) uint8."""
    coded = picture.astype(np.float64) / 255.0
    linear = np.where(coded <= 0.04045, coded / 12.92, ((coded + 0.055) / 1.055) ** 2.4)  # noqa: PLR2004 - sRGB's own
    relative = linear @ XYZ_FROM_RGB.T / XYZ_FROM_RGB.sum(axis=1)
    f = np.where(relative > EPSILON, np.cbrt(relative), (KAPPA * relative + 16.0) / 116.0)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    return np.stack([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)], axis=-1)


def ciede2000(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """The difference of CIELAB colours (…, 3), with all weights 1."""
    lightness = first[..., 0], second[..., 0]
    chroma = (np.hypot(first[..., 1], first[..., 2]) + np.hypot(second[..., 1], second[..., 2])) / 2.0
    stretch = 1.5 - 0.5 * np.sqrt(chroma**7 / (chroma**7 + 25.0**7))
    (c1, h1), (c2, h2) = (_polar(each[..., 1] * stretch, each[..., 2]) for each in (first, second))
    grey = c1 * c2 == 0.0
    turn = np.where(grey, 0.0, (h2 - h1 + 180.0) % 360.0 - 180.0)
    # Opposite hues: the formula keeps the sign that the plain difference has.
    turn = np.where(~grey & (np.abs(h2 - h1) == 180.0), h2 - h1, turn)  # noqa: PLR2004 - degrees
    delta_l, delta_c = lightness[1] - lightness[0], c2 - c1
    delta_h = 2.0 * np.sqrt(c1 * c2) * np.sin(np.radians(turn) / 2.0)
    mean_l, mean_c = (lightness[0] + lightness[1]) / 2.0, (c1 + c2) / 2.0
    mean_h = np.where(grey, h1 + h2, _mean_hue(h1, h2))
    weight_l = 1.0 + 0.015 * (mean_l - 50.0) ** 2 / np.sqrt(20.0 + (mean_l - 50.0) ** 2)
    weight_c = 1.0 + 0.045 * mean_c
    weight_h = 1.0 + 0.015 * mean_c * _hue_weight(mean_h)
    lean = 60.0 * np.exp(-(((mean_h - 275.0) / 25.0) ** 2))
    rotation = -2.0 * np.sqrt(mean_c**7 / (mean_c**7 + 25.0**7)) * np.sin(np.radians(lean))
    light, chromatic, hue = delta_l / weight_l, delta_c / weight_c, delta_h / weight_h
    result: NDArray[np.float64] = np.sqrt(light**2 + chromatic**2 + hue**2 + rotation * chromatic * hue)
    return result


def _polar(a: NDArray[np.float64], b: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    return np.hypot(a, b), np.where((a == 0.0) & (b == 0.0), 0.0, np.degrees(np.arctan2(b, a)) % 360.0)


def _mean_hue(h1: NDArray[np.float64], h2: NDArray[np.float64]) -> NDArray[np.float64]:
    total, apart = h1 + h2, np.abs(h1 - h2)
    wrapped = np.where(total < 360.0, total + 360.0, total - 360.0) / 2.0  # noqa: PLR2004 - degrees
    return np.where(apart <= 180.0, total / 2.0, wrapped)  # noqa: PLR2004 - degrees


def _hue_weight(hue: NDArray[np.float64]) -> NDArray[np.float64]:
    result: NDArray[np.float64] = (
        1.0
        - 0.17 * np.cos(np.radians(hue - 30.0))
        + 0.24 * np.cos(np.radians(2.0 * hue))
        + 0.32 * np.cos(np.radians(3.0 * hue + 6.0))
        - 0.20 * np.cos(np.radians(4.0 * hue - 63.0))
    )
    return result
