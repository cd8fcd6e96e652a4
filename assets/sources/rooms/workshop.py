"""The atelier's shell and what makes it a workshop: bench, tools, acetate, an eye chart."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from furniture import BRASS, DARK, OCHRE, PLASTER, TEAL, TERRACOTTA, pendant
from light import Lamp
from lounge import stool
from mathutils import Matrix
from shell import BRONZE
from signs import words
from solids import box, cylinder, fluted, graded, lathe, prism, ring, rounded_rectangle, sheet, sheet_graded, tube
from stage import Stage, srgb

HALF_X, HALF_Z, HEIGHT = 4.4, 3.4, 3.1
WARM = (1.0, 0.90, 0.78)
CREAM, SAGE = srgb("#f5efe4"), srgb("#7f9483")
DADO = 1.05
ACETATE = ("#7a4a26", "#2b2523", "#c98a4a", "#2f6b62", "#a8463a", "#e2c9a0", "#3c4f72", "#7a4565", "#d9a441", "#59705a")


def shell(stage: Stage) -> None:
    """Floor, walls that are green below and cream above, beams, a window to the left, the way back to the right."""
    solid = sheet_graded(-HALF_X, HALF_X, -HALF_Z, HALF_Z, 0.28)
    stage.add(solid, "floor", tilt=Matrix.Rotation(-math.pi / 2, 4, "X"), grain="x")
    for x, z, turn, length in ((0, -HALF_Z, 0, 2 * HALF_X), (0, HALF_Z, math.pi, 2 * HALF_X), (HALF_X, 0, -math.pi / 2, 2 * HALF_Z)):
        _wall(stage, x, z, turn, [(-length / 2, length / 2)], (0.0, HEIGHT))
    _wall(stage, -HALF_X, 0, math.pi / 2, [(-HALF_Z, -2.1), (2.1, HALF_Z)], (0.0, HEIGHT))
    _wall(stage, -HALF_X, 0, math.pi / 2, [(-2.1, 2.1)], (0.0, 0.95))
    _wall(stage, -HALF_X, 0, math.pi / 2, [(-2.1, 2.1)], (2.7, HEIGHT))
    lid = sheet_graded(-HALF_X, HALF_X, -HALF_Z, HALF_Z, 0.6)
    stage.add(lid, "wall", at=(0, HEIGHT, 0), tilt=Matrix.Rotation(math.pi / 2, 4, "X"), tint=srgb("#f7f2e8"))
    for z in (-2.4, -0.8, 0.8, 2.4):
        stage.add(box(2 * HALF_X, 0.22, 0.14, 0.01, 1), "oak", at=(0, HEIGHT - 0.22, z), grain="x")
    for z in (-1.6, 0.0, 1.6):
        stage.add(box(7.2, 0.012, 0.06, 0), "glow", at=(0, HEIGHT - 0.012, z))
        for x in np.arange(-3.2, 3.3, 0.8):
            stage.lamp(Lamp((float(x), HEIGHT - 0.04, z), (0, -1, 0), tuple(0.55 * c for c in WARM)))
    _window(stage)
    _door(stage)


def _wall(stage: Stage, x: float, z: float, turn: float, spans: list, heights: tuple[float, float]) -> None:
    low, high = heights
    for start, end in spans:
        for y0, y1, tone in ((low, min(high, DADO), SAGE), (max(low, DADO), high, CREAM)):
            if y1 > y0:
                part = sheet(graded(start, end, 0.7), graded(y0, y1, 0.7))
                stage.add(part, "wall", at=(x, 0, z), turn=turn, tint=tone)
        if low < DADO < high or high == 0.95:
            rail = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
            y = DADO if high > DADO else 0.95
            stage.add(box(end - start, 0.05, 0.04, 0.008, 1), "oak", tilt=rail @ Matrix.Translation(((start + end) / 2, y - 0.025, 0.02)), grain="x")
            stage.add(box(end - start, 0.1, 0.02, 0.006, 1), "wall", tilt=rail @ Matrix.Translation(((start + end) / 2, 0, 0.01)), tint=tuple(0.8 * c for c in SAGE))


def _window(stage: Stage) -> None:
    x = -HALF_X - 0.1
    for z in np.linspace(-2.1, 2.1, 6):
        stage.add(box(0.06, 1.75, 0.045, 0.005, 1), "metal", at=(x, 0.95, float(z)), tint=BRONZE)
    for y in (0.95, 1.85, 2.66):
        stage.add(box(0.06, 0.045, 4.2, 0.005, 1), "metal", at=(x, y, 0), tint=BRONZE)
    stage.add(box(0.34, 0.04, 4.3, 0.008, 1), "oak", at=(-HALF_X - 0.03, 0.93, 0), grain="z")
    for z, y0, y1, w in ((-2.1, 0.95, 2.7, 0), (2.1, 0.95, 2.7, 0)):
        stage.add(box(0.2, y1 - y0, 0.02, 0), "wall", at=(-HALF_X - 0.1, y0, z + w), tint=CREAM)
    view = bmesh.new()
    layer = view.loops.layers.uv.new("uv")
    corners = ((4.6, -1.6, 0.30, 0.05), (-4.6, -1.6, 0.62, 0.05), (-4.6, 6.2, 0.62, 0.95), (4.6, 6.2, 0.30, 0.95))
    made = view.faces.new([view.verts.new((0, y, z)) for z, y, _, _ in corners])
    for loop, (_, _, u, v) in zip(made.loops, corners, strict=True):
        loop[layer].uv = (u, v)
    view.normal_update()
    if made.normal.x < 0:
        bmesh.ops.reverse_faces(view, faces=[made])
    stage.add(view, "view", at=(-HALF_X - 3.2, 0, 0))
    for z in (-1.6, -0.8, 0.0, 0.8, 1.6):
        stage.lamp(Lamp((-HALF_X - 0.05, 1.9, z), (1, -0.25, 0), (0.95, 1.0, 1.08), daylit=True))


def _door(stage: Stage) -> None:
    """The way back: an oak frame, and the showroom's light behind it."""
    x, z, wide, top = HALF_X, 0.8, 0.75, 2.4
    for side in (-1, 1):
        stage.add(box(0.26, top + 0.1, 0.11, 0.01, 2, (0.3, 1.2)), "oak", at=(x - 0.08, 0, z + side * (wide + 0.05)), grain="y")
    stage.add(box(0.26, 0.11, 2 * wide + 0.2, 0.01, 2), "oak", at=(x - 0.08, top, z), grain="z")
    face = Matrix.Translation((x - 0.012, 0, z)) @ Matrix.Rotation(-math.pi / 2, 4, "Y")
    tones = ((0.0, 0.30, "#c9a77f"), (0.30, 1.9, "#f6ecdc"), (1.9, top, "#fff8ec"))
    for y0, y1, tone in tones:
        stage.add(sheet([-wide, wide], [y0, y1]), "picture", tilt=face, tint=srgb(tone))
    for k, (radius, tone) in enumerate(((0.62, "#f0d3b8"), (0.47, "#e8ab84"), (0.32, "#d67f5c"), (0.17, "#b9573f"))):
        arc = lathe([(radius, 0.0), (0, 0.0)], 64)
        bmesh.ops.reverse_faces(arc, faces=[f for f in arc.faces if f.normal.y < 0])
        for vertex in arc.verts:
            vertex.co.z = min(vertex.co.z, 0.34)
        stage.add(arc, "picture", tilt=face @ Matrix.Translation((0.05, 0.64, 0.002 + 0.002 * k)) @ Matrix.Rotation(math.pi / 2, 4, "X"), tint=srgb(tone))
    stage.add(words("Showroom", 0.13, 0.012), "ink", at=(x - 0.01, top + 0.2, z), turn=-math.pi / 2, tint=srgb("#3a332e"))


def bench(stage: Stage) -> None:
    """A long workbench with tools on the wall, lamps, a vice and half-made frames."""
    z = -HALF_Z + 0.42
    stage.add(box(4.3, 0.06, 0.76, 0.012, 2), "oak", at=(-0.6, 0.86, z), grain="x")
    for x in (-2.6, -0.9, 1.4):
        stage.add(box(0.09, 0.86, 0.6, 0.01, 1, (0.1,)), "oak", at=(x, 0, z), grain="y")
    stage.add(box(1.5, 0.5, 0.58, 0.006, 1, (0.2,)), "paint", at=(-1.75, 0.34, z), tint=TEAL)
    for k in range(3):
        stage.add(box(1.44, 0.145, 0.02, 0.004, 1), "paint", at=(-1.75, 0.36 + 0.16 * k, z + 0.295), tint=tuple(1.1 * c for c in TEAL))
        stage.add(tube([(-1.9, 0.44 + 0.16 * k, z + 0.325), (-1.6, 0.44 + 0.16 * k, z + 0.325)], 0.008, 6), "metal", tint=BRASS)
    _tools(stage, -0.6, 1.28, -HALF_Z + 0.03)
    for x in (-2.1, 0.9):
        _lamp(stage, x, 0.92, z - 0.2)
    stage.add(box(0.22, 0.10, 0.16, 0.012, 2), "metal", at=(1.1, 0.92, z + 0.2), tint=(0.18, 0.2, 0.22))
    stage.add(cylinder(0.03, 0.16, 0.006, 14), "metal", at=(1.1, 1.0, z + 0.2), tint=(0.3, 0.31, 0.33))
    for k, x in enumerate((-1.4, -1.05, -0.7, -0.35)):
        tray = prism(rounded_rectangle(0.26, 0.2, 0.03, 8), 0.02, 0.004, 1, ends="top")
        stage.add(tray, "fabric", at=(x, 0.92, z + 0.16), tint=srgb(("#efe6d8", "#c8704f", "#2a2522", "#dba33f")[k]))
        blank = box(0.17, 0.008, 0.07, 0.003, 1)
        stage.add(blank, "gloss", at=(x, 0.945, z + 0.16), turn=0.2 * (k - 1), tint=srgb(ACETATE[k]))
    stool(stage, 0.6, -2.05, 0.6, OCHRE)


def _tools(stage: Stage, x: float, y: float, z: float) -> None:
    stage.add(box(3.6, 0.95, 0.03, 0.006, 1), "oak", at=(x, y, z), grain="x")
    rng = np.random.default_rng(4)
    for k in range(17):
        at = x - 1.6 + 0.2 * k
        tall = float(rng.uniform(0.16, 0.34))
        top = y + 0.80 - 0.06 * (k % 2)
        tone = (TERRACOTTA, DARK, TEAL, srgb("#cfa566"))[k % 4]
        stage.add(tube([(at, top, z + 0.04), (at, top - 0.45 * tall, z + 0.04)], [0.007, 0.011], 7), "metal", tint=(0.5, 0.51, 0.53))
        stage.add(tube([(at, top - 0.42 * tall, z + 0.04), (at, top - tall, z + 0.04)], [0.017, 0.014], 8), "paint", tint=tone)
    for k in range(9):
        at = x - 1.45 + 0.36 * k
        stage.add(ring(0.06 + 0.008 * (k % 3), 0.006, 40, 6), "metal", at=(at, y + 0.22, z + 0.045), tilt=Matrix.Rotation(math.pi / 2, 4, "X"), tint=BRASS if k % 2 else (0.5, 0.5, 0.52))


def _lamp(stage: Stage, x: float, y: float, z: float) -> None:
    stage.add(cylinder(0.09, 0.025, 0.006, 40), "metal", at=(x, y, z), tint=DARK)
    path = [(x, y + 0.02, z), (x - 0.1, y + 0.36, z), (x + 0.12, y + 0.62, z + 0.12)]
    stage.add(tube(path, 0.009, 7), "metal", tint=BRASS)
    shade = lathe([(0.10, -0.06), (0.06, 0.04), (0.02, 0.06)], 40)
    tilt = Matrix.Rotation(0.5, 4, "X")
    stage.add(shade, "paint", at=(x + 0.12, y + 0.62, z + 0.14), tilt=tilt, tint=TEAL)
    stage.add(lathe([(0.085, -0.052), (0, -0.052)], 40), "glow", at=(x + 0.12, y + 0.62, z + 0.14), tilt=tilt)
    stage.lamp(Lamp((x + 0.12, y + 0.52, z + 0.18), (0, -1, 0.2), tuple(0.5 * c for c in WARM)))


def acetate(stage: Stage, x: float, z: float) -> None:
    """A rack of acetate sheets, the colours that frames are cut from."""
    stage.add(box(0.62, 0.12, 1.2, 0.008, 1), "oak", at=(x, 0.0, z), grain="z")
    stage.add(box(0.62, 0.04, 1.2, 0.006, 1), "oak", at=(x, 0.55, z), grain="z")
    for side in (-1, 1):
        stage.add(box(0.62, 1.12, 0.035, 0.005, 1), "oak", at=(x, 0.0, z + side * 0.6), grain="y")
    for row, y in enumerate((0.12, 0.59)):
        for k in range(10):
            tone = srgb(ACETATE[(k + 3 * row) % len(ACETATE)])
            stage.add(box(0.5, 0.36, 0.012, 0), "gloss", at=(x + 0.01, y, z - 0.48 + 0.107 * k), turn=0.02 * ((k % 3) - 1), tint=tone)


def table(stage: Stage, x: float, z: float, spots: list[tuple[float, float, float]]) -> None:
    """A round table with a stand for each frame and a mirror."""
    from furniture import mirror

    stage.add(lathe([(1.30, 0.0), (1.30, 0.010), (1.18, 0.0125), (0, 0.0125)], 96), "fabric", at=(x, 0, z + 0.05), tint=srgb("#c98a68"))
    stage.add(lathe([(1.17, 0.012), (1.17, 0.0145), (0, 0.0145)], 96), "fabric", at=(x, 0, z + 0.05), tint=srgb("#f2e4cc"))
    stage.add(prism(fluted(rounded_rectangle(0.6, 0.6, 0.3, 18), 0.06, 0.013), 0.75, 0, 1, (0.12,), ends="none"), "paint", at=(x, 0, z), tint=PLASTER)
    stage.add(prism(rounded_rectangle(1.3, 0.98, 0.48, 24), 0.05, 0.014, 2), "oak", at=(x, 0.75, z), grain="x")
    for k, (sx, top, sz) in enumerate(spots):
        stage.add(prism(rounded_rectangle(0.26, 0.26, 0.05, 12), top - 0.80, 0.01, 3, ends="top"), "paint", at=(sx, 0.80, sz), tint=(TERRACOTTA, TEAL)[k % 2])
    mirror(stage, x + 0.05, 0.80, z - 0.28)
    pendant(stage, x, z, 1.95, HEIGHT)


def chart(stage: Stage, x: float, z: float) -> None:
    """An eye chart over a low cabinet with drawers."""
    stage.add(box(2.4, 0.75, 0.42, 0.01, 2, (0.1, 0.4)), "oak", at=(x, 0, z), grain="x")
    for k in range(4):
        for row in range(3):
            drawer = box(0.56, 0.2, 0.02, 0.005, 1)
            stage.add(drawer, "oak", at=(x - 0.9 + 0.6 * k, 0.07 + 0.225 * row, z - 0.215), grain="x", tint=(0.94, 0.93, 0.92))
            stage.add(cylinder(0.014, 0.02, 0.004, 12), "metal", at=(x - 0.9 + 0.6 * k, 0.17 + 0.225 * row, z - 0.23), tilt=Matrix.Rotation(-math.pi / 2, 4, "X"), tint=BRASS)
    wall = HALF_Z - 0.012
    stage.add(box(0.72, 1.16, 0.02, 0.004, 1), "oak", at=(x - 0.3, 1.3, wall), grain="y")
    stage.add(sheet([-0.33, 0.33], [0.0, 1.08]), "picture", at=(x - 0.3, 1.34, wall - 0.012), turn=math.pi, tint=srgb("#fdfbf5"))
    for k, (line, size) in enumerate((("E", 0.20), ("F P", 0.135), ("T O Z", 0.095), ("L P E D", 0.068), ("P E C F D", 0.05), ("E D F C Z P", 0.036))):
        y = 2.14 - (0.0, 0.22, 0.385, 0.51, 0.605, 0.68)[k]
        stage.add(words(line, size, 0.0), "ink", at=(x - 0.3, y, wall - 0.0135), turn=math.pi, tint=(0.02, 0.02, 0.022))
    for dx, tone, radius in ((0.55, "#d67f5c", 0.16), (0.92, "#2f6b62", 0.12)):
        stage.add(lathe([(0, 0), (0.05, 0), (radius * 0.6, 0.04), (radius * 0.62, 0.16), (0.03, 0.24), (0.04, 0.27)], 20), "paint", at=(x + dx, 0.75, z), tint=srgb(tone))
    for k in range(5):
        stage.add(box(0.035, 0.2 + 0.02 * (k % 3), 0.15, 0), "paint", at=(x - 1.05 + 0.04 * k, 0.75, z), tint=srgb(ACETATE[k + 2]))
