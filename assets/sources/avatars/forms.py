"""Simple rounded forms that a figure is put together from, in glTF's frame (+Y up, +Z front, metres).

A part is a list of `Piece`s: triangles or quads with one colour per vertex.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

import numpy as np


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
    closer = dense(full) if soft else full
    turns = np.arange(sides) * 2 * math.pi / sides
    c, s = np.cos(turns), np.sin(turns)
    rows = []
    for x, y, z, wide, deep, tilt in closer:
        px = wide * np.sign(c) * np.abs(c) ** (2 / power)
        pz = deep * np.sign(s) * np.abs(s) ** (2 / power)
        rows.append(np.stack([x + px, y + pz * math.sin(tilt), z + pz * math.cos(tilt)], axis=1))
    return grid(rows, color, caps=caps)


def dense(sections: list[tuple]) -> np.ndarray:
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
