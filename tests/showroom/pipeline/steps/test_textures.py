"""Pictures become lighter and stay as good as stated."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.gltf.model import Document, Image, Material, Mesh, Node, Texture, TextureUse
from showroom.pictures.similarity import psnr_db
from showroom.pipeline.steps.textures import TextureOptions, textures
from tests.showroom.gltf.models import box


def encoded(pixels: np.ndarray, kind: str = "PNG") -> bytes:
    buffer = io.BytesIO()
    Pillow.fromarray(pixels.astype(np.uint8)).save(buffer, kind)
    return buffer.getvalue()


def photo(width_px: int, height_px: int) -> np.ndarray:
    across, down = np.meshgrid(np.linspace(0, 6, width_px), np.linspace(0, 4, height_px))
    grain = np.random.default_rng(1).normal(0.0, 2.0, across.shape)
    return np.clip(
        128 + 90 * np.sin(across)[..., None] * np.cos(down)[..., None] + grain[..., None] + [20, 0, -30], 0, 255
    )


def document(data: bytes, slot: str = "base_color_texture", media_type: str = "image/png") -> Document:
    width, height = Pillow.open(io.BytesIO(data)).size if media_type == "image/png" else (64, 64)
    use = TextureUse(Texture(Image("picture", media_type, data, width, height)))
    material = Material("upper")
    setattr(material, slot, use)
    return Document([Node("n", np.eye(4), Mesh("m", [box(material)]))], [material], [])


def lighter(data: bytes, slot: str = "base_color_texture", **options: float) -> Image:
    (image,) = walk.images(textures(document(data, slot), TextureOptions(**options)))  # type: ignore[arg-type] # most_px is the only integer
    return image


def decoded(data: bytes) -> Pillow.Image:
    return Pillow.open(io.BytesIO(data)).convert("RGB")


def test_a_photograph_becomes_webp_at_the_stated_quality() -> None:
    original = encoded(photo(256, 128))
    image = lighter(original)
    assert (image.media_type, image.width_px, image.height_px) == ("image/webp", 256, 128)
    assert len(image.data) < 0.5 * len(original)
    assert psnr_db(np.asarray(decoded(original)), np.asarray(decoded(image.data))) >= 33.0


def test_more_is_asked_for_and_more_comes() -> None:
    grain = np.random.default_rng(6).normal(0.0, 12.0, (128, 256, 1))
    original = encoded(np.clip(photo(256, 128) + grain, 0, 255))
    good = lighter(original, least_db=1.0)
    enough = psnr_db(np.asarray(decoded(original)), np.asarray(decoded(good.data))) + 0.5
    better = lighter(original, least_db=enough)
    assert len(good.data) < len(better.data) < len(original)
    assert psnr_db(np.asarray(decoded(original)), np.asarray(decoded(better.data))) >= enough


def test_normals_are_kept_better_than_colours() -> None:
    original = encoded(np.clip(photo(256, 128) + np.random.default_rng(6).normal(0.0, 8.0, (128, 256, 1)), 0, 255))
    color, normal = lighter(original, most_color=100.0), lighter(original, "normal_texture")
    assert len(normal.data) > len(color.data)
    assert psnr_db(np.asarray(decoded(original)), np.asarray(decoded(normal.data))) >= 36.0


def test_what_no_quality_can_hold_stays_exact() -> None:
    noise = np.random.default_rng(2).integers(0, 255, (64, 64, 3))
    image = lighter(encoded(noise), least_db=60.0)
    assert image.media_type in {"image/png", "image/webp"}
    assert np.array_equal(np.asarray(decoded(image.data)), noise)


def test_sides_become_powers_of_two_within_the_limit() -> None:
    image = lighter(encoded(photo(300, 120)), most_px=200)
    assert (image.width_px, image.height_px) == (128, 128)
    assert decoded(image.data).size == (128, 128)


def test_a_side_grows_where_shrinking_would_lose_too_much() -> None:
    fine = np.random.default_rng(4).integers(0, 255, (64, 70, 3))
    assert lighter(encoded(fine)).width_px == 128
    assert lighter(encoded(np.full((64, 70, 3), 90))).width_px == 64


def test_what_shines_through_stays_transparent() -> None:
    pixels = np.concatenate([photo(64, 64), np.tile(np.linspace(0, 255, 64), (64, 1))[..., None]], axis=2)
    image = lighter(encoded(pixels), most_px=32)
    assert image.media_type == "image/webp"
    assert Pillow.open(io.BytesIO(image.data)).mode == "RGBA"


def test_resized_normals_have_length_one() -> None:
    normals = np.random.default_rng(5).normal((0, 0, 2), 0.5, (128, 128, 3))
    normals /= np.linalg.norm(normals, axis=2, keepdims=True)
    image = lighter(encoded(np.rint((normals + 1) / 2 * 255)), "normal_texture", most_px=64)
    lengths = np.linalg.norm(np.asarray(decoded(image.data), np.float64) / 255 * 2 - 1, axis=2)
    assert lengths.mean() == pytest.approx(1.0, abs=0.02)


def test_what_is_light_already_keeps_its_bits() -> None:
    once = textures(document(encoded(photo(256, 128))))
    assert [image.data for image in walk.images(textures(once))] == [image.data for image in walk.images(once)]
    assert textures(once) is once


@pytest.mark.parametrize(("data", "kind"), [(b"\x89PNG no picture", "image/jpeg"), (b"\xabKTX 20\xbb", "image/ktx2")])
def test_what_cannot_be_decoded_is_left_to_the_audit(data: bytes, kind: str) -> None:
    before = document(data, media_type=kind)
    assert textures(before) is before


def woven(side: int = 64) -> np.ndarray:
    """Threads of two colours that are as bright, a texel wide."""
    rows, columns = np.indices((side, side))
    return np.where(((rows + columns) % 2 == 0)[..., None], [200, 90, 60], [60, 140, 90])


def test_colours_that_no_lossy_quality_keeps_are_kept_whole_and_in_other_slots_are_not() -> None:
    original = encoded(woven())
    kept = np.asarray(decoded(lighter(original, least_db=5.0, worth_all_colors=10.0).data))
    assert np.array_equal(kept, woven())
    lossy = lighter(original, least_db=5.0, worth_all_colors=0.0, worthwhile=100.0)
    assert not np.array_equal(np.asarray(decoded(lossy.data)), woven())


def test_a_smaller_colour_difference_takes_more_bytes() -> None:
    grain = np.random.default_rng(6).normal(0.0, 6.0, (600, 600, 3))
    original = encoded(np.clip(photo(600, 600) + grain, 0, 255))
    sizes = [len(lighter(original, most_color=most).data) for most in (50.0, 2.0)]
    assert sizes[0] < sizes[1]


@pytest.mark.parametrize("size", [(1, 256), (32, 32), (256, 4)])
def test_a_palette_keeps_every_colour(size: tuple[int, int]) -> None:
    colors = np.random.default_rng(4).integers(0, 255, (*size, 3))
    assert np.array_equal(np.asarray(decoded(lighter(encoded(colors)).data)), colors)
