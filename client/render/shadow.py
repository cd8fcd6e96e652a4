"""The lamp's shadow: a depth picture from the lamp, drawn anew only when something may have moved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    Camera,
    ColorWriteAttrib,
    CullFaceAttrib,
    GraphicsOutput,
    LMatrix4f,
    LVecBase4f,
    NodePath,
    OrthographicLens,
    PTALMatrix4f,
    Texture,
)

from client.render import axes, device, masks, passes, programs
from client.render.device import Target

if TYPE_CHECKING:
    from panda3d.core import RenderState

    from client.render.quality import Quality
    from showroom.catalogue import Vector3

# From clip space (-1..1) to where a texture is read (0..1).
_HALF = LMatrix4f(0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, 0, 0.5, 0.5, 0.5, 1)


class Shadow:
    """The shadow of everything under `scene`.

    Args:
        host: any output with our graphics context.
        scene: what casts and receives, in glTF's frame.
        quality: its size and smoothness.
    """

    def __init__(self, host: GraphicsOutput, scene: NodePath, quality: Quality) -> None:
        self._scene = scene
        self._quality = quality
        self._towards: Vector3 = (0.0, 1.0, 0.0)
        self._centre: Vector3 = (0.0, 0.0, 0.0)
        self._radius_m = 5.0
        self._softness_m = 0.02
        self._buffer: GraphicsOutput | None = None
        size_px = max(quality.shadow_size_px, 1)
        self._lens = OrthographicLens()
        self._camera = scene.attach_new_node(Camera("lamp", self._lens))
        self._camera.node().set_camera_mask(masks.SHADOW)
        self._camera.node().set_initial_state(_depth_state())
        self._camera.node().set_tag_state_key(programs.POSE_TAG)
        for features in programs.POSES:
            self._camera.node().set_tag_state(programs.pose_tag(features), _posed_state(features))
        texture = _depth_texture(size_px)
        if quality.shadow_size_px:
            self._buffer = device.make_buffer(host, Target("shadow", (size_px, size_px), passes.ORDER_SHADOW, color=0))
            self._buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
            self._buffer.make_display_region().set_camera(self._camera)
        scene.set_shader_input("shadow_map", texture)
        self.place(self._towards, self._centre, self._radius_m, self._softness_m)

    def place(self, towards: Vector3, centre: Vector3, radius_m: float, softness_m: float) -> None:
        """Cover the sphere around `centre`; `towards` the lamp; `softness_m` is the width of the edge."""
        self._towards, self._centre, self._radius_m, self._softness_m = towards, centre, radius_m, softness_m
        axis = np.asarray(towards, dtype=np.float64)
        eye = np.asarray(centre) + axis / np.linalg.norm(axis) * radius_m * 2.0
        world_from_camera = axes.look_at((float(eye[0]), float(eye[1]), float(eye[2])), centre)
        self._lens.set_film_size(2.0 * radius_m, 2.0 * radius_m)
        self._lens.set_near_far(radius_m * 0.02, radius_m * 4.0)
        self._camera.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(world_from_camera))
        self._tell_shaders()
        self.refresh()

    def turn(self, towards: Vector3) -> None:
        """Move the lamp; the covered sphere stays."""
        self.place(towards, self._centre, self._radius_m, self._softness_m)

    def replaced(self, host: GraphicsOutput, quality: Quality) -> Shadow:
        """The same shadow in another quality; this one is released."""
        self.release()
        shadow = Shadow(host, self._scene, quality)
        shadow.place(self._towards, self._centre, self._radius_m, self._softness_m)
        return shadow

    def refresh(self) -> None:
        """Draw it anew in the next frame."""
        self._stale = True

    def prepare(self) -> None:
        """Called before a frame: the buffer takes part only when it is stale."""
        if self._buffer is not None:
            self._buffer.set_active(self._stale)
        self._stale = False

    def rest(self) -> None:
        """Called after a frame, so that another view's frame does not draw it."""
        if self._buffer is not None:
            self._buffer.set_active(False)

    def release(self) -> None:
        """Give the buffer back to the driver."""
        if self._buffer is not None:
            device.engine().remove_window(self._buffer)
            self._buffer = None
        self._camera.remove_node()

    def _tell_shaders(self) -> None:
        matrix = PTALMatrix4f.empty_array(1)
        lens_from_world = LMatrix4f(self._camera.get_mat())
        lens_from_world.invert_in_place()
        matrix[0] = lens_from_world * self._lens.get_projection_mat() * _HALF
        size_px = max(self._quality.shadow_size_px, 1)
        texel_m = 2.0 * self._radius_m / size_px
        taps = self._quality.shadow_taps if self._quality.shadow_size_px else 0
        softness_texels = max(self._softness_m / texel_m, 1.5)
        setting = LVecBase4f(1.0 / size_px, taps, softness_texels, texel_m * 1.5)
        self._scene.set_shader_input("shadow_from_world", matrix)
        self._scene.set_shader_input("shadow_setting", setting)


def _depth_texture(size_px: int) -> Texture:
    texture = Texture("shadow")
    texture.setup_2d_texture(size_px, size_px, Texture.T_float, Texture.F_depth_component32)
    texture.set_minfilter(Texture.FT_shadow)
    texture.set_magfilter(Texture.FT_shadow)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    return texture


def _posed_state(features: frozenset[str]) -> RenderState:
    """What of a node whose vertices move replaces the pass's own program."""
    path = NodePath("posed")
    path.set_shader(programs.depth(features), 101)
    return path.get_state()


def _depth_state() -> RenderState:
    path = NodePath("depth")
    path.set_shader(programs.depth(), 100)
    path.set_attrib(ColorWriteAttrib.make(ColorWriteAttrib.C_off), 100)
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none), 100)
    # Slopes get more distance than flat ground: no stripes on curved uppers, no light under thin soles.
    path.set_depth_offset(-1, 100)
    return path.get_state()
