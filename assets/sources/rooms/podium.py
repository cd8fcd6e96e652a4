"""A small stage in a corner: a quarter circle, a curtain along the walls, a screen and a few seats."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from ceilings import spot
from furniture import BRASS, DARK, OCHRE, TEAL, TERRACOTTA
from light import Lamp
from mathutils import Matrix
from shell import HALF_X, HALF_Z, HEIGHT
from solids import box, cushion, cylinder, lathe, picture, tube
from stage import Stage, srgb

WARM = (1.0, 0.90, 0.78)
RADIUS, TOP = 4.0, 0.14
X, Z = -HALF_X, HALF_Z


def podium(stage: Stage) -> None:
    """The whole corner (left of the entrance, seen from inside)."""
    _plate(stage)
    _curtain(stage)
    _screen(stage)
    _lectern(stage)
    for k, angle in enumerate(np.linspace(0.16, 0.84, 6)):
        a = angle * math.pi / 2
        for row, far in enumerate((5.15, 6.1)):
            if row and k in (0, 5):
                continue
            at = (X + far * math.cos(a + 0.06 * row), 0, Z - far * math.sin(a + 0.06 * row))
            pouf(stage, at, (TERRACOTTA, OCHRE, TEAL, srgb("#dccfbd"))[(k + row) % 4])
    for share, aim in ((0.25, (X + 1.9, 1.3, Z - 2.4)), (0.5, (X + 2.4, 1.4, Z - 2.2)), (0.75, (X + 2.6, 1.3, Z - 1.7))):
        a = share * math.pi / 2
        spot(stage, (X + 4.6 * math.cos(a), HEIGHT - 0.45, Z - 4.6 * math.sin(a)), aim, 3.4)


def _plate(stage: Stage) -> None:
    turns = np.linspace(0, math.pi / 2, 41)
    solid = bmesh.new()
    rings = []
    for radius, y in ((RADIUS, 0.0), (RADIUS, TOP - 0.015), (RADIUS - 0.015, TOP), (RADIUS - 0.5, TOP), (RADIUS - 1.4, TOP), (0.9, TOP)):
        rings.append([solid.verts.new((radius * math.cos(a), y, -radius * math.sin(a))) for a in turns])
    for low, high in zip(rings, rings[1:], strict=False):
        for i in range(len(turns) - 1):
            solid.faces.new((low[i], low[i + 1], high[i + 1], high[i]))
    corner = solid.verts.new((0, TOP, 0))
    for i in range(len(turns) - 1):
        solid.faces.new((rings[-1][i], rings[-1][i + 1], corner))
    bmesh.ops.recalc_face_normals(solid, faces=solid.faces)
    solid.normal_update()
    if sum(face.normal.y for face in solid.faces) < 0:
        bmesh.ops.reverse_faces(solid, faces=solid.faces)
    stage.add(solid, "oak", at=(X, 0, Z), grain="x")
    glow = [(X + (RADIUS + 0.006) * math.cos(a), 0.02, Z - (RADIUS + 0.006) * math.sin(a)) for a in turns]
    stage.add(tube(glow, 0.008, 4), "glow")
    for a in turns[::5]:
        at = (X + (RADIUS + 0.03) * math.cos(a), 0.04, Z - (RADIUS + 0.03) * math.sin(a))
        stage.lamp(Lamp(at, (math.cos(a), -0.5, -math.sin(a)), tuple(0.05 * c for c in WARM)))


def _curtain(stage: Stage, top: float = 3.7) -> None:
    """Heavy cloth in folds along both walls, round in the corner."""
    away, bend = 0.28, 1.3
    path = [(X + away, Z - RADIUS + 0.15)]
    path += [(X + away + bend - bend * math.cos(a), Z - away - bend + bend * math.sin(a)) for a in np.linspace(0, math.pi / 2, 13)]
    path += [(X + RADIUS - 0.15, Z - away)]
    points = np.array(path)
    lengths = np.concatenate([[0], np.cumsum(np.linalg.norm(np.diff(points, axis=0), axis=1))])
    count = 190
    along = np.linspace(0, lengths[-1], count)
    line = np.stack([np.interp(along, lengths, points[:, k]) for k in range(2)], axis=1)
    ahead = np.gradient(line, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    inward = np.stack([-ahead[:, 1], ahead[:, 0]], axis=1)
    centre = np.array([X + 2.4, Z - 2.4])
    inward *= np.sign(((centre - line) * inward).sum(axis=1, keepdims=True))
    phase = 2 * math.pi * along / 0.235
    solid = bmesh.new()
    rows = []
    for y, deep in ((TOP, 0.07), (0.8, 0.066), (2.0, 0.058), (3.1, 0.05), (top, 0.042)):
        wave = (np.sin(phase + 0.15 * np.sin(3.1 * along)) + 0.25 * np.sin(2 * phase + 1))[:, None] * deep
        rows.append([solid.verts.new((p[0], y, p[1])) for p in line + inward * wave])
    for low, high in zip(rows, rows[1:], strict=False):
        for i in range(count - 1):
            solid.faces.new((low[i], low[i + 1], high[i + 1], high[i]))
    solid.normal_update()
    toward = sum((face.normal.x * (centre[0] - face.calc_center_median().x) + face.normal.z * (centre[1] - face.calc_center_median().z)) for face in solid.faces)
    if toward < 0:
        bmesh.ops.reverse_faces(solid, faces=solid.faces)
    stage.add(solid, "cloth", tint=srgb("#9c4a3a"))
    rail = [(p[0], top + 0.03, p[1]) for p in points]
    stage.add(tube(rail, 0.018, 6), "metal", tint=BRASS)
    for p in line[4::9]:
        stage.lamp(Lamp((p[0], top + 0.1, p[1]), (0, 1, 0), tuple(0.16 * c for c in WARM)))


def _screen(stage: Stage) -> None:
    """A wide screen that looks into the room across the stage."""
    turn = 3 * math.pi / 4
    matrix = Matrix.Translation((X + 1.72, 0, Z - 1.72)) @ Matrix.Rotation(turn, 4, "Y")
    stage.add(box(2.5, 1.44, 0.06, 0.012, 2), "metal", tilt=matrix @ Matrix.Translation((0, 1.05, 0)), tint=(0.03, 0.03, 0.033))
    stage.add(picture(2.44, 1.38), "screen", tilt=matrix @ Matrix.Translation((0, 1.08, 0.034)))
    for side in (-1, 1):
        stage.add(box(0.05, 1.1, 0.05, 0.006, 1), "metal", tilt=matrix @ Matrix.Translation((side * 0.8, TOP, -0.02)), tint=DARK)
        stage.add(box(0.5, 0.02, 0.4, 0.006, 1), "metal", tilt=matrix @ Matrix.Translation((side * 0.8, TOP, 0)), tint=DARK)


def _lectern(stage: Stage) -> None:
    x, z = X + 3.15, Z - 0.95
    turn = 3 * math.pi / 4 + 0.25
    stage.add(box(0.34, 0.95, 0.26, 0.02, 2, (0.2, 0.6)), "oak", at=(x, TOP, z), turn=turn, grain="y")
    stage.add(box(0.56, 0.03, 0.44, 0.01, 2), "oak", at=(x, TOP + 0.97, z), turn=turn, tilt=Matrix.Rotation(0.22, 4, "X"), grain="x")
    bend = [(x, TOP + 1.0, z), (x + 0.02, TOP + 1.2, z - 0.02), (x + 0.07, TOP + 1.27, z - 0.05)]
    stage.add(tube(bend, 0.006, 6), "metal", tint=DARK)
    stage.add(cylinder(0.016, 0.06, 0.006, 10), "metal", at=bend[-1], tint=DARK)


def pouf(stage: Stage, at: tuple[float, float, float], tone: tuple) -> None:
    """A round stool of cloth."""
    side = [(0.215, 0.0), (0.24, 0.04), (0.25, 0.20), (0.243, 0.345), (0.21, 0.408), (0, 0.428)]
    stage.add(lathe(side, 26), "fabric", at=at, tint=tone)


def corner_boxes() -> list[tuple[float, float, float, float]]:
    """What of the floor the stage takes: boxes (x, z, width, depth) that follow the quarter circle."""
    boxes, count = [], 8
    for k in range(count):
        low, high = RADIUS * k / count, RADIUS * (k + 1) / count
        reach = math.sqrt(max(0.0, RADIUS**2 - low**2))
        boxes.append((X + (low + high) / 2, Z - reach / 2, high - low, reach))
    return boxes


__all__ = ["corner_boxes", "cushion", "podium", "pouf"]
