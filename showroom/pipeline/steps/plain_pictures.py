"""Write pictures that not every client decodes as JPEG or PNG."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.pipeline.checks.pictures import BROKEN
from showroom.pipeline.steps.swapping import swap_materials, with_textures

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Image

EVERYWHERE = {"image/png", "image/jpeg"}
LOSSLESS = b"VP8L"
QUALITY = 95
OPAQUE = 255


def plain_pictures(document: Document) -> Document:
    """The document with its WebP pictures as JPEG, or as PNG where they are lossless or something shines through.

    What cannot be decoded stays as it is: the audit refuses it with the reason.
    """
    plain = {id(one): one if one.media_type in EVERYWHERE else _plain(one) for one in walk.images(document)}
    textures = {
        id(one): one if plain[id(one.image)] is one.image else replace(one, image=plain[id(one.image)])
        for one in walk.textures(document)
    }
    return swap_materials(document, {id(one): with_textures(one, textures) for one in document.materials})


def _plain(image: Image) -> Image:
    try:
        with Pillow.open(io.BytesIO(image.data), formats=("WEBP",)) as picture:
            pixels = picture.convert("RGBA")
    except BROKEN:
        return image
    opaque = pixels.getchannel("A").getextrema()[0] == OPAQUE
    buffer = io.BytesIO()
    if opaque and LOSSLESS not in image.data[:64]:
        pixels.convert("RGB").save(buffer, "JPEG", quality=QUALITY, subsampling=0, optimize=True)
        return replace(image, media_type="image/jpeg", data=buffer.getvalue())
    pixels.convert("RGB" if opaque else "RGBA").save(buffer, "PNG")
    return replace(image, media_type="image/png", data=buffer.getvalue())
