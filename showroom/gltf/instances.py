"""One mesh at many places: EXT_mesh_gpu_instancing, read as nodes of their own.

Optimisers write it (gltf-transform does by default), and the wheels of a car then exist once. Steps, options and the
renderer speak of nodes, so each place becomes one; its name is that of its owner, which options hide or show as before.

Source: EXT_mesh_gpu_instancing (glTF extension registry); §3.6.2.2 of glTF 2.0 for normalised rotations.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf.faults import fault
from showroom.gltf.model import Node, Rest
from showroom.gltf.posing import matrix_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.accessors import Accessors
    from showroom.gltf.fields import Fields
    from showroom.gltf.model import Mesh

INSTANCING = "EXT_mesh_gpu_instancing"
PLACES: dict[str, tuple[float, ...]] = {
    "TRANSLATION": (0.0, 0.0, 0.0),
    "ROTATION": (0.0, 0.0, 0.0, 1.0),
    "SCALE": (1.0, 1.0, 1.0),
}
LEAST_LENGTH = 0.1
"""A shorter quaternion has no direction left."""


def instances(extension: Fields, accessors: Accessors, mesh: Mesh, most: int) -> list[Node]:
    """A node for each place that the extension of a node gives its mesh.

    Args:
        extension: of the node.
        accessors: where the places are.
        mesh: what stands there.
        most: how many nodes there may be.

    Raises:
        ModelError: ``bad-accessor``, ``too-many-nodes``, and those of accessors.
    """
    attributes = extension.object("attributes")
    counts = {accessors.count(attributes, name) for name in attributes.values}
    if len(counts) != 1:
        got = f"{sorted(counts)} elements" if counts else "nothing"
        raise extension.refuse("attributes", got, "accessors of one length", "bad-accessor")
    count = counts.pop()
    if count > most:
        raise fault("too-many-nodes", extension.place, f"{count:,} instances", f"at most {most:,} more nodes")
    moves, turns, sizes = (_read(attributes, accessors, name, count) for name in PLACES)
    lengths = np.linalg.norm(turns, axis=1)
    if (lengths < LEAST_LENGTH).any():
        raise attributes.refuse("ROTATION", "a quaternion of length 0", "unit quaternions", "bad-accessor")
    rests = [
        Rest(tuple(move), tuple(turn), tuple(size))
        for move, turn, size in zip(moves.tolist(), (turns / lengths[:, None]).tolist(), sizes.tolist(), strict=True)
    ]
    return [Node("", matrix_of(one.translation, one.rotation, one.scale), mesh, rest=one) for one in rests]


def _read(attributes: Fields, accessors: Accessors, name: str, count: int) -> NDArray[np.float64]:
    """One part of every place, (count, 3 or 4)."""
    default = PLACES[name]
    if not attributes.has(name):
        return np.tile(np.array(default), (count, 1))
    stored = accessors.read(attributes, name, as_float=True)
    if stored.shape[1] != len(default):
        raise attributes.refuse(name, f"{stored.shape[1]} components", str(len(default)), "bad-accessor")
    return stored.astype(np.float64)
