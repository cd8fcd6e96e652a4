"""A running shoe for the right foot, 290 mm long: knit upper, welded overlays, two-part sole, laces tied in a bow.

Millimetres, toe to +Z, medial (inner) side to +X. The upper is a ring: u runs around the foot (heel, inner side, toe,
outer side), v rises from the sole's edge to the opening. So it has no pole, and overlays are outlines in (u, v).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling import paint
from modelling.scene import Material, Model, export, srgb
from products.runner.sole import inserts, midsole, outsole
from products.runner.upper import (
    crossed_laces,
    eyestay,
    heel_cup,
    heel_tab,
    inside_lining,
    padded_collar,
    padded_tongue,
    rings,
    seams,
    stripes,
    toe_cap,
    tongue_label,
    upper,
    welded,
)


def knit() -> tuple[paint.Pixels, paint.Pixels]:
    """Colour (a grey that options tint) and normals of a knit: rows of V-shaped loops; one tile is 16 mm."""
    size, columns, rows = 256, 8, 8
    y, x = np.meshgrid(np.arange(size) / size, np.arange(size) / size, indexing="ij")
    cx, cy = (x * columns) % 1 - 0.5, y * rows
    slant = (cy + np.abs(cx) * 0.9) % 1
    strand = np.exp(-(((slant - 0.5) / 0.26) ** 2)) * (0.55 + 0.45 * np.cos(np.pi * (np.abs(cx) - 0.25) * 2.4))
    gap = np.exp(-((np.abs(cx) / 0.07) ** 2)) * 0.55 + np.exp(-(((np.abs(cx) - 0.5) / 0.05) ** 2)) * 0.35
    height = strand - gap + 0.05 * paint.noise(size, 3, 2)
    shade = 178 + 77 * np.clip(height, -0.2, 1.0)
    return paint.pixels(np.repeat(shade[..., None], 3, 2)), paint.normal_map(height, 7.0)


def model() -> Model:
    """The shoe on the ground."""
    color, normal = knit()
    main = Material(
        "upper",
        srgb("#d8dbdd"),
        0.85,
        sheen=(0.25, 0.25, 0.27),
        sheen_roughness=0.5,
        picture=color,
        normal_map=normal,
        normal_scale=0.8,
    )
    # Films are seen from behind when the shoe is taken apart.
    overlay = Material("overlay", srgb("#1d2b4a"), 0.42, double_sided=True)
    stripe = Material("stripe", srgb("#f2562f"), 0.38, double_sided=True)
    foam = Material("midsole", srgb("#f4f3ee"), 0.62)
    insert = Material("insert", srgb("#1d2b4a"), 0.5)
    rubber = Material("outsole", srgb("#23252a"), 0.7)
    lace_cloth = Material("laces", srgb("#f1f1ee"), 0.8, sheen=(0.2, 0.2, 0.2), normal_map=normal, normal_scale=0.5)
    soft = Material("lining", srgb("#2a2f3a"), 0.95, sheen=(0.12, 0.12, 0.14), normal_map=normal, normal_scale=0.6)
    tab = Material("heel-tab", srgb("#f2562f"), 0.6)
    thread = Material("stitching", srgb("#e9e9e4"), 0.7)
    metal = Material("eyelets", srgb("#2b2d31"), 0.35, metallic=1.0)
    shoe = Model("runner", 0.001, reach=22.0)
    shoe.add("upper", main, upper(), padded_tongue())
    shoe.add("overlays", overlay, welded(toe_cap(), 0.9), welded(heel_cup(), 0.9), welded(eyestay(), 1.2))
    shoe.add("stripes", stripe, *[welded(loop, 0.55) for loop in stripes()])
    shoe.add("lining", soft, padded_collar(), inside_lining())
    shoe.add("midsole", foam, midsole())
    shoe.add("midsole", insert, inserts())
    shoe.add("outsole", rubber, outsole())
    shoe.add("laces", lace_cloth, crossed_laces())
    shoe.add("heel-tab", tab, heel_tab(), tongue_label())
    shoe.add("stitching", thread, seams())
    shoe.add("eyelets", metal, rings())
    return shoe


def build(out: Path) -> None:
    """Write the model."""
    shoe = model()
    shoe.centre()
    export(shoe, out / "model.glb")
    print(f"runner: {shoe.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
