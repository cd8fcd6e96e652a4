"""Published models as documents: everything that was left out or packed for the way is there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.gltf.reader import read
from showroom.gltf.tangents import add_tangents
from showroom.pipeline.draco import mesh_decoders

if TYPE_CHECKING:
    from showroom.gltf.model import Document


def read_model(data: bytes, *, name: str) -> Document:
    """Read a GLB for drawing, with the tangents that its normal maps need.

    Raises:
        ModelError: whatever is wrong with it.
    """
    document = read(data, name=name, decoders=mesh_decoders())
    add_tangents(document)
    return document
