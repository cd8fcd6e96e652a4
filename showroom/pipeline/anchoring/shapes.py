"""A document as the shape that places are found in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.anchors import Shape
from showroom.gltf import walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Material


def shape_of(document: Document) -> Shape:
    """All triangles in the world, and those of every clear material."""
    everything: list[NDArray[np.float64]] = [np.zeros((0, 3, 3))]
    clear: dict[str, list[NDArray[np.float64]]] = {}
    for node, world_from_node in walk.nodes(document):
        for primitive in node.mesh.primitives if node.mesh else ():
            points = primitive.attributes["POSITION"].astype(np.float64)
            placed = points @ world_from_node[:3, :3].T + world_from_node[:3, 3]
            corners = placed[primitive.indices].reshape(-1, 3, 3)
            everything.append(corners)
            if primitive.material is not None and _is_clear(primitive.material):
                clear.setdefault(primitive.material.name, []).append(corners)
    return Shape(np.concatenate(everything), {name: np.concatenate(parts) for name, parts in clear.items()})


def _is_clear(material: Material) -> bool:
    return material.transmission > 0.0 or material.alpha_mode == "BLEND"
