"""The camera's picture in the scene: behind everything, and on the head, which hides what lies behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import ColorBlendAttrib, CullFaceAttrib, GeomNode, NodePath, Texture

from client.render import masks, programs
from client.scene.geometry import make_geom
from showroom.gltf.model import Primitive
from showroom.tryon import face
from showroom.tryon.wearing import FIELD_HIGH, FIELD_LOW

if TYPE_CHECKING:
    from numpy.typing import NDArray

FAR_M = 8.0
# The back of a head, in parts of half the width of the face: behind the ears it is no wider than they are apart.
SKULL_HALF = np.array([0.98, 1.42, 1.25])
SKULL_MIDDLE_M = np.array([0.0, 0.016, -0.085])
CURTAIN_LAYERS = 12
CURTAIN_FADE_M = 0.011
CURTAIN_NEAR_M, CURTAIN_WIDE_M, CURTAIN_HIGH_M = 0.032, 0.4, 0.12


def photo_texture(light: NDArray[np.float32]) -> Texture:
    """A picture (height, width, 3) of linear light, before the tone curve; every pixel stands for itself."""
    height, width = light.shape[:2]
    texture = Texture("photo")
    texture.setup_2d_texture(width, height, Texture.T_half_float, Texture.F_rgb16)
    blue_first = light[::-1, :, ::-1]
    texture.set_ram_image(np.ascontiguousarray(blue_first).astype(np.float16).tobytes())
    texture.set_minfilter(Texture.FT_nearest)
    texture.set_magfilter(Texture.FT_nearest)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    return texture


def shade_texture(light: NDArray[np.float64] | None) -> Texture:
    """How much light reaches the face, (rows, columns) 0..1 with row 0 lowest; None is everywhere all."""
    light = np.ones((2, 2)) if light is None else light
    # What is shaded on skin still gets red light through it.
    tinted = np.stack([light**1.08, light, light**0.86], axis=-1)
    texture = Texture("shade")
    texture.setup_2d_texture(light.shape[1], light.shape[0], Texture.T_unsigned_byte, Texture.F_rgb8)
    texture.set_ram_image((np.clip(tinted, 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8).tobytes())
    texture.set_minfilter(Texture.FT_linear)
    texture.set_magfilter(Texture.FT_linear)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    return texture


def backdrop(parent: NodePath) -> NodePath:
    """The picture behind everything, for a camera at the origin."""
    edge = FAR_M * 20.0
    corners = np.array([[-edge, -edge, -FAR_M], [edge, -edge, -FAR_M], [edge, edge, -FAR_M], [-edge, edge, -FAR_M]])
    return _photo_node(parent, "backdrop", corners, np.array([0, 1, 2, 0, 2, 3], dtype=np.uint32))


def head(parent: NodePath, points_m: NDArray[np.float64], triangles: NDArray[np.uint32]) -> NodePath:
    """A head that shows the picture and hides what is behind it; points in the head's frame, attach it there."""
    half_m = float(np.abs(points_m[[face.RIGHT_TRAGUS, face.LEFT_TRAGUS], 0]).mean())
    skull, skull_triangles = _ellipsoid(SKULL_MIDDLE_M * (half_m / 0.068), SKULL_HALF * half_m)
    collar, collar_triangles = _collar(points_m, half_m)
    positions = np.concatenate([points_m, skull, collar])
    indices = np.concatenate([triangles, skull_triangles + 468, collar_triangles + 468 + len(skull)])
    return _photo_node(parent, "head", positions, indices.ravel().astype(np.uint32))


def curtain(parent: NodePath, side: float, ends_m: float) -> NodePath:
    """Lets what lies behind z = `ends_m` on one side (-1 or 1) of the head vanish gently behind the picture."""
    layers = []
    for index in range(CURTAIN_LAYERS):
        z = ends_m - CURTAIN_FADE_M * index / (CURTAIN_LAYERS - 1)
        near, wide, high = CURTAIN_NEAR_M * side, CURTAIN_WIDE_M * side, CURTAIN_HIGH_M
        layers.append([[near, -high, z], [wide, -high, z], [wide, high, z], [near, high, z]])
    positions = np.array(layers[::-1]).reshape(-1, 3)
    corners = np.arange(CURTAIN_LAYERS)[:, None] * 4 + np.array([0, 1, 2, 0, 2, 3])
    # Each layer takes the same share of what was there at first; the last takes the rest.
    cover = np.repeat(1.0 / (CURTAIN_LAYERS - np.arange(CURTAIN_LAYERS))[::-1], 4)
    path = _photo_node(parent, "curtain", positions, corners.ravel().astype(np.uint32), cover)
    path.hide(masks.OPAQUE)
    path.show_through(masks.BLENDED)
    path.set_attrib(
        ColorBlendAttrib.make(
            ColorBlendAttrib.M_add, ColorBlendAttrib.O_one, ColorBlendAttrib.O_one_minus_incoming_alpha
        )
    )
    # After glass, which writes its depth: clear acetate vanishes too.
    path.set_bin("fixed", 0)
    path.set_depth_write(False)
    return path


def _photo_node(
    parent: NodePath,
    name: str,
    positions: NDArray[np.float64],
    indices: NDArray[np.uint32],
    cover: NDArray[np.float64] | None = None,
) -> NodePath:
    size = np.subtract(FIELD_HIGH, FIELD_LOW)
    at = (positions[:, :2] - FIELD_LOW) / size
    colour = np.ones((len(positions), 4), dtype=np.float32)
    if cover is not None:
        colour[:, 3] = cover
        at = np.full_like(at, -1.0)
    attributes: dict[str, NDArray[np.float32] | NDArray[np.uint32]] = {
        "POSITION": positions.astype(np.float32),
        "NORMAL": np.tile(np.array([0.0, 0.0, 1.0], dtype=np.float32), (len(positions), 1)),
        "TEXCOORD_0": at.astype(np.float32),
        "COLOR_0": colour,
    }
    node = GeomNode(name)
    node.add_geom(make_geom(Primitive(attributes, indices, None)))
    path = parent.attach_new_node(node)
    path.set_shader(programs.photo())
    path.set_attrib(CullFaceAttrib.make(CullFaceAttrib.M_cull_none))
    path.hide(masks.SHADOW)
    path.hide(masks.MIRROR)
    return path


def _ellipsoid(
    middle: NDArray[np.float64], half: NDArray[np.float64], rows: int = 16, columns: int = 32
) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    polar, around = np.meshgrid(
        np.linspace(0.0, np.pi, rows), np.linspace(0.0, 2.0 * np.pi, columns, endpoint=False), indexing="ij"
    )
    unit = np.stack([np.sin(polar) * np.cos(around), np.cos(polar), np.sin(polar) * np.sin(around)], axis=-1)
    return middle + unit.reshape(-1, 3) * half, _ring_grid(rows, columns)


def _collar(points_m: NDArray[np.float64], half_m: float) -> tuple[NDArray[np.float64], NDArray[np.uint32]]:
    """From the outline of the face back to the skull, where the face mesh ends before the ears."""
    outline = points_m[list(face.OVAL)]
    rings = [outline]
    for step in (0.4, 0.8):
        ring = outline.copy()
        ring[:, 2] -= step * half_m
        ring[:, 0] = np.clip(ring[:, 0], -SKULL_HALF[0] * half_m, SKULL_HALF[0] * half_m)
        rings.append(ring)
    return np.concatenate(rings), _ring_grid(len(rings), len(outline))


def _ring_grid(rows: int, columns: int) -> NDArray[np.uint32]:
    first = np.arange(rows - 1)[:, None] * columns + np.arange(columns)[None]
    second = np.arange(rows - 1)[:, None] * columns + (np.arange(columns)[None] + 1) % columns
    quads = np.stack([first, second, first + columns, second, second + columns, first + columns], axis=-1)
    return quads.reshape(-1, 3).astype(np.uint32)
