"""Leave out tangents that every reader of the model makes again by itself.

Tangents take a quarter of a vertex and compress badly; a baked normal map needs the ones it was baked with, and those
differ from what is computed only where the baker did something of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.tangents import made_tangents, needs_tangents
from showroom.pipeline.steps.swapping import map_primitives

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Primitive


@dataclass(frozen=True)
class TangentOptions:
    """When stored tangents are as good as computed ones.

    Args:
        most_deg: how far a computed tangent may turn away from the stored one.
        least_share: the part of all vertices for which that has to be so.
    """

    most_deg: float = 5.0
    least_share: float = 0.995


def tangents(document: Document, options: TangentOptions | None = None) -> Document:
    """Drop TANGENT where nothing reads it or where it can be computed."""
    options = options or TangentOptions()
    return map_primitives(document, lambda primitive: _without(primitive, options))


def _without(primitive: Primitive, options: TangentOptions) -> Primitive:
    stored = primitive.attributes.get("TANGENT")
    if stored is None or any("TANGENT" in target for target in primitive.targets):
        return primitive
    made = made_tangents(primitive)
    if made is None and needs_tangents(primitive):
        return primitive  # a grain on a mesh without texture coordinates
    if made is not None:
        used = np.unique(primitive.indices)
        cosines = (stored[used, :3] * made[used, :3]).sum(axis=1)
        same = (cosines >= np.cos(np.radians(options.most_deg))) & (stored[used, 3] * made[used, 3] > 0)
        if same.mean() < options.least_share:
            return primitive
    kept = {name: array for name, array in primitive.attributes.items() if name != "TANGENT"}
    return replace(primitive, attributes=kept)
