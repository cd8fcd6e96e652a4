"""WebP pictures become what every client decodes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Texture, TextureUse
from showroom.pipeline.steps.plain_pictures import plain_pictures
from tests.showroom.gltf.models import box, shoe


def worn(data: bytes, media_type: str = "image/webp") -> Document:
    picture = Image("weave", media_type, data, 32, 32)
    material = Material(
        "m", base_color_texture=TextureUse(Texture(picture)), normal_texture=TextureUse(Texture(picture))
    )
    return Document([Node("n", np.eye(4), Mesh("m", [box(material)]))], [material], [])


def webp(mode: str, *, lossless: bool) -> tuple[bytes, Pillow.Image]:
    channels = len(mode)
    slope = np.linspace(60, 200, 32 * 32 * channels).reshape(32, 32, channels).astype(np.uint8)
    picture = Pillow.fromarray(slope, mode=None)
    buffer = io.BytesIO()
    picture.save(buffer, "WEBP", lossless=lossless, quality=95, exact=True)
    return buffer.getvalue(), picture


@pytest.mark.parametrize(
    ("mode", "lossless", "media_type", "most"),
    [("RGB", False, "image/jpeg", 12), ("RGB", True, "image/png", 0), ("RGBA", True, "image/png", 0)],
)
def test_webp_becomes_jpeg_or_png_and_looks_the_same(mode: str, lossless: bool, media_type: str, most: int) -> None:  # noqa: FBT001 - a parameter of the test
    data, picture = webp(mode, lossless=lossless)
    (image,) = walk.images(plain_pictures(worn(data)))
    assert (image.name, image.media_type, image.width_px) == ("weave", media_type, 32)
    with Pillow.open(io.BytesIO(image.data)) as decoded:
        difference = np.abs(np.asarray(decoded.convert(mode), int) - np.asarray(picture, int))
    assert difference.max() <= most


def test_other_pictures_and_broken_ones_stay_as_they_are() -> None:
    document = shoe()
    assert plain_pictures(document) is document
    broken = worn(b"RIFF....WEBPVP8 ")
    assert plain_pictures(broken) is broken
