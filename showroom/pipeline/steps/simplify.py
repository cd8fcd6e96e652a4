"""Fewer triangles within a stated error, by clustering vertices.

Space is cut into cells whose diagonal is the error. All vertices of a cell move to the place of one of them, so that
nothing moves by more than the error and no cracks open between primitives. Each vertex keeps real attributes: within a
chart (triangles that share vertices, thus on one side of every seam and hard edge) the vertex nearest to the middle of
the cell gives its own, and charts never mix. Quadric edge collapse would leave fewer triangles at the same error, but
what is packaged for it moves vertices to new places and forgets texture coordinates, and its error is no bound.

Source: J. Rossignac, P. Borrel, "Multi-resolution 3D approximations for rendering complex scenes", 1993.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.gltf import walk
from showroom.pipeline.steps.weld import welded

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document, Mesh, Node, Primitive

MILLIMETRES = 1000.0
DIAGONAL = float(np.sqrt(3.0))


@dataclass(frozen=True)
class SimplifyOptions:
    """How far a surface may move.

    Args:
        error_mm: no point of the surface moves farther, in the world's millimetres; 0 changes nothing.
    """

    error_mm: float = 0.0


def simplify(document: Document, options: SimplifyOptions | None = None) -> Document:
    """Cluster the vertices of every mesh; what becomes smaller than the error keeps one mesh's worth of triangles."""
    error_mm = (options or SimplifyOptions()).error_mm
    if error_mm <= 0:
        return document
    scales: dict[int, float] = {}
    for node, world_from_node in walk.nodes(document):
        scale = float(np.linalg.norm(world_from_node[:3, :3], 2))
        scales[id(node.mesh)] = max(scale, scales.get(id(node.mesh), 0.0))
    simpler = {
        id(mesh): _clustered(mesh, error_mm / MILLIMETRES / max(scales[id(mesh)], 1e-12))
        for mesh in walk.meshes(document)
    }

    def swapped(node: Node) -> Node:
        mesh = simpler[id(node.mesh)] if node.mesh is not None else None
        return replace(node, mesh=mesh, children=[swapped(child) for child in node.children])

    return replace(document, roots=[swapped(root) for root in document.roots])


def _clustered(mesh: Mesh, error: float) -> Mesh:
    """The mesh with vertices moved by at most `error`, in its own units."""
    primitives = [welded(one) for one in mesh.primitives]
    positions = np.concatenate([one.attributes["POSITION"] for one in primitives]).astype(np.float64)
    cells = _cells(positions, error / DIAGONAL)
    keepers = _nearest_to_middle(positions, cells)
    starts = np.cumsum([0, *(len(one.attributes["POSITION"]) for one in primitives)])
    simpler = []
    for primitive, start, end in zip(primitives, starts[:-1], starts[1:], strict=True):
        own = slice(int(start), int(end))
        simpler.append(_reduced(primitive, positions[own], cells[own], positions[keepers[cells[own]]]))
    return replace(mesh, primitives=simpler)


def _cells(positions: NDArray[np.float64], edge: float) -> NDArray[np.int64]:
    """The number of each point's cell, counted from 0."""
    places = np.floor((positions - positions.min(axis=0)) / edge).astype(np.int64)
    spans = places.max(axis=0) + 1
    codes = (places[:, 0] * spans[1] + places[:, 1]) * spans[2] + places[:, 2]
    return np.asarray(np.unique(codes, return_inverse=True)[1].reshape(-1), np.int64)


def _nearest_to_middle(positions: NDArray[np.float64], groups: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each group the point that is nearest to the mean of its points."""
    counts = np.bincount(groups)
    middles = np.stack([np.bincount(groups, positions[:, axis]) / counts for axis in range(3)], axis=1)
    distances = np.linalg.norm(positions - middles[groups], axis=1)
    order = np.lexsort((distances, groups))
    return np.asarray(order[np.searchsorted(groups[order], np.arange(len(counts)))], np.int64)


def _reduced(
    primitive: Primitive,
    positions: NDArray[np.float64],
    cells: NDArray[np.int64],
    places: NDArray[np.float64],
) -> Primitive:
    """The primitive with one vertex for each cell and chart; itself where no triangle would be left.

    Args:
        primitive: welded.
        positions: of its vertices, (n, 3).
        cells: the cell of each vertex.
        places: where each vertex goes, (n, 3).
    """
    charts = _charts(primitive.indices.reshape(-1, 3), len(positions))
    groups = np.unique(cells * len(positions) + charts, return_inverse=True)[1].reshape(-1)
    keepers = _nearest_to_middle(positions, groups)
    triangles = groups[primitive.indices].reshape(-1, 3)
    # Charts that touch have vertices of their own at one place, so what is flat shows in the cells.
    corners = cells[primitive.indices].reshape(-1, 3)
    triangles = triangles[(corners != np.roll(corners, 1, axis=1)).all(axis=1)]
    if not len(triangles):
        return primitive
    attributes = {name: array[keepers] for name, array in primitive.attributes.items()}
    attributes["POSITION"] = places[keepers].astype(np.float32)
    triangles = _once(triangles)
    return welded(replace(primitive, attributes=attributes, indices=triangles.reshape(-1).astype(np.uint32)))


def _once(triangles: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each triangle once, whichever corner comes first; their order stays."""
    turns = np.argmin(triangles, axis=1)[:, None] + np.arange(3)
    turned = np.take_along_axis(triangles, turns % 3, axis=1)
    _, first = np.unique(turned, axis=0, return_index=True)
    return turned[np.sort(first)]


def _charts(triangles: NDArray[np.uint32], count: int) -> NDArray[np.int64]:
    """For each vertex the least vertex that triangles connect it to."""
    labels = np.arange(count)
    while True:
        least = labels[triangles].min(axis=1)
        lower = labels.copy()
        np.minimum.at(lower, triangles.reshape(-1), np.repeat(least, 3))
        lower = lower[lower]
        if (lower == labels).all():
            return np.asarray(labels, np.int64)
        labels = lower
