"""The tracker on turned heads whose shape and pose are known: a head of this module's own with a portrait's skin.

The shape is an ellipsoid with a nose and eye sockets, no face mesh; rays are marched through a pinhole of its own.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pytest

from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import head_pose
from tests.client.ar.portrait import placed, portrait, similarity
from tests.showroom.tryon.heads import angle_deg, turn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.ar.face_tracker import FaceTracker

SIZE, FOCAL, AWAY = (320, 240), 420.0, 0.45
# Where the point between her eyes is in the portrait, its pixels per metre, and how far her head leans in it.
MIDDLE, PER_M, LEAN = (115.5, 104.0), 690.0, math.radians(3.2)
TURNS = [(yaw, pitch) for yaw in (-30.0, -15.0, 15.0, 30.0) for pitch in (0.0,)] + [(0.0, 12.0), (0.0, -12.0)]


def height(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """How far the face reaches to the front at places (metres from between the eyes)."""
    inside = 1.0 - (x / 0.078) ** 2 - ((y + 0.02) / 0.125) ** 2
    skull = 0.1 * np.sqrt(np.maximum(inside, 0.0)) - 0.092 - 10.0 * (inside <= 0.0)
    nose = 0.024 * np.exp(-((x / 0.011) ** 2) - ((y + 0.030) / 0.018) ** 2)
    sockets = 0.007 * np.exp(-(((np.abs(x) - 0.031) / 0.014) ** 2) - (y / 0.012) ** 2)
    return skull + nose - sockets


def render(rotation: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The head in front of a grey wall."""
    u, v = np.meshgrid(np.arange(SIZE[0]) + 0.5, np.arange(SIZE[1]) + 0.5)
    rays = np.stack([(u - SIZE[0] / 2) / FOCAL, (SIZE[1] / 2 - v) / FOCAL, -np.ones_like(u)], axis=-1).reshape(-1, 3)
    eye, rays = rotation.T @ [0.0, 0.0, AWAY], rays @ rotation
    near, far = np.full(len(rays), np.nan), np.full(len(rays), np.nan)
    steps = np.linspace(AWAY - 0.11, AWAY + 0.11, 56)
    for step in steps:
        x, y, z = (eye + step * rays).T
        hit = np.isnan(far) & (z < height(x, y))
        far[hit], near[hit] = step, step - (steps[1] - steps[0])
    for _ in range(8):
        middle = (near + far) / 2.0
        x, y, z = (eye + middle[:, None] * rays).T
        below = z < height(x, y)
        far, near = np.where(below, middle, far), np.where(below, near, middle)
    x, y, _ = (eye + far[:, None] * rays).T
    return _painted(x, y)


def _painted(x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.uint8]:
    skin = portrait().astype(np.float64)
    seen = np.isfinite(x)
    across, down = np.where(seen, x, 0.0) * PER_M, -np.where(seen, y, 0.0) * PER_M
    column = np.clip(MIDDLE[0] + math.cos(LEAN) * across - math.sin(LEAN) * down, 0, skin.shape[1] - 2)
    row = np.clip(MIDDLE[1] + math.sin(LEAN) * across + math.cos(LEAN) * down, 0, skin.shape[0] - 2)
    left, top = column.astype(int), row.astype(int)
    a, b = (column - left)[:, None], (row - top)[:, None]
    upper = skin[top, left] * (1 - a) + skin[top, left + 1] * a
    lower = skin[top + 1, left] * (1 - a) + skin[top + 1, left + 1] * a
    colour = np.where(seen[:, None], upper * (1 - b) + lower * b, 140.0)
    return colour.reshape(SIZE[1], SIZE[0], 3).astype(np.uint8)


def test_turns_up_to_30_degrees_are_found_with_the_models_known_weakness(tracker: FaceTracker) -> None:
    camera = Pinhole(SIZE, FOCAL)
    poses = {}
    for yaw, pitch in [(0.0, 0.0), *TURNS]:
        (face,) = tracker.still(render(turn(yaw, pitch)))
        poses[yaw, pitch] = head_pose(face, camera)
    straight = poses[0.0, 0.0].camera_from_head[:3, :3]
    errors = {}
    for (yaw, pitch), pose in poses.items():
        errors[yaw, pitch] = angle_deg(pose.camera_from_head[:3, :3] @ straight.T, turn(yaw, pitch))
    gain = (poses[30.0, 0.0].angles_deg()[0] - poses[-30.0, 0.0].angles_deg()[0]) / 60.0
    print({angles: round(error, 1) for angles, error in errors.items()}, "yaw gain", round(gain, 2))  # noqa: T201 - figures
    assert np.median([errors[angles] for angles in TURNS]) < 6.0
    assert 0.7 < gain < 1.1
    assert poses[0.0, 0.0].distance_m == pytest.approx(AWAY, rel=0.12)


def test_a_face_beside_the_middle_is_as_even_as_one_in_the_middle(tracker: FaceTracker) -> None:
    """The tracker knows nothing of where its cut-out lies; the pose must, or heads lean towards the edge."""
    uneven = []
    for across in (160.0, 480.0):
        (face,) = tracker.still(placed(similarity(1.0, -3.2, (across, 240.0))))
        sides = head_pose(face, Pinhole((640, 480), 640.0)).points_m[[127, 356], 0]
        uneven.append(float(sides.sum()))
    assert uneven[0] == pytest.approx(uneven[1], abs=0.006)
    assert np.abs(uneven).max() < 0.01
