"""Seats, dashboard, steering wheel and what else is seen through the windows. Millimetres; driver at +X."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from modelling.mesh import Mesh, box, ellipsoid, joined, revolve, rotation, rounded_rectangle, superellipse, sweep
from products.cars.body import Array


def roll(start: Array, end: Array, thick: float, tall: float, *, up: tuple[float, float, float] = (0, 1, 0)) -> Mesh:
    """An upholstered roll between two points, with round ends."""
    path = np.linspace(start, end, 2)
    return sweep(path, superellipse(thick, tall, 2.6, 9), up=up, round_ends=tall * 0.42)


def seat(width: float = 500.0, tall: float = 600.0, lean: float = 22.0) -> tuple[Mesh, Mesh]:
    """A front seat's leather and its pleated middle; the hip is at the origin, the back leans to −Z."""
    half = width / 2
    base = sweep(
        spline([(0, -95, 330), (0, -92, 150), (0, -110, -60)], 9),
        superellipse(width - 40, 130, 4, 20),
        up=(0, 1, 0),
        round_ends=60,
    )
    tilt = rotation("x", -lean)
    shell = sweep(
        spline([(0, -60, -60), (0, 180, -62), (0, 400, -55), (0, tall - 30, -40)], 12),
        lambda t: superellipse(width * (0.88 - 0.2 * t**2), 120 - 36 * t, 3.6, 18),
        up=(0, 0, 1),
        round_ends=55,
    ).moved((0, 0, -60), tilt)
    sides = []
    for side in (1, -1):
        arm = spline([(side * half * 0.86, 10, 25), (side * half * 0.92, 200, 36), (side * half * 0.78, 470, 6)], 8)
        sides.append(
            sweep(arm, lambda t: superellipse(70 - 16 * t, 150 - 70 * t, 2.6, 12), up=(0, 0, 1), round_ends=30).moved(
                (0, 0, -60), tilt
            )
        )
        thigh = spline(
            [(side * half * 0.84, -42, 300), (side * half * 0.9, -28, 120), (side * half * 0.88, -20, -60)], 6
        )
        sides.append(sweep(thigh, superellipse(84, 110, 2.6, 12), up=(0, 1, 0), round_ends=34))
    head = ellipsoid((132, 92, 52), 12, 24, 3.0).moved((0, tall + 88, -18))
    posts = [
        sweep(np.array([[x, tall - 40, -30], [x, tall + 60, -20.0]]), superellipse(13, 13, 2, 8), up=(0, 0, 1.0))
        for x in (-48, 48)
    ]
    leather = joined([base, shell, *sides, joined([head, *posts]).moved((0, 0, -60), tilt)])
    pleats = []
    for k in range(8):
        y = 40 + 56 * k
        reach = half * (0.6 - 0.012 * k)
        pleats.append(
            roll(np.array([-reach, y, 4.0]), np.array([reach, y, 4.0]), 30, 58, up=(0, 1, 0)).moved((0, 0, -60), tilt)
        )
    for k in range(6):
        z = 280 - 62 * k
        pleats.append(roll(np.array([-half * 0.62, -40.0, z]), np.array([half * 0.62, -40.0, z]), 64, 34))
    return leather, joined(pleats)


def base(width: float, floor: float) -> Mesh:
    """What carries a front seat: a skirt and two rails down to the floor, `floor` below the hip."""
    skirt = box((width - 110, 120, 400), 26, 2).moved((0, -190, 120))
    rails = [
        box((44, floor - 230, 470), 8).moved((side * (width / 2 - 110), -230 - (floor - 230) / 2, 110))
        for side in (1, -1)
    ]
    return joined([skirt, *rails])


def bench(width: float, lean: float = 24.0) -> tuple[Mesh, Mesh]:
    """The rear seats: a bench with two pleated places; the hip is at the origin."""
    tilt = rotation("x", -lean)
    base = sweep(
        np.array([[0, -80, 260.0], [0, -85, 100], [0, -95, -60]]),
        superellipse(width, 140, 4.5, 26),
        up=(0, 1, 0),
        round_ends=60,
    )
    back = sweep(
        np.array([[0, -40, -70.0], [0, 250, -70], [0, 520, -70]]),
        superellipse(width, 130, 4.5, 26),
        up=(0, 0, 1),
        round_ends=55,
    ).moved(matrix=tilt)
    heads = [ellipsoid((120, 70, 42), 10, 20, 3).moved((x, 625, -60), tilt) for x in (-width / 4, width / 4)]
    pleats = []
    for x in (-width / 4, width / 4):
        for k in range(7):
            y = 60 + 58 * k
            pleats.append(roll(np.array([x - 165.0, y, -12]), np.array([x + 165.0, y, -12]), 28, 60).moved(matrix=tilt))
        for k in range(4):
            z = 215 - 66 * k
            pleats.append(roll(np.array([x - 165.0, -20, z]), np.array([x + 165.0, -20, z]), 68, 32))
    return joined([base, back, *heads]), joined(pleats)


def steering(radius: float = 178.0) -> tuple[Mesh, Mesh]:
    """Rim and boss; the spokes' bright inlays. Its middle is at the origin, it faces −Z."""
    angles = np.linspace(0, 2 * np.pi, 56, endpoint=False)
    flat = np.where(np.sin(angles) < -0.82, -0.82, np.sin(angles))
    rim = np.stack([radius * np.cos(angles), radius * flat, 0 * angles], 1)
    wheel = sweep(rim, superellipse(29, 33, 2.2, 12), closed=True)
    boss = ellipsoid((66, 52, 26), 12, 24, 3.0)
    arms, inlays = [], []
    for turn in (4, 176):
        a = np.radians(turn)
        way = np.array([np.cos(a), np.sin(a) - 0.06, 0])
        arms.append(sweep(np.linspace(way * 46, way * (radius - 4), 6), superellipse(46, 20, 3, 12), up=(0, 0, 1.0)))
        inlays.append(
            sweep(
                np.linspace(way * 74 - [0, 0, 11], way * 128 - [0, 0, 11], 5),
                superellipse(22, 6, 3, 10),
                up=(0, 0, 1.0),
                round_ends=3,
            )
        )
    down = np.array([0, -1.0, 0])
    arms.append(sweep(np.linspace(down * 40, down * (radius * 0.82), 5), superellipse(30, 18, 3, 12), up=(0, 0, 1.0)))
    ring = revolve([(15, -28), (18, -30), (21, -28)], 24, "z")
    return joined([wheel, boss, *arms]), joined([*inlays, ring])


def dashboard(width: float, z: float, y: float) -> tuple[Mesh, Mesh, Mesh, Mesh]:
    """Upper pad, the inlay across it, vents, and the screens' glass; its rear edge is around z, its top at y."""
    half = width / 2
    curve = [
        (-half, y - 30, z + 30),
        (-half * 0.6, y - 4, z + 66),
        (0, y, z + 74),
        (half * 0.6, y - 4, z + 66),
        (half, y - 30, z + 30),
    ]
    pad = sweep(spline(curve, 30), superellipse(330, 120, 3.2, 24), up=(0, 1.0, 0)).moved((0, -60, 40))
    lower = sweep(spline(curve, 24), superellipse(240, 280, 3.4, 22), up=(0, 1.0, 0)).moved((0, -190, 62))
    inlay = sweep(
        spline([(p[0] * 0.985, p[1], p[2]) for p in curve], 26), superellipse(40, 52, 3, 12), up=(0, 1.0, 0)
    ).moved((0, -118, -96))
    vents = [box((150, 30, 26), 8, 2).moved((x, y - 118, z - 68 + abs(x) * -0.05)) for x in (-half * 0.8, half * 0.8)]
    vents += [box((104, 26, 26), 8, 2).moved((x, y - 118, z - 38)) for x in (-60, 60)]
    return joined([pad, lower]), inlay, joined(vents), lower


def screens(width: float, tall: float, at: Array, lean: float = -12.0) -> tuple[Mesh, Mesh, Mesh]:
    """One wide display: its frame, its dark glass, and what shines on it. It faces −Z."""
    turn = rotation("x", -lean) @ rotation("y", 180)
    frame = box((width, tall, 18), 8, 2)
    glass = box((width - 14, tall - 14, 2.0), 0.8).moved((0, 0, 9.2))
    marks = []
    left = -width / 2 + 0.19 * width
    for k in range(3):
        marks.append(bar(left, -0.02 * tall + 22 - 22 * k, 0.2 * width * (1 - 0.22 * k), 5))
    ring = sweep(arc(0.27 * tall, 0.3, 0.85).dot(np.eye(3)), superellipse(4, 1.2, 2, 8), up=(0, 0, 1.0))
    marks.append(ring.moved((width * 0.32, 0, 10.6)))
    for k in range(5):
        tile = box((0.07 * width, 0.2 * tall, 1.0), 0.4)
        marks.append(tile.moved(((k - 2) * 0.085 * width + 0.02 * width, -0.28 * tall, 10.4)))
    route = spline(
        [
            (-0.14 * width, -0.02 * tall),
            (-0.05 * width, 0.12 * tall),
            (0.02 * width, 0.06 * tall),
            (0.13 * width, 0.32 * tall),
        ],
        20,
    )
    marks.append(
        sweep(np.column_stack([route, np.full(20, 10.6)]), superellipse(5, 1.2, 2, 8), up=(0, 0, 1.0)).moved(
            (0.02 * width, 0, 0)
        )
    )
    return tuple(part.moved(at, turn) for part in (frame, glass, joined(marks)))  # type: ignore[return-value]


def bar(x: float, y: float, length: float, tall: float) -> Mesh:
    """A line of light on a display."""
    return box((length, tall, 1.0), 0.4).moved((x, y, 10.4))


def arc(radius: float, start: float, share: float) -> Array:
    """A part of a circle in the plane of a display."""
    angles = np.linspace(2 * np.pi * start, 2 * np.pi * (start + share), 28)
    return np.stack([radius * np.cos(angles), radius * np.sin(angles), 0 * angles], 1)


def console(start: float, end: float, y: float) -> Mesh:
    """The tunnel between the seats with an arm rest."""
    low = sweep(
        np.array([[0, y, start], [0, y + 10, (start + end) / 2], [0, y + 30, end]]),
        np.asarray(rounded_rectangle(200, 260, 40, 4)),
        up=(0, 1, 0),
        round_ends=30,
    )
    rest = box((160, 60, 280), 26, 3).moved((0, y + 165, end + 160))
    knob = ellipsoid((26, 34, 26), 10, 16, 2.6).moved((0, y + 165, start - 120))
    return joined([low, rest, knob])


def floor(width: float, span: tuple[float, float], y: float) -> Mesh:
    """Carpet and bulkhead."""
    length = span[0] - span[1]
    carpet = box((width, 30, length), 10).moved((0, y, (span[0] + span[1]) / 2))
    front = box((width - 60, 430, 24), 8).moved((0, y + 200, span[0] - 20), rotation("x", 14))
    return joined([carpet, front])


def mirror_inside(at: Array) -> tuple[Mesh, Mesh]:
    """The looking glass in the windscreen: its house and its face."""
    house = ellipsoid((118, 34, 20), 10, 24, 3.2).moved(at)
    stalk = sweep(np.array([at + [0, 10, 8], at + [0, 62, 50.0]]), superellipse(22, 22, 2, 10), up=(1.0, 0, 0))
    face = box((214, 52, 3), 1.2).moved(at - [0, 0, 19.5])
    return joined([house, stalk]), face
