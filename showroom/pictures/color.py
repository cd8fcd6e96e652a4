"""How different two colours look to a person.

Source: IEC 61966-2-1 (sRGB); CIE 15:2004 (L*a*b*, D65, 2 degrees); G. Sharma, W. Wu, E. Dalal, "The CIEDE2000
Color-Difference Formula", Color Research and Application 30(1), 2005.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

XYZ_FROM_RGB = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = XYZ_FROM_RGB.sum(axis=1)
TOE = 0.04045
EPSILON, KAPPA = 216.0 / 24389.0, 24389.0 / 27.0
SEVENTH = 25.0**7
FULL, HALF = 360.0, 180.0


def lab(pixels: NDArray[np.uint8]) -> NDArray[np.float64]:
    """CIE L*a*b* of (…, 3) uint8 sRGB."""
    # A table of 256 entries is quicker than a power for each pixel.
    steps = np.arange(256) / 255.0
    linear = np.where(steps <= TOE, steps / 12.92, ((steps + 0.055) / 1.055) ** 2.4)[pixels]
    ratio = linear @ XYZ_FROM_RGB.T / WHITE
    curved = np.where(ratio > EPSILON, np.cbrt(ratio), (KAPPA * ratio + 16.0) / 116.0)
    x, y, z = np.moveaxis(curved, -1, 0)
    return np.stack((116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)), axis=-1)


def ciede2000(first: NDArray[np.float64], second: NDArray[np.float64]) -> NDArray[np.float64]:
    """The colour difference of (…, 3) L*a*b* values; 1 is about what a person just notices."""
    l1, a1, b1, chroma1, hue1 = _adapted(first, second, first)
    l2, a2, b2, chroma2, hue2 = _adapted(first, second, second)
    del a1, b1, a2, b2
    grey = chroma1 * chroma2 == 0
    turn = _turn(hue1, hue2, grey)
    lightness, chroma = (l1 + l2) / 2.0, (chroma1 + chroma2) / 2.0
    hue = _mean_hue(hue1, hue2, grey)
    delta_hue = 2.0 * np.sqrt(chroma1 * chroma2) * np.sin(np.radians(turn) / 2.0)
    weight_l = 1.0 + 0.015 * (lightness - 50.0) ** 2 / np.sqrt(20.0 + (lightness - 50.0) ** 2)
    weight_c = 1.0 + 0.045 * chroma
    weight_h = 1.0 + 0.015 * chroma * _hue_weight(hue)
    by_l, by_c, by_h = (l2 - l1) / weight_l, (chroma2 - chroma1) / weight_c, delta_hue / weight_h
    squared = by_l**2 + by_c**2 + by_h**2 + _rotation(chroma, hue) * by_c * by_h
    return np.asarray(np.sqrt(np.maximum(squared, 0.0)), np.float64)


def _adapted(
    first: NDArray[np.float64], second: NDArray[np.float64], own: NDArray[np.float64]
) -> tuple[NDArray[np.float64], ...]:
    """L, a', b, C' and h' in degrees of `own`, one of the two colours (equations 2 to 7)."""
    mean = (np.hypot(first[..., 1], first[..., 2]) + np.hypot(second[..., 1], second[..., 2])) / 2.0
    stretch = 1.0 + 0.5 * (1.0 - np.sqrt(mean**7 / (mean**7 + SEVENTH)))
    a, b = own[..., 1] * stretch, own[..., 2]
    return own[..., 0], a, b, np.hypot(a, b), np.degrees(np.arctan2(b, a)) % FULL


def _turn(hue1: NDArray[np.float64], hue2: NDArray[np.float64], grey: NDArray[np.bool_]) -> NDArray[np.float64]:
    """From one hue to the other the short way, 0 where a colour has none (equation 10)."""
    turn = hue2 - hue1
    turn = np.where(turn > HALF, turn - FULL, np.where(turn < -HALF, turn + FULL, turn))
    return np.asarray(np.where(grey, 0.0, turn), np.float64)


def _mean_hue(hue1: NDArray[np.float64], hue2: NDArray[np.float64], grey: NDArray[np.bool_]) -> NDArray[np.float64]:
    """The hue in the middle of the short way (equation 14)."""
    total = hue1 + hue2
    around = np.where(total < FULL, total + FULL, total - FULL) / 2.0
    middle = np.where(np.abs(hue1 - hue2) > HALF, around, total / 2.0)
    return np.asarray(np.where(grey, total, middle), np.float64)


def _hue_weight(hue: NDArray[np.float64]) -> NDArray[np.float64]:
    """T of equation 15."""
    return np.asarray(
        1.0
        - 0.17 * np.cos(np.radians(hue - 30.0))
        + 0.24 * np.cos(np.radians(2.0 * hue))
        + 0.32 * np.cos(np.radians(3.0 * hue + 6.0))
        - 0.20 * np.cos(np.radians(4.0 * hue - 63.0)),
        np.float64,
    )


def _rotation(chroma: NDArray[np.float64], hue: NDArray[np.float64]) -> NDArray[np.float64]:
    """R_T of equation 21: blues turn."""
    spread = 30.0 * np.exp(-(((hue - 275.0) / 25.0) ** 2))
    return np.asarray(-2.0 * np.sqrt(chroma**7 / (chroma**7 + SEVENTH)) * np.sin(np.radians(2.0 * spread)), np.float64)
