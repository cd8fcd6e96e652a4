"""A car's skin out of its lines: paint, roof, glass, doors, and what lies below them."""

from __future__ import annotations

from functools import partial

import numpy as np
from modelling.mesh import Mesh, box, joined, revolve, rotation
from modelling.surface import Surface, piece, rolled_edge
from products.cars import fittings
from products.cars.body import Array, turned
from products.cars.cutting import band, bead, beyond, both, frit, housing, pane, seal, skin, softened, wide
from products.cars.drawing import Car

GAP = 9.2
WALL = 46.0
MARGIN = 60.0


def lower(car: Car) -> Mesh:
    """Everything painted below the belt, without the doors."""
    body, lines = car.body, car.lines
    holes = [car.shut[0], *lines.arches, *lines.openings, lines.cowl]
    holes += [body.slot(line, GAP) for line in lines.shuts] + [body.grown(flap, 4.0) for flap in lines.flaps]
    shell = skin(body, band(body, (lines.sill, lines.belt - 0.02)), holes, depth=18.0, guides=lines.guides)
    flaps = [skin(body, body.grown(flap, -3.0), depth=8.0) for flap in lines.flaps]
    return both(joined([shell, *flaps]))


def upper(car: Car) -> Mesh:
    """Pillars and rails above the belt, without the roof's panel."""
    body, lines = car.body, car.lines
    holes = [body.grown(loop, 4.0) for loop in (lines.windscreen, lines.backlight, lines.rear_glass)]
    holes += [car.shut[0], lines.post, lines.cowl, *lines.above, *[body.slot(line, GAP) for line in lines.shuts]]
    rails = [body.along(row, (0.0, body.middle), 80) for row in np.linspace(lines.edge - 2.2, lines.edge - 0.5, 4)]
    outer = band(body, (lines.belt + 0.02, lines.edge))
    return both(skin(body, outer, holes, depth=18.0, spacing=(52.0, 46.0), guides=rails))


def roof(car: Car, lift: float = 0.0) -> Mesh:
    """The roof's panel."""
    z0, z1 = car.roof_span
    z, x = np.meshgrid(np.linspace(z0, z1, 44), np.linspace(-MARGIN, 660, 20), indexing="ij")
    surface = Surface(np.stack([x, car.roof_height(x, z), z], -1), (z1 - z0, 660 + MARGIN))
    return both(piece(surface, _roof_loop(car, 5.0), spacing=70.0, lip=2.5, depth=12.0, lift=lift))


def _roof_loop(car: Car, inset: float) -> Array:
    """Its outline in the parameters of its surface, a little inside of the rails."""
    edge = car.body(car.body.along(car.lines.edge, (0.0, car.body.middle), 90))
    flat = np.stack([edge[:, 2] - car.roof_span[0], edge[:, 0] + MARGIN], 1)
    way = np.gradient(flat, axis=0)
    way /= np.linalg.norm(way, axis=1, keepdims=True)
    aside = np.stack([way[:, 1], -way[:, 0]], 1)
    middle = np.array([flat[:, 0].mean(), MARGIN])
    flat += inset * aside * np.sign(((middle - flat) * aside).sum(1).mean())
    flat[[0, -1], 1] = MARGIN
    line = np.linspace(flat[-1, 0], flat[0, 0], 40)[1:-1]
    return turned(np.concatenate([flat, np.stack([line, np.full(38, MARGIN)], 1)]))


def glass(car: Car) -> tuple[Mesh, Mesh]:
    """The windscreen; what is behind the middle posts and may be tinted."""
    lines = car.lines
    behind = [pane(car.body, loop) for loop in (lines.backlight, lines.rear_glass)]
    return both(pane(car.body, lines.windscreen)), both(joined(behind))


def borders(car: Car, width: float = 34.0) -> Mesh:
    """Black: baked borders of the fixed windows, the middle post, the roof's joint."""
    body, lines = car.body, car.lines
    post = piece(body, lines.post, [car.shut[0], body.grown(lines.rear_glass, 3.0)], spacing=(60.0, 50.0), lift=-1.0)
    edge = body.along(lines.edge, (0.0, body.middle), 70) + [0.0, 2.0]
    halves = [
        frit(body, lines.windscreen, width, out=5.0),
        frit(body, lines.backlight, width + 6, out=5.0),
        frit(body, lines.rear_glass, 0.65 * width, out=5.0),
        post,
        seal(body, edge, 40.0, -9.0),
    ]
    return both(joined(halves))


def door(car: Car) -> dict[str, Mesh]:
    """The left door by its materials."""
    body, lines = car.body, car.lines
    cover = partial(piece, body, spacing=(70.0, 60.0))
    shut, inner = car.shut[1], turned(body.grown(lines.door, -14.0))
    waist = lines.belt + 0.5
    frame = skin(
        body,
        shut,
        [wide(body, (-1, lines.belt + 0.02)), body.grown(lines.door_glass, 4.0)],
        depth=WALL,
        spacing=(60.0, 50.0),
    )
    back = cover(inner, [turned(wide(body, (-1, waist))), turned(body.grown(lines.door_glass, -10.0))], lift=6 - WALL)
    at = lines.door[np.abs(lines.door[:, 1] - body.row(lines.belt + 0.04)) < 25, 0]
    waistline = body.along(lines.belt + 0.04, (float(at.min()) + 14, float(at.max()) - 14), 40)
    return {
        "paint": skin(body, shut, [wide(body, (lines.belt - 0.02, 30)), lines.pocket], depth=WALL, guides=lines.guides),
        "frames": joined([frame, frit(body, lines.door_glass, 20.0, out=5.0), back.flipped()]),
        "glass": pane(body, lines.door_glass),
        "strip": bead(body, waistline, (7.0, 13.0), 1.0),
        "lining": cover(inner, [turned(wide(body, (waist, 30)))], lift=-WALL).flipped(),
    }


def card(car: Car) -> dict[str, Mesh]:
    """What makes a door's lining more than a sheet: two padded panels, a bright line between them, a loudspeaker."""
    body, lines, board = car.body, car.lines, car.board
    where = body(lines.door)
    below = where[where[:, 1] < body(board.row(lines.belt, body.middle / 2))[0, 1]]
    (z0, z1), (y0, y1) = (below[:, axis][[below[:, axis].argmin(), below[:, axis].argmax()]] for axis in (2, 1))
    deep, tall = z1 - z0, y1 - y0

    def side(corners: list[tuple[float, float]]) -> Array:
        return board.side([(z0 + along * deep, y0 + up * tall) for along, up in corners])

    upper = softened(side([(0.1, 0.66), (0.9, 0.66), (0.9, 0.9), (0.1, 0.9)]), 30, 60)
    lower = softened(side([(0.1, 0.14), (0.62, 0.14), (0.7, 0.42), (0.1, 0.42)]), 40, 60)
    pads = []
    for loop in (upper, lower):
        pad = piece(body, turned(loop), spacing=(60.0, 60.0), lift=-WALL - 16).flipped()
        pads.append(joined([pad, rolled_edge(pad, 10.0, 9.0, 2)]))
    line = side([(along, 0.55) for along in np.linspace(0.08, 0.92, 20)])
    at = side([(0.84, 0.26)])
    middle, way = body(at)[0] - body.normals(at)[0] * (WALL + 1), fittings.looking_at(-body.normals(at)[0])
    ring = revolve([(84, 0), (86, 6), (91, 8), (95, 5), (96, 0)], 40, "z")
    rings = [revolve([(r - 5, 1), (r - 4, 5), (r, 6), (r + 4, 5), (r + 5, 1)], 36, "z") for r in (12, 30, 48, 66)]
    faced = [part if part.normals[:, 2].mean() > 0 else part.flipped() for part in (ring, *rings)]
    return {
        "lining": joined(pads),
        "trim": joined([bead(body, line, (7.0, 12.0), -WALL - 3), faced[0].moved(middle, way)]),
        "dark": joined(faced[1:]).moved(middle, way),
    }


def cladding(car: Car) -> Mesh:
    """Dark and unpainted: the lower edge all around, arch trims, wheel housings, cowl, underbody."""
    body, lines = car.body, car.lines
    ring = skin(body, band(body, (0.03, lines.sill - 0.04)), lines.arches, lift=-1.0, depth=24.0, spacing=(90.0, 40.0))
    below = np.array(
        [[-100, -100], [body.middle + 100, -100], [body.middle + 100, body.row(0.03)], [-100, body.row(0.03)]]
    )
    trims = [
        skin(body, outer, [body.grown(inner, -4.0), below], lift=2.0, lip=2.4, depth=26.0, spacing=(60.0, 60.0))
        for outer, inner in zip(lines.trims, lines.arches, strict=False)
    ]
    wells = []
    for axle in car.axles:
        wells += [housing(body, axle, car.wheel_y + 6, car.arch + 4), box((14, 560, 760), 4).moved((494, 480, axle))]
    cowl = piece(body, body.grown(lines.cowl, 6.0), beyond(body), spacing=(60.0, 20.0), lift=-7.0)
    return both(joined([ring, *trims, *wells, cowl]))


def underbody(length: float, floor: float) -> Mesh:
    """What is below the car: a closed floor pan, sills, the valances."""
    tail = box((880, 36, 320), 12).moved((0, floor + 24, -length / 2 + 340), rotation("x", 4))
    sill = box((300, 60, 1640), 20).moved((630, floor, -10))
    pan = box((990, 60, length - 620), 20).moved((0, floor, 0))
    return joined([pan, sill, sill.mirrored(), box((880, 36, 320), 12).moved((0, floor + 4, length / 2 - 340)), tail])


def gaps(car: Car) -> Mesh:
    """What is seen through the shut lines."""
    body, lines = car.body, car.lines
    ring = body.grown(lines.door, 12.0)
    jamb = piece(body, ring, [body.grown(lines.door, -15.0)], spacing=90.0, lift=-WALL - 1)
    # Close below the skin too, so that the gap is black from aside.
    around = joined([jamb, piece(body, ring, [body.grown(lines.door, -11.0)], spacing=90.0, lift=-6.0)])
    flaps = [piece(body, body.grown(flap, 8.0), spacing=60.0, lift=-5.0) for flap in lines.flaps]
    spans = ((0.0, float(lines.door[:, 0].min())), (float(lines.door[:, 0].max()), body.middle))
    steps = [seal(body, body.along(lines.belt - 0.01, span, 40), 16.0, -9.0) for span in spans]
    return both(joined([around, *[seal(body, line) for line in lines.shuts], *flaps, *steps]))


def shell(car: Car) -> Mesh:
    """The cabin's lining: pillars, sides and head liner, seen from inside."""
    body, lines = car.body, car.lines
    windows = (lines.windscreen, lines.backlight, lines.rear_glass)
    holes = [turned(body.grown(loop, -16.0)) for loop in (*windows, lines.door)] + [turned(lines.cowl)]
    start = float(lines.door[:, 0].min()) - 60
    waist = lines.belt + 0.6
    sides = piece(
        body, band(body, (lines.sill + 0.3, waist), (start, body.middle)), holes, spacing=90.0, lift=-WALL - 2
    )
    top = piece(body, band(body, (waist, lines.edge - 0.2)), holes, spacing=(90.0, 70.0), lift=-30.0)
    return joined([both(joined([sides.flipped(), top.flipped()])), roof(car, -34.0).flipped()])
