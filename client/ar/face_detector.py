"""Finding faces: BlazeFace's short-range model, its anchors and its non-maximum suppression.

Source: Bazarevsky et al., "BlazeFace: Sub-millisecond Neural Face Detection on Mobile GPUs", 2019.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from client.ar.crops import Square, cut

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from client.ar.inference import Model

SIZE_PX = 128
LEAST_SCORE = 0.5
MOST_OVERLAP = 0.3
# Cells along an edge, and boxes per cell (the strides 8, 16, 16, 16 with two boxes each).
GRIDS = ((16, 2), (8, 6))
BOX_NUMBERS = 16


@dataclass(frozen=True)
class FaceBox:
    """A face that was found, in pixels of the picture.

    Args:
        centre: of the box.
        size: width and height of the box.
        eyes: the eye at the left of the picture (the person's right), then the other.
        score: 0..1.
    """

    centre: tuple[float, float]
    size: tuple[float, float]
    eyes: tuple[tuple[float, float], tuple[float, float]]
    score: float

    @property
    def turn(self) -> float:
        """How far the head leans in the picture, radians clockwise."""
        (left_x, left_y), (right_x, right_y) = self.eyes
        return math.atan2(right_y - left_y, right_x - left_x)


class FaceDetector:
    """Finds faces in pictures.

    Args:
        model: BlazeFace, short range.
    """

    def __init__(self, model: Model) -> None:
        self._model = model

    def find(self, picture: NDArray[np.uint8], *, thorough: bool = False) -> list[FaceBox]:
        """The faces of a (height, width, 3) uint8 RGB picture, best first.

        Args:
            picture: what to search.
            thorough: look at overlapping parts too, where faces of a tenth of the picture are found.
        """
        found: list[FaceBox] = []
        for square in _windows(picture.shape[1], picture.shape[0], thorough=thorough):
            outputs = self._model.run(cut(picture, square, SIZE_PX) * 2.0 - 1.0)
            found.extend(decode(outputs["regressors"][0], outputs["classificators"][0, :, 0], square))
        return suppress(found)


def _windows(width: int, height: int, *, thorough: bool) -> Iterator[Square]:
    whole = float(max(width, height))
    yield Square((width / 2.0, height / 2.0), whole)
    if not thorough:
        return
    for share in (0.6, 0.35):
        edge = whole * share
        for y in _spread(height, edge):
            for x in _spread(width, edge):
                yield Square((x, y), edge)


def _spread(length: float, edge: float) -> NDArray[np.float64]:
    """Middles of squares that cover a length and overlap by a third."""
    if length <= edge:
        return np.array([length / 2.0])
    count = math.ceil((length - edge) / (edge * 2.0 / 3.0)) + 1
    return np.linspace(edge / 2.0, length - edge / 2.0, count)


@cache
def anchors() -> NDArray[np.float64]:
    """The middles of the model's 896 boxes in the unit square, (896, 2)."""
    rows = []
    for cells, boxes in GRIDS:
        line = (np.arange(cells) + 0.5) / cells
        y, x = np.meshgrid(line, line, indexing="ij")
        rows.append(np.repeat(np.column_stack([x.ravel(), y.ravel()]), boxes, axis=0))
    return np.concatenate(rows)


def decode(boxes: NDArray[np.float32], logits: NDArray[np.float32], square: Square) -> list[FaceBox]:
    """Faces from the model's raw outputs (896, 16) and (896,); numbers that are none are passed over."""
    scores = 1.0 / (1.0 + np.exp(-np.clip(np.nan_to_num(logits.astype(np.float64), nan=-100.0), -100.0, 100.0)))
    chosen = np.flatnonzero((scores >= LEAST_SCORE) & np.isfinite(boxes).all(axis=1))
    raw = boxes[chosen].astype(np.float64) / SIZE_PX
    middle = anchors()[chosen]
    faces = []
    for index, row, anchor in zip(chosen, raw, middle, strict=True):
        width, height = row[2] * square.edge, row[3] * square.edge
        if not (0.0 < width < 4.0 * square.edge and 0.0 < height < 4.0 * square.edge):
            continue
        unit = np.zeros((3, 3))
        unit[0, :2], unit[1, :2], unit[2, :2] = anchor + row[:2], anchor + row[4:6], anchor + row[6:8]
        (x, y), first, second = (tuple(point) for point in square.place(unit)[:, :2].tolist())
        faces.append(FaceBox((x, y), (float(width), float(height)), (first, second), float(scores[index])))
    return faces


def suppress(faces: list[FaceBox]) -> list[FaceBox]:
    """One face where several boxes overlap, averaged by their scores; best first."""
    left = sorted(faces, key=lambda face: -face.score)
    kept = []
    while left:
        best = left[0]
        same = [face for face in left if overlap(best, face) > MOST_OVERLAP or face is best]
        left = [face for face in left if not any(face is other for other in same)]
        kept.append(_average(same))
    return kept


def overlap(one: FaceBox, other: FaceBox) -> float:
    """Intersection over union of two boxes."""
    shared = 1.0
    for axis in (0, 1):
        low = max(one.centre[axis] - one.size[axis] / 2.0, other.centre[axis] - other.size[axis] / 2.0)
        high = min(one.centre[axis] + one.size[axis] / 2.0, other.centre[axis] + other.size[axis] / 2.0)
        shared *= max(high - low, 0.0)
    union = one.size[0] * one.size[1] + other.size[0] * other.size[1] - shared
    return shared / union if union > 0.0 else 0.0


def _average(faces: list[FaceBox]) -> FaceBox:
    weights = np.array([face.score for face in faces])
    rows = np.array([[*face.centre, *face.size, *face.eyes[0], *face.eyes[1]] for face in faces])
    x, y, width, height, ax, ay, bx, by = (float(number) for number in weights @ rows / weights.sum())
    return FaceBox((x, y), (width, height), ((ax, ay), (bx, by)), faces[0].score)
