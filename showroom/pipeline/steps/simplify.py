"""Fewer triangles within a stated error, by collapsing vertices into neighbours.

Vertices only ever disappear: what is left keeps its place and all its attributes, so that nothing is invented.
Vertices on seams, hard edges, borders and where primitives meet never disappear, so that no crack opens and no texture
slips. A vertex disappears where its neighbour lies within the error of every plane that the vertex stands for (the
root of the sum of squared distances, which is no less than the greatest of them). Collapses that touch no common
triangle are done together, cheapest first, so that numpy does the work.

The packages for this place vertices anew and forget texture coordinates, so it is done here.

Source: M. Garland, P. Heckbert, "Surface Simplification Using Quadric Error Metrics", 1997, with half-edge collapses.
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

    Floats = NDArray[np.float64]
    Numbers = NDArray[np.int64]

MILLIMETRES = 1000.0
MOST_ROUNDS = 200
LEAST_SHARE = 0.002
"""A round that takes less than this part of the triangles is the last one."""
LEAST_COSINE = 0.5
"""No triangle turns by more than 60 degrees in one collapse."""
BOTH_SIDES = 2


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
    scales: dict[int, float] = {}
    for node, world_from_node in walk.nodes(document):
        scale = float(np.linalg.norm(world_from_node[:3, :3], 2))
        scales[id(node.mesh)] = max(scale, scales.get(id(node.mesh), 0.0))
    simpler = {
        id(mesh): _simplified(mesh, error_mm / MILLIMETRES / max(scales[id(mesh)], 1e-12))
        for mesh in walk.meshes(document)
    }

    def swapped(node: Node) -> Node:
        mesh = simpler[id(node.mesh)] if node.mesh is not None else None
        return replace(node, mesh=mesh, children=[swapped(child) for child in node.children])

    return replace(document, roots=[swapped(root) for root in document.roots])


def _simplified(mesh: Mesh, error: float) -> Mesh:
    """The mesh with an error in its own units; one that changes its shape stays as it is."""
    if any(one.targets or "JOINTS_0" in one.attributes for one in mesh.primitives):
        return mesh
    primitives = [welded(one) for one in mesh.primitives]
    positions = np.concatenate([one.attributes["POSITION"] for one in primitives])
    # Where several vertices stand at one place, there is a seam, a hard edge or another primitive.
    _, places, counts = np.unique(positions, axis=0, return_inverse=True, return_counts=True)
    shared = counts[places.reshape(-1)] > 1
    starts = np.cumsum([0, *(len(one.attributes["POSITION"]) for one in primitives)])
    return replace(
        mesh,
        primitives=[
            _reduced(one, shared[start:end], error)
            for one, start, end in zip(primitives, starts[:-1], starts[1:], strict=True)
        ],
    )


def _reduced(primitive: Primitive, shared: NDArray[np.bool_], error: float) -> Primitive:
    points = primitive.attributes["POSITION"].astype(np.float64)
    triangles = primitive.indices.reshape(-1, 3).astype(np.int64)
    locked = shared | _on_border(triangles, len(points))
    quadrics = _quadrics(points, triangles)
    for _ in range(MOST_ROUNDS):
        targets = _collapses(points, triangles, quadrics, locked, error * error)
        gone = np.flatnonzero(targets != np.arange(len(points)))
        np.add.at(quadrics, targets[gone], quadrics[gone])
        before = len(triangles)
        triangles = targets[triangles]
        triangles = triangles[(triangles != np.roll(triangles, 1, axis=1)).all(axis=1)]
        if before - len(triangles) <= LEAST_SHARE * before:
            break
    return welded(replace(primitive, indices=triangles.reshape(-1).astype(np.uint32)))


def _on_border(triangles: Numbers, count: int) -> NDArray[np.bool_]:
    """Vertices of edges that do not have exactly two triangles."""
    edges = np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), axis=1)
    _, inverse, counts = np.unique(edges @ np.array([count, 1]), return_inverse=True, return_counts=True)
    found = np.zeros(count, np.bool_)
    found[edges[counts[inverse.reshape(-1)] != BOTH_SIDES]] = True
    return found


def _quadrics(points: Floats, triangles: Numbers) -> Floats:
    """For each vertex the sum of the quadrics of its triangles' planes, (n, 4, 4)."""
    normals = _facing(points[triangles])
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = np.where(lengths > 0, normals / np.maximum(lengths, 1e-300), 0.0)
    planes = np.concatenate([normals, -(normals * points[triangles[:, 0]]).sum(axis=1, keepdims=True)], axis=1)
    outer = planes[:, :, None] * planes[:, None, :]
    quadrics = np.zeros((len(points), 4, 4))
    for corner in range(3):
        np.add.at(quadrics, triangles[:, corner], outer)
    return quadrics


def _facing(corners: Floats) -> Floats:
    return np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])


def _collapses(points: Floats, triangles: Numbers, quadrics: Floats, locked: NDArray[np.bool_], most: float) -> Numbers:
    """Where each vertex goes in one round: to itself, or to a neighbour; no two that go share a triangle."""
    targets, costs = _cheapest(points, triangles, quadrics, locked, most)
    going = np.isfinite(costs)
    for corner in range(3):
        _forbid_turning(points, triangles, corner, targets, going)
    ranks = np.full(len(points), len(points))
    candidates = np.flatnonzero(going)
    ranks[candidates[np.argsort(costs[candidates], kind="stable")]] = np.arange(len(candidates))
    first = ranks[triangles].min(axis=1)
    beaten = ranks[triangles] > first[:, None]
    going[triangles[beaten]] = False
    return np.where(going, targets, np.arange(len(points)))


def _cheapest(
    points: Floats, triangles: Numbers, quadrics: Floats, locked: NDArray[np.bool_], most: float
) -> tuple[Numbers, Floats]:
    """For each vertex the neighbour to which it goes at the least cost, and that cost; infinite where it stays."""
    count = len(points)
    pairs = np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]])
    pairs = np.concatenate([pairs, pairs[:, ::-1]])
    pairs = pairs[~locked[pairs[:, 0]]]
    codes, uses = np.unique(pairs @ np.array([count, 1]), return_counts=True)
    # An edge inside a surface has two triangles; anything else would tear or fold it.
    codes = codes[uses == BOTH_SIDES]
    sources, goals = codes // count, codes % count
    places = np.concatenate([points[goals], np.ones((len(goals), 1))], axis=1)
    costs = np.maximum(np.einsum("ei,eij,ej->e", places, quadrics[sources] + quadrics[goals], places), 0.0)
    order = np.lexsort((goals, costs, sources))
    sources, goals, costs = sources[order], goals[order], costs[order]
    firsts = np.flatnonzero(np.diff(sources, prepend=-1))
    targets, cheapest = np.arange(count), np.full(count, np.inf)
    good = firsts[costs[firsts] <= most]
    targets[sources[good]], cheapest[sources[good]] = goals[good], costs[good]
    return targets, cheapest


def _forbid_turning(
    points: Floats, triangles: Numbers, corner: int, targets: Numbers, going: NDArray[np.bool_]
) -> None:
    """Clear `going` for vertices whose leaving would turn or flatten a triangle that stays."""
    sources = triangles[:, corner]
    rows = np.flatnonzero(going[sources] & (triangles != targets[sources][:, None]).all(axis=1))
    corners = points[triangles[rows]]
    before = _facing(corners)
    corners[:, corner] = points[targets[sources[rows]]]
    after = _facing(corners)
    sizes = np.linalg.norm(before, axis=1) * np.linalg.norm(after, axis=1)
    bad = (before * after).sum(axis=1) <= LEAST_COSINE * sizes
    going[sources[rows[bad]]] = False
