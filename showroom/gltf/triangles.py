"""Triangles out of what glTF draws: strips and fans unrolled, flat normals where there are none.

Source: glTF 2.0 §3.7.2.1 (topology; missing normals are flat).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS, TRIANGLES, STRIP, FAN = 0, 4, 5, 6
MODES = {
    0: "points",
    1: "lines",
    2: "line loop",
    3: "line strip",
    4: "triangles",
    5: "triangle strip",
    6: "triangle fan",
}


def count(vertices: int, mode: int) -> int:
    """How many triangles so many indices draw."""
    return vertices // 3 if mode == TRIANGLES else max(vertices - 2, 0)


def unroll(indices: NDArray[np.uint32], mode: int) -> NDArray[np.uint32]:
    """Indices of separate triangles, (m,) uint32, for a strip or a fan; triangles as they are."""
    if mode == TRIANGLES:
        return indices
    first = np.arange(max(len(indices) - 2, 0))
    if mode == FAN:
        corners = np.stack((first + 1, first + 2, np.zeros_like(first)), axis=1)
    else:
        odd = first % 2
        corners = np.stack((first, first + 1 + odd, first + 2 - odd), axis=1)
    return indices[corners.reshape(-1)]


def flat_shaded(
    attributes: dict[str, NDArray[Any]], indices: NDArray[np.uint32]
) -> tuple[dict[str, NDArray[Any]], NDArray[np.uint32]]:
    """Give every triangle its own corners with its face's normal; tangents are dropped, as glTF demands."""
    spread = {name: array[indices] for name, array in attributes.items() if name != "TANGENT"}
    corners = spread["POSITION"].astype(np.float64).reshape(-1, 3, 3)
    spread["NORMAL"] = np.repeat(face_normals(corners), 3, axis=0).astype(np.float32)
    return spread, np.arange(len(indices), dtype=np.uint32)


def face_normals(corners: NDArray[np.float64]) -> NDArray[np.float64]:
    """Unit normals of (n, 3, 3) triangles, counter-clockwise outwards; +Y for those without an area."""
    normals = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    up = np.broadcast_to(np.array([0.0, 1.0, 0.0]), normals.shape)
    return np.asarray(np.where(lengths > 0, normals / np.where(lengths > 0, lengths, 1), up), np.float64)
