"""Shoes: a long table for two, an island of three steps, boxes in a niche, and a mirror that looks at feet."""

from __future__ import annotations

import math

import numpy as np
from furniture import BRASS, LOW, OCHRE, PLASTER, TEAL, TERRACOTTA, disc, vase
from light import Lamp
from mathutils import Matrix
from solids import box, cushion, facets, fluted, lathe, prism, ring, rounded_rectangle, shown, step, tube
from stage import Stage, srgb

WARM = (1.0, 0.90, 0.78)
HIDES = ("#6b381c", "#96572a", "#3a2318", "#b99a70", "#4d1419", "#c49a68", "#1b2740", "#d8c3a0", "#4c4a2e")
BOXES = ("#2f6b62", "#e9dcc6", "#c8704f", "#dba33f", "#efe6d8", "#8f5a45", "#54606b")


def table(stage: Stage, x: float, top: float, z: float, spots: tuple[float, ...]) -> None:
    """A long table on a fluted foot; each shoe stands on a low round step (x of its middle)."""
    board = top - 0.10
    foot = prism(fluted(rounded_rectangle(1.9, 0.56, 0.28, 8), 0.06, 0.013), board - 0.05, 0, 1, LOW, ends="none")
    stage.add(foot, "paint", at=(x, 0, z), tint=PLASTER)
    stage.add(prism(rounded_rectangle(2.75, 1.05, 0.52, 16), 0.05, 0.014, 2), "oak", at=(x, board - 0.05, z), grain="x")
    for k, spot in enumerate(spots):
        tone = (TERRACOTTA, TEAL)[k % 2]
        stage.add(step(0.235, 0.10, cuts=(0.03,)), "paint", at=(spot, board, z), tint=tone)
        inlay = lathe([(0.2135, 0.0006), (0.2165, 0.0006)], facets(0.235, 0.00015))
        stage.add(inlay, "metal", at=(spot, top, z), tint=BRASS)
    vase(stage, x + 0.02, board, z - 0.12)
    shoe_box(stage, x - 0.17, board, z + 0.24, 0.35, BOXES[1])


def shoe_box(stage: Stage, x: float, y: float, z: float, turn: float, tone: str) -> None:
    """A box with its lid."""
    below, above = (0, -1, 0), (0, 1, 0)
    stage.add(shown(box(0.33, 0.085, 0.21, 0), below, above), "paint", at=(x, y, z), turn=turn, tint=srgb(tone))
    stage.add(box(0.338, 0.03, 0.218, 0), "paint", at=(x, y + 0.085, z), turn=turn, tint=tuple(0.9 * c for c in srgb(tone)))


def island(stage: Stage, steps: tuple[tuple[float, float, float], ...]) -> None:
    """Columns of different heights that touch: (x, top, z)."""
    for k, (x, top, z) in enumerate(steps):
        outline = rounded_rectangle(0.66, 0.66, 0.33, 18)
        body = prism(fluted(outline, 0.065, 0.014) if k % 2 == 0 else outline, top - 0.04, 0, 1, LOW, ends="none")
        tone = (srgb("#d67f5c"), srgb("#f0d3b8"), srgb("#b9573f"))[k % 3]
        stage.add(body, "paint", at=(x, 0, z), tint=tone)
        stage.add(step(0.345, 0.04, gap=0.0003), "paint", at=(x, top - 0.04, z), tint=tuple(0.95 * c for c in tone))


def leather_wall(stage: Stage, x: float, z: float) -> None:
    """A dark panel with a round head's corners behind the boots: two lit ledges with rolls of leather, seen end on."""
    outline = rounded_rectangle(2.9, 3.0, 0.62, 12)
    panel = prism(outline + [0.0, 1.5], 0.05, 0.012, 2)
    stage.add(panel, "paint", at=(x, 2.52, z), tilt=Matrix.Rotation(math.pi / 2, 4, "X"), tint=srgb("#2c5d55"))
    face = z + 0.05
    for k, y in enumerate((1.22, 1.74)):
        stage.add(box(2.3, 0.035, 0.3, 0.006, 1), "oak", at=(x, y, face + 0.15), grain="x")
        stage.add(box(2.24, 0.008, 0.02, 0), "glow", at=(x, y - 0.008, face + 0.03))
        for dx in np.arange(-1.0, 1.01, 0.4):
            stage.lamp(Lamp((x + float(dx), y - 0.04, face + 0.06), (0, -1, 0.15), tuple(0.1 * c for c in WARM)))
        _rolls(stage, x, y + 0.035, face + 0.15, k)
    stage.add(box(2.24, 0.008, 0.02, 0), "glow", at=(x, 2.36, face + 0.03))
    for dx in np.arange(-1.0, 1.01, 0.4):
        stage.lamp(Lamp((x + float(dx), 2.33, face + 0.06), (0, -1, 0.1), tuple(0.14 * c for c in WARM)))


def _rolls(stage: Stage, x: float, y: float, z: float, row: int) -> None:
    """Rolls of leather lying side by side on a ledge, a second layer on some, and one shoe box at an end."""
    radius, lying = 0.052, Matrix.Rotation(math.pi / 2, 4, "X")
    side = 1 if row else -1
    shoe_box(stage, x + side * 0.93, y, z, 0.04 * side, BOXES[2 if row else 3])
    start = -1.05 if row else -0.66
    for k in range(15):
        if (k + 2 * row) % 6 == 5:  # noqa: PLR2004 - a gap now and then
            continue
        at = (x + start + 0.112 * k, y + radius, z - 0.13)
        stage.add(_roll(radius), "cloth", at=at, tilt=lying, tint=srgb(HIDES[(k * 2 + row) % len(HIDES)]))
        if (k + row) % 3 == 1 and (k + 1 + 2 * row) % 6 != 5:  # noqa: PLR2004 - not over a gap
            above = (at[0] + 0.056, at[1] + 0.097, at[2])
            stage.add(_roll(radius), "cloth", at=above, tilt=lying, tint=srgb(HIDES[(k * 5 + row) % len(HIDES)]))


def _roll(radius: float):  # noqa: ANN202
    """Leather rolled around itself, with the hollow in its middle."""
    return lathe([(0.018, 0.24), (0.016, 0.262), (radius - 0.004, 0.262), (radius, 0.257), (radius, 0.0)], 14)


def niche(stage: Stage, x: float, z: float, width: float, levels: int = 5) -> None:
    """Shelves on the back wall with boxes, every other one with light; faces +Z."""
    deep, pitch = 0.34, 0.46
    for side in (-1, 1):
        stage.add(box(0.04, pitch * levels + 0.36, deep, 0.004, 1, (0.3, 1.0)), "oak", at=(x + side * width / 2, 0, z + deep / 2), grain="y")
    for k in range(levels + 1):
        y = 0.30 + pitch * k
        stage.add(box(width, 0.03, deep, 0.003, 1), "oak", at=(x, y, z + deep / 2), grain="x")
        if k == levels:
            break
        stage.add(box(width - 0.06, 0.006, 0.015, 0), "glow", at=(x, y + pitch - 0.012, z + 0.04))
        for dx in (-0.25, 0.25):
            stage.lamp(Lamp((x + dx * width, y + pitch - 0.03, z + 0.1), (0, -1, 0.2), tuple(0.09 * c for c in WARM)))
        count = max(1, int((width - 0.1) / 0.36))
        for j in range(count):
            bx = x + (j - (count - 1) / 2) * 0.355
            for n in range(int(stage.random.integers(1, 4)) if (j + k) % 3 else 2):
                tone = BOXES[int(stage.random.integers(len(BOXES)))]
                shoe_box(stage, bx, y + 0.03 + 0.115 * n, z + deep / 2 + 0.01, float(stage.random.normal(0, 0.03)), tone)


def try_on(stage: Stage, x: float, z: float, turn: float) -> None:
    """An upholstered bench on a round rug, and a mirror that leans for feet."""
    matrix = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    outline = rounded_rectangle(2.9, 2.9, 1.45, 24)
    stage.add(prism(outline, 0.010, 0.004, 1, ends="top"), "fabric", tilt=matrix, tint=srgb("#b98a6a"))
    stage.add(prism(outline * 0.93, 0.004, 0, 1, ends="top"), "fabric", tilt=matrix @ Matrix.Translation((0, 0.0095, 0)), tint=srgb("#ecdcc3"))
    seat = matrix @ Matrix.Translation((0, 0, -0.15))
    stage.add(cushion(1.7, 0.15, 0.52, 0.06, 0.02, 5), "fabric", tilt=seat @ Matrix.Translation((0, 0.32, 0)), tint=OCHRE)
    stage.add(prism(rounded_rectangle(1.55, 0.42, 0.2, 12), 0.32, 0.01, 1, LOW), "oak", tilt=seat, grain="x")
    upright = matrix @ Matrix.Translation((0.35, 0, 0.95)) @ Matrix.Rotation(math.pi, 4, "Y")
    foot = upright @ Matrix.Rotation(-0.42, 4, "X")
    stage.add(box(0.52, 0.5, 0.02, 0.008, 1), "oak", tilt=foot, grain="y")
    for side in (-0.16, 0.16):
        stage.add(tube([(side, 0.40, -0.19), (side, 0.006, -0.29)], 0.007, 8), "metal", tilt=upright, tint=BRASS)
    stage.add(tube([(-0.16, 0.12, -0.262), (0.16, 0.12, -0.262)], 0.005, 8), "metal", tilt=upright, tint=BRASS)
    stage.add(_pane(0.48, 0.46), "mirror", tilt=foot @ Matrix.Translation((0, 0.02, 0.0125)))


def _pane(width: float, height: float):  # noqa: ANN202
    from solids import sheet

    return sheet([-width / 2, 0.0, width / 2], [0.0, height / 2, height])


def standing_mirror(stage: Stage, x: float, z: float, turn: float, width: float = 0.82, height: float = 1.95) -> None:
    """A tall mirror with a round head in a brass frame; faces +Z before it is turned."""
    import bmesh

    matrix = Matrix.Translation((x, 0.04, z)) @ Matrix.Rotation(turn, 4, "Y") @ Matrix.Rotation(-0.06, 4, "X")
    half = width / 2
    arc = [(half * math.cos(a), height - half + half * math.sin(a)) for a in np.linspace(0, math.pi, 49)]
    outline = [(half, 0.0), *arc, (-half, 0.0)]
    pane = bmesh.new()
    pane.faces.new([pane.verts.new((px, py, 0.012)) for px, py in outline])
    stage.add(pane, "mirror", tilt=matrix)
    back = bmesh.new()
    back.faces.new([back.verts.new((px * 1.01, py, -0.012)) for px, py in reversed(outline)])
    stage.add(back, "paint", tilt=matrix, tint=srgb("#5b4636"))
    frame = [(px, py, 0.0) for px, py in [*outline, outline[0]]]
    stage.add(tube(frame, 0.016, 6), "metal", tilt=matrix, tint=BRASS)


def pedestals(stage: Stage, places: tuple[tuple[float, float, float], ...]) -> None:
    """Single columns for what merchandisers bring: (x, top, z)."""
    for k, (x, top, z) in enumerate(places):
        if k % 2 == 0:
            circle = rounded_rectangle(0.46, 0.46, 0.23, 18)
            stage.add(prism(fluted(circle, 0.055, 0.014), top - 0.04, 0, 1, LOW, ends="none"), "paint", at=(x, 0, z), tint=TERRACOTTA)
            stage.add(step(0.255, 0.04, gap=0.0002), "paint", at=(x, top - 0.04, z), tint=tuple(0.9 * c for c in TERRACOTTA))
        else:
            stage.add(box(0.36, 0.05, 0.36, 0), "paint", at=(x, 0, z), tint=(0.04, 0.035, 0.03))
            stage.add(box(0.42, top - 0.09, 0.42, 0.012, 2, (0.03, 0.12, 0.4)), "oak", at=(x, 0.05, z), grain="y")
            stage.add(box(0.42, 0.04, 0.42, 0.01, 2), "stone", at=(x, top - 0.04, z))


__all__ = ["disc", "island", "leather_wall", "niche", "pedestals", "ring", "shoe_box", "standing_mirror", "table", "try_on"]
