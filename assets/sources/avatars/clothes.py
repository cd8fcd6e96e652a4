"""Tops, sleeves, legs and what advisers wear."""

from __future__ import annotations

import math

import figure as fig
import forms
import numpy as np

TOP, SHIRT, BOTTOM, SLEEVE = (forms.Paint(slot) for slot in ("top", "shirt", "bottom", "sleeve"))
SKIN, ACCENT = forms.Paint("skin"), forms.Paint("accent")
CLOTH = 0.88


def _open_front(deep: float, buttons: tuple[float, ...]) -> list[forms.Piece]:
    """A shirt that shows between two lapels, with a collar, buttons and pockets."""
    pieces = [
        fig.panel(
            lambda t: (deep + (1.408 - deep) * t, -0.004 - 0.062 * t**1.2, 0.004 + 0.062 * t**1.2), SHIRT, 0.006, 9, 6
        ),
        fig.collar(0.95 * SHIRT),
    ]
    for side in (-1, 1):

        def lapel(t: float, side: int = side) -> tuple[float, float, float]:
            y = deep - 0.01 + (1.412 - deep) * t
            inner, width = 0.004 + 0.058 * t**1.2, 0.008 + 0.034 * math.sin(math.pi * min(1.0, 0.15 + 0.75 * t))
            edges = (side * (inner - 0.003), side * (inner + width))
            return y, min(edges), max(edges)

        pieces.append(fig.panel(lapel, TOP, 0.011, 8, 3))
        pocket = (side * 0.082 - 0.034, side * 0.082 + 0.034)
        pieces.append(fig.panel(lambda t, p=pocket: (0.955 + 0.014 * t, *p), 0.62 * TOP, 0.004, 2, 3))
    for y in buttons:
        pieces.append(forms.ball(fig.on_chest(0.0, y, 0.002), (0.0085, 0.0085, 0.004), 0.4 * TOP, 6, 3))
    return pieces


def _neckline(paint: forms.Paint) -> forms.Piece:
    """A ribbed band that closes the top around the neck."""
    sections = [
        (0, 1.384, -0.008, 0.100, 0.078),
        (0, 1.400, -0.008, 0.107, 0.085),
        (0, 1.424, -0.010, 0.079, 0.075),
        (0, 1.436, -0.010, 0.063, 0.064),
        (0, 1.428, -0.010, 0.052, 0.054),
    ]
    return forms.loft(sections, paint, 18, 2.2, caps=False, soft=False)


def _hem(paint: forms.Paint, y: float = 0.835, tall: float = 0.05) -> forms.Piece:
    sections = [(0, y - 0.004, 0, 0.160, 0.117), (0, y, 0, 0.171, 0.127), (0, y + tall, 0, 0.169, 0.125), (0, y + tall + 0.006, 0, 0.163, 0.119)]
    return forms.loft(sections, paint, 20, 2.35, caps=False, soft=False)


def _badge() -> list[forms.Piece]:
    pieces = []
    for side in (-1, 1):
        path = [(side * 0.060, 1.418), (side * 0.050, 1.34), (side * 0.030, 1.26), (side * 0.006, 1.19)]
        points = np.array([fig.on_chest(x, y, 0.012) for x, y in path])
        fine = np.array([np.interp(np.linspace(0, 3, 7), range(4), points[:, k]) for k in range(3)]).T
        pieces.append(forms.rod(fine, np.full(7, 0.0065), ACCENT, 4))
    centre = fig.on_chest(0.0, 1.145, 0.014)
    half = np.array([0.036, 0.047, 0.006])
    card = forms.ball(centre, half, forms.fixed("#fdfdfb"), 10, 4)
    card.points = centre + np.sign(card.points - centre) * np.abs((card.points - centre) / half) ** 0.45 * half
    stripe = forms.ball(centre + [0, 0.020, 0.0045], (0.033, 0.014, 0.004), ACCENT, 8, 4)
    return [*pieces, card, stripe, forms.ball(centre + [-0.012, -0.014, 0.0045], (0.012, 0.013, 0.0035), forms.fixed("#d9b99c"), 8, 4)]


def torso() -> list[forms.Piece]:
    """What is the same under every top."""
    return [fig.torso(CLOTH * TOP), fig.pelvis(CLOTH * BOTTOM)]


def tops() -> dict[str, list[forms.Piece]]:
    """What tells one top from another."""
    stripe = forms.loft([(0, 1.17, 0.0045, 0.1525, 0.1135), (0, 1.215, 0.0045, 0.157, 0.1145)], 0.92 * SHIRT, 20, 2.35, caps=False)
    belt = forms.loft([(0, 1.0, 0.002, 0.150, 0.112), (0, 1.035, 0.002, 0.149, 0.112)], 0.55 * TOP, 20, 2.35, caps=False, soft=False)
    return {
        "top-jacket": _open_front(1.06, (1.02, 0.94)),
        "top-pullover": [_neckline(0.8 * TOP), _hem(0.8 * TOP), stripe],
        "top-tee": [_neckline(0.84 * TOP), _hem(0.84 * TOP, 0.84, 0.012)],
        "top-dress": [_neckline(0.9 * TOP), belt],
        "top-waistcoat": _open_front(1.13, (1.09, 1.02, 0.95)),
        "lanyard": _badge(),
    }


def left_arms() -> dict[str, list[forms.Piece]]:
    """Sleeves of the left arm; the hand is everybody's."""
    return {
        "": fig.hand(SKIN),
        "arms-long": fig.long_sleeve(CLOTH * SLEEVE, 0.72 * SLEEVE),
        "arms-short": fig.short_sleeve(CLOTH * SLEEVE, 0.98 * SKIN),
    }


def left_legs() -> dict[str, list[forms.Piece]]:
    """The left leg's; the shoe is everybody's."""
    return {
        "": fig.foot(forms.Paint("shoes"), forms.fixed("#f2eee6"), forms.fixed("#e9e4da")),
        "bottom-trousers": fig.trouser(CLOTH * BOTTOM),
        "bottom-shorts": fig.shorts(CLOTH * BOTTOM),
        "legs-bare": fig.bare_leg(0.97 * SKIN),
    }
