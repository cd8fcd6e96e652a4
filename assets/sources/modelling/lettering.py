"""Words as flat meshes, in the typeface that comes with Blender."""

from __future__ import annotations

import bpy
import numpy as np

from modelling.mesh import Mesh

CAPITAL = 0.69
"""Height of a capital at size 1."""


def lettering(text: str, tall: float, spacing: float = 1.1) -> Mesh:
    """Letters facing +Z about the origin, capitals `tall` high."""
    curve = bpy.data.curves.new("lettering", type="FONT")
    curve.body, curve.size, curve.space_character, curve.resolution_u = text, tall / CAPITAL, spacing, 3
    item = bpy.data.objects.new("lettering", curve)
    data = item.to_mesh()
    data.calc_loop_triangles()
    positions = np.array([tuple(vertex.co) for vertex in data.vertices])
    triangles = np.array([tuple(one.vertices) for one in data.loop_triangles], dtype=np.int64)
    item.to_mesh_clear()
    bpy.data.objects.remove(item)
    bpy.data.curves.remove(curve)
    low, high = positions.min(0), positions.max(0)
    positions -= (low + high) / 2
    a, b, c = (positions[triangles[:, k]] for k in range(3))
    if np.cross(b - a, c - a)[:, 2].sum() < 0:
        triangles = triangles[:, ::-1]
    normals = np.tile([0.0, 0.0, 1.0], (len(positions), 1))
    return Mesh(positions, normals, np.zeros((len(positions), 2)), triangles)
