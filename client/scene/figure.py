"""A person out of simple solids, with the parts that walk: body, head, arms, legs. Stands on the origin, faces +Z."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from client.scene import solids

if TYPE_CHECKING:
    from showroom.gltf.model import Document, Material, Primitive

Rgb = tuple[float, float, float]

HEIGHT_M = 1.72
ADVISER_COLOUR: Rgb = (0.012, 0.145, 0.118)
# Calm clothes, linear light.
COLOURS: tuple[Rgb, ...] = (
    (0.42, 0.10, 0.07),
    (0.06, 0.13, 0.30),
    (0.48, 0.33, 0.10),
    (0.14, 0.20, 0.10),
    (0.28, 0.11, 0.26),
    (0.52, 0.46, 0.38),
    (0.05, 0.22, 0.30),
    (0.30, 0.30, 0.32),
)
_SKINS: tuple[Rgb, ...] = ((0.72, 0.47, 0.35), (0.50, 0.29, 0.19), (0.25, 0.13, 0.08), (0.80, 0.58, 0.46))
_HAIRS: tuple[Rgb, ...] = ((0.05, 0.03, 0.02), (0.18, 0.10, 0.05), (0.45, 0.30, 0.14), (0.20, 0.20, 0.20))


def look_of(visitor_id: str) -> tuple[int, int, int]:
    """Which clothes, skin and hair somebody has: the same every time, out of the id."""
    digest = hashlib.sha256(visitor_id.encode()).digest()
    return digest[0] % len(COLOURS), digest[1] % len(_SKINS), digest[2] % len(_HAIRS)


def model_of(visitor_id: str, count: int) -> int:
    """Which of `count` models somebody wears: the same every time, and all of them equally often."""
    return int.from_bytes(hashlib.sha256(visitor_id.encode()).digest()[3:11], "big") % count


def figure_document(look: tuple[int, int, int], *, adviser: bool) -> Document:
    """The figure; an adviser wears the shop's colour and a badge."""
    clothes = solids.matt("clothes", *(ADVISER_COLOUR if adviser else COLOURS[look[0]]), 0.85)
    skin = solids.matt("skin", *_SKINS[look[1]], 0.55)
    hair = solids.matt("hair", *_HAIRS[look[2]], 0.7)
    trousers = solids.matt("trousers", 0.045, 0.05, 0.065, 0.9)
    shoes = solids.matt("shoes", 0.75, 0.74, 0.72, 0.6)
    eyes = solids.matt("eyes", 0.012, 0.011, 0.01, 0.2)
    nodes = [
        solids.node("body", _torso(clothes, skin, adviser=adviser), (0.0, 0.86, 0.0)),
        solids.node("head", _head(skin, hair, eyes), (0.0, 1.43, 0.0)),
    ]
    for side, name in ((1.0, "left"), (-1.0, "right")):
        nodes.append(solids.node(f"arm_{name}", _arm(clothes, skin), (0.225 * side, 1.365, 0.0)))
        nodes.append(solids.node(f"leg_{name}", _leg(trousers, shoes), (0.095 * side, 0.88, 0.0)))
    return solids.document(nodes)


def _torso(clothes: Material, skin: Material, *, adviser: bool) -> list[Primitive]:
    profile = [
        (0.0, -0.06), (0.125, -0.055), (0.158, 0.0), (0.150, 0.12), (0.155, 0.24), (0.182, 0.38),
        (0.190, 0.45), (0.165, 0.515), (0.095, 0.55), (0.058, 0.56), (0.0, 0.562),
    ]  # fmt: skip
    parts = [solids.lathe(profile, clothes, squash=0.68), solids.capsule(0.52, 0.66, 0.052, 0.05, skin)]
    if adviser:
        badge = solids.matt("badge", 0.9, 0.9, 0.88, 0.3)
        parts.append(solids.box((0.075, 0.40, 0.127), (0.034, 0.022, 0.006), badge))
    return parts


def _head(skin: Material, hair: Material, eyes: Material) -> list[Primitive]:
    parts = [solids.ellipsoid((0.0, 0.15, 0.0), (0.092, 0.128, 0.105), skin, rows=20)]
    parts.append(solids.ellipsoid((0.0, 0.185, -0.018), (0.099, 0.108, 0.104), hair, rows=18))
    parts.append(solids.ellipsoid((0.0, 0.135, 0.104), (0.011, 0.016, 0.012), skin, rows=8))
    parts.extend(
        solids.ellipsoid((side * 0.034, 0.155, 0.0925), (0.0105, 0.0125, 0.007), eyes, rows=8) for side in (1, -1)
    )
    return parts


def _arm(clothes: Material, skin: Material) -> list[Primitive]:
    return [
        solids.capsule(-0.50, 0.045, 0.042, 0.056, clothes),
        solids.ellipsoid((0.0, -0.545, 0.012), (0.040, 0.068, 0.046), skin, rows=12),
    ]


def _leg(trousers: Material, shoes: Material) -> list[Primitive]:
    return [
        solids.capsule(-0.82, 0.05, 0.058, 0.092, trousers),
        solids.ellipsoid((0.0, -0.835, 0.045), (0.058, 0.052, 0.125), shoes, rows=12),
    ]
