"""Cameras that an author put into a model."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from showroom.errors import ModelError
from showroom.gltf.cameras import read_cameras
from tests.showroom.gltf.models import glb, triangle


def _model(cameras: list[dict[str, Any]], nodes: list[dict[str, Any]]) -> bytes:
    root, binary = triangle()
    root["cameras"] = cameras
    root["nodes"] = [root["nodes"][0], *nodes]
    root["scenes"] = [{"nodes": list(range(len(root["nodes"])))}]
    return glb(root, binary)


NEAR = {"type": "perspective", "perspective": {"yfov": 0.8, "znear": 0.1}}
FLAT = {"type": "orthographic", "name": "flat", "orthographic": {"xmag": 2, "ymag": 1.5, "znear": 0, "zfar": 9}}


def test_cameras_come_in_the_order_of_the_file_whatever_the_order_of_their_nodes() -> None:
    nodes = [{"camera": 1, "translation": [0, 0, 5]}, {"camera": 0, "name": "eye", "translation": [1, 2, 3]}]
    first, second = read_cameras(_model([NEAR, FLAT], nodes))
    assert (first.index, first.name, first.fov_y_rad, first.near_m, first.half_height_m) == (0, "eye", 0.8, 0.1, 0.0)
    assert first.world_from_camera[:3, 3].tolist() == [1, 2, 3]
    assert (second.index, second.name, second.half_height_m, second.far_m) == (1, "flat", 1.5, 9.0)


def test_a_camera_stands_where_its_parents_put_it_and_no_scale_widens_it() -> None:
    turned = {"rotation": [0, math.sin(math.pi / 4), 0, math.cos(math.pi / 4)], "scale": [2, 2, 2], "children": [2]}
    (camera,) = read_cameras(_model([NEAR], [turned, {"camera": 0, "translation": [0, 0, 3]}])[:])
    expected = np.array([[0, 0, 1, 6], [0, 1, 0, 0], [-1, 0, 0, 0], [0, 0, 0, 1]])
    assert np.allclose(camera.world_from_camera, expected, atol=1e-9)


def test_a_model_without_cameras_has_none_and_neither_has_one_whose_camera_no_node_holds() -> None:
    assert read_cameras(glb(*triangle())) == ()
    assert read_cameras(_model([NEAR], [])) == ()


@pytest.mark.parametrize(
    ("camera", "code"),
    [
        ({"type": "fisheye"}, "bad-value"),
        ({"type": "perspective", "perspective": {"yfov": -1, "znear": 0.1}}, "bad-value"),
        ({"type": "orthographic", "orthographic": {"ymag": 0}}, "bad-value"),
    ],
)
def test_a_camera_that_sees_nothing_is_refused(camera: dict[str, Any], code: str) -> None:
    with pytest.raises(ModelError) as refused:
        read_cameras(_model([camera], [{"camera": 0}]))
    assert refused.value.code == code


def test_a_node_with_a_camera_that_is_not_there_is_refused() -> None:
    with pytest.raises(ModelError) as refused:
        read_cameras(_model([NEAR], [{"camera": 3}]))
    assert refused.value.code == "bad-reference"
