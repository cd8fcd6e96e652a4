"""Encoded pictures: the headers that we read ourselves, and the step that decodes and writes them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow

from showroom.errors import Rejected
from showroom.gltf.images import read_header
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Texture, TextureUse
from showroom.pipeline.steps.textures import TextureOptions, textures
from tests.fuzz.target import Target
from tests.showroom.gltf.models import box, png

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_PIXELS = 1 << 20


def _seeds() -> Iterator[bytes]:
    yield png(5, 3)
    picture = Pillow.radial_gradient("L").resize((12, 9))
    for kind in ("PNG", "JPEG", "WEBP"):
        for mode in ("L", "RGB") if kind == "JPEG" else ("L", "RGB", "RGBA"):
            buffer = io.BytesIO()
            picture.convert(mode).save(buffer, kind)
            yield buffer.getvalue()


def _work_on(data: bytes) -> None:
    header = read_header(data)
    if header is None or header.width_px * header.height_px > MOST_PIXELS:
        return
    image = Image("picture", header.media_type, data, header.width_px, header.height_px)
    material = Material("sole", base_color_texture=TextureUse(Texture(image)))
    document = Document([Node("Top", np.eye(4), Mesh("Top", [box(material)]))], [material], [])
    try:
        textures(document, TextureOptions(most_px=64))
    except Rejected:
        return


PICTURES = Target("pictures", _seeds, _work_on)
