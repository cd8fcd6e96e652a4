"""The tone curve of `shaders/tone.frag`, backwards: which light makes the renderer draw exactly a given picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.light import linear

if TYPE_CHECKING:
    from numpy.typing import NDArray

START = 0.8 - 0.04
DESATURATION = 0.15
# White would need infinite light.
BRIGHTEST = 0.9995


def undone(picture: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Linear light that the tone curve turns into `picture` (…, 3) uint8 sRGB, float32.

    Source: Khronos 3D Commerce, "PBR Neutral Tone Mapper", solved for its input.
    """
    shown = linear(picture).astype(np.float64)
    after = np.minimum(shown.max(axis=-1, keepdims=True), BRIGHTEST)
    room = 1.0 - START
    before = np.where(after < START, after, room * room / (1.0 - after) - room + START)
    fade = 1.0 - 1.0 / (DESATURATION * (before - after) + 1.0)
    coloured = np.where(after < START, shown, np.maximum(shown - fade * after, 0.0) / (1.0 - fade))
    scaled = np.where(after < START, coloured, coloured * before / np.maximum(after, 1e-6))
    least = scaled.min(axis=-1, keepdims=True)
    # Below 0.08 the curve takes x - 6.25 x² away, which leaves 6.25 x².
    lowest = np.where(least < 6.25 * 0.08**2, np.sqrt(least / 6.25), least + 0.04)
    light: NDArray[np.float32] = (scaled + lowest - least).astype(np.float32)
    return light
