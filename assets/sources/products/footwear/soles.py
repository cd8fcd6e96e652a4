"""Soles: walls that run around the foot, rows of stitches in them, the ground face."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Array, Mesh, grid, joined, unit
from modelling.surface import triangulated
from products.footwear.form import Form, counterclockwise


def wall(form: Form, plan: Array, out: Array, rows: list[tuple[Array, Array]], tiles: tuple[float, float]) -> Mesh:
    """A wall around the foot.

    Args:
        form: The upper, for what is outside.
        plan: Points of the foot's outline, (n, 2), x and z.
        out: Directions outwards there.
        rows: From below to above: how far out and how high, a number or (n,).
        tiles: Texture tiles around and upwards.
    """
    points = []
    for push, height in rows:
        p = plan + out * (push * np.ones(len(plan)))[:, None]
        points.append(np.stack([p[:, 0], height * np.ones(len(plan)), p[:, 1]], -1))
    return form.outside(grid(np.stack(points, 1), (True, False), tiles))


def rounded(
    edge: Array | float, top: Array | float, radius: float, *, steps: int = 4, inwards: float = 6.0
) -> list[tuple[Array, Array]]:
    """The rows of a wall's upper edge: round, then level inwards under the upper."""
    angles = np.linspace(0, np.pi / 2, steps + 1)
    rows = [(edge - radius * (1 - np.cos(a)), top - radius * (1 - np.sin(a))) for a in angles]
    return [*rows, (edge - radius - inwards * 0.5, top - 0.02), (edge - radius - inwards, top - 0.4)]


def ground(rim: Array, height: Array, spacing: float = 12.0) -> Mesh:
    """The face that looks down, inside a rim (n, 3); its height is the rim's own, carried inwards by the nearest place along z."""
    flat, triangles = triangulated(counterclockwise(rim[:, [0, 2]]), [], spacing)
    order = np.argsort(rim[:, 2])
    level = np.interp(flat[:, 1], rim[order, 2], height[order])
    return Mesh(
        np.stack([flat[:, 0], level, flat[:, 1]], 1),
        np.broadcast_to([0.0, -1.0, 0.0], (len(flat), 3)).copy(),
        flat / 40,
        triangles,
    )


def level(rim: Array, up: float = 1.0, spacing: float = 14.0) -> Mesh:
    """A flat lid inside a plan outline (n, 3), facing up (1) or down (−1)."""
    mesh = ground(rim, rim[:, 1], spacing)
    return mesh if up < 0 else mesh.flipped()


def lid(rim: Array, spacing: float = 14.0) -> Mesh:
    """A face that looks up inside a rim (n, 3) of any height: what is seen when the shoe is taken apart."""
    flat, triangles = triangulated(counterclockwise(rim[:, [0, 2]]), [], spacing)
    away = np.linalg.norm(flat[:, None] - rim[None][..., [0, 2]], axis=2)
    nearness = 1 / np.maximum(away, 1e-6) ** 3
    height = (nearness * rim[None, :, 1]).sum(1) / nearness.sum(1)
    up = np.broadcast_to([0.0, 1.0, 0.0], (len(flat), 3)).copy()
    return Mesh(np.stack([flat[:, 0], height, flat[:, 1]], 1), -up, flat / 40, triangles).flipped()


def thread_row(path: Array, out: Array, *, every: float, length: float, thick: float) -> Mesh:
    """Stitches along a closed way in space (n, 3); `out` is where they bulge to."""
    closed = np.concatenate([path, path[:1]])
    faces = np.concatenate([out, out[:1]])
    way = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(closed, axis=0), axis=1))])
    count = int(way[-1] / every)
    meshes = []
    for k in range(count):
        at = (k + 0.5) * way[-1] / count + np.array([-0.5, -0.25, 0.25, 0.5]) * length
        line = np.stack([np.interp(at, way, closed[:, d]) for d in range(3)], 1)
        face = unit(np.stack([np.interp(at, way, faces[:, d]) for d in range(3)], 1))
        arch = np.array([-0.5, 0.5, 0.5, -0.5])[:, None] * thick
        line = line + face * arch
        side = unit(np.cross(face, np.gradient(line, axis=0)))
        ring = np.array([[1.0, 0.0], [0.0, 0.95], [-1.0, 0.0]]) * thick / 2
        tube = grid(line[:, None] + side[:, None] * ring[:, :1] + face[:, None] * ring[:, 1:])
        meshes.append(tube if (tube.normals * face[2]).sum(1).mean() > 0 else tube.flipped())
    return joined(meshes)
