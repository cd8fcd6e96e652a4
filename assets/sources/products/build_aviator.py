"""Metal aviators in two lens widths: wire rims, double bridge, pads on arms, spring hinges, acetate tips.

Millimetres. The fronts share their hinges and the height that they stand on, so that temples fit both.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.curves import offset, spline
from modelling.mesh import Array, Mesh, box, ellipsoid, joined, revolve, rotation, rounded_rectangle, superellipse, sweep
from modelling.scene import Material, Model, Variant, export, srgb
from products.eyewear import Front, boxed, glass, graded_uv, gradient

# Lens width, lens height and bridge.
SIZES = {"55": (55.0, 47.5, 16.0), "58": (58.0, 50.0, 14.0)}
TEMPLES = {"140": 0.0, "145": 5.0}
BOTTOM = -26.0
BEND, DOME = 230.0, 1 / 92
WIRE = 1.9
HINGE = np.array([68.2, 11.6, -18.6])
TEARDROP = [
    (29.0, 3.0),
    (27.3, 13.5),
    (21.0, 21.0),
    (10.0, 24.4),
    (-4.0, 25.0),
    (-17.0, 23.4),
    (-25.6, 18.8),
    (-28.9, 10.5),
    (-26.8, 1.0),
    (-21.6, -9.5),
    (-13.6, -18.8),
    (-3.0, -24.2),
    (8.5, -24.6),
    (19.0, -19.6),
    (26.0, -9.5),
]


class Size:
    """One lens width: its sheet and the outline of the right lens."""

    def __init__(self, name: str) -> None:
        """Take the measures of a size."""
        width, height, bridge = SIZES[name]
        self.middle = np.array([(bridge + width) / 2, BOTTOM + height / 2])
        self.front = Front(BEND, DOME, (float(self.middle[0]), float(self.middle[1])))
        self.scale = np.array([width / 58.0, height / 50.0])
        self.lens = boxed(TEARDROP, (width, height), 110) + self.middle

    def at(self, x: float, y: float) -> Array:
        """A place given on the teardrop of 58 mm, (x, y)."""
        return np.array([x, y]) * self.scale + self.middle

    def place(self, x: float, y: float, lift: float = 0.0) -> Array:
        """The same in space."""
        return self.front.on(self.at(x, y)[None], lift)[0]

    def rim(self) -> Array:
        """The middle of the right rim's wire."""
        return self.front.on(offset(self.lens, 0.45))

    def on_rim(self, x: float, y: float) -> Array:
        """The place of the wire that is nearest."""
        wire = self.rim()
        return wire[np.argmin(np.linalg.norm(wire[:, :2] - self.at(x, y), axis=1))].copy()


def rim(size: Size) -> Mesh:
    """The right rim: a drawn wire around the lens."""
    return sweep(size.rim(), superellipse(WIRE, 2.4, 2.3, 16), closed=True, up=(0, 0, 1.0))


def arch(half: list[Array]) -> Array:
    """A smooth curve through points of the right half and their mirror images."""
    return spline([*half, *(point * [-1, 1, 1] for point in half[::-1])], 34)


def bridges(size: Size) -> list[Mesh]:
    """The saddle between the lenses and the bar above it."""
    inner, tangent, brow = size.place(-28.6, 12.0), size.on_rim(-7.0, 25.0), size.on_rim(-12.5, 25.0)
    saddle = arch([inner, inner * [0.72, 1, 0] + [0, 2.6, 0.9], inner * [0.32, 1, 0] + [0, 4.6, 1.9]])
    brow[1] = tangent[1] - 0.1
    bar = arch([tangent, brow, brow * [0.62, 1, 0] + [0, 0, 0.6], brow * [0.28, 1, 0] + [0, 0, 1.3]])

    def section(t: float) -> Array:
        return superellipse(*[np.interp(min(t, 1 - t), [0, 0.12], [1.3, 1.9])] * 2, 2.0, 12)

    return [
        sweep(saddle, rounded_rectangle(1.7, 2.2, 0.7, 3), up=(0, 1.0, 0)),
        sweep(bar, section, up=(0, 1.0, 0), round_ends=0.6),
    ]


def arm(size: Size) -> Mesh:
    """The right pad's arm: a thin wire that leaves the rim backwards, turns and carries the pad's box."""
    start = size.on_rim(-25.5, -3.6) + [0, 0, -0.7]
    end = pad_middle() + [0.9, 0.6, 0.9]
    path = spline(
        [start, start + [-0.6, -0.3, -2.6], (start + end) / 2 + [1.4, -1.6, -3.6], end + [1.2, -0.8, -0.4], end], 24
    )
    socket = box((1.9, 3.4, 2.6), 0.5).moved(end + [-0.1, 0, 0], rotation("y", 28))
    return joined([sweep(path, superellipse(1.0, 1.0, 2.0, 8), round_ends=0.2), socket])


def pad_middle() -> Array:
    """Where the right pad sits: the same nose for both sizes."""
    return np.array([9.2, -6.2, -8.2])


def pad() -> Mesh:
    """The right pad, a soft drop that lies along the nose."""
    turn = rotation("y", 30) @ rotation("z", 16)
    return ellipsoid((1.35, 6.9, 3.7), 16, 24, 2.2).moved(pad_middle(), turn)


def end_piece(size: Size) -> Mesh:
    """From the right rim back to the hinge, with the block that closes the rim and its screw."""
    start = size.on_rim(28.2, 9.5)
    knee = np.array([HINGE[0] - 0.9, HINGE[1], start[2] - 2.6])
    way = [start + [0, 0, -0.5], (start + knee) / 2 + [0.5, 0.3, 0.6], knee, HINGE + [0, 0, 4.0], HINGE + [0, 0, 0.6]]

    def section(t: float) -> Array:
        thick, tall = np.interp(t, [0, 0.3], [1.1, 1.6]), np.interp(t, [0, 0.35, 1], [1.9, 3.2, 3.6])
        return rounded_rectangle(thick, tall, 0.5, 3)

    strap = sweep(spline(way, 26), section, up=(0, 1.0, 0), round_ends=0.3)
    block = box((2.6, 5.6, 3.0), 0.6, 2).moved(start + [0.9, -0.2, -1.3], rotation("y", 30))
    screw = revolve([(0.0, -3.3), (0.75, -3.2), (0.85, -2.9), (0.85, 2.9), (0.75, 3.2), (0.0, 3.3)], 14, "y")
    return joined([strap, block, screw.moved(start + [1.3, -0.2, -2.0])])


def hinge() -> Mesh:
    """Three barrels, their screw, and the sleeve that hides the spring."""
    parts = []
    for k in range(3):
        profile = [(0.0, -0.62), (1.25, -0.62), (1.45, -0.42), (1.45, 0.42), (1.25, 0.62), (0.0, 0.62)]
        parts.append(revolve(np.array(profile), 18, "y", sharp=True).moved(HINGE + [-0.9, (k - 1) * 1.34, -0.8]))
    parts.append(revolve([(0.0, -2.5), (0.7, -2.4), (0.7, 2.4), (0.9, 2.5), (0.0, 2.7)], 12, "y").moved(
        HINGE + [-0.9, 0, -0.8]
    ))
    sleeve = [HINGE + [-0.2, 0, -1.6], HINGE + [0.1, 0, -8.0], HINGE + [0.25, 0, -14.5]]
    parts.append(sweep(spline(sleeve, 10), rounded_rectangle(2.9, 3.8, 1.0, 3), up=(0, 1.0, 0), round_ends=0.8))
    return joined(parts)


def temple_path(longer: float) -> Array:
    """The right temple from the sleeve over the ear to its end; the bend lies `longer` behind that of 140 mm."""
    back = [(68.4, 11.6, -30.0), (69.2, 11.6, -58.0), (69.4, 11.1, -86.0)]
    drop = [(69.2, 7.6, -109.4), (68.5, 0.6, -122.4), (67.2, -10.6, -132.4), (65.6, -24.2, -141.4)]
    moved = [(x, y, z - longer) for x, y, z in drop]
    return spline([*back, *moved], 80)


def temple(longer: float) -> tuple[Mesh, Mesh]:
    """The right temple's rod and its tip."""
    path = temple_path(longer)
    rod = sweep(path[:42], rounded_rectangle(1.3, 2.6, 0.55, 3), up=(0, 1.0, 0.05), round_ends=0.4)

    def section(t: float) -> Array:
        thick = np.interp(t, [0, 0.12, 1], [2.0, 2.9, 3.0])
        tall = np.interp(t, [0, 0.12, 0.5, 0.85, 1], [3.0, 4.2, 5.2, 6.2, 5.6])
        return superellipse(thick, tall, 2.6, 16)

    tip = sweep(path[36:], section, up=(0, 1.0, 0.05), round_ends=2.4, uv_scale=(1.0, 0.4))
    return rod, tip


def brow_bar(size: Size) -> Mesh:
    """The bar of acetate that lies over the upper bridge."""
    start = size.place(-12.0, 25.6, 1.0)
    path = arch([start, start * [0.66, 1, 0] + [0, 0.9, 2.0], start * [0.3, 1, 0] + [0, 1.2, 2.5]])

    def section(t: float) -> Array:
        return superellipse(3.0, np.interp(abs(t - 0.5) * 2, [0, 0.7, 1], [4.6, 4.4, 3.0]), 2.8, 18)

    return sweep(path, section, up=(0, 1.0, 0), round_ends=1.6)


def lenses(size: Size) -> Mesh:
    """Both lenses in the middle of their rims."""
    right = size.front.plate(offset(size.lens, 0.1), 1.8, 0.2, 4.0)
    graded_uv(right, size.lens.min(0), size.lens.max(0))
    return right.with_mirror()


LENSES = {
    "clear": glass("#f0f4f2"),
    "green": glass("#76816c"),
    "grey": glass("#8e9296"),
    "gradient-brown": glass("#e9c39c", graded=True),
    "gradient-rose": glass("#f0b3b0", graded=True),
    "mirror-silver": glass("#c9ced3", mirror=0.72),
    "mirror-gold": glass("#e6c07a", mirror=0.72),
}


def model() -> Model:
    """The aviators standing on rims and tips."""
    metal = Material("metal", srgb("#e6c88c"), 0.2, metallic=1.0)
    tips = Material("tips", srgb("#4a2a16"), 0.18, clearcoat=0.5, clearcoat_roughness=0.05)
    bar = Material("brow-bar", srgb("#4a2a16"), 0.18, clearcoat=0.5, clearcoat_roughness=0.05)
    pads = Material("nose-pads", srgb("#ded9d0"), 0.3, clearcoat=0.4)
    lens = Material("lens", (1, 1, 1), 0.02, transmission=1.0, picture=gradient(0.22, 0.95))
    aviator = Model("aviator", 0.001)
    for name in SIZES:
        size = Size(name)
        wires = [part.with_mirror() for part in (rim(size), arm(size), end_piece(size))]
        aviator.add(f"front-{name}", metal, *wires, *bridges(size))
        aviator.add(f"lenses-{name}", lens, lenses(size))
        aviator.add(f"brow-bar-{name}", bar, brow_bar(size))
    aviator.add("hinges", metal, hinge().with_mirror())
    aviator.add("nose-pads", pads, pad().with_mirror())
    for name, longer in TEMPLES.items():
        rod, tip = temple(longer)
        aviator.add(f"temples-{name}", metal, rod.with_mirror())
        aviator.add(f"temples-{name}", tips, tip.with_mirror())
    return aviator


def build(out: Path) -> None:
    """Write the model."""
    aviator = model()
    aviator.centre()
    export(aviator, out / "model.glb", [Variant(name, {"lens": change}) for name, change in LENSES.items()])
    print(f"aviator: {aviator.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
