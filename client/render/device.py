"""The graphics device: one engine per process, offscreen without a display or with a window."""

from __future__ import annotations

import atexit
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from panda3d.core import (
    FrameBufferProperties,
    Geom,
    GeomNode,
    GeomTriangles,
    GeomVertexData,
    GeomVertexFormat,
    GeomVertexWriter,
    GraphicsEngine,
    GraphicsOutput,
    GraphicsPipe,
    GraphicsPipeSelection,
    NodePath,
    OmniBoundingVolume,
    RenderState,
    Texture,
    TransformState,
    WindowProperties,
    load_prc_file_data,
)

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panda3d.core import GeomPrimitive, GeomVertexArrayData, GraphicsWindow, PreparedGraphicsObjects, Shader

load_prc_file_data(
    "showroom",
    """
    audio-library-name null
    notify-level-display error
    notify-level-egldisplay error
    textures-power-2 none
    gl-cube-map-seamless true
    sync-video true
    """,
)


@dataclass(frozen=True)
class Target:
    """Where a pass draws to.

    Args:
        name: shown in tools that look into frames.
        size_px: width and height.
        order: passes run in this order.
        color: bits per channel of its picture: 16 (half floats), 8 or 0 (none).
        depth: whether it has a depth buffer.
        multisamples: samples per pixel.
    """

    name: str
    size_px: tuple[int, int]
    order: int
    color: int = 16
    depth: bool = True
    multisamples: int = 1


_WINDOWS: list[GraphicsWindow] = []


def engine() -> GraphicsEngine:
    """The process's graphics engine; its windows are closed before the process ends."""
    _close_at_exit()
    return GraphicsEngine.get_global_ptr()


@cache
def _close_at_exit() -> None:
    # Otherwise the driver's threads find a half-dismantled interpreter.
    atexit.register(GraphicsEngine.get_global_ptr().remove_all_windows)


@cache
def offscreen_host() -> GraphicsOutput:
    """A tiny buffer that owns the graphics context of all offscreen views; made once per process.

    Raises:
        Unavailable: ``no-graphics``.
    """
    pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe("p3headlessgl")
    if pipe is None:
        raise Unavailable("no-graphics", "no OpenGL through EGL: install libegl1, libgl1 and libgl1-mesa-dri")
    properties = FrameBufferProperties()
    properties.set_rgba_bits(8, 8, 8, 8)
    host = engine().make_output(
        pipe, "host", -1000, properties, WindowProperties.size(1, 1), GraphicsPipe.BF_refuse_window
    )
    engine().open_windows()
    if host is None or host.gsg is None:
        raise Unavailable("no-graphics", "no OpenGL context through EGL: install libegl1, libgl1 and libgl1-mesa-dri")
    host.set_active(False)
    return host


def open_window(title: str, size_px: tuple[int, int]) -> GraphicsWindow:
    """Open a window on the display.

    Raises:
        Unavailable: ``no-display``.
    """
    pipe = GraphicsPipeSelection.get_global_ptr().make_module_pipe("pandagl")
    properties = WindowProperties()
    properties.set_size(*size_px)
    properties.set_title(title)
    buffer = FrameBufferProperties()
    buffer.set_rgb_color(True)
    buffer.set_rgba_bits(8, 8, 8, 0)
    buffer.set_depth_bits(24)
    buffer.set_back_buffers(1)  # a single-buffered window stays black where the display composes it
    window = None
    if pipe is not None:
        window = engine().make_output(pipe, title, 0, buffer, properties, GraphicsPipe.BF_require_window)
        engine().open_windows()
    if window is None or not window.is_valid():
        raise Unavailable("no-display", "no window can be opened: no display, or its driver offers no OpenGL")
    _WINDOWS.append(window)
    return window


def buffer_host() -> GraphicsOutput:
    """What owns the graphics context of a view without a window: the open window, for a thread has one context only.

    Raises:
        Unavailable: ``no-graphics``.
    """
    opened = [window for window in _WINDOWS if window.is_valid()]
    return opened[-1] if opened else offscreen_host()


def collect_states() -> None:
    """Let go of states and transforms that nothing uses any more; ShowBase would do it, which we have not."""
    TransformState.garbage_collect()
    RenderState.garbage_collect()


def forget_states() -> None:
    """Let go of combined states that only refer to one another; for when something big has left the scene."""
    TransformState.clear_cache()
    RenderState.clear_cache()


def prepare(things: Iterable[Texture | Shader]) -> None:
    """Ask for upload and compilation in the next frame: what is shown later is then in place already."""
    drivers = _drivers()
    for thing in things:
        for objects in drivers:
            thing.prepare(objects)


def prepare_geometry(arrays: Iterable[GeomVertexArrayData], primitive: GeomPrimitive) -> None:
    """Ask for upload in the next frame of the very vertices and indices that will be drawn, seen or not.

    NodePath.prepare_scene would upload a copy of the vertices with its columns in another order.
    """
    for objects in _drivers():
        for array in arrays:
            objects.enqueue_vertex_buffer(array)
        objects.enqueue_index_buffer(primitive)


def _drivers() -> list[PreparedGraphicsObjects]:
    """What each graphics context of this process holds."""
    known: list[PreparedGraphicsObjects] = []
    for index in range(engine().get_num_windows()):
        state = engine().get_window(index).get_gsg()
        if state is not None and state.get_prepared_objects() not in known:
            known.append(state.get_prepared_objects())
    return known


@dataclass(frozen=True)
class Held:
    """What the drivers of this process hold: any growth is a compilation or an upload."""

    programs: int
    textures: int
    vertex_buffers: int
    index_buffers: int

    def newer_than(self, before: Held) -> Held:
        """What has come since `before`."""
        return Held(
            self.programs - before.programs,
            self.textures - before.textures,
            self.vertex_buffers - before.vertex_buffers,
            self.index_buffers - before.index_buffers,
        )


def driver() -> str:
    """What draws, as the driver calls itself; empty before anything is drawn."""
    states = [engine().get_window(index).get_gsg() for index in range(engine().get_num_windows())]
    return next((str(state.get_driver_renderer()) for state in states if state is not None), "")


def held_by_driver() -> Held:
    """Count what has been compiled and uploaded so far and not been given back."""
    known = _drivers()
    return Held(
        sum(objects.get_num_prepared_shaders() for objects in known),
        sum(objects.get_num_prepared_textures() for objects in known),
        sum(objects.get_num_prepared_vertex_buffers() for objects in known),
        sum(objects.get_num_prepared_index_buffers() for objects in known),
    )


def make_buffer(host: GraphicsOutput, target: Target) -> GraphicsOutput:
    """Make an offscreen buffer for a pass.

    Raises:
        Unavailable: ``no-buffer``.
    """
    properties = FrameBufferProperties()
    properties.set_force_hardware(False)
    if target.color:
        bits = target.color
        properties.set_rgba_bits(bits, bits, bits, bits)
        properties.set_float_color(bits > 8)  # noqa: PLR2004 - more than eight bits are half floats here
    properties.set_depth_bits(24 if target.depth else 0)
    if target.multisamples > 1:
        properties.set_multisamples(target.multisamples)
    buffer = engine().make_output(
        host.get_pipe(),
        target.name,
        target.order,
        properties,
        WindowProperties.size(*target.size_px),
        GraphicsPipe.BF_refuse_window | GraphicsPipe.BF_fb_props_optional,
        host.get_gsg(),
        host,
    )
    if buffer is None:
        raise Unavailable(
            "no-buffer", f"the driver makes no {target.size_px[0]}x{target.size_px[1]} {target.name} buffer"
        )
    buffer.set_clear_color_active(bool(target.color))
    buffer.set_clear_depth_active(target.depth)
    return buffer


def picture_texture(name: str, color: int = 16, *, mipmaps: bool = False) -> Texture:
    """A texture to draw into and to read from in a later pass."""
    texture = Texture(name)
    if color > 8:  # noqa: PLR2004 - more than eight bits are half floats here
        texture.set_component_type(Texture.T_half_float)
        texture.set_format(Texture.F_rgba16)
    else:
        texture.set_format(Texture.F_rgba8)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    texture.set_minfilter(Texture.FT_linear_mipmap_linear if mipmaps else Texture.FT_linear)
    texture.set_magfilter(Texture.FT_linear)
    return texture


def full_screen(name: str) -> NodePath:
    """A triangle that covers the picture, x and y in clip space."""
    data = GeomVertexData(name, GeomVertexFormat.get_v3(), Geom.UH_static)
    data.set_num_rows(3)
    writer = GeomVertexWriter(data, "vertex")
    for x, y in ((-1.0, -1.0), (3.0, -1.0), (-1.0, 3.0)):
        writer.add_data3(x, y, 0.0)
    triangle = GeomTriangles(Geom.UH_static)
    triangle.add_next_vertices(3)
    geom = Geom(data)
    geom.add_primitive(triangle)
    node = GeomNode(name)
    node.add_geom(geom)
    node.set_bounds(OmniBoundingVolume())
    node.set_final(True)
    return NodePath(node)
