"""The city car's body: its rings and what is laid over them."""

from __future__ import annotations

import numpy as np
from products.cars.body import Body, Ring
from products.cars.features import arch, crease, hollow

LENGTH, WIDTH, HEIGHT = 3895.0, 1752.0, 1512.0
FRONT_AXLE, REAR_AXLE, WHEEL_Y, WHEEL_X = 1252.0, -1282.0, 322.0, 750.0
ARCH = 358.0
TOP = 1512.0
CREASE_Y = 392.0


def roof_height(x: np.ndarray, z: np.ndarray) -> np.ndarray:
    """How high the roof is: a crown across, and a long arch along."""
    along = np.clip((z + 420.0) / 900.0, -2, 2)
    return TOP - 46.0 * np.abs(x / 600.0) ** 2.3 - 52.0 * np.abs(along) ** 2.4


RINGS = [
    Ring((1825, 172), (740, -20), (-1815, 205), (172, 172, 200), (4.8, 4.6)),
    Ring((1886, 205), (812, -20), (-1880, 240), (192, 188, 225), (5.0, 4.8)),
    Ring((1925, 290), (852, -20), (-1925, 310), (275, 262, 295), (5.2, 5.0)),
    Ring((1944, 420), (868, -20), (-1946, 430), (410, 400, 420), (5.2, 5.1)),
    Ring((1949, 560), (874, -20), (-1949, 560), (555, 545, 560), (5.1, 5.1)),
    Ring((1941, 690), (871, -20), (-1939, 700), (690, 690, 705), (4.9, 5.0)),
    Ring((1922, 785), (861, -30), (-1922, 810), (785, 795, 815), (4.6, 4.9)),
    Ring((1892, 844), (849, -40), (-1908, 880), (842, 855, 880), (4.3, 4.8)),
    Ring((1850, 878), (837, -50), (-1896, 915), (876, 885, 910), (4.1, 4.7)),
    Ring((1780, 903), (819, -60), (-1882, 946), (902, 905, 932), (3.9, 4.6)),
    Ring((1520, 948), (783, -80), (-1864, 972), (924, 915, 945), (3.7, 4.5)),
    Ring((1220, 984), (763, -120), (-1852, 988), (940, 920, 952), (3.6, 4.4)),
    Ring((990, 1003), (751, -170), (-1840, 1002), (948, 924, 958), (3.6, 4.4)),
    Ring((930, 1023), (743, -200), (-1828, 1022), (966, 942, 976), (3.6, 4.4)),
    Ring((808, 1130), (718, -240), (-1782, 1130), (1080, 1060, 1085), (3.6, 4.3)),
    Ring((650, 1262), (683, -290), (-1714, 1262), (1218, 1205, 1215), (3.6, 4.2)),
    Ring((512, 1370), (643, -330), (-1636, 1368), (1330, 1330, 1325), (3.6, 4.1)),
    Ring((424, 1428), (612, -350), (-1574, 1418), (1394, 1402, 1385), (3.6, 4.0)),
    Ring((374, 1454), (586, -360), (-1530, 1440), (1420, 1432, 1412), (3.5, 3.9)),
    Ring((305, 0), (548, -370), (-1470, 0), (0, 0, 0), (3.4, 3.7)),
    Ring((205, 0), (490, -390), (-1370, 0), (0, 0, 0), (3.2, 3.5)),
]
FREE = 19
"""Rings up to this one are as written, those above it lie on the roof."""
SHOULDER, BELT, CANT = 8, 12, 17


def rings() -> list[np.ndarray]:
    """The points of all rings."""
    lines = [ring.points() for ring in RINGS]
    for line in lines[FREE:]:
        line[:, 1] = roof_height(line[:, 0], line[:, 2])
    return lines


BODY = Body(
    rings(),
    [
        arch(FRONT_AXLE, WHEEL_Y + 6, ARCH, out=24.0),
        arch(REAR_AXLE, WHEEL_Y + 6, ARCH, out=22.0),
        hollow((-940, 900), (CREASE_Y - 10, 720), deep=17.0, soft=(300.0, 190.0)),
        crease([(-1000, CREASE_Y), (900, CREASE_Y)], out=9.0, above=26.0, below=70.0),
    ],
)
