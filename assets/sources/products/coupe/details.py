"""Lamps, trim, mirrors, plates, wipers."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, box, ellipsoid, joined, revolve, rotation, superellipse, sweep
from modelling.surface import piece, ribbon
from products.coupe.lines import HANDLE, HEADLAMP, HEADLAMP_LED, TAIL_BAR
from products.coupe.sheet import BODY, at, from_side, grown


def slats() -> Mesh:
    """Three bars across the lower intake."""
    bars = []
    for station in (0.92, 1.06, 1.2):
        curve = at(np.stack([np.full(22, station), np.linspace(-1.95, 1.95, 22)], 1))
        points = BODY(curve) - BODY.normals(curve) * 14
        bars.append(sweep(points, superellipse(9, 16, 3, 8), up=(0, 1.0, 0)))
    return joined(bars)


def lamps() -> tuple[Mesh, ...]:
    """Head lamp glass, housing, light strip, projectors; tail lamp and its glow."""
    cover = piece(BODY, grown(HEADLAMP, -1.5), [], spacing=50.0, lift=-2.0)
    house = piece(BODY, grown(HEADLAMP, 4), [], spacing=60.0, lift=-30.0)
    strip = piece(BODY, HEADLAMP_LED, [], spacing=45.0, lift=-14.0, lip=3.0, depth=10.0)
    eyes = []
    for station, line in ((2.7, 2.25), (2.77, 2.9), (2.86, 3.55)):
        spot = at([(station, line)])
        z = BODY.normals(spot)[0] * 0.35 + np.array([0, 0, 0.9])
        z /= np.linalg.norm(z)
        x = np.cross([0, 1.0, 0], z)
        x /= np.linalg.norm(x)
        eyes.append(
            ellipsoid((15, 15, 9), 6, 12).moved(
                BODY(spot)[0] - BODY.normals(spot)[0] * 22, np.stack([x, np.cross(z, x), z], 1)
            )
        )
    eye = joined(eyes)
    tail = piece(BODY, grown(TAIL_BAR, -2.0), [], spacing=60.0, lift=-3.0, lip=2.0, depth=10.0, lip_steps=1)
    middle = at(
        spline(
            [
                (14.5, -5.1),
                (14.53, -4.4),
                (14.57, -3),
                (14.59, -1.5),
                (14.59, 0),
                (14.59, 1.5),
                (14.57, 3),
                (14.53, 4.4),
                (14.5, 5.1),
            ],
            60,
        )
    )
    glow = ribbon(BODY, middle, 20.0, -4.0, height=5.0)
    glow = glow if (glow.normals * BODY.normals(middle)[30]).sum(1).mean() > 0 else glow.flipped()
    return cover.with_mirror(), house.with_mirror(), strip.with_mirror(), eye.with_mirror(), tail, glow


def bright_trim() -> Mesh:
    """The bead along the waist line below the side windows, door handles and the badge."""
    low = from_side(
        [(520, 958), (480, 951), (300, 957), (-100, 967), (-500, 978), (-800, 986), (-1010, 994), (-1052, 1010)],
        44,
        closed=False,
    )
    bead = ribbon(BODY, low, 9.0, -1.0, height=4.0)
    facing = (bead.normals * BODY.normals(low)[len(low) // 2]).sum(1).mean()
    bead = bead if facing > 0 else bead.flipped()
    handle = piece(BODY, HANDLE, [], spacing=40.0, lift=5.0, lip=2.5, depth=6.0)
    return joined([bead, handle]).with_mirror()


def badge() -> Mesh:
    """A plain ring on nose and tail."""
    ring = revolve([(26.0, -1.0), (26.5, 3.0), (29.0, 4.2), (32.0, 3.0), (32.5, -1.0)][::-1], 32, "z")
    front, rear = at([(3.0, 0.0)]), at([(14.05, 0.0)])
    out = []
    for spot in (front, rear):
        z = BODY.normals(spot)[0]
        x = np.array([1.0, 0, 0])
        out.append(ring.moved(BODY(spot)[0], np.stack([x, np.cross(z, x), z], 1)))
    return joined(out)


def mirrors() -> tuple[Mesh, Mesh, Mesh]:
    """Outside mirrors: painted cap, dark foot, reflecting glass."""
    turn = rotation("y", 12)
    cap = ellipsoid((98, 60, 60), 12, 20, 2.6).moved((910, 1012, 505), turn)
    foot = sweep(
        spline([(735, 930, 468), (800, 948, 480), (850, 972, 492), (885, 995, 500)], 12),
        superellipse(30, 84, 3, 12),
        up=(0, 0.2, 1.0),
    )
    pane = ellipsoid((78, 42, 6), 6, 18, 3.0).moved((906, 1012, 448), turn)
    return cap.with_mirror(), foot.with_mirror(), pane.with_mirror()


def plates() -> Mesh:
    """Blank number plates."""
    front = box((520, 110, 8), 3).moved((0, 470, 2104))
    rear = box((520, 110, 8), 3).moved((0, 560, -2102))
    return joined([front, rear])


def wipers() -> Mesh:
    """Two blades resting at the foot of the windscreen."""
    blades = []
    for inner, outer in ((-0.25, 1.45), (-1.6, -0.35)):
        line = at(np.stack([np.interp(np.linspace(0, 1, 16), [0, 1], [6.5, 6.58]), np.linspace(inner, outer, 16)], 1))
        points = BODY(line) + BODY.normals(line) * 3
        blades.append(sweep(points, superellipse(12, 18, 3, 8), up=BODY.normals(line), round_ends=4.0))
    return joined(blades)
