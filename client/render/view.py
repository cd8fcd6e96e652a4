"""A picture of a scene: in a window or offscreen, frame by frame.

Everything under `View.scene` is in glTF's frame. The chain of passes stands in `client.render.passes`.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import (
    AntialiasAttrib,
    GraphicsOutput,
    LVecBase4f,
    NodePath,
    PTALMatrix4f,
)

from client.render import axes, device, light, lightstate, masks, passes, programs, stepdown, uniforms
from client.render.device import Target
from client.render.eye import Eye
from client.render.mirror import NOTHING, Glass, Mirrors
from client.render.overlay import Overlay
from client.render.quality import HIGH, Quality
from client.render.shadow import Area, Shadow
from client.scene.textures import TextureShelf
from showroom.errors import Unavailable
from showroom.gltf.model import Material

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from panda3d.core import GraphicsWindow

    from client.render.light import Mood
    from showroom.catalogue import Vector3

WINDOW_TRIES = 20
# Of a squared half width of a highlight, in the plane of slopes (Kaplanyan, Tokuyoshi 2019).
WIDEST = 0.18
# The largest circle of confusion's radius, in heights of the picture: more would need more samples than are taken.
MOST_BLUR = 0.02


class View:
    """One picture; make it with `offscreen` or `window`.

    Attributes:
        scene: everything drawn in 3D hangs here, in glTF's frame.
        overlay: flat things drawn over the finished picture, in pixels, x right and y down from the upper left.
        window: the Panda3D window for input, None offscreen.
        size_px: width and height.
        collected_every: after so many frames states that nothing uses any more are looked for.
    """

    collected_every = 1

    def __init__(self, output: GraphicsOutput, size_px: tuple[int, int], quality: Quality) -> None:
        self._output = output
        self.window: GraphicsWindow | None = None
        self.size_px = size_px
        self._quality = quality
        self._mood = light.ROOM
        self._background = (0.0, 0.0, 0.0)
        self._bloom, self._vignette, self._exposure, self._plain = 0.06, 0.0, 1.0, False
        self._occlusion_radius_m, self._occlusion_strength = 0.12, 0.7
        self._world = NodePath("world")
        self.scene = self._world.attach_new_node("scene")
        self.scene.set_mat(axes.PANDA_FROM_GLTF)
        self.scene.hide(masks.BLENDED | masks.VEIL)
        self.scene.set_antialias(AntialiasAttrib.M_multisample)
        self._eye = Eye(self.scene, size_px)
        self._set_defaults()
        self._flat = Overlay(output, size_px)
        self.overlay = self._flat.node
        self._shadow = Shadow(output, self.scene, quality)
        self._focus: tuple[float, float] | None = None
        self._chain = passes.build(output, size_px, quality, self._eye.node)
        self._mirrors = Mirrors(output, self.scene)
        self._mirrors.settle(quality, self._chain.size_px)
        self._frame_number = 0
        self._missing: tuple[str, ...] = ()
        self._checked: tuple[Quality, int] | None = None
        self._looks: tuple[Vector3, Vector3, float, tuple[int, int]] | None = None
        self.set_mood(self._mood)
        self.set_camera((0.0, 1.0, 3.0), (0.0, 0.5, 0.0))
        self._settle()
        TextureShelf.sharpen(quality.anisotropy)

    @classmethod
    def offscreen(cls, size_px: tuple[int, int], quality: Quality = HIGH) -> View:
        """A view without a display.

        Raises:
            Unavailable: ``no-graphics``.
        """
        output = device.make_buffer(
            device.buffer_host(), Target("final", size_px, passes.ORDER_FINAL, color=8, depth=False)
        )
        return cls(output, size_px, quality)

    @classmethod
    def in_window(cls, title: str, size_px: tuple[int, int], quality: Quality = HIGH) -> View:
        """A view in a window; one per process.

        Raises:
            Unavailable: ``no-display``.
        """
        window = device.open_window(title, size_px)
        view = cls(window, size_px, quality)
        view.window = window
        return view

    @property
    def quality(self) -> Quality:
        """What the picture may cost; setting it rebuilds the passes."""
        return self._quality

    @quality.setter
    def quality(self, quality: Quality) -> None:
        if quality == self._quality:
            return
        self._quality = quality
        TextureShelf.sharpen(quality.anisotropy)
        self._shadow = self._shadow.replaced(self._output, quality)
        self._rebuild()

    @property
    def mood(self) -> Mood:
        """The light, as set with `set_mood`."""
        return self._mood

    @property
    def world_from_camera(self) -> NDArray[np.float64]:
        """Where the camera stands, (4, 4), column vectors, glTF's frame."""
        return self._eye.world_from_camera.copy()

    def set_mood(self, mood: Mood, turn: float = 0.0) -> None:
        """Change the light, turned about +Y by `turn` radians.

        Raises:
            Rejected: ``bad-environment``.
        """
        self._towards_lamp = lightstate.apply_light(self.scene, mood, turn)
        self._mood = mood
        self._shadow.turn(self._towards_lamp)
        self._mirrors.retake()
        self._settle()

    def set_background(self, color: Vector3) -> None:
        """The linear RGB behind everything."""
        self._background = color
        self._mirrors.set_background(color)
        self._settle()

    def set_finish(
        self,
        *,
        bloom: float | None = None,
        vignette: float | None = None,
        exposure: float | None = None,
        plain: bool | None = None,
    ) -> None:
        """How the finished picture looks: glow, darker corners, brightness on top of the mood's; None keeps.

        `plain` leaves the tone curve and the dither out: light above white is cut off, as reference viewers do it.
        """
        self._bloom = self._bloom if bloom is None else bloom
        self._vignette = self._vignette if vignette is None else vignette
        self._exposure = self._exposure if exposure is None else exposure
        self._plain = self._plain if plain is None else plain
        self._settle()

    def set_occlusion(self, radius_m: float, strength: float) -> None:
        """How far and how strongly corners darken."""
        self._occlusion_radius_m, self._occlusion_strength = radius_m, strength
        self._settle()

    def set_focus(self, distance_m: float, opening_m: float) -> None:
        """Blur what is nearer or farther than `distance_m`, as a lens that opens `opening_m` wide; 0: nothing is."""
        had, self._focus = self._focus is not None, (distance_m, opening_m) if opening_m > 0.0 else None
        if had != (self._focus is not None):
            self._rebuild()
        self._settle_lens()

    def set_shadow_area(self, centre: Vector3, radius_m: float, softness_m: float = 0.02) -> None:
        """The sphere in which things cast shadows; smaller is sharper. `softness_m` is the width of the edge."""
        self._shadow.place(self._towards_lamp, Area(centre, radius_m, softness_m))

    def set_shadow_focus(self, area: Area | None) -> None:
        """The smaller area that is looked at: its shadows are drawn more finely; None: there is none."""
        self._shadow.focus(area)

    def set_mirrors(self, glasses: Sequence[Glass]) -> None:
        """Let these mirror what is before them, and no others."""
        self._mirrors.use(glasses)

    @property
    def mirrors_people(self) -> bool:
        """Whether the last frame showed people in a mirror or a floor."""
        return self._mirrors.is_live

    def refresh_shadows(self) -> None:
        """Say that something has moved, appeared or vanished."""
        self._shadow.refresh()
        self._mirrors.retake()

    def refresh_mirrors(self) -> None:
        """Say that something has another colour."""
        self._mirrors.retake()

    def set_camera(self, position: Vector3, target: Vector3, fov_deg: float = 40.0) -> None:
        """Look from `position` at `target`; `fov_deg` is the vertical angle of view."""
        looks = (position, target, fov_deg, self.size_px)
        if looks != self._looks:
            self.set_camera_matrix(axes.look_at(position, target), fov_deg)
            self._looks = looks

    def set_camera_matrix(
        self, world_from_camera: NDArray[np.float64], fov_deg: float = 40.0, near_m: float = 0.05, far_m: float = 80.0
    ) -> None:
        """Place a glTF camera (looks along its own -Z); `fov_deg` is the vertical angle of view."""
        self._looks = None
        self._eye.place(world_from_camera, fov_deg, near_m, far_m)
        self._settle_lens()

    def set_offset(self, across: float, upward: float) -> None:
        """Show a part beside the middle of the lens, as a cut-out of a larger picture does.

        Args:
            across: from the lens's middle to the picture's, in widths of the picture, to the right.
            upward: the same in heights, upwards.
        """
        self._eye.shift(across, upward)
        self._settle_lens()

    def project(self, position: Vector3) -> tuple[float, float, float] | None:
        """Where a point of the scene is in the picture: (x, y) pixels from the upper left and metres from the eye.

        None where it lies behind the eye.
        """
        return self._eye.project(position)

    def ray(self, x_px: float, y_px: float) -> tuple[Vector3, Vector3]:
        """The eye and the unit direction through a pixel (from the upper left), in glTF's frame."""
        return self._eye.ray(x_px, y_px)

    def frame(self, *, shown: bool = True) -> None:
        """Draw one frame; without its last pass, onto the window, where it is not to be `shown`."""
        self._follow_window()
        self._frame_number += 1
        if self._frame_number % self._quality.shadow_every == 0:
            self._shadow.refresh()
        self._shadow.prepare()
        taking_part = [*self._chain.buffers, *self._mirrors.prepare(self._eye)]
        if shown:
            taking_part.append(self._output)
        for buffer in taking_part:
            buffer.set_active(True)
        device.engine().render_frame()
        for buffer in taking_part:
            buffer.set_active(False)
        self._shadow.rest()
        if self._frame_number % self.collected_every == 0:
            device.collect_states()
        self._check_driver()

    def _check_driver(self) -> None:
        """After the first frames of a quality, and when programs have come: do without what the driver lacks."""
        state = (self._quality, programs.count())
        if state == self._checked:
            return
        self._checked = state
        given_up = stepdown.mend_surfaces(self.scene)
        missing = stepdown.missing_from(self._chain, self._quality)
        if given_up or missing:
            self._missing += (*given_up, *missing)
        if missing:
            self.quality = stepdown.lower(self._quality, missing)

    def wait_for_driver(self) -> None:
        """Return when everything asked for so far is drawn."""
        # Only reading a picture back waits for it.
        texture = self._chain.opaque_picture
        device.engine().extract_texture_data(texture, self._output.get_gsg())
        texture.clear_ram_image()

    def take_missing(self) -> tuple[str, ...]:
        """What the driver turned out to lack since this was last asked; the quality is lower already."""
        missing, self._missing = self._missing, ()
        return missing

    def pixels(self) -> NDArray[np.uint8]:
        """The last frame, (height, width, 3) uint8 sRGB, origin upper left.

        Raises:
            Unavailable: ``no-picture``.
        """
        texture = self._output.get_screenshot()
        for _ in range(WINDOW_TRIES):
            if texture is not None:
                break
            # A window that is being resized has nothing to hand out for a moment.
            self.frame()
            texture = self._output.get_screenshot()
        if texture is None:
            raise Unavailable("no-picture", "the graphics driver did not hand out the picture")
        width, height = texture.get_x_size(), texture.get_y_size()
        flat = np.frombuffer(texture.get_ram_image_as("RGB"), dtype=np.uint8)
        return flat.reshape(height, width, 3)[::-1].copy()

    def resize(self, size_px: tuple[int, int]) -> None:
        """Change the picture's size; a window's size follows by itself."""
        if size_px == self.size_px:
            return
        self.size_px = self._eye.size_px = size_px
        if self.window is None:
            self._output.set_size(*size_px)
        self._eye.settle()
        self._rebuild()
        self._flat.fit(size_px)

    def close(self) -> None:
        """Release everything; the view must not be used afterwards."""
        self._chain.release(self._output)
        self._shadow.release()
        self._mirrors.release()
        device.engine().remove_window(self._output)
        self._world.remove_node()
        self._flat.release()

    def _set_defaults(self) -> None:
        # Anything below the scene can be drawn, also what others attach without a thought of shaders.
        scene = self.scene
        scene.set_shader(programs.surface())
        scene.set_shader_input("material", uniforms.pack(Material("default", metallic=0.0, roughness=0.8)))
        uniforms.set_plain_maps(scene)
        black = uniforms.plain_texture((0, 0, 0, 0))
        scene.set_shader_input("opaque_picture", black)
        scene.set_shader_input("opaque_depth", black)
        scene.set_shader_input("mirror_picture", black)
        for name in ("mirror_plane", "mirror_setting"):
            scene.set_shader_input(name, NOTHING)
        scene.set_shader_input("mirror_sight", PTALMatrix4f.empty_array(1))
        for name in ("painted_light", "lamp_light"):
            scene.set_shader_input(name, LVecBase4f(1.0))

    def _rebuild(self) -> None:
        self._chain.release(self._output)
        focused = self._focus is not None
        self._chain = passes.build(self._output, self.size_px, self._quality, self._eye.node, focused=focused)
        self._mirrors.settle(self._quality, self._chain.size_px)
        self._settle()

    def _settle(self) -> None:
        """Tell the passes what has been set."""
        chain, quality = self._chain, self._quality
        width, height = chain.size_px
        levels = math.log2(max(width, height)) - 2.0
        refraction = 1.0 if quality.refraction else 0.0
        self.scene.set_shader_input("screen", LVecBase4f(1.0 / width, 1.0 / height, refraction, levels))
        self.scene.set_shader_input("opaque_picture", chain.opaque_picture)
        self.scene.set_shader_input("opaque_depth", chain.opaque_depth)
        self.scene.set_shader_input("steadying", LVecBase4f(WIDEST if quality.steady_highlights else 0.0))
        chain.buffers[0].set_clear_color((*self._background, 1.0))
        finish = LVecBase4f(self._exposure * self._mood.exposure, self._bloom, self._vignette, float(self._plain))
        chain.quads["tone"].set_shader_input("finish", finish)
        if "occlusion" in chain.quads:
            setting = LVecBase4f(quality.occlusion_taps, self._occlusion_radius_m, self._occlusion_strength, 0.0)
            chain.quads["occlusion"].set_shader_input("occlusion_setting", setting)
        self._settle_lens()

    def _settle_lens(self) -> None:
        quads = self._chain.quads
        for name in ("copy", "focus"):
            if name in quads:
                quads[name].set_shader_input("depth_planes", LVecBase4f(self._eye.near_m, self._eye.far_m, 0.0, 0.0))
        if "focus" in quads and self._focus is not None:
            (distance_m, opening_m), height = self._focus, self._chain.size_px[1]
            blur = 0.5 * opening_m / self._eye.height_m(distance_m) * height
            quads["focus"].set_shader_input("focus", LVecBase4f(distance_m, blur, MOST_BLUR * height, 0.0))
        if "occlusion" not in quads:
            return
        clip_from_view, view_from_clip = self._eye.clip_matrices()
        quads["occlusion"].set_shader_input("clip_from_view", clip_from_view)
        quads["occlusion"].set_shader_input("view_from_clip", view_from_clip)

    def _follow_window(self) -> None:
        if self.window is None:
            return
        properties = self.window.get_properties()
        if properties.has_size():
            size_px = (max(properties.get_x_size(), 1), max(properties.get_y_size(), 1))
            self.resize(size_px)
