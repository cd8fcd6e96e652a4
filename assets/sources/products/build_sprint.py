"""Wrapped sport sunglasses: a brow of TR90, two big lenses below it, rubber on nose and ears; a rim all around if wanted.

Millimetres. Everything of the front lies on one sheet; its z follows from x and y.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.curves import offset, spline
from modelling.mesh import Array, Mesh, box, ellipsoid, joined, revolve, rotation, rounded_rectangle, superellipse, sweep
from modelling.scene import Material, Model, Variant, export, srgb
from products.eyewear import Front, boxed, domed, glass, graded_uv, gradient

FRONT = Front(172.0, 1 / 265, (0.0, 0.0))
LENS_SIZE, LENS_MIDDLE = (56.0, 39.0), np.array([37.6, -1.6])
DOME = 3.2
LENS = [
    (28.0, 5.5),
    (26.4, 12.2),
    (19.0, 16.4),
    (6.0, 18.8),
    (-9.0, 19.2),
    (-21.0, 17.2),
    (-27.4, 12.0),
    (-27.6, 5.0),
    (-24.0, -4.0),
    (-18.0, -12.5),
    (-9.0, -18.2),
    (3.0, -19.6),
    (14.5, -17.6),
    (23.0, -11.8),
    (27.2, -3.5),
]
HINGE = np.array([68.9, 8.4, -31.5])
TEMPLE = [
    (68.9, 8.4, -32.1),
    (69.9, 8.6, -50.5),
    (69.8, 8.4, -72.5),
    (69.0, 6.6, -93.5),
    (67.9, 0.6, -110.5),
    (66.6, -8.0, -122.5),
    (65.4, -16.6, -131.5),
]


def lens_loop() -> Array:
    """The right lens' outline."""
    return boxed(LENS, LENS_SIZE, 120) + LENS_MIDDLE


def lenses() -> Mesh:
    """Both lenses."""
    loop = lens_loop()
    right = domed(FRONT.plate(loop, 2.0, 0.45, 3.6), LENS_MIDDLE, LENS_SIZE, DOME)
    graded_uv(right, loop.min(0), loop.max(0))
    return right.with_mirror()


def brow() -> Mesh:
    """The frame over both lenses, from hinge to hinge; its ends grow into the temples."""
    flat = np.array([(62.0, 14.2), (52.0, 16.8), (40.0, 18.2), (26.0, 18.2), (14.0, 16.2), (6.0, 13.7), (0.0, 12.9)])
    on_sheet = FRONT.on(flat, -0.3)
    half = np.concatenate([[HINGE + [0, 0, 0.5], HINGE + [-0.1, 0.2, 6.0], (66.8, 11.0, -20.6)], on_sheet])
    path = spline(np.concatenate([half, half[-2::-1] * [-1, 1, 1]]), 130)

    def section(t: float) -> Array:
        side = abs(t - 0.5) * 2
        tall = np.interp(side, [0, 0.08, 0.2, 0.55, 0.8, 1], [7.0, 6.4, 5.0, 5.2, 7.0, 8.8])
        thick = np.interp(side, [0, 0.1, 0.3, 0.7, 0.9, 1], [4.4, 4.2, 3.8, 4.0, 4.0, 4.0])
        return superellipse(thick, tall, 3.2, 22)

    return sweep(path, section, up=(0, 1.0, 0), round_ends=0.5)


def nose_arms() -> Mesh:
    """What carries the pads: two curved arms behind the lenses."""
    path = spline([(2.2, 12.4, -1.6), (6.0, 9.6, -3.2), (9.2, 3.8, -4.6), (12.0, -4.6, -5.6)], 24)

    def section(t: float) -> Array:
        return superellipse(np.interp(t, [0, 1], [3.6, 2.4]), np.interp(t, [0, 1], [4.2, 3.2]), 2.6, 14)

    return sweep(path, section, up=(0, 0, 1.0), round_ends=1.0).with_mirror()


def pads(low: bool) -> Mesh:
    """Rubber pads; those for a low bridge are fuller and stand nearer to each other."""
    turn = rotation("y", 34) @ rotation("z", 19)
    radii = (3.0, 8.6, 5.0) if low else (2.0, 8.2, 4.6)
    middle = (9.6, -1.4, -8.0) if low else (10.2, -1.2, -7.4)
    return ellipsoid(radii, 18, 26, 2.3).moved(middle, turn).with_mirror()


def temple_path() -> Array:
    """The right temple, hinge to ear."""
    return spline(TEMPLE, 120)


def tall(t: float) -> float:
    """The temple's height along its way."""
    return float(np.interp(t, [0, 0.12, 0.4, 0.62, 0.85, 1], [8.6, 8.0, 6.2, 5.6, 6.0, 5.4]))


def blade_thick(t: float | Array) -> Array:
    """The blade's thickness along its way."""
    return np.interp(t, [0, 0.2, 1], [4.2, 3.2, 2.6])


def temple() -> Mesh:
    """The right temple's blade, which ends within its rubber."""
    path = temple_path()

    def section(t: float) -> Array:
        return superellipse(float(blade_thick(t)), tall(t * 0.68), 3.0, 20)

    return sweep(path[:82], section, up=(0, 1.0, 0.05), round_ends=0.6)


def sleeve() -> Mesh:
    """The rubber over the temple's end, with ribs that hold on to hair."""
    path = temple_path()[62:]

    def section(t: float) -> Array:
        rib = 0.28 * max(np.sin(t * 2 * np.pi * 9), 0.0) if 0.12 < t < 0.78 else 0.0
        swell = np.interp(t, [0, 0.06, 1], [0.1, 0.7, 0.5])
        width = np.interp(t, [0, 0.3, 1], [2.9, 3.2, 3.4])
        return superellipse(width + swell + rib * 2, tall(0.52 + t * 0.48) + swell + rib, 2.8, 20)

    fine = spline(path, 132)
    return sweep(fine, section, up=(0, 1.0, 0.05), round_ends=1.8)


def accent() -> Mesh:
    """A stripe let into the outside of the right temple."""
    path = temple_path()[6:52]
    path[:, 0] += blade_thick(np.arange(6, 52) / 81) / 2

    def section(t: float) -> Array:
        return rounded_rectangle(0.8, np.interp(t, [0, 0.2, 1], [1.6, 3.2, 1.0]), 0.3, 2)

    return sweep(path, section, up=(0, 1.0, 0.05), round_ends=0.8)


def hinge() -> Mesh:
    """The right hinge's tongue and its screw, seen from above and below."""
    tongue = box((1.9, 4.6, 5.0), 0.5).moved(HINGE + [-1.3, 0, 0])
    screw = revolve([(0.0, -4.6), (1.0, -4.5), (1.15, -4.2), (1.15, 4.2), (1.0, 4.5), (0.0, 4.6)], 18, "y")
    return joined([tongue, screw.moved(HINGE + [-1.1, 0, 1.6])])


def lower_rims() -> Mesh:
    """The rims that close around the lenses."""
    path = FRONT.on(offset(lens_loop(), 0.5))
    return sweep(path, superellipse(2.8, 4.0, 3.0, 16), closed=True, up=(0, 0, 1.0)).with_mirror()


LENSES = {
    "clear": glass("#f0f4f2"),
    "grey": glass("#7f8489"),
    "amber": glass("#dc9a4a"),
    "gradient": glass("#b9c3cc", graded=True),
    "mirror-blue": glass("#78abee", mirror=0.8, film_nm=420.0),
    "mirror-red": glass("#f4564a", mirror=0.8),
    "mirror-silver": glass("#c9ced3", mirror=0.8),
}


def model() -> Model:
    """The sunglasses standing on lenses and temple ends."""
    frame = Material("frame", srgb("#202124"), 0.42)
    rubber = Material("rubber", srgb("#26272b"), 0.78)
    stripe = Material("accent", srgb("#e4572e"), 0.35)
    steel = Material("hinges", srgb("#b9bcc1"), 0.3, metallic=1.0)
    lens = Material("lens", (1, 1, 1), 0.02, transmission=1.0, picture=gradient(0.3, 0.95))
    glasses = Model("sprint", 0.001)
    glasses.add("brow", frame, brow(), nose_arms())
    glasses.add("temples", frame, temple().with_mirror())
    glasses.add("temples", rubber, sleeve().with_mirror())
    glasses.add("temples", stripe, accent().with_mirror())
    glasses.add("hinges", steel, hinge().with_mirror())
    glasses.add("pads-regular", rubber, pads(low=False))
    glasses.add("pads-low", rubber, pads(low=True))
    glasses.add("rims", frame, lower_rims())
    glasses.add("lenses", lens, lenses())
    return glasses


def build(out: Path) -> None:
    """Write the model."""
    glasses = model()
    glasses.centre()
    export(glasses, out / "model.glb", [Variant(name, {"lens": change}) for name, change in LENSES.items()])
    print(f"sprint: {glasses.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
