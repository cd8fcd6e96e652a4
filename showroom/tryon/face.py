"""What a tracker says about a face, and what is known about faces in general.

Points carry the numbers of the 468-point face mesh (Kartynnik et al., "Real-time Facial Surface Geometry from
Monocular Video on Mobile GPUs", 2019). Left and right are the person's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

POINTS = 468
RIGHT_EYE_OUTER, RIGHT_EYE_INNER, LEFT_EYE_INNER, LEFT_EYE_OUTER = 33, 133, 362, 263
NOSE_ROOT, NOSE_BRIDGE, NOSE_TIP = 168, 6, 4
FOREHEAD, CHIN = 10, 152
RIGHT_TEMPLE, LEFT_TEMPLE = 127, 356
RIGHT_TRAGUS, LEFT_TRAGUS = 234, 454
RIGHT_NOSE_FLANK, LEFT_NOSE_FLANK = 193, 417
OVAL = (
    *(10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377),
    *(152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109),
)
"""The outline of the face, clockwise in the picture, from the forehead."""


@dataclass(frozen=True, eq=False)
class Landmarks:
    """One face in one picture.

    Args:
        points: (468, 3) float64; x and y in pixels from the top left, z in the same scale, smaller is nearer.
        irises: (2, 5, 2) float64 pixels of the right and the left iris: middle, then four points of its edge (both
            sides, top and bottom); None where they were not found.
        score: how sure the model is that this is a face, 0..1.
    """

    points: NDArray[np.float64]
    irises: NDArray[np.float64] | None
    score: float


@dataclass(frozen=True, eq=False)
class FaceShape:
    """An average face in the head's own frame.

    Args:
        points_m: (468, 3) float64 metres; origin between the eyes, +X to the person's left, +Y up, +Z to the front.
        weights: (468,) how much a point says about the pose: bone counts, mouth and jaw do not.
        triangles: (n, 3) uint32, counter-clockwise from the front.
    """

    points_m: NDArray[np.float64]
    weights: NDArray[np.float64]
    triangles: NDArray[np.uint32]


@cache
def face_shape() -> FaceShape:
    """The average face; `tools/measure_face_shape.py` made its numbers."""
    text = (files("showroom.tryon") / "face_shape.txt").read_text(encoding="utf-8")
    points, triangles = [], []
    for line in text.splitlines():
        kind, _, numbers = line.partition(" ")
        if kind == "point":
            points.append([float(number) / 1000.0 for number in numbers.split()])
        elif kind == "triangle":
            triangles.append([int(number) for number in numbers.split()])
    points_m = np.array(points)
    return FaceShape(points_m, _weights(points_m), np.array(triangles, dtype=np.uint32))


def _weights(points_m: NDArray[np.float64]) -> NDArray[np.float64]:
    # Below the nose everything moves with the mouth; the outline slides along the cheeks when the head turns.
    height = np.clip((points_m[:, 1] + 0.045) / 0.03, 0.02, 1.0)
    depth = np.clip((points_m[:, 2] + 0.06) / 0.05, 0.15, 1.0)
    return height * depth
