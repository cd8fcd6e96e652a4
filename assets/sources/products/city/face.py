"""The city car's face and tail: masks, lamps, intake, plates, handles, mirrors."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Mesh, joined
from modelling.surface import piece
from products.cars import fittings
from products.cars.body import Array, turned
from products.cars.cutting import bead, both, bowl, skin
from products.cars.openings import clipped
from products.city.lines import (
    CURTAIN,
    HEAD_RING,
    INTAKE,
    LAMP,
    LAMP_R,
    LINES,
    MIDDLE,
    TAIL,
    TAIL_R,
    TAIL_RING,
    WIPERS,
    D,
)
from products.city.shape import BODY


def masked(loop: Array, ring: Array, *, ahead: bool) -> Mesh:
    """A gloss black mask let into the paint, with a hole for its lamp: the half at x ≥ 0."""
    u = (0.0, MIDDLE * 0.4) if ahead else (MIDDLE * 0.62, MIDDLE)
    outer = clipped(loop, *u)
    return skin(BODY, outer, [ring], lift=-7.0, lip=3.0, depth=10.0, spacing=(40.0, 40.0))


def headlamp() -> dict[str, Mesh]:
    """The left head lamp: bowl, ring of light, projector, cover."""
    spot = BODY(D.circle(LAMP, 4.0, 8)).mean(0)
    way = np.array([0.1, 0.0, 1.0])
    guide = D.circle(LAMP, LAMP_R - 15, 48)
    inner = BODY(guide) - BODY.normals(guide) * 17
    barrel, ball, cone = fittings.lamp_eye(spot - [0, 0, 40], way, 29)
    flash = D.circle(LAMP, LAMP_R - 4, 48)
    rim = bead(BODY, flash, (7.0, 12.0), -5.0, closed=True)
    return {
        "house": joined([bowl(BODY, HEAD_RING, 78.0, size=0.62, lip=4.0), cone]),
        "bright": joined([barrel, rim]),
        "light": fittings.tube(inner, (13.0, 12.0), BODY.normals(guide), closed=True),
        "ball": ball,
        "cover": piece(BODY, BODY.grown(HEAD_RING, -1.0), spacing=(36.0, 36.0), lift=-3.0),
    }


def tail_lamp() -> dict[str, Mesh]:
    """The left tail lamp: bowl, two rings of light, indicator bar, cover."""
    rings = []
    for radius, sink in ((TAIL_R - 13, 14), (TAIL_R - 36, 20)):
        guide = D.circle(TAIL, radius, 44, ahead=False)
        rings.append(
            fittings.tube(BODY(guide) - BODY.normals(guide) * sink, (12.0, 10.0), BODY.normals(guide), closed=True)
        )
    rim = bead(BODY, D.circle(TAIL, TAIL_R - 3, 48, ahead=False), (6.0, 10.0), -5.0, closed=True)
    return {
        "house": bowl(BODY, TAIL_RING, 52.0, size=0.5, lip=4.0),
        "red": joined(rings),
        "bright": rim,
        "cover": piece(BODY, BODY.grown(TAIL_RING, -1.0), spacing=(36.0, 36.0), lift=-3.0),
    }


def light_bars() -> tuple[Mesh, Mesh]:
    """Thin lines of light that join the lamps, in front and behind."""
    ahead = D.front([(x, LAMP[1]) for x in np.linspace(0, LAMP[0] - LAMP_R - 26, 20)])
    behind = D.rear([(x, TAIL[1]) for x in np.linspace(TAIL[0] - TAIL_R - 22, 0, 20)])
    ahead[0, 0], behind[-1, 0] = 0.0, MIDDLE
    return tuple(both(bead(BODY, line, (6.0, 9.0), -6.0)) for line in (ahead, behind))  # type: ignore[return-value]


def intake() -> tuple[Mesh, Mesh]:
    """The lower opening: its dark back with slats, and the bright blade below it."""
    bars = []
    for y in (346, 374, 402):
        line = D.front([(x, y) for x in np.linspace(0, 545 - abs(y - 380) * 0.4, 12)])
        line[0, 0] = 0.0
        bars.append(bead(BODY, line, (7.0, 22.0), -20.0, sides=6))
    blade = D.front([(x, 306 + 0.00006 * x**2) for x in np.linspace(0, 600, 26)])
    blade[0, 0] = 0.0
    half = piece(BODY, clipped(INTAKE, 0.0, MIDDLE * 0.4), spacing=(60.0, 40.0), lift=-46.0)
    slit = bowl(BODY, CURTAIN, 48.0, size=0.45)
    return both(joined([half, slit, *bars])), both(bead(BODY, blade, (14.0, 20.0), 2.0))


def handle() -> tuple[Mesh, Mesh]:
    """The door's handle and the hollow behind it."""
    return fittings.pull(BODY, LINES.handle), bowl(BODY, turned(LINES.pocket), 30.0, size=0.5)


def plates() -> tuple[Mesh, Mesh]:
    """Number plates and their holders."""
    return fittings.plates("E 2026", ((0, 508.0, 1954), 0.0), ((0, 520.0, -1957), 0.0))


def badges() -> Mesh:
    """The mark in the middle of both masks."""
    return fittings.badges(BODY, [(D.front([(0, 852)]), 33), (D.rear([(0, 905)]), 33)], 3)


def wipers() -> Mesh:
    """Both blades."""
    return fittings.wipers(BODY, WIPERS)
