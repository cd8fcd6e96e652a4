"""Published models arrive compressed and are drawn like the originals."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from client.scene import webp
from client.scene.reading import read_model
from client.scene.textures import TextureShelf
from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.model import Image, Texture, TextureUse
from showroom.pipeline.mending import packable
from showroom.pipeline.steps.compress import compress
from tests.showroom.gltf.models import shoe


def encoded(pixels: np.ndarray) -> bytes:
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "WEBP", lossless=True, exact=True)
    return buffer.getvalue()


def test_a_published_model_has_its_triangles_and_tangents_again() -> None:
    document = read_model(compress(packable(shoe())), name="shoe")
    plain, bumpy, _ = walk.primitives(document)
    assert "TANGENT" not in plain.attributes
    assert np.allclose(np.linalg.norm(bumpy.attributes["TANGENT"][:, :3], axis=1), 1)
    assert walk.triangle_count(document) == 36


@pytest.mark.parametrize("channels", [3, 4])
def test_webp_pictures_keep_their_pixels_and_their_way_up(channels: int) -> None:
    pixels = np.random.default_rng(1).integers(0, 255, (8, 16, channels), np.uint8)
    use = TextureUse(Texture(Image("weave", "image/webp", encoded(pixels), 16, 8)))
    made = TextureShelf().get(use, colour=False)
    stored = np.frombuffer(bytes(made.get_ram_image_as("RGBA"[:channels])), np.uint8).reshape(8, 16, channels)
    assert np.array_equal(stored[::-1], pixels)


def test_damaged_webp_is_a_clear_error() -> None:
    data = encoded(np.zeros((8, 8, 3), np.uint8))[:30]
    assert webp.decode(data) is None
    with pytest.raises(ModelError, match="unsupported-image"):
        TextureShelf().get(TextureUse(Texture(Image("weave", "image/webp", data, 8, 8))), colour=True)
