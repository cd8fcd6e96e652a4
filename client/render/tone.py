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


def done(light: NDArray[np.float32]) -> NDArray[np.float64]:
    """What the tone curve makes of linear light (…, 3): levels 0 to 255, before rounding and dither.

    For colours that the curve can reach this is what `undone` was given; brighter and purer ones come out tamer.
    """
    colour = np.maximum(light.astype(np.float64), 0.0)
    least = colour.min(axis=-1, keepdims=True)
    colour = colour - np.where(least < 0.08, least - 6.25 * least * least, 0.04)  # noqa: PLR2004 - the curve's own
    peak = np.maximum(colour.max(axis=-1, keepdims=True), 1e-9)
    room = 1.0 - START
    after = 1.0 - room * room / (np.maximum(peak, START) + room - START)
    fade = 1.0 - 1.0 / (DESATURATION * (peak - after) + 1.0)
    tamed = colour * after / peak * (1.0 - fade) + after * fade
    colour = np.where(peak < START, colour, tamed)
    coded = np.where(colour <= 0.0031308, colour * 12.92, 1.055 * np.maximum(colour, 1e-9) ** (1.0 / 2.4) - 0.055)  # noqa: PLR2004
    return np.clip(coded, 0.0, 1.0) * 255.0
