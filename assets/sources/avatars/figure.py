"""A friendly figure of simple, rounded forms, part by part: body, limbs and what is worn on them."""

from __future__ import annotations

import math

import numpy as np
from forms import Paint, Piece, ball, dense, grid, loft, rod

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
    rings = dense([(*section, 0.0) for section in TORSO])
    wide, deep, z = (np.interp(y, rings[:, 1], rings[:, k]) for k in (3, 4, 2))
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


LEG_X = 0.088


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
