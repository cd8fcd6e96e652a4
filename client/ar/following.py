"""Everybody in the frames of one source: who is who from frame to frame, where each head is, and how large."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np

from client.ar.face_tracker import looked_closely
from client.ar.rulers import find_ruler
from showroom.tryon.fit import (
    FaceMeasures,
    Refusal,
    iris_scale,
    measure,
    towards_camera_deg,
    usual_scale,
)
from showroom.tryon.fusing import SizeMemory
from showroom.tryon.pose import HeadPose, head_pose, unbiased
from showroom.tryon.ruler import ruler_scale
from showroom.tryon.smoothing import PoseFilter

if TYPE_CHECKING:
    from client.ar.camera import Frame
    from client.ar.face_tracker import FaceTracker
    from showroom.tryon.face import Landmarks
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.ruler import RulerKind

SAME_FACE: Final = 0.6
"""A face that is nearer than this share of its width to where one stood a frame ago is that one."""
MEASURE_EVERY: Final = 6
"""Frames from one close look at the irises to the next: it costs as much as following the face."""
STRAIGHT_DEG: Final = 16.0
"""Irises are looked at closely in faces that are turned by less; the corner of the eye hides their edges else."""


@dataclass(frozen=True, eq=False)
class Followed:
    """One person in one frame.

    Args:
        landmarks: of the face.
        pose: at the face's own size, steadied.
        measures: what is known of the sizes so far, or why nothing is.
    """

    landmarks: Landmarks
    pose: HeadPose
    measures: FaceMeasures | Refusal


@dataclass(eq=False)
class _Person:
    place: tuple[float, float]
    sizes: SizeMemory = field(default_factory=SizeMemory)
    steady: PoseFilter = field(default_factory=PoseFilter)
    measures: FaceMeasures | Refusal = field(default_factory=lambda: Refusal.because("turned"))
    frames: int = 0


class Faces:
    """Follows the faces of one source; one per thread.

    Args:
        tracker: finds faces and their landmarks.
        ruler: what is held against the forehead, if anything.
    """

    def __init__(self, tracker: FaceTracker, ruler: RulerKind | None = None) -> None:
        self._tracker = tracker
        self._ruler = ruler
        self._people: dict[int, _Person] = {}
        self._next = 0

    def look(self, frame: Frame, camera: Pinhole, *, still: bool = False) -> dict[int, Followed]:
        """Everybody in the next frame, by a number that stays theirs."""
        picture = frame.picture
        faces = self._tracker.still(picture) if still else self._tracker.follow(picture)
        numbered = self._numbered(faces)
        return {
            number: self._followed(self._people[number], landmarks, frame, camera, still=still)
            for number, landmarks in numbered.items()
        }

    def _followed(
        self, person: _Person, landmarks: Landmarks, frame: Frame, camera: Pinhole, *, still: bool
    ) -> Followed:
        average = unbiased(head_pose(landmarks, camera))
        yaw, pitch = towards_camera_deg(average)
        due = still or (person.frames % MEASURE_EVERY == 0 and max(abs(yaw), abs(pitch)) < STRAIGHT_DEG)
        first, person.frames = person.frames == 0, person.frames + 1
        if due or first:
            closely = landmarks if still else looked_closely(frame.picture, landmarks)
            self._learn(person, closely, average, frame, camera)
        own = average.scaled(person.sizes.scale().value)
        steady = person.steady.filter(own.camera_from_head, frame.time_s)
        return Followed(landmarks, HeadPose(steady, own.scale, own.points_m, own.error_px), person.measures)

    def _learn(self, person: _Person, landmarks: Landmarks, pose: HeadPose, frame: Frame, camera: Pinhole) -> None:
        """Take in what this frame tells of the person's size; what is surest is kept."""
        iris = iris_scale(landmarks, pose, camera)
        seen = None
        if self._ruler is not None:
            held = find_ruler(frame.picture, landmarks, camera, self._ruler)
            seen = None if held is None else ruler_scale(held, landmarks, pose, camera)
        people = None if landmarks.irises is None else usual_scale(landmarks, pose, camera)
        person.sizes.add(iris, seen, self._ruler or "card", people=people)
        known = measure(landmarks, pose, camera, person.sizes.ruler(), person.sizes.scale())
        if self._ruler is not None and not person.sizes.has_ruler and isinstance(known, FaceMeasures):
            known = Refusal.because("ruler")
        before = person.measures
        worse = isinstance(before, FaceMeasures) and (
            isinstance(known, Refusal) or known.scale.spread > before.scale.spread
        )
        if not worse:
            person.measures = known

    def _numbered(self, faces: list[Landmarks]) -> dict[int, Landmarks]:
        """Every face under the number of the one that stood there a frame ago, else under a new one."""
        found: dict[int, Landmarks] = {}
        people: dict[int, _Person] = {}
        for landmarks in faces:
            (x, y), width = landmarks.points[:, :2].mean(axis=0).tolist(), float(np.ptp(landmarks.points[:, 0]))
            near = {
                number: distance
                for number, person in self._people.items()
                if number not in found and (distance := math.dist(person.place, (x, y))) < SAME_FACE * width
            }
            if near:
                number = min(near, key=near.__getitem__)
                people[number] = self._people[number]
                people[number].place = (x, y)
            else:
                number, self._next = self._next, self._next + 1
                people[number] = _Person((x, y))
            found[number] = landmarks
        self._people = people
        return found
