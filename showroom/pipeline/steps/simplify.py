"""Fewer triangles within a stated error.

Vertices only ever disappear (see `collapsing`); those on seams, hard edges, borders and where primitives meet never do.
The packages for this place vertices anew and forget texture coordinates, so it is done here.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.pipeline.steps.collapsing import Bound, CollapseOptions, collapses
from showroom.pipeline.steps.collapsing import Mesh as Collapsing
from showroom.pipeline.steps.weld import welded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Mesh, Node, Primitive

MILLIMETRES = 1000.0
TINY = 1e-12


@dataclass(frozen=True)
class SimplifyOptions:
    """How far a surface may move.

    Args:
        error_mm: how far what is left may be from the planes of what was there, in the world's millimetres; 0
            changes nothing.
    """

    error_mm: float = 0.0


def simplify(document: Document, options: SimplifyOptions | None = None) -> Document:
    """Simplify every mesh; seams, hard edges and borders stay."""
    error_mm = (options or SimplifyOptions()).error_mm
    if error_mm <= 0:
        return document
    scales = world_scales(document)
    simpler = {id(mesh): _simplified(mesh, error_mm / MILLIMETRES / scales[id(mesh)]) for mesh in walk.meshes(document)}

    def swapped(node: Node) -> Node:
        mesh = simpler[id(node.mesh)] if node.mesh is not None else None
        return replace(node, mesh=mesh, children=[swapped(child) for child in node.children])

    return replace(document, roots=[swapped(root) for root in document.roots])


def world_scales(document: Document) -> dict[int, float]:
    """How much the world is larger than each mesh, by the mesh's identity, at the node that shows it largest."""
    scales: dict[int, float] = {}
    for node, world_from_node in walk.nodes(document):
        scale = float(np.linalg.norm(world_from_node[:3, :3], 2))
        scales[id(node.mesh)] = max(scale, scales.get(id(node.mesh), TINY))
    return scales


def collapsed(mesh: Mesh, bounds: Sequence[Bound], options: CollapseOptions) -> Iterator[list[NDArray[np.int64]]]:
    """For each bound, in the mesh's own units, where the vertices of each primitive go within it."""
    counts = [len(one.attributes["POSITION"]) for one in mesh.primitives]
    starts = np.cumsum([0, *counts])
    # Adding zero makes -0.0 and 0.0 the same place.
    positions, normals = (
        np.concatenate([one.attributes[name].astype(np.float32) + np.float32(0) for one in mesh.primitives])
        for name in ("POSITION", "NORMAL")
    )
    triangles = [
        one.indices.reshape(-1, 3).astype(np.int64) + start
        for one, start in zip(mesh.primitives, starts[:-1], strict=True)
    ]
    for targets in collapses(Collapsing(positions, normals, np.concatenate(triangles)), bounds, options):
        yield [targets[start:end] - start for start, end in pairwise(starts.tolist())]


def changes_shape(mesh: Mesh) -> bool:
    """Whether joints or morph targets move the vertices of a mesh."""
    return any(one.targets or "JOINTS_0" in one.attributes for one in mesh.primitives)


def _simplified(mesh: Mesh, error: float) -> Mesh:
    """The mesh with an error in its own units; one that changes its shape stays as it is."""
    if changes_shape(mesh):
        return mesh
    mesh = replace(mesh, primitives=[welded(one) for one in mesh.primitives])
    (targets,) = collapsed(mesh, [Bound(error)], CollapseOptions(keeps_seams=True))
    return replace(mesh, primitives=[_reduced(*pair) for pair in zip(mesh.primitives, targets, strict=True)])


def _reduced(primitive: Primitive, targets: NDArray[np.int64]) -> Primitive:
    triangles = targets[primitive.indices].reshape(-1, 3)
    triangles = triangles[(triangles != np.roll(triangles, 1, axis=1)).all(axis=1)]
    return welded(replace(primitive, indices=triangles.reshape(-1).astype(np.uint32)))
