"""The comparison with another tracker counts what it says it counts."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.tryon.face import LEFT_EYE_OUTER, POINTS, RIGHT_EYE_OUTER
from tools.compare_trackers import LEFT_IRIS, RIGHT_IRIS, Run, difference, table


def _run(points: np.ndarray | None, name: str = "ours") -> Run:
    return Run(name, 1.0, 5.0, 6.0, 0.1, 100.0, (points,))


def _face(rows: int) -> np.ndarray:
    points = np.zeros((rows, 2))
    points[LEFT_EYE_OUTER, 0], points[RIGHT_EYE_OUTER, 0] = 50.0, -50.0
    return points


def test_landmarks_that_are_all_shifted_differ_by_the_shift() -> None:
    other = _face(478) + np.array([3.0, 4.0])
    other[[RIGHT_IRIS, LEFT_IRIS]] = [6.0, 8.0]
    assert difference(_run(_face(POINTS + 2)), _run(other)) == pytest.approx((5.0, 0.05, 10.0))


def test_frames_without_a_face_on_one_side_are_no_difference() -> None:
    assert difference(_run(_face(POINTS + 2)), _run(None)) is None


def test_the_table_says_what_each_side_took_and_leaves_missing_irises_out() -> None:
    said = table("film", [_run(_face(POINTS + 2)), _run(_face(POINTS) + np.array([1.0, 0.0]), "other")])
    assert said.splitlines()[2] == "| ours | 100% | 5.0 | 6.0 | 0.1 | 100 |  |  |"
    assert said.splitlines()[3] == "| other | 100% | 5.0 | 6.0 | 0.1 | 100 | 1.0 px, 1.0% |  |"
