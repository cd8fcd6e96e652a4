"""Meshes: their scale, place, normals and triangles."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.gltf.fields import short_name
from showroom.pipeline.checks.finding import Finding, remark
from showroom.pipeline.checks.turning import fitting_turn, turn_hint
from showroom.pipeline.steps.staging import left_out

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.catalogue import Kind, Vector3
    from showroom.gltf.model import Document, Mesh
    from showroom.pipeline.checks.finding import Subject

PLAUSIBLE_MM: dict[Kind, tuple[float, float]] = {
    "shoe": (80, 450),
    "glasses": (90, 250),
    "car": (1500, 12_000),
    "other": (5, 30_000),
}
"""The longest extent that a product of its kind has."""
ANYTHING_MM = (5, 100_000)
"""The longest extent of a model of which nobody says what it is: from a ring to a hall."""
UNITS = (("millimetres", 0.001), ("centimetres", 0.01), ("inches", 0.0254), ("feet", 0.3048))
ORIGIN_TOLERANCE_MM = 1.0
DEGENERATE_SHARE = 0.01
UNIT_TOLERANCE = 0.05


def scale(subject: Subject) -> Iterator[Finding]:
    """The model is as large as such a thing is; else it was made in another unit."""
    low, high = PLAUSIBLE_MM[subject.kind] if subject.kind else ANYTHING_MM
    longest = max(subject.report.size_mm)
    if low <= longest <= high:
        return
    yield Finding(
        code="implausible-size",
        severity="error" if subject.kind else "warning",
        place=subject.report.name,
        message=f"no {subject.kind or 'model'} has this size: glTF's unit is the metre",
        got=f"{longest:,.1f} mm long",
        allowed=f"{low:,.0f}..{high:,.0f} mm",
        hint=_size_hint(subject, low, high),
    )


def _size_hint(subject: Subject, low: float, high: float) -> str:
    """What to change, given what the product file sets already: a turn before a size, and never what is set."""
    turn = fitting_turn(subject, lambda size: low <= max(size) <= high and _lies_right(subject.kind, size))
    if turn is not None:
        return f"it lies along another axis: {turn_hint(turn)}"
    wishes = subject.instructions
    wished = [] if wishes is None else [f"{one:g}" for one in wishes.size_mm if one is not None]
    if wished:
        return f"correct size_mm under [model] in the product file: it is in millimetres, and {wished[0]} leads to this"
    return _unit_hint(subject, low, high)


def _unit_hint(subject: Subject, low: float, high: float) -> str:
    standing = None if subject.instructions is None else subject.instructions.scale
    unscaled_mm = max(subject.report.size_mm) / (standing or 1.0)
    if standing is not None and low <= unscaled_mm <= high:
        return f"take scale = {standing:g} out of [model] in the product file: the model is in metres already"
    fitting = [f"{unit} (scale = {factor})" for unit, factor in UNITS if low <= unscaled_mm * factor <= high]
    if fitting:
        verb = "set scale" if standing is None else f"replace scale = {standing:g}"
        units = " or ".join(fitting[: 3 if subject.kind else 1])
        return f"it looks like {units}: {verb} under [model] in the product file"
    if standing is not None:
        return f"put size_mm in place of scale = {standing:g} under [model] in the product file: its true size"
    return "set size_mm under [model] in the product file to its true size"


def origin(subject: Subject) -> Iterator[Finding]:
    """The model stands on its origin, in the middle."""
    (x0, y0, z0), (x1, _, z1) = subject.report.low_mm, subject.report.high_mm
    offsets = ((x0 + x1) / 2, y0, (z0 + z1) / 2)
    if max(map(abs, offsets)) > max(ORIGIN_TOLERANCE_MM, 0.01 * max(subject.report.size_mm)):
        yield Finding(
            code="off-origin",
            severity="info",
            place=subject.report.name,
            message="the origin is not at the bottom in the middle",
            got=", ".join(f"{value:,.1f}" for value in offsets) + " mm off (x, y, z)",
            allowed="bottom centre",
            hint="nothing to do: importing moves it there",
        )


def orientation(subject: Subject) -> Iterator[Finding]:
    """Products lie as their kind does: shoes and cars along +Z, none of them on their side."""
    right, allowed = _orientation(subject.kind, subject.report.size_mm)
    if not right:
        width, height, depth = subject.report.size_mm
        turn = fitting_turn(subject, partial(_lies_right, subject.kind))
        yield Finding(
            code="implausible-orientation",
            severity="warning",
            place=subject.report.name,
            message=f"no {subject.kind} lies like this: +Y is up and the front looks along +Z",
            got=f"{width:,.0f} x {height:,.0f} x {depth:,.0f} mm (x, y, z)",
            allowed=allowed,
            hint=turn_hint(turn or (0.0, -90.0, 0.0)),
        )


def _orientation(kind: Kind | None, size_mm: Vector3) -> tuple[bool, str]:
    width, height, depth = size_mm
    expected = {
        "shoe": (depth > width, "longer (z) than wide (x)"),
        "car": (depth > width and depth > height, "longer (z) than wide (x) and high (y)"),
        "glasses": (height < width and height < depth, "lower (y) than wide (x) and deep (z)"),
    }
    return expected.get(kind or "", (True, ""))


def _lies_right(kind: Kind | None, size_mm: Vector3) -> bool:
    return _orientation(kind, size_mm)[0]


def normals(subject: Subject) -> Iterator[Finding]:
    """Normals have length one."""
    for mesh in walk.meshes(subject.document):
        lengths = np.concatenate([np.linalg.norm(part.attributes["NORMAL"], axis=1) for part in mesh.primitives])
        share = float((np.abs(lengths - 1) > UNIT_TOLERANCE).mean())
        if share > 0:
            yield Finding(
                code="bad-normals",
                severity="warning",
                place=_place(mesh),
                message="normals that have not length one shade wrongly",
                got=f"{share:.1%} of the vertices",
                allowed="none",
                hint="recalculate the normals in your 3D program (Blender: Mesh > Normals > Recalculate Outside)",
            )


def degenerate_triangles(subject: Subject) -> Iterator[Finding]:
    """Hardly a triangle has no area."""
    for mesh in walk.meshes(subject.document):
        corners = _corners(mesh)
        areas = np.linalg.norm(np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0]), axis=1)
        flat = int((areas == 0).sum())
        if flat:
            share = flat / len(areas)
            yield Finding(
                code="degenerate-triangles",
                severity="warning" if share > DEGENERATE_SHARE else "info",
                place=_place(mesh),
                message="triangles without an area cost and show nothing",
                got=f"{flat:,} ({share:.2%})",
                allowed=f"none, at most {DEGENERATE_SHARE:.0%}",
                hint="clean the mesh in your 3D program (Blender: Mesh > Clean Up > Degenerate Dissolve)",
            )


def inside_out(subject: Subject) -> Iterator[Finding]:
    """Closed meshes turn their front outwards: the volume that their triangles enclose is positive."""
    closed = [report.closed for report in subject.report.meshes]
    for mesh, is_closed in zip(walk.meshes(subject.document), closed, strict=True):
        corners = _corners(mesh)
        volume = float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum()) / 6
        if is_closed and volume < 0:
            yield Finding(
                code="inside-out",
                severity="warning",
                place=_place(mesh),
                message="its triangles show their backs",
                got=f"an enclosed volume of {volume:.3g}",
                allowed="a positive one",
                hint="flip the normals in your 3D program (Blender: Mesh > Normals > Flip)",
            )


def skipped(subject: Subject) -> Iterator[Finding]:
    """What the file holds beyond materials, meshes and nodes is left out."""
    yield from left_out_of(subject.document)


def left_out_of(document: Document) -> Iterator[Finding]:
    """What a model holds that is not in what is published of it, and why."""
    for what in document.skipped:
        yield Finding("skipped-content", "info", what, "is not used and left out")
    for what, severity, why in left_out(document):
        yield Finding("skipped-content", severity, what, f"left out: {why}")


def forgiven(subject: Subject) -> Iterator[Finding]:
    """What a file says wrongly of itself without any harm to what is drawn."""
    for error in subject.document.forgiven:
        yield remark(error)


def _corners(mesh: Mesh) -> NDArray[np.float64]:
    parts = [part.attributes["POSITION"][part.indices] for part in mesh.primitives]
    return np.concatenate(parts).astype(np.float64).reshape(-1, 3, 3)


def _place(mesh: Mesh) -> str:
    return f'mesh "{short_name(mesh.name)}"' if mesh.name else "a mesh without a name"
