"""A thing of known size at the forehead, a bank card or the printed strip, as the ruler for a face.

The ruler tells how far away it is; the pupils lie behind and below it, by about as much as on other people. So an
unknown focal length plays no part: it scales both distances alike.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

import numpy as np

from showroom.tryon import face
from showroom.tryon.fit import Scale

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.face import Landmarks
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.pose import HeadPose

RulerKind = Literal["card", "strip"]
CARD_MM: Final = (85.60, 53.98)
"""ISO/IEC 7810 ID-1: bank cards, most identity cards and driving licences."""
CARD_CORNER_MM: Final = 3.18
HIGH_M: Final = (0.0155, 0.024, 0.0385, 0.0524, 0.070)
PROUD_M: Final = (0.0149, 0.0154, 0.0123, 0.0079, 0.0)
"""How far a forehead stands before the pupils, by the height over them: our average face."""
PLACE_SPREAD_M: Final = 0.0045
"""How much foreheads differ, and how a card lies on them."""
TURN_SPREAD_RAD: Final = math.radians(2.5)
LEAST_HEIGHT_M, MOST_HEIGHT_M = 0.005, 0.12
MOST_UNLIKE: Final = 0.35
"""A ruler that makes a face so much larger or smaller than the average one does not lie at the forehead."""


@dataclass(frozen=True, eq=False)
class HeldRuler:
    """A ruler in one picture.

    Args:
        kind: what it is.
        middle_m: its middle in the camera's frame, (3,) metres.
        spread: relative standard deviation of its distance, from how well its outline was found.
    """

    kind: RulerKind
    middle_m: NDArray[np.float64]
    spread: float


def ruler_scale(ruler: HeldRuler, landmarks: Landmarks, pose: HeadPose, camera: Pinhole) -> Scale | None:
    """The face's size over the average one's; None where the ruler is not at the forehead.

    Args:
        ruler: what was found.
        landmarks: of the face.
        pose: that of an average face.
        camera: what took the picture.
    """
    corners = [face.RIGHT_EYE_OUTER, face.RIGHT_EYE_INNER, face.LEFT_EYE_INNER, face.LEFT_EYE_OUTER]
    turn, position = pose.camera_from_head[:3, :3], pose.camera_from_head[:3, 3]
    average = turn @ pose.points_m[corners].mean(axis=0) + position
    sight = camera.unproject(landmarks.points[corners, :2].mean(axis=0)[None], 1.0)[0]
    depth = -float(ruler.middle_m[2])
    height = 0.0
    for _ in range(4):
        away = ruler.middle_m - depth * sight
        height = float(away @ turn[:, 1])
        proud = float(np.interp(height, HIGH_M, PROUD_M))
        # Along the face's own front direction the ruler stands `proud` before the pupils.
        depth = float((ruler.middle_m @ turn[:, 2] - proud) / (sight @ turn[:, 2]))
    value = depth / -float(average[2]) * pose.scale
    if not LEAST_HEIGHT_M < height < MOST_HEIGHT_M or abs(value - 1.0) > MOST_UNLIKE:
        return None
    spread = math.hypot(ruler.spread, PLACE_SPREAD_M / depth, height * TURN_SPREAD_RAD / depth)
    return Scale(value, spread)
