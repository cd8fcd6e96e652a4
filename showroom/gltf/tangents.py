"""The tangents that normal maps and the grain of brushed surfaces are read in, where a model does not store its own.

Per corner from the texture coordinates, weighted by angle, summed per vertex and made orthogonal to the normal: as
MikkTSpace does, except that vertices are not split where the two hands of a mirrored texture meet; the stronger hand
wins there.

Source: E. Lengyel, "Foundations of Game Engine Development" vol. 2, §7.5; M. Mikkelsen, "Simulation of Wrinkled
Surfaces Revisited", 2008.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Primitive

TINY = 1e-20
SMALL = 1e-6
"""Below this the directions of a vertex' triangles cancel out."""


def add_tangents(document: Document) -> None:
    """Give every normal-mapped primitive of a document that was just read the tangents that it does not store.

    Shared with nothing yet, the document is changed in place.
    """
    for primitive in walk.primitives(document):
        if "TANGENT" not in primitive.attributes:
            made = made_tangents(primitive)
            if made is not None:
                primitive.attributes["TANGENT"] = made


def made_tangents(primitive: Primitive) -> NDArray[np.float32] | None:
    """Tangents of a primitive as `compute_tangents` has them; None where nothing needs them or they cannot be had."""
    slots = ("normal_texture", "clearcoat_normal_texture", "anisotropy_texture")
    worn = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    uses = [use for one in worn for use in (getattr(one, slot) for slot in slots) if use is not None]
    first = uses[0].tex_coord if uses else 0
    coordinates = primitive.attributes.get(f"TEXCOORD_{first}") if needs_tangents(primitive) else None
    normals = primitive.attributes.get("NORMAL")
    if coordinates is None or normals is None:
        return None
    return compute_tangents(
        primitive.attributes["POSITION"].astype(np.float64),
        normals.astype(np.float64),
        coordinates.astype(np.float64),
        primitive.indices.reshape(-1, 3),
    )


def needs_tangents(primitive: Primitive) -> bool:
    """Whether a normal map or a grain (KHR_materials_anisotropy) that the primitive may wear is read in tangents."""
    worn = [one for one in (primitive.material, *primitive.variants.values()) if one is not None]
    return any(one.normal_texture or one.clearcoat_normal_texture or one.anisotropy for one in worn)


def compute_tangents(
    positions: NDArray[np.float64],
    normals: NDArray[np.float64],
    coordinates: NDArray[np.float64],
    triangles: NDArray[np.uint32],
) -> NDArray[np.float32]:
    """Tangents of a mesh.

    Args:
        positions: (n, 3).
        normals: (n, 3), unit length.
        coordinates: (n, 2) texture coordinates, origin top left as in glTF.
        triangles: (m, 3) vertex indices.

    Returns:
        (n, 4) float32: a unit tangent orthogonal to the normal, and +1 or -1, the hand of the bitangent.
    """
    corners = positions[triangles]
    along_u, along_v = _face_gradients(corners, coordinates[triangles])
    weights = _angles(corners)[:, :, None]
    tangent = _summed(along_u[:, None] * weights, triangles, len(positions))
    bitangent = _summed(along_v[:, None] * weights, triangles, len(positions))
    tangent -= normals * (normals * tangent).sum(axis=1, keepdims=True)
    lengths = np.linalg.norm(tangent, axis=1, keepdims=True)
    tangent = np.where(lengths > SMALL, tangent / np.maximum(lengths, TINY), _any_orthogonal(normals))
    hand = np.where((np.cross(normals, tangent) * bitangent).sum(axis=1, keepdims=True) < 0, -1.0, 1.0)
    return np.concatenate((tangent, hand), axis=1).astype(np.float32)


def _face_gradients(
    corners: NDArray[np.float64], coordinates: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Unit directions in which u grows and v shrinks (up in the picture) over each triangle, (m, 3) each."""
    first, second = corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]
    u1, v1 = ((coordinates[:, 1] - coordinates[:, 0]) * (1, -1)).T[:, :, None]
    u2, v2 = ((coordinates[:, 2] - coordinates[:, 0]) * (1, -1)).T[:, :, None]
    hand = np.where(u1 * v2 - u2 * v1 < 0, -1.0, 1.0)
    return _unit((first * v2 - second * v1) * hand), _unit((second * u1 - first * u2) * hand)


def _unit(vectors: NDArray[np.float64]) -> NDArray[np.float64]:
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.where(lengths > TINY, vectors / np.maximum(lengths, TINY), 0.0), np.float64)


def _angles(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """The angle at each corner of (m, 3, 3) triangles, radians, (m, 3)."""
    forth = _unit(np.roll(corners, -1, axis=1) - corners)
    back = _unit(np.roll(corners, 1, axis=1) - corners)
    return np.asarray(np.arccos(np.clip((forth * back).sum(axis=2), -1, 1)), np.float64)


def _summed(values: NDArray[np.float64], triangles: NDArray[np.uint32], count: int) -> NDArray[np.float64]:
    """Sum (m, 3, 3) corner vectors into (count, 3) vertices."""
    vertices = triangles.reshape(-1)
    columns = [np.bincount(vertices, values[:, :, axis].reshape(-1), count) for axis in range(3)]
    return np.stack(columns, axis=1)


def _any_orthogonal(normals: NDArray[np.float64]) -> NDArray[np.float64]:
    """Some unit vector orthogonal to each normal."""
    axis = np.where(np.abs(normals[:, :1]) < 0.9, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))  # noqa: PLR2004 - not parallel
    return _unit(np.cross(normals, axis))
