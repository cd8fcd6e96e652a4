"""Materials: their names, their colours and what they need from the meshes."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from showroom.gltf import walk
from showroom.gltf.fields import short_name
from showroom.gltf.posing import SKINNING
from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.checks.parts import parts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.gltf.model import Material
    from showroom.pipeline.checks.finding import Subject

UNSEEN = ("TEXCOORD_", "JOINTS_", "WEIGHTS_")
"""Attributes that show only through a material's textures, or through a skin."""
HALF_METAL = (0.2, 0.8)


def names(subject: Subject) -> Iterator[Finding]:
    """Every material has a name of its own, because options address materials by name."""
    counted = Counter(material.name for material in subject.document.materials)
    for name, count in counted.items():
        if not name:
            yield Finding(
                code="unnamed-material",
                severity="warning",
                place=subject.report.name,
                message="options cannot address materials without a name",
                got=f"{count} without a name",
                allowed="a name for each",
                hint="name them in your 3D program",
            )
        elif count > 1:
            yield Finding(
                code="duplicate-material-name",
                severity="warning",
                place=f'material "{short_name(name)}"',
                message="options will address all materials of this name together",
                got=f"{count} materials",
                allowed="one",
                hint="rename them in your 3D program if they should differ",
            )


def missing_uvs(subject: Subject) -> Iterator[Finding]:
    """Whatever wears a texture has the coordinates for it."""
    for mesh in walk.meshes(subject.document):
        for index, primitive in enumerate(mesh.primitives):
            for material in {id(one): one for one in (primitive.material, *primitive.variants.values())}.values():
                for slot, use in material.texture_uses().items() if material else ():
                    if f"TEXCOORD_{use.tex_coord}" not in primitive.attributes:
                        yield Finding(
                            code="missing-uv",
                            severity="error",
                            place=f'mesh "{short_name(mesh.name)}"/primitive {index}',
                            message=f'the {slot.replace("_", " ")} of its material "{material_name(material)}" has no '
                            "coordinates to lie on",
                            got=", ".join(sorted(primitive.attributes)),
                            allowed=f"TEXCOORD_{use.tex_coord} as well",
                            hint="unwrap the mesh in your 3D program, or take the texture off",
                        )


def base_color(subject: Subject) -> Iterator[Finding]:
    """Untextured base colours are neither too dark nor too bright to be lit, where the profile cares."""
    if subject.profile.base_color is None:
        return
    low, high = subject.profile.base_color
    for material in subject.document.materials:
        values = [srgb(channel) for channel in material.base_color[:3]]
        if material.base_color_texture is None and not low <= sum(values) / 3 <= high:
            yield Finding(
                code="base-color-range",
                severity="warning",
                place=f'material "{material_name(material)}"',
                message="its base colour leaves no room for light and shade",
                got=f"sRGB {values[0]}, {values[1]}, {values[2]}",
                allowed=f"a mean of {low}..{high}",
                hint="nothing real is blacker than coal or whiter than snow: move it inwards",
            )


def unused_data(subject: Subject) -> Iterator[Finding]:
    """Nothing is downloaded that nobody sees."""
    worn = {id(material) for material in walk.used_materials(subject.document)}
    for material in subject.document.materials:
        if id(material) not in worn:
            yield Finding(
                code="unused-material",
                severity="info",
                place=f'material "{material_name(material)}"',
                message="nothing wears it, in no variant",
                hint="nothing to do: importing leaves it out unless an option names it",
            )
    skinned = walk.skinned(subject.document)
    for part in parts(subject.document):
        needed = {f"TEXCOORD_{use.tex_coord}" for _, use in part.uses()}
        read = SKINNING if id(part.primitive) in skinned else ()
        unused = sorted(
            name
            for name in part.primitive.attributes
            if name.startswith(UNSEEN) and name not in needed and not name.startswith(read)
        )
        if unused:
            yield Finding(
                code="unused-attribute",
                severity="info",
                place=part.place,
                message="no material makes use of them",
                got=", ".join(unused),
                hint="nothing to do: importing leaves them out",
            )


def half_metallic(subject: Subject) -> Iterator[Finding]:
    """Materials are metal or not: what lies between exists on the rims of worn paint only."""
    low, high = HALF_METAL
    for material in subject.document.materials:
        if material.metallic_roughness_texture is None and low < material.metallic < high and not material.unlit:
            yield Finding(
                code="half-metallic",
                severity="info",
                place=f'material "{material_name(material)}"',
                message="neither metal nor not: it will look like grey plastic",
                got=f"metallic {material.metallic:g}",
                allowed="0 or 1",
                hint="set metallic to 0 (paint, plastic, cloth, glass) or 1 (bare metal)",
            )


def srgb(linear: float) -> int:
    """A linear value 0..1 as sRGB 0..255 (IEC 61966-2-1)."""
    encoded = 12.92 * linear if linear <= 0.0031308 else 1.055 * linear ** (1 / 2.4) - 0.055  # noqa: PLR2004 - standard
    return round(255 * encoded)


def material_name(material: Material | None) -> str:
    """How a finding calls a material."""
    return short_name(material.name) if material is not None else ""
