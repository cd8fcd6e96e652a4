"""Words and arrows on walls, as solids."""

from __future__ import annotations

import math

import bmesh
import bpy
from mathutils import Matrix
from stage import Stage, Tint


def words(text: str, size_m: float, deep_m: float = 0.012, *, spacing: float = 1.0, align: str = "CENTER") -> bmesh.types.BMesh:
    """Upright letters facing +Z, `size_m` tall, their foot at y = 0; without depth they are a sheet."""
    curve = bpy.data.curves.new("words", type="FONT")
    curve.body, curve.size, curve.extrude = text, size_m * 1.42, deep_m / 2
    curve.resolution_u, curve.space_character, curve.align_x = 2, spacing, align
    item = bpy.data.objects.new("words", curve)
    bpy.context.scene.collection.objects.link(item)
    mesh = item.to_mesh()
    solid = bmesh.new()
    solid.from_mesh(mesh)
    item.to_mesh_clear()
    bpy.data.objects.remove(item)
    bpy.data.curves.remove(curve)
    bmesh.ops.remove_doubles(solid, verts=solid.verts, dist=1e-4)
    bmesh.ops.translate(solid, vec=(0, 0, deep_m / 2), verts=solid.verts)
    return solid


def sign(  # noqa: PLR0913 - what it says, where and how
    stage: Stage, big: str, small: str, at: tuple[float, float, float], turn: float, tint: Tint, size_m: float = 0.26
) -> None:
    """A word with its translation below, standing off a wall."""
    matrix = Matrix.Translation(at) @ Matrix.Rotation(turn, 4, "Y")
    stage.add(words(big, size_m, 0.014, spacing=1.02), "ink", tilt=matrix, tint=tint)
    if small:
        below = matrix @ Matrix.Translation((0, -0.62 * size_m, 0.004))
        stage.add(words(small, 0.36 * size_m, 0.0, spacing=1.25), "ink", tilt=below, tint=tuple(0.8 * c for c in tint))


def totem(stage: Stage, x: float, z: float, turn: float, lines: tuple[tuple[str, str], ...], tints: tuple[Tint, Tint]) -> None:
    """A slim board near the entrance that says what is where; an arrow's angle is in degrees, 90 is straight on."""
    from solids import box

    board, ink = tints
    matrix = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    stage.add(box(0.74, 1.9, 0.07, 0.012, 2, (0.1, 0.5, 1.2)), "paint", tilt=matrix, tint=board)
    stage.add(box(0.82, 0.03, 0.24, 0.008, 1), "metal", tilt=matrix, tint=(0.2, 0.17, 0.15))
    for k, (text, arrow) in enumerate(lines):
        at = matrix @ Matrix.Translation((-0.28, 1.55 - 0.235 * k, 0.038))
        stage.add(words(text, 0.047, 0.0, align="LEFT"), "ink", tilt=at @ Matrix.Translation((0.12, 0, 0)), tint=ink)
        spin = Matrix.Rotation(math.radians(float(arrow)), 4, "Z")
        stage.add(_arrow(0.07), "ink", tilt=at @ Matrix.Translation((0.02, 0.02, 0)) @ spin, tint=ink)


def _arrow(size_m: float) -> bmesh.types.BMesh:
    """An arrow along +X, a sheet that faces +Z."""
    solid = bmesh.new()
    half, thin = size_m / 2, size_m * 0.09
    outline = [(-half, thin), (-half, -thin), (half * 0.5, -thin), (half * 0.2, -half * 0.7), (half * 0.55, -half * 0.7), (half, 0), (half * 0.55, half * 0.7), (half * 0.2, half * 0.7), (half * 0.5, thin)]
    solid.faces.new([solid.verts.new((x, y, 0.003)) for x, y in outline])
    return solid
