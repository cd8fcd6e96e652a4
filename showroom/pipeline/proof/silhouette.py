"""Where the product is in its picture: the same model in one colour that no studio has."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace as with_fields

from showroom.gltf.model import Material
from showroom.pipeline.steps.swapping import map_primitives, swap_materials

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Product
    from showroom.gltf.model import Document, Primitive

SHAPING = ("POSITION", "NORMAL", "JOINTS_", "WEIGHTS_")
"""What a vertex needs to stand where it stands, skinned or not."""
KEY = (1.0, 0.0, 1.0, 1.0)
LEAST_CHROMA = 60
"""Red and blue over green, in steps of 255, from which on a pixel shows the key."""


def keyed(document: Document) -> Document:
    """The document with every material opaque and magenta, under the same names."""
    flat = {
        id(one): Material(one.name, base_color=KEY, unlit=True, double_sided=one.double_sided)
        for one in document.materials
    }
    return map_primitives(swap_materials(document, flat), _bare)


def uncolored(product: Product) -> Product:
    """The product with options that only show and hide."""
    groups = tuple(
        with_fields(group, values=tuple(with_fields(value, surface=None) for value in group.values))
        for group in product.groups
    )
    return with_fields(product, groups=groups)


def silhouette(picture: NDArray[np.uint8]) -> NDArray[np.bool_]:
    """Where a picture of a keyed model shows it, (height, width)."""
    red, green, blue = np.moveaxis(picture.astype(np.int16), -1, 0)
    return np.asarray(np.minimum(red, blue) - green > LEAST_CHROMA, np.bool_)


def _bare(primitive: Primitive) -> Primitive:
    """Without what would tint the key, and never without a material; what moves it stays."""
    kept = {name: array for name, array in primitive.attributes.items() if name.startswith(SHAPING)}
    material = primitive.material or Material("", base_color=KEY, unlit=True)
    return replace(primitive, attributes=kept, material=material)
