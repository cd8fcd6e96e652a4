from __future__ import annotations

import math

import numpy as np
import pytest

from showroom.errors import Rejected
from showroom.tryon.lens import Pinhole
from showroom.tryon.standing import cast_shadow, placed, plane_from_horizon, plane_from_rectangle

CAMERA = Pinhole((640, 480), 500.0)


def test_a_horizon_in_the_middle_is_a_camera_held_level() -> None:
    plane = plane_from_horizon(240.0, 240.0, CAMERA, 1.5)
    assert plane.tilt_deg == pytest.approx(90.0, abs=0.01)
    assert plane.eye_m[1] == pytest.approx(1.5)
    # A level camera 1.5 m up sees the floor 5 m ahead 150 pixels below its middle.
    assert plane.project(np.array([[0.0, 0.0, plane.eye_m[2] - 5.0]]))[0] == pytest.approx([320.0, 390.0])


def test_a_slanting_horizon_is_a_camera_that_leans() -> None:
    plane = plane_from_horizon(100.0, 160.0, CAMERA)
    far = plane.project(np.array([[-3e5, 0.0, -1e6], [3e5, 0.0, -1e6]]))
    assert far[0, 1] < far[1, 1]
    middle = 100.0 + 60.0 * far[:, 0] / 640.0
    assert far[:, 1] == pytest.approx(middle, abs=0.1)


def test_a_rectangle_of_known_size_gives_the_floor_its_scale() -> None:
    matrix = np.eye(4)
    tilt = math.radians(35.0)
    s, c = math.sin(tilt), math.cos(tilt)
    matrix[:3, :3] = np.array([[1.0, 0.0, 0.0], [0.0, s, -c], [0.0, c, s]])
    matrix[:3, 3] = [0.05, -0.1, -1.6]
    half = np.array([[-0.15, 0, -0.2], [0.15, 0, -0.2], [0.15, 0, 0.2], [-0.15, 0, 0.2]])
    seen = CAMERA.project(half @ matrix[:3, :3].T + matrix[:3, 3])
    plane = plane_from_rectangle(seen, (300.0, 400.0), CAMERA, CAMERA.size_px)
    assert plane.camera_from_sheet == pytest.approx(matrix, abs=1e-4)
    with pytest.raises(Rejected, match="go round"):
        plane_from_rectangle(seen[[0, 2, 1, 3]], (300.0, 400.0), CAMERA, CAMERA.size_px)


def test_a_picture_without_floor_is_refused() -> None:
    with pytest.raises(Rejected, match="no floor"):
        plane_from_horizon(500.0, 500.0, CAMERA)


def test_a_shadow_falls_away_from_the_lamp() -> None:
    box = np.random.default_rng(0).uniform([-0.05, 0.0, -0.05], [0.05, 0.2, 0.05], (20000, 3))
    light, low, high = cast_shadow(box, (0.6, 0.8, 0.0), 0.5)
    dark = light < 0.8
    middle = low[0] + (np.nonzero(dark)[1].mean() + 0.5) / len(light) * (high[0] - low[0])
    assert -0.12 < middle < -0.05
    assert light[0].min() > 0.99


def test_things_are_turned_and_scaled_about_where_they_stand() -> None:
    matrix = placed(np.array([1.0, 0.0, 2.0]), math.pi / 2.0, 0.1)
    assert matrix @ [0.0, 0.0, 1.0, 1.0] == pytest.approx([1.1, 0.0, 2.0, 1.0])
