"""Decoding what the detection model says, whatever it says."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from client.ar.crops import Square, cut
from client.ar.face_detector import FaceBox, anchors, decode, overlap, suppress

WHOLE = Square((64.0, 64.0), 128.0)
numbers = st.floats(allow_nan=True, allow_infinity=True, width=32)


def face(x: float, y: float, score: float, edge: float = 20.0) -> FaceBox:
    return FaceBox((x, y), (edge, edge), ((x - 5.0, y), (x + 5.0, y)), score)


def test_anchors_are_cell_middles_of_both_grids() -> None:
    assert anchors().shape == (896, 2)
    assert anchors()[0] == pytest.approx([0.5 / 16, 0.5 / 16])
    assert anchors()[512] == pytest.approx([0.5 / 8, 0.5 / 8])
    assert anchors()[-1] == pytest.approx([7.5 / 8, 7.5 / 8])


def test_a_box_is_decoded_relative_to_its_anchor() -> None:
    boxes, logits = np.zeros((896, 16), np.float32), np.full(896, -50.0, np.float32)
    boxes[512, :8] = [8.0, 16.0, 32.0, 40.0, 4.0, 10.0, 12.0, 14.0]
    logits[512] = 3.0
    (found,) = decode(boxes, logits, WHOLE)
    assert found.centre == pytest.approx((16.0, 24.0))
    assert found.size == pytest.approx((32.0, 40.0))
    assert found.eyes[0] == pytest.approx((12.0, 18.0))
    assert found.eyes[1] == pytest.approx((20.0, 22.0))
    assert found.turn == pytest.approx(np.arctan2(4.0, 8.0))


@given(arrays.arrays(np.float32, (64, 16), elements=numbers), arrays.arrays(np.float32, 64, elements=numbers))
@settings(max_examples=40)
def test_garbage_from_the_model_makes_finite_faces_or_none(boxes: np.ndarray, logits: np.ndarray) -> None:
    full, scores = np.zeros((896, 16), np.float32), np.full(896, -50.0, np.float32)
    full[:64], scores[:64] = boxes, logits
    for found in suppress(decode(full, scores, WHOLE)):
        assert np.isfinite([*found.centre, *found.size, *found.eyes[0], *found.eyes[1]]).all()
        assert 0.5 <= found.score <= 1.0


def test_overlapping_boxes_become_one_and_distant_ones_stay() -> None:
    kept = suppress([face(50, 50, 0.6), face(52, 50, 0.9), face(100, 100, 0.7)])
    assert [round(found.score, 1) for found in kept] == [0.9, 0.7]
    assert kept[0].centre[0] == pytest.approx((52 * 0.9 + 50 * 0.6) / 1.5)


def test_overlap_is_intersection_over_union() -> None:
    assert overlap(face(0, 0, 1.0), face(0, 0, 1.0)) == pytest.approx(1.0)
    assert overlap(face(0, 0, 1.0), face(10, 0, 1.0)) == pytest.approx(1.0 / 3.0)
    assert overlap(face(0, 0, 1.0), face(40, 0, 1.0)) == 0.0


def test_a_cut_out_shows_the_same_place_that_its_points_are_put_back_to() -> None:
    picture = np.zeros((100, 120, 3), dtype=np.uint8)
    picture[40:44, 70:74] = 255
    square = Square((66.0, 46.0), 48.0, 0.4)
    seen = cut(picture, square, 96)[0, :, :, 0]
    row, column = np.argwhere(seen > 0.5).mean(axis=0)
    (x, y, _) = square.place(np.array([[(column + 0.5) / 96, (row + 0.5) / 96, 0.0]]))[0]
    assert (x, y) == pytest.approx((72.0, 42.0), abs=0.4)
    mirrored = cut(picture, square, 96, mirrored=True)[0, :, :, 0]
    assert np.array_equal(mirrored, seen[:, ::-1])
