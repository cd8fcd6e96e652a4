"""Heads of known size and place, projected by a pinhole of this module's own: ground truth for try-on."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.face import Landmarks, face_shape

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, eq=False)
class Person:
    """Somebody whose measures are known, in metres."""

    points: NDArray[np.float64]
    pupils: NDArray[np.float64]
    iris: float


def person(random: np.random.Generator, spread: float = 0.052, iris_spread: float = 0.0005) -> Person:
    """Another face than the average one: another size, other proportions, every point a little elsewhere.

    Sizes are spread by 5.2 %, pupils by 5.9 % and their ratio by 5.6 %, as among the adults of ANSUR II.
    """
    average = face_shape().points_m
    proportions = 1.0 + random.normal(0.0, 0.03, 3)
    bumps = random.normal(0.0, 0.0012, average.shape)
    size = 1.0 + random.normal(0.0, spread)
    # Small faces have eyes that stand wide for their size.
    apart = -0.44 * (size - 1.0) + random.normal(0.0, 0.85 * spread) if spread else 0.0
    eyes = np.stack([average[[33, 133]].mean(axis=0), average[[362, 263]].mean(axis=0)])
    near = np.exp(-(((average[:, None] - eyes) / 0.018) ** 2).sum(axis=2)).max(axis=1)
    places = average * proportions + bumps + np.outer(near * apart, [1.0, 0.0, 0.0]) * average[:, :1]
    points = places * size
    middles = np.stack([points[[33, 133]].mean(axis=0), points[[362, 263]].mean(axis=0)])
    return Person(points, middles + np.array([0.0, 0.0, 0.003]), 0.0117 + random.normal(0.0, iris_spread))


def turn(yaw_deg: float, pitch_deg: float = 0.0, roll_deg: float = 0.0) -> NDArray[np.float64]:
    """First pitch about X, then yaw about Y, then roll about Z."""
    a, b, c = (math.radians(angle) for angle in (yaw_deg, pitch_deg, roll_deg))
    about_y = np.array([[math.cos(a), 0.0, math.sin(a)], [0.0, 1.0, 0.0], [-math.sin(a), 0.0, math.cos(a)]])
    about_x = np.array([[1.0, 0.0, 0.0], [0.0, math.cos(b), -math.sin(b)], [0.0, math.sin(b), math.cos(b)]])
    about_z = np.array([[math.cos(c), -math.sin(c), 0.0], [math.sin(c), math.cos(c), 0.0], [0.0, 0.0, 1.0]])
    rotation: NDArray[np.float64] = about_z @ about_y @ about_x
    return rotation


def shoot(points: NDArray[np.float64], focal: float, middle: tuple[float, float]) -> NDArray[np.float64]:
    """Pixels of points in front of a camera that looks along -Z."""
    away = -points[:, 2]
    return np.column_stack([middle[0] + focal * points[:, 0] / away, middle[1] - focal * points[:, 1] / away])


def photograph(
    someone: Person,
    rotation: NDArray[np.float64],
    position: NDArray[np.float64],
    focal: float,
    size: tuple[int, int] = (1280, 720),
) -> Landmarks:
    """What a perfect tracker would say: pixels, depths in the same scale, and irises as discs that face the camera."""
    middle = (size[0] / 2.0, size[1] / 2.0)
    there = someone.points @ rotation.T + position
    # A tracker looks at a cut-out, so its depths run along the line of sight to the face.
    pixels = shoot(there, focal, middle)
    (x, y) = (pixels.min(axis=0) + pixels.max(axis=0)) / 2.0
    sight = np.array([(x - middle[0]) / focal, (middle[1] - y) / focal, -1.0])
    sight /= np.linalg.norm(sight)
    scale = focal / (position @ sight * -sight[2])
    depth = (there - position) @ sight * scale
    irises = []
    for pupil in someone.pupils @ rotation.T + position:
        reach = someone.iris / 2.0
        rim = [[0.0, 0.0, 0.0], [-reach, 0.0, 0.0], [0.0, reach, 0.0], [reach, 0.0, 0.0], [0.0, -reach, 0.0]]
        irises.append(shoot(pupil + np.array(rim), focal, middle))
    return Landmarks(np.column_stack([pixels, depth]), np.stack(irises), 1.0)


def angle_deg(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """The angle between two rotations."""
    return math.degrees(math.acos(min(max((float(np.trace(one.T @ other)) - 1.0) / 2.0, -1.0), 1.0)))
