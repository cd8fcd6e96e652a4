"""Leather, painted: grain of cells and creases, colour that mottles, gloss that varies; and what other looks change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from modelling import paint
from modelling.mesh import Array
from modelling.scene import Color, Material, srgb

SIZE_PX = 512
TILE_MM = 40.0
"""One tile of the pictures covers this much leather."""


@dataclass(frozen=True)
class Hide:
    """The pictures of a leather: a light grey that options tint, normals, and gloss (G is roughness)."""

    color: paint.Pixels
    normal: paint.Pixels
    gloss: paint.Pixels


def cells(count: int, seed: int, bend: float) -> tuple[Array, Array]:
    """A periodic pattern of about count × count cells: distance from the nearest and to the next centre, in cells."""
    random = np.random.default_rng(seed)
    centres = random.uniform(0.08, 0.92, (count, count, 2))
    y, x = np.meshgrid(*[np.arange(SIZE_PX) / SIZE_PX * count] * 2, indexing="ij")
    x = x + bend * paint.noise(SIZE_PX, 46, seed + 1)
    y = y + bend * paint.noise(SIZE_PX, 46, seed + 2)
    column, row = np.floor(x).astype(int), np.floor(y).astype(int)
    found = []
    for dy in (-1, 0, 1):
        for dx in (-1, 0, 1):
            centre = centres[(row + dy) % count, (column + dx) % count]
            found.append(np.hypot(column + dx + centre[..., 0] - x, row + dy + centre[..., 1] - y))
    nearest = np.sort(np.stack(found), 0)
    return nearest[0], nearest[1]


def hide(grain_mm: float, depth: float, seed: int, unevenness: float = 0.16) -> Hide:
    """Leather whose pebbles are `grain_mm` wide; `depth` is how far the valleys between them show."""
    first, second = cells(round(TILE_MM / grain_mm), seed, 0.35)
    pebbles = paint.step(second - first, 0.0, 0.42)
    fine_first, fine_second = cells(round(TILE_MM / grain_mm * 2.3), seed + 5, 0.3)
    wrinkles = paint.step(fine_second - fine_first, 0.0, 0.3)
    swell = paint.noise(SIZE_PX, 60, seed + 9)  # the hide is never quite flat: highlights break up
    height = depth * (pebbles + 0.35 * wrinkles) + unevenness * swell + 0.012 * paint.noise(SIZE_PX, 1.6, seed + 3)
    mottle = 0.5 * paint.noise(SIZE_PX, 34, seed + 7) + 0.5 * paint.noise(SIZE_PX, 90, seed + 8)
    shade = 238 + 2.2 * mottle + 10 * (pebbles - 0.8) + 5 * (wrinkles - 0.8)
    warm = np.stack([shade + 0.7 * mottle, shade, shade - 0.7 * mottle], -1)
    gloss = 0.62 + 0.05 * mottle - 0.16 * (pebbles - 0.5) + 0.05 * paint.noise(SIZE_PX, 8, seed + 4)
    channels = np.stack([np.ones_like(gloss), np.clip(gloss, 0.2, 1.0), np.zeros_like(gloss)], -1)
    return Hide(paint.pixels(warm), paint.normal_map(height, 3.2), paint.pixels(channels * 255))


def weave(rows: int, seed: int) -> tuple[paint.Pixels, paint.Pixels]:
    """Colour and normals of a plain weave, for laces, loops and cloth linings."""
    size = 128
    y, x = np.meshgrid(np.arange(size) / size * rows, np.arange(size) / size * rows, indexing="ij")
    over = (np.floor(x) + np.floor(y)) % 2
    across = np.sin(np.pi * (x % 1)) ** 0.6 * (0.55 + 0.45 * np.sin(np.pi * (y % 1)))
    along = np.sin(np.pi * (y % 1)) ** 0.6 * (0.55 + 0.45 * np.sin(np.pi * (x % 1)))
    height = np.where(over > 0, across, along) + 0.06 * paint.noise(size, 2, seed)
    shade = 178 + 72 * np.clip(height, 0, 1)
    return paint.pixels(np.repeat(shade[..., None], 3, 2)), paint.normal_map(height, 3.5)


def leather(name: str, color: str, pictures: Hide, roughness: float = 0.8, **more: Any) -> Material:
    """A material of leather; `roughness` scales the gloss picture."""
    return Material(
        name,
        srgb(color),
        roughness,
        picture=pictures.color,
        normal_map=pictures.normal,
        gloss_map=pictures.gloss,
        **more,
    )


Change = Callable[[dict[str, Any]], None]


def napped(sheen: Color, strength: float = 0.6) -> Change:
    """Suede: no gloss of its own, a soft rim of light from its fibres."""

    def change(material: dict[str, Any]) -> None:
        surface = material["pbrMetallicRoughness"]
        surface.pop("metallicRoughnessTexture", None)
        surface["roughnessFactor"] = 0.96
        if "normalTexture" in material:
            material["normalTexture"]["scale"] = strength
        more = material.setdefault("extensions", {})
        more.pop("KHR_materials_clearcoat", None)
        more["KHR_materials_sheen"] = {"sheenColorFactor": list(sheen), "sheenRoughnessFactor": 0.55}
        more["KHR_materials_specular"] = {"specularFactor": 0.25}

    return change


def varnished(strength: float = 0.25) -> Change:
    """Patent leather: a thick clear film over leather that is nearly smooth."""

    def change(material: dict[str, Any]) -> None:
        surface = material["pbrMetallicRoughness"]
        surface.pop("metallicRoughnessTexture", None)
        surface["roughnessFactor"] = 0.38
        if "normalTexture" in material:
            material["normalTexture"]["scale"] = strength
        more = material.setdefault("extensions", {})
        more.pop("KHR_materials_sheen", None)
        more["KHR_materials_clearcoat"] = {"clearcoatFactor": 1.0, "clearcoatRoughnessFactor": 0.06}

    return change
