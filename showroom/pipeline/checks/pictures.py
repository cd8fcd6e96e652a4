"""Textures: their sizes, and whether they can be decoded at all."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.pipeline.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import Image
    from showroom.pipeline.checks.finding import Subject

BROKEN = (OSError, SyntaxError, ValueError, EOFError, IndexError, Pillow.DecompressionBombError)
"""What Pillow's decoders raise on damaged data."""


def sizes(subject: Subject) -> Iterator[Finding]:
    """No texture is larger than the profile allows."""
    limit = subject.profile.texture_px
    for image in walk.images(subject.document):
        side = max(image.width_px, image.height_px)
        if side > limit.preferred:
            error = side > limit.most
            yield Finding(
                code="texture-too-large",
                severity="error" if error else "warning",
                place=_place(image),
                message=f"larger than the profile {subject.profile.name} {'allows' if error else 'prefers'}",
                got=f"{image.width_px} x {image.height_px} px",
                allowed=f"at most {limit.most if error else limit.preferred:g} px a side",
                hint="scale it down in an image program and export the model again",
            )


def powers_of_two(subject: Subject) -> Iterator[Finding]:
    """Sides are powers of two, so that every mipmap halves exactly."""
    for image in walk.images(subject.document):
        if not all(side and side & side - 1 == 0 for side in (image.width_px, image.height_px)):
            yield Finding(
                code="texture-not-power-of-two",
                severity="error" if subject.profile.power_of_two else "info",
                place=_place(image),
                message="its sides are no powers of two",
                got=f"{image.width_px} x {image.height_px} px",
                allowed="512, 1024, 2048, …",
                hint="scale it to the next power of two in an image program",
            )


def decodable(subject: Subject) -> Iterator[Finding]:
    """Every texture decodes to the size that its header states."""
    for image in walk.images(subject.document):
        problem = decode_problem(image)
        if problem:
            yield Finding(
                code="undecodable-image",
                severity="error",
                place=_place(image),
                message="the picture cannot be decoded",
                got=problem,
                allowed="an intact PNG, JPEG or WebP",
                hint="open it in an image program, save it and export the model again",
            )


def decode_problem(image: Image) -> str:
    """Why an image cannot be decoded; empty where it can."""
    try:
        with Pillow.open(io.BytesIO(image.data), formats=("PNG", "JPEG", "WEBP")) as picture:
            picture.load()
            size = picture.size
    except BROKEN as error:
        return str(error)[:160]
    if size != (image.width_px, image.height_px):
        return f"{size[0]} x {size[1]} px behind a header of {image.width_px} x {image.height_px} px"
    return ""


def _place(image: Image) -> str:
    return f'image "{image.name}"' if image.name else "an image without a name"
