"""A friendly figure of simple, rounded forms, part by part, in glTF's frame (+Y up, +Z front, metres).

A part is a list of `Piece`s: triangles or quads with one colour per vertex. The joints that the client turns parts
about stand in `JOINTS`.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np

JOINTS = {
    "body": (0.0, 0.90, 0.0),
    "head": (0.0, 1.43, -0.005),
    "arm_left": (0.166, 1.325, -0.005),
    "arm_right": (-0.166, 1.325, -0.005),
    "leg_left": (0.088, 0.88, 0.0),
    "leg_right": (-0.088, 0.88, 0.0),
}
HEAD = np.array([0.0, 1.575, 0.0])
BLUSH = (1.0, 0.66, 0.62)
HEAD_HALF = np.array([0.106, 0.138, 0.115])


@dataclass(frozen=True)
class Paint:
    """What paints a piece: a slot, whose colour each person chooses, times a factor of one's own."""

    slot: str
    factor: tuple[float, float, float] = (1.0, 1.0, 1.0)

    def __mul__(self, by: float) -> Paint:
        """Lighter or darker."""
        return Paint(self.slot, tuple(by * one for one in self.factor))

    __rmul__ = __mul__

    def tinted(self, red: float, green: float, blue: float) -> Paint:
        """The same in another shade."""
        return Paint(self.slot, (self.factor[0] * red, self.factor[1] * green, self.factor[2] * blue))


def fixed(code: str) -> Paint:
    """A colour that nobody chooses, ``#rrggbb``."""
    values = [int(code[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return Paint("plain", tuple(v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in values))


@dataclass
class Piece:
    """Points (n, 3), faces as index lists, factors (n, 3) on its slot's colour, and the shape it belongs to, if any."""

    points: np.ndarray
    faces: list[list[int]]
    colors: np.ndarray
    slot: str = "plain"
    shape: str = ""


def colored(points: np.ndarray, faces: list[list[int]], paint: Paint) -> Piece:
    """A piece of one colour."""
    return Piece(points, faces, np.tile(np.array(paint.factor), (len(points), 1)), paint.slot)


def worn(shape: str, pieces: list[Piece]) -> list[Piece]:
    """The pieces as parts of something that only some wear."""
    return [replace(piece, shape=shape) for piece in pieces]


def mirrored(piece: Piece) -> Piece:
    """The other side's twin."""
    return replace(piece, points=piece.points * [-1, 1, 1], faces=[list(reversed(face)) for face in piece.faces])


def grid(rows: list[np.ndarray], color: Paint, *, closed: bool = True, caps: bool = True) -> Piece:
    """Skin rings of equal length, the first at the bottom; faces look outwards for counter-clockwise rings."""
    count = len(rows[0])
    faces = []
    for r in range(len(rows) - 1):
        for i in range(count if closed else count - 1):
            j = (i + 1) % count
            faces.append([r * count + i, (r + 1) * count + i, (r + 1) * count + j, r * count + j])
    points = np.vstack(rows)
    if caps and closed:
        points = np.vstack([points, rows[0].mean(axis=0), rows[-1].mean(axis=0)])
        low, high, last = len(points) - 2, len(points) - 1, (len(rows) - 1) * count
        faces += [[low, i, (i + 1) % count] for i in range(count)]
        faces += [[high, last + (i + 1) % count, last + i] for i in range(count)]
    return colored(points, faces, color)


def loft(
    sections: list[tuple], color: Paint, sides: int = 20, power: float = 2.0, *, caps: bool = True, soft: bool = True
) -> Piece:
    """Rings (x, y, z, half width, half depth[, tilt about x]) joined from bottom to top; `soft` adds rings between."""
    full = [section if len(section) == 6 else (*section, 0.0) for section in sections]
    dense = _dense(full) if soft else full
    turns = np.arange(sides) * 2 * math.pi / sides
    c, s = np.cos(turns), np.sin(turns)
    rows = []
    for x, y, z, wide, deep, tilt in dense:
        px = wide * np.sign(c) * np.abs(c) ** (2 / power)
        pz = deep * np.sign(s) * np.abs(s) ** (2 / power)
        rows.append(np.stack([x + px, y + pz * math.sin(tilt), z + pz * math.cos(tilt)], axis=1))
    return grid(rows, color, caps=caps)


def _dense(sections: list[tuple]) -> np.ndarray:
    """One more ring between each two, on a Catmull-Rom curve."""
    p = np.array(sections, dtype=float)
    padded = np.vstack([2 * p[0] - p[1], p, 2 * p[-1] - p[-2]])
    rows = [p[0]]
    for i in range(len(p) - 1):
        a, b, c, d = padded[i : i + 4]
        rows += [0.5625 * (b + c) - 0.0625 * (a + d), c]
    return np.array(rows)


def ball(at, half, color: Paint, sides: int = 16, rings: int = 10) -> Piece:  # noqa: ANN001
    """An ellipsoid."""
    rows = []
    for r in range(1, rings):
        angle = -math.pi / 2 + math.pi * r / rings
        turns = np.arange(sides) * 2 * math.pi / sides
        ring = np.stack(
            [np.cos(turns) * math.cos(angle), np.full(sides, math.sin(angle)), np.sin(turns) * math.cos(angle)], axis=1
        )
        rows.append(ring)
    piece = grid(rows, color)
    piece.points[-2:] = [[0, -1, 0], [0, 1, 0]]
    piece.points = piece.points * np.array(half) + np.array(at)
    return piece


def rod(path: np.ndarray, radius: np.ndarray, color: Paint, sides: int = 8) -> Piece:
    """A round bar along (n, 3) points with a radius at each."""
    ahead = np.gradient(path, axis=0)
    ahead /= np.linalg.norm(ahead, axis=1, keepdims=True)
    side = np.cross(ahead[0], [0.0, 0.0, 1.0] if abs(ahead[0][2]) < 0.9 else [0.0, 1.0, 0.0])
    rows = []
    for point, way, r in zip(path, ahead, radius, strict=True):
        side = side - way * (side @ way)
        side /= np.linalg.norm(side)
        other = np.cross(way, side)
        turns = np.arange(sides) * 2 * math.pi / sides
        rows.append(point + r * (np.cos(turns)[:, None] * side - np.sin(turns)[:, None] * other))
    return grid(rows, color)


def arc(points: list, count: int) -> np.ndarray:
    """A quadratic curve through the middle of three control points."""
    a, m, b = (np.array(p, dtype=float) for p in points)
    t = np.linspace(0, 1, count)[:, None]
    return (1 - t) ** 2 * a + 2 * t * (1 - t) * (2 * m - (a + b) / 2) + t**2 * b


# --- Head -----------------------------------------------------------------------------------------------------------


def head_surface(azimuth: np.ndarray, height: np.ndarray, out: float | np.ndarray = 0.0) -> np.ndarray:
    """Points on the head: azimuth 0 is the face (+Z), height -1..1 from chin to crown, `out` metres outside."""
    around = np.sqrt(np.clip(1 - np.abs(height) ** 2.3, 0, 1))
    low = np.clip(-height, 0, 1)
    wide = (HEAD_HALF[0] + out) * around * (1 - 0.10 * low**2)
    deep = (HEAD_HALF[2] + out) * around
    front = np.clip(np.cos(azimuth), 0, 1)
    x = np.sin(azimuth) * wide
    z = np.cos(azimuth) * deep * (1 - 0.05 * front**4) - 0.006 * low
    y = height * (HEAD_HALF[1] + out)
    return np.stack([x, y, z], axis=-1) + HEAD


def head(skin: Paint) -> Piece:
    """Skull, cheeks and chin as one smooth form, with a breath of red on the cheeks."""
    turns = -np.arange(24) * 2 * math.pi / 24
    heights = np.sin(np.linspace(-1, 1, 16)[1:-1] * math.pi / 2)
    piece = grid([head_surface(turns, np.full(24, h)) for h in heights], skin)
    piece.points[-2:] = HEAD + np.array([[0, -1, 0], [0, 1, 0]]) * HEAD_HALF
    for side in (-1, 1):
        centre = on_face(side * 0.062, 1.548)
        share = 0.5 * np.exp(-(((piece.points - centre) ** 2).sum(axis=1)) / 0.024**2)[:, None]
        piece.colors = piece.colors * (1 - share) + np.array(BLUSH) * share
    return piece


def on_face(x: float, y: float, out: float = 0.0) -> np.ndarray:
    """The point of the face at x and y."""
    azimuth = 0.0
    height = (y - HEAD[1]) / (HEAD_HALF[1] + out)
    for _ in range(12):
        azimuth += (x - head_surface(np.array(azimuth), np.array(height), out)[0]) / 0.10
    return head_surface(np.array(azimuth), np.array(height), out)


def face(skin: Paint, brow: Paint, *, mouth: Paint, eye: Paint) -> list[Piece]:
    """Round dark eyes with a spark, light brows, a button nose, a smile and ears."""
    pieces = []
    dark_skin = 0.86 * skin
    for side in (-1, 1):
        x, y = side * 0.041, 1.578
        pieces.append(ball(on_face(x, y, -0.003), (0.0130, 0.0185, 0.0075), eye, 12, 6))
        pieces.append(ball(on_face(x + 0.0045, y + 0.0065, 0.0035), (0.0038, 0.0042, 0.002), Paint("plain"), 6, 4))
        marks = [on_face(side * bx, by, 0.0015) for bx, by in ((0.024, 1.612), (0.042, 1.621), (0.062, 1.612))]
        pieces.append(rod(arc(marks, 7), 0.0042 * np.array([0.5, 0.9, 1, 1, 1, 0.8, 0.45]), brow, 4))
        pieces.append(ball((side * 0.104, 1.565, -0.012), (0.014, 0.027, 0.020), skin, 10, 5))
        pieces.append(ball((side * 0.112, 1.566, -0.006), (0.006, 0.015, 0.010), dark_skin, 6, 4))
    pieces.append(ball(on_face(0, 1.548, 0.004), (0.0135, 0.0125, 0.0135), 0.97 * skin, 10, 6))
    smile = [on_face(x, y, 0.0005) for x, y in ((-0.031, 1.5205), (0.0, 1.5065), (0.031, 1.5205))]
    pieces.append(rod(arc(smile, 9), 0.0036 * np.array([0.6, 0.9, 1, 1.1, 1.15, 1.1, 1, 0.9, 0.6]), mouth, 5))
    return pieces


def grown(pieces: list[Piece], share: float = 1.12) -> list[Piece]:
    """The head a little larger than life, from the neck upwards: faces must read across a room."""
    joint = np.array(JOINTS["head"])
    return [replace(piece, points=joint + (piece.points - joint) * share) for piece in pieces]


def neck(skin: Paint) -> Piece:
    """From inside the collar into the head."""
    return loft(
        [(0, 1.38, -0.012, 0.050, 0.052), (0, 1.43, -0.010, 0.047, 0.050), (0, 1.50, -0.006, 0.048, 0.052)],
        skin,
        14,
        caps=False,
    )


def hair_cap(color: Paint, hairline, thickness, columns: int = 24, rows: int = 8) -> Piece:  # noqa: ANN001
    """A shell from the crown down to `hairline(azimuth)` (a head height), `thickness(azimuth, share)` metres thick.

    The lower rim turns inwards, so that no paper edge shows.
    """
    turns = -np.arange(columns) * 2 * math.pi / columns
    bottom = np.array([hairline(a) for a in turns])
    rings = []
    inner = np.array([head_surface(np.array(a), np.array(h), -0.004) for a, h in zip(turns, bottom, strict=True)])
    rings.append(inner)
    for share in np.linspace(0, 1, rows)[:-1]:
        angle_low = np.arcsin(np.clip(bottom, -1, 1))
        height = np.sin(angle_low + (math.pi / 2 - angle_low) * share)
        out = np.array([thickness(a, share) for a in turns])
        rings.append(head_surface(turns, height, out))
    piece = grid(rings, color)
    crown = float(np.mean([thickness(a, 1.0) for a in turns]))
    piece.points[-1] = HEAD + np.array([0, HEAD_HALF[1] + crown, 0])
    shade = 1 + 0.10 * np.sin(np.arange(len(piece.points)) * 2.4)[:, None]
    piece.colors = np.clip(piece.colors * shade, 0, 1)
    return piece


# --- Body -----------------------------------------------------------------------------------------------------------

TORSO = [
    (0, 0.835, 0.0, 0.168, 0.124),
    (0, 0.90, 0.0, 0.163, 0.120),
    (0, 1.02, 0.002, 0.146, 0.109),
    (0, 1.15, 0.004, 0.150, 0.112),
    (0, 1.25, 0.004, 0.160, 0.113),
    (0, 1.325, 0.0, 0.158, 0.104),
    (0, 1.375, -0.006, 0.126, 0.087),
    (0, 1.41, -0.010, 0.086, 0.073),
    (0, 1.428, -0.010, 0.062, 0.062),
]


def torso(color: Paint) -> Piece:
    """Jacket, waistcoat or pullover: hem, waist, chest and soft shoulders."""
    return loft(TORSO, color, 20, 2.35)


def on_chest(x: float, y: float, out: float = 0.0) -> np.ndarray:
    """The point of the torso's front at x and y."""
    dense = _dense([(*section, 0.0) for section in TORSO])
    wide, deep, z = (np.interp(y, dense[:, 1], dense[:, k]) for k in (3, 4, 2))
    share = min(0.98, abs(x) / wide)
    return np.array([x, y, z + (deep * (1 - share**2.35) ** (1 / 2.35)) + out])


def panel(outline, color: Paint, out: float = 0.004, steps: int = 8, across: int = 4) -> Piece:  # noqa: ANN001
    """A patch on the chest: `outline(t)` gives (y, left x, right x) for t from 0 (bottom) to 1 (top)."""
    rows = []
    for t in np.linspace(0, 1, steps):
        y, left, right = outline(t)
        xs = np.linspace(left, right, across)
        edge = [on_chest(xs[0], y, -0.004)]
        rows.append(np.array(edge + [on_chest(x, y, out) for x in xs] + [on_chest(xs[-1], y, -0.004)]))
    piece = grid(rows, color, closed=False)
    piece.faces = [list(reversed(face)) for face in piece.faces]
    return piece


def pelvis(color: Paint) -> Piece:
    """What shows of the trousers between the legs."""
    return loft([(0, 0.775, 0, 0.06, 0.05), (0, 0.81, 0, 0.128, 0.092), (0, 0.88, 0, 0.142, 0.102)], color, 16, 2.3)


def collar(color: Paint) -> Piece:
    """The shirt's collar: it closes the top of the torso around the neck."""
    sections = [
        (0, 1.380, -0.008, 0.090, 0.066),
        (0, 1.394, -0.008, 0.109, 0.088),
        (0, 1.418, -0.010, 0.083, 0.079),
        (0, 1.440, -0.010, 0.066, 0.068),
        (0, 1.436, -0.010, 0.055, 0.057),
    ]
    return loft(sections, color, 18, 2.2, caps=False, soft=False)


# --- Limbs ----------------------------------------------------------------------------------------------------------


ARM = [
    (0.235, 0.875, 0.030, 0.036, 0.040),
    (0.223, 1.00, 0.006, 0.0405, 0.0445),
    (0.206, 1.14, -0.010, 0.044, 0.050),
    (0.185, 1.26, -0.008, 0.048, 0.057),
    (0.164, 1.335, -0.005, 0.044, 0.058),
    (0.140, 1.372, -0.005, 0.024, 0.036),
]


def long_sleeve(sleeve: Paint, cuff: Paint) -> list[Piece]:
    """The left sleeve, hanging with a slight bend, to the wrist."""
    rim = [
        (0.2355, 0.868, 0.031, 0.034, 0.038),
        (0.235, 0.882, 0.029, 0.0385, 0.0425),
        (0.2345, 0.893, 0.027, 0.038, 0.042),
    ]
    return [loft(ARM, sleeve, 12), loft(rim, cuff, 12, caps=False, soft=False)]


def short_sleeve(sleeve: Paint, skin: Paint) -> list[Piece]:
    """A sleeve above the elbow, and the bare arm in it."""
    upper = [(0.209, 1.115, -0.010, 0.0475, 0.0535), (0.205, 1.16, -0.010, 0.048, 0.054), *ARM[3:]]
    rim = [(0.2095, 1.108, -0.010, 0.043, 0.049), (0.2092, 1.113, -0.010, 0.049, 0.055), (0.2085, 1.125, -0.010, 0.0485, 0.0545)]
    bare = [(x, y, z, 0.80 * wide, 0.80 * deep) for x, y, z, wide, deep in ARM[:4]]
    return [loft(upper, sleeve, 12), loft(rim, 0.82 * sleeve, 12, caps=False, soft=False), loft(bare, skin, 11)]


def hand(skin: Paint) -> list[Piece]:
    """The left hand: a mitten with a thumb."""
    palm = [
        (0.238, 0.745, 0.055, 0.010, 0.016),
        (0.239, 0.762, 0.053, 0.020, 0.030),
        (0.239, 0.80, 0.046, 0.024, 0.038),
        (0.237, 0.84, 0.037, 0.022, 0.034),
        (0.236, 0.89, 0.028, 0.021, 0.025),
    ]
    thumb = np.array([(0.232, 0.845, 0.055), (0.227, 0.825, 0.078), (0.224, 0.80, 0.089), (0.223, 0.784, 0.091)])
    return [loft(palm, skin, 10, 2.3), rod(thumb, np.array([0.014, 0.0145, 0.013, 0.008]), skin, 6)]


LEG_X = JOINTS["leg_left"][0]


def trouser(cloth: Paint) -> list[Piece]:
    """The left leg in trousers."""
    x = LEG_X
    leg = [
        (x, 0.11, -0.012, 0.060, 0.068),
        (x, 0.30, -0.010, 0.060, 0.068),
        (x, 0.48, 0.000, 0.066, 0.075),
        (x, 0.66, 0.002, 0.074, 0.087),
        (x - 0.008, 0.80, 0.0, 0.078, 0.096),
        (x - 0.014, 0.90, 0.0, 0.060, 0.080),
    ]
    hem = [
        (x, 0.088, -0.012, 0.058, 0.066),
        (x, 0.096, -0.012, 0.0645, 0.0725),
        (x, 0.118, -0.012, 0.0645, 0.0725),
        (x, 0.124, -0.012, 0.060, 0.068),
    ]
    return [loft(leg, cloth, 13, 2.15), loft(hem, 0.8 * cloth, 14, 2.15, caps=False, soft=False)]


def shorts(cloth: Paint) -> list[Piece]:
    """The left leg of shorts, to above the knee."""
    x = LEG_X
    leg = [
        (x, 0.545, 0.002, 0.079, 0.091),
        (x, 0.66, 0.002, 0.080, 0.093),
        (x - 0.008, 0.80, 0.0, 0.081, 0.099),
        (x - 0.014, 0.90, 0.0, 0.062, 0.082),
    ]
    hem = [(x, 0.535, 0.002, 0.070, 0.082), (x, 0.54, 0.002, 0.081, 0.093), (x, 0.565, 0.002, 0.0805, 0.0925)]
    return [loft(leg, cloth, 13, 2.15), loft(hem, 0.8 * cloth, 13, 2.15, caps=False, soft=False)]


def bare_leg(skin: Paint) -> list[Piece]:
    """The left leg without cloth."""
    x = LEG_X
    leg = [
        (x, 0.08, -0.014, 0.034, 0.040),
        (x, 0.20, -0.014, 0.040, 0.048),
        (x, 0.34, -0.016, 0.048, 0.058),
        (x, 0.48, -0.004, 0.049, 0.056),
        (x, 0.66, 0.000, 0.064, 0.076),
        (x - 0.008, 0.80, 0.0, 0.070, 0.086),
    ]
    return [loft(leg, skin, 12, 2.1)]


def skirt(cloth: Paint) -> list[Piece]:
    """A flared skirt to the knees, soft in its folds."""
    rows = []
    turns = np.arange(26) * 2 * math.pi / 26
    for y, wide, deep in ((0.50, 0.232, 0.186), (0.515, 0.236, 0.190), (0.60, 0.222, 0.176), (0.70, 0.208, 0.163), (0.80, 0.192, 0.147), (0.86, 0.180, 0.135), (0.92, 0.1685, 0.1255), (0.945, 0.164, 0.121), (0.95, 0.155, 0.112)):
        fold = 1 + 0.035 * np.cos(7 * turns) * np.clip((0.9 - y) / 0.4, 0, 1)
        rows.append(np.stack([wide * fold * np.cos(turns), np.full(26, y), deep * fold * np.sin(turns)], axis=1))
    return [grid(rows, cloth)]


def foot(shoe: Paint, sole: Paint, sock: Paint) -> list[Piece]:
    """The left shoe, and the ankle in it."""
    x = LEG_X
    ankle = loft([(x, 0.06, -0.014, 0.040, 0.046), (x, 0.12, -0.014, 0.038, 0.044)], sock, 10, caps=False, soft=False)
    return [ankle, *_shoe(x, shoe, sole)]


def _shoe(x: float, color: Paint, sole: Paint) -> list[Piece]:
    upper = ball((0, 0, 0), (1, 1, 1), color, 14, 6)
    a, b, c = upper.points.T
    z = 0.045 + 0.128 * c
    along = np.clip((z + 0.083) / 0.256, 0, 1)
    wide = 0.041 + 0.009 * np.sin(math.pi * np.clip(along * 1.05, 0, 1)) - 0.004 * (1 - along)
    tall = 0.088 - 0.030 * np.clip((along - 0.25) / 0.6, 0, 1)
    toe_out = 0.10 * (z - 0.0)
    squared = np.sign(a) * np.abs(a) ** 0.85
    upper.points = np.stack([x + toe_out + squared * wide, 0.022 + np.where(b > 0, b * tall, 0.012 * b), z], axis=1)
    turns = np.arange(18) * 2 * math.pi / 18
    rows = []
    for y, grow in ((0.0, 0.0), (0.004, 0.004), (0.022, 0.005), (0.028, 0.001)):
        c, s = np.cos(turns), np.sin(turns)
        sz = 0.045 + (0.130 + grow) * s
        share = np.clip((sz + 0.085) / 0.26, 0, 1)
        sw = (0.041 + 0.010 * np.sin(math.pi * np.clip(share * 1.05, 0, 1)) - 0.004 * (1 - share) + grow) * np.sign(c)
        rows.append(np.stack([x + 0.10 * sz + sw * np.abs(c) ** 0.8, np.full(18, y), sz], axis=1))
    return [upper, grid(rows, sole)]
