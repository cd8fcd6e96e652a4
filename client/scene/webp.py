"""WebP pictures: Panda3D knows no such format, so Pillow decodes them."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image as Pillow

MEDIA_TYPE = "image/webp"


@dataclass(frozen=True)
class Pixels:
    """A decoded picture as Panda3D's textures hold it: BGR or BGRA, the lowest row first."""

    width_px: int
    height_px: int
    channels: int
    data: bytes


def decode(data: bytes) -> Pixels | None:
    """The pixels of a WebP picture; None where it is damaged."""
    try:
        with Pillow.open(io.BytesIO(data), formats=("WEBP",)) as picture:
            pixels = picture.convert("RGBA" if picture.has_transparency_data else "RGB")
    except (OSError, ValueError, SyntaxError, Pillow.DecompressionBombError):
        return None
    channels = len(pixels.mode)
    turned = pixels.transpose(Pillow.Transpose.FLIP_TOP_BOTTOM)
    return Pixels(*pixels.size, channels, turned.tobytes("raw", "BGRA" if channels == len("BGRA") else "BGR"))
