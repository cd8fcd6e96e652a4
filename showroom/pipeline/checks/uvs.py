"""Texture coordinates: whether pictures lie on the parts as they were painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.checks.parts import areas, flat_areas, parts, percent
from showroom.pipeline.checks.raster import overlap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import TextureUse
    from showroom.pipeline.checks.finding import Subject
    from showroom.pipeline.checks.parts import Part

CLAMPED = 33071
EDGE = 0.01
"""Coordinates so little beyond the picture are rounding."""
MIRRORED_MOST = 0.5
"""Symmetrical products mirror up to half of their surface on purpose."""
COLLAPSED_MOST = 0.05
OVERLAP_MOST = 0.1
SMALLEST_PX = 16
"""Pictures up to this side are swatches of colour: it does not matter how they lie."""
SHARPEST_RATIO = 16.0
FEWEST_TEXELS = 128.0
"""Texels along the whole product below which it looks blurred even on a phone."""


def clamped(subject: Subject) -> Iterator[Finding]:
    """Coordinates stay on a picture that does not repeat."""
    for part in parts(subject.document):
        for slot, use in _pictures(part):
            wraps = (use.texture.wrap_s, use.texture.wrap_t)
            if CLAMPED not in wraps or use.offset != (0, 0) or use.rotation or use.tiling != (1, 1):
                continue
            beyond = np.abs(part.primitive.attributes[f"TEXCOORD_{use.tex_coord}"] - 0.5) > 0.5 + EDGE
            share = float((beyond & (np.array(wraps) == CLAMPED)).any(axis=1).mean())
            if share:
                yield Finding(
                    code="uv-out-of-range",
                    severity="warning",
                    place=part.place,
                    message=f"coordinates leave the {_words(slot)}, which does not repeat: its edge is smeared",
                    got=f"{percent(share)} of the vertices",
                    allowed="0..1",
                    hint="move the islands onto the picture in your 3D program, or let the texture repeat",
                )


def mirrored(subject: Subject) -> Iterator[Finding]:
    """Pictures do not lie mirrored on most of a part."""
    for part in parts(subject.document):
        for tex_coord in {use.tex_coord for _, use in _pictures(part)}:
            flat = flat_areas(part.corners(f"TEXCOORD_{tex_coord}"))
            total = float(np.abs(flat).sum())
            share = float(-flat[flat < 0].sum()) / total if total else 0.0
            if share > MIRRORED_MOST:
                yield Finding(
                    code="inverted-uv",
                    severity="info",
                    place=part.place,
                    message="the pictures lie mirrored: lettering would read backwards",
                    got=f"{percent(share)} of TEXCOORD_{tex_coord}",
                    allowed=f"at most {MIRRORED_MOST:.0%}",
                    hint="flip the islands in your 3D program (Blender: UV > Mirror)",
                )


def collapsed(subject: Subject) -> Iterator[Finding]:
    """Triangles with bumps have an area on their normal map: without one, bumps have no direction."""
    for part in parts(subject.document):
        for tex_coord in {use.tex_coord for slot, use in _pictures(part) if "normal" in slot}:
            real = areas(part.corners()) > 0
            flat = np.abs(flat_areas(part.corners(f"TEXCOORD_{tex_coord}"))) == 0
            share = float((real & flat).mean()) if len(real) else 0.0
            if share > COLLAPSED_MOST:
                yield Finding(
                    code="collapsed-uv",
                    severity="warning",
                    place=part.place,
                    message="triangles lie on one point or line of the normal map, so that its bumps have no direction",
                    got=f"{percent(share)} of TEXCOORD_{tex_coord}",
                    allowed=f"at most {COLLAPSED_MOST:.0%}",
                    hint="unwrap the mesh in your 3D program (Blender: UV > Smart UV Project)",
                )


def overlapping(subject: Subject) -> Iterator[Finding]:
    """Parts of a surface do not share baked shadows."""
    for part in parts(subject.document):
        for tex_coord in {use.tex_coord for slot, use in _pictures(part) if slot == "occlusion_texture"}:
            share = overlap(part.corners(f"TEXCOORD_{tex_coord}"))
            if share > OVERLAP_MOST:
                yield Finding(
                    code="overlapping-uv",
                    severity="info",
                    place=part.place,
                    message="parts of the surface share baked shadows: check that they are in the same shade",
                    got=f"{percent(share)} of the used picture lies on several places",
                    allowed=f"at most {OVERLAP_MOST:.0%}",
                    hint="give baked pictures an unwrapping of their own (Blender: UV > Pack Islands)",
                )


def texel_density(subject: Subject) -> Iterator[Finding]:
    """Pictures are sharp enough for the product's size."""
    longest_m = max(subject.report.size_mm) / 1000
    for part in parts(subject.document):
        for use in [use for slot, use in _pictures(part) if slot == "base_color_texture"]:
            density = _density_px_m(part, use)
            if density and density * longest_m < FEWEST_TEXELS:
                yield Finding(
                    code="blurry-texture",
                    severity="warning",
                    place=part.place,
                    message="so few texels look blurred when the whole product fills the screen",
                    got=f"{density:,.0f} texels a metre, {density * longest_m:,.0f} along the product",
                    allowed=f"at least {FEWEST_TEXELS:g} along the product",
                    hint="use a larger picture, or scale the islands up in your 3D program",
                )


def even_density(subject: Subject) -> Iterator[Finding]:
    """Parts are about equally sharp."""
    found = {
        part.place: density
        for part in parts(subject.document)
        for slot, use in _pictures(part)
        if slot == "base_color_texture" and (density := _density_px_m(part, use))
    }
    if found and max(found.values()) > SHARPEST_RATIO * min(found.values()):
        sharpest, dullest = max(found, key=found.__getitem__), min(found, key=found.__getitem__)
        yield Finding(
            code="uneven-texel-density",
            severity="info",
            place=dullest,
            message=f"far less sharp than {sharpest}",
            got=f"{found[dullest]:,.0f} texels a metre beside {found[sharpest]:,.0f}",
            allowed=f"at most {SHARPEST_RATIO:g} times apart",
            hint="scale the islands in your 3D program, or the pictures",
        )


def _density_px_m(part: Part, use: TextureUse) -> float:
    """Texels a metre, over the whole part as it stands in the world; 0 where there is no telling."""
    surface = float(areas(part.corners()).sum()) * part.scale**2
    flat = float(np.abs(flat_areas(part.corners(f"TEXCOORD_{use.tex_coord}"))).sum())
    image = use.texture.image
    texels = flat * abs(use.tiling[0] * use.tiling[1]) * image.width_px * image.height_px
    return float(np.sqrt(texels / surface)) if surface > 0 else 0.0


def _pictures(part: Part) -> Iterator[tuple[str, TextureUse]]:
    """The textures of a part that are more than a swatch."""
    for slot, use in part.uses():
        if min(use.texture.image.width_px, use.texture.image.height_px) > SMALLEST_PX:
            yield slot, use


def _words(slot: str) -> str:
    return slot.replace("_", " ")
