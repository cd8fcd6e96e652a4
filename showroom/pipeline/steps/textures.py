"""Bring pictures to sizes that graphics cards like and to as few bytes as a stated quality allows.

A side becomes a power of two and at most a limit. A picture is then written as WebP, at the least quality that loses no
more than is stated, or without any loss where that is smaller; one that is as small already keeps its bits.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import UnidentifiedImageError

from showroom.gltf import walk
from showroom.pictures.similarity import color_differences, psnr_db
from showroom.pipeline.steps.swapping import swap_materials, with_textures

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Image

PEAK = 255.0
QUALITIES = (80, 86, 90, 92, 94, 96)
WEBP = "image/webp"
COLORED = ("base_color", "emissive", "color_texture")
EVERY = 4
METHOD = 5
"""How hard the encoder tries: one more takes twice the time for a hundredth of the bytes."""
FEW_PX = 64 * 64
"""So small a picture is judged by every texel."""
PALETTE_PX = 32 * 32
"""Smaller ones are palettes, whose neighbours have nothing to do with each other: one texel colours a whole part."""
NARROW_PX = 8
"""So are strips; a lossy WebP works in blocks of sixteen texels, and colours would run."""
LOSSLESS_PX = 512 * 512
"""Photographs take seconds without loss and never come out smaller; what does, drawings and swatches, is small."""
PHOTOGRAPHIC = {"RGB", "RGBA", "L", "LA", "P"}
"""Modes with 8 bits a channel; others keep their bits."""
WOVEN_PX = 1024 * 1024
"""The same for pictures whose fine colours no lossy quality keeps, as those of a weave."""
LOSSLESS_TYPES = {"image/png"}
KEPT_TYPES = {"image/ktx2"}


@dataclass(frozen=True)
class TextureOptions:
    """What pictures may cost.

    Args:
        most_px: the longer side at most.
        least_db: the peak signal-to-noise ratio that a picture keeps at its new size, in dB, where any quality can.
        least_normal_db: the same for normals: light shows every error of theirs.
        most_color: the mean colour difference (CIEDE2000) that a picture of colours may have, where any quality can;
            else it gets the best one: a lossy WebP halves colours in size, and only losing nothing is better then.
        worth_all_colors: so nothing is lost where a picture that came without loss takes this share of its bytes then.
        least_size_db: the same ratio for a side that is rounded down to a power of two; else it is rounded up.
        worthwhile: a picture is written anew only where this share of its bytes or less suffices.
    """

    most_px: int = 2048
    least_db: float = 33.0
    least_normal_db: float = 36.0
    most_color: float = 0.8
    worth_all_colors: float = 0.7
    least_size_db: float = 40.0
    worthwhile: float = 0.9


def textures(document: Document, options: TextureOptions | None = None) -> Document:
    """Resize and recompress every picture where that helps; what cannot be decoded stays as it is."""
    options = options or TextureOptions()
    bumpy, colored = _used_as(document, ("normal",)), _used_as(document, COLORED)
    lighter = {
        id(one): _lighter(one, _standard(options, bumpy=id(one) in bumpy, colored=id(one) in colored))
        for one in walk.images(document)
    }
    changed = {
        id(one): one if lighter[id(one.image)] is one.image else replace(one, image=lighter[id(one.image)])
        for one in walk.textures(document)
    }
    return swap_materials(document, {id(one): with_textures(one, changed) for one in document.materials})


def _used_as(document: Document, words: Collection[str]) -> set[int]:
    """The images, by identity, that are used as something in whose name one of the words is."""
    return {
        id(use.texture.image)
        for material in document.materials
        for slot, use in material.texture_uses().items()
        if any(word in slot.lower() for word in words)
    }


@dataclass(frozen=True)
class _Standard:
    """What one picture keeps."""

    options: TextureOptions
    least_db: float
    most_color: float
    bumpy: bool

    def holds(self, before: NDArray[np.uint8], after: NDArray[np.uint8]) -> bool:
        """Whether a picture is good enough."""
        if psnr_db(before, after) < self.least_db:
            return False
        if not math.isfinite(self.most_color):
            return True
        # One texel of sixteen of a large picture tells as much as all of them.
        every = EVERY if before.shape[0] * before.shape[1] > FEW_PX else 1
        few = [np.ascontiguousarray(one[::every, ::every, :3]) for one in (before, after)]
        return float(color_differences(few[0], few[1]).mean()) <= self.most_color


def _standard(options: TextureOptions, *, bumpy: bool, colored: bool) -> _Standard:
    least_db = options.least_normal_db if bumpy else options.least_db
    return _Standard(options, least_db, options.most_color if colored and not bumpy else math.inf, bumpy)


def _lighter(image: Image, standard: _Standard) -> Image:
    options, bumpy = standard.options, standard.bumpy
    pixels = None if image.media_type in KEPT_TYPES else decoded(image.data)
    if pixels is None:
        return image
    size = _size(pixels, options.most_px, options.least_size_db)
    resized = pixels if size == pixels.size else pixels.resize(size, Pillow.Resampling.LANCZOS)
    if bumpy and resized is not pixels:
        resized = _unit_normals(resized)
    must = resized is not pixels
    best = _best(resized, standard, len(image.data) if image.media_type in LOSSLESS_TYPES else 0)
    if not must and len(best) > len(image.data) * options.worthwhile:
        return image
    width, height = size
    return replace(image, media_type=WEBP, data=best, width_px=width, height_px=height, source_type="", source_bytes=0)


def decoded(data: bytes) -> Pillow.Image | None:
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


def _best(pixels: Pillow.Image, standard: _Standard, source_bytes: int) -> bytes:
    """The picture in the fewest bytes at the stated quality; `source_bytes` of one that came without loss, else 0."""
    size_px = pixels.width * pixels.height
    if size_px <= PALETTE_PX or min(pixels.size) <= NARROW_PX:
        return _lossless(pixels)
    lossy = _lossy(pixels, standard)
    if lossy is not None:
        return lossy if size_px > LOSSLESS_PX else min(lossy, _lossless(pixels), key=len)
    nearly = _lossy(pixels, replace(standard, most_color=math.inf), QUALITIES[-1:])
    if nearly is None:
        return _lossless(pixels)
    if size_px <= WOVEN_PX and source_bytes:
        whole = _lossless(pixels)
        return whole if len(whole) <= standard.options.worth_all_colors * source_bytes else nearly
    return nearly


def _lossless(pixels: Pillow.Image) -> bytes:
    return _webp(pixels, lossless=True, quality=80, exact=pixels.mode == "RGBA")


def _lossy(pixels: Pillow.Image, standard: _Standard, qualities: Sequence[int] = QUALITIES) -> bytes | None:
    """The picture at the least quality that suffices; None where none does.

    A higher quality is never worse, so that the middle of what is left is asked for next.
    """
    before, found = np.asarray(pixels), None
    low, high = 0, len(qualities)
    while low < high:
        middle = (low + high) // 2
        data = _webp(pixels, quality=qualities[middle], alpha_quality=100, exact=pixels.mode == "RGBA")
        with Pillow.open(io.BytesIO(data)) as written:
            if standard.holds(before, np.asarray(written.convert(pixels.mode))):
                found, high = data, middle
            else:
                low = middle + 1
    return found


def _webp(pixels: Pillow.Image, **options: bool | int) -> bytes:
    buffer = io.BytesIO()
    pixels.save(buffer, "WEBP", method=METHOD, **options)
    return buffer.getvalue()
