"""Dear ImGui drawn by Panda3D: one GeomNode, with or without a window.

A list that says the same as in the frame before keeps its geometry, so panels that stand still upload nothing.

Source: imgui 1.92, docs/BACKENDS.md ("RendererHasTextures": the atlas grows while it is used).
"""

# ruff: noqa: ANN401 - ImGui and Panda3D hand out objects without types

from __future__ import annotations

import ctypes
import operator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
from imgui_bundle import imgui
from panda3d.core import (
    CullBinAttrib,
    CullFaceAttrib,
    DepthTestAttrib,
    DepthWriteAttrib,
    Geom,
    GeomEnums,
    GeomNode,
    GeomTriangles,
    GeomVertexArrayFormat,
    GeomVertexData,
    GeomVertexFormat,
    NodePath,
    OmniBoundingVolume,
    RenderState,
    SamplerState,
    ScissorAttrib,
    Shader,
    ShaderAttrib,
    Texture,
    TransparencyAttrib,
    Vec2,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERTEX: Final = """#version 330
uniform vec2 size_px;
in vec2 p3d_Vertex;
in vec2 p3d_MultiTexCoord0;
in vec4 p3d_Color;
out vec2 uv;
out vec4 tint;
void main() {
    uv = p3d_MultiTexCoord0;
    tint = p3d_Color;
    gl_Position = vec4(2.0 * p3d_Vertex.x / size_px.x - 1.0, 1.0 - 2.0 * p3d_Vertex.y / size_px.y, 0.0, 1.0);
}
"""
FRAGMENT: Final = """#version 330
uniform sampler2D atlas;
in vec2 uv;
in vec4 tint;
out vec4 color;
void main() {
    color = tint * texture(atlas, uv);
}
"""

_MAX_STATES: Final = 4000
_SHORT_BYTES: Final = 2


class _Command(NamedTuple):
    """One draw: its texture, where it may draw (left, top, right, bottom in pixels), its indices, its first vertex."""

    texture: int
    clip: tuple[float, float, float, float]
    indices: int
    first_index: int
    first_vertex: int


@dataclass(eq=False)
class _Drawn:
    """One of ImGui's lists as geometry.

    Args:
        order: of its first command among all.
        said: vertices, indices and commands, from which its geometry follows.
        geoms: what is drawn, each with its state.
    """

    order: int
    said: tuple[bytes, bytes, tuple[_Command, ...]]
    geoms: list[tuple[Geom, RenderState]] = field(default_factory=list)


class ImGuiBackend:
    """Owns the ImGui context and what Panda3D needs to draw it.

    Args:
        root: where the drawing hangs; its display region must cover the whole picture.
        size_px: the picture's (width, height).

    Attributes:
        uploads: how often the letters' picture has changed so far.
    """

    def __init__(self, root: NodePath, size_px: tuple[int, int]) -> None:
        self.context = imgui.create_context()
        self.uploads = 0
        self._textures: dict[int, Texture] = {}
        self._states: dict[tuple[int, tuple[float, ...], int], RenderState] = {}
        self._drawn: list[_Drawn] = []
        self._format = _vertex_format()
        self._node = GeomNode("imgui")
        self._node.set_bounds(OmniBoundingVolume())
        self._node.set_final(True)
        self._path = root.attach_new_node(self._node)
        self._shader = Shader.make(Shader.SL_GLSL, VERTEX, FRAGMENT)
        self._set_up(imgui.get_io(), size_px)
        self.resize(size_px)

    def _set_up(self, io: Any, size_px: tuple[int, int]) -> None:
        io.backend_flags |= imgui.BackendFlags_.renderer_has_textures.value
        io.backend_flags |= imgui.BackendFlags_.renderer_has_vtx_offset.value
        io.set_ini_filename("")
        io.set_log_filename("")
        io.config_flags |= imgui.ConfigFlags_.no_mouse_cursor_change.value
        io.display_size = imgui.ImVec2(*size_px)
        platform = imgui.get_platform_io()
        platform.renderer_texture_max_width = platform.renderer_texture_max_height = 4096

    def resize(self, size_px: tuple[int, int]) -> None:
        """Draw at another size from the next frame on."""
        self.size_px = size_px
        self._forget()

    @property
    def is_touched(self) -> bool:
        """Whether the pointer or the keyboard is in use, as of the last frame."""
        imgui.set_current_context(self.context)
        io = imgui.get_io()
        return bool(io.want_capture_mouse or io.want_text_input or imgui.is_any_item_active())

    def begin(self, delta_s: float) -> None:
        """Start a frame; ImGui's functions may be called until `end`."""
        imgui.set_current_context(self.context)
        io = imgui.get_io()
        io.display_size = imgui.ImVec2(*self.size_px)
        io.delta_time = max(delta_s, 1e-4)
        imgui.new_frame()

    def end(self) -> None:
        """Turn what was said since `begin` into geometry for the next picture."""
        imgui.render()
        data = imgui.get_draw_data()
        for texture in data.textures:
            if texture.status != imgui.ImTextureStatus.ok:
                self._update_texture(texture)
        drawn: list[_Drawn] = []
        for draw_list in data.cmd_lists:
            drawn.append(self._draw_list(draw_list, drawn[-1] if drawn else None, len(drawn)))
        if len(drawn) == len(self._drawn) and all(map(operator.is_, drawn, self._drawn)):
            return
        self._drawn = drawn
        self._node.remove_all_geoms()
        for one in drawn:
            for geom, state in one.geoms:
                self._node.add_geom(geom, state)

    def _forget(self) -> None:
        self._states.clear()
        self._drawn.clear()
        self._node.remove_all_geoms()

    def destroy(self) -> None:
        """Free the context and everything drawn."""
        imgui.set_current_context(self.context)
        for texture in imgui.get_platform_io().textures:
            texture.set_tex_id(0)
            texture.status = imgui.ImTextureStatus.destroyed
        imgui.get_io().backend_flags &= ~imgui.BackendFlags_.renderer_has_textures.value
        imgui.destroy_context(self.context)
        self._path.remove_node()
        self._textures.clear()
        self._forget()

    def _draw_list(self, draw_list: Any, before: _Drawn | None, place: int) -> _Drawn:
        """The geometry of a list, that of the last frame where nothing in it has changed."""
        order = before.order + len(before.geoms) if before else 0
        vertices, indices = draw_list.vtx_buffer, draw_list.idx_buffer
        said = (
            ctypes.string_at(vertices.data_address(), vertices.size() * imgui.VERTEX_SIZE) if vertices.size() else b"",
            ctypes.string_at(indices.data_address(), indices.size() * imgui.INDEX_SIZE) if indices.size() else b"",
            tuple(_command(command) for command in draw_list.cmd_buffer),
        )
        known = self._drawn[place] if place < len(self._drawn) else None
        if known is not None and known.order == order and known.said == said:
            return known
        drawn = _Drawn(order, said)
        if said[0]:
            self._fill(drawn, *said)
        return drawn

    def _fill(self, drawn: _Drawn, vertices: bytes, indices: bytes, commands: tuple[_Command, ...]) -> None:
        data = GeomVertexData("imgui", self._format, GeomEnums.UH_stream)
        data.unclean_set_num_rows(len(vertices) // imgui.VERTEX_SIZE)
        data.modify_array_handle(0).copy_data_from(vertices)
        dtype = np.uint16 if imgui.INDEX_SIZE == _SHORT_BYTES else np.uint32
        numbers = np.frombuffer(indices, dtype).astype(np.uint32)
        for command in commands:
            state = self._state(command, drawn.order + len(drawn.geoms)) if command.indices else None
            if state is not None:
                used = numbers[command.first_index : command.first_index + command.indices] + np.uint32(
                    command.first_vertex
                )
                drawn.geoms.append((_geom(data, used), state))

    def _state(self, command: _Command, order: int) -> RenderState | None:
        x, y, z, w = command.clip
        width, height = self.size_px
        left, right = max(x, 0.0) / width, min(z, width) / width
        top, bottom = 1.0 - max(y, 0.0) / height, 1.0 - min(w, height) / height
        if right <= left or top <= bottom:
            return None
        texture_id = command.texture
        key = (texture_id, (left, right, bottom, top), order)
        state = self._states.get(key)
        if state is None:
            if len(self._states) > _MAX_STATES:
                self._states.clear()
            state = self._states[key] = self._make_state(texture_id, key[1], order)
        return state

    def _make_state(self, texture_id: int, scissor: tuple[float, ...], order: int) -> RenderState:
        shader = ShaderAttrib.make(self._shader)
        return RenderState.make(
            ScissorAttrib.make(*scissor),
            shader.set_shader_input("atlas", self._textures[texture_id]).set_shader_input(
                "size_px", Vec2(*self.size_px)
            ),
            CullBinAttrib.make("fixed", order),
            TransparencyAttrib.make(TransparencyAttrib.M_alpha),
        ).compose(
            RenderState.make(
                DepthTestAttrib.make(DepthTestAttrib.M_none),
                DepthWriteAttrib.make(DepthWriteAttrib.M_off),
                CullFaceAttrib.make(CullFaceAttrib.M_cull_none),
            )
        )

    def add_texture(self, texture: Texture) -> int:
        """Register a texture of our own; the result is ImGui's id for it."""
        texture_id = max(self._textures, default=0) + 1
        self._textures[texture_id] = texture
        return texture_id

    def _update_texture(self, data: Any) -> None:
        if data.status == imgui.ImTextureStatus.want_destroy:
            if data.unused_frames > 0:
                self._textures.pop(data.get_tex_id(), None)
                data.set_tex_id(0)
                data.status = imgui.ImTextureStatus.destroyed
                self._forget()
            return
        if data.status == imgui.ImTextureStatus.want_create:
            texture = Texture("imgui")
            texture.setup_2d_texture(data.width, data.height, Texture.T_unsigned_byte, Texture.F_rgba8)
            texture.set_minfilter(SamplerState.FT_linear)
            texture.set_magfilter(SamplerState.FT_linear)
            texture.set_wrap_u(SamplerState.WM_clamp)
            texture.set_wrap_v(SamplerState.WM_clamp)
            data.set_tex_id(self.add_texture(texture))
        self.uploads += 1
        pixels = np.asarray(data.get_pixels_array(), np.uint8).reshape(-1, 4)
        self._textures[data.get_tex_id()].set_ram_image(np.ascontiguousarray(pixels[:, (2, 1, 0, 3)]))
        data.status = imgui.ImTextureStatus.ok


def _vertex_format() -> GeomVertexFormat:
    array = GeomVertexArrayFormat()
    array.add_column("vertex", 2, GeomEnums.NT_float32, GeomEnums.C_point)
    array.add_column("texcoord", 2, GeomEnums.NT_float32, GeomEnums.C_texcoord)
    array.add_column("color", 4, GeomEnums.NT_uint8, GeomEnums.C_color)
    layout = GeomVertexFormat()
    layout.add_array(array)
    return GeomVertexFormat.register_format(layout)


def _command(command: Any) -> _Command:
    clip = command.clip_rect
    edges = (clip.x, clip.y, clip.z, clip.w)
    return _Command(command.get_tex_id(), edges, command.elem_count, command.idx_offset, command.vtx_offset)


def _geom(data: GeomVertexData, indices: NDArray[np.uint32]) -> Geom:
    triangles = GeomTriangles(GeomEnums.UH_stream)
    triangles.set_index_type(GeomEnums.NT_uint32)
    array = triangles.modify_vertices()
    array.unclean_set_num_rows(len(indices))
    array.modify_handle().copy_data_from(np.ascontiguousarray(indices, np.uint32))
    geom = Geom(data)
    geom.set_bounds(OmniBoundingVolume())  # else each Geom is culled by the lens, which knows no pixels
    geom.add_primitive(triangles)
    return geom
