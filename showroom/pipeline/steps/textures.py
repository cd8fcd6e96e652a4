"""Bring pictures to sizes that graphics cards like and to as few bytes as a stated quality allows.

A side becomes a power of two and at most a limit. A picture is then written as WebP, at the least quality that loses no
more than is stated, or without any loss where that is smaller; one that is as small already keeps its bits.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from showroom.gltf import walk
from showroom.gltf.model import Image
from showroom.pictures.similarity import psnr_db
from showroom.pipeline.steps.swapping import swap_materials, with_textures

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import Document

PEAK = 255.0
QUALITIES = (80, 86, 90, 92, 94, 96)
WEBP = "image/webp"
METHOD = 5
"""How hard the encoder tries: one more takes twice the time for a hundredth of the bytes."""
LOSSLESS_PX = 512 * 512
"""Photographs take seconds without loss and never come out smaller; what does, drawings and swatches, is small."""
PHOTOGRAPHIC = {"RGB", "RGBA", "L", "LA", "P"}
"""Modes with 8 bits a channel; others keep their bits."""
KEPT_TYPES = {"image/ktx2"}


@dataclass(frozen=True)
class TextureOptions:
    """What pictures may cost.

    Args:
        most_px: the longer side at most.
        least_db: the peak signal-to-noise ratio that a picture keeps at its new size, in dB, where any quality can.
        least_normal_db: the same for normals: light shows every error of theirs.
        least_size_db: the same for a side that is rounded down to a power of two; else it is rounded up.
        worthwhile: a picture is written anew only where this share of its bytes or less suffices.
    """

    most_px: int = 2048
    least_db: float = 33.0
    least_normal_db: float = 36.0
    least_size_db: float = 40.0
    worthwhile: float = 0.9


def textures(document: Document, options: TextureOptions | None = None) -> Document:
    """Resize and recompress every picture where that helps; what cannot be decoded stays as it is."""
    options = options or TextureOptions()
    bumpy = _bumpy(document)
    lighter = {id(one): _lighter(one, options, bumpy=id(one) in bumpy) for one in walk.images(document)}
    changed = {
        id(one): one if lighter[id(one.image)] is one.image else replace(one, image=lighter[id(one.image)])
        for one in walk.textures(document)
    }
    return swap_materials(document, {id(one): with_textures(one, changed) for one in document.materials})


def _bumpy(document: Document) -> set[int]:
    """The images, by identity, that hold normals."""
    return {
        id(use.texture.image)
        for material in document.materials
        for slot, use in material.texture_uses().items()
        if "normal" in slot.lower()
    }


def _lighter(image: Image, options: TextureOptions, *, bumpy: bool) -> Image:
    pixels = None if image.media_type in KEPT_TYPES else _decoded(image.data)
    if pixels is None:
        return image
    size = _size(pixels, options.most_px, options.least_size_db)
    resized = pixels if size == pixels.size else pixels.resize(size, Pillow.Resampling.LANCZOS)
    if bumpy and resized is not pixels:
        resized = _unit_normals(resized)
    must = resized is not pixels
    best = min(_candidates(resized, options.least_normal_db if bumpy else options.least_db), key=len)
    if not must and len(best) > len(image.data) * options.worthwhile:
        return image
    return Image(image.name, WEBP, best, *size)


def _decoded(data: bytes) -> Pillow.Image | None:
    """The pixels as RGB, or as RGBA where something shines through; None for what is not ours to change."""
    try:
        with Pillow.open(io.BytesIO(data)) as picture:
            if picture.mode not in PHOTOGRAPHIC:
                return None
            pixels = picture.convert("RGBA")
    except (OSError, UnidentifiedImageError, SyntaxError, ValueError, Pillow.DecompressionBombError):
        return None
    low, _ = pixels.getchannel("A").getextrema()
    return pixels.convert("RGB") if low == PEAK else pixels


def _size(pixels: Pillow.Image, most_px: int, least_db: float) -> tuple[int, int]:
    """The nearest powers of two within the limit; upwards where going down would lose more than the quality allows."""
    width, height = pixels.size
    near = (_power(width, most_px, 0.5), _power(height, most_px, 0.5))
    if near == pixels.size or width > most_px or height > most_px:
        return near
    back = pixels.resize(near, Pillow.Resampling.LANCZOS).resize(pixels.size, Pillow.Resampling.LANCZOS)
    return (
        near
        if psnr_db(np.asarray(pixels), np.asarray(back)) >= least_db
        else (_power(width, most_px, 1.0), _power(height, most_px, 1.0))
    )


def _power(side_px: int, most_px: int, rounding: float) -> int:
    """The power of two near `side_px`: rounded (0.5) or upwards (1.0), at most the one that is within `most_px`."""
    exponent = np.log2(side_px)
    wished = int(np.floor(exponent + 0.5)) if rounding < 1.0 else int(np.ceil(exponent))
    return int(2 ** min(wished, int(np.floor(np.log2(most_px)))))


def _unit_normals(pixels: Pillow.Image) -> Pillow.Image:
    """Normals of length one again, after their neighbours were mixed into them."""
    values = np.asarray(pixels.convert("RGB"), np.float32) / PEAK * 2.0 - 1.0
    lengths = np.maximum(np.linalg.norm(values, axis=2, keepdims=True), 1e-6)
    return Pillow.fromarray(np.rint((values / lengths + 1.0) / 2.0 * PEAK).astype(np.uint8))


def _candidates(pixels: Pillow.Image, least_db: float) -> Iterator[bytes]:
    """Ways to write the picture at the stated quality."""
    lossy = _lossy(pixels, least_db)
    if lossy is not None:
        yield lossy
    if lossy is None or pixels.width * pixels.height <= LOSSLESS_PX:
        yield _webp(pixels, lossless=True, quality=80, exact=pixels.mode == "RGBA")


def _lossy(pixels: Pillow.Image, least_db: float) -> bytes | None:
    """The picture at the least quality that suffices; None where none does."""
    for quality in QUALITIES:
        data = _webp(pixels, quality=quality, alpha_quality=100, exact=pixels.mode == "RGBA")
        with Pillow.open(io.BytesIO(data)) as written:
            if psnr_db(np.asarray(pixels), np.asarray(written.convert(pixels.mode))) >= least_db:
                return data
    return None


def _webp(pixels: Pillow.Image, **options: bool | int) -> bytes:
    buffer = io.BytesIO()
    pixels.save(buffer, "WEBP", method=METHOD, **options)
    return buffer.getvalue()
