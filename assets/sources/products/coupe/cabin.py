"""Seats and what else is seen through the windows."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, box, ellipsoid, joined, rotation, superellipse, sweep
from products.coupe.sheet import BODY, at


def seat() -> Mesh:
    """A front seat: cushion, back with wings, head rest."""
    lean = rotation("x", -20)
    parts = [
        ellipsoid((235, 75, 265), 8, 16, 3.2).moved((0, 470, 40)),
        ellipsoid((215, 330, 65), 10, 16, 3.0).moved((0, 790, -255), lean),
        ellipsoid((45, 270, 85), 8, 10, 2.6).moved((195, 760, -215), lean),
        ellipsoid((45, 270, 85), 8, 10, 2.6).moved((-195, 760, -215), lean),
        ellipsoid((120, 85, 45), 8, 12, 2.8).moved((0, 1110, -365), lean),
        ellipsoid((48, 52, 230), 6, 10, 2.6).moved((205, 495, 50)),
        ellipsoid((48, 52, 230), 6, 10, 2.6).moved((-205, 495, 50)),
    ]
    return joined(parts)


def seats() -> Mesh:
    """Two in front, a bench behind."""
    bench = joined(
        [
            ellipsoid((560, 70, 240), 10, 26, 3.6).moved((0, 480, -790)),
            ellipsoid((560, 260, 60), 12, 26, 3.4).moved((0, 740, -1040), rotation("x", -24)),
        ]
    )
    front = seat().moved((360, 0, 0))
    return joined([front, front.mirrored(), bench])


def cabin() -> Mesh:
    """Floor, tunnel, dashboard, parcel shelf, steering wheel."""
    floor = box((1610, 40, 2500), 10).moved((0, 330, -250))
    walls = [
        box((1240, 460, 20), 8).moved((0, 570, 985)),
        box((1250, 640, 20), 8).moved((0, 620, -1330), rotation("x", -14)),
    ]
    tunnel = box((210, 260, 1250), 40).moved((0, 470, 150))
    dash = sweep(
        spline([(-720, 830, 640), (-400, 862, 690), (0, 868, 705), (400, 862, 690), (720, 830, 640)], 30),
        superellipse(300, 190, 3, 20),
        up=(0, 1.0, 0),
    )
    shelf = box((1150, 30, 420), 10).moved((0, 930, -1350))
    angles = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    rim = np.stack([180 * np.cos(angles), 172 * np.sin(angles), 0 * angles], 1)
    lean = rotation("x", -24)
    wheel = sweep(rim, superellipse(28, 28, 2, 8), closed=True).moved((360, 850, 400), lean)
    spoke = box((330, 40, 26), 10).moved((360, 850, 402), lean)
    boss = ellipsoid((60, 52, 30), 8, 16, 2.6).moved((360, 850, 405), lean)
    mount = BODY(at([(7.7, 0.0)]))[0] - [0, 10, 0]
    looking_back = ellipsoid((115, 34, 16), 8, 16, 3.0).moved(mount + [0, -75, -45], rotation("x", -10))
    stalk = sweep(
        mount + np.array([[0, -72.0, -38], [0, -40, -22], [0, 0, 0]]), superellipse(24, 24, 2, 8), up=(1.0, 0, 0)
    )
    column = sweep(np.array([[360, 846.0, 410], [360, 820, 600]]), superellipse(70, 70, 2, 12), up=(1.0, 0, 0))
    return joined([floor, *walls, tunnel, dash, shelf, wheel, spoke, boss, column, looking_back, stalk])


def screen() -> Mesh:
    """The display."""
    return box((380, 190, 14), 6).moved((0, 935, 560), rotation("x", -14))
