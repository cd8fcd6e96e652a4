"""What a model costs, against its profile."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.pipeline.checks.finding import Finding

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.pipeline.checks.finding import Subject
    from showroom.pipeline.profiles import Limit

SMALLER = "reduce the mesh in your 3D program (Blender: Decimate, or Un-Subdivide)"


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


def materials(subject: Subject) -> Iterator[Finding]:
    """There are no more materials than the profile allows."""
    if subject.profile.materials is not None:
        hint = "bake materials together in your 3D program"
        count, limit = len(subject.report.materials), subject.profile.materials
        yield from _over("too-many-materials", subject, count, limit, "materials", hint)


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
        allowed=f"{word} {allowed:,} {unit}",
        hint=hint,
    )
