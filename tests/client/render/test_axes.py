"""glTF's frame and Panda3D's meet in one module."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from panda3d.core import LPoint3f, LVector3f

from client.render import axes

coordinates = st.floats(-50.0, 50.0, allow_nan=False, width=32)
points = st.tuples(coordinates, coordinates, coordinates)


def test_up_and_front_go_where_panda3d_has_them() -> None:
    up = axes.PANDA_FROM_GLTF.xform_vec(LVector3f(0.0, 1.0, 0.0))
    front = axes.PANDA_FROM_GLTF.xform_vec(LVector3f(0.0, 0.0, 1.0))

    assert axes.vector(up) == (0.0, 0.0, 1.0)
    assert axes.vector(front) == (0.0, -1.0, 0.0)


@given(points)
def test_there_and_back_is_where_it_was(point: tuple[float, float, float]) -> None:
    there = axes.PANDA_FROM_GLTF.xform_point(LPoint3f(*point))

    assert axes.vector(axes.GLTF_FROM_PANDA.xform_point(there)) == point


def test_matrices_for_column_vectors_survive_the_way_through_panda3d() -> None:
    matrix = np.arange(16.0).reshape(4, 4)

    panda = axes.panda_matrix(matrix)

    assert np.array_equal(axes.numpy_matrix(panda), matrix)
    assert panda.get_cell(3, 0) == matrix[0, 3]


@given(points, points)
def test_a_camera_looks_at_its_target_with_its_head_up(
    position: tuple[float, float, float], target: tuple[float, float, float]
) -> None:
    matrix = axes.look_at(position, target)
    rotation = matrix[:3, :3]

    assert np.allclose(rotation.T @ rotation, np.eye(3), atol=1e-6)
    assert np.linalg.det(rotation) > 0.99
    distance = np.subtract(target, position)
    if np.linalg.norm(distance) > 1e-3:
        assert np.allclose(-rotation[:, 2], distance / np.linalg.norm(distance), atol=1e-5)
        assert rotation[1, 1] >= -1e-6


def test_a_quarter_turn_about_up_faces_plus_x() -> None:
    assert np.allclose(axes.turn_about_up(np.pi / 2) @ [0.0, 0.0, 1.0, 0.0], [1.0, 0.0, 0.0, 0.0])
