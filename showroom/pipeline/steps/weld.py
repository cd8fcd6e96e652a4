"""Make vertices one that are equal in everything, and leave out those that no triangle uses.

Only equal bits are joined, so that no picture changes.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.pipeline.steps.swapping import map_primitives

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Primitive

MIXER = np.uint64(0x9E3779B97F4A7C15)
"""An odd constant of well mixed bits (the golden ratio)."""


def weld(document: Document) -> Document:
    """Share equal vertices within each primitive; triangles that lose a corner that way go."""
    return map_primitives(document, welded)


def welded(primitive: Primitive) -> Primitive:
    """The primitive with each vertex once, in the order of its first use; itself where nothing can be shared."""
    same = _first_equals(primitive)
    triangles = same[primitive.indices].reshape(-1, 3)
    whole = (triangles != np.roll(triangles, 1, axis=1)).all(axis=1)
    if not whole.any():
        return primitive
    corners = triangles[whole].reshape(-1)
    used, first, numbers = np.unique(corners, return_index=True, return_inverse=True)
    if len(used) == len(same) and whole.all():
        return primitive
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    kept = used[order]
    return replace(
        primitive,
        attributes={name: array[kept] for name, array in primitive.attributes.items()},
        indices=rank[numbers].astype(np.uint32),
        targets=[{name: array[kept] for name, array in target.items()} for target in primitive.targets],
    )


def _in_words(array: NDArray[np.float32] | NDArray[np.uint32]) -> NDArray[np.float32] | NDArray[np.uint32]:
    """Numbers of four bytes each, as joints need not be."""
    return array.astype(np.uint32) if array.dtype.kind == "u" else array


def _first_equals(primitive: Primitive) -> NDArray[np.int64]:
    """For each vertex the first one that is equal to it."""
    # Adding zero makes -0.0 and 0.0 the same bits.
    arrays = [*primitive.attributes.values(), *(array for target in primitive.targets for array in target.values())]
    columns = [np.ascontiguousarray(_in_words(array) + 0) for array in arrays]
    rows = np.concatenate([column.reshape(len(column), -1).view(np.uint32) for column in columns], axis=1)
    hashes = np.zeros(len(rows), np.uint64)
    for column in rows.T:
        hashes = (hashes ^ column) * MIXER
        hashes ^= hashes >> np.uint64(29)
    _, first, inverse = np.unique(hashes, return_index=True, return_inverse=True)
    same = first[inverse.reshape(-1)]
    # Sorting hashes is many times as quick as sorting rows; the rare pair that only looks equal stays two.
    equal = (rows[same] == rows).all(axis=1)
    return np.asarray(np.where(equal, same, np.arange(len(rows))), np.int64)
