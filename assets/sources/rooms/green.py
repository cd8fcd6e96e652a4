"""Living things: a tree under the skylight with a bench around it, and grasses outside."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from furniture import BRASS, PLASTER
from light import Lamp
from mathutils import Matrix, Vector
from solids import box, facets, fluted, lathe, prism, rounded_rectangle, tube
from stage import Stage, srgb


def tree(stage: Stage, x: float, z: float, height: float = 3.5) -> None:
    """An olive tree in a fluted planter, with a round oak bench."""
    rim = rounded_rectangle(1.5, 1.5, 0.75, 20)
    stage.add(prism(fluted(rim, 0.10, 0.018), 0.56, 0, 1, (0.1, 0.35), ends="none"), "paint", at=(x, 0, z), tint=PLASTER)
    stage.add(lathe([(0.70, 0.50), (0.70, 0.575), (0.775, 0.575), (0.785, 0.565), (0.785, 0.54)], facets(0.785)), "paint", at=(x, 0, z), tint=PLASTER)
    stage.add(lathe([(0.71, 0.525), (0.5, 0.545), (0.25, 0.56), (0, 0.57)], 36), "leaf", at=(x, 0, z), tint=srgb("#4a3a2c"))
    _bench(stage, x, z)
    rng = np.random.default_rng(12)
    tips: list[np.ndarray] = []
    trunk = [(0, 0.5, 0), (0.04, 1.0, 0.03), (-0.03, 1.5, 0.0), (0.03, 2.0, -0.03)]
    stage.add(tube([(x + a, b, z + c) for a, b, c in trunk], [0.09, 0.072, 0.062, 0.05], 14), "leaf", tint=srgb("#6f5b49"))
    for k in range(9):
        angle, lift = k * 2.39996, 0.5 + 0.5 * rng.random()
        start = np.array([0.0, 1.55 + 0.06 * k, 0.0])
        reach = 0.55 + 0.45 * rng.random()
        middle = start + [0.5 * reach * math.cos(angle), 0.35 * lift, 0.5 * reach * math.sin(angle)]
        end = start + [reach * math.cos(angle), (0.55 + 0.5 * lift) * (height - 2.4), reach * math.sin(angle)]
        bent = 2 * middle - 0.5 * (start + end)  # a curve through the middle
        along = [(1 - t) ** 2 * start + 2 * t * (1 - t) * bent + t * t * end for t in np.linspace(0, 1, 6)]
        path = [tuple(np.array([x, 0, z]) + p) for p in along]
        stage.add(tube(path, [0.042, 0.032, 0.025, 0.019, 0.014, 0.008], 6), "leaf", tint=srgb("#75604d"))
        tips += [middle * (1 - t) + end * t for t in (0.45, 0.7, 0.9, 1.05)]
    for tip in tips:
        for _ in range(30):
            way = rng.normal(0, 1, 3)
            at = tip + way / np.linalg.norm(way) * rng.uniform(0.05, 0.42) * np.array([1, 0.75, 1])
            turn, tilt = rng.uniform(0, 6.28), rng.uniform(-1.1, 0.7)
            tone = srgb(("#86a866", "#98b777", "#749657", "#a8c489")[rng.integers(4)])
            stage.add(small_leaf(0.155, 0.055), "leaf", at=(x + at[0], at[1], z + at[2]), turn=turn, tilt=Matrix.Rotation(tilt, 4, "X"), tint=tone)


def _bench(stage: Stage, x: float, z: float) -> None:
    profile = [(1.02, 0.40), (1.02, 0.455), (1.03, 0.46), (1.44, 0.46), (1.45, 0.45), (1.45, 0.405), (1.44, 0.40), (1.02, 0.40)]
    stage.add(lathe(profile, facets(1.45, 0.0013)), "oak", at=(x, 0, z))
    for k in range(8):
        angle = k * math.pi / 4 + 0.2
        leg = box(0.34, 0.40, 0.035, 0.006, 1, (0.05,))
        stage.add(leg, "oak", at=(x + 1.23 * math.cos(angle), 0, z + 1.23 * math.sin(angle)), turn=-angle, grain="y")
    stage.add(lathe([(0.79, 0.06), (0.80, 0.06), (0.80, 0.075), (0.79, 0.075)], facets(0.785)), "metal", at=(x, 0, z), tint=BRASS)


def small_leaf(length: float, width: float) -> bmesh.types.BMesh:
    """A narrow leaf of four triangles along +Z."""
    solid = bmesh.new()
    root, tip = solid.verts.new((0, 0, 0)), solid.verts.new((0, -0.15 * length, length))
    left, right = (solid.verts.new((side * width / 2, 0.02 * length, 0.5 * length)) for side in (-1, 1))
    solid.faces.new((root, right, tip))
    solid.faces.new((root, tip, left))
    return solid


def skylight(stage: Stage, x: float, z: float, ceiling: float, radius: float = 1.7) -> None:
    """A round window in the ceiling: a drum as deep as a roof would be, bars, and the sky above them."""
    deep, thick = 0.16, 0.07
    drum = lathe([(radius, 0.0), (radius, -deep), (radius + thick, -deep), (radius + thick, 0.0), (radius, 0.0)], facets(radius, 0.0015))
    bmesh.ops.remove_doubles(drum, verts=drum.verts, dist=1e-5)
    bmesh.ops.recalc_face_normals(drum, faces=drum.faces)
    stage.add(drum, "paint", at=(x, ceiling - 0.004, z), tint=srgb("#fbf8f3"))
    stage.add(_sky(radius), "view", at=(x, ceiling - 0.012, z))
    for k in range(2):
        bar = box(2 * radius + 0.02, 0.05, 0.035, 0)
        stage.add(bar, "metal", at=(x, ceiling - 0.07, z), turn=math.pi / 4 + k * math.pi / 2, tint=srgb("#3a332e"))
    for k in range(7):
        angle = k * math.pi / 3
        far = 0.0 if k == 6 else 0.62 * radius
        at = (x + far * math.cos(angle), ceiling - 0.05, z + far * math.sin(angle))
        stage.lamp(Lamp(at, (0, -1, 0), (1.5, 1.6, 1.75), daylit=True))


def _sky(radius: float, sides: int = 76) -> bmesh.types.BMesh:
    """A disc that looks down and wears the clouds of the painted view."""
    disc = bmesh.new()
    layer = disc.loops.layers.uv.new("uv")
    turns = [2 * math.pi * k / sides for k in range(sides)]
    made = disc.faces.new([disc.verts.new((radius * math.cos(a), 0.0, radius * math.sin(a))) for a in turns])
    made.normal_update()
    if made.normal.y > 0:
        bmesh.ops.reverse_faces(disc, faces=[made])
    for loop in made.loops:
        across, along = loop.vert.co.x / radius, loop.vert.co.z / radius
        loop[layer].uv = (0.32 + 0.07 * across, 0.82 + 0.13 * along)
    return disc


def grasses(stage: Stage, x: float, z: float, length: float) -> None:
    """A long planter with ornamental grass, outside the window."""
    rng = np.random.default_rng(int(abs(z * 10)) + 3)
    stage.add(box(0.6, 0.5, length, 0.01, 1), "paint", at=(x, -0.03, z), tint=srgb("#8d8379"))
    for _ in range(round(length * 26)):
        at = (x + rng.uniform(-0.22, 0.22), 0.46, z + rng.uniform(-0.48, 0.48) * length)
        tone = srgb(("#8d9a5f", "#a3a86c", "#74864e", "#b7b07c")[rng.integers(4)])
        tall = rng.uniform(0.45, 0.95)
        blade = _blade(tall, rng.uniform(0.015, 0.028), rng.uniform(0.05, 0.3))
        stage.add(blade, "leaf", at=at, turn=rng.uniform(0, 6.28), tint=tone)


def _blade(tall: float, wide: float, lean: float) -> bmesh.types.BMesh:
    solid = bmesh.new()
    low = [solid.verts.new((side * wide / 2, 0, 0)) for side in (-1, 1)]
    middle = [solid.verts.new((side * wide / 2.5, 0.6 * tall, 0.35 * lean)) for side in (-1, 1)]
    tip = solid.verts.new(Vector((0, tall, lean)))
    solid.faces.new((low[0], low[1], middle[1], middle[0]))
    solid.faces.new((middle[0], middle[1], tip))
    return solid
