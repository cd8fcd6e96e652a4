"""A leather court shoe for the right foot: panels with thickness and painted edges on a stitched cup sole.

Millimetres, toe to +Z, the inner side to +X.
"""

from __future__ import annotations

from pathlib import Path

from modelling.scene import Material, Model, Variant, export, srgb
from products.court import sole, upper
from products.footwear.leather import hide, leather, napped, varnished, weave


def model() -> Model:
    """The shoe on the ground."""
    grain = hide(1.7, 0.8, 4)
    cloth, threads = weave(8, 2)
    main = leather("upper", "#f2f0ea", grain)
    panels = leather("panels", "#f2f0ea", grain)
    tab = leather("heel-tab", "#1f4a38", grain)
    soft = leather("lining", "#d9c7a8", grain, 1.0, normal_scale=0.6)
    edges = Material("edges", srgb("#cfc6b4"), 0.7)
    thread = Material("stitching", srgb("#efece4"), 0.65)
    lace_cloth = Material("laces", srgb("#f4f3ef"), 0.85, sheen=(0.15, 0.15, 0.15), picture=cloth, normal_map=threads)
    straps = leather("straps", "#f2f0ea", grain)
    cup = Material("sole", srgb("#f1eee6"), 0.55)
    rubber = Material("outsole", srgb("#e8e2d2"), 0.65)
    line = Material("line", srgb("#1f4a38"), 0.5)
    metal = Material("eyelets", srgb("#c9c9c6"), 0.3, metallic=1.0)
    shoe = Model("court", 0.001, reach=22.0)
    shoe.optional = {"body-perforated": {"body-plain"}, "bands": set(), "straps": {"laces", "eyelets"}}
    for suffix, perforated in (("plain", False), ("perforated", True)):
        pieces = [upper.vamp(perforated=perforated), *upper.quarters(perforated=perforated)]
        shoe.add(f"body-{suffix}", main, *[one.face for one in pieces])
        shoe.add(f"body-{suffix}", edges, *[one.edge for one in pieces])
    shoe.add("body-perforated", Material("backing", srgb("#1a1613"), 0.95), upper.backing())
    pieces = [*upper.facings(), upper.counter(), upper.backstay()]
    shoe.add("panels", panels, *[one.face for one in pieces])
    shoe.add("panels", edges, *[one.edge for one in pieces])
    back = upper.heel_tab()
    shoe.add("heel-tab", tab, back.face, upper.tongue_label())
    shoe.add("heel-tab", edges, back.edge)
    blades = upper.bands()
    shoe.add("bands", tab, *[one.face for one in blades])
    shoe.add("bands", edges, *[one.edge for one in blades])
    shoe.add("bands", thread, upper.band_seams())
    shoe.add("tongue", main, upper.padded_tongue())
    shoe.add("lining", soft, upper.padded_collar(), upper.inside_lining())
    shoe.add("stitching", thread, upper.seams(), sole.channel_thread())
    shoe.add("laces", lace_cloth, upper.laces())
    shoe.add("eyelets", metal, upper.rings())
    shoe.add("straps", straps, upper.straps())
    shoe.add("straps", thread, upper.strap_seams())
    shoe.add("sole", cup, sole.cup())
    shoe.add("sole", line, sole.line())
    shoe.add("sole", rubber, sole.outsole())
    return shoe


LEATHERS = ("upper", "panels", "heel-tab", "straps")


def finishes() -> list[Variant]:
    """The whole-model variants; the file's own materials are grained."""
    suede, patent = napped((0.12, 0.11, 0.1), 0.9), varnished()
    return [
        Variant("grained"),
        Variant("suede", dict.fromkeys(LEATHERS, suede)),
        Variant("patent", dict.fromkeys(LEATHERS, patent)),
    ]


def build(out: Path) -> None:
    """Write the model."""
    shoe = model()
    shoe.centre()
    export(shoe, out / "model.glb", finishes())
    print(f"court: {shoe.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
