"""Plinths, counter, turntable, lounge and plants of the sample showroom."""

from __future__ import annotations

import math

import bmesh
import numpy as np
from light import Lamp
from mathutils import Matrix
from solids import box, cushion, cylinder, facets, fluted, lathe, prism, ring, rounded_profile, rounded_rectangle, tube
from stage import Stage, srgb

BRASS = srgb("#cfa566")
DARK = srgb("#332d29")
PLASTER = srgb("#f2ece2")
TERRACOTTA = srgb("#c8704f")
TEAL = srgb("#2f6b62")
OCHRE = srgb("#dba33f")
LINEN = srgb("#dccfbd")
WARM = (1.0, 0.90, 0.78)
LOW = (0.12,)
MIRROR_LEAN = 0.04
"""Radians upwards: eyes are 0.3 m above a table mirror, and 0.12 showed them nothing but ceiling."""


def vase(stage: Stage, x: float, y: float, z: float) -> None:
    """A round vase with three dried stems."""
    profile = [(0, 0), (0.05, 0), (0.085, 0.03), (0.1, 0.08), (0.08, 0.14), (0.04, 0.18), (0.032, 0.21), (0.04, 0.225)]
    stage.add(lathe([*profile, (0.03, 0.222), (0.0, 0.19)], 28), "paint", at=(x, y, z), tint=srgb("#efe6d8"))
    for k in range(5):
        lean = 0.10 + 0.05 * (k % 3)
        angle = k * 1.3
        tip = (x + lean * math.cos(angle), y + 0.44 + 0.03 * (k % 2), z + lean * math.sin(angle))
        middle = (x + 0.3 * lean * math.cos(angle), y + 0.32, z + 0.3 * lean * math.sin(angle))
        stage.add(tube([(x, y + 0.2, z), middle, tip], [0.003, 0.0025, 0.002], 5), "leaf", tint=srgb("#b59a6a"))
        head = lathe([(0, 0), (0.016, 0.02), (0.02, 0.05), (0.01, 0.10), (0, 0.12)], 8)
        stage.add(head, "leaf", at=(tip[0], tip[1] - 0.02, tip[2]), tint=srgb("#d9b98a"))


def counter(stage: Stage, x: float, top: float, z: float, spots: tuple[float, ...]) -> None:
    """The eyewear bar: fluted front, oak top, a small stand for each frame (z of its middle), mirrors between them."""
    board = top - 0.14
    body = prism(fluted(rounded_rectangle(0.58, 3.9, 0.29, 8), 0.085, 0.016), board - 0.05, 0, 1, LOW, ends="none")
    stage.add(body, "paint", at=(x - 0.1, 0, z), tint=TEAL)
    slab = prism(rounded_rectangle(0.78, 4.2, 0.39, 14), 0.05, 0.014, 2)
    stage.add(slab, "oak", at=(x - 0.1, board - 0.05, z), grain="z")
    for k, spot in enumerate(spots):
        tone = (PLASTER, TERRACOTTA, srgb("#efd9bd"))[k % 3]
        stand = prism(rounded_rectangle(0.26, 0.3, 0.05, 12), 0.14, 0.01, 3, ends="top")
        stage.add(stand, "paint", at=(x, board, spot), tint=tone)
    for dz in (-0.55, 0.55):
        mirror(stage, x - 0.18, board, z + dz)
    for k, dz in enumerate((-1.72, 1.6, 1.84)):
        tray = prism(rounded_rectangle(0.26, 0.2, 0.03, 6), 0.02 + 0.02 * (k % 2), 0.006, 1, ends="top")
        stage.add(tray, "fabric", at=(x - 0.12, board, z + dz), tint=srgb(("#efe6d8", "#c8704f", "#2a2522")[k]))
    for dz in (-1.35, 0.0, 1.35):
        pendant(stage, x - 0.1, z + dz)


def disc(radius: float, height: float, sides: int) -> bmesh.types.BMesh:
    """A flat round plate without an underside."""
    return lathe([(radius, 0), (radius, height), (0, height)], sides)


def looking_glass(radius: float, height: float, sides: int) -> bmesh.types.BMesh:
    """A disc whose front is one face: of a fan's thin triangles none lies in the plane when positions are rounded."""
    turns = [2 * math.pi * k / sides for k in range(sides)]
    return prism(np.array([(radius * math.cos(a), radius * math.sin(a)) for a in turns]), height, 0, ends="top")


def mirror(stage: Stage, x: float, y: float, z: float) -> None:
    """A round table mirror with a brass rim and an oak back, looking to +X.

    It is almost upright, so that who stands there sees the room; its back is seen in the mirror on the wall.
    """
    lean = Matrix.Rotation(MIRROR_LEAN, 4, "Z") @ Matrix.Rotation(-math.pi / 2, 4, "Z")
    stage.add(cylinder(0.09, 0.02, 0.005, 48), "metal", at=(x, y, z), tint=BRASS)
    stage.add(tube([(x, y + 0.015, z), (x, y + 0.16, z)], 0.009, 12), "metal", tint=BRASS)
    centre = (x, y + 0.33, z)
    stage.add(ring(0.18, 0.011, 64, 5), "metal", at=centre, tilt=lean, tint=BRASS)
    stage.add(looking_glass(0.178, 0.006, 56), "mirror", at=centre, tilt=lean)
    back = disc(0.178, 0.008, 56)
    stage.add(back, "oak", at=centre, tilt=lean @ Matrix.Rotation(math.pi, 4, "X"), grain="x", tint=(0.8, 0.78, 0.75))


def wall_mirror(stage: Stage, x: float, y: float, z: float, radius: float) -> None:
    """A big round mirror on the slats with a halo behind it."""
    upright = Matrix.Rotation(-math.pi / 2, 4, "Z")
    stage.add(ring(radius + 0.01, 0.02, 80, 5), "metal", at=(x + 0.03, y, z), tilt=upright, tint=BRASS)
    stage.add(looking_glass(radius, 0.02, 80), "mirror", at=(x + 0.02, y, z), tilt=upright)
    for k in range(14):
        angle = k * 2 * math.pi / 14
        dy, dz = math.cos(angle), math.sin(angle)
        at = (x + 0.05, y + (radius + 0.05) * dy, z + (radius + 0.05) * dz)
        stage.lamp(Lamp(at, (-0.3, dy, dz), tuple(0.07 * c for c in WARM)))


def wall_shelf(stage: Stage, x: float, y: float, z: float, length: float) -> None:
    """A thin shelf with a line of light below and a few spectacle cases on it."""
    stage.add(box(0.24, 0.03, length, 0.006, 1), "oak", at=(x + 0.12, y, z), grain="z")
    stage.add(box(0.02, 0.008, length - 0.06, 0), "glow", at=(x + 0.05, y - 0.008, z))
    for dz in np.arange(-length / 2 + 0.2, length / 2, 0.4):
        stage.lamp(Lamp((x + 0.08, y - 0.03, z + float(dz)), (0, -1, 0), tuple(0.06 * c for c in WARM)))
    tones = ("#c8704f", "#efe6d8", "#2f6b62", "#dba33f", "#332d29")
    count = int(length / 0.34)
    for k in range(count):
        case = box(0.085, 0.055, 0.185, 0.018, 1)
        at = (x + 0.12, y + 0.03, z - length / 2 + 0.22 + k * (length - 0.44) / max(1, count - 1))
        stage.add(case, "fabric", at=at, turn=float(stage.random.normal(0, 0.12)), tint=srgb(tones[k % 5]))


def pendant(stage: Stage, x: float, z: float, y: float = 2.25, ceiling: float = 4.4) -> None:
    """A small brass bell with a glowing globe."""
    shade = lathe([(0.115, 0.0), (0.118, 0.01), (0.10, 0.09), (0.075, 0.14), (0.045, 0.18), (0.016, 0.20)], 32)
    stage.add(shade, "metal", at=(x, y, z), tint=BRASS)
    bulb = [(0.074 * math.sin(a), -0.075 * math.cos(a)) for a in (math.pi * k / 9 for k in range(7))]
    stage.add(
        lathe(bulb, 24), "glow", at=(x, y, z)
    )
    stage.add(tube([(x, y + 0.2, z), (x, ceiling, z)], 0.004, 5), "metal", tint=DARK)
    stage.lamp(Lamp((x, y - 0.1, z), (0, -1, 0), tuple(0.55 * c for c in WARM)))


def turntable(stage: Stage, x: float, top: float, z: float) -> None:
    """A low stone disc over a line of light, with a brass inlay."""
    sides = facets(2.5)
    stage.add(lathe([(2.42, 0), (2.42, 0.045)], sides), "paint", at=(x, 0, z), tint=DARK)
    stage.add(lathe([(2.44, 0.0), (2.44, 0.05)], sides), "glow", at=(x, 0, z))
    arc = [i * math.pi / 4 for i in range(3)]
    rim = [(2.5 - 0.02 + 0.02 * math.cos(a), top - 0.02 + 0.02 * math.sin(a)) for a in arc]
    profile = [(2.4, 0.045), (2.47, 0.045), (2.5, 0.06), *rim, (2.2, top), (1.3, top), (0, top)]
    stage.add(lathe(profile, sides), "stone", at=(x, 0, z))
    inlay = lathe([(2.22, 0.002), (2.30, 0.002)], sides)
    stage.add(inlay, "metal", at=(x, top, z), tint=BRASS)
    for k in range(24):
        angle = k * 2 * math.pi / 24
        dx, dz = math.cos(angle), math.sin(angle)
        stage.lamp(Lamp((x + 2.5 * dx, 0.035, z + 2.5 * dz), (dx, -0.6, dz), tuple(0.028 * c for c in WARM)))


def sofa(stage: Stage, x: float, z: float, turn: float) -> None:
    """Three seats of linen on short oak legs; faces +Z before it is turned."""
    about = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")

    def put(solid: bmesh.types.BMesh, at: tuple, tint: tuple, tilt: Matrix | None = None, look: str = "fabric") -> None:
        local = Matrix.Translation(at)
        stage.add(solid, look, tilt=about @ (local @ tilt if tilt else local), tint=tint)

    put(box(2.7, 0.22, 0.92, 0.04, 2), (0, 0.14, 0.02), LINEN)
    put(cushion(2.7, 0.50, 0.24, 0.10, 0.0, 4), (0, 0.30, -0.40), LINEN)
    for side in (-1, 1):
        put(cushion(0.22, 0.44, 0.98, 0.09, 0.0, 4), (side * 1.28, 0.16, 0.0), LINEN)
    for k in (-1, 0, 1):
        put(cushion(0.775, 0.17, 0.68, 0.06, 0.02, 4), (k * 0.78, 0.34, 0.09), tuple(1.04 * c for c in LINEN))
        back = cushion(0.76, 0.44, 0.20, 0.08, 0.035, 4)
        put(back, (k * 0.78, 0.49, -0.22), LINEN, Matrix.Rotation(-0.20, 4, "X"))
    for dx, tone, roll in ((-0.92, TERRACOTTA, 0.25), (0.75, TEAL, -0.2), (1.0, OCHRE, 0.35)):
        pillow = cushion(0.44, 0.44, 0.10, 0.05, 0.07, 4)
        put(
            pillow,
            (dx, 0.51, -0.03 + 0.05 * (dx > 0.9)),
            tone,
            Matrix.Rotation(-0.42, 4, "X") @ Matrix.Rotation(roll, 4, "Z"),
        )
    for dx in (-1.2, 1.2):
        for dz in (-0.36, 0.38):
            put(cylinder(0.025, 0.15, 0.005, 12), (dx, 0, dz), (0.8, 0.75, 0.7), None, "oak")


def armchair(stage: Stage, x: float, z: float, turn: float) -> None:
    """A round tub chair in teal; faces +Z before it is turned."""
    about = Matrix.Translation((x, 0, z)) @ Matrix.Rotation(turn, 4, "Y")
    shell = bmesh.new()
    steps, span = 28, math.radians(235)
    profile = [
        (0.31, 0.16),
        (0.40, 0.15),
        (0.43, 0.2),
        (0.44, 0.6),
        (0.43, 0.68),
        (0.39, 0.715),
        (0.34, 0.69),
        (0.32, 0.6),
        (0.31, 0.2),
    ]
    rows = []
    for k in range(steps + 1):
        angle = -math.pi / 2 - span / 2 + span * k / steps
        end = abs(k / steps - 0.5) * 2
        low = 1 - 0.22 * end**3
        pinch = 0.0 if end < 0.999 else 0.02
        row = []
        for radius, y in profile:
            r = 0.375 + (radius - 0.375) * (1 - pinch * 8)
            row.append(shell.verts.new((r * math.cos(angle), 0.15 + (y - 0.15) * low, -r * math.sin(angle) * -1)))
        rows.append(row)
    for one, two in zip(rows, rows[1:], strict=False):
        for i in range(len(profile)):
            j = (i + 1) % len(profile)
            shell.faces.new((one[i], one[j], two[j], two[i]))
    shell.faces.new(list(reversed(rows[0])))
    shell.faces.new(rows[-1])
    bmesh.ops.recalc_face_normals(shell, faces=shell.faces)
    stage.add(shell, "fabric", tilt=about, tint=TEAL)
    seat = lathe(rounded_profile(0.37, 0.20, 0.06), 36)
    stage.add(seat, "fabric", tilt=about @ Matrix.Translation((0, 0.26, 0.02)), tint=tuple(1.1 * c for c in TEAL))
    stage.add(lathe([(0.30, 0), (0.30, 0.16)], 32), "oak", tilt=about @ Matrix.Translation((0, 0.0, 0.0)))


def low_tables(stage: Stage, x: float, z: float) -> None:
    """Two round tables that overlap, with books and a bowl."""
    for dx, dz, radius, height, look, tint in (
        (0.0, -0.25, 0.48, 0.36, "oak", (1.0, 1.0, 1.0)),
        (0.12, 0.42, 0.32, 0.44, "stone", (1.0, 1.0, 1.0)),
    ):
        stage.add(cylinder(radius, 0.035, 0.012, facets(radius)), look, at=(x + dx, height - 0.035, z + dz), tint=tint, grain="x")
        for k in range(3):
            angle = 0.5 + k * 2 * math.pi / 3
            far, near = radius * 0.82, radius * 0.62
            foot = (x + dx + far * math.cos(angle), 0.0, z + dz + far * math.sin(angle))
            head = (x + dx + near * math.cos(angle), height - 0.03, z + dz + near * math.sin(angle))
            stage.add(tube([foot, head], [0.011, 0.016], 10), "metal", tint=DARK)
    for k, (tone, turn) in enumerate((("#2f6b62", 0.2), ("#efe6d8", 0.45), ("#c8704f", 0.3))):
        book = box(0.27 - 0.02 * k, 0.024, 0.19, 0.003, 1)
        stage.add(book, "paint", at=(x - 0.12, 0.36 + 0.024 * k, z - 0.3), turn=turn, tint=srgb(tone))
    bowl = lathe([(0, 0), (0.05, 0.0), (0.11, 0.045), (0.125, 0.075), (0.117, 0.075), (0.1, 0.045), (0, 0.012)], 30)
    stage.add(bowl, "metal", at=(x + 0.14, 0.44, z + 0.42), tint=BRASS)


def rug(stage: Stage, x: float, z: float, width: float, depth: float) -> None:
    """A pale rug with a terracotta border and soft corners."""
    edge = rounded_rectangle(width, depth, 0.16, 12)
    stage.add(prism(edge, 0.012, 0.005, 1, ends="top"), "fabric", at=(x, 0, z), tint=srgb("#c98a68"))
    field = prism(rounded_rectangle(width - 0.16, depth - 0.16, 0.12, 12), 0.004, 0.0, 1, ends="top")
    for axis, half in ((0, width / 2), (2, depth / 2)):
        for place in np.arange(-half + 0.4, half - 0.2, 0.4):
            co, no = [0.0, 0.0, 0.0], [0.0, 0.0, 0.0]
            co[axis], no[axis] = float(place), 1.0
            bmesh.ops.bisect_plane(field, geom=[*field.verts, *field.edges, *field.faces], plane_co=co, plane_no=no)
    stage.add(field, "fabric", at=(x, 0.0112, z), tint=srgb("#f7ecd9"))


def floor_lamp(stage: Stage, x: float, z: float) -> None:
    """A brass arc with a globe over the sofa's end."""
    stage.add(cylinder(0.15, 0.03, 0.008, 32), "metal", at=(x, 0, z), tint=BRASS)
    path = [(x, 0.02, z)]
    for k in range(10):
        angle = math.pi * k / 9 * 0.72
        path.append((x - 0.4 * (1 - math.cos(angle)), 1.35 + 0.45 * math.sin(angle), z - 0.35 * (1 - math.cos(angle))))
    stage.add(tube(path, 0.010, 8), "metal", tint=BRASS)
    end = path[-1]
    globe = [(0.13 * math.sin(math.pi * k / 8), 0.13 - 0.13 * math.cos(math.pi * k / 8)) for k in range(9)]
    globe[0], globe[-1] = (0, 0), (0, 0.26)
    stage.add(lathe(globe, 28), "glow", at=(end[0], end[1] - 0.25, end[2]))
    stage.lamp(Lamp((end[0], end[1] - 0.3, end[2]), (0, -1, 0), tuple(0.5 * c for c in WARM)))


def bench(stage: Stage, x: float, z: float) -> None:
    """An upholstered bench with oak ends."""
    stage.add(cushion(2.0, 0.13, 0.46, 0.045, 0.015, 4), "fabric", at=(x, 0.34, z), tint=OCHRE)
    stage.add(box(2.05, 0.04, 0.46, 0.008), "oak", at=(x, 0.30, z), grain="x")
    for side in (-1, 1):
        stage.add(box(0.05, 0.31, 0.42, 0.01, 2, (0.03, 0.1)), "oak", at=(x + side * 0.85, 0, z), grain="y")


def plant(stage: Stage, x: float, z: float, height: float, leaves: int, pot: str = "#efe6d8") -> None:
    """A fig in a round pot: stems that lean, big leaves that bend."""
    rim = 0.16 + 0.05 * height
    shape = [
        (0, 0),
        (0.6 * rim, 0),
        (0.8 * rim, 0.03),
        (0.98 * rim, 0.2),
        (rim, 0.35),
        (0.97 * rim, 0.37),
        (0.88 * rim, 0.36),
        (0.86 * rim, 0.31),
    ]
    stage.add(lathe(shape[1:], 28), "paint", at=(x, 0, z), tint=srgb(pot))
    stage.add(disc(0.86 * rim, 0.01, 28), "leaf", at=(x, 0.315, z), tint=srgb("#5a4636"))
    stems = []
    for k in range(3):
        lean, angle = 0.10 + 0.05 * k, 2.1 * k + x
        tip = (lean * height * math.cos(angle), height * (1 - 0.14 * k), lean * height * math.sin(angle))
        middle = (0.35 * tip[0] + 0.02, 0.3 + 0.5 * (tip[1] - 0.3), 0.35 * tip[2])
        stems.append(((0.02 * k, 0.3, 0.0), middle, tip))
        stage.add(tube(list(stems[-1]), [0.016, 0.012, 0.006], 5), "leaf", at=(x, 0, z), tint=srgb("#7d6247"))
    for k in range(leaves):
        base, middle, tip = (np.array(p) for p in stems[k % 3])
        along = 0.45 + 0.55 * ((k // 3 + 0.5) / math.ceil(leaves / 3))
        at = (1 - along) ** 2 * base + 2 * along * (1 - along) * middle + along**2 * tip
        angle = k * 2.39996
        size = (0.34 - 0.10 * along) * (0.75 + 0.2 * height)
        tilt = Matrix.Rotation(-0.25 - 0.65 * along, 4, "X")
        tone = srgb(("#3f7a4a", "#4f8d55", "#33694a")[k % 3])
        stage.add(leaf(size, size * 0.56), "leaf", at=(x + at[0], at[1], z + at[2]), turn=angle, tilt=tilt, tint=tone)


def leaf(length: float, width: float) -> bmesh.types.BMesh:
    """A pointed leaf along +Z with a fold in its middle, hanging down towards the tip."""
    solid = bmesh.new()
    stations = ((0.0, 0.02), (0.18, 0.02), (0.34, 0.75), (0.56, 1.0), (0.80, 0.62), (1.0, 0.0))
    rows = []
    for along, broad in stations:
        y, z = -0.35 * length * along**2, length * along
        half = width / 2 * broad
        rows.append(
            [
                solid.verts.new((-half, y + 0.25 * half, z)),
                solid.verts.new((0, y, z)),
                solid.verts.new((half, y + 0.25 * half, z)),
            ]
        )
    for one, two in zip(rows, rows[1:], strict=False):
        for i in range(2):
            solid.faces.new((one[i], two[i], two[i + 1], one[i + 1]))
    bmesh.ops.remove_doubles(solid, verts=solid.verts, dist=1e-5)
    return solid
