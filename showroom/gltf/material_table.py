"""How the fields of `Material` are called in a glTF file: one table for reading and for writing.

Source: glTF 2.0 §3.9, KHR_materials_anisotropy, _clearcoat, _diffuse_transmission, _dispersion, _emissive_strength,
_ior, _iridescence, _sheen, _specular, _transmission, _volume (Khronos extension registry).
"""

from __future__ import annotations

from dataclasses import MISSING, dataclass, fields
from typing import Any, Literal

from showroom.gltf.fields import LARGEST
from showroom.gltf.instances import INSTANCING
from showroom.gltf.model import Material

DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Material) if field.default is not MISSING}
"""What glTF assumes where a material says nothing."""

VARIANTS = "KHR_materials_variants"
UNLIT = "KHR_materials_unlit"
TRANSFORM = "KHR_texture_transform"
VISIBILITY = "KHR_node_visibility"
WEBP = "EXT_texture_webp"
QUANTISED = "KHR_mesh_quantization"
XMP = "KHR_xmp_json_ld"
ANIMATION_POINTER = "KHR_animation_pointer"
MESHOPT = ("EXT_meshopt_compression", "KHR_meshopt_compression")


@dataclass(frozen=True)
class Factor:
    """One number or one vector: its key in the file, its attribute and its range."""

    key: str
    attribute: str
    low: float = 0.0
    high: float = 1.0


@dataclass(frozen=True)
class Slot:
    """One texture: its key in the file, its attribute and what its `scale` is called there."""

    key: str
    attribute: str
    scale_key: Literal["", "scale", "strength"] = ""


SURFACE = (
    Factor("baseColorFactor", "base_color"),
    Factor("metallicFactor", "metallic"),
    Factor("roughnessFactor", "roughness"),
    Slot("baseColorTexture", "base_color_texture"),
    Slot("metallicRoughnessTexture", "metallic_roughness_texture"),
)
"""The fields of ``pbrMetallicRoughness``."""

CORE = (
    Factor("emissiveFactor", "emissive"),
    Slot("normalTexture", "normal_texture", "scale"),
    Slot("occlusionTexture", "occlusion_texture", "strength"),
    Slot("emissiveTexture", "emissive_texture"),
)
"""The fields of a material itself, beside alpha mode, cutoff and double-sidedness."""

EXTENSIONS: dict[str, tuple[Factor | Slot, ...]] = {
    "KHR_materials_anisotropy": (
        Factor("anisotropyStrength", "anisotropy"),
        Factor("anisotropyRotation", "anisotropy_rotation", -LARGEST, LARGEST),
        Slot("anisotropyTexture", "anisotropy_texture"),
    ),
    "KHR_materials_clearcoat": (
        Factor("clearcoatFactor", "clearcoat"),
        Factor("clearcoatRoughnessFactor", "clearcoat_roughness"),
        Slot("clearcoatTexture", "clearcoat_texture"),
        Slot("clearcoatRoughnessTexture", "clearcoat_roughness_texture"),
        Slot("clearcoatNormalTexture", "clearcoat_normal_texture", "scale"),
    ),
    "KHR_materials_diffuse_transmission": (
        Factor("diffuseTransmissionFactor", "diffuse_transmission"),
        Factor("diffuseTransmissionColorFactor", "diffuse_transmission_color", 0.0, LARGEST),
        Slot("diffuseTransmissionTexture", "diffuse_transmission_texture"),
        Slot("diffuseTransmissionColorTexture", "diffuse_transmission_color_texture"),
    ),
    "KHR_materials_dispersion": (Factor("dispersion", "dispersion", 0.0, LARGEST),),
    "KHR_materials_emissive_strength": (Factor("emissiveStrength", "emissive_strength", 0.0, LARGEST),),
    "KHR_materials_ior": (Factor("ior", "ior", 0.0, LARGEST),),
    "KHR_materials_iridescence": (
        Factor("iridescenceFactor", "iridescence"),
        Factor("iridescenceIor", "iridescence_ior", 1.0, LARGEST),
        Slot("iridescenceTexture", "iridescence_texture"),
        Slot("iridescenceThicknessTexture", "iridescence_thickness_texture"),
    ),
    "KHR_materials_sheen": (
        Factor("sheenColorFactor", "sheen_color"),
        Factor("sheenRoughnessFactor", "sheen_roughness"),
        Slot("sheenColorTexture", "sheen_color_texture"),
        Slot("sheenRoughnessTexture", "sheen_roughness_texture"),
    ),
    "KHR_materials_specular": (
        Factor("specularFactor", "specular"),
        Factor("specularColorFactor", "specular_color", 0.0, LARGEST),
        Slot("specularTexture", "specular_texture"),
        Slot("specularColorTexture", "specular_color_texture"),
    ),
    "KHR_materials_transmission": (
        Factor("transmissionFactor", "transmission"),
        Slot("transmissionTexture", "transmission_texture"),
    ),
    "KHR_materials_volume": (
        Factor("thicknessFactor", "thickness", 0.0, LARGEST),
        Factor("attenuationColor", "attenuation_color"),
        Factor("attenuationDistance", "attenuation_distance", 0.0, LARGEST),
        Slot("thicknessTexture", "thickness_texture"),
    ),
}
"""The fields of every material extension that is drawn. Iridescence's thickness range is a pair, read apart."""

IRIDESCENCE = "KHR_materials_iridescence"
THICKNESS_KEYS = ("iridescenceThicknessMinimum", "iridescenceThicknessMaximum")

UNDERSTOOD = frozenset(
    {ANIMATION_POINTER, VARIANTS, UNLIT, TRANSFORM, VISIBILITY, INSTANCING, WEBP, QUANTISED, XMP, *MESHOPT, *EXTENSIONS}
)
"""Extensions that a file may require."""

TEXTURE_SLOTS: tuple[str, ...] = tuple(
    entry.attribute for table in (SURFACE, CORE, *EXTENSIONS.values()) for entry in table if isinstance(entry, Slot)
)
"""Every attribute of `Material` that holds a `TextureUse` or None."""


def extensions_of(material: Material) -> tuple[str, ...]:
    """The material extensions that a material makes use of, sorted."""
    names = {
        name
        for name, table in EXTENSIONS.items()
        if any(getattr(material, entry.attribute) != DEFAULTS[entry.attribute] for entry in table)
    }
    if material.iridescence_thickness_nm != DEFAULTS["iridescence_thickness_nm"]:
        names.add(IRIDESCENCE)
    if material.unlit:
        names.add(UNLIT)
    return tuple(sorted(names | material.other_extensions.keys()))
