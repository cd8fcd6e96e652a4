"""Which parts of a model a point lies on: what is pointed out there goes with them, and vanishes with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from client.scene.loader import Slot
    from showroom.catalogue import Vector3

LEAST_M: Final = 0.003
SHARE: Final = 0.02
"""Parts that are farther away than the nearest by this, or by this share of the model's radius, do not bear a point."""


def bearers(slots: Sequence[Slot], point: Vector3, radius_m: float) -> tuple[Slot, ...]:
    """The parts that a point lies on, the nearest first; several where they lie on one another.

    Args:
        slots: every part, drawn or not.
        point: metres in the model's frame, at rest.
        radius_m: of the whole model.
    """
    found = [(distance_m(slot.positions, slot.triangles, np.asarray(point)), slot) for slot in slots]
    farthest = min((distance for distance, _ in found), default=0.0) + max(LEAST_M, SHARE * radius_m)
    near = [(distance, index) for index, (distance, _) in enumerate(found) if distance <= farthest]
    return tuple(found[index][1] for _, index in sorted(near))


def distance_m(
    positions: NDArray[np.floating], triangles: NDArray[np.unsignedinteger], point: NDArray[np.floating]
) -> float:
    """How far a point is from the nearest of triangles; infinite where there are none.

    Source: Ericson, Real-Time Collision Detection (2005), section 5.1.5: the nearest point lies on the face where its
    barycentric coordinates are positive, else on an edge.
    """
    corners = np.asarray(positions, np.float64)[np.asarray(triangles, np.int64).reshape(-1, 3)] - point
    if not len(corners):
        return float("inf")
    # A triangle cannot be nearer than the box around it: only those that might be nearest are looked at.
    low, high = corners.min(axis=1), corners.max(axis=1)
    least = np.linalg.norm(np.maximum(np.maximum(low, -high), 0.0), axis=1)
    most = np.linalg.norm(corners, axis=2).min()
    corners = corners[least <= most]
    first, edges = corners[:, 0], np.stack([corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]], axis=1)
    gram = np.einsum("nij,nkj->nik", edges, edges)
    wanted = -np.einsum("nij,nj->ni", edges, first)
    flat = np.linalg.det(gram) <= _FLAT * np.trace(gram, axis1=1, axis2=2) ** 2
    gram[flat] = np.eye(2)
    share = np.linalg.solve(gram, wanted[..., None])[..., 0]
    inside = (share >= 0.0).all(axis=1) & (share.sum(axis=1) <= 1.0) & ~flat
    on_face = np.linalg.norm(first + np.einsum("ni,nij->nj", share, edges), axis=1)[inside]
    ends = np.roll(corners, -1, axis=1) - corners
    lengths = np.maximum(np.einsum("nij,nij->ni", ends, ends), np.finfo(np.float64).tiny)
    along = np.clip(-np.einsum("nij,nij->ni", corners, ends) / lengths, 0.0, 1.0)
    on_edge = np.linalg.norm(corners + along[..., None] * ends, axis=2)
    return float(min(on_edge.min(), on_face.min(initial=np.inf)))


_FLAT: Final = 1e-12
