"""The eye of a picture: where it stands, what its lens takes in, and where a point of the scene comes to lie."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import Camera, LMatrix4f, NodePath, PerspectiveLens, PTALMatrix4f

from client.render import axes

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.catalogue import Vector3


class Eye:
    """A perspective lens in glTF's frame.

    Args:
        scene: what it looks at; it hangs under it.
        size_px: of the picture.

    Attributes:
        node: cameras that share the lens hang under it.
        size_px: of the picture; `place` again after a change.
        world_from_camera: (4, 4) float64, column vectors.
        fov_deg: the vertical angle of view.
        near_m: nothing nearer is drawn.
        far_m: nothing farther is drawn.
        changes: how often it has been placed anew so far.
    """

    def __init__(self, scene: NodePath, size_px: tuple[int, int]) -> None:
        self.size_px = size_px
        self._lens = PerspectiveLens()
        self.node = scene.attach_new_node(Camera("eye", self._lens))
        self.node.node().set_active(False)
        self.changes = 0
        self.world_from_camera = np.eye(4)
        self._camera_from_world: list[list[float]] = np.eye(4).tolist()
        self._position: Vector3 = (0.0, 0.0, 0.0)
        self.fov_deg, self.near_m, self.far_m = 40.0, 0.05, 80.0
        self._offset = (0.0, 0.0)

    def place(self, world_from_camera: NDArray[np.float64], fov_deg: float, near_m: float, far_m: float) -> None:
        """Stand there as a glTF camera, which looks along its own -Z."""
        self.world_from_camera = np.array(world_from_camera, dtype=np.float64)
        self._camera_from_world = np.linalg.inv(self.world_from_camera).tolist()
        x, y, z = self.world_from_camera[:3, 3].tolist()
        self._position = (x, y, z)
        self.node.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(self.world_from_camera))
        self.fov_deg, self.near_m, self.far_m = fov_deg, near_m, far_m
        self.settle()

    def shift(self, across: float, upward: float) -> None:
        """Look at a part beside the lens's middle, in widths of the picture to the right and heights upwards."""
        self._offset = (across, upward)
        self.settle()

    def settle(self) -> None:
        """Fit the lens to the picture's size."""
        self.changes += 1
        aspect = self.size_px[0] / max(self.size_px[1], 1)
        half = math.radians(self.fov_deg) / 2.0
        self._lens.set_near_far(self.near_m, self.far_m)
        self._lens.set_fov(math.degrees(2.0 * math.atan(math.tan(half) * aspect)), self.fov_deg)
        film = self._lens.get_film_size()
        self._lens.set_film_offset(self._offset[0] * film[0], self._offset[1] * film[1])

    def project(self, position: Vector3) -> tuple[float, float, float] | None:
        """Where a point of the scene is in the picture: (x, y) pixels from the upper left and metres from the eye.

        None where it lies behind the eye.
        """
        px, py, pz = position
        across, up, back = (a * px + b * py + c * pz + d for a, b, c, d in self._camera_from_world[:3])
        if back >= -self.near_m:
            return None
        half = math.tan(math.radians(self.fov_deg) / 2.0)
        width, height = self.size_px
        x = across / -back / (half * width / height) - 2.0 * self._offset[0]
        y = up / -back / half - 2.0 * self._offset[1]
        return ((x + 1.0) / 2.0 * width, (1.0 - y) / 2.0 * height, math.hypot(across, up, back))

    def away_m(self, position: Vector3) -> float:
        """How far before the eye a point lies, along its axis; negative behind it."""
        a, b, c, d = self._camera_from_world[2]
        return -(a * position[0] + b * position[1] + c * position[2] + d)

    @property
    def position(self) -> Vector3:
        """Where it stands, as plain numbers: asked every frame, numpy's overhead would be most of the work."""
        return self._position

    def ray(self, x_px: float, y_px: float) -> tuple[Vector3, Vector3]:
        """Where it stands and the unit direction through a pixel (from the upper left)."""
        width, height = self.size_px
        half = math.tan(math.radians(self.fov_deg) / 2.0)
        x = 2.0 * (x_px / width + self._offset[0]) - 1.0
        y = 1.0 - 2.0 * (y_px / height - self._offset[1])
        local = np.array([x * half * width / height, y * half, -1.0])
        toward = self.world_from_camera[:3, :3] @ (local / np.linalg.norm(local))
        eye = self.world_from_camera[:3, 3]
        return (float(eye[0]), float(eye[1]), float(eye[2])), (float(toward[0]), float(toward[1]), float(toward[2]))

    def height_m(self, distance_m: float) -> float:
        """How much of the scene the picture's height takes in at that distance."""
        return 2.0 * distance_m * math.tan(math.radians(self.fov_deg) / 2.0)

    def cut_out(self, lens: PerspectiveLens, window: tuple[float, float, float, float], near_m: float) -> None:
        """Let another lens take in a part of the picture: left, right, bottom and top, 0..1."""
        left, right, bottom, top = window
        (width, height), (across, upward) = self._lens.get_film_size(), self._lens.get_film_offset()
        lens.set_film_size(width * (right - left), height * (top - bottom))
        lens.set_focal_length(self._lens.get_focal_length())
        lens.set_film_offset(
            across + width * ((left + right) / 2.0 - 0.5), upward + height * ((bottom + top) / 2.0 - 0.5)
        )
        lens.set_near_far(near_m, self.far_m)

    def clip_matrices(self) -> tuple[PTALMatrix4f, PTALMatrix4f]:
        """Clip space from a glTF camera's view space, and back, as shaders take them."""
        clip_from_view, view_from_clip = PTALMatrix4f.empty_array(1), PTALMatrix4f.empty_array(1)
        clip_from_view[0] = axes.LENS_FROM_GLTF_CAMERA * self._lens.get_projection_mat()
        inverse = LMatrix4f(clip_from_view[0])
        inverse.invert_in_place()
        view_from_clip[0] = inverse
        return clip_from_view, view_from_clip
