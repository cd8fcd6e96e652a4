"""Leave out vertex data that changes nothing: coordinates that no picture is laid by, colours that are all white."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from showroom.avatars import has_wardrobe
from showroom.pipeline.steps.swapping import map_primitives

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Primitive

COORDINATES = "TEXCOORD_"
COLORS = "COLOR_"
DRAWN_COLOR = "COLOR_0"


def lean(document: Document) -> Document:
    """The document without attributes that no reader draws; a wardrobe's coordinates say who wears what."""
    return document if has_wardrobe(document) else map_primitives(document, _leaned)


def _leaned(primitive: Primitive) -> Primitive:
    worn = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    # Sets of coordinates are counted without gaps (glTF 3.7.2.1), so that those below the last one in use stay.
    last = max((use.tex_coord for one in worn for use in one.texture_uses().values()), default=-1)
    kept = {name: array for name, array in primitive.attributes.items() if _is_read(name, last, primitive)}
    return primitive if len(kept) == len(primitive.attributes) else replace(primitive, attributes=kept)


def _is_read(name: str, last_set: int, primitive: Primitive) -> bool:
    if name.startswith(COORDINATES):
        return int(name.removeprefix(COORDINATES)) <= last_set
    if name.startswith(COLORS):
        return name == DRAWN_COLOR and not bool((primitive.attributes[name] == 1.0).all())
    return True
