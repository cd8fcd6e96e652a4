"""Flat mirrors and polished floors: the scene drawn again, as their planes reflect it.

Few are drawn in a frame: those that take up most of the picture, at half its resolution, no larger than they are seen.
What is not drawn anew shows a photograph that was taken from the middle of the mirror.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import numpy as np
from panda3d.core import (
    Camera,
    CullFaceAttrib,
    GraphicsOutput,
    LVecBase4f,
    NodePath,
    PerspectiveLens,
    PTALMatrix4f,
    PTALVecBase4f,
    ShaderAttrib,
    ShaderInput,
)

from client.render import axes, device, masks, passes, uniforms
from client.render.device import Target

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from panda3d.core import BitMask32, Texture

    from client.render.eye import Eye
    from client.render.quality import Quality
    from showroom.catalogue import Vector3

PHOTOGRAPH_PX: Final = 320
PHOTOGRAPH_DEG: Final = 116.0
"""A photograph's angle of view: wide, as shoppers look into a mirror from the side, too."""
MARGIN_PX: Final = 3
"""So many texels are drawn around a mirror, for what blurs and bends."""
KEPT: Final = 1.3
"""Another mirror takes the place of one that is drawn when it is seen so much larger."""
SMALLEST: Final = 0.0012
"""Parts of the picture: smaller mirrors show a photograph."""
REST_FRAMES: Final = 3
NEAR_M, FAR_M = 0.03, 80.0
NOTHING: Final = PTALVecBase4f.empty_array(1)
NOTHING[0] = LVecBase4f(0.0)
FLIPPED: Final = PTALVecBase4f.empty_array(1)
FLIPPED[0] = LVecBase4f(0.0, 0.0, 1.0, 0.0)


@dataclass(eq=False)
class Glass:
    """A flat thing that mirrors.

    Args:
        path: what shows the reflection, drawn by a program with the feature ``MIRROR``.
        centre: of the plane's visible part.
        normal: of its front, a unit vector.
        corners: (4, 3), around what is visible of it.
        floor: whether people walk on it: such are drawn softer, and apart from those on walls.
        share: how much of the surroundings' light the reflection replaces, 0..1.
        paper: where nothing is drawn for it, it mirrors nothing instead of the surroundings: a studio's lamps are not
            to be seen in its floor.
    """

    path: NodePath
    centre: Vector3
    normal: Vector3
    corners: NDArray[np.float64]
    floor: bool = False
    share: float = 1.0
    paper: bool = False
    setting: PTALVecBase4f = field(default_factory=lambda: PTALVecBase4f.empty_array(1))
    sight: PTALMatrix4f = field(default_factory=lambda: PTALMatrix4f.empty_array(1))
    _shown: Texture | None = None

    def __post_init__(self) -> None:
        """Let the program of `path` read what is set here."""
        self._places: list[Vector3] = [(x, y, z) for x, y, z in self.corners.tolist()]
        self.path.set_shader_input("mirror_setting", self.setting)
        self.path.set_shader_input("mirror_sight", self.sight)
        self.blind()

    def area(self, eye: Eye) -> tuple[float, tuple[float, float, float, float]]:
        """How much of the picture it takes up, and where: left, right, bottom, top, 0..1; nothing from behind."""
        before_m = sum(n * (e - c) for n, e, c in zip(self.normal, eye.position, self.centre, strict=True))
        if before_m < eye.near_m:
            return 0.0, (0.0, 0.0, 0.0, 0.0)
        places = map(eye.project, self._before(eye))
        seen = [place for place in places if place is not None]
        if not seen:
            return 0.0, (0.0, 0.0, 0.0, 0.0)
        width, height = eye.size_px
        across, down = [place[0] / width for place in seen], [place[1] / height for place in seen]
        left, right = max(min(across), 0.0), min(max(across), 1.0)
        bottom, top = max(1.0 - max(down), 0.0), min(1.0 - min(down), 1.0)
        return max(right - left, 0.0) * max(top - bottom, 0.0), (left, right, bottom, top)

    def _before(self, eye: Eye) -> list[Vector3]:
        """The corners of what lies before the eye; its edges end a little before the eye's nearest plane."""
        away = [eye.away_m(corner) - 1.001 * eye.near_m for corner in self._places]
        found: list[Vector3] = []
        for index, (here, place) in enumerate(zip(away, self._places, strict=True)):
            if here > 0.0:
                found.append(place)
            there, last = away[index - 1], self._places[index - 1]
            if here * there < 0.0:
                share = here / (here - there)
                x, y, z = (one + share * (other - one) for one, other in zip(place, last, strict=True))
                found.append((x, y, z))
        return found

    def nearest_m(self, eye: Eye) -> float:
        """How far before the eye its nearest corner lies, along the eye's axis."""
        return min(eye.away_m(corner) for corner in self._places)

    def show(self, picture: Texture, *, photographed: bool = False) -> None:
        """Show a picture that was drawn for it."""
        self.setting[0] = LVecBase4f(self.share, float(photographed), 0.0, 0.0)
        if picture is not self._shown:
            self._shown = picture
            self.path.set_shader_input("mirror_picture", picture)

    def blind(self) -> None:
        """Show nothing that is drawn for it."""
        if self.paper:
            self.show(uniforms.plain_texture((0, 0, 0, 0)))
        else:
            self.setting[0] = LVecBase4f(0.0)


class Mirrors:
    """All mirrors of a scene.

    Args:
        host: any output with our graphics context.
        scene: what they reflect, in glTF's frame.
    """

    def __init__(self, host: GraphicsOutput, scene: NodePath) -> None:
        self._host, self._scene = host, scene
        self._glasses: tuple[Glass, ...] = ()
        self._floor: _Reflection | None = None
        self._panes: list[_Reflection] = []
        self._photographs: dict[Glass, _Photograph] = {}
        self._rest, self._live = 0, False
        self._seen: dict[Glass, tuple[float, tuple[float, float, float, float]]] = {}
        self._seen_by: tuple[Eye, int] | None = None
        self._background = LVecBase4f(0.0)

    def use(self, glasses: Sequence[Glass]) -> None:
        """Let these mirror, and no others."""
        for photograph in self._photographs.values():
            photograph.release()
        self._glasses, self._photographs = tuple(glasses), {}
        self._seen_by = None
        for reflection in self._panes:
            reflection.glass = None

    def set_background(self, color: Vector3) -> None:
        """The linear RGB behind everything, as walls' mirrors show it."""
        self._background = LVecBase4f(*color, 1.0)
        pictures: list[_Reflection | _Photograph] = [*self._panes, *self._photographs.values()]
        for buffer in [picture.buffer for picture in pictures]:
            buffer.set_clear_color(self._background)
        self.retake()

    def settle(self, quality: Quality, size_px: tuple[int, int]) -> None:
        """Follow the quality and the size of the whole picture."""
        self._drop()
        half = (max(size_px[0] // 2, 1), max(size_px[1] // 2, 1))
        if quality.reflection:
            self._floor = _Reflection(self._host, self._scene, half, soft=True)
        self._panes = [_Reflection(self._host, self._scene, half, soft=False) for _ in range(quality.mirrors)]
        for reflection in self._panes:
            reflection.buffer.set_clear_color(self._background)
        self.retake()

    def retake(self) -> None:
        """Say that photographs are no longer true; they are taken anew when nothing has happened for a few frames."""
        self._rest = REST_FRAMES
        for photograph in self._photographs.values():
            photograph.stale = True

    @property
    def is_live(self) -> bool:
        """Whether the last frame drew people in a mirror or a floor."""
        return self._live

    def prepare(self, eye: Eye) -> list[GraphicsOutput]:
        """Aim at what `eye` sees; returns the buffers that take part in the next frame."""
        self._rest = max(self._rest - 1, 0)
        if self._seen_by != (eye, eye.changes):
            self._seen = {glass: glass.area(eye) for glass in self._glasses}
            self._seen_by = (eye, eye.changes)
        seen = self._seen
        panes = self._choose({glass: area for glass, (area, _) in seen.items() if not glass.floor})
        buffers = [reflection.aim(glass, eye, seen[glass][1]) for glass, reflection in panes.items()]
        photographs: list[GraphicsOutput] = []
        for glass, (area, window) in seen.items():
            if glass in panes or area <= 0.0:
                continue
            if not glass.floor:
                photographs += self._photograph(glass)
            elif self._floor is not None:
                buffers.append(self._floor.aim(glass, eye, window))
            else:
                glass.blind()
        self._live = bool(buffers)
        return buffers + photographs

    def release(self) -> None:
        """Give everything back to the driver."""
        self.use(())
        self._drop()

    def _choose(self, areas: dict[Glass, float]) -> dict[Glass, _Reflection]:
        """Which mirrors are drawn anew, and into what; a mirror that is drawn stays where it was."""
        kept = {reflection.glass: reflection for reflection in self._panes if reflection.glass is not None}
        large = [glass for glass, area in areas.items() if area > SMALLEST]
        large.sort(key=lambda glass: areas[glass] * (KEPT if glass in kept else 1.0), reverse=True)
        chosen = large[: len(self._panes)]
        free = [reflection for reflection in self._panes if reflection.glass not in chosen]
        found = {}
        for glass in chosen:
            found[glass] = kept.get(glass) or free.pop()
        for reflection in free:
            reflection.glass = None
        return found

    def _photograph(self, glass: Glass) -> list[GraphicsOutput]:
        if glass not in self._photographs:
            self._photographs[glass] = _Photograph(self._host, self._scene, glass)
            self._photographs[glass].buffer.set_clear_color(self._background)
        photograph = self._photographs[glass]
        if photograph.stale and not self._rest:
            # One in a frame: they are seldom, and a frame should not tell.
            self._rest = 1
            photograph.stale, photograph.taken = False, True
            glass.show(photograph.picture, photographed=True)
            return [photograph.buffer]
        if photograph.taken:
            glass.show(photograph.picture, photographed=True)
        else:
            glass.blind()
        return []

    def _drop(self) -> None:
        for reflection in (*self._panes, *([self._floor] if self._floor else [])):
            reflection.release()
        self._panes, self._floor = [], None


class _Reflection:
    """A picture of the scene behind a mirror, as the eye sees it there."""

    def __init__(self, host: GraphicsOutput, scene: NodePath, size_px: tuple[int, int], *, soft: bool) -> None:
        self._size_px = size_px
        self.glass: Glass | None = None
        self.buffer = device.make_buffer(host, Target("mirror", size_px, passes.ORDER_MIRROR))
        self.buffer.set_clear_color(LVecBase4f(0.0))
        self.picture = device.picture_texture("mirror", mipmaps=soft)
        self.buffer.add_render_texture(self.picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        self._lens = PerspectiveLens()
        self._plane = PTALVecBase4f.empty_array(1)
        camera = _camera("mirror", self._lens, self._plane, masks.MIRROR, flips=True)
        self._camera = scene.attach_new_node(camera)
        self._region = self.buffer.make_display_region()
        self._region.set_camera(self._camera)

    def aim(self, glass: Glass, eye: Eye, window: tuple[float, float, float, float]) -> GraphicsOutput:
        """Stand behind the glass where the eye stands before it, and look through the part that it sees."""
        self.glass = glass
        normal = np.asarray(glass.normal)
        offset = float(normal @ glass.centre)
        self._plane[0] = LVecBase4f(*glass.normal, offset)
        reflection = np.eye(4)
        reflection[:3, :3] -= 2.0 * np.outer(normal, normal)
        reflection[:3, 3] = 2.0 * offset * normal
        self._camera.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(reflection @ eye.world_from_camera))
        window = self._whole_texels(window)
        self._region.set_dimensions(*window)
        # Nothing between the eye's mirror image and the glass is seen in it.
        eye.cut_out(self._lens, window, max(eye.near_m, 0.95 * glass.nearest_m(eye)))
        glass.show(self.picture)
        return self.buffer

    def release(self) -> None:
        device.engine().remove_window(self.buffer)
        self._camera.remove_node()

    def _whole_texels(self, window: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
        left, right, bottom, top = window
        width, height = self._size_px
        return (
            max(math.floor(left * width) - MARGIN_PX, 0) / width,
            min(math.ceil(right * width) + MARGIN_PX, width) / width,
            max(math.floor(bottom * height) - MARGIN_PX, 0) / height,
            min(math.ceil(top * height) + MARGIN_PX, height) / height,
        )


class _Photograph:
    """What a mirror sees from its middle: a picture that stays until something changes."""

    def __init__(self, host: GraphicsOutput, scene: NodePath, glass: Glass) -> None:
        size_px = (PHOTOGRAPH_PX, PHOTOGRAPH_PX)
        self.stale, self.taken = True, False
        self.buffer = device.make_buffer(host, Target("photograph", size_px, passes.ORDER_MIRROR))
        self.buffer.set_clear_color(LVecBase4f(0.0))
        self.buffer.set_active(False)
        self.picture = device.picture_texture("photograph")
        self.buffer.add_render_texture(self.picture, GraphicsOutput.RTM_bind_or_copy, GraphicsOutput.RTP_color)
        lens = PerspectiveLens()
        lens.set_fov(PHOTOGRAPH_DEG)
        lens.set_near_far(NEAR_M, FAR_M)
        plane = PTALVecBase4f.empty_array(1)
        plane[0] = LVecBase4f(*glass.normal, float(np.dot(glass.normal, glass.centre)))
        self._camera = scene.attach_new_node(_camera("photograph", lens, plane, masks.PHOTOGRAPH))
        world_from_camera = axes.look_at(glass.centre, tuple(np.add(glass.centre, glass.normal)))
        self._camera.set_mat(axes.GLTF_CAMERA_FROM_LENS * axes.panda_matrix(world_from_camera))
        self.buffer.make_display_region().set_camera(self._camera)
        camera_from_world = axes.panda_matrix(np.linalg.inv(world_from_camera))
        glass.sight[0] = camera_from_world * axes.LENS_FROM_GLTF_CAMERA * lens.get_projection_mat()

    def release(self) -> None:
        device.engine().remove_window(self.buffer)
        self._camera.remove_node()


def _camera(name: str, lens: PerspectiveLens, plane: PTALVecBase4f, mask: BitMask32, *, flips: bool = False) -> Camera:
    """Sees what is before a plane; in mirrors the surroundings: no picture may be read while it is drawn."""
    path = NodePath(name)
    if flips:
        # A mirror turns every front to a back.
        path.set_attrib(CullFaceAttrib.make_reverse())
    inputs = ShaderAttrib.make()
    for shader_input in (
        ShaderInput("mirror_plane", plane, 100),
        ShaderInput("mirror_setting", FLIPPED if flips else NOTHING, 100),
        ShaderInput("mirror_picture", uniforms.plain_texture((0, 0, 0, 0)), 100),
    ):
        inputs = inputs.set_shader_input(shader_input)
    path.set_attrib(inputs)
    camera = Camera(name, lens)
    camera.set_camera_mask(mask)
    camera.set_initial_state(path.get_state())
    return camera
