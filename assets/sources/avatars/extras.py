"""Glasses after the shop's own frames, and a wheelchair."""

from __future__ import annotations

import math

import figure as fig
import numpy as np

GLASSES = fig.Paint("glasses")
DARK = fig.fixed("#2b2e33")
RUBBER = fig.fixed("#1d1e20")
STEEL = fig.fixed("#b9bdc2")
ACCENT = fig.Paint("accent")
WHEEL = (0.295, 0.30, -0.05)
EYE_Y, EYE_X = 1.578, 0.041
LENS = fig.fixed("#1d2a2c")


def _rim(outline: list[tuple[float, float]], thick: float, out: float) -> list[fig.Piece]:
    """Both rims along an outline (x, y from the eye's middle), on the face."""
    pieces = []
    for side in (-1, 1):
        points = [fig.on_face(side * (EYE_X + x), EYE_Y + y, 0) + np.array([0, 0, 0]) for x, y in outline]
        flat = max(point[2] for point in points) * 0.72 + 0.28 * min(point[2] for point in points) + out
        line = np.array([(p[0], p[1], flat - 0.10 * abs(p[0])) for p in points])
        closed = np.vstack([line, line[:2]])
        pieces.append(fig.rod(closed, np.full(len(closed), thick), GLASSES, 6))
    return pieces


def _lenses(outline: list[tuple[float, float]], out: float, paint: fig.Paint) -> list[fig.Piece]:
    pieces = []
    for side in (-1, 1):
        points = [fig.on_face(side * (EYE_X + x), EYE_Y + y, 0) for x, y in outline]
        flat = max(point[2] for point in points) * 0.72 + 0.28 * min(point[2] for point in points) + out
        line = np.array([(p[0], p[1], flat - 0.10 * abs(p[0])) for p in points])
        centre = line.mean(axis=0) + [0, 0, 0.003]
        count = len(line)
        faces = [[count, i, (i + 1) % count] if side > 0 else [count, (i + 1) % count, i] for i in range(count)]
        pieces.append(fig.colored(np.vstack([line, centre]), faces, paint))
    return pieces


def _temples(height: float, thick: float, start_x: float) -> list[fig.Piece]:
    pieces = []
    for side in (-1, 1):
        front = fig.on_face(side * start_x, EYE_Y + height, 0.010)
        path = np.array([front, (side * 0.118, EYE_Y + height, 0.045), (side * 0.121, EYE_Y + height - 0.002, -0.010), (side * 0.117, EYE_Y + height - 0.030, -0.050)])
        pieces.append(fig.rod(path, np.full(4, thick), GLASSES, 5))
    return pieces


def _bridge(y: float, thick: float, out: float) -> fig.Piece:
    path = np.array([fig.on_face(x, EYE_Y + y + 0.004 - 60 * 0.5 * x * x, out) for x in (-0.016, -0.008, 0.0, 0.008, 0.016)])
    return fig.rod(path, np.full(5, thick), GLASSES, 5)


def _oval(wide: float, tall: float, power: float, count: int = 20) -> list[tuple[float, float]]:
    turns = np.linspace(0, 2 * math.pi, count, endpoint=False)
    c, s = np.cos(turns), np.sin(turns)
    return list(zip(wide * np.sign(c) * np.abs(c) ** (2 / power), tall * np.sign(s) * np.abs(s) ** (2 / power), strict=True))


def glasses() -> dict[str, list[fig.Piece]]:
    """Three frames as the catalogue has them, drawn so that they read across a room."""
    acetate = _oval(0.0295, 0.0255, 2.7)
    drop = [(x * (1.0 + 0.10 * (y < 0)), y - 0.004 - 0.006 * (y < -0.01)) for x, y in _oval(0.030, 0.027, 2.1)]
    sport = [(x + 0.004, y * (1.0 - 0.22 * (x / 0.036))) for x, y in _oval(0.038, 0.0205, 2.6)]
    return {
        "glasses-acetate": [*_rim(acetate, 0.0042, 0.010), _bridge(0.006, 0.004, 0.012), *_temples(0.010, 0.0042, 0.066)],
        "glasses-aviator": [
            *_rim(drop, 0.0022, 0.010),
            *_lenses(drop, 0.0095, LENS),
            _bridge(0.004, 0.0018, 0.012),
            _bridge(0.016, 0.0018, 0.011),
            *_temples(0.012, 0.0022, 0.066),
        ],
        "glasses-sprint": [*_rim(sport, 0.0034, 0.011), *_lenses(sport, 0.0105, fig.fixed("#3a2a55")), _bridge(0.008, 0.004, 0.013), *_temples(0.006, 0.0048, 0.070)],
    }


def _tube(points: list, radius: float, paint: fig.Paint, sides: int = 6) -> fig.Piece:
    path = np.array(points, dtype=float)
    return fig.rod(path, np.full(len(path), radius), paint, sides)


def chair() -> list[fig.Piece]:
    """Seat, back and frame; somebody who sits has their hips 48 cm above the floor."""
    pieces = [
        fig.loft([(0, 0.375, 0.03, 0.205, 0.215), (0, 0.385, 0.03, 0.215, 0.225), (0, 0.415, 0.03, 0.213, 0.223), (0, 0.42, 0.03, 0.20, 0.21)], DARK, 20, 5.0, soft=False),
        fig.loft([(0, 0.47, -0.185, 0.195, 0.016), (0, 0.60, -0.195, 0.198, 0.018), (0, 0.80, -0.215, 0.192, 0.016)], DARK, 20, 4.0),
    ]
    for side in (-1, 1):
        x = side * 0.222
        pieces += [
            _tube([(x, 0.40, -0.17), (x, 0.62, -0.195), (x, 0.86, -0.225), (x, 0.885, -0.26), (x, 0.885, -0.32)], 0.012, ACCENT),
            _tube([(x, 0.40, -0.18), (x, 0.40, 0.22), (x, 0.36, 0.28), (x * 0.9, 0.14, 0.42), (x * 0.75, 0.03, 0.47)], 0.012, ACCENT),
            _tube([(x, 0.40, 0.12), (x, 0.16, 0.24)], 0.010, STEEL),
            _tube([(x, 0.30, -0.05), (side * 0.27, 0.30, -0.05)], 0.016, STEEL),
            _tube([(x, 0.40, -0.06), (x, 0.58, -0.04), (x, 0.60, 0.02), (x, 0.60, 0.14)], 0.010, DARK),
            fig.ball((x, 0.065, 0.25), (0.018, 0.065, 0.065), RUBBER, 14, 8),
        ]
    pieces.append(fig.loft([(0, 0.012, 0.50, 0.17, 0.08), (0, 0.026, 0.50, 0.17, 0.08)], DARK, 16, 5.0, soft=False))
    return pieces


def wheel() -> list[fig.Piece]:
    """The left wheel: a tyre, a ring for the hand, spokes."""
    x, y, z = WHEEL
    turns = np.linspace(0, 2 * math.pi, 29)
    pieces = []
    for radius, thick, out, paint in ((0.285, 0.015, 0.0, RUBBER), (0.250, 0.008, 0.022, STEEL)):
        ring = np.stack([np.full(29, x + out), y + radius * np.sin(turns), z + radius * np.cos(turns)], axis=1)
        pieces.append(fig.rod(ring, np.full(29, thick), paint, 6))
    for k in range(8):
        a = k * math.pi / 4
        end = (x, y + 0.28 * math.sin(a), z + 0.28 * math.cos(a))
        pieces.append(_tube([(x - 0.012, y, z), end], 0.004, STEEL, 4))
    pieces.append(fig.ball((x, y, z), (0.03, 0.03, 0.03), DARK, 10, 6))
    return pieces
