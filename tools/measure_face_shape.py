"""Measure an average face with the landmark model: `showroom/tryon/face_shape.txt` is what this writes.

    python tools/measure_face_shape.py PORTRAIT.png

The picture is looked at in many small turns and sizes and in a mirror; the mean of all, made symmetrical, scaled to the
mean distance of adult pupils and set upright, is the shape. The file in the repository comes from NASA's public-domain
portrait of Eileen Collins.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import cv2
import numpy as np

from client.ar.face_tracker import FaceTracker
from client.ar.models import models_path
from client.ar.pictures import read_picture
from showroom.tryon import face
from showroom.tryon.pose import similarity

if TYPE_CHECKING:
    from numpy.typing import NDArray

# Dodgson, "Variation and extrema of human interpupillary distance", 2004.
PUPILS_M = 0.0634
TARGET = Path(__file__).resolve().parents[1] / "showroom" / "tryon" / "face_shape.txt"


def main() -> None:
    """Measure and write."""
    picture = read_picture(Path(sys.argv[1]))
    looks = _looks(picture, FaceTracker.from_folder(models_path()))
    shape, pupils = looks[0]
    for _ in range(3):
        aligned = [_align(points, shape) for points, _ in looks]
        shape = np.mean(aligned, axis=0)
    shape = _upright(_symmetric(shape))
    shape *= PUPILS_M / pupils
    middle = shape[[face.RIGHT_EYE_OUTER, face.RIGHT_EYE_INNER, face.LEFT_EYE_INNER, face.LEFT_EYE_OUTER]].mean(axis=0)
    shape -= middle
    _write(shape, _triangles(shape))
    print(f"{TARGET}: {len(looks)} looks, {np.ptp(shape[:, 0]) * 1000:.0f} mm wide")


def _looks(picture: NDArray[np.uint8], tracker: FaceTracker) -> list[tuple[NDArray[np.float64], float]]:
    """Landmarks (x right, y up, z near, in pixels) of every look, and the mean distance of the pupils."""
    middle = tracker.still(picture)[0].points[:, :2].mean(axis=0)
    found = []
    for size in (1.0, 1.4, 2.0):
        for turn in (-12.0, -4.0, 4.0, 12.0):
            matrix = cv2.getRotationMatrix2D(tuple(middle.tolist()), turn, size)
            turned = np.asarray(cv2.warpAffine(picture, matrix, picture.shape[1::-1], flags=cv2.INTER_CUBIC), np.uint8)
            for landmarks in tracker.still(turned)[:1]:
                points = landmarks.points * [1.0, -1.0, -1.0]
                irises = landmarks.irises
                if irises is not None:
                    found.append((points / size, float(np.linalg.norm(irises[0, 0] - irises[1, 0])) / size))
    pupils = float(np.median([distance for _, distance in found]))
    return [(points, pupils) for points, _ in found]


def _align(points: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    scale, rotation, shift = similarity(points, target, np.ones(len(points)))
    return scale * points @ rotation.T + shift


def _symmetric(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    centred = shape - shape.mean(axis=0)
    across = centred[face.LEFT_TRAGUS] - centred[face.RIGHT_TRAGUS]
    across += 2.0 * (centred[face.LEFT_EYE_OUTER] - centred[face.RIGHT_EYE_OUTER])
    for _ in range(5):
        axis = across / np.linalg.norm(across)
        mirrored = centred - 2.0 * (centred @ axis)[:, None] * axis
        partner = np.argmin(((mirrored[:, None] - centred[None]) ** 2).sum(axis=2), axis=1)
        across = (centred - centred[partner])[np.sign(centred @ axis) > 0].sum(axis=0)
    # Two points must be each other's partners; the few that are not lie on the midline or beside it.
    mutual = partner[partner] == np.arange(len(partner))
    partner = np.where(mutual, partner, np.arange(len(partner)))
    axis = across / np.linalg.norm(across)
    mirrored = centred - 2.0 * (centred @ axis)[:, None] * axis
    even = np.where(mutual[:, None], (centred + mirrored[partner]) / 2.0, centred)
    up = np.array([0.0, 1.0, 0.0]) - axis * axis[1]
    up /= np.linalg.norm(up)
    frame = np.stack([axis, up, np.cross(axis, up)])
    turned: NDArray[np.float64] = even @ frame.T
    return turned


def _upright(shape: NDArray[np.float64]) -> NDArray[np.float64]:
    """Turn it about X until forehead and chin stand above each other."""
    line = shape[face.FOREHEAD] - shape[face.CHIN]
    angle = np.arctan2(line[2], line[1])
    cosine, sine = np.cos(angle), np.sin(angle)
    turned: NDArray[np.float64] = shape @ np.array([[1.0, 0.0, 0.0], [0.0, cosine, sine], [0.0, -sine, cosine]]).T
    return turned


def _triangles(shape: NDArray[np.float64]) -> NDArray[np.int64]:
    """Delaunay's triangles on the unrolled head, counter-clockwise from outside."""
    around = np.arctan2(shape[:, 0], shape[:, 2] + 0.08) * 0.09
    flat = (np.column_stack([around, shape[:, 1]]) * 1000.0 + 250.0).astype(np.float32)
    division = cv2.Subdiv2D((0, 0, 500, 500))
    numbers = {}
    for index, (x, y) in enumerate(flat.tolist()):
        numbers[division.insert((x, y))] = index
    found = []
    for x1, y1, x2, y2, x3, y3 in np.asarray(division.getTriangleList()).tolist():
        corners = [division.locate(point)[2] for point in ((x1, y1), (x2, y2), (x3, y3))]
        if all(corner in numbers for corner in corners):
            a, b, c = (numbers[corner] for corner in corners)
            first, second = flat[b] - flat[a], flat[c] - flat[a]
            cross = first[0] * second[1] - first[1] * second[0]
            longest = max(np.linalg.norm(flat[i] - flat[j]) for i, j in ((a, b), (b, c), (c, a)))
            if longest < 40.0:  # noqa: PLR2004 - millimetres; longer ones span the hollow sides of the outline
                found.append((a, b, c) if cross > 0 else (a, c, b))
    return np.array(found)


def _write(shape: NDArray[np.float64], triangles: NDArray[np.int64]) -> None:
    lines = ["# An average face in millimetres, and its triangles; tools/measure_face_shape.py wrote this."]
    lines += ["point " + " ".join(f"{number:.2f}" for number in row) for row in (shape * 1000.0).tolist()]
    lines += ["triangle " + " ".join(map(str, row)) for row in triangles.tolist()]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
