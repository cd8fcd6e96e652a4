"""A mood as textures and numbers that shaders read."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from panda3d.core import LVecBase4f, PTALVecBase4f, PTAUchar, Texture

from client.render import axes, prefilter
from client.render.light import Mood, baked

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from panda3d.core import NodePath

    from showroom.catalogue import Vector3


def apply_light(scene: NodePath, mood: Mood, turn: float) -> Vector3:
    """Let everything under `scene` be lit by `mood`, turned about +Y by `turn` radians.

    Returns:
        The unit direction towards its lamp.

    Raises:
        Rejected: ``bad-environment``.
    """
    turned = axes.turn_about_up(turn)[:3, :3] @ np.asarray(mood.key_towards, dtype=np.float64)
    turned = turned / np.linalg.norm(turned)
    towards = (float(turned[0]), float(turned[1]), float(turned[2]))
    key = PTALVecBase4f.empty_array(3)
    key[0] = LVecBase4f(*towards, 0.0)
    key[1] = LVecBase4f(*mood.key_radiance, mood.strength)
    key[2] = LVecBase4f(math.cos(turn), math.sin(turn), 0.0, 0.0)
    scene.set_shader_input("surroundings", _cube(mood))
    scene.set_shader_input("irradiance", _irradiance(mood))
    scene.set_shader_input("key_light", key)
    scene.set_shader_input("brdf_table", _brdf_texture())
    return towards


@lru_cache(maxsize=4)
def _cube(mood: Mood) -> Texture:
    levels = baked(mood).specular
    texture = Texture("surroundings")
    texture.setup_cube_map(prefilter.FACE_SIZE, Texture.T_half_float, Texture.F_rgba16)
    texture.set_minfilter(Texture.FT_linear_mipmap_linear)
    texture.set_magfilter(Texture.FT_linear)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    for index, level in enumerate(levels):
        texture.set_ram_mipmap_image(index, PTAUchar(_bgra(level).tobytes()))
    # The chain ends above one texel; without this the driver calls it incomplete and samples black.
    for index in range(len(levels), int(np.log2(prefilter.FACE_SIZE)) + 1):
        size = prefilter.FACE_SIZE >> index
        mean = np.broadcast_to(levels[-1].mean(axis=(1, 2), keepdims=True), (6, size, size, 3))
        texture.set_ram_mipmap_image(index, PTAUchar(_bgra(mean.astype(np.float16)).tobytes()))
    return texture


def _bgra(picture: NDArray[np.float16]) -> NDArray[np.float16]:
    # Panda3D keeps blue first.
    alpha = np.ones((*picture.shape[:-1], 1), dtype=np.float16)
    return np.concatenate([picture[..., ::-1], alpha], axis=-1)


def tint_light(scene: NodePath, mood: Mood, tint: Vector3) -> None:
    """Colour the even light of `mood` under `scene`; `tint` is linear RGB. What mirrors shows stays as it is."""
    scene.set_shader_input("irradiance", _irradiance(mood, tint))


def mean_irradiance(mood: Mood) -> float:
    """How bright `mood` makes a white surface on average, before its strength and its lamp."""
    return float(baked(mood).irradiance[0].mean()) * 0.282095


def _irradiance(mood: Mood, tint: Vector3 = (1.0, 1.0, 1.0)) -> PTALVecBase4f:
    coefficients = PTALVecBase4f.empty_array(9)
    for index, row in enumerate(baked(mood).irradiance):
        red, green, blue = (float(number) * share for number, share in zip(row, tint, strict=True))
        coefficients[index] = LVecBase4f(red, green, blue, 0.0)
    return coefficients


@lru_cache(maxsize=1)
def _brdf_texture() -> Texture:
    table = prefilter.brdf_table().astype(np.float16)
    texture = Texture("brdf_table")
    texture.setup_2d_texture(table.shape[1], table.shape[0], Texture.T_half_float, Texture.F_rgba16)
    texture.set_ram_image(_bgra(table).tobytes())
    texture.set_minfilter(Texture.FT_linear)
    texture.set_magfilter(Texture.FT_linear)
    texture.set_wrap_u(Texture.WM_clamp)
    texture.set_wrap_v(Texture.WM_clamp)
    return texture
