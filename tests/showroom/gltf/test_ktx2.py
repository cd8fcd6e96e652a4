"""Pictures packed for graphics cards become pixels again, and every fault inside them has its code."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from showroom.errors import ModelError
from showroom.gltf import walk
from showroom.gltf.faults import FAULTS
from showroom.gltf.ktx2 import decoded
from showroom.gltf.limits import Limits
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pipeline.basis import decode_picture
from showroom.pipeline.report import inspect
from tests.showroom.gltf.compressed import ktx2_model, ktx2_root
from tests.showroom.gltf.ktx2_streams import ETC1S, UASTC, UASTC_ZSTANDARD
from tests.showroom.gltf.models import glb, png_header

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Image

PAINTED = np.stack([np.tile(np.arange(16) * 16, (12, 1)), np.tile(np.arange(12)[:, None] * 20, (1, 16))], axis=-1)
"""Red and green of every sample."""


def opened(data: bytes) -> Document:
    return read(data, pictures=decode_picture)


def picture_of(document: Document) -> Image:
    (image,) = walk.images(document)
    return image


def pixels_of(image: Image) -> np.ndarray:
    with Pillow.open(io.BytesIO(image.data)) as picture:
        return np.asarray(picture)


@pytest.mark.parametrize(
    ("data", "mode", "error"),
    [(ETC1S, 4, 16.0), (UASTC, 3, 2.0), (UASTC_ZSTANDARD, 3, 2.0)],
    ids=["ETC1S", "UASTC", "UASTC with Zstandard"],
)
def test_every_kind_of_basis_universal_becomes_the_pixels_that_were_packed(
    data: bytes, mode: int, error: float
) -> None:
    pixels = pixels_of(picture_of(opened(ktx2_model(data))))
    assert pixels.shape == (12, 16, mode)
    assert np.abs(pixels[..., :2].astype(float) - PAINTED).mean() < error


def test_what_shines_through_still_does() -> None:
    alpha = pixels_of(picture_of(opened(ktx2_model(ETC1S))))[..., 3]
    assert (alpha[:, :8] > 250).all()
    assert (np.abs(alpha[:, 8:].astype(int) - 128) < 5).all()


def test_a_model_is_written_plain_and_inspected_as_it_came() -> None:
    whole = ktx2_model(UASTC)
    document = opened(whole)
    report = inspect(document, len(whole))
    assert (report.textures[0].media_type, report.textures[0].size_bytes) == ("image/ktx2", len(UASTC))
    again = read(write(document))
    assert picture_of(again).media_type == "image/png"
    assert "KHR_texture_basisu" not in again.extensions_required


def test_plain_pixels_are_preferred_to_packed_ones() -> None:
    root, binary = ktx2_root(UASTC)
    root["textures"][0]["source"] = 1
    root["images"].append({"bufferView": len(root["bufferViews"]), "mimeType": "image/png"})
    plain = png_header(64, 64)
    root["bufferViews"].append({"buffer": 0, "byteOffset": len(binary), "byteLength": len(plain)})
    root["buffers"][0]["byteLength"] += len(plain)
    assert picture_of(opened(glb(root, binary + plain))).width_px == 64


def test_without_a_decoder_the_command_that_brings_it_is_said() -> None:
    with pytest.raises(ModelError) as caught:
        read(ktx2_model(UASTC))
    assert caught.value.code == "unsupported-extension"
    assert "pip install 'virtual-showroom[assets]'" in caught.value.hint


def test_no_picture_is_decoded_that_is_larger_than_allowed() -> None:
    with pytest.raises(ModelError) as caught:
        read(ktx2_model(UASTC), limits=Limits(texture_pixels=100), pictures=decode_picture)
    assert caught.value.code == "too-many-pixels"


def test_a_decoder_that_makes_another_size_is_caught() -> None:
    with pytest.raises(ModelError) as caught:
        decoded(UASTC, "picture", lambda _data, _place: png_header(4, 4))
    assert caught.value.code == "ktx2-size"


@pytest.mark.parametrize("whole", [ETC1S, UASTC, UASTC_ZSTANDARD], ids=["ETC1S", "UASTC", "Zstandard"])
@given(changes=st.lists(st.tuples(st.integers(12), st.integers(0, 255)), min_size=1, max_size=6), cut=st.integers(0))
def test_any_damage_is_a_model_error_or_another_picture(whole: bytes, changes: list[tuple[int, int]], cut: int) -> None:
    damaged = bytearray(whole)
    for position, value in changes:
        damaged[12 + position % (len(damaged) - 12)] = value
    damaged = damaged[: max(len(damaged) - cut % 100, 60)]
    try:
        read(ktx2_model(bytes(damaged)), limits=Limits(texture_pixels=1 << 16), pictures=decode_picture)
    except ModelError as error:
        assert error.code in FAULTS  # noqa: PT017 - both outcomes are right
