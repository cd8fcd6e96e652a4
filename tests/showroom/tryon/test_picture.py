"""What is read from pictures: light, softness, grain, and where skin ends."""

from __future__ import annotations

import numpy as np
import pytest

from showroom.tryon import matching
from showroom.tryon.covering import STEP_M, temple_reach
from showroom.tryon.face import face_shape
from showroom.tryon.lens import Pinhole
from showroom.tryon.light import estimate_light, is_skin, linear, vertex_normals
from showroom.tryon.pose import head_pose
from tests.showroom.tryon.heads import Person, photograph, turn

SHAPE = face_shape()
CAMERA = Pinhole((640, 480), 700.0)
TYPICAL = Person(SHAPE.points_m, SHAPE.points_m[[33, 263]], 0.0117)


@pytest.mark.parametrize("albedo", [0.08, 0.4])
@pytest.mark.parametrize("side", [-1.0, 1.0])
def test_light_from_one_side_is_found_on_dark_and_on_light_skin(side: float, albedo: float) -> None:
    normals = vertex_normals(SHAPE.points_m, SHAPE.triangles)
    towards = np.array([side * 0.7, 0.3, 0.65])
    bright = albedo * (0.35 + 0.65 * np.clip(normals @ towards, 0.0, 1.0))
    places = CAMERA.project(SHAPE.points_m + np.array([0.0, 0.0, -0.5]))
    picture = np.full((480, 640, 3), 120, dtype=np.uint8)
    for (x, y), value in zip(places.astype(int), bright, strict=True):
        picture[y - 2 : y + 3, x - 2 : x + 3] = round(255.0 * value ** (1.0 / 2.2))
    light = estimate_light(picture, places, normals, is_skin(SHAPE.points_m))
    assert np.sign(light.towards[0]) == side
    assert np.linalg.norm(light.towards) == pytest.approx(1.0)
    assert 0.0 < light.key_share < 1.0


def test_even_grey_light_has_no_tint() -> None:
    light = estimate_light(np.full((48, 64, 3), 128, np.uint8), np.zeros((0, 2)), np.zeros((0, 3)), np.zeros(0, bool))
    assert light.tint == pytest.approx((1.0, 1.0, 1.0))


def test_linear_light_keeps_black_white_and_order() -> None:
    ramp = linear(np.arange(256, dtype=np.uint8))
    assert ramp[0] == 0.0
    assert ramp[255] == pytest.approx(1.0)
    assert (np.diff(ramp) > 0.0).all()


@pytest.mark.parametrize("sigma", [0.8, 1.5, 2.5])
def test_softness_is_that_of_the_sharpest_edges(sigma: float) -> None:
    # An edge between pixels' middles, a little slanted as edges in photos are.
    row, column = np.mgrid[0:120, 0:160]
    sharp = np.where((column > 60 + row * 0.1)[..., None], 210.0, 30.0) * np.ones(3)
    soft = matching.blurred(sharp, sigma).astype(np.uint8)
    assert matching.softness_px(soft) == pytest.approx(sigma, rel=0.25)


@pytest.mark.parametrize("sigma", [2.0, 5.0])
def test_grain_is_measured_as_it_was_added(sigma: float) -> None:
    random = np.random.default_rng(1)
    grey = np.clip(128.0 + random.normal(0.0, sigma, (200, 200, 1)), 0, 255).astype(np.uint8)
    assert matching.grain_levels(np.repeat(grey, 3, axis=2)) == pytest.approx(sigma, rel=0.2)


def test_what_was_not_drawn_over_stays_as_it_was() -> None:
    random = np.random.default_rng(2)
    seen = random.integers(0, 255, (60, 80, 3), dtype=np.uint8)
    drawn = seen.astype(np.float64)
    drawn[20:30, 20:30] = 10.0
    mixed = matching.blend(seen, drawn, 1.5, 0.0, 1)
    assert np.array_equal(mixed[:, 50:], seen[:, 50:])
    assert np.abs(mixed[23:27, 23:27] - 10.0).max() < 3.0  # steps of 255 levels lie five pixels away


@pytest.mark.parametrize(("hair_from_m", "expected_m"), [(0.03, 0.03), (1.0, 0.06)])
def test_a_temple_is_seen_as_far_as_skin_goes(hair_from_m: float, expected_m: float) -> None:
    pose = head_pose(photograph(TYPICAL, turn(-60.0), np.array([0.0, 0.0, -0.5]), 700.0, (640, 480)), CAMERA)
    start = np.array([0.07, 0.0, 0.01])
    path = start + np.arange(30)[:, None] * np.array([0.0, 0.0, -STEP_M])
    places = CAMERA.project(path @ pose.camera_from_head[:3, :3].T + pose.camera_from_head[:3, 3])
    picture = np.full((480, 640, 3), (200, 150, 130), dtype=np.uint8)
    first = min(int(hair_from_m / STEP_M), len(places) - 1)
    if hair_from_m < 1.0:
        x = int(places[first, 0])
        picture[:, x:] = (40, 25, 15)
        assert places[0, 0] < x < places[-1, 0]
    reach = temple_reach(picture, CAMERA, pose, path, is_skin(SHAPE.points_m) & (SHAPE.points_m[:, 0] < 0.0))
    assert reach == pytest.approx(expected_m, abs=0.008)
