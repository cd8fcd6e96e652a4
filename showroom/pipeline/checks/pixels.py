"""What textures hold: colours that can be lit, metal where metal should be, bumps that point outwards."""

from __future__ import annotations

import io
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.gltf.fields import short_name
from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.checks.pictures import BROKEN

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Image
    from showroom.pipeline.checks.finding import Subject

SAMPLES = 256
PIECE = 512
"""Texels a side that are looked at: spread over the picture, or a piece of it where neighbours matter."""
BEYOND_MOST = 0.25
EXTREME = 12
"""So near to 0 or 255 a texel says plainly metal or not metal."""
PLAIN_SHARE = 0.95
VAGUE_SHARE = 0.5
OUTWARDS_LEAST = 140
LENGTH_TOLERANCE = 0.35
FALSE_MOST = 0.25
CURL_LEAST = -0.3
STEEP_LEAST = 0.02
COARSENESS = (1, 4)
"""Compression and fine grain can look like any slope, so that the larger bumps have to say the same."""
RED, GREEN, BLUE = 0, 1, 2


def base_color_pixels(subject: Subject) -> Iterator[Finding]:
    """Painted base colours are neither too dark nor too bright to be lit, where the profile cares."""
    if subject.profile.base_color is None:
        return
    low, high = subject.profile.base_color
    for image in _worn_as(subject, "base_color_texture"):
        texels = _spread(image)[..., :3]
        beyond = float(((texels.max(axis=-1) < low) | (texels.min(axis=-1) > high)).mean()) if texels.size else 0.0
        if beyond > BEYOND_MOST:
            yield Finding(
                code="base-color-texture-range",
                severity="warning",
                place=_place(image),
                message="much of this base colour leaves no room for light and shade",
                got=f"{beyond:.0%} of its pixels beyond {low}..{high}",
                allowed=f"at most {BEYOND_MOST:.0%}",
                hint="nothing real is blacker than coal or whiter than snow: move the levels inwards",
            )


def metal_rough(subject: Subject) -> Iterator[Finding]:
    """Metal is in blue and roughness in green, as glTF packs them."""
    for image in _worn_as(subject, "metallic_roughness_texture"):
        texels = _spread(image)
        if texels.size and _plain(texels[..., GREEN]) and _vague(texels[..., BLUE]):
            yield Finding(
                code="metal-rough-swapped",
                severity="warning",
                place=_place(image),
                message="roughness looks like metal and metal like roughness: the channels seem swapped",
                got="plain black and white in green, shades in blue",
                allowed="roughness in green, metal in blue",
                hint="export again with glTF's packing (occlusion red, roughness green, metal blue)",
            )


def normal_maps(subject: Subject) -> Iterator[Finding]:
    """Normal maps hold normals that point out of the surface."""
    for image in _worn_as(subject, "normal_texture"):
        false, outwards = _normality(image)
        if false > FALSE_MOST or outwards < OUTWARDS_LEAST:
            yield Finding(
                code="not-a-normal-map",
                severity="warning",
                place=_place(image),
                message="these are no normals: perhaps a height map, or another space than the tangents'",
                got=f"{false:.0%} of the pixels without length one, {outwards:.0f} in blue on average",
                allowed=f"at most {FALSE_MOST:.0%}, at least {OUTWARDS_LEAST}",
                hint="bake a tangent-space normal map in your 3D program",
            )


def normal_directions(subject: Subject) -> Iterator[Finding]:
    """Bumps rise where they should: green points up, as in OpenGL, not down, as in DirectX."""
    for image in _worn_as(subject, "normal_texture"):
        texels = _piece(image)
        if _normality(image)[1] < OUTWARDS_LEAST:
            continue  # no normals, so that their direction means nothing
        agreement = max((_agreement(_reduced(texels, by)) for by in COARSENESS), default=1.0) if texels.size else 1.0
        if agreement < CURL_LEAST:
            yield Finding(
                code="normal-map-inverted",
                severity="warning",
                place=_place(image),
                message="its slopes fit no surface unless green is turned over: bumps will look like dents",
                got=f"slopes that agree by {agreement:.2f}",
                allowed=f"at least {CURL_LEAST:g}",
                hint="invert the green channel in an image program (made for DirectX, glTF wants OpenGL's)",
            )


def _normality(image: Image) -> tuple[float, float]:
    """The share of texels that are no unit vectors, and the mean of blue; that of a flat map for a broken picture."""
    texels = _spread(image)
    if not texels.size:
        return 0.0, 255.0
    lengths = np.linalg.norm(_vectors(texels), axis=-1)
    return float((np.abs(lengths - 1) > LENGTH_TOLERANCE).mean()), float(texels[..., BLUE].mean())


def _agreement(texels: NDArray[np.float64]) -> float:
    """How well the slopes along rows and columns belong to one surface: 1 they do, -1 with green turned over.

    The slope of a height field changes along y as much in x as the other way round; where that holds with a minus
    only, green has the wrong sign.
    """
    if min(texels.shape[:2]) < 2:  # noqa: PLR2004 - a slope needs neighbours
        return 1.0
    vectors = _vectors(texels)
    upright = np.maximum(vectors[..., BLUE], 0.1)
    along_x, along_y = -vectors[..., RED] / upright, vectors[..., GREEN] / upright
    first = (along_x[1:, :-1] - along_x[:-1, :-1] + along_x[1:, 1:] - along_x[:-1, 1:]).reshape(-1)
    second = (along_y[:-1, 1:] - along_y[:-1, :-1] + along_y[1:, 1:] - along_y[1:, :-1]).reshape(-1)
    spread = float(np.sqrt((first**2).mean() * (second**2).mean()))
    return float((first * second).mean()) / spread if spread > STEEP_LEAST**2 else 1.0


def _reduced(texels: NDArray[np.uint8], by: int) -> NDArray[np.float64]:
    """Means of squares of `by` texels a side."""
    height, width = (side // by * by for side in texels.shape[:2])
    blocks = texels[:height, :width].reshape(height // by, by, width // by, by, 3)
    return np.asarray(blocks.mean(axis=(1, 3)), np.float64)


def _vectors(texels: NDArray[Any]) -> NDArray[np.float64]:
    return np.asarray(texels[..., :3] / 127.5 - 1, np.float64)


def _plain(channel: NDArray[np.uint8]) -> bool:
    """Whether a channel is black and white, and both."""
    black, white = float((channel <= EXTREME).mean()), float((channel >= 255 - EXTREME).mean())
    return black + white > PLAIN_SHARE and min(black, white) > 1 - PLAIN_SHARE


def _vague(channel: NDArray[np.uint8]) -> bool:
    return float(((channel > 2 * EXTREME) & (channel < 255 - 2 * EXTREME)).mean()) > VAGUE_SHARE


def _worn_as(subject: Subject, slot: str) -> list[Image]:
    """The images that fill a slot of any material, each once."""
    uses = (getattr(material, slot) for material in walk.used_materials(subject.document))
    return list({id(use.texture.image): use.texture.image for use in uses if use is not None}.values())


def _spread(image: Image) -> NDArray[np.uint8]:
    return _samples(image)[0]


def _piece(image: Image) -> NDArray[np.uint8]:
    return _samples(image)[1]


@lru_cache(maxsize=16)
def _samples(image: Image) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Texels spread over a picture, and a piece from its middle, (n, m, 3); empty where it cannot be decoded."""
    try:
        with Pillow.open(io.BytesIO(image.data), formats=("PNG", "JPEG", "WEBP")) as picture:
            texels: NDArray[Any] = np.asarray(picture.convert("RGB"))
    except BROKEN:
        nothing = np.zeros((0, 0, 3), np.uint8)
        return nothing, nothing
    step = max(1, max(texels.shape[:2]) // SAMPLES)
    top, left = (max(0, (side - PIECE) // 2) for side in texels.shape[:2])
    return texels[::step, ::step].copy(), texels[top : top + PIECE, left : left + PIECE].copy()


def _place(image: Image) -> str:
    return f'image "{short_name(image.name)}"' if image.name else "an image without a name"
