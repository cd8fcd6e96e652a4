"""The audit: every check is one function from a subject to findings, listed here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.errors import Rejected, Unavailable
from showroom.pipeline.checks import geometry, looks, pictures, pixels, shapes, sizes, uvs
from showroom.pipeline.checks.finding import Finding, Severity, Subject
from showroom.pipeline.progress import step
from showroom.pipeline.report import inspect
from showroom.pipeline.source import open_model

if TYPE_CHECKING:
    from pathlib import Path

    from showroom.catalogue import Kind
    from showroom.pipeline.checks.finding import Check
    from showroom.pipeline.profiles import Profile

__all__ = ["CHECKS", "CheckedFile", "Finding", "Severity", "Subject", "audit", "check_file"]

CHECKS: tuple[Check, ...] = (
    sizes.file_size,
    sizes.triangles,
    sizes.draw_calls,
    sizes.levels,
    sizes.materials,
    sizes.variants,
    pictures.sizes,
    pictures.powers_of_two,
    pictures.decodable,
    looks.names,
    looks.missing_uvs,
    looks.base_color,
    looks.half_metallic,
    looks.unused_data,
    pixels.base_color_pixels,
    pixels.metal_rough,
    pixels.normal_maps,
    pixels.normal_directions,
    shapes.scale,
    shapes.orientation,
    shapes.origin,
    shapes.skipped,
    shapes.forgiven,
)
DETAILED: tuple[Check, ...] = (
    shapes.normals,
    shapes.degenerate_triangles,
    shapes.inside_out,
    geometry.non_manifold,
    geometry.duplicate_triangles,
    geometry.duplicate_parts,
    geometry.unused_vertices,
    geometry.tangents,
    uvs.clamped,
    uvs.mirrored,
    uvs.collapsed,
    uvs.overlapping,
    uvs.texel_density,
    uvs.even_density,
)
"""Checks that look at every triangle."""
DETAILED_TRIANGLES = 5_000_000
"""Beyond this they would take gigabytes, for a model that every profile refuses anyway."""
ORDER: tuple[Severity, ...] = ("error", "warning", "info")


def audit(subject: Subject) -> tuple[Finding, ...]:
    """Everything that the checks find, the worst first."""
    detailed = DETAILED if subject.report.triangles <= DETAILED_TRIANGLES else ()
    findings = [finding for check in (*CHECKS, *detailed) for finding in check(subject)]
    return tuple(sorted(findings, key=lambda finding: ORDER.index(finding.severity)))


class CheckedFile(Struct, frozen=True):
    """The audit of one file."""

    file: str
    profile: str
    ok: bool
    findings: tuple[Finding, ...]


def check_file(path: Path, profile: Profile, kind: Kind | None = None) -> CheckedFile:
    """Read a file and audit it; what keeps it from being read is its one finding.

    Args:
        path: a .glb or .gltf.
        profile: its limits.
        kind: what it is, where somebody says so.
    """
    try:
        with step(f"reading {path.name}"):
            source = open_model(path)
            document = source.read()
        with step(f"auditing {path.name}"):
            report = inspect(document, source.size_bytes, source.name)
            findings = audit(Subject(document, report, profile, kind))
    except Rejected as error:
        findings = (Finding(error.code, "error", error.place, error.message, error.got, error.allowed, error.hint),)
    except Unavailable as error:
        findings = (Finding(error.code, "error", str(path), error.message),)
    ok = all(finding.severity != "error" for finding in findings)
    return CheckedFile(str(path), profile.name, ok, findings)
