"""Acetate spectacles, 140 mm wide: panto front, two kinds of temples, plain or graded lenses, a sun clip.

Millimetres. The front is a flat outline on a bent sheet; whatever lies on it is given as x and y seen from the front.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
from modelling import paint
from modelling.curves import mirrored_loop, offset, spline
from modelling.mesh import Mesh, box, ellipsoid, joined, revolve, rotation, rounded_rectangle, superellipse, sweep
from modelling.scene import Material, Model, Variant, export, srgb
from modelling.surface import Surface, piece

THICK = 4.2
BEND_RADIUS = 290.0
DOMAIN = np.array([80.0, 40.0])
LENS_CENTRE = np.array([35.0, -0.5])

OUTER = mirrored_loop(
    [
        (0, 5.0),
        (4.6, 3.6),
        (7.6, -1.5),
        (9.2, -9),
        (13.5, -18),
        (22, -24.6),
        (34, -26.8),
        (47, -24.6),
        (57, -17),
        (62.6, -6),
        (65.4, 3.5),
        (69.6, 8.0),
        (70.3, 14),
        (68.4, 19.4),
        (61, 22.9),
        (50, 24.9),
        (38, 25.4),
        (25, 24.2),
        (14, 20.6),
        (6, 17.2),
        (0, 16.4),
    ]
)
LENS = [
    (59.6, 4.5),
    (58.2, 13),
    (51.5, 19.2),
    (40, 20.8),
    (27, 19.9),
    (16.6, 15.6),
    (11.6, 7),
    (12.2, -4.5),
    (17, -14.8),
    (25.5, -20.6),
    (35.5, -21.9),
    (46, -19.6),
    (54.4, -12.5),
    (58.6, -4),
]


def bend(x: np.ndarray) -> np.ndarray:
    """How far the front lies behind its middle."""
    return -(x**2) / (2 * BEND_RADIUS)


def sheet(dome: float = 0.0, behind: bool = False) -> Surface:
    """The bent sheet over x and y; `dome` is one over the radius that lenses bulge with; `behind` faces backwards."""
    x, y = np.meshgrid(np.linspace(-80, 80, 65), np.linspace(-40, 40, 33), indexing="ij")
    from_lens = (np.abs(x) - LENS_CENTRE[0]) ** 2 + (y - LENS_CENTRE[1]) ** 2
    z = bend(x) - dome * from_lens / 2 + dome * 24**2 / 2
    net = np.stack([x, y, z], -1)
    return Surface(net[:, ::-1] if behind else net, (160.0, 80.0))


def at(loop: np.ndarray, behind: bool = False) -> np.ndarray:
    """Parameters of the sheet for x and y."""
    uv = loop + DOMAIN
    return np.stack([uv[:, 0], 80 - uv[:, 1]], 1) if behind else uv


def plate(
    outer: np.ndarray,
    holes: list[np.ndarray],
    *,
    thick: float,
    lips: tuple[float, float],
    spacing: float,
    dome: float = 0.0,
    shift: float = 0.0,
) -> Mesh:
    """A bent plate with rounded rims: `lips` are the radii in front and behind."""
    halves = []
    straight = (thick - sum(lips)) / 2
    for lip, behind in zip(lips, (False, True), strict=True):
        mesh = piece(
            sheet(dome, behind),
            at(offset(outer, -lip), behind),
            [at(offset(hole, lip), behind) for hole in holes],
            spacing=spacing,
            lift=thick / 2,
            lip=lip,
            depth=straight,
            lip_steps=4 if lip > 0.5 else 2,
            uv_scale=1 / 64,
        )
        halves.append(mesh.moved((0, 0, shift)))
    return joined(halves)


def lens_loop(grow: float = 0.0, count: int = 84) -> np.ndarray:
    """The right lens' outline, grown by a length."""
    return offset(spline(LENS, count, closed=True), grow)


def mirrored(loop: np.ndarray) -> np.ndarray:
    """The left one's, counter-clockwise again."""
    return (loop * [-1, 1])[::-1]


def front() -> Mesh:
    """The acetate front."""
    outer = spline(OUTER, 190, closed=True)
    loop = lens_loop()
    return plate(outer, [loop, mirrored(loop)], thick=THICK, lips=(1.5, 0.8), spacing=5.0)


def lenses() -> Mesh:
    """Both lenses, seated in the rims."""
    right = plate(lens_loop(0.5), [], thick=1.8, lips=(0.2, 0.2), spacing=4.4, dome=1 / 125, shift=-0.9)
    right.uvs = (right.positions[:, :2] - LENS_CENTRE + [25, 22]) / [50, 44]
    left = right.mirrored()
    return joined([right, left])


TEMPLE_PATH = [
    (67.0, 14.2, -10.9),
    (68.6, 14.2, -35),
    (69.6, 13.8, -65),
    (69.6, 12.2, -90),
    (69.2, 6.5, -107),
    (68.0, -6, -122),
    (66.2, -22.0, -134),
]


def rounding(t: float, start: float = 0.94) -> float:
    """How a temple's tip narrows to a half round."""
    return float(np.sqrt(max(1 - (max(t - start, 0) / (1 - start)) ** 2 * 0.8, 0)))


def acetate_temple() -> Mesh:
    """The right temple: tall at the hinge, slim in the middle, a paddle at the tip."""
    path = spline(TEMPLE_PATH, 66)

    def section(t: float) -> np.ndarray:
        tall = np.interp(t, [0, 0.08, 0.35, 0.6, 0.8, 0.93, 1], [11.4, 10.6, 7.4, 6.6, 8.2, 9.0, 8.4])
        thick = np.interp(t, [0, 0.3, 0.6, 1], [4.4, 3.8, 3.4, 3.0])
        return rounded_rectangle(thick, tall * rounding(t), 1.25, 3)

    return sweep(path, section, up=(0.0, 1.0, 0.05), round_ends=2.4, uv_scale=(2.2, 0.45))


def metal_temple() -> tuple[Mesh, Mesh]:
    """The right slim temple: a metal rod and its acetate tip."""
    path = spline(TEMPLE_PATH, 70)
    rod = sweep(path[:58], rounded_rectangle(1.6, 3.0, 0.6, 2), up=(0.0, 1.0, 0.05), round_ends=0.5)
    head = box((3.2, 7.5, 7.0), 0.9).moved((67.1, 14.2, -13.2))
    tip_path = path[48:]

    def section(t: float) -> np.ndarray:
        thick = np.interp(t, [0, 0.3, 1], [2.6, 3.6, 3.2])
        tall = np.interp(t, [0, 0.35, 0.75, 1], [4.2, 6.2, 8.0, 7.6])
        return superellipse(thick, tall * rounding(t, 0.84), 2.6, 16)

    tip = sweep(tip_path, section, up=(0.0, 1.0, 0.05), round_ends=2.2, uv_scale=(0.9, 0.4))
    return joined([rod, head]), tip


def hinge() -> Mesh:
    """Five barrels, a screw and two plates behind the right end piece, and the rivets seen from the front."""
    axis = np.array([63.9, 14.2, -12.0])
    parts = []
    for k in range(5):
        profile = [(0.0, -0.62), (1.35, -0.62), (1.55, -0.42), (1.55, 0.42), (1.35, 0.62), (0.0, 0.62)]
        parts.append(revolve(np.array(profile), 18, "y", sharp=True).moved(axis + [0, (k - 2) * 1.32, 0]))
    parts.append(revolve([(0.0, 4.2), (0.9, 4.0), (1.0, 3.2), (1.0, -3.4), (0.0, -3.6)][::-1], 14, "y").moved(axis))
    parts.append(box((1.0, 5.2, 9.0), 0.35).moved(axis + [1.1, 0, -5.0]))
    parts.append(box((6.4, 5.2, 1.0), 0.35).moved(matrix=rotation("y", 12)).moved(axis + [-0.9, 0, 1.75]))
    for height in (16.6, 11.8):
        x = 65.6
        parts.append(ellipsoid((0.95, 0.95, 0.5), 8, 16).moved((x, height, bend(np.array(x)) + THICK / 2)))
    return joined(parts)


def temple_rivets() -> Mesh:
    """The pins on the outside of the right acetate temple."""
    return joined([ellipsoid((0.42, 0.8, 0.8), 8, 14).moved((69.85, y, -20.0)) for y in (16.0, 12.3)])


def nose_pad() -> Mesh:
    """The right built-in pad."""
    turn = rotation("y", 32) @ rotation("z", 17)
    return ellipsoid((1.5, 6.2, 3.9), 14, 22, 2.3).moved((10.4, -8.2, -5.2), turn)


def clip() -> tuple[Mesh, Mesh]:
    """The sun clip before the front: metal rims, bridge and hooks; and its lenses."""
    lift = THICK / 2 + 1.3
    loop = lens_loop(1.5, 96)
    path = np.column_stack([loop, bend(loop[:, 0]) + lift])
    metal = [sweep(path, superellipse(1.5, 1.7, 3.0, 10), closed=True)]
    for x, y in ((24.0, 24.2), (51.0, 24.7)):
        back = bend(np.array(x))
        hook = spline(
            [
                (x, y - 3.6, back + lift + 0.4),
                (x, y - 1.0, back + lift + 0.3),
                (x, y + 0.75, back + lift - 1.6),
                (x, y + 0.75, back - 1.4),
                (x, y - 1.0, back - 2.7),
            ],
            20,
        )
        metal.append(sweep(hook, superellipse(0.8, 2.0, 3.0, 8), up=(1.0, 0, 0), round_ends=0.3))
    for height, arch in ((13.6, 1.6), (9.2, 1.0)):
        bar = spline(
            [
                (-14, height - 0.8, lift - 0.3),
                (-7, height + arch, lift + 0.5),
                (0, height + arch * 1.3, lift + 0.8),
                (7, height + arch, lift + 0.5),
                (14, height - 0.8, lift - 0.3),
            ],
            30,
        )
        metal.append(sweep(bar, superellipse(1.4, 1.4, 2.0, 10), up=(0, 1.0, 0)))
    metal.append(sweep(path[::-1] * [-1, 1, 1], superellipse(1.5, 1.7, 3.0, 10), closed=True))
    metal += [mesh.mirrored() for mesh in metal[1:3]]
    right = plate(lens_loop(1.4), [], thick=1.0, lips=(0.15, 0.15), spacing=6.0, shift=lift)
    return joined(metal), joined([right, right.mirrored()])


def tortoise() -> paint.Pixels:
    """Havana: honey with brown flames."""
    size = 512
    flow = paint.noise(size, 78, 3) * 0.7 + paint.noise(size, 40, 5, 0.7) * 0.75 + paint.noise(size, 15, 8) * 0.22
    light = paint.noise(size, 34, 11)
    picture = np.zeros((size, size, 3)) + [168, 88, 26]
    picture = paint.mixed(paint.step(light, 0.1, 2.0) * 0.7, picture, (208, 132, 52))
    picture = paint.mixed(paint.step(flow, -0.75, 0.35) * 0.8, picture, (92, 38, 14))
    picture = paint.mixed(paint.step(flow, -0.1, 0.7) * 0.94, picture, (30, 14, 8))
    return paint.pixels(picture)


def gradient() -> paint.Pixels:
    """The tint of a graded lens: dark brown above, nearly clear below (texture rows run downwards)."""
    t = paint.step(np.linspace(0, 1, 128), 0.12, 0.85)[:, None, None]
    top, bottom = np.array([70, 50, 42.0]), np.array([246, 238, 230.0])
    return paint.pixels(np.broadcast_to(top + t * (bottom - top), (128, 16, 3)).copy())


def plain(color: str, **factors: float) -> Any:
    """A change of an acetate material: one colour through and through."""

    def change(material: dict[str, Any]) -> None:
        surface = material["pbrMetallicRoughness"]
        surface.pop("baseColorTexture", None)
        surface["baseColorFactor"] = [*srgb(color), 1.0]
        if "transmission" in factors:
            material.setdefault("extensions", {})["KHR_materials_transmission"] = {
                "transmissionFactor": factors["transmission"]
            }
        surface["roughnessFactor"] = factors.get("roughness", surface.get("roughnessFactor", 0.2))

    return change


def acetates() -> list[Variant]:
    """The whole-model variants; the file's own materials are havana."""
    looks = {
        "havana": None,
        "black": plain("#0d0d0f"),
        "olive": plain("#3c4128"),
        "bordeaux": plain("#4a1018"),
        "crystal": plain("#e9e6e0", transmission=0.72, roughness=0.12),
    }
    names = ("acetate-front", "acetate-temples")
    return [Variant(look, {name: change for name in names} if change else {}) for look, change in looks.items()]


def model() -> Model:
    """The spectacles standing on rims and temple tips."""
    picture = tortoise()
    acetate = Material("acetate-front", (1, 1, 1), 0.16, clearcoat=0.5, clearcoat_roughness=0.04, picture=picture)
    temples = Material("acetate-temples", (1, 1, 1), 0.16, clearcoat=0.5, clearcoat_roughness=0.04, picture=picture)
    metal = Material("metal", srgb("#d8b06a"), 0.22, metallic=1.0)
    pads = Material("nose-pads", srgb("#efe6da"), 0.25, transmission=0.5)
    lens = Material("lens", (0.97, 0.985, 0.98), 0.02, transmission=1.0, ior=1.5)
    graded = Material("lens-gradient", (1, 1, 1), 0.02, transmission=1.0, ior=1.5, picture=gradient())
    sun = Material("clip-lens", srgb("#56604f"), 0.02, transmission=1.0, ior=1.5)
    glasses = Model("acetate", 0.001)
    glasses.add("front", acetate, front())
    glasses.add("hinges", metal, hinge().with_mirror())
    glasses.add("nose-pads", pads, nose_pad().with_mirror())
    glasses.add("temples-acetate", temples, acetate_temple().with_mirror())
    glasses.add("temples-acetate", metal, temple_rivets().with_mirror())
    rod, tip = metal_temple()
    glasses.add("temples-metal", metal, rod.with_mirror())
    glasses.add("temples-metal", temples, tip.with_mirror())
    both = lenses()
    glasses.add("lenses", lens, both)
    glasses.add("lenses-gradient", graded, both)
    rims, dark = clip()
    glasses.add("clip-on", metal, rims)
    glasses.add("clip-on", sun, dark)
    return glasses


def build(out: Path) -> None:
    """Write the model."""
    glasses = model()
    glasses.centre()
    export(glasses, out / "model.glb", acetates())
    print(f"acetate: {glasses.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
