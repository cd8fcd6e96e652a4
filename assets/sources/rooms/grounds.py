"""Floors that lie on the oak: polished terrazzo with a brass edge."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from mathutils import Matrix, Vector
from mathutils.geometry import delaunay_2d_cdt
from shell import floor_points
from solids import box, lathe
from stage import Stage, srgb

TILE_M = 1.6
BRASS = srgb("#c9a063")


def slab(stage: Stage, rect: tuple[float, float, float, float], footprints: list, y: float = 0.004) -> None:
    """A rectangle of terrazzo (x0, z0, x1, z1); vertices crowd where something stands on it."""
    x0, z0, x1, z1 = rect
    points = floor_points(footprints, rect)
    _lay(stage, points, y)
    for (ax, az), (bx, bz) in (((x0, z0), (x1, z0)), ((x1, z0), (x1, z1)), ((x1, z1), (x0, z1)), ((x0, z1), (x0, z0))):
        length, turn = math.hypot(bx - ax, bz - az), math.atan2(-(bz - az), bx - ax)
        bar = box(length, 0.012, 0.024, 0)
        stage.add(bar, "metal", at=((ax + bx) / 2, y - 0.004, (az + bz) / 2), turn=turn, tint=BRASS)


def round_slab(stage: Stage, x: float, z: float, radius: float, inner: float, y: float = 0.005) -> None:
    """A disc of terrazzo around something."""
    rings = np.array([inner - 0.1, inner + 0.03, inner + 0.12, inner + 0.3, (inner + radius) / 2 + 0.2, radius])
    turns = np.linspace(0, 2 * math.pi, 56, endpoint=False)
    points = np.array([(x + r * math.cos(a), z + r * math.sin(a)) for r in rings for a in turns])
    _lay(stage, points, y)
    stage.add(lathe([(radius, 0.0), (radius, 0.007), (radius + 0.024, 0.007), (radius + 0.024, -0.004)], 64), "metal", at=(x, y, z), tint=BRASS)


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
