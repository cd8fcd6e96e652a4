"""The boot's leather: vamp, quarter, elastic gores, toe caps, loops, top edge, lining and seams."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Array, Mesh, joined, superellipse, sweep
from modelling.surface import piece
from products.chelsea.last import FORM, U, V, from_side
from products.footwear.form import counterclockwise
from products.footwear.opening import collar, lining
from products.footwear.panels import Panel, panel, polygon, punched, seam_along

SIDES = (-1, 1)
VAMP, QUARTER, CAP = 1.0, 2.3, 2.35
TOP = V - 1.2
VAMP_REAR = [(97, 174), (96, 150), (93, 124), (88, 106), (82, 95), (80, 84), (84, 62), (89, 46)]
QUARTER_FRONT = [(41, 174), (45, 150), (54, 122), (66, 104), (80, 96.5), (90, 87), (96, 70), (101, 50), (103, 40)]
CAP_EDGE = [(-92, 2), (-83, 30), (-56, 56), (0, 68), (56, 56), (83, 30), (92, 2)]
BACKSTAY = [(-23, TOP), (-22, 150), (-18, 110), (-17, 70), (-21, 30), (-30, 3)]


def ended(curve: Array, low: float, high: float) -> Array:
    """A curve of parameters made to end on the lines v = low and v = high."""
    first, last = curve[0].copy(), curve[-1].copy()
    first[1], last[1] = high, low
    return np.concatenate([[first], curve[1:-1], [last]])


def vamp_edge(side: int) -> Array:
    """From the shaft's top down behind the gore's front to the sole."""
    return ended(from_side(VAMP_REAR, side), 1.5, TOP)


def quarter_edge(side: int) -> Array:
    """From the shaft's top along the gore's back, around its foot, down to the sole."""
    return ended(from_side(QUARTER_FRONT, side), 1.5, TOP)


def vamp_outline() -> Array:
    """All of the front."""
    inner, outer = vamp_edge(-1), vamp_edge(1)
    return polygon(
        FORM,
        inner,
        np.array([inner[-1], outer[-1]]),
        outer[::-1],
        np.array([outer[0], inner[0]]),
        every=4.2,
    )


def quarter_outline() -> Array:
    """All of the back; u of the outer side is taken one turn lower."""
    inner, outer = quarter_edge(-1), quarter_edge(1) - [U, 0]
    return polygon(
        FORM,
        inner,
        np.array([inner[-1], outer[-1]]),
        outer[::-1],
        np.array([outer[0], inner[0]]),
        every=4.2,
    )


def vamp() -> Panel:
    """The front's leather."""
    return panel(FORM, vamp_outline(), lift=VAMP, spacing=7.5)


def quarter() -> Panel:
    """The back's leather."""
    return panel(FORM, quarter_outline(), lift=QUARTER, spacing=7.5)


def backstay() -> Panel:
    """A strip up the back."""
    half = np.asarray(BACKSTAY, dtype=float)
    other = half[::-1] * [-1, 1]
    outline = polygon(FORM, half, np.array([half[-1], other[0]]), other, np.array([other[-1], half[0]]))
    return panel(FORM, outline, lift=QUARTER + 1.2, puff=0.25, spacing=6.5)


def gores() -> Mesh:
    """The elastic between vamp and quarter on both sides."""
    meshes = []
    for side in SIDES:
        loop = from_side(
            [(32, 172), (110, 172), (108, 140), (103, 112), (95, 92), (70, 90), (55, 104), (42, 130)], side
        )
        loop[:2, 1] = V - 0.8
        outline = polygon(FORM, *[loop[[k, (k + 1) % len(loop)]] for k in range(len(loop))], every=5.0)
        mesh = piece(FORM.surface, counterclockwise(FORM.at(outline)), spacing=6.0, lift=0.15)
        mesh.uvs = mesh.uvs / 34.0
        meshes.append(mesh)
    return joined(meshes)


def cap_outline() -> Array:
    """The toe cap."""
    return polygon(FORM, FORM.from_toe(CAP_EDGE), FORM.from_toe([CAP_EDGE[-1], CAP_EDGE[0]]))


def medallion() -> tuple[Array, Array]:
    """Where a brogue is punched: the pattern on the cap, and the row along its edge."""
    rows = [(0, 30), (0, 41), (-9, 35.5), (9, 35.5), (-17, 41), (17, 41), (-9, 46.5), (9, 46.5), (0, 52)]
    edge = spline(FORM.from_toe(CAP_EDGE[1:-1]), 200)
    inner = FORM.surface.shifted(FORM.at(edge), 5.6)
    if FORM.at(inner)[100, 1] > edge[100, 1]:
        inner = FORM.surface.shifted(FORM.at(edge), -5.6)
    return FORM.from_toe(rows), spline(FORM.at(inner)[6:-6], 25)


def toe_cap(*, brogue: bool) -> Panel:
    """A second layer over the toes."""
    holes = []
    if brogue:
        pattern, row = medallion()
        holes = [*punched(FORM, pattern, 1.25), *punched(FORM, row[::2], 1.35), *punched(FORM, row[1::2], 0.75, 8)]
    return panel(FORM, cap_outline(), holes, lift=CAP, spacing=6.0)


def height(lift: float, inset: float) -> float:
    """Where a thread lies on a panel, over the form."""
    return lift + 0.45 * (1 - np.exp(-((inset / 4) ** 2))) - 0.4 * np.exp(-(((inset - 2.1) / 0.75) ** 2))


def seams() -> Mesh:
    """The rows of stitches that are always there."""
    rows = []
    back, front = quarter_outline(), vamp_outline()
    for side in SIDES:
        curve = quarter_edge(side) - ([U, 0] if side > 0 else [0, 0])
        for inset in (2.1, 4.3):
            rows.append(seam_along(FORM, curve, back, inset, lift=height(QUARTER, inset)))
        curve = vamp_edge(side)[:5]
        rows.append(seam_along(FORM, curve, front, 2.1, lift=height(VAMP, 2.1)))
        rows.append(seam_along(FORM, back_curve(side), back_outline(), 2.0, lift=height(QUARTER + 1.1, 2.1)))
    inner, outer = vamp_edge(-1), vamp_edge(1)
    rows.append(seam_along(FORM, np.array([inner[0], outer[0]]), front, 3.4, lift=height(VAMP, 3.4)))
    inner, outer = quarter_edge(-1), quarter_edge(1) - [U, 0]
    rows.append(seam_along(FORM, np.array([outer[0], inner[0]]), back, 3.4, lift=height(QUARTER, 3.4)))
    return joined(rows)


def back_curve(side: int) -> Array:
    """One edge of the strip up the back."""
    half = np.asarray(BACKSTAY, dtype=float)
    return half if side < 0 else half * [-1, 1]


def back_outline() -> Array:
    """The strip up the back."""
    half = np.asarray(BACKSTAY, dtype=float)
    return np.concatenate([half, half[::-1] * [-1, 1]])


def cap_seams() -> Mesh:
    """Two rows along the cap's edge."""
    curve = FORM.from_toe(CAP_EDGE)
    return joined([seam_along(FORM, curve, cap_outline(), inset, lift=height(CAP, inset)) for inset in (2.1, 4.0)])


def cap_seam() -> Mesh:
    """One row beside the punched edge."""
    return seam_along(FORM, FORM.from_toe(CAP_EDGE), cap_outline(), 2.1, lift=height(CAP, 2.1))


def top_edge() -> Mesh:
    """The binding that leather and lining share."""
    return collar(FORM, np.full(110, 1.6), sink=-0.1, tall=0.9)


def inside_lining() -> Mesh:
    """Lining and insole."""
    count, rows = 72, 12
    v = np.linspace(0, 1, rows)
    thick = np.broadcast_to(1.2 + 2.0 * np.clip(v * 6, 0, 1), (count, rows))
    floor = (np.linspace(0, 290, 6), np.array([36, 35, 26, 15, 14, 20.0]))
    return lining(FORM, thick, floor, rows=rows)


def loop(u: float, lean: float) -> Mesh:
    """A loop of webbing over the top edge at a place around the shaft."""

    def point(v: float, lift: float) -> tuple[Array, Array]:
        points, normals = FORM.frame(np.array([[u, v]]))
        return points[0] + normals[0] * lift, normals[0]

    low, outward = point(V - 26, 3.9)
    top, _ = point(V, 0)
    rise = np.array([0, 1.0, 0])
    path = spline(
        [
            low,
            point(V - 12, 3.9)[0],
            top + outward * 3.6 + rise * 2,
            top + outward * (2.6 + lean) + rise * 9.5,
            top - outward * (1.0 - lean) + rise * 13.5,
            top - outward * (4.2 - lean) + rise * 9.5,
            top - outward * 4.6 + rise * 2,
            point(V - 13, -4.2)[0],
        ],
        40,
    )
    return sweep(path, superellipse(23, 1.8, 5, 14), up=webbing_up(path), round_ends=0.6, uv_scale=(12, 4))


def webbing_up(path: Array) -> Array:
    """Outside of the loop: across its way, in the plane through the boot's middle."""
    way = np.gradient(path, axis=0)
    turned = np.stack([np.zeros(len(path)), -way[:, 2], way[:, 1]], 1)
    return turned if (turned[0] * (path[0] - FORM.middle))[2] > 0 else -turned


def loops() -> tuple[Mesh, Mesh]:
    """Behind and in front."""
    return loop(0.0, 0.0), loop(FORM.toe, 0.0)
