"""The coupé's face and tail: slim lamps, grille, vents, tail bar, diffuser, plates."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Mesh, box, grid, joined
from modelling.surface import piece
from products.cars import fittings
from products.cars.body import Array, turned
from products.cars.cutting import bead, both, bowl, skin
from products.cars.openings import clipped
from products.coupe.lines import DIFFUSER, GRILLE, LAMP, LED, LINES, MIDDLE, TAIL, VENT, WIPERS, D
from products.coupe.shape import BODY

AHEAD, BEHIND = (0.0, MIDDLE * 0.45), (MIDDLE * 0.55, MIDDLE)


def headlamp() -> dict[str, Mesh]:
    """The left head lamp: dark bowl with ribs, three cubes of light, the blade of daylight below them, cover."""
    deep = bowl(BODY, LAMP, 74.0, size=0.42, lip=3.0)
    cubes, lights = [], []
    for x, y in ((486, 601), (574, 613), (660, 630)):
        spot = D.front([(x, y)])
        at, normal = BODY(spot)[0], BODY.normals(spot)[0]
        turn = fittings.looking_at(0.4 * normal + np.array([0.0, 0.0, 0.9]))
        cubes.append(box((66, 27, 40), 5, 2).moved(at - normal * 44, turn))
        lights.append(box((54, 17, 6), 2.5, 2).moved(at - normal * 44, turn).moved(turn[:, 2] * 20))
    blade = BODY(LED) - BODY.normals(LED) * 11
    rim = bead(BODY, BODY.grown(LAMP, -2.5), (4.0, 7.0), -4.5, closed=True)
    return {
        "house": joined([deep, *cubes]),
        "bright": rim,
        "light": joined([fittings.tube(blade, (9.0, 11.0), BODY.normals(LED)), *lights]),
        "cover": piece(BODY, BODY.grown(LAMP, -1.0), spacing=(40.0, 24.0), lift=-2.5),
    }


def light_line() -> Mesh:
    """The thin line of light across the nose."""
    line = D.front([(x, 572 - 0.000012 * (404 - x) ** 2) for x in np.linspace(0, 396, 22)])
    line[0, 0] = 0.0
    return both(bead(BODY, line, (5.0, 7.0), 0.6))


def tail() -> dict[str, Mesh]:
    """The tail bar from side to side: dark glass, a line of light above, blocks of light at its ends."""
    half = clipped(TAIL, *BEHIND)
    back = piece(BODY, half, spacing=(60.0, 24.0), lift=-34.0)
    line = D.rear(
        [
            (x, y)
            for x, y in zip(
                np.linspace(842, 0, 46), np.interp(np.linspace(842, 0, 46), [0, 640, 842], [824, 822, 810]), strict=True
            )
        ]
    )
    line[-1, 0] = MIDDLE
    lights = [bead(BODY, line, (10.0, 12.0), -13.0)]
    for k in range(9):
        x = 836 - 27 * k
        stroke = D.rear([(x, 782), (x + 5, 806)])
        lights.append(bead(BODY, stroke, (7.0, 8.0), -16.0, sides=6))
    edge = half[np.abs(half[:, 0] - MIDDLE) > 1.0]
    return {
        "house": both(joined([back, _wall(edge, 34.0)])),
        "red": both(joined(lights)),
        "cover": both(piece(BODY, half, spacing=(60.0, 24.0), lift=-2.5)),
    }


def _wall(edge: Array, deep: float) -> Mesh:
    """The wall of a recess along an edge, seen from inside of it."""
    top, normal = BODY(edge), BODY.normals(edge)
    mesh = grid(np.stack([top - normal * 3, top - normal * deep], 0))
    inwards = (mesh.normals * np.tile(top.mean(0) - top, (2, 1))).sum(1).mean() > 0
    return mesh if inwards else mesh.flipped()


def grille() -> tuple[Mesh, Mesh]:
    """The lower grille: honeycomb of slats and ribs before a dark back; the side vents with a fin each."""
    back = piece(BODY, clipped(GRILLE, *AHEAD), spacing=(70.0, 50.0), lift=-70.0)
    wall = _wall(_inner(GRILLE, 0.0), 70.0)
    bars = []
    for y in (262, 288, 314, 340, 366, 392):
        reach = np.interp(y, (236, 262, 330, 402, 424), (470, 556, 606, 556, 470))
        line = D.front([(x, y) for x in np.linspace(0, reach, 14)])
        line[0, 0] = 0.0
        bars.append(bead(BODY, line, (5.0, 26.0), -26.0, sides=6))
    for k in range(5):
        x = 56 + 112 * k
        low, high = (np.interp(x, (0, 470, 560), a) for a in ((238, 240, 264), (428, 424, 400)))
        bars.append(bead(BODY, D.front([(x, y) for y in np.linspace(low, high, 4)]), (5.0, 20.0), -34.0, sides=6))
    vent = bowl(BODY, VENT, 90.0, size=0.4)
    fin = bead(BODY, D.front([(690, 300), (740, 350), (776, 430)]), (12.0, 40.0), -30.0)
    lip = D.front([(x, 214 + 0.00003 * x**2) for x in np.linspace(0, 780, 34)])
    lip[0, 0] = 0.0
    splitter = bead(BODY, lip, (16.0, 34.0), 6.0)
    return both(joined([back, wall, *bars, vent, fin])), both(splitter)


def _inner(loop: Array, at: float) -> Array:
    """The part of a loop over the middle that is drawn, as an open curve."""
    kept = loop[(loop[:, 0] >= AHEAD[0] - 1e-6) if at == 0.0 else (loop[:, 0] <= BEHIND[1] + 1e-6)]
    jump = int(np.argmax(np.linalg.norm(np.diff(np.concatenate([kept, kept[:1]]), axis=0), axis=1)))
    return np.roll(kept, -(jump + 1), 0)


def diffuser() -> Mesh:
    """Below the tail: a dark panel with upright fins."""
    panel = skin(BODY, clipped(DIFFUSER, *BEHIND), lift=-9.0, depth=10.0, spacing=(60.0, 50.0))
    fins = []
    for x in (110, 300, 490):
        line = D.rear([(x, y) for y in np.linspace(262, 340, 7)])
        fins.append(bead(BODY, line, (9.0, 58.0), 2.0))
    return both(joined([panel, *fins]))


def handle() -> tuple[Mesh, Mesh]:
    """The door's handle and the hollow behind it."""
    return fittings.pull(BODY, LINES.handle, (12.0, 22.0)), bowl(BODY, turned(LINES.pocket), 26.0, size=0.5)


def plates() -> tuple[Mesh, Mesh]:
    """Number plates and their holders."""
    return fittings.plates("GT 2026", ((0, 486.0, 2215), -4.0), ((0, 420.0, -2182), -6.0))


def badges() -> Mesh:
    """The mark on nose and tail."""
    return fittings.badges(BODY, [(D.front([(0, 640)]), 31), (D.rear([(0, 722)]), 30)], 2.5)


def wipers() -> Mesh:
    """Both blades."""
    return fittings.wipers(BODY, WIPERS)
