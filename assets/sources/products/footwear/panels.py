"""Pieces of leather on a form: with thickness, cushioned towards the middle, pulled down along the seam, painted edges."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from modelling.curves import spline
from modelling.mesh import Array, Mesh, joined, unit
from modelling.surface import Surface, filled, inside, rolled_edge
from products.footwear.form import Form, counterclockwise
from products.footwear.leather import TILE_MM

ROWS_MM = (1.3, 2.1, 2.9, 4.7, 7.4)
"""Distances from the edge at which a panel has rows of vertices: the seam lies in their middle."""
EDGE_RADIUS_MM = 0.45
ROUNDING = 2


@dataclass(frozen=True)
class Panel:
    """The leather and its cut edge, which is painted."""

    face: Mesh
    edge: Mesh


def panel(
    form: Form,
    outline: Array,
    holes: Sequence[Array] = (),
    *,
    lift: float,
    thick: float = 1.3,
    puff: float = 0.45,
    seam: float = 2.1,
    dip: float = 0.4,
    spacing: float = 6.0,
    tile_mm: float = TILE_MM,
) -> Panel:
    """A piece of leather that lies on a form.

    Args:
        form: What it lies on.
        outline: Its outline, parameters of the form.
        holes: Outlines of what is punched out of it.
        lift: Height of its upper side at the edge.
        thick: How far its edge goes down.
        puff: How much higher its middle is than its edge.
        seam: How far from the edge the thread pulls it down; 0: nowhere.
        dip: How far.
        spacing: Distance of inner vertices.
        tile_mm: Size of one tile of its pictures.
    """
    surface = form.surface
    outer = counterclockwise(form.at(outline))
    cut = [counterclockwise(form.at(hole)) for hole in holes]
    flat, triangles = filled(outer, cut, _inner(surface, outer, cut, spacing))
    points, normals = surface(flat), surface.normals(flat)
    away = _distance(points, surface(_dense(outer)))
    height = lift + puff * (1 - np.exp(-((away / 4.0) ** 2)))
    if seam:
        height = height - dip * np.exp(-(((away - seam) / 0.75) ** 2))
    face = Mesh(points + normals * height[:, None], normals, flat / tile_mm, triangles)
    face.normals = smooth_normals(face, normals)
    rim = rolled_edge(face, EDGE_RADIUS_MM, thick, ROUNDING)
    rim.uvs = _carried_on(surface, rim, tile_mm)
    quads = len(rim.triangles) // (ROUNDING + 1) * ROUNDING
    rounding = Mesh(rim.positions, rim.normals, rim.uvs, rim.triangles[:quads])
    wall = Mesh(rim.positions, rim.normals, rim.uvs, rim.triangles[quads:])
    return Panel(joined([face, used(rounding)]), used(wall))


def _carried_on(surface: Surface, rim: Mesh, tile_mm: float) -> Array:
    """Texture coordinates of a rolled edge: the picture goes on over the edge as it lay on the surface."""
    rings = ROUNDING + 2
    start = rim.positions[: len(rim.positions) // rings]
    uv = rim.uvs[: len(start)] * tile_mm
    a, b = surface.tangents(uv)
    gram = np.stack(
        [np.stack([(a * a).sum(1), (a * b).sum(1)], -1), np.stack([(a * b).sum(1), (b * b).sum(1)], -1)], -2
    )
    out = []
    for ring in rim.positions.reshape(rings, -1, 3):
        step = ring - start
        along = np.stack([(a * step).sum(1), (b * step).sum(1)], -1)
        out.append(uv + 1.4 * np.linalg.solve(gram, along[..., None])[..., 0])
    return np.concatenate(out) / tile_mm


def used(mesh: Mesh) -> Mesh:
    """The mesh without vertices that no triangle has."""
    kept, triangles = np.unique(mesh.triangles, return_inverse=True)
    return Mesh(mesh.positions[kept], mesh.normals[kept], mesh.uvs[kept], triangles.reshape(-1, 3))


def smooth_normals(mesh: Mesh, like: Array) -> Array:
    """Normals of the mesh's own triangles, averaged at its vertices; `like` says which side is outside."""
    corner = mesh.positions[mesh.triangles]
    across = np.cross(corner[:, 1] - corner[:, 0], corner[:, 2] - corner[:, 0])
    total = np.zeros_like(mesh.positions)
    for column in range(3):
        np.add.at(total, mesh.triangles[:, column], across)
    total *= np.sign((total * like).sum(1, keepdims=True))
    return np.where(np.linalg.norm(total, axis=1, keepdims=True) > 1e-9, unit(total), like)


def _dense(loop: Array, between: int = 3) -> Array:
    steps = np.arange(between)[None, :, None] / between
    return (loop[:, None] + (np.roll(loop, -1, 0) - loop)[:, None] * steps).reshape(-1, 2)


def _distance(points: Array, to: Array) -> Array:
    return np.concatenate(
        [
            np.sqrt(((part[:, None] - to[None]) ** 2).sum(-1).min(1))
            for part in np.array_split(points, max(len(points) // 400, 1))
        ]
    )


def _inner(surface: Surface, outer: Array, holes: Sequence[Array], spacing: float) -> Array:
    """Vertices inside: rows along the edge, and an even lattice in the middle."""
    dense = surface(_dense(outer))
    rows = []
    for distance in ROWS_MM:
        every = 1 if distance < 3 else 2
        row = surface.shifted(outer, -distance, closed=True)[::every]
        row = row[inside(row, outer)]
        rows.append(row[_distance(surface(row), dense) > 0.93 * distance])
    low, high = outer.min(0), outer.max(0)
    u = np.arange(low[0] + spacing / 2, high[0], spacing)
    v = np.arange(low[1] + spacing / 2, high[1], spacing)
    lattice = np.stack([a.ravel() for a in np.meshgrid(u, v, indexing="ij")], 1)
    odd = np.round((lattice[:, 0] - low[0]) / spacing - 0.5) % 2 == 1
    lattice[:, 1] += np.where(odd, spacing / 2, 0)
    lattice = lattice[inside(lattice, outer)]
    lattice = lattice[_distance(surface(lattice), dense) > ROWS_MM[-1] + 0.45 * spacing]
    points = np.concatenate([*rows, lattice])
    for hole in holes:
        wide = np.linalg.norm(hole - hole.mean(0), axis=1).max()
        points = points[np.linalg.norm(points - hole.mean(0), axis=1) > wide * 1.35]
    return points


def punched(form: Form, centres: Array, radius: float, count: int = 10) -> list[Array]:
    """Round holes of a radius in millimetres around places on the form."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    circle = np.stack([np.cos(angles), np.sin(angles)], 1)
    out = []
    for centre in centres:
        a, b = form.surface.tangents(form.at(centre[None]))
        size = np.array([np.linalg.norm(a), np.linalg.norm(b)])
        out.append(centre + circle * radius / size)
    return out


def polygon(form: Form, *curves: Array, every: float = 3.5) -> Array:
    """An outline with corners: smooth curves of parameters one after the other, a point about every few millimetres."""
    parts = []
    for curve in curves:
        rough = spline(curve, 120) if len(curve) > 2 else np.linspace(curve[0], curve[1], 120)
        length = np.linalg.norm(np.diff(form.frame(rough)[0], axis=0), axis=1).sum()
        count = max(int(length / every), 2) + 1
        parts.append((spline(curve, count) if len(curve) > 2 else np.linspace(curve[0], curve[1], count))[:-1])
    return np.concatenate(parts)


def seam_along(form: Form, curve: Array, outline: Array, inset: float, **stitching: float) -> Mesh:
    """Stitches beside a panel's edge, on the panel's side of it; `curve` is the part of the edge that has them."""
    rough = spline(curve, 160) if len(curve) > 2 else np.linspace(curve[0], curve[1], 160)
    at = form.at(rough)
    outer = form.at(outline)
    moved = form.surface.shifted(at, inset)
    if inside(moved[40:120], outer).mean() < 0.5:
        moved = form.surface.shifted(at, -inset)
    back = moved if not form.turned else form.at(moved)  # the turn is its own inverse
    return form.seam(back[2:-2], **stitching)
