"""Following faces: detect once, then let each frame's landmarks say where to look in the next.

Source: Kartynnik et al., "Real-time Facial Surface Geometry from Monocular Video on Mobile GPUs", 2019; Ablavatski et
al., "Real-time Pupil Tracking from Monocular Video for Digital Puppetry", 2020.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import cv2
import numpy as np

from client.ar.crops import Square, cut
from client.ar.face_detector import FaceDetector
from client.ar.inference import open_model
from client.ar.limbus import refined
from client.ar.models import FACE_DETECTION, FACE_LANDMARK, IRIS_LANDMARK
from showroom.tryon.face import (
    LEFT_EYE_INNER,
    LEFT_EYE_OUTER,
    POINTS,
    RIGHT_EYE_INNER,
    RIGHT_EYE_OUTER,
    Landmarks,
)

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from client.ar.face_detector import FaceBox
    from client.ar.inference import Model

MOST_FACES = 2
FACE_PX, IRIS_PX = 192, 64
# How much of the surroundings the models want to see around the box of the face and the corners of the eye.
FACE_MARGIN, IRIS_MARGIN = 1.5, 2.3
LEAST_SCORE = 0.5
# Two tracks whose middles are closer than this share of their size follow one face.
SAME_FACE = 0.35
# With a face in sight, the search for a second one may wait: it costs as much as tracking.
SEARCH_EVERY = 15
STILL_ROUNDS = 3


def looked_closely(picture: NDArray[np.uint8], face: Landmarks) -> Landmarks:
    """The same face with the edges of its irises as the picture shows them; without irises where they are not clear.

    It takes 5 ms, so that a film or a camera has it done only in the frames that are measured in.
    """
    if face.irises is None:
        return face
    grey = cv2.cvtColor(np.ascontiguousarray(picture), cv2.COLOR_RGB2GRAY)
    return replace(face, irises=refined(grey, face.irises, face.points))


class FaceTracker:
    """Landmarks of up to two faces, frame by frame; one per thread.

    Args:
        detector: finds faces that are not followed yet.
        face: the landmark model.
        iris: the iris model.
        most_faces: how many faces are followed.
    """

    def __init__(self, detector: FaceDetector, face: Model, iris: Model, most_faces: int = MOST_FACES) -> None:
        self._detector = detector
        self._face = face
        self._iris = iris
        self._most = most_faces
        self._squares: list[Square] = []
        self._since_search = SEARCH_EVERY

    @classmethod
    def from_folder(cls, folder: Path, most_faces: int = MOST_FACES) -> FaceTracker:
        """A tracker on the installed models.

        Raises:
            Unavailable: ``no-models``, ``damaged-model``, ``no-runtime``.
        """
        detector = FaceDetector(open_model(FACE_DETECTION, folder))
        return cls(detector, open_model(FACE_LANDMARK, folder), open_model(IRIS_LANDMARK, folder), most_faces)

    def follow(self, picture: NDArray[np.uint8]) -> list[Landmarks]:
        """The faces of the next frame, (height, width, 3) uint8 RGB; the same face keeps its place in the list."""
        self._since_search += 1
        if not self._squares or (len(self._squares) < self._most and self._since_search >= SEARCH_EVERY):
            self._since_search = 0
            self._squares = _without_repeats([*self._squares, *map(_around_box, self._detector.find(picture))])
        found, squares = [], []
        for square in self._squares[: self._most]:
            face = self._landmarks(picture, square)
            if face is not None:
                found.append(face)
                squares.append(around_points(face.points))
        self._squares = _without_repeats(squares)
        return found[: len(self._squares)]

    def still(self, picture: NDArray[np.uint8]) -> list[Landmarks]:
        """The faces of a single picture: searched for in its parts too, and looked at until the view settles."""
        self.forget()
        boxes = self._detector.find(picture) or self._detector.find(picture, thorough=True)
        found = []
        for square in _without_repeats([_around_box(box) for box in boxes])[: self._most]:
            face, view = None, square
            for _ in range(STILL_ROUNDS):
                face = self._landmarks(picture, view)
                if face is None:
                    break
                view = around_points(face.points)
            if face is not None:
                found.append(looked_closely(picture, face))
        return found

    def forget(self) -> None:
        """Start anew with the next frame."""
        self._squares = []
        self._since_search = SEARCH_EVERY

    def _landmarks(self, picture: NDArray[np.uint8], square: Square) -> Landmarks | None:
        outputs = self._face.run(cut(picture, square, FACE_PX))
        flat, logit = sorted((output.ravel() for output in outputs.values()), key=len, reverse=True)
        score = 1.0 / (1.0 + math.exp(-min(max(float(logit[0]), -60.0), 60.0)))
        points = flat.reshape(POINTS, 3).astype(np.float64)
        if score < LEAST_SCORE or not np.isfinite(points).all():
            return None
        placed = square.place(points / FACE_PX)
        return Landmarks(placed, self._irises(picture, placed), score)

    def _irises(self, picture: NDArray[np.uint8], points: NDArray[np.float64]) -> NDArray[np.float64] | None:
        # The model knows left eyes; a right one is shown to it in a mirror.
        right = self._iris_of(picture, points[RIGHT_EYE_OUTER], points[RIGHT_EYE_INNER], mirrored=True)
        left = self._iris_of(picture, points[LEFT_EYE_INNER], points[LEFT_EYE_OUTER], mirrored=False)
        both = np.stack([right, left])
        return both if np.isfinite(both).all() else None

    def _iris_of(
        self, picture: NDArray[np.uint8], start: NDArray[np.float64], end: NDArray[np.float64], *, mirrored: bool
    ) -> NDArray[np.float64]:
        (x1, y1), (x2, y2) = start[:2].tolist(), end[:2].tolist()
        edge = max(math.hypot(x2 - x1, y2 - y1) * IRIS_MARGIN, 1.0)
        square = Square(((x1 + x2) / 2.0, (y1 + y2) / 2.0), edge, math.atan2(y2 - y1, x2 - x1))
        outputs = self._iris.run(cut(picture, square, IRIS_PX, mirrored=mirrored))
        points = outputs["output_iris"].reshape(5, 3).astype(np.float64) / IRIS_PX
        return square.place(points, mirrored=mirrored)[:, :2]


def around_points(points: NDArray[np.float64]) -> Square:
    """Where to look for a face whose landmarks stood at `points` a moment ago."""
    across = points[LEFT_EYE_OUTER, :2] - points[RIGHT_EYE_OUTER, :2]
    turn = math.atan2(float(across[1]), float(across[0]))
    axes = np.array([[math.cos(turn), math.sin(turn)], [-math.sin(turn), math.cos(turn)]])
    local = points[:, :2] @ axes.T
    low, high = local.min(axis=0), local.max(axis=0)
    x, y = (axes.T @ ((low + high) / 2.0)).tolist()
    return Square((x, y), max(float((high - low).max()) * FACE_MARGIN, 1.0), turn)


def _around_box(box: FaceBox) -> Square:
    return Square(box.centre, max(box.size) * FACE_MARGIN, box.turn)


def _without_repeats(squares: list[Square]) -> list[Square]:
    kept: list[Square] = []
    for square in squares:
        if all(math.dist(square.centre, other.centre) > SAME_FACE * max(square.edge, other.edge) for other in kept):
            kept.append(square)
    return kept
