"""Materials as the numbers that the surface program reads."""

from __future__ import annotations

import math
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from panda3d.core import LVecBase4f, PTALVecBase4f, Texture

from client.render.maps import MAPS, NORMAL_MAPS, ROWS
from showroom.gltf.model import Material, TextureUse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from panda3d.core import NodePath

ALPHA_MODES = {"OPAQUE": 0.0, "MASK": 1.0, "BLEND": 2.0}
PALETTE_ROWS = 4
PALETTE_BLOCKS = 40
"""Any driver of GL 3.3 has room for so many beside everything else: 256 vectors in all."""


def features_of(material: Material) -> frozenset[str]:
    """What the program must be able to do for `material`."""
    found = {uniform.upper() for uniform, field in MAPS if getattr(material, field) is not None}
    if material.alpha_mode in ("MASK", "BLEND"):
        found.add(f"ALPHA_{material.alpha_mode}")
    if material.unlit:
        found.add("UNLIT")
    if material.clearcoat > 0.0:
        found.add("CLEARCOAT")
    if max(material.sheen_color) > 0.0:
        found.add("SHEEN")
    if material.iridescence > 0.0:
        found.add("IRIDESCENCE")
    if material.transmission > 0.0:
        found.add("TRANSMISSION")
    if material.anisotropy > 0.0:
        found.add("ANISOTROPY")
    if material.diffuse_transmission > 0.0:
        found.add("DIFFUSE_TRANSMISSION")
    if material.transmission > 0.0 and material.dispersion > 0.0:
        found.add("DISPERSION")
    return frozenset(found)


def is_blended(material: Material) -> bool:
    """Whether it is drawn after everything opaque."""
    return material.alpha_mode == "BLEND" or material.transmission > 0.0


def pack(material: Material) -> PTALVecBase4f:
    """The uniform array ``material`` of the surface program."""
    rows = PTALVecBase4f.empty_array(ROWS)
    for index, row in enumerate((*_factor_rows(material), *_transform_rows(material))):
        rows[index] = LVecBase4f(*row)
    return rows


def palette_rows(material: Material) -> tuple[tuple[float, float, float, float], ...]:
    """The rows of a material without pictures in the uniform array ``palette``; they say no more than `pack` does."""
    base, surface, emissive, coat, _, _, specular, (ior, _, unlit, _), *_ = _factor_rows(material)
    return (*base[:3], unlit), (*surface[:2], ior, coat[0]), (*emissive[:3], coat[1]), specular


def _factor_rows(material: Material) -> Iterable[tuple[float, float, float, float]]:
    normal, occlusion = material.normal_texture, material.occlusion_texture
    emissive = [channel * material.emissive_strength for channel in material.emissive]
    distance = material.attenuation_distance
    yield material.base_color
    yield (
        material.metallic,
        material.roughness,
        normal.scale if normal else 1.0,
        occlusion.scale if occlusion else 1.0,
    )
    yield (emissive[0], emissive[1], emissive[2], material.alpha_cutoff)
    yield (material.clearcoat, material.clearcoat_roughness, material.transmission, material.thickness)
    yield (*material.sheen_color, material.sheen_roughness)
    yield (*material.attenuation_color, 0.0 if math.isinf(distance) or distance <= 0.0 else 1.0 / distance)
    yield (*material.specular_color, material.specular)
    # An index of 0 means that everything mirrors (KHR_materials_ior); between 0 and 1 there is no matter.
    ior = max(material.ior, 1.0) if material.ior > 0.0 else 0.0
    yield (ior, ALPHA_MODES.get(material.alpha_mode, 0.0), float(material.unlit), 0.0)
    yield (material.iridescence, material.iridescence_ior, *material.iridescence_thickness_nm)
    turn = material.anisotropy_rotation
    yield (material.anisotropy, math.cos(turn), math.sin(turn), material.dispersion)
    yield (*material.diffuse_transmission_color, material.diffuse_transmission)


def _transform_rows(material: Material) -> Iterable[tuple[float, float, float, float]]:
    uses: list[TextureUse | None] = [getattr(material, field) for _, field in MAPS]
    for use in uses:
        if use is None:
            yield (1.0, 0.0, 0.0, 1.0)
            continue
        cosine, sine = math.cos(use.rotation), math.sin(use.rotation)
        # KHR_texture_transform: translation · rotation · scale, rotation counter-clockwise in UV space.
        yield (cosine * use.tiling[0], sine * use.tiling[1], -sine * use.tiling[0], cosine * use.tiling[1])
    for use in uses:
        yield (use.offset[0], use.offset[1], float(use.tex_coord), use.scale) if use else (0.0, 0.0, 0.0, 1.0)


@lru_cache(maxsize=8)
def plain_texture(rgba: tuple[int, int, int, int] = (255, 255, 255, 255)) -> Texture:
    """One texel, for maps that a material lacks."""
    texture = Texture("plain")
    texture.setup_2d_texture(1, 1, Texture.T_unsigned_byte, Texture.F_rgba8)
    red, green, blue, alpha = rgba
    texture.set_ram_image(bytes((blue, green, red, alpha)))
    return texture


def plain_for(uniform: str) -> Texture:
    """The neutral texture of a map."""
    if uniform == "anisotropy_map":
        return plain_texture((255, 128, 255, 255))  # along the tangent, at full strength
    return plain_texture((128, 128, 255, 255)) if uniform in NORMAL_MAPS else plain_texture()


@cache
def default_material() -> Material:
    """What glTF gives a primitive without a material."""
    return Material("default")


def set_plain_maps(path: NodePath) -> None:
    """Give `path` a neutral texture for every map, so that any program can run below it."""
    for uniform, _ in MAPS:
        path.set_shader_input(uniform, plain_for(uniform))
