"""The court shoe's leather: vamp, quarters, facings, counter, heel tab, side band, tongue, straps and their seams."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Array, Mesh, joined, superellipse, sweep
from modelling.surface import piece
from products.court.last import FACING, FORM, QUARTER, VAMP, V, eyelets
from products.footwear.form import counterclockwise
from products.footwear.lacing import Lacing, eyelet_rings, strap
from products.footwear.opening import collar, is_collar, lining, tongue
from products.footwear.panels import Panel, panel, polygon, punched, seam_along

SIDES = (-1, 1)
LOW = 1.5
FRONT = [(50, V - 1.2), (46.5, 81), (51, 71.5), (69, 55), (91, 37), (109, 18), (118, LOW)]
FACING_EDGE = [
    (58, V - 1.2),
    (55.5, 81),
    (60, 75),
    (80, 72.8),
    (120, 72.8),
    (160, 72.8),
    (184, 74),
    (193, 79),
    (195, V - 2.2),
]
COUNTER = [(-112, LOW), (-97, 18), (-72, 32), (-40, 41), (0, 44.5), (40, 41), (72, 32), (97, 18), (112, LOW)]
TAB = [(-47, V - 2.2), (-45, 72), (-37, 60), (-20, 54.5), (0, 53.2), (20, 54.5), (37, 60), (45, 72), (47, V - 2.2)]
THROAT = [(74, V - 0.9), (-74, V - 0.9)]


def vamp_holes() -> Array:
    """Where the toe is punched: a fan of three arcs."""
    rows = [(37, 7, 13.0), (45, 6, 14.0), (53, 5, 15.5)]
    return np.array([(FORM.toe + (k - (n - 1) / 2) * step, v) for v, n, step in rows for k in range(n)])


def side_holes(side: int) -> Array:
    """Where a quarter is punched: four slanted columns."""
    return np.array([(FORM.toe + side * (152 + 11 * c + 5.0 * r), 18 + 8.2 * r) for c in range(4) for r in range(5)])


def vamp(*, perforated: bool) -> Panel:
    """The front, from the sole over the toes to the tongue."""
    edge = [(74, V - 0.9), (104, 64), (136, 36), (160, 1.0)]
    outline = polygon(
        FORM,
        FORM.from_toe([(-160, 1.0), (160, 1.0)]),
        FORM.from_toe(edge[::-1]),
        FORM.from_toe(THROAT),
        FORM.from_toe(edge, -1),
        every=4.6,
    )
    return panel(FORM, outline, punched(FORM, vamp_holes(), 1.15) if perforated else (), lift=VAMP, spacing=6.5)


def quarter_outline(side: int) -> Array:
    """From the facing's tip down to the sole, back to the heel, along the collar and the throat."""
    return polygon(
        FORM,
        FORM.from_toe(FRONT, side),
        FORM.from_toe([(118, LOW), (319.2, LOW)], side),
        FORM.from_toe([(319.2, LOW), (319.2, V - 2.2)], side),
        FORM.from_toe([(319.2, V - 2.2), (196, V - 2.2)], side),
        FORM.from_toe([(196, V - 2.2), (50, V - 1.2)], side),
        every=4.6,
    )


def quarters(*, perforated: bool) -> list[Panel]:
    """Both sides."""
    return [
        panel(
            FORM,
            quarter_outline(side),
            punched(FORM, side_holes(side), 1.4) if perforated else (),
            lift=QUARTER,
            spacing=9.0,
        )
        for side in SIDES
    ]


def backing() -> Mesh:
    """The cloth that is seen through the holes."""
    patches = []
    for side, low, high in ((1, (145, 14), (213, 57)), (-1, (145, 14), (213, 57))):
        patches.append(FORM.from_toe([low, (high[0], low[1]), high, (low[0], high[1])], side))
    patches.append(FORM.from_toe([(-48, 34), (48, 34), (48, 57), (-48, 57)]))
    lifts = (-0.6, -0.6, -0.6)
    return joined(
        [
            piece(FORM.surface, counterclockwise(FORM.at(loop)), spacing=7.0, lift=lift)
            for loop, lift in zip(patches, lifts, strict=True)
        ]
    )


def facing_outline(side: int) -> Array:
    """Around the eyelets."""
    return polygon(
        FORM,
        FORM.from_toe(FACING_EDGE, side),
        FORM.from_toe([(195, V - 2.2), (58, V - 1.2)], side),
    )


def facings() -> list[Panel]:
    """What carries the eyelets."""
    return [
        panel(FORM, facing_outline(side), punched(FORM, eyelets(side), 2.0, 14), lift=FACING, puff=0.3, spacing=6.0)
        for side in SIDES
    ]


def heel(points: list[tuple[float, float]]) -> Array:
    """An outline around the heel, where u begins and ends."""
    curve = np.asarray(points, dtype=float)
    return polygon(FORM, curve, curve[[-1, 0]])


def counter() -> Panel:
    """The stiff cup behind the heel."""
    return panel(FORM, heel(COUNTER), lift=FACING - 0.15, spacing=6.5)


def backstay() -> Panel:
    """The strip over the seam behind the heel, under the counter and the tab."""
    strip = np.array([(-7.0, 36.0), (7.0, 36.0), (7.0, 62.0), (-7.0, 62.0)])
    return panel(FORM, polygon(FORM, *[strip[[k, (k + 1) % 4]] for k in range(4)]), lift=FACING - 0.45, puff=0.2)


def heel_tab() -> Panel:
    """The tab over it."""
    return panel(FORM, heel(TAB), lift=FACING, spacing=6.5)


def band_outline(side: int) -> Array:
    """A blade from the sole back to the facing."""
    blade = [
        (148, 2.5),
        (160, 2),
        (171, 3),
        (186, 26),
        (198, 48),
        (206, 66),
        (201, 71.5),
        (192, 70),
        (180, 56),
        (164, 30),
    ]
    return FORM.loop(blade, side)


def bands() -> list[Panel]:
    """The blade on both sides."""
    return [panel(FORM, band_outline(side), lift=FACING - 0.1, spacing=6.0) for side in SIDES]


def seams() -> Mesh:
    """The rows of stitches that are always there."""
    rows = []
    for side in SIDES:
        outline = quarter_outline(side)
        for inset in (2.1, 4.4):
            rows.append(seam_along(FORM, FORM.from_toe(FRONT, side), outline, inset, lift=height(QUARTER, inset)))
        outline = facing_outline(side)
        rows.append(seam_along(FORM, FORM.from_toe(FACING_EDGE, side), outline, 2.1, lift=height(FACING, 2.1)))
        collar_line = FORM.from_toe([(200, V - 2.2), (270, V - 2.2)], side)
        rows.append(seam_along(FORM, collar_line, quarter_outline(side), 3.0, lift=height(QUARTER, 3.0)))
    for points, lift in ((COUNTER, FACING - 0.15), (TAB, FACING)):
        for inset in (2.1, 4.4) if points is COUNTER else (2.1,):
            curve = np.asarray(points, dtype=float)
            rows.append(seam_along(FORM, curve, heel(points), inset, lift=height(lift, inset)))
    throat = FORM.from_toe([(48, V - 0.9), (-48, V - 0.9)])
    outline = polygon(FORM, throat, FORM.from_toe([(-48, V - 0.9), (0, 40), (48, V - 0.9)]))
    rows.append(seam_along(FORM, throat, outline, 2.1, lift=height(VAMP, 2.1)))
    return joined(rows)


def band_seams() -> Mesh:
    """Around the blades."""
    rows = []
    for side in SIDES:
        loop = band_outline(side)
        curve = np.concatenate([loop, loop[:1]])
        rows.append(seam_along(FORM, curve, loop, 1.9, lift=height(FACING - 0.1, 1.9)))
    return joined(rows)


def height(lift: float, inset: float) -> float:
    """Where a thread lies on a panel, over the form."""
    return lift + 0.45 * (1 - np.exp(-((inset / 4) ** 2))) - 0.4 * np.exp(-(((inset - 2.1) / 0.75) ** 2))


def padded_collar() -> Mesh:
    """The cushioned edge around the ankle."""
    around = is_collar(FORM, FORM.ring(V, 112)[:, 0])
    return collar(FORM, 0.9 + 4.3 * around, sink=0.8, tall=1.15, lower=0.15)


def inside_lining() -> Mesh:
    """Lining and insole."""
    u, v = np.linspace(0, FORM.length[0], 72, endpoint=False), np.linspace(V, 6, 9)
    uv = np.stack(np.meshgrid(u, v, indexing="ij"), -1)
    thick = 2.2 + 6.5 * is_collar(FORM, uv[..., 0]) * np.clip((uv[..., 1] - 30) / 56, 0, 1)
    return lining(FORM, thick, (np.linspace(0, 290, 6), np.array([38, 38, 35, 32, 29, 24.0])), rows=9)


TONGUE = [
    (0, 45, 226),
    (0, 54.2, 206),
    (0, 65, 184),
    (0, 74.2, 158),
    (0, 82, 131),
    (0, 90.5, 110),
    (0, 101, 97),
    (0, 111, 90),
]


def tongue_up(path: Array) -> Array:
    """Directions out of the foot along the tongue."""
    way = np.gradient(path, axis=0)
    return np.stack([np.zeros(len(path)), -way[:, 2], way[:, 1]], 1)


def padded_tongue() -> Mesh:
    """Leather over foam."""
    path = spline(TONGUE, 38)
    return tongue(
        path, np.array([42, 50, 54, 57, 56, 50.0]), np.array([3.0, 4.0, 5.0, 6.5, 7.5, 6.5]), 10.5, up=tongue_up(path)
    )


def tongue_label() -> Mesh:
    """A label on the tongue."""
    path = spline(TONGUE, 60)[50:57]
    up = tongue_up(path)
    ring = superellipse(27, 1.5, 6, 24)
    ring = np.stack([ring[:, 0], ring[:, 1] - (ring[:, 0] / 30) ** 2 * 9.5], 1)
    return sweep(path + up / np.linalg.norm(up, axis=1, keepdims=True) * 4.4, ring, up=up, round_ends=0.6)


def laces() -> Mesh:
    """Flat cotton laces."""
    rows = []
    for side in SIDES:
        points, normals = FORM.frame(eyelets(side))
        rows.append(points + normals * (FACING + 0.9))
    return Lacing(*rows, superellipse(7.0, 1.5, 3.0, 10), arch=(3.0, 3.6, 5.4), knot=(9.5, 2.0), bow=0.92).mesh()


def rings() -> Mesh:
    """Metal eyelets."""
    return joined([eyelet_rings(FORM, eyelets(side), FACING + 0.15) for side in SIDES])


def straps() -> Mesh:
    """Three straps instead of laces."""
    return joined([strap(FORM, place, 37.0, lift=FACING + 0.5, arch=4.0, low=36.0) for place in (84.0, 128.0, 172.0)])


def strap_seams() -> Mesh:
    """Stitches around the ends of the straps."""
    rows = []
    for place in (84.0, 128.0, 172.0):
        for side in SIDES:
            ring = [
                (place - 12.5, V - 16),
                (place - 12, V - 29),
                (place, V - 32.5),
                (place + 12, V - 29),
                (place + 12.5, V - 16),
            ]
            # As high as the strap's cushion is there: thread that stands off it is seen to float at the silhouette.
            rows.append(FORM.seam(spline(FORM.from_toe(ring, side), 60), lift=FACING + 2.35))
    return joined(rows)
