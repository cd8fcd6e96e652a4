"""Basis Universal through opengl-basisu: the decoder of KTX2 pictures that the reader of models asks for."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from showroom.gltf.faults import fault

if TYPE_CHECKING:
    from showroom.gltf.ktx2 import PictureDecoder

QUICKLY = 1
"""PNG's least effort: the picture is written anew for publishing, and until then its bytes stay in memory."""


def decode_picture(data: bytes, place: str) -> bytes:
    """Decode the largest size of one KTX2 picture, as PNG.

    Raises:
        ModelError: ``ktx2-damaged``.
    """
    import opengl_basisu  # noqa: PLC0415 - native code, for such pictures only
    from PIL import Image as Pillow  # noqa: PLC0415 - the same

    try:
        texture = opengl_basisu.open(data)
        pixels = texture.transcode(opengl_basisu.Target.RGBA8).data
    except (opengl_basisu.BasisuError, MemoryError) as error:
        raise fault("ktx2-damaged", place, str(error) or type(error).__name__, "intact Basis Universal data") from error
    buffer = io.BytesIO()
    shown = pixels if texture.has_alpha else pixels[..., :3]
    Pillow.fromarray(shown).save(buffer, "PNG", compress_level=QUICKLY)
    return buffer.getvalue()


def picture_decoder() -> PictureDecoder | None:
    """The decoder, where it is installed."""
    try:
        import opengl_basisu  # noqa: F401, PLC0415 - asked for here, and loaded by the first such picture anyway
        import PIL  # noqa: F401, PLC0415 - the same
    except ImportError:
        return None
    return decode_picture
