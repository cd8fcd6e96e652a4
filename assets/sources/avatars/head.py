"""The figure's head: skull, face, neck, and the shell that hairdos start from."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from forms import Paint, Piece, arc, ball, grid, loft, rod

HEAD = np.array([0.0, 1.575, 0.0])
NECK = (0.0, 1.43, -0.005)
"""Where the head turns."""
BLUSH = (1.0, 0.66, 0.62)
HEAD_HALF = np.array([0.106, 0.138, 0.115])


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
    joint = np.array(NECK)
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
