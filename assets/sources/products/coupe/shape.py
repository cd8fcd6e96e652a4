"""The coupé's body: its rings and what is laid over them."""

from __future__ import annotations

import numpy as np
from products.cars.body import Body, Ring
from products.cars.features import arch, crease, hollow

LENGTH, WIDTH, HEIGHT = 4420.0, 1884.0, 1330.0
FRONT_AXLE, REAR_AXLE, WHEEL_Y, WHEEL_X = 1352.0, -1298.0, 346.0, 772.0
ARCH = 376.0
TOP = 1330.0
SILL_LINE = 300.0


def roof_height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How high the roof is: a crown across, and an arch along."""
    along = np.clip((z + 330.0) / 420.0, -2.2, 2.2)
    return TOP - 34.0 * np.abs(x / 560.0) ** 2.2 - 38.0 * np.abs(along) ** 2.1


RINGS = [
    Ring((2090, 150), (768, -100), (-2065, 200), (150, 152, 195), (4.3, 4.2)),
    Ring((2152, 178), (842, -120), (-2130, 240), (170, 168, 225), (4.5, 4.5)),
    Ring((2192, 252), (888, -150), (-2168, 330), (242, 236, 305), (4.6, 4.7)),
    Ring((2210, 362), (910, -180), (-2188, 445), (358, 356, 425), (4.6, 4.7)),
    Ring((2208, 462), (921, -200), (-2198, 560), (472, 474, 548), (4.4, 4.6)),
    Ring((2192, 548), (925, -220), (-2204, 670), (576, 582, 662), (4.2, 4.5)),
    Ring((2158, 616), (922, -240), (-2206, 765), (660, 680, 756), (3.9, 4.4)),
    Ring((2108, 666), (912, -260), (-2200, 822), (724, 752, 826), (3.7, 4.3)),
    Ring((2040, 704), (893, -270), (-2216, 884), (768, 798, 880), (3.5, 4.1)),
    Ring((1950, 738), (866, -280), (-2198, 909), (798, 826, 906), (3.3, 3.9)),
    Ring((1620, 812), (832, -290), (-2095, 912), (830, 848, 928), (3.0, 3.5)),
    Ring((1260, 872), (804, -300), (-1950, 936), (846, 860, 944), (2.9, 3.3)),
    Ring((955, 908), (782, -330), (-1815, 972), (856, 868, 962), (2.9, 3.1)),
    Ring((890, 926), (769, -350), (-1755, 988), (872, 886, 980), (2.9, 3.0)),
    Ring((710, 1012), (735, -380), (-1530, 1058), (968, 980, 1046), (3.0, 2.9)),
    Ring((480, 1122), (692, -400), (-1245, 1146), (1088, 1102, 1122), (3.1, 2.9)),
    Ring((262, 1216), (642, -410), (-965, 1222), (1192, 1206, 1194), (3.1, 3.0)),
    Ring((138, 1262), (603, -410), (-810, 1258), (1246, 1262, 1238), (3.1, 3.0)),
    Ring((72, 1283), (574, -410), (-730, 1276), (1270, 1286, 1262), (3.0, 3.0)),
    Ring((-15, 0), (532, -410), (-650, 0), (0, 0, 0), (3.0, 2.9)),
    Ring((-110, 0), (472, -410), (-560, 0), (0, 0, 0), (2.9, 2.8)),
]
FREE = 19
"""Rings up to this one are as written, those above it lie on the roof."""


def rings() -> list[np.ndarray]:
    """The points of all rings."""
    lines = [ring.points() for ring in RINGS]
    for line in lines[FREE:]:
        line[:, 1] = roof_height(line[:, 0], line[:, 2])
    return lines


BODY = Body(
    rings(),
    [
        arch(FRONT_AXLE, WHEEL_Y + 6, ARCH, out=22.0, fade=150.0),
        arch(REAR_AXLE, WHEEL_Y + 6, ARCH, out=30.0, fade=230.0),
        hollow((-860, 990), (SILL_LINE - 12, 700), deep=26.0, soft=(470.0, 220.0)),
        crease([(-1000, SILL_LINE), (980, SILL_LINE)], out=10.0, above=24.0, below=60.0),
    ],
)
