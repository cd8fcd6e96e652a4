"""How much of the open sky each vertex sees: soft dark where things meet, kept in the vertices' colours."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from mathutils import Vector
from mathutils.bvhtree import BVHTree

from modelling.mesh import Array, Mesh, joined, unit

RAYS = 20
START = 1.9
"""Rays begin this far from the surface (millimetres): above what lies flat on it, or its edge would smear."""


def directions(count: int) -> Array:
    """Directions about +Z, as many as a matt surface gathers light from there (cosine-distributed)."""
    k = np.arange(count) + 0.5
    radius = np.sqrt(k / count)
    turn = np.pi * (3 - np.sqrt(5)) * k
    return np.stack([radius * np.cos(turn), radius * np.sin(turn), np.sqrt(1 - radius**2)], 1)


def openness(mesh: Mesh, others: Sequence[Mesh], reach: float, depth: float = 0.62) -> Array:
    """1 where nothing is near, down to 1 − `depth` where everything is closed, (n,).

    Args:
        mesh: Whose vertices.
        others: What shuts them in; the mesh itself too, if it is among them.
        reach: How far away something still darkens, in modelling units.
        depth: How dark it gets.
    """
    whole = joined(others)
    tree = BVHTree.FromPolygons(whole.positions.tolist(), whole.triangles.tolist())
    around = directions(RAYS)
    helper = np.where(np.abs(mesh.normals[:, :1]) < 0.8, [[1.0, 0, 0]], [[0, 1.0, 0]])
    side = unit(np.cross(helper, mesh.normals))
    other = np.cross(mesh.normals, side)
    starts = mesh.positions + mesh.normals * START
    shut = np.zeros(len(starts))
    for x, y, z in around:
        ways = side * x + other * y + mesh.normals * z
        for i, (start, way) in enumerate(zip(starts.tolist(), ways.tolist(), strict=True)):
            away = tree.ray_cast(Vector(start), Vector(way), reach)[3]
            if away is not None:
                shut[i] += 1 - away / reach
    return spread(mesh, 1 - depth * (shut / RAYS) ** 0.9)


def spread(mesh: Mesh, values: Array, rounds: int = 3) -> Array:
    """Values evened out with those of neighbouring vertices."""
    edges = np.concatenate([mesh.triangles[:, [0, 1]], mesh.triangles[:, [1, 2]], mesh.triangles[:, [2, 0]]])
    edges = np.concatenate([edges, edges[:, ::-1]])
    count = np.maximum(np.bincount(edges[:, 0], minlength=len(values)), 1)
    for _ in range(rounds):
        near = np.bincount(edges[:, 0], weights=values[edges[:, 1]], minlength=len(values)) / count
        values = np.where(count > 1, 0.4 * values + 0.6 * near, values)
    return values
