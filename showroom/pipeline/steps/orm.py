"""Put occlusion, roughness and metal of a material into one picture: red, green and blue of it, as glTF lays them out.

Each of the two pictures carries channels that nobody reads, so that a graphics card keeps, and a visitor fetches, one
picture less. Where the parts lie on the surface stays each use's own, so they may even have different coordinates.
"""

from __future__ import annotations

import io
from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from showroom.gltf import walk
from showroom.gltf.model import Image, Texture
from showroom.pipeline.steps.swapping import swap_materials, with_textures
from showroom.pipeline.steps.textures import decoded

if TYPE_CHECKING:
    from showroom.gltf.model import Document

OCCLUSION, SURFACE = "occlusion_texture", "metallic_roughness_texture"
PNG = "image/png"
QUICK = 1
"""How hard PNG tries; what it makes is recompressed by the next step."""


@dataclass(frozen=True)
class OrmOptions:
    """Whether pictures are packed.

    Args:
        pack: whether any are.
        most_growth: how many more texels the packed picture may take than its two parts together.
    """

    pack: bool = True
    most_growth: float = 1.0


def orm(document: Document, options: OrmOptions | None = None) -> Document:
    """Pack each pair of pictures that are worn together, where either is used for nothing else."""
    options = options or OrmOptions()
    packed: dict[int, Texture] = {}
    for shade, surface in _pairs(document) if options.pack else ():
        joined = _joined(shade.image, surface.image, options)
        if joined is not None:
            packed |= dict.fromkeys((id(shade), id(surface)), replace(surface, image=joined))
    if not packed:
        return document
    kept = {id(one): packed.get(id(one), one) for one in walk.textures(document)}
    return swap_materials(document, {id(one): with_textures(one, kept) for one in document.materials})


def _pairs(document: Document) -> list[tuple[Texture, Texture]]:
    """Occlusion and surface that are worn together, sampled alike, each in one pair and in no other place."""
    worn = [(one.occlusion_texture, one.metallic_roughness_texture) for one in document.materials]
    found = {
        (id(shade.texture), id(surface.texture)): (shade.texture, surface.texture)
        for shade, surface in worn
        if shade is not None and surface is not None and _sampled_alike(shade.texture, surface.texture)
    }
    # Sharing is between pictures as well as between textures: either more than once would have to be packed twice.
    often = Counter(id(texture.image) for pair in found.values() for texture in pair)
    places: dict[int, set[tuple[str, int]]] = {}
    for material in document.materials:
        for slot, use in material.texture_uses().items():
            places.setdefault(id(use.texture.image), set()).add((slot, id(use.texture)))
    alone = {image for image, used in places.items() if len(used) == 1}
    return [
        pair for pair in found.values() if all(often[id(one.image)] == 1 and id(one.image) in alone for one in pair)
    ]


def _sampled_alike(first: Texture, second: Texture) -> bool:
    return first.sampled_as == second.sampled_as and first.image is not second.image


def _joined(shade: Image, surface: Image, options: OrmOptions) -> Image | None:
    """One picture of two; None where either is not ours to change, or where that would take more texels."""
    size = (max(shade.width_px, surface.width_px), max(shade.height_px, surface.height_px))
    apart_px = shade.width_px * shade.height_px + surface.width_px * surface.height_px
    if size[0] * size[1] > apart_px * options.most_growth or shade.is_noted or surface.is_noted:
        return None
    pictures = [decoded(one.data) for one in (shade, surface)]
    if any(one is None for one in pictures):
        return None
    first, second = (
        one.convert("RGB") if one.size == size else one.convert("RGB").resize(size, Pillow.Resampling.BICUBIC)
        for one in pictures
        if one is not None
    )
    whole = Pillow.merge("RGB", (first.getchannel("R"), second.getchannel("G"), second.getchannel("B")))
    buffer = io.BytesIO()
    whole.save(buffer, "PNG", compress_level=QUICK)
    return Image(surface.name or shade.name, PNG, buffer.getvalue(), *size)
