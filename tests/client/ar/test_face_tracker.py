"""The tracker on pictures whose truth is known: one portrait, moved about by a warp of the tests' own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from client.ar.face_tracker import around_points
from showroom.tryon.face import LEFT_EYE_OUTER, RIGHT_EYE_OUTER
from tests.client.ar.portrait import moved, placed, portrait, similarity

if TYPE_CHECKING:
    from client.ar.face_tracker import FaceTracker

WARPS = [(1.0, 0.0, (320, 240)), (1.8, 12.0, (300, 230)), (0.8, -20.0, (200, 300)), (1.4, 28.0, (420, 200))]


def eye_distance(points: np.ndarray) -> float:
    return float(np.linalg.norm(points[LEFT_EYE_OUTER, :2] - points[RIGHT_EYE_OUTER, :2]))


@pytest.mark.parametrize(("scale", "turn", "shift"), WARPS)
def test_landmarks_move_with_the_picture(
    tracker: FaceTracker, scale: float, turn: float, shift: tuple[int, int]
) -> None:
    matrix = similarity(scale, turn, shift)
    truth = moved(matrix, tracker.still(portrait())[0].points[:, :2])
    found = tracker.still(placed(matrix))
    assert len(found) == 1
    away = np.linalg.norm(found[0].points[:, :2] - truth, axis=1)
    assert np.median(away) < 0.03 * eye_distance(found[0].points)


@pytest.mark.parametrize(("scale", "turn", "shift"), WARPS)
def test_irises_move_with_the_picture_and_stay_round(
    tracker: FaceTracker, scale: float, turn: float, shift: tuple[int, int]
) -> None:
    matrix = similarity(scale, turn, shift)
    first, second = tracker.still(portrait())[0].irises, tracker.still(placed(matrix))[0].irises
    assert first is not None
    assert second is not None
    truth = moved(matrix, first[:, 0])
    assert np.linalg.norm(second[:, 0] - truth, axis=1).max() < 1.2 * scale
    widths = np.linalg.norm(second[:, 1] - second[:, 3], axis=1) / scale
    assert np.abs(widths / np.linalg.norm(first[:, 1] - first[:, 3], axis=1) - 1.0).max() < 0.15


def test_a_moving_face_is_followed_and_found_again_after_it_was_away(tracker: FaceTracker) -> None:
    empty = np.full((480, 640, 3), 128, dtype=np.uint8)
    for step in range(6):
        matrix = similarity(1.2, 2.0 * step, (220 + 12 * step, 240))
        found = tracker.follow(placed(matrix))
        assert len(found) == 1
    assert tracker.follow(empty) == []
    assert tracker.follow(empty) == []
    assert len(tracker.follow(placed(similarity(1.2, -10.0, (420, 220))))) == 1


def test_two_faces_are_followed_and_keep_their_places(tracker: FaceTracker) -> None:
    both = placed(similarity(1.1, 0.0, (470, 240)), onto=placed(similarity(1.1, 0.0, (160, 240))))
    tracker.follow(both)
    first = [face.points[:, 0].mean() for face in tracker.follow(both)]
    second = [face.points[:, 0].mean() for face in tracker.follow(both)]
    assert len(first) == 2
    assert first == pytest.approx(second, abs=3.0)


def test_a_small_face_in_a_large_still_is_found_in_its_parts(tracker: FaceTracker) -> None:
    picture = placed(similarity(0.55, 0.0, (1100, 600)), (1280, 720))
    assert len(tracker.still(picture)) == 1


@pytest.mark.parametrize("shape", [(1, 1), (16, 4000), (480, 640), (33, 17)])
def test_pictures_without_a_face_have_none(tracker: FaceTracker, shape: tuple[int, int]) -> None:
    random = np.random.default_rng(1)
    assert tracker.still(random.integers(0, 255, (*shape, 3), dtype=np.uint8)) == []
    assert tracker.follow(np.zeros((*shape, 3), dtype=np.uint8)) == []


def test_the_next_look_is_turned_and_as_large_as_the_face() -> None:
    matrix = similarity(1.0, 0.0, (0, 0))
    square = around_points(
        np.column_stack([moved(matrix, np.random.default_rng(0).random((468, 2)) * 100), np.zeros(468)])
    )
    assert 100.0 < square.edge < 250.0
