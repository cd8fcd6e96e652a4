"""The car hall: two places for cars, paint to choose from, wheels on the wall and a charging point."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from furniture import BRASS, DARK
from light import Lamp
from mathutils import Matrix
from signs import sign, words
from solids import box, cylinder, lathe, prism, ring, rounded_rectangle, tube
from stage import Stage, srgb

WARM = (1.0, 0.90, 0.78)
PAINTS = (
    "#7d1f24", "#b5332c", "#c8693f", "#d9a441", "#e9e4d8", "#c7c9cb",
    "#8f9498", "#4a5057", "#1f2226", "#24466b", "#3d7d86", "#3d5a45",
)  # fmt: skip


def platform(stage: Stage, x: float, top: float, z: float, width: float = 2.9, depth: float = 5.5) -> None:
    """A low stone plate with round corners over a line of light."""
    outline = rounded_rectangle(width, depth, 0.35, 12)
    stage.add(prism(outline * 0.972, 0.045, 0, 1, ends="none"), "paint", at=(x, 0, z), tint=DARK)
    stage.add(prism(outline * 0.978, 0.012, 0, 1, ends="none"), "glow", at=(x, 0.03, z))
    stage.add(prism(outline, top - 0.05, 0.016, 2), "stone", at=(x, 0.05, z))
    edge = prism(outline * 0.93, 0.003, 0, 1, ends="top")
    stage.add(edge, "metal", at=(x, top - 0.0005, z), tint=BRASS)
    stage.add(prism(outline * 0.91, 0.004, 0, 1, ends="top"), "stone", at=(x, top - 0.0005, z))
    for k in range(16):
        angle = k * 2 * math.pi / 16
        dx, dz = math.cos(angle), math.sin(angle)
        at = (x + 0.5 * width * dx, 0.035, z + 0.5 * depth * dz)
        stage.lamp(Lamp(at, (dx, -0.6, dz), tuple(0.03 * c for c in WARM)))


def paint_wall(stage: Stage, x: float, y: float, z: float, turn: float) -> None:
    """Twelve little shells in car paint on an oak board."""
    matrix = Matrix.Translation((x, y, z)) @ Matrix.Rotation(turn, 4, "Y")
    stage.add(box(2.5, 1.16, 0.04, 0.008, 1), "oak", tilt=matrix, grain="x")
    for k, tone in enumerate(PAINTS):
        shell = lathe([(0.145, 0), (0.125, 0.045), (0.08, 0.07), (0.035, 0.08), (0, 0.082)], 20)
        bmesh.ops.scale(shell, vec=(1.12, 1, 1.5), verts=shell.verts)
        at = matrix @ Matrix.Translation((-1.0 + 0.4 * (k % 6), 0.31 + 0.54 * (1 - k // 6), 0.04)) @ Matrix.Rotation(math.pi / 2, 4, "X")
        stage.add(shell, "gloss", tilt=at, tint=srgb(tone))


def wheel_wall(stage: Stage, x: float, y: float, z: float, turn: float, count: int = 3) -> None:
    """Wheels with different spokes on brass pegs."""
    for k in range(count):
        matrix = Matrix.Translation((x, y, z)) @ Matrix.Rotation(turn, 4, "Y") @ Matrix.Translation(((k - (count - 1) / 2) * 0.92, 0, 0.0))
        face = matrix @ Matrix.Rotation(math.pi / 2, 4, "X")
        tyre = lathe([(0.31, 0.0), (0.335, 0.03), (0.34, 0.11), (0.33, 0.19), (0.30, 0.215), (0.245, 0.20)], 40)
        stage.add(tyre, "paint", tilt=face, tint=(0.028, 0.028, 0.03))
        rim = lathe([(0.25, 0.05), (0.25, 0.185), (0.238, 0.19), (0.225, 0.17), (0.21, 0.09), (0.0, 0.07)], 40)
        tone = ((0.72, 0.73, 0.75), (0.16, 0.165, 0.17), (0.75, 0.58, 0.35))[k % 3]
        stage.add(rim, "metal", tilt=face, tint=tuple(0.35 * c for c in tone))
        spokes = (5, 10, 7)[k % 3]
        for s in range(spokes):
            turn_s = Matrix.Rotation(2 * math.pi * s / spokes, 4, "Y")
            spoke = tube([(0.03, 0.15, 0), (0.12, 0.175, 0), (0.23, 0.165, 0)], [0.02, 0.016, 0.014], 6)
            stage.add(spoke, "metal", tilt=face @ turn_s, tint=tone)
        stage.add(cylinder(0.045, 0.03, 0.008, 16), "metal", tilt=face @ Matrix.Translation((0, 0.155, 0)), tint=tone)


def charger(stage: Stage, x: float, z: float, turn: float) -> None:
    """A charging column with its cable."""
    matrix = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    stage.add(prism(rounded_rectangle(0.34, 0.2, 0.09, 8), 1.45, 0.03, 2, (0.1, 0.5, 1.0)), "paint", tilt=matrix, tint=srgb("#f4f0e8"))
    stage.add(box(0.2, 0.28, 0.01, 0), "paint", tilt=matrix @ Matrix.Translation((0, 1.06, 0.098)), tint=srgb("#20262b"))
    halo = ring(0.05, 0.006, 36, 5)
    stage.add(halo, "glow", tilt=matrix @ Matrix.Translation((0, 1.22, 0.106)) @ Matrix.Rotation(math.pi / 2, 4, "X"))
    path = [(0.17, 1.0, 0.02), (0.26, 0.8, 0.06), (0.27, 0.4, 0.08), (0.22, 0.16, 0.08), (0.12, 0.22, 0.12), (0.06, 0.6, 0.12), (0.05, 0.86, 0.11)]
    dense = [tuple(p) for p in _smooth(path, 24)]
    stage.add(tube(dense, 0.014, 7), "paint", tilt=matrix, tint=srgb("#17a398"))


def _smooth(path: list, count: int) -> np.ndarray:
    """A Catmull-Rom curve through points."""
    p = np.array(path)
    padded = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    result = []
    for t in np.linspace(0, len(p) - 1 - 1e-6, count):
        i, u = int(t), t - int(t)
        a, b, c, d = padded[i : i + 4]
        result.append(0.5 * (2 * b + (c - a) * u + (2 * a - 5 * b + 4 * c - d) * u**2 + (3 * b - a - 3 * c + d) * u**3))
    return np.array(result)
