"""What a model costs, against its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.gltf import walk
from showroom.gltf.fields import short_name
from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.profiles import MIB
from showroom.pipeline.report import BYTES_PER_TEXEL, MIPMAPS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.pipeline.checks.finding import Subject
    from showroom.pipeline.profiles import Limit

MANY_TRIANGLES = 20_000
LARGEST_LEVEL = 0.5
SMALLER = "import or fix it with --simplify 0.5, or reduce the mesh in your 3D program (Blender: Decimate)"


def file_size(subject: Subject) -> Iterator[Finding]:
    """The file is no larger than the profile allows."""
    hint = "save the largest textures smaller or as JPEG: showroom assets inspect lists them"
    yield from _over("file-too-large", subject, subject.report.size_bytes, subject.profile.size_bytes, "bytes", hint)


def triangles(subject: Subject) -> Iterator[Finding]:
    """The scene draws no more triangles than the profile allows."""
    yield from _over(
        "too-many-triangles", subject, subject.report.triangles, subject.profile.triangles, "triangles", SMALLER
    )


def draw_calls(subject: Subject) -> Iterator[Finding]:
    """The scene takes no more draw calls than the profile allows."""
    hint = "join meshes that share a material in your 3D program"
    limit = subject.profile.draw_calls
    yield from _over("too-many-draw-calls", subject, subject.report.draw_calls, limit, "draw calls", hint)


def levels(subject: Subject) -> Iterator[Finding]:
    """A published model becomes simple enough for when it is far away."""
    report = subject.report
    if not report.levels or report.triangles <= MANY_TRIANGLES:
        return
    coarsest = report.levels[-1]
    if coarsest.triangles > LARGEST_LEVEL * report.triangles:
        yield Finding(
            code="heavy-levels",
            severity="info",
            place=report.name,
            message="its coarsest level draws more than half of its triangles, also where the product is small",
            got=f"{coarsest.triangles:,} of {report.triangles:,} triangles",
            allowed=f"at most {LARGEST_LEVEL:.0%}",
            hint="smooth shading and fewer cuts in the texture layout let triangles go (Blender: Shade Smooth, Merge)",
        )


def materials(subject: Subject) -> Iterator[Finding]:
    """There are no more materials than the profile allows."""
    if subject.profile.materials is not None:
        hint = "bake materials together in your 3D program"
        count, limit = len(subject.report.materials), subject.profile.materials
        yield from _over("too-many-materials", subject, count, limit, "materials", hint)


def variants(subject: Subject) -> Iterator[Finding]:
    """What a graphics card holds to draw the model in any one variant is within the profile's bounds."""
    limit = subject.profile.variant_bytes
    if limit is None:
        return
    for variant in ("", *subject.document.variants):
        used = _variant_bytes(subject, variant)
        if used > limit.preferred:
            error = used > limit.most
            allowed = limit.most if error else limit.preferred
            yield Finding(
                code="variant-too-large",
                severity="error" if error else "warning",
                place=f'variant "{short_name(variant)}"' if variant else subject.report.name,
                message="its pictures and vertices take more of the graphics card than the profile "
                f"{subject.profile.name} {'allows' if error else 'prefers'}",
                got=f"{used / MIB:,.1f} MiB",
                allowed=f"{'at most' if error else 'preferably at most'} {allowed / MIB:,.1f} MiB",
                hint="let variants share pictures, or save the largest ones smaller",
            )


def _variant_bytes(subject: Subject, variant: str) -> int:
    """Bytes of the vertices and of the pictures, uncompressed and with mipmaps, that one variant draws."""
    images: dict[int, int] = {}
    vertices = 0
    for primitive in walk.primitives(subject.document):
        vertices += primitive.indices.nbytes + sum(array.nbytes for array in primitive.attributes.values())
        material = primitive.variants.get(variant, primitive.material)
        for use in material.texture_uses().values() if material is not None else ():
            image = use.texture.image
            images[id(image)] = int(image.width_px * image.height_px * BYTES_PER_TEXEL * MIPMAPS)
    return vertices + sum(images.values())


def _over(code: str, subject: Subject, got: float, limit: Limit, unit: str, hint: str) -> Iterator[Finding]:
    if got <= limit.preferred:
        return
    error = got > limit.most
    allowed = limit.most if error else limit.preferred
    word = "at most" if error else "preferably at most"
    yield Finding(
        code=code,
        severity="error" if error else "warning",
        place=subject.report.name,
        message=f"more {unit} than the profile {subject.profile.name} {'allows' if error else 'prefers'}",
        got=f"{got:,} {unit}",
        allowed=f"{word} {allowed:,.0f} {unit}",
        hint=hint,
    )
