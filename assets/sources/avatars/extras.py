"""The shop's own frames, and a wheelchair."""

from __future__ import annotations

import math

import catalogue
import forms
import numpy as np

GLASSES = forms.Paint("glasses")
DARK = forms.fixed("#2b2e33")
RUBBER = forms.fixed("#1d1e20")
STEEL = forms.fixed("#b9bdc2")
ACCENT = forms.Paint("accent")
WHEEL = (0.295, 0.30, -0.05)
LENS = forms.fixed("#1d2a2c")


def glasses() -> dict[str, list[forms.Piece]]:
    """The three frames of the catalogue, as they are published."""
    dark = forms.fixed("#3a2a55")
    return {
        "glasses-acetate": catalogue.worn(
            "acetate",
            {"front:acetate-front": GLASSES, "temples-acetate:acetate-temples": GLASSES},
            middle_m=0.0265,
        ),
        "glasses-aviator": catalogue.worn(
            "aviator",
            {
                "front-55:metal": GLASSES,
                "hinges:metal": GLASSES,
                "temples-140:metal": GLASSES,
                "temples-140:tips": GLASSES,
                "lenses-55:lens": LENS,
            },
            middle_m=0.027,
            cell_m=0.0032,
        ),
        "glasses-sprint": catalogue.worn(
            "sprint",
            {
                "brow:frame": GLASSES,
                "temples:frame": GLASSES,
                "temples:rubber": GLASSES,
                "rims:frame": GLASSES,
                "lenses:lens": dark,
            },
            middle_m=0.022,
        ),
    }


def _tube(points: list, radius: float, paint: forms.Paint, sides: int = 6) -> forms.Piece:
    path = np.array(points, dtype=float)
    return forms.rod(path, np.full(len(path), radius), paint, sides)


def chair() -> list[forms.Piece]:
    """Seat, back and frame; somebody who sits has their hips 48 cm above the floor."""
    pieces = [
        forms.loft([(0, 0.375, 0.03, 0.205, 0.215), (0, 0.385, 0.03, 0.215, 0.225), (0, 0.415, 0.03, 0.213, 0.223), (0, 0.42, 0.03, 0.20, 0.21)], DARK, 20, 5.0, soft=False),
        forms.loft([(0, 0.47, -0.185, 0.195, 0.016), (0, 0.60, -0.195, 0.198, 0.018), (0, 0.80, -0.215, 0.192, 0.016)], DARK, 20, 4.0),
    ]
    for side in (-1, 1):
        x = side * 0.222
        pieces += [
            _tube([(x, 0.40, -0.17), (x, 0.62, -0.195), (x, 0.86, -0.225), (x, 0.885, -0.26), (x, 0.885, -0.32)], 0.012, ACCENT),
            _tube([(x, 0.40, -0.18), (x, 0.40, 0.22), (x, 0.36, 0.28), (x * 0.9, 0.14, 0.42), (x * 0.75, 0.03, 0.47)], 0.012, ACCENT),
            _tube([(x, 0.40, 0.12), (x, 0.16, 0.24)], 0.010, STEEL),
            _tube([(x, 0.30, -0.05), (side * 0.27, 0.30, -0.05)], 0.016, STEEL),
            _tube([(x, 0.40, -0.06), (x, 0.58, -0.04), (x, 0.60, 0.02), (x, 0.60, 0.14)], 0.010, DARK),
            forms.ball((x, 0.065, 0.25), (0.018, 0.065, 0.065), RUBBER, 14, 8),
        ]
    pieces.append(forms.loft([(0, 0.012, 0.50, 0.17, 0.08), (0, 0.026, 0.50, 0.17, 0.08)], DARK, 16, 5.0, soft=False))
    return pieces


def wheel() -> list[forms.Piece]:
    """The left wheel: a tyre, a ring for the hand, spokes."""
    x, y, z = WHEEL
    turns = np.linspace(0, 2 * math.pi, 29)
    pieces = []
    for radius, thick, out, paint in ((0.285, 0.015, 0.0, RUBBER), (0.250, 0.008, 0.022, STEEL)):
        ring = np.stack([np.full(29, x + out), y + radius * np.sin(turns), z + radius * np.cos(turns)], axis=1)
        pieces.append(forms.rod(ring, np.full(29, thick), paint, 6))
    for k in range(8):
        a = k * math.pi / 4
        end = (x, y + 0.28 * math.sin(a), z + 0.28 * math.cos(a))
        pieces.append(_tube([(x - 0.012, y, z), end], 0.004, STEEL, 4))
    pieces.append(forms.ball((x, y, z), (0.03, 0.03, 0.03), DARK, 10, 6))
    return pieces
