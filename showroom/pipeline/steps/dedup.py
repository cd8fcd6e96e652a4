"""Make equal pictures one, and equal materials that no option addresses.

Equal vertex data becomes one when the file is written.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.gltf import walk
from showroom.gltf.model import Image, Material, Texture, TextureUse
from showroom.pipeline.steps.addressed import Addressed
from showroom.pipeline.steps.swapping import swap_materials, with_textures

if TYPE_CHECKING:
    from collections.abc import Hashable

    from showroom.gltf.model import Document, Noted


def dedup(document: Document, addressed: Addressed | None = None) -> Document:
    """Share what is equal; a material that an option addresses by name stays itself."""
    addressed = addressed or Addressed()
    textures = _shared_textures(document)
    with_shared = {id(one): with_textures(one, textures) for one in document.materials}
    document = swap_materials(document, with_shared)
    first: dict[Hashable, Material] = {}
    same = {
        id(one): one if one.name in addressed.materials else first.setdefault(_key(one), one)
        for one in document.materials
    }
    return swap_materials(document, same)


def _shared_textures(document: Document) -> dict[int, Texture]:
    """For each texture, by identity, the one that stands for all its equals."""
    images: dict[Hashable, Image] = {}
    textures: dict[Hashable, Texture] = {}
    shared: dict[int, Texture] = {}
    for texture in walk.textures(document):
        image = images.setdefault((texture.image.data, _noted(texture.image)), texture.image)
        key = (id(image), texture.sampled_as)
        same = texture if texture.image is image else replace(texture, image=image)
        shared[id(texture)] = textures.setdefault(key, same)
    return shared


def _noted(one: Noted) -> Hashable:
    """Equal where others noted the same on them."""
    return repr((one.extras, one.other_extensions)) if one.is_noted else ""


def _key(material: Material) -> Hashable:
    """Equal for materials that differ in nothing but their name."""
    values = {name: value for name, value in vars(material).items() if name != "name"}
    return repr(
        {
            name: (id(value.texture), vars(value)) if isinstance(value, TextureUse) else value
            for name, value in values.items()
        }
    )
