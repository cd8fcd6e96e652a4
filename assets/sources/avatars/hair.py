"""Hairdos, a headscarf and beards."""

from __future__ import annotations

import math

import forms
import head
import numpy as np

HAIR = forms.Paint("hair")


def _front(azimuth: float) -> float:
    """1 at the face, 0 from the ears backwards."""
    return max(0.0, math.cos(azimuth)) ** 0.8


def _wrapped(line):  # noqa: ANN001, ANN202
    """Azimuths come as 0 … -2π; hairdos think in -π … π."""
    return lambda a: float(np.clip(line(math.remainder(float(a), 2 * math.pi)), -0.95, 0.95))


def _thick(thick):  # noqa: ANN001, ANN202
    return lambda a, share: thick(math.remainder(float(a), 2 * math.pi), share)


def _cap(line, thick, columns: int = 22, rows: int = 8, paint: forms.Paint = HAIR) -> forms.Piece:  # noqa: ANN001
    return head.hair_cap(paint, _wrapped(line), _thick(thick), columns, rows)


def bob() -> list[forms.Piece]:
    """To the chin."""

    def line(a: float) -> float:
        front = _front(a * 1.12 if abs(a) < 1.4 else a)
        return -0.72 + (1.30 + 0.10 * math.sin(a + 0.4)) * min(1.0, 1.55 * front)

    def thick(a: float, share: float) -> float:
        back = 1 - _front(a)
        return 0.012 + 0.012 * math.sin(math.pi * min(1, share + 0.25)) + 0.020 * back * (1 - share) + 0.004 * (1 - back)

    return [_cap(line, thick, 26, 9)]


def long() -> list[forms.Piece]:
    """Over the shoulders, parted in the middle."""

    def line(a: float) -> float:
        return -0.60 + 1.22 * min(1.0, 1.6 * _front(a))

    def thick(a: float, share: float) -> float:
        return 0.012 + 0.010 * math.sin(math.pi * min(1, share + 0.2)) + 0.010 * (1 - _front(a)) * (1 - share)

    pieces = [_cap(line, thick, 24, 8)]
    rows = []
    turns = np.linspace(math.radians(78), math.radians(282), 15)
    for y, wide, deep in ((1.24, 0.112, 0.108), (1.27, 0.118, 0.114), (1.36, 0.122, 0.116), (1.46, 0.118, 0.115), (1.56, 0.116, 0.122), (1.62, 0.112, 0.120)):
        outer = np.stack([wide * np.sin(turns), np.full(15, y), deep * np.cos(turns) - 0.012], axis=1)
        inner = np.stack([0.82 * wide * np.sin(turns[::-1]), np.full(15, y), 0.80 * deep * np.cos(turns[::-1]) - 0.012], axis=1)
        rows.append(np.concatenate([outer, inner])[::-1])
    return [*pieces, forms.grid(rows, 0.94 * HAIR)]


def curls() -> list[forms.Piece]:
    """Short and round."""

    def line(a: float) -> float:
        return -0.28 + 0.86 * min(1.0, 1.5 * _front(a)) - 0.10 * (abs(a) > 2.2)

    def thick(a: float, share: float) -> float:
        return 0.009 + 0.020 * share + 0.0035 * math.sin(7 * a + 9 * share) * math.sin(11 * share + 2 * a)

    pieces = [_cap(line, thick)]
    rng = np.random.default_rng(5)
    for k in range(13):
        at = head.head_surface(np.array(k * 2.39996), np.array(0.52 + 0.46 * (k + 0.5) / 13), 0.020)
        half = 0.034 + 0.006 * rng.random()
        pieces.append(forms.ball(at, (half * 1.12, half * 0.85, half * 1.12), (0.82 + 0.18 * rng.random()) * HAIR, 8, 5))
    return pieces


def afro() -> list[forms.Piece]:
    """A round cloud."""

    def line(a: float) -> float:
        return -0.36 + 0.92 * min(1.0, 1.6 * _front(a))

    def thick(a: float, share: float) -> float:
        lumps = 0.004 * math.sin(6 * a + 12 * share) * math.sin(9 * share - 3 * a)
        return 0.034 + 0.044 * math.sin(math.pi * min(1.0, 0.10 + 0.62 * share)) + 0.012 * (1 - _front(a)) + lumps

    return [_cap(line, thick, 28, 10)]


def bun() -> list[forms.Piece]:
    """Drawn back, a knot on top with a ribbon."""

    def line(a: float) -> float:
        return -0.42 + (0.82 + 0.03 * math.cos(6 * a)) * min(1.0, 1.7 * _front(a))

    def thick(a: float, share: float) -> float:
        return 0.010 + 0.008 * math.sin(math.pi * min(1.0, share * 0.8 + 0.2)) + 0.004 * _front(a) * (1 - share)

    turns = np.linspace(0, 2 * math.pi, 13)
    band = np.stack([0.036 * np.cos(turns), 1.706 + 0.012 * np.sin(turns), -0.040 + 0.036 * np.sin(turns)], axis=1)
    return [
        _cap(line, thick),
        forms.ball((0, 1.742, -0.050), (0.052, 0.046, 0.052), HAIR, 14, 8),
        forms.rod(band, np.full(13, 0.008), forms.Paint("top"), 5),
    ]


def parted() -> list[forms.Piece]:
    """Short, with a parting and a little height."""

    def line(a: float) -> float:
        return -0.30 + (0.84 + 0.10 * math.sin(a)) * min(1.0, 1.5 * _front(a)) - 0.12 * (abs(a) > 2.0)

    def thick(a: float, share: float) -> float:
        quiff = 0.018 * _front(a - 0.5) * math.sin(math.pi * min(1, 0.25 + 0.75 * share))
        return 0.007 + 0.013 * share + quiff

    return [_cap(line, thick)]


def crop() -> list[forms.Piece]:
    """Close to the skull."""

    def line(a: float) -> float:
        return -0.22 + 0.80 * min(1.0, 1.6 * _front(a)) - 0.10 * (abs(a) > 2.1)

    return [_cap(line, lambda _a, share: 0.0045 + 0.0035 * share)]


def scarf() -> list[forms.Piece]:
    """A headscarf: it frames the face and falls on the shoulders."""
    cloth = HAIR
    columns = 28

    def line(a: float) -> float:
        return -0.55 + 1.18 * min(1.0, 1.9 * _front(a))

    def thick(a: float, share: float) -> float:
        return 0.016 + 0.006 * math.sin(math.pi * share) + 0.006 * (1 - _front(a))

    rows = []
    for y, wide, deep in ((1.355, 0.168, 0.142), (1.37, 0.160, 0.136), (1.42, 0.118, 0.112), (1.47, 0.098, 0.100), (1.53, 0.112, 0.118), (1.60, 0.121, 0.130)):
        full = np.linspace(0, 2 * math.pi, columns, endpoint=False)
        share = np.clip((y - 1.46) / 0.06, 0, 1)
        turns = np.linspace(start := math.radians(38 + 420 * max(0.0, y - 1.50)), 2 * math.pi - start, columns)
        around = full * (1 - share) + turns * share
        rows.append(np.stack([wide * np.sin(around), np.full(columns, y), deep * np.cos(around) - 0.008], axis=1)[::-1])
    return [_cap(line, thick, 28, 9, cloth), forms.grid(rows, 0.92 * cloth, caps=False)]


def _beard(low: float, thick_m: float) -> list[forms.Piece]:
    rows = []
    azimuths = np.linspace(-1.35, 1.35, 17)
    for share in np.linspace(0, 1, 7):
        top = -0.14 - 0.34 * np.exp(-((azimuths / 0.62) ** 2)) + 0.42 * np.clip((np.abs(azimuths) - 0.9) / 0.45, 0, 1)
        height = top * (1 - share) + low * share
        bulge = thick_m * math.sin(math.pi * min(1.0, 0.12 + 0.86 * share)) * (0.35 + 0.65 * np.cos(azimuths * 0.9) ** 2)
        rows.append(head.head_surface(azimuths, np.clip(height, -0.99, 0.6), -0.002 + bulge))
    rows.append(head.head_surface(azimuths, np.full(17, low), -0.012))
    piece = forms.grid(rows, 0.95 * HAIR, closed=False)
    moustache = []
    for x in np.linspace(-0.036, 0.036, 9):
        moustache.append(head.on_face(x, 1.531 - 0.35 * abs(x), 0.004))
    taper = np.array([0.3, 0.7, 1, 1.05, 0.9, 1.05, 1, 0.7, 0.3])
    return [piece, forms.rod(np.array(moustache), (0.0035 + thick_m * 0.15) * taper, 0.9 * HAIR, 6)]


def every() -> dict[str, list[forms.Piece]]:
    """All of them by the names of their shapes."""
    return {
        "hair-parted": parted(),
        "hair-crop": crop(),
        "hair-curls": curls(),
        "hair-bob": bob(),
        "hair-long": long(),
        "hair-bun": bun(),
        "hair-afro": afro(),
        "hair-scarf": scarf(),
        "beard-short": _beard(-0.93, 0.006),
        "beard-full": _beard(-0.97, 0.022),
    }
