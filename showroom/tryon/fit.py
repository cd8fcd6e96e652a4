"""How large a face is, and how sure that is: the iris as a ruler, and a plain refusal where it cannot be read.

Sources: iris 11.7 ± 0.5 mm (Hashemi et al., "White-to-white corneal diameter", 2010 and others); pupils of adults
63.4 ± 3.8 mm apart (Dodgson, "Variation and extrema of human interpupillary distance", 2004). How faces and pupils go
together: 1986 women and as many of 4082 men of the US Army's survey of 2012 (ANSUR II, public domain), the face's size
being the mean of the logarithms of bizygomatic breadth and sellion to menton.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from showroom.catalogue import Text
from showroom.tryon import face

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.face import Landmarks
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.pose import HeadPose

IRIS_M, IRIS_SPREAD = 0.0117, 0.5 / 11.7
FACE_SPREAD = 0.052
"""How far adults' faces are spread around the average one (ANSUR II)."""
PUPILS_M, FACE_BY_PUPILS, FACE_SPREAD_BY_PUPILS = 0.0632, -0.38, 0.052
"""Whose pupils stand wide for the face has a smaller face, in part: adults' mean, the exponent, and the spread that is
left: 4.8 % among adults (ANSUR II; sizes and pupils correlate with 0.49, so that the two cannot be told apart by a
picture alone), and 2 % because landmarks tell a face's proportions to about 3 %."""
EDGE_PX = 0.35
"""How well the iris model places the two sides of one iris, as a standard deviation of the width."""
MODEL_SPREAD = 0.04
"""How well the edge of an iris is found: 1.2 % on six rendered heads (11 pictures) whose lids follow their eyes and
that nothing is scored on; 4 % on heads whose lids keep still and hide half of it. Real eyes are somewhere between."""
YAW_SPREAD_RAD = math.radians(3.5)
"""How well yaw is known (DESIGN: 3.2 to 4.4 degrees on measured faces)."""
SHAPE_SPREAD = 0.03
TWO_SIDED = 1.96
LEAST_IRIS_PX = 5.0
MOST_TURN_DEG = 25.0
MOST_DIFFERENCE = 0.22
MOST_ODDITY = 0.09
MOST_UNSURE = 0.13

MOST_SPREADS = 2.2
"""A ruler and irises that differ by more of their common standard deviations do not tell of the same face."""

Why = Literal["too-far", "turned", "unsure", "ruler"]
REASONS: dict[Why, Text] = {
    "too-far": Text(
        en="The eyes are too small in the picture to measure by: come nearer, or take a larger picture.",
        de="Die Augen sind im Bild zu klein zum Messen: Bitte näher kommen oder ein größeres Bild nehmen.",
    ),
    "turned": Text(
        en="The face is turned away too far to measure: look at the camera.",
        de="Das Gesicht ist zum Messen zu weit weggedreht: Bitte in die Kamera schauen.",
    ),
    "unsure": Text(
        en="Both eyes do not tell the same size (glare, a squint or a lid): look straight ahead in even light.",
        de="Beide Augen ergeben nicht dieselbe Größe (Spiegelung, Schielen oder Lid): "
        "Bitte bei gleichmäßigem Licht geradeaus schauen.",
    ),
    "ruler": Text(
        en="No card or strip lies flat against the forehead where it can be seen whole: hold it by one edge, level.",
        de="An der Stirn ist keine Karte, kein Streifen ganz zu sehen: Flach und waagerecht anlegen, am Rand halten.",
    ),
}


@dataclass(frozen=True)
class Measure:
    """A length in millimetres that lies between `low` and `high` in 95 of 100 cases."""

    mm: float
    low: float
    high: float

    @classmethod
    def around(cls, metres: float, spread: float) -> Measure:
        """From a length in metres and its relative standard deviation."""
        reach = TWO_SIDED * spread * metres
        return cls(metres * 1000.0, (metres - reach) * 1000.0, (metres + reach) * 1000.0)


@dataclass(frozen=True)
class Scale:
    """A face's size over the average face's, with its relative standard deviation."""

    value: float
    spread: float


@dataclass(frozen=True)
class FaceMeasures:
    """What was measured of a face.

    Args:
        pupils: from pupil to pupil, as the eyes stand in the picture.
        face_width: from temple to temple in front of the ears.
        nose_width: the nose at the height of the inner corners of the eyes.
        scale: the face over the average one.
    """

    pupils: Measure
    face_width: Measure
    nose_width: Measure
    scale: Scale


@dataclass(frozen=True)
class Refusal:
    """Why nothing was measured."""

    why: Why
    sentence: Text

    @classmethod
    def because(cls, why: Why) -> Refusal:
        """With the sentence of the reason."""
        return cls(why, REASONS[why])


def measure_scale(landmarks: Landmarks, pose: HeadPose, camera: Pinhole, ruler: Scale | None = None) -> Scale:
    """The face's size from its irises, and from a ruler where one is held, weighed against what adults are.

    Args:
        landmarks: of the face.
        pose: that of an average face.
        camera: what took the picture.
        ruler: what a card or strip at the forehead says (`ruler.ruler_scale`).
    """
    people = usual_scale(landmarks, pose, camera)
    known = (people,) if ruler is None else (people, ruler)
    iris = iris_scale(landmarks, pose, camera)
    return fuse(known if iris is None else (*known, iris))


def usual_scale(landmarks: Landmarks, pose: HeadPose, camera: Pinhole) -> Scale:
    """How large faces of these proportions are among adults, before anything is measured by a ruler."""
    if landmarks.irises is None:
        return Scale(1.0, FACE_SPREAD)
    wide = pupil_distance(landmarks.irises, pose, camera) / pose.scale / PUPILS_M
    return Scale(max(wide, 0.5) ** FACE_BY_PUPILS, FACE_SPREAD_BY_PUPILS)


def iris_scale(landmarks: Landmarks, pose: HeadPose, camera: Pinhole) -> Scale | None:
    """What the irises alone say of the face's size; None where they are not seen."""
    if landmarks.irises is None:
        return None
    widths_px = iris_widths_px(landmarks.irises)
    width_px = float(widths_px.mean())
    if width_px <= 0.0:
        return None
    depths = -_pupils_in_camera(pose)[:, 2]
    width_m = float((widths_px * depths / camera.focal_px).mean()) / pose.scale
    reading = EDGE_PX / math.sqrt(len(widths_px)) / width_px
    spread = math.hypot(IRIS_SPREAD, reading, MODEL_SPREAD)
    return Scale(IRIS_M / width_m, spread)


def fuse(scales: tuple[Scale, ...]) -> Scale:
    """The best of several independent scales: each counts by its certainty."""
    weights = np.array([1.0 / scale.spread**2 for scale in scales])
    value = float(weights @ [scale.value for scale in scales] / weights.sum())
    return Scale(value, 1.0 / math.sqrt(float(weights.sum())))


def measure(
    landmarks: Landmarks,
    pose: HeadPose,
    camera: Pinhole,
    ruler: Scale | None = None,
    scale: Scale | None = None,
) -> FaceMeasures | Refusal:
    """Everything that one picture tells of a face.

    Args:
        landmarks: of the face.
        pose: that of an average face.
        camera: what took the picture.
        ruler: what a card or strip at the forehead says (`ruler.ruler_scale`).
        scale: the face's size where more is known than this picture tells (`fusing`).
    """
    why = refusal(landmarks, pose, camera, ruler)
    if why is not None or landmarks.irises is None:
        return Refusal.because(why or "unsure")
    scale = scale or measure_scale(landmarks, pose, camera, ruler)
    apart_m = pupil_distance(landmarks.irises, pose, camera) * scale.value / pose.scale
    points = pose.points_m * (scale.value / pose.scale)
    width_m = float(np.linalg.norm(points[face.LEFT_TEMPLE] - points[face.RIGHT_TEMPLE]))
    nose_m = float(np.linalg.norm(points[face.LEFT_NOSE_FLANK] - points[face.RIGHT_NOSE_FLANK]))
    yaw_deg = pose.angles_deg()[0]
    # Turning shortens what is seen; not knowing the turn exactly is not knowing by how much.
    turning = abs(math.tan(math.radians(yaw_deg))) * YAW_SPREAD_RAD
    reading = EDGE_PX * math.sqrt(2.0) / max(float(np.linalg.norm(np.diff(landmarks.irises[:, 0], axis=0))), 1.0)
    return FaceMeasures(
        Measure.around(apart_m, math.hypot(scale.spread, turning, reading)),
        Measure.around(width_m, math.hypot(scale.spread, turning, SHAPE_SPREAD)),
        Measure.around(nose_m, math.hypot(scale.spread, turning, 4.0 * SHAPE_SPREAD)),
        scale,
    )


def refusal(landmarks: Landmarks, pose: HeadPose, camera: Pinhole, ruler: Scale | None = None) -> Why | None:
    """Why this picture is no good to measure by; None where it is."""
    yaw, pitch = towards_camera_deg(pose)
    if max(abs(yaw), abs(pitch)) > MOST_TURN_DEG:
        return "turned"
    if landmarks.irises is None:
        return "unsure"
    widths = iris_widths_px(landmarks.irises)
    unsure = TWO_SIDED * measure_scale(landmarks, pose, camera, ruler).spread > MOST_UNSURE
    if float(widths.min()) < LEAST_IRIS_PX or unsure:
        return "too-far"
    if ruler is not None and _contradict(iris_scale(landmarks, pose, camera), ruler):
        return "ruler"
    differ = abs(float(widths[0] - widths[1])) > MOST_DIFFERENCE * float(widths.mean())
    return "unsure" if differ or _looks_aside(landmarks.irises, pose, camera) else None


def _contradict(iris: Scale | None, ruler: Scale) -> bool:
    if iris is None:
        return False
    return abs(math.log(iris.value / ruler.value)) > MOST_SPREADS * math.hypot(iris.spread, ruler.spread)


def _looks_aside(irises: NDArray[np.float64], pose: HeadPose, camera: Pinhole) -> bool:
    """Whether the pupils are far nearer or farther than the middles of the eyes: a squint or a wrong landmark."""
    corners = [face.RIGHT_EYE_OUTER, face.RIGHT_EYE_INNER, face.LEFT_EYE_INNER, face.LEFT_EYE_OUTER]
    outer_right, inner_right, inner_left, outer_left = pose.points_m[corners]
    middles = float(np.linalg.norm((outer_left + inner_left) / 2.0 - (outer_right + inner_right) / 2.0))
    return abs(pupil_distance(irises, pose, camera) / middles - 1.0) > MOST_ODDITY


def iris_widths_px(irises: NDArray[np.float64]) -> NDArray[np.float64]:
    """The longer axis of each iris, (2,): a disc that looks elsewhere is narrower, never wider."""
    across = np.linalg.norm(irises[:, 1] - irises[:, 3], axis=1)
    upright = np.linalg.norm(irises[:, 2] - irises[:, 4], axis=1)
    longest: NDArray[np.float64] = np.maximum(across, upright)
    return longest


def pupil_distance(irises: NDArray[np.float64], pose: HeadPose, camera: Pinhole) -> float:
    """Between the pupils in metres for a head of `pose.scale`; the turn of the head is taken out by their depths."""
    right, left = camera.unproject(irises[:, 0], -_pupils_in_camera(pose)[:, 2])
    return float(np.linalg.norm(left - right))


def _pupils_in_camera(pose: HeadPose) -> NDArray[np.float64]:
    """About where the pupils are, (2, 3): in the middle between the corners of each eye, a little in front."""
    points = pose.points_m
    right = (points[face.RIGHT_EYE_OUTER] + points[face.RIGHT_EYE_INNER]) / 2.0
    left = (points[face.LEFT_EYE_OUTER] + points[face.LEFT_EYE_INNER]) / 2.0
    pupils = np.stack([right, left]) + np.array([0.0, 0.0, 0.003])
    # Landmarks' own depths are too rough for the small difference between both eyes; the rigid head knows better.
    pupils[:, 2] = pupils[:, 2].mean()
    there: NDArray[np.float64] = pupils @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3]
    return there


def towards_camera_deg(pose: HeadPose) -> tuple[float, float]:
    """How far the face turns away from the line to the camera: to the person's left, and up."""
    line = pose.camera_from_head[:3, :3].T @ -pose.camera_from_head[:3, 3]
    return -math.degrees(math.atan2(line[0], line[2])), -math.degrees(math.atan2(line[1], line[2]))
