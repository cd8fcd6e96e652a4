"""An ankle boot for the right foot: two pieces of calf, elastic gores, a welted sole in leather or rubber.

Millimetres, toe to +Z, the inner side to +X.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling import paint
from modelling.scene import Material, Model, Variant, export, srgb
from products.chelsea import sole, upper
from products.footwear.leather import hide, leather, napped, varnished, weave


def elastic() -> tuple[paint.Pixels, paint.Pixels]:
    """Colour and normals of a ribbed elastic; its ribs run up the boot."""
    size = 128
    y, x = np.meshgrid(*[np.arange(size) / size] * 2, indexing="ij")
    rib = np.abs(np.sin(np.pi * x * 8)) ** 0.7
    height = rib + 0.25 * np.sin(2 * np.pi * (y * 32 + np.floor(x * 8) * 0.5)) * rib
    shade = 150 + 90 * np.clip(height, 0, 1)
    return paint.pixels(np.repeat(shade[..., None], 3, 2)), paint.normal_map(height, 5.0)


def model() -> Model:
    """The boot on the ground."""
    calf = hide(1.15, 0.42, 12, 0.08)
    cloth, threads = weave(10, 2)
    ribs, ribbed = elastic()
    main = leather("upper", "#5a2f19", calf, 0.7, clearcoat=0.06, clearcoat_roughness=0.4)
    soft = leather("lining", "#b58a5c", calf, 1.0, normal_scale=0.6)
    edges = Material("edges", srgb("#2a170d"), 0.6)
    gore = Material("gores", srgb("#1b1512"), 0.9, sheen=(0.1, 0.1, 0.1), picture=ribs, normal_map=ribbed)
    webbing = Material("loops", srgb("#1b1512"), 0.9, sheen=(0.1, 0.1, 0.1), picture=cloth, normal_map=threads)
    thread = Material("stitching", srgb("#8a6038"), 0.65)
    strip = leather("welt", "#7a4a28", calf, 0.75)
    leather_sole = leather("sole-leather", "#6b4023", calf, 0.7, normal_scale=0.5)
    rubber = Material("rubber", srgb("#18181a"), 0.7)
    boot = Model("chelsea", 0.001, reach=26.0)
    boot.optional = {
        "cap": set(), "brogue": set(), "loop-back": set(), "loop-front": set(), "sole-lug": {"sole-leather"},
    }  # fmt: skip
    for node, pieces in (
        ("upper", [upper.vamp(), upper.quarter(), upper.backstay()]),
        ("cap", [upper.toe_cap(brogue=False)]),
        ("brogue", [upper.toe_cap(brogue=True)]),
    ):
        boot.add(node, main, *[one.face for one in pieces])
        boot.add(node, edges, *[one.edge for one in pieces])
    boot.add("cap", thread, upper.cap_seams())
    boot.add("brogue", thread, upper.cap_seam())
    boot.add("gores", gore, upper.gores())
    boot.add("upper", main, upper.top_edge())
    boot.add("lining", soft, upper.inside_lining())
    boot.add("stitching", thread, upper.seams())
    behind, before = upper.loops()
    boot.add("loop-back", webbing, behind)
    boot.add("loop-front", webbing, before)
    boot.add("welt", strip, sole.welt())
    boot.add("welt-thread", thread, sole.welt_thread())
    boot.add("sole-leather", leather_sole, sole.leather_sole(), sole.heel_stack())
    boot.add("sole-leather", rubber, sole.heel_rubber())
    boot.add("sole-lug", rubber, sole.lug_sole())
    return boot


def finishes() -> list[Variant]:
    """The whole-model variants; the file's own upper is polished calf."""
    return [
        Variant("calf"),
        Variant("suede", {"upper": napped((0.12, 0.11, 0.1), 0.9)}),
        Variant("patent", {"upper": varnished(0.2)}),
    ]


def build(out: Path) -> None:
    """Write the model."""
    boot = model()
    boot.centre()
    export(boot, out / "model.glb", finishes())
    print(f"chelsea: {boot.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
