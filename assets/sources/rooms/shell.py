"""Floor, walls, ceiling, windows, entrance and the arches of the sample showroom."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from light import Lamp
from mathutils import Matrix, Vector
from mathutils.geometry import delaunay_2d_cdt
from solids import box, cut, graded, lathe, ring, sheet, tube
from stage import Stage, srgb

HALF_X, HALF_Z, HEIGHT = 12.0, 8.0, 4.4
WINDOW_Z, WINDOW_TOP = 7.2, 3.85
DOOR_X, DOOR_TOP = 1.7, 2.75
ARCH_X, ARCH_FOOT = -4.4, 1.05
ATELIER_X = -9.9
WALL = srgb("#f3eee6")
BRONZE = srgb("#3a332e")
WARM = (1.0, 0.90, 0.78)
FLOOR_TILE_M = 2.4
Footprint = tuple[float, float, float, float, float]
"""Something on the floor: x, z, half x, half z, roundness."""


def floor(stage: Stage, footprints: list[Footprint], covered: list[Footprint]) -> None:
    """Planks towards the back wall; vertices crowd where something stands, and are few below what covers them."""
    points = floor_points(footprints, (-HALF_X, -HALF_Z, HALF_X, HALF_Z), covered) * [1, -1]
    solid = _triangulated(points)
    bmesh.ops.transform(solid, matrix=Matrix.Rotation(-math.pi / 2, 4, "X"), verts=solid.verts)
    stage.add(solid, "floor", grain="z")


def _triangulated(points: np.ndarray) -> bmesh.types.BMesh:
    """A flat sheet facing +Z through (x, y) points; a floor hands in (x, -z)."""
    corners, _, faces, *_ = delaunay_2d_cdt([Vector(p) for p in points], [], [], 0, 1e-4)
    solid = bmesh.new()
    made = [solid.verts.new((p[0], p[1], 0.0)) for p in corners]
    for face in faces:
        solid.faces.new([made[i] for i in face])
    solid.normal_update()
    flipped = [face for face in solid.faces if face.normal.z < 0]
    bmesh.ops.reverse_faces(solid, faces=flipped)
    return solid


def _distance(points: np.ndarray, footprint: Footprint) -> np.ndarray:
    """Distance to a rounded rectangle on the floor, negative inside."""
    x, z, half_x, half_z, round_m = footprint
    q = np.abs(points - [x, z]) - (np.array([half_x, half_z]) - round_m)
    return np.linalg.norm(np.maximum(q, 0), axis=1) + np.minimum(q.max(axis=1), 0) - round_m


def floor_points(
    footprints: list, rect: tuple[float, float, float, float], covered: list[Footprint] | None = None
) -> np.ndarray:
    """Points (x, z) of a rectangle (x0, z0, x1, z1), dense at its edges and where something stands."""
    x0, z0, x1, z1 = rect
    step = 0.125
    across, deep = (8 * max(1, round((end - start) / step / 8)) for start, end in ((x0, x1), (z0, z1)))
    xs, zs = np.linspace(x0, x1, across + 1), np.linspace(z0, z1, deep + 1)
    index = np.stack(np.meshgrid(np.arange(len(xs)), np.arange(len(zs)), indexing="ij"), axis=-1).reshape(-1, 2)
    points = np.stack([xs[index[:, 0]], zs[index[:, 1]]], axis=1)
    wall = np.minimum(HALF_X - np.abs(points[:, 0]), HALF_Z - np.abs(points[:, 1]))
    near = np.minimum(
        wall, np.min([np.where((d := _distance(points, f)) < -0.05, 0.5 - d, np.abs(d)) for f in footprints], axis=0)
    )
    edge = ((index == 0) | (index == [across, deep])).any(axis=1)
    if covered:
        near[np.min([_distance(points, one) for one in covered], axis=0) < -0.25] = 9.0
    keep = np.zeros(len(points), dtype=bool)
    for level, reach in ((1, 0.08), (2, 0.24), (4, 0.7), (8, 99.0)):
        keep |= (index % level == 0).all(axis=1) & (near < reach)
    keep |= edge & ((index % 4 == 0).any(axis=1))
    return points[keep]


def walls(stage: Stage) -> None:
    """Plain walls with light crowding at their edges, and a skirting."""
    stage.add(_triangulated(_back_points()), "wall", at=(0, 0, -HALF_Z), tint=WALL)
    left = sheet(graded(-HALF_Z, HALF_Z), graded(0, HEIGHT, 0.9))
    stage.add(left, "wall", at=(-HALF_X, 0, 0), turn=math.pi / 2, tint=WALL)
    for side in (-1, 1):
        part = sheet(graded(DOOR_X, HALF_X), graded(0, HEIGHT, 0.9))
        shift = 0.0 if side < 0 else -(HALF_X + DOOR_X)
        stage.add(part, "wall", at=(-shift if side > 0 else 0, 0, HALF_Z), turn=math.pi, tint=WALL)
    over = sheet(graded(-DOOR_X, DOOR_X), graded(DOOR_TOP, HEIGHT))
    stage.add(over, "wall", at=(0, 0, HALF_Z), turn=math.pi, tint=WALL)
    _backing(stage)
    for x, z, length, turn in (
        ((ATELIER_X + 0.85 + HALF_X) / 2, -HALF_Z + 0.008, HALF_X - ATELIER_X - 0.85, 0),
        ((ATELIER_X - 0.85 - HALF_X) / 2, -HALF_Z + 0.008, HALF_X + ATELIER_X - 0.85, 0),
        (-HALF_X + 0.008, 0, 2 * HALF_Z, math.pi / 2),
        ((HALF_X + DOOR_X) / 2 + 0.15, HALF_Z - 0.008, HALF_X - DOOR_X - 0.3, 0),
        (-(HALF_X + DOOR_X) / 2 - 0.15, HALF_Z - 0.008, HALF_X - DOOR_X - 0.3, 0),
    ):
        board = box(length, 0.09, 0.02, 0.006, 1)
        stage.add(board, "wall", at=(x, 0, z), turn=turn, tint=srgb("#fbf8f3"))


def _backing(stage: Stage) -> None:
    """Plain sheets behind walls and ceiling, so that no crack of daylight shows in a corner."""
    far_x, far_z, out = HALF_X + 0.3, HALF_Z + 0.02, 0.02
    across, up = [-far_x, far_x], [-0.02, HEIGHT + out]
    stage.add(sheet(across, up), "wall", at=(0, 0, -far_z), tint=WALL)
    for side in (-1, 1):
        part = sheet([DOOR_X, far_x] if side > 0 else [-far_x, -DOOR_X], up)
        stage.add(part, "wall", at=(0, 0, far_z), turn=math.pi, tint=WALL)
    stage.add(sheet([-far_z, far_z], up), "wall", at=(-HALF_X - out, 0, 0), turn=math.pi / 2, tint=WALL)
    lid = sheet(across, [-far_z, far_z])
    stage.add(lid, "wall", at=(0, HEIGHT + out, 0), tilt=Matrix.Rotation(math.pi / 2, 4, "X"), tint=WALL)


def _back_points() -> np.ndarray:
    """The back wall's vertices: a grid, and arcs around the arches, whose light must not leak onto hidden corners."""
    xs, ys = np.meshgrid(graded(-HALF_X, HALF_X, 0.7), graded(0, HEIGHT, 0.5))
    grid = np.stack([xs.ravel(), ys.ravel()], axis=1)
    away = np.hypot(grid[:, 0] - ARCH_X, np.maximum(grid[:, 1] - ARCH_FOOT, 0))
    points = [grid[(away > 3.2) | (grid[:, 1] < 1e-6) | (grid[:, 1] > HEIGHT - 1e-6)]]
    for radius in (2.72, 2.765, 2.85, 2.98, 3.12):
        turns = np.linspace(0, math.pi, 41)
        ring = np.stack([ARCH_X + radius * np.cos(turns), ARCH_FOOT + radius * np.sin(turns)], axis=1)
        legs = [(ARCH_X + side * radius, y) for side in (-1, 1) for y in (0.05, 0.3, 0.6)]
        points += [ring, np.array(legs)]
    everything = np.vstack(points)
    return everything[everything[:, 1] < HEIGHT + 1e-6]


def light_ring(stage: Stage, x: float, z: float, radius: float = 2.1, y: float = 3.75) -> None:
    """A slim ring that hangs over the turntable."""
    stage.add(ring(radius, 0.034, 72, 4), "metal", at=(x, y + 0.016, z), tint=BRONZE)
    stage.add(ring(radius, 0.028, 72, 4), "glow", at=(x, y - 0.012, z))
    for k in range(4):
        angle = math.pi / 4 + k * math.pi / 2
        foot = (x + radius * math.cos(angle), y + 0.04, z + radius * math.sin(angle))
        stage.add(tube([foot, (foot[0], HEIGHT, foot[2])], 0.004, 5), "metal", tint=BRONZE)
    for k in range(10):
        angle = k * 2 * math.pi / 10
        at = (x + radius * math.cos(angle), y - 0.05, z + radius * math.sin(angle))
        stage.lamp(Lamp(at, (0, -1, 0), tuple(0.95 * c for c in WARM)))


def windows(stage: Stage) -> None:
    """A window front from floor to header on the right, with slim bronze frames and a deep reveal."""
    deep, past = 0.30, 0.03  # so far beyond walls and ceiling that soft edges leave no crack there
    inside = 0.02  # light is baked this side of them too, or that of the roof above would leak in
    cuts = (0.1, 0.4, 1.2, 2.2, 3.0, 3.4, HEIGHT - inside)
    for side in (-1, 1):
        pier = box(deep, HEIGHT + past, HALF_Z + past - WINDOW_Z, 0.012, 2, cuts)
        cut(pier, 2, (side * ((HALF_Z + past - WINDOW_Z) / 2 - past - inside),))
        stage.add(pier, "wall", at=(HALF_X + deep / 2, 0, side * (WINDOW_Z + HALF_Z + past) / 2), tint=WALL)
    header = box(deep, HEIGHT + past - WINDOW_TOP, 2 * WINDOW_Z, 0.012, 2, (HEIGHT - inside - WINDOW_TOP,))
    for z in np.arange(-5.4, 5.5, 1.2):
        bmesh.ops.bisect_plane(
            header, geom=[*header.verts, *header.edges, *header.faces], plane_co=(0, 0, z), plane_no=(0, 0, 1)
        )
    stage.add(header, "wall", at=(HALF_X + deep / 2, WINDOW_TOP, 0), tint=WALL)
    stage.add(box(deep + 0.04, 0.05, 2 * WINDOW_Z, 0.006), "oak", at=(HALF_X + deep / 2 - 0.02, 0, 0), grain="z")
    x = HALF_X + 0.17
    panes = 6
    for k in range(panes + 1):
        z = -WINDOW_Z + 0.03 + k * (2 * WINDOW_Z - 0.06) / panes
        stage.add(box(0.09, WINDOW_TOP - 0.05, 0.055, 0.006, 1), "metal", at=(x, 0.05, z), tint=BRONZE)
    for y in (0.05, 2.62, WINDOW_TOP - 0.055):
        stage.add(box(0.07, 0.055, 2 * WINDOW_Z, 0.006, 1), "metal", at=(x, y, 0), tint=BRONZE)


def outside(stage: Stage) -> None:
    """A terrace, and a wide curved picture of the landscape."""
    deck = sheet([float(z) for z in np.linspace(-11, 11, 12)], [0.0, 1.0, 2.5, 4.2, 6.0])
    flat = Matrix.Rotation(-math.pi / 2, 4, "X")
    stage.add(deck, "terrazzo", at=(HALF_X + 0.3, -0.03, 0), turn=-math.pi / 2, tilt=flat, tint=srgb("#cfc5b6"))
    arc = bmesh.new()
    radius, steps = 26.0, 36
    layer = arc.loops.layers.uv.new("uv")
    columns = []
    for k in range(steps + 1):
        angle = -math.pi * 0.5 + math.pi * k / steps
        x, z = radius * math.cos(angle), radius * math.sin(angle)
        columns.append((arc.verts.new((x, -6.2, z)), arc.verts.new((x, 13.6, z)), k / steps))
    for one, two in zip(columns, columns[1:], strict=False):
        face = arc.faces.new((one[0], two[0], two[1], one[1]))
        for loop, uv in zip(face.loops, ((one[2], 0), (two[2], 0), (two[2], 1), (one[2], 1)), strict=True):
            loop[layer].uv = uv
    arc.faces.ensure_lookup_table()
    arc.normal_update()
    if arc.faces[0].calc_center_median().dot(arc.faces[0].normal) > 0:
        bmesh.ops.reverse_faces(arc, faces=arc.faces)
    stage.add(arc, "view", at=(HALF_X - 4.0, 0, 0))


def entrance(stage: Stage) -> None:
    """An oak portal with a glazed double door."""
    z, deep = HALF_Z, 0.42
    cuts = (0.1, 0.4, 1.2, 2.0)
    for side in (-1, 1):
        jamb = box(0.14, DOOR_TOP + 0.14, deep, 0.012, 2, cuts)
        stage.add(jamb, "oak", at=(side * (DOOR_X + 0.03), 0, z - deep / 2 + 0.2), grain="y")
    lintel = box(2 * DOOR_X + 0.2, 0.14, deep, 0.012)
    stage.add(lintel, "oak", at=(0, DOOR_TOP, z - deep / 2 + 0.2), grain="x")
    for side in (-1, 1):
        middle, width = side * DOOR_X / 2, DOOR_X - 0.05
        stage.add(box(width - 0.1, DOOR_TOP - 0.12, 0.012, 0), "frost", at=(middle, 0.06, z + 0.1))
        for x in (middle - width / 2 + 0.035, middle + width / 2 - 0.035):
            stage.add(box(0.07, DOOR_TOP, 0.05, 0.006, 1), "metal", at=(x, 0, z + 0.1), tint=BRONZE)
        for y in (0.0, DOOR_TOP - 0.08):
            stage.add(box(width, 0.08, 0.05, 0.006, 1), "metal", at=(middle, y, z + 0.1), tint=BRONZE)
        grip = tube([(side * 0.12, 0.75, z + 0.03), (side * 0.12, 1.55, z + 0.03)], 0.016, 10)
        stage.add(grip, "metal", tint=srgb("#c9a063"))
    stage.add(box(2 * DOOR_X, 0.012, 1.5, 0.005, 1), "fabric", at=(0, 0.0, z - 0.95), tint=srgb("#8a8077"))


def inner_door(stage: Stage, x: float, words_solid: bmesh.types.BMesh) -> None:
    """The way to the atelier, in the back wall: an oak frame, two open glazed leaves, light behind, a word above."""
    z, wide, top = -HALF_Z, 0.75, 2.45
    for side in (-1, 1):
        stage.add(box(0.11, top + 0.11, 0.26, 0.01, 2, (0.3, 1.0, 1.8)), "oak", at=(x + side * (wide + 0.05), 0, z + 0.10), grain="y")
    stage.add(box(2 * wide + 0.22, 0.11, 0.26, 0.01, 2), "oak", at=(x, top, z + 0.10), grain="x")
    _passage(stage, x, z, wide, top)
    for side in (-1, 1):
        hinge = Matrix.Translation((x + side * wide, 0, z + 0.10)) @ Matrix.Rotation(math.pi - 1.95 if side > 0 else 1.95 - math.pi * 2, 4, "Y")
        for y, tall in ((0.0, 0.12), (1.05, 0.06), (top - 0.10, 0.09)):
            stage.add(box(wide - 0.02, tall, 0.04, 0.005, 1), "oak", tilt=hinge @ Matrix.Translation((wide / 2, y, 0)), grain="x")
        for along in (0.04, wide - 0.06):
            stage.add(box(0.08, top, 0.04, 0.005, 1), "oak", tilt=hinge @ Matrix.Translation((along, 0, 0)), grain="y")
    stage.add(words_solid, "ink", at=(x, top + 0.24, z + 0.01), tint=srgb("#3a332e"))


def _passage(stage: Stage, x: float, z: float, wide: float, top: float) -> None:
    """What is seen through the door: a painted corridor that narrows, with a lit wall at its end."""
    far_w, far_y0, far_y1 = 0.42, 0.42, 1.95
    front = [(-wide, 0.0), (wide, 0.0), (wide, top), (-wide, top)]
    back = [(-far_w, far_y0), (far_w, far_y0), (far_w, far_y1), (-far_w, far_y1)]
    tones = ("#b58d63", "#e6d3b7", "#f3e6d2", "#dcc4a2")
    for k, tone in enumerate(tones):
        solid = bmesh.new()
        a, b, c, d = front[k], front[(k + 1) % 4], back[(k + 1) % 4], back[k]
        solid.faces.new([solid.verts.new((px, py, 0.0)) for px, py in (a, b, c, d)])
        stage.add(solid, "picture", at=(x, 0, z + 0.012), tint=srgb(tone))
    end = sheet([-far_w, far_w], [far_y0, far_y1])
    stage.add(end, "picture", at=(x, 0, z + 0.012), tint=srgb("#fff3dc"))
    shelf = srgb("#8f6b48")
    for y in (0.85, 1.15, 1.45):
        stage.add(sheet([-0.3, 0.3], [y, y + 0.02]), "picture", at=(x, 0, z + 0.0135), tint=shelf)
        for k in range(4):
            tone = ("#2f6b62", "#c8704f", "#33405c", "#dba33f")[(k + round(y * 7)) % 4]
            stage.add(sheet([-0.25 + 0.14 * k, -0.15 + 0.14 * k], [y + 0.02, y + 0.06]), "picture", at=(x, 0, z + 0.0135), tint=srgb(tone))


def _band(inner: float, outer: float, deep: float) -> bmesh.types.BMesh:
    """A standing arch between two radii: legs, half circle, a soft outer edge and its side; no back."""
    soft = 0.014
    across = [inner, (inner + outer) / 2, outer - soft, outer - soft * 0.3, outer, outer]
    depth = [deep, deep, deep, deep - soft * 0.3, deep - soft, 0.0]
    path = [(0.0, y) for y in (0.0, 0.12, 0.35, 0.6)] + [(math.pi * k / 42, ARCH_FOOT) for k in range(43)]
    path += [(math.pi, y) for y in (0.6, 0.35, 0.12, 0.0)]
    solid = bmesh.new()
    rows = []
    for angle, foot in path:
        c, s = math.cos(angle), math.sin(angle)
        rows.append([solid.verts.new((r * c, foot + r * s, z)) for r, z in zip(across, depth, strict=True)])
    for one, two in zip(rows, rows[1:], strict=False):
        for i in range(len(across) - 1):
            solid.faces.new((one[i], one[i + 1], two[i + 1], two[i]))
    bmesh.ops.remove_doubles(solid, verts=solid.verts, dist=1e-5)
    return solid


def arches(stage: Stage) -> None:
    """The wall that greets: four arches in warm tones, one before the other, with light behind the outermost."""
    radii = (2.75, 2.15, 1.55, 0.95, 0.0)
    for k, tone in enumerate(("#f0d3b8", "#e8ab84", "#d67f5c", "#b9573f")):
        band = _band(max(0.0, radii[k + 1] - 0.03), radii[k], 0.05 * (k + 1))
        stage.add(band, "wall", at=(ARCH_X, 0, -HALF_Z), tint=srgb(tone))
    for k in range(37):
        angle = math.pi * k / 36
        x, y = 2.85 * math.cos(angle), 2.85 * math.sin(angle)
        at = (ARCH_X + x, ARCH_FOOT + y, -HALF_Z + 0.24)
        stage.lamp(Lamp(at, (x / 3.2, y / 3.2, -0.45), tuple(0.11 * c for c in WARM)))


def slats(stage: Stage, start: float, end: float, top: float = 3.42) -> None:
    """Oak slats before a dark board on the left wall, washed by a light line above."""
    middle, length = (start + end) / 2, end - start
    board = sheet(graded(-length / 2, length / 2, 1.0), graded(0.0, top, 0.8))
    stage.add(board, "wall", at=(-HALF_X + 0.02, 0, middle), turn=math.pi / 2, tint=srgb("#5b4636"))
    pitch, width, deep = 0.14, 0.085, 0.055
    for k in range(round(length / pitch)):
        z = start + pitch * (k + 0.5)
        slat = _slat(width, deep, (0.0, 0.6, top))
        shade = 1 + float(stage.random.normal(0, 0.05))
        tint = tuple(min(1.0, 0.93 * shade * c) for c in (1.0, 0.985, 0.96))
        stage.add(slat, "oak", at=(-HALF_X + 0.02, 0, z), turn=math.pi / 2, grain="y", tint=tint)
    stage.add(box(0.16, 0.05, length + 0.1, 0.008), "oak", at=(-HALF_X + 0.08, top, middle), grain="z")
    stage.add(box(0.02, 0.015, length, 0), "glow", at=(-HALF_X + 0.145, top - 0.012, middle))
    for z in np.arange(start + 0.2, end, 0.45):
        stage.lamp(Lamp((-HALF_X + 0.16, top - 0.03, float(z)), (-0.1, -1, 0), tuple(0.22 * c for c in WARM)))


def _slat(width: float, deep: float, heights: tuple[float, ...]) -> bmesh.types.BMesh:
    """A bar with soft front edges and no back, facing +Z."""
    soft = 0.006
    outline = ((width / 2, 0), (width / 2, deep - soft), (width / 2 - soft, deep))
    outline = (*outline, *((-x, z) for x, z in reversed(outline)))
    return _ribbon(outline, heights)


def _ribbon(outline: tuple, heights: tuple[float, ...]) -> bmesh.types.BMesh:
    solid = bmesh.new()
    rows = [[solid.verts.new((x, y, z)) for x, z in outline] for y in heights]
    for low, high in zip(rows, rows[1:], strict=False):
        for i in range(len(outline) - 1):
            solid.faces.new((low[i + 1], low[i], high[i], high[i + 1]))
    return solid


def flutes(stage: Stage, start: float, end: float, top: float = 3.0) -> None:
    """Half-round plaster ribs behind the turntable, so that the wall plays with the light."""
    pitch = 0.175
    count = round((end - start) / pitch)
    for k in range(count):
        turns = [math.pi * i / 4 for i in range(5)]
        outline = tuple((pitch / 2 * math.cos(a), 0.055 * math.sin(a)) for a in turns)
        rib = _ribbon(outline, (0.09, 0.5, 2.2, top))
        stage.add(rib, "wall", at=(start + pitch * (k + 0.5), 0, -HALF_Z), tint=srgb("#ece4d8"))
    middle, length = (start + end) / 2, end - start
    stage.add(box(length + 0.06, 0.06, 0.12, 0.01), "oak", at=(middle, top, -HALF_Z + 0.06), grain="x")
    stage.add(box(length + 0.06, 0.09, 0.09, 0.01), "oak", at=(middle, 0.0, -HALF_Z + 0.045), grain="x")
    stage.add(box(length, 0.02, 0.015, 0), "glow", at=(middle, top + 0.058, -HALF_Z + 0.075))
    for x in np.arange(start + 0.2, end, 0.45):
        stage.lamp(Lamp((float(x), top + 0.09, -HALF_Z + 0.10), (0, 1, -0.2), tuple(0.20 * c for c in WARM)))


def pictures(stage: Stage) -> None:
    """Two framed compositions of circles and arcs on the entrance wall."""
    z = HALF_Z - 0.02
    for middle, shapes in (
        (-3.4, ((0.0, 0.10, 0.42, "#d67f5c"), (0.22, -0.28, 0.30, "#2f6b62"), (-0.26, -0.30, 0.20, "#e2b04a"))),
        (-5.3, ((-0.1, -0.12, 0.46, "#2f6b62"), (0.20, 0.26, 0.28, "#e8ab84"), (-0.30, 0.38, 0.14, "#b9573f"))),
    ):
        stage.add(box(1.5, 1.7, 0.035, 0.006), "oak", at=(middle, 1.05, z), grain="y")
        stage.add(box(1.42, 1.62, 0.01, 0), "wall", at=(middle, 1.09, z - 0.016), tint=srgb("#f7f1e6"))
        for k, (x, y, radius, tone) in enumerate(shapes):
            disc = lathe([(radius, 0.0), (radius, 0.006), (0, 0.006)], 44)
            at = (middle + x, 1.9 + y, z - 0.02 - 0.004 * k)
            stage.add(disc, "wall", at=at, tilt=Matrix.Rotation(-math.pi / 2, 4, "X"), tint=srgb(tone))
