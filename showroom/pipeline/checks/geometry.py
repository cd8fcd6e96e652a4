"""Triangles: how they join, whether they lie twice, and what they carry along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import trimesh

from showroom.gltf import walk
from showroom.gltf.fields import short_name
from showroom.pipeline.checks.finding import Finding
from showroom.pipeline.checks.parts import LARGEST_TRIANGLES, parts, percent, same_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from showroom.gltf.model import Node, Primitive
    from showroom.pipeline.checks.finding import Subject
    from showroom.pipeline.checks.parts import Part

SIDES_OF_AN_EDGE = 2
TOLERATED = 0.01
UNIT_TOLERANCE = 0.05
DECIMALS = 5
"""Parts that differ by less than a hundredth of a millimetre lie at the same place."""


def non_manifold(subject: Subject) -> Iterator[Finding]:
    """An edge joins at most two triangles."""
    for part in _bounded(subject):
        mesh = trimesh.Trimesh(faces=_merged(part), process=False, validate=False)
        used = np.bincount(mesh.edges_unique_inverse, minlength=len(mesh.edges_unique))
        crowded = int((used > SIDES_OF_AN_EDGE).sum())
        if crowded:
            share = crowded / max(len(used), 1)
            yield Finding(
                code="non-manifold",
                severity="warning" if share > TOLERATED else "info",
                place=part.place,
                message="edges that join more than two triangles: inner walls, or surfaces that cross without joining",
                got=f"{crowded:,} edges ({percent(share)})",
                allowed=f"none, at most {TOLERATED:.0%}",
                hint="Blender: Select > All by Trait > Non Manifold, then delete what lies inside",
            )


def duplicate_triangles(subject: Subject) -> Iterator[Finding]:
    """No triangle lies on another one that looks the same way."""
    for part in _bounded(subject):
        faces = _merged(part)
        first = faces.argmin(axis=1)
        turned = np.take_along_axis(faces, (first[:, None] + np.arange(3)) % 3, axis=1)
        double = len(faces) - len(trimesh.grouping.unique_rows(turned)[0])
        if double:
            share = double / len(faces)
            yield Finding(
                code="duplicate-triangles",
                severity="warning" if share > TOLERATED else "info",
                place=part.place,
                message="triangles that lie on each other flicker and cost twice",
                got=f"{double:,} ({percent(share)})",
                allowed=f"none, at most {TOLERATED:.0%}",
                hint="Blender: Mesh > Clean Up > Merge by Distance",
            )


def duplicate_parts(subject: Subject) -> Iterator[Finding]:
    """No part stands twice at the same place."""
    known: dict[tuple[object, ...], str] = {}
    for node, world_from_node in walk.nodes(subject.document):
        for primitive in node.mesh.primitives if node.mesh and node.visible else ():
            key = _standing(primitive, world_from_node)
            name = _node_name(node)
            if key in known:
                yield Finding(
                    code="duplicate-part",
                    severity="warning",
                    place=name,
                    message="the same part in the same material stands here twice, flickers and costs twice",
                    got=f"as {known[key]}",
                    allowed="once",
                    hint="delete the copy in your 3D program, or name it under drop_nodes in the product file",
                )
            known.setdefault(key, name)


def unused_vertices(subject: Subject) -> Iterator[Finding]:
    """Hardly a vertex is used by no triangle."""
    for part in parts(subject.document):
        drawn = np.zeros(len(part.primitive.attributes["POSITION"]), bool)
        drawn[part.primitive.indices] = True
        unused = int((~drawn).sum())
        if unused > TOLERATED * len(drawn):
            yield Finding(
                code="unused-vertices",
                severity="warning",
                place=part.place,
                message="vertices that no triangle uses are downloaded for nothing",
                got=f"{unused:,} ({percent(unused / len(drawn))})",
                allowed=f"at most {TOLERATED:.0%}",
                hint="Blender: Mesh > Clean Up > Delete Loose, or: npx @gltf-transform/cli reorder IN.glb OUT.glb",
            )


def tangents(subject: Subject) -> Iterator[Finding]:
    """Tangents have length one and a sign."""
    for part in parts(subject.document):
        stored = part.primitive.attributes.get("TANGENT")
        if stored is None:
            continue
        lengths = np.linalg.norm(stored[:, :3], axis=1)
        bad = (np.abs(lengths - 1) > UNIT_TOLERANCE) | (np.abs(np.abs(stored[:, 3]) - 1) > UNIT_TOLERANCE)
        if bad.any():
            yield Finding(
                code="bad-tangents",
                severity="warning",
                place=part.place,
                message="tangents that have not length one, or no sign, turn bumps into dents",
                got=f"{percent(float(bad.mean()))} of the vertices",
                allowed="none",
                hint="export without tangents: importing computes them",
            )


def _bounded(subject: Subject) -> Iterator[Part]:
    for part in parts(subject.document):
        if len(part.primitive.indices) <= 3 * LARGEST_TRIANGLES:
            yield part


def _merged(part: Part) -> NDArray[np.int64]:
    """Triangles over places instead of vertices, those with an edge of no length left out."""
    faces = same_places(part.primitive.attributes["POSITION"])[part.triangles]
    whole = (faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])
    return np.asarray(faces[whole], np.int64)


def _standing(primitive: Primitive, world_from_node: NDArray[np.float64]) -> tuple[object, ...]:
    """Equal for parts of the same shape, front and material at the same place."""
    points = primitive.attributes["POSITION"].astype(np.float64) @ world_from_node[:3, :3].T + world_from_node[:3, 3]
    middle = tuple(np.round(points.mean(axis=0), DECIMALS) + 0.0)
    spread = tuple(np.round(points.std(axis=0), DECIMALS) + 0.0)
    corners = points[primitive.indices].reshape(-1, 3, 3)
    volume = float(np.einsum("ij,ij->i", corners[:, 0], np.cross(corners[:, 1], corners[:, 2])).sum())
    return id(primitive.material), len(points), len(primitive.indices), *middle, *spread, volume >= 0


def _node_name(node: Node) -> str:
    return f'node "{short_name(node.name)}"' if node.name else "a node without a name"
