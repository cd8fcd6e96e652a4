"""The only place that knows Panda3D's axes.

Everywhere else the frame is glTF's: right-handed, +Y up, +Z front, metres. Panda3D has +Z up and looks along +Y:
(x, y, z) in glTF is (x, -z, y) in Panda3D.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import LMatrix4f, LPoint3f, LVecBase3f

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

# Panda3D multiplies row vectors: row i of a matrix is where axis i goes.
PANDA_FROM_GLTF = LMatrix4f(1, 0, 0, 0, 0, 0, 1, 0, 0, -1, 0, 0, 0, 0, 0, 1)
GLTF_FROM_PANDA = LMatrix4f(1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1)

# A lens looks along its own +Y; a glTF camera looks along -Z with +Y up. The same rotation, seen from the lens.
GLTF_CAMERA_FROM_LENS = GLTF_FROM_PANDA
LENS_FROM_GLTF_CAMERA = PANDA_FROM_GLTF

# Pixels have x to the right and y downwards; Panda3D's flat world has x to the right and z upwards.
FLAT_FROM_PIXELS = LMatrix4f(1, 0, 0, 0, 0, 0, -1, 0, 0, 1, 0, 0, 0, 0, 0, 1)

# Shaders get positions in Panda3D's world and work in glTF's.
GLSL = (
    "vec3 gltf_from_panda(vec3 v) { return vec3(v.x, v.z, -v.y); }\n"
    "vec3 panda_from_gltf(vec3 v) { return vec3(v.x, -v.z, v.y); }\n"
)


def panda_matrix(matrix: NDArray[np.floating]) -> LMatrix4f:
    """The Panda3D form (row vectors) of a (4, 4) matrix for column vectors; the frame stays as it is."""
    return LMatrix4f(*(float(number) for number in np.asarray(matrix, dtype=np.float64).T.ravel()))


def numpy_matrix(matrix: LMatrix4f) -> NDArray[np.float64]:
    """The (4, 4) float64 matrix for column vectors of a Panda3D matrix; the frame stays as it is."""
    return np.array([[matrix.get_cell(row, column) for row in range(4)] for column in range(4)], dtype=np.float64)


def look_at(position: Vector3, target: Vector3, roll: float = 0.0) -> NDArray[np.float64]:
    """World-from-camera, (4, 4), of a glTF camera at `position` that looks at `target`, +Y up (`roll` in radians)."""
    # Plain numbers: this is asked every frame, and numpy's overhead on three numbers is twenty times the work.
    x, y, z = _unit(position[0] - target[0], position[1] - target[1], position[2] - target[2])
    right = _unit(z, 0.0, -x) if abs(y) < 1.0 - 1e-6 else _unit(y, -x, 0.0)
    upward = (y * right[2] - z * right[1], z * right[0] - x * right[2], x * right[1] - y * right[0])
    cosine, sine = math.cos(roll), math.sin(roll)
    columns = (
        [cosine * a + sine * b for a, b in zip(right, upward, strict=True)],
        [cosine * b - sine * a for a, b in zip(right, upward, strict=True)],
        (x, y, z),
        position,
    )
    matrix = np.eye(4)
    matrix[:3] = np.transpose(columns)
    return matrix


def turn_about_up(angle: float) -> NDArray[np.float64]:
    """A rotation about +Y by `angle` radians, (4, 4); 0 faces +Z, π/2 faces +X."""
    cosine, sine = math.cos(angle), math.sin(angle)
    return np.array([[cosine, 0.0, sine, 0.0], [0.0, 1.0, 0.0, 0.0], [-sine, 0.0, cosine, 0.0], [0.0, 0.0, 0.0, 1.0]])


def point(position: Vector3) -> LPoint3f:
    """A Panda3D point with the same three numbers."""
    return LPoint3f(*position)


def vector(value: LVecBase3f) -> Vector3:
    """Three floats of a Panda3D vector."""
    return (value[0], value[1], value[2])


def _unit(x: float, y: float, z: float) -> Vector3:
    length = math.sqrt(x * x + y * y + z * z)
    return (x / length, y / length, z / length) if length > 0.0 else (0.0, 0.0, 1.0)
