"""The lounge: sofas around low tables, a wall of books, and a table for advice."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from furniture import BRASS, DARK, LINEN, LOW, OCHRE, PLASTER, TEAL, TERRACOTTA, vase
from light import Lamp
from mathutils import Matrix
from solids import box, cushion, cylinder, facets, fluted, lathe, picture, prism, rounded_rectangle, shown, tube
from stage import Stage, srgb

WARM = (1.0, 0.90, 0.78)
SPINES = ("#2f6b62", "#efe6d8", "#c8704f", "#dba33f", "#33405c", "#8f5a45", "#b9b3a6", "#7a4565", "#e8ab84", "#54606b")


def bookcase(stage: Stage, x: float, z: float, width: float, turn: float, height: float = 2.75) -> None:
    """Open shelves with books, boxes, vases and a few frames; faces +Z before it is turned."""
    about = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    deep, columns, levels = 0.34, round(width / 0.95), 6
    pitch, column = (height - 0.12) / levels, width / columns

    def put(solid, look: str, at: tuple, tint: tuple = (1.0, 1.0, 1.0), grain: str = "auto", spin: float = 0.0) -> None:  # noqa: ANN001, PLR0913
        stage.add(solid, look, tilt=about @ Matrix.Translation(at) @ Matrix.Rotation(spin, 4, "Y"), tint=tint, grain=grain)

    from solids import sheet_graded

    back = sheet_graded(-width / 2, width / 2, 0.06, height, 0.6)
    put(back, "wall", (0, 0, 0.01), srgb("#8d7a66"))
    put(box(width, 0.10, deep - 0.04, 0), "paint", (0, 0, deep / 2), DARK)
    for k in range(columns + 1):
        put(box(0.032, height - 0.06, deep, 0.003, 1, (0.4, 1.2, 2.0)), "oak", (-width / 2 + column * k, 0.06, deep / 2), grain="y")
    for level in range(levels + 1):
        put(box(width + 0.03, 0.032, deep, 0.003, 1), "oak", (0, 0.09 + pitch * level, deep / 2), grain="x")
    for level in range(levels):
        y = 0.09 + pitch * level + 0.032
        for k in range(columns):
            left = -width / 2 + column * k + 0.03
            _fill(stage, put, left, y, column - 0.06, pitch - 0.05, deep)
        stage.lamp(Lamp((x, y + pitch - 0.06, z), (0, -1, 0), tuple(0.05 * c for c in WARM)))


def _fill(stage: Stage, put, left: float, y: float, width: float, height: float, deep: float) -> None:  # noqa: ANN001, PLR0913
    """One compartment: mostly books, else something to look at."""
    rng = stage.random
    kind = rng.random()
    if kind < 0.16:  # a vase
        tone = srgb(SPINES[int(rng.integers(len(SPINES)))])
        size = float(rng.uniform(0.7, 1.15))
        shape = [(0, 0), (0.05, 0), (0.085, 0.04), (0.09, 0.09), (0.06, 0.15), (0.03, 0.19), (0.04, 0.21), (0.03, 0.205), (0, 0.17)]
        put(lathe([(r * size, h * size) for r, h in shape[1:]], 14), "paint", (left + width * 0.35, y, deep / 2), tone)
        put(box(0.2, 0.05, 0.16, 0.003, 1), "paint", (left + width * 0.78, y, deep / 2), srgb("#efe6d8"), "auto", 0.2)
        return
    if kind < 0.26:  # boxes
        for n in range(2):
            put(box(width * 0.62, 0.12, 0.24, 0.006, 1), "fabric", (left + width * 0.5, y + 0.125 * n, deep / 2), srgb(SPINES[int(rng.integers(len(SPINES)))]))
        return
    if kind < 0.34:  # a frame
        put(box(0.26, 0.32, 0.02, 0.004, 1), "oak", (left + width * 0.5, y, deep * 0.35), grain="y")
        put(box(0.22, 0.28, 0.006, 0), "paint", (left + width * 0.5, y + 0.02, deep * 0.35 + 0.012), srgb("#f4ede0"))
        for up, radius, tone in ((0.185, 0.062, "#c8704f"), (0.11, 0.042, "#2f6b62")):
            put(_dot(radius), "paint", (left + width * 0.5 + 0.4 * (radius - 0.052), y + up, deep * 0.35 + 0.0155 + 0.1 * (0.062 - radius)), srgb(tone))
        return
    at, end = left + 0.01, left + width * float(rng.uniform(0.55, 1.0))
    tone = int(rng.integers(len(SPINES)))
    while at < end:
        thick, tall = float(rng.uniform(0.018, 0.046)), float(rng.uniform(0.62, 0.95)) * height
        tone = (tone + int(rng.integers(1, 4))) % len(SPINES) if rng.random() < 0.7 else tone
        depth = float(rng.uniform(0.19, 0.25))
        book = shown(box(thick - 0.002, tall, depth, 0), (0, -1, 0), (0, 0, -1))
        put(book, "paint", (at + thick / 2, y, deep - 0.03 - depth / 2), srgb(SPINES[tone]))
        at += thick


def _dot(radius: float):  # noqa: ANN202
    """A flat disc facing +Z."""
    solid = lathe([(radius, 0), (0, 0.0005)], 18)
    bmesh.ops.rotate(solid, matrix=Matrix.Rotation(math.pi / 2, 3, "X"), verts=solid.verts)
    return solid


def two_seater(stage: Stage, x: float, z: float, turn: float, tone: tuple = TEAL) -> None:
    """A small sofa with a round back; faces +Z before it is turned."""
    about = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")

    def put(solid, at: tuple, tint: tuple, tilt: Matrix | None = None, look: str = "fabric") -> None:  # noqa: ANN001
        local = Matrix.Translation(at)
        stage.add(solid, look, tilt=about @ (local @ tilt if tilt else local), tint=tint)

    put(prism(rounded_rectangle(1.75, 0.86, 0.3, 12), 0.16, 0.03, 2), (0, 0.14, 0), tone)
    put(cushion(1.72, 0.46, 0.24, 0.11, 0.0, 5), (0, 0.30, -0.33), tone)
    for side in (-1, 1):
        put(cushion(0.24, 0.36, 0.78, 0.11, 0.0, 4), (side * 0.76, 0.24, -0.02), tone)
        put(cushion(0.64, 0.17, 0.62, 0.07, 0.025, 4), (side * 0.325, 0.29, 0.10), tuple(1.12 * c for c in tone))
    put(cushion(0.42, 0.42, 0.10, 0.05, 0.07, 4), (-0.38, 0.46, -0.10), LINEN, Matrix.Rotation(-0.4, 4, "X") @ Matrix.Rotation(0.2, 4, "Z"))
    for dx in (-0.72, 0.72):
        for dz in (-0.3, 0.32):
            put(cylinder(0.022, 0.15, 0.005, 10), (dx, 0, dz), (0.8, 0.75, 0.7), None, "oak")


def advice(stage: Stage, x: float, z: float) -> None:
    """A high round table with a screen, two stools and a little lamp: where an adviser shows something."""
    stage.add(cylinder(0.55, 0.035, 0.012, facets(0.55, 0.0005)), "oak", at=(x, 0.985, z), grain="x")
    stage.add(prism(fluted(rounded_rectangle(0.44, 0.44, 0.22, 12), 0.055, 0.012), 0.985, 0, 1, LOW, ends="none"), "paint", at=(x, 0, z), tint=TEAL)
    stood = Matrix.Translation((x + 0.06, 1.021, z + 0.02)) @ Matrix.Rotation(-2.2, 4, "Y")
    leant = stood @ Matrix.Rotation(-0.25, 4, "X")
    stage.add(box(0.40, 0.26, 0.012, 0.005, 1), "metal", tilt=leant, tint=(0.1, 0.1, 0.11))
    stage.add(picture(0.376, 0.212), "screen", tilt=leant @ Matrix.Translation((0, 0.024, 0.0066)))
    stage.add(tube([(0, 0.17, -0.05), (0, 0.006, -0.12)], 0.006, 6), "metal", tilt=stood, tint=DARK)
    for k in range(3):
        stage.add(box(0.2 - 0.01 * k, 0.02, 0.14, 0.002, 1), "paint", at=(x - 0.2, 1.02 + 0.02 * k, z + 0.26), turn=0.3 * k, tint=srgb(SPINES[k]))
    table_lamp(stage, Matrix.Translation((x + 0.27, 1.02, z - 0.27)))
    for angle in (0.4, 2.6, 4.4):
        stool(stage, x + 0.92 * math.cos(angle), z + 0.92 * math.sin(angle))


def stool(stage: Stage, x: float, z: float, height: float = 0.68, tone: tuple = TERRACOTTA) -> None:
    """A bar stool with a soft round seat."""
    stage.add(lathe([(0.17, 0.0), (0.185, 0.02), (0.185, 0.055), (0.16, 0.08), (0, 0.085)], 28), "fabric", at=(x, height, z), tint=tone)
    for k in range(4):
        angle = k * math.pi / 2 + 0.4
        foot = (x + 0.2 * math.cos(angle), 0.0, z + 0.2 * math.sin(angle))
        head = (x + 0.12 * math.cos(angle), height, z + 0.12 * math.sin(angle))
        stage.add(tube([foot, head], 0.012, 7), "metal", tint=DARK)
    ring_at = [(x + 0.175 * math.cos(a), 0.22, z + 0.175 * math.sin(a)) for a in np.linspace(0, 2 * math.pi, 25)]
    stage.add(tube(ring_at, 0.008, 5), "metal", tint=BRASS)


def reception(stage: Stage, x: float, z: float, turn: float) -> None:
    """A small counter beside the entrance with a lamp, flowers and a bowl."""
    about = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    body = prism(fluted(rounded_rectangle(1.7, 0.6, 0.3, 12), 0.085, 0.016), 1.0, 0, 1, LOW, ends="none")
    stage.add(body, "paint", tilt=about, tint=PLASTER)
    stage.add(prism(rounded_rectangle(1.9, 0.78, 0.38, 12), 0.05, 0.014, 2), "oak", tilt=about @ Matrix.Translation((0, 1.0, 0)), grain="x")
    vase(stage, x + 0.55 * math.cos(turn), 1.05, z - 0.55 * math.sin(turn))
    table_lamp(stage, about @ Matrix.Translation((-0.6, 1.05, 0)))


def table_lamp(stage: Stage, matrix: Matrix) -> None:
    """A brass foot with a shade that glows."""
    stage.add(lathe([(0, 0), (0.09, 0), (0.10, 0.012), (0.012, 0.02), (0.010, 0.3)], 32), "metal", tilt=matrix, tint=BRASS)
    stage.add(lathe([(0.14, 0.0), (0.10, 0.13), (0.03, 0.17)], 36), "glow", tilt=matrix @ Matrix.Translation((0, 0.27, 0)))
    at = matrix.to_translation()
    stage.lamp(Lamp((at[0], at[1] + 0.24, at[2]), (0, -1, 0), tuple(0.12 * c for c in WARM)))


__all__ = ["OCHRE", "advice", "bookcase", "reception", "stool", "two_seater"]
