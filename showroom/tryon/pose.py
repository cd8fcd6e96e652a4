"""Where a head is, from its landmarks: a similarity between the average face and what the camera sees.

The landmark model gives depths in its own weak perspective, so alignment and unprojection take turns until both agree.
Source: Umeyama, "Least-squares estimation of transformation parameters between two point patterns", 1991.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.face import face_shape
from showroom.tryon.smoothing import rotation_matrix

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.face import FaceShape, Landmarks
    from showroom.tryon.lens import Pinhole

ROUNDS = 6


@dataclass(frozen=True, eq=False)
class HeadPose:
    """A head in front of the camera, as large as the average one; see `scaled`.

    Args:
        camera_from_head: (4, 4) float64, a rotation and a position in metres; the head's frame is `FaceShape`'s.
        scale: the face's own size over the average face's.
        points_m: (468, 3) float64, this face's landmarks in the head's frame, in metres.
        error_px: root mean square distance of the aligned average face and the landmarks.
    """

    camera_from_head: NDArray[np.float64]
    scale: float
    points_m: NDArray[np.float64]
    error_px: float

    @property
    def distance_m(self) -> float:
        """From the camera to between the eyes."""
        return float(np.linalg.norm(self.camera_from_head[:3, 3]))

    def angles_deg(self) -> tuple[float, float, float]:
        """Yaw (positive towards the person's left), pitch (positive upwards) and roll, of the face."""
        turn = self.camera_from_head[:3, :3]
        yaw = math.degrees(math.atan2(turn[0, 2], turn[2, 2]))
        pitch = math.degrees(math.asin(min(max(float(turn[1, 2]), -1.0), 1.0)))
        roll = math.degrees(math.atan2(turn[1, 0], turn[1, 1]))
        return yaw, pitch, roll

    def scaled(self, scale: float) -> HeadPose:
        """The same picture of a head of another size: it stands nearer or farther."""
        factor = scale / self.scale
        moved = self.camera_from_head.copy()
        moved[:3, 3] *= factor
        return HeadPose(moved, scale, self.points_m * factor, self.error_px)


def similarity(
    source: NDArray[np.float64], target: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[float, NDArray[np.float64], NDArray[np.float64]]:
    """Scale, rotation (3, 3) and shift (3,) that take `source` (n, 3) closest to `target`, weighted."""
    share = weights / weights.sum()
    source_middle, target_middle = share @ source, share @ target
    from_source, from_target = source - source_middle, target - target_middle
    u, singular, v_t = np.linalg.svd((from_target * share[:, None]).T @ from_source)
    # A mirrored face would fit better than a turned one; it is none.
    proper = np.array([1.0, 1.0, float(np.sign(np.linalg.det(u @ v_t)))])
    rotation = (u * proper) @ v_t
    scale = float((singular * proper).sum() / max(float(share @ (from_source**2).sum(axis=1)), 1e-18))
    return scale, rotation, target_middle - scale * rotation @ source_middle


def head_pose(landmarks: Landmarks, camera: Pinhole, shape: FaceShape | None = None) -> HeadPose:
    """Where the head is if it is of average size.

    Args:
        landmarks: of one face.
        camera: what took the picture.
        shape: the average face; ours by default.
    """
    shape = shape or face_shape()
    points = landmarks.points
    share = shape.weights / shape.weights.sum()
    middle_m, middle_z = share @ shape.points_m, float(share @ points[:, 2])
    # The model sees a cut-out and knows nothing of the rest: its depths run along the line of sight to the face.
    flat = points[:, :2]
    rays = camera.unproject(flat, 1.0)
    sight = camera.unproject((flat.min(axis=0) + flat.max(axis=0))[None] / 2.0, 1.0)[0]
    sight /= np.linalg.norm(sight)
    # First as if seen from far away: pixels per metre give the distance.
    pixels_per_m, rotation, _ = similarity(shape.points_m, points * [1.0, -1.0, -1.0], shape.weights)
    away = camera.focal_px / max(pixels_per_m, 1e-6) / -float(sight[2])
    seen, position, scale = points, np.zeros(3), 1.0
    for _ in range(ROUNDS):
        pixels_per_m = camera.focal_px / (away * -float(sight[2]))
        nearer = middle_z / pixels_per_m - float((rotation @ middle_m) @ sight)
        along = np.maximum(away + points[:, 2] / pixels_per_m - nearer, 0.1 * away)
        seen = rays * (along / (rays @ sight))[:, None]
        scale, rotation, position = similarity(shape.points_m, seen, shape.weights)
        # The face is taken as average: what is left of the scale is distance.
        scale = max(scale, 1e-6)
        away = float(position @ sight) / scale
    matrix = np.eye(4)
    matrix[:3, :3] = rotation
    matrix[:3, 3] = position / scale
    in_head = (seen / scale - matrix[:3, 3]) @ rotation
    return HeadPose(matrix, 1.0, in_head, _error(shape, matrix, points, camera))


PITCH_BIAS_RAD, YAW_GAIN, ROLL_BY_BOTH = 0.0493, -0.0474, -0.1533
"""What the landmark model adds to turns, fitted on six rendered heads (faces 100 to 105 of render_heads.py) and scored
on others: it sees faces 3 degrees too far upwards and 5 % too far turned, and leans them when both come together."""


def unbiased(pose: HeadPose) -> HeadPose:
    """The same head with the landmark model's known errors of turning taken out; its middle stays where it is."""
    turn, position = pose.camera_from_head[:3, :3], pose.camera_from_head[:3, 3]
    facing = _sight_frame(position).T @ turn
    yaw = math.atan2(float(facing[0, 2]), float(facing[2, 2]))
    pitch = math.asin(min(max(float(facing[1, 2]), -1.0), 1.0))
    change = rotation_matrix(np.array([PITCH_BIAS_RAD, YAW_GAIN * yaw, ROLL_BY_BOTH * yaw * pitch]))
    shape = face_shape()
    middle = shape.weights @ shape.points_m / shape.weights.sum() * pose.scale
    matrix = pose.camera_from_head.copy()
    matrix[:3, :3] = turn @ change
    matrix[:3, 3] = position + turn @ middle - turn @ change @ middle
    points = (pose.points_m @ turn.T + position - matrix[:3, 3]) @ matrix[:3, :3]
    return HeadPose(matrix, pose.scale, points, pose.error_px)


def _sight_frame(position: NDArray[np.float64]) -> NDArray[np.float64]:
    """The rotation of a frame that looks from a place straight at the camera."""
    back = -position / np.linalg.norm(position)
    right = np.cross([0.0, 1.0, 0.0], back)
    right /= np.linalg.norm(right)
    return np.column_stack([right, np.cross(back, right), back])


def _error(shape: FaceShape, matrix: NDArray[np.float64], points: NDArray[np.float64], camera: Pinhole) -> float:
    there = shape.points_m @ matrix[:3, :3].T + matrix[:3, 3]
    distance2 = ((camera.project(there) - points[:, :2]) ** 2).sum(axis=1)
    return math.sqrt(float(shape.weights @ distance2 / shape.weights.sum()))
