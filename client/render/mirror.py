"""The picture in a polished floor: the scene drawn again, reflected in a horizontal plane."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    Camera,
    CullFaceAttrib,
    GraphicsOutput,
    LVecBase4f,
    NodePath,
    ShaderAttrib,
    ShaderInput,
)

from client.render import axes, device, masks, passes
from client.render.device import Target

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from panda3d.core import RenderState


class Mirror:
    """A floor's reflection.

    Args:
        host: any output with our graphics context.
        scene: what is reflected, in glTF's frame.
        lens_owner: the camera whose lens is shared.
        size_px: of the whole picture; the reflection has half of it.
        height_m: of the floor.
    """

    def __init__(
        self, host: GraphicsOutput, scene: NodePath, lens_owner: NodePath, size_px: tuple[int, int], height_m: float
    ) -> None:
        self._scene = scene
        self._height_m = height_m
        size = (max(size_px[0] // 2, 1), max(size_px[1] // 2, 1))
        self.buffer = device.make_buffer(host, Target("mirror", size, passes.ORDER_MIRROR))
        self.buffer.set_clear_color(LVecBase4f(0.0))
        self._picture = device.picture_texture("mirror", mipmaps=True)
        self.buffer.add_render_texture(self._picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        camera = Camera("mirror", lens_owner.node().get_lens())
        camera.set_camera_mask(masks.MIRROR)
        camera.set_initial_state(_reflected_state(height_m))
        self._camera = scene.attach_new_node(camera)
        self.buffer.make_display_region().set_camera(self._camera)
        scene.set_shader_input("mirror_picture", self._picture)

    def follow(self, world_from_camera: NDArray[np.float64]) -> None:
        """Stand below the floor where the camera stands above it."""
        reflection = np.diag([1.0, -1.0, 1.0, 1.0])
        reflection[1, 3] = 2.0 * self._height_m
        self._camera.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(reflection @ world_from_camera))

    def release(self) -> None:
        """Give the buffer back to the driver."""
        device.engine().remove_window(self.buffer)
        self._camera.remove_node()


def _reflected_state(height_m: float) -> RenderState:
    path = NodePath("reflected")
    path.set_attrib(CullFaceAttrib.make_reverse())
    below = ShaderAttrib.make().set_shader_input(ShaderInput("clip_below", LVecBase4f(height_m, 1.0, 0.0, 0.0), 100))
    path.set_attrib(below)
    return path.get_state()
