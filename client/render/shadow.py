"""The lamp's shadow: a depth picture from the lamp, drawn anew only when something may have moved."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    BitMask32,
    Camera,
    ColorBlendAttrib,
    ColorWriteAttrib,
    CullFaceAttrib,
    DepthTestAttrib,
    DepthWriteAttrib,
    GraphicsOutput,
    LMatrix4f,
    LVecBase4f,
    NodePath,
    OrthographicLens,
    PTALMatrix4f,
    PTALVecBase4f,
    Texture,
)

from client.render import axes, device, masks, passes, programs, uniforms
from client.render.device import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panda3d.core import DisplayRegion, RenderState

    from client.render.quality import Quality
    from showroom.catalogue import Vector3

# From clip space (-1..1) to where a texture is read (0..1).
_HALF = LMatrix4f(0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0, 0.5, 0, 0.5, 0.5, 0.5, 1)
# What stands this far towards the lamp still shades the area in focus.
_REACH_M = 6.0
TINT_TAPS = 6
# What lies less behind glass than this, in parts of the lamp's reach, is not told apart from it.
TINT_BEHIND = 0.002


@dataclass(frozen=True)
class Area:
    """A sphere in which things cast shadows; `softness_m` is the width of their edge."""

    centre: Vector3
    radius_m: float
    softness_m: float


class Shadow:
    """The shadow of everything under `scene`: everywhere, and finely in one smaller area in focus.

    Args:
        host: any output with our graphics context.
        scene: what casts and receives, in glTF's frame.
        quality: its size and smoothness.
    """

    def __init__(self, host: GraphicsOutput, scene: NodePath, quality: Quality) -> None:
        self._scene = scene
        self._quality = quality
        self._towards: Vector3 = (0.0, 1.0, 0.0)
        self._areas: list[Area | None] = [Area((0.0, 0.0, 0.0), 5.0, 0.02), None]
        self._buffer: GraphicsOutput | None = None
        size_px = max(quality.shadow_size_px, 1)
        glass = BitMask32() if quality.tinted_shadows else masks.VEIL
        self._lamps = [_lamp(scene, masks.SHADOW | glass) for _ in self._areas]
        self._regions: list[list[DisplayRegion]] = [[] for _ in self._areas]
        self._tint: GraphicsOutput | None = None
        texture = _depth_texture(size_px)
        if quality.shadow_size_px:
            # Both areas lie side by side in one picture, so that surfaces need one sampler.
            target = Target("shadow", (2 * size_px, size_px), passes.ORDER_SHADOW, color=0)
            self._buffer = device.make_buffer(host, target)
            self._buffer.add_render_texture(texture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_depth)
            self._share(self._buffer, self._lamps)
        scene.set_shader_input("shadow_map", texture)
        scene.set_shader_input("shadow_tint", self._make_tint(host, scene, quality))
        self._settle()

    def place(self, towards: Vector3, area: Area) -> None:
        """Cover `area`; `towards` the lamp."""
        self._towards, self._areas[0] = towards, area
        self._settle()

    def focus(self, area: Area | None) -> None:
        """Draw the shadows in `area` more finely; None: nowhere."""
        if area != self._areas[1]:
            self._areas[1] = area
            self._settle()

    def turn(self, towards: Vector3) -> None:
        """Move the lamp; the covered areas stay."""
        self._towards = towards
        self._settle()

    def replaced(self, host: GraphicsOutput, quality: Quality) -> Shadow:
        """The same shadow in another quality; this one is released."""
        self.release()
        shadow = Shadow(host, self._scene, quality)
        shadow._towards, shadow._areas = self._towards, self._areas
        shadow._settle()
        return shadow

    def refresh(self) -> None:
        """Draw it anew in the next frame."""
        self._stale = True

    def prepare(self) -> None:
        """Called before a frame: the buffer takes part only when it is stale."""
        for buffer in self._buffers():
            buffer.set_active(self._stale)
        self._stale = False

    def rest(self) -> None:
        """Called after a frame, so that another view's frame does not draw it."""
        for buffer in self._buffers():
            buffer.set_active(False)

    def release(self) -> None:
        """Give the buffer back to the driver."""
        for buffer in self._buffers():
            device.engine().remove_window(buffer)
        self._buffer = self._tint = None
        self._regions = [[] for _ in self._areas]
        for lamp in self._lamps:
            lamp.remove_node()

    def _buffers(self) -> list[GraphicsOutput]:
        return [buffer for buffer in (self._buffer, self._tint) if buffer is not None]

    def _share(self, buffer: GraphicsOutput, cameras: Sequence[NodePath]) -> None:
        """Let the areas lie side by side."""
        for index, camera in enumerate(cameras):
            region = buffer.make_display_region(index / 2, (index + 1) / 2, 0.0, 1.0)
            region.set_camera(camera)
            self._regions[index].append(region)

    def _make_tint(self, host: GraphicsOutput, scene: NodePath, quality: Quality) -> Texture:
        """What glass leaves of the light, at half the shadow's resolution: its edges are softer than a frame's."""
        tinted = quality.tinted_shadows and quality.shadow_size_px > 0
        scene.set_shader_input("tint_setting", LVecBase4f(float(tinted), TINT_TAPS, TINT_BEHIND, 0.0))
        if not tinted:
            return uniforms.plain_texture()
        size_px = (quality.shadow_size_px, quality.shadow_size_px // 2)
        self._tint = device.make_buffer(host, Target("tint", size_px, passes.ORDER_SHADOW, depth=False))
        self._tint.set_clear_color(LVecBase4f(1.0))
        picture = device.picture_texture("tint")
        self._tint.add_render_texture(picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        self._share(self._tint, [_tinting(lamp) for lamp in self._lamps])
        return picture

    def _settle(self) -> None:
        matrices, settings = PTALMatrix4f.empty_array(2), PTALVecBase4f.empty_array(2)
        for index, (area, lamp) in enumerate(zip(self._areas, self._lamps, strict=True)):
            for region in self._regions[index]:
                region.set_active(area is not None)
            if area is None:
                matrices[index], settings[index] = LMatrix4f.ident_mat(), LVecBase4f(0.0)
                continue
            lens = self._aim(lamp, area)
            lens_from_world = LMatrix4f(lamp.get_mat())
            lens_from_world.invert_in_place()
            matrices[index] = lens_from_world * lens.get_projection_mat() * _HALF
            settings[index] = self._setting(area)
        self._scene.set_shader_input("shadow_from_world", matrices)
        self._scene.set_shader_input("shadow_setting", settings)
        self.refresh()

    def _aim(self, lamp: NodePath, area: Area) -> OrthographicLens:
        lens: OrthographicLens = lamp.node().get_lens()
        axis = np.asarray(self._towards, dtype=np.float64)
        away_m = max(area.radius_m * 2.0, _REACH_M)
        eye = np.asarray(area.centre) + axis / np.linalg.norm(axis) * away_m
        world_from_camera = axes.look_at((float(eye[0]), float(eye[1]), float(eye[2])), area.centre)
        lens.set_film_size(2.0 * area.radius_m, 2.0 * area.radius_m)
        lens.set_near_far(away_m * 0.01, away_m + area.radius_m * 2.0)
        lamp.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(world_from_camera))
        return lens

    def _setting(self, area: Area) -> LVecBase4f:
        size_px = max(self._quality.shadow_size_px, 1)
        texel_m = 2.0 * area.radius_m / size_px
        taps = self._quality.shadow_taps if self._quality.shadow_size_px else 0
        return LVecBase4f(1.0 / size_px, taps, max(area.softness_m / texel_m, 1.5), texel_m * 1.5)


def _lamp(scene: NodePath, mask: BitMask32) -> NodePath:
    camera = Camera("lamp", OrthographicLens())
    camera.set_camera_mask(mask)
    camera.set_initial_state(_depth_state())
    camera.set_tag_state_key(programs.POSE_TAG)
    for features in programs.POSES:
        camera.set_tag_state(programs.pose_tag(features), _posed_state(features))
    return scene.attach_new_node(camera)


def _tinting(lamp: NodePath) -> NodePath:
    """Sees glass as the lamp does: what it lets through is multiplied, and the nearest place of it kept."""
    path = NodePath("tint")
    path.set_shader(programs.tint(), 100)
    blend = ColorBlendAttrib
    path.set_attrib(
        blend.make(blend.M_add, blend.O_zero, blend.O_incoming_color, blend.M_min, blend.O_one, blend.O_one), 100
    )
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none), 100)
    path.set_attrib(DepthTestAttrib.make(DepthTestAttrib.M_none), 100)
    path.set_attrib(DepthWriteAttrib.make(DepthWriteAttrib.M_off), 100)
    camera = Camera("tint", lamp.node().get_lens())
    camera.set_camera_mask(masks.VEIL)
    camera.set_initial_state(path.get_state())
    camera.set_tag_state_key(programs.POSE_TAG)
    for features in programs.POSES:
        posed = NodePath("posed")
        posed.set_shader(programs.tint(features), 101)
        camera.set_tag_state(programs.pose_tag(features), posed.get_state())
    return lamp.attach_new_node(camera)


def _depth_texture(size_px: int) -> Texture:
    texture = Texture("shadow")
    texture.setup_2d_texture(2 * size_px, size_px, Texture.T_float, Texture.F_depth_component32)
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
