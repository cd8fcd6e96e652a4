"""Floors that lie on the oak: polished terrazzo with a brass edge."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from mathutils import Matrix, Vector
from mathutils.geometry import delaunay_2d_cdt
from shell import floor_points
from solids import box, facets, lathe
from stage import Stage, srgb

TILE_M = 1.6
BRASS = srgb("#c9a063")


def slab(  # noqa: PLR0913 - where it lies, on what, and what lies in it
    stage: Stage,
    rect: tuple[float, float, float, float],
    footprints: list,
    disc: tuple[float, float, float],
    y: float = 0.004,
) -> None:
    """A rectangle of terrazzo (x0, z0, x1, z1); its brass edge ends where the `disc` (x, z, radius) begins."""
    x0, z0, x1, z1 = rect
    points = floor_points(footprints, rect)
    _lay(stage, points, y)
    for (ax, az), (bx, bz) in (((x0, z0), (x1, z0)), ((x1, z0), (x1, z1)), ((x1, z1), (x0, z1)), ((x0, z1), (x0, z0))):
        length, turn = math.hypot(bx - ax, bz - az), math.atan2(-(bz - az), bx - ax)
        for low, high in _outside((ax, az), ((bx - ax) / length, (bz - az) / length), length, disc):
            bar = box(high - low, 0.012, 0.024, 0)
            share = (low + high) / 2 / length
            stage.add(bar, "metal", at=(ax + share * (bx - ax), y - 0.004, az + share * (bz - az)), turn=turn, tint=BRASS)


def _outside(
    start: tuple[float, float], way: tuple[float, float], length: float, disc: tuple[float, float, float]
) -> list[tuple[float, float]]:
    """The parts of a line, in metres from its start, that lie outside a disc."""
    x, z, radius = disc
    middle = (x - start[0]) * way[0] + (z - start[1]) * way[1]
    inside = radius**2 - (x - start[0]) ** 2 - (z - start[1]) ** 2 + middle**2
    if inside <= 0:
        return [(0.0, length)]
    half = math.sqrt(inside)
    parts = ((0.0, min(length, middle - half)), (max(0.0, middle + half), length))
    return [(low, high) for low, high in parts if high - low > 0.02]  # noqa: PLR2004 - a crumb


def round_slab(stage: Stage, x: float, z: float, radius: float, inner: float, y: float = 0.005) -> None:
    """A disc of terrazzo around something."""
    rings = np.array([inner - 0.1, inner + 0.03, inner + 0.12, inner + 0.3, (inner + radius) / 2 + 0.2, radius])
    fine = facets(radius)
    points = np.array(
        [
            (x + r * math.cos(a), z + r * math.sin(a))
            for r in rings
            for a in np.linspace(0, 2 * math.pi, fine if r == radius else fine // 2, endpoint=False)
        ]
    )
    _lay(stage, points, y)
    stage.add(lathe([(radius, 0.0), (radius, 0.007), (radius + 0.024, 0.007), (radius + 0.024, -0.004)], fine), "metal", at=(x, y, z), tint=BRASS)


def _lay(stage: Stage, points: np.ndarray, y: float) -> None:
    """A flat sheet through (x, z) points; the pattern is one over all sheets."""
    corners, _, faces, *_ = delaunay_2d_cdt([Vector((p[0], -p[1])) for p in points], [], [], 0, 1e-4)
    solid = bmesh.new()
    layer = solid.loops.layers.uv.new("uv")
    made = [solid.verts.new((p[0], p[1], 0.0)) for p in corners]
    for face in faces:
        solid.faces.new([made[i] for i in face])
    solid.normal_update()
    bmesh.ops.reverse_faces(solid, faces=[face for face in solid.faces if face.normal.z < 0])
    for face in solid.faces:
        for loop in face.loops:
            loop[layer].uv = (loop.vert.co.x / TILE_M, loop.vert.co.y / TILE_M)
    bmesh.ops.transform(solid, matrix=Matrix.Rotation(-math.pi / 2, 4, "X"), verts=solid.verts)
    stage.add(solid, "terrazzo", at=(0, y, 0))
