"""What is drawn on the city car: windows, doors, lamps, openings, shut lines."""

from __future__ import annotations

import numpy as np
from products.cars.body import over_middle, turned
from products.cars.cutting import arch_loop, softened
from products.cars.drawing import Board, Car, Lines
from products.city.shape import ARCH, BODY, CREASE_Y, FRONT_AXLE, REAR_AXLE, WHEEL_Y, roof_height

D = Board(BODY)
MIDDLE = BODY.middle

# Windows
_SCREEN = [D.row(13.15, 0), D.row(13.15, D.u_at(13, 0.60)), D.pillar(0.835, (13.3, 16.85)), D.row(17.0, 0)]
_BACK = [
    D.row(13.25, MIDDLE),
    D.row(13.25, D.u_at(13, 0.6, front=False)),
    D.pillar(0.80, (13.5, 16.5), front=False),
    D.row(16.85, MIDDLE),
]
_DOOR_GLASS = [D.pillar(0.955, (13.0, 16.95)), D.on_row(16.98, -512), D.on_row(12.95, -520)]
_REAR_GLASS = [
    D.on_row(16.98, -612),
    D.on_row(16.98, -985),
    D.side([(-1090, 1230), (-1195, 1010)]),
    D.on_row(12.95, -1200),
    D.on_row(12.95, -620),
]
_DOOR = [
    D.side([(-556, 960), (-572, 760), (-568, 520), (-548, 360), (-500, 300), (-200, 296), (300, 296), (590, 300)]),
    D.side([(668, 350), (698, 480), (706, 640), (690, 790)]),
    D.pillar(0.915, (12.3, 17.5)),
    D.on_row(17.7, -545),
]
POST = turned(np.concatenate([D.side([(-552, 962), (-630, 962)]), D.side([(-626, 1404), (-548, 1404)])]))

# Masks, lamps and openings
LAMP, TAIL = (528.0, 706.0), (545.0, 742.0)
LAMP_R, TAIL_R = 84.0, 76.0
_MASK = D.front([(0, 612), (560, 612), (690, 640), (716, 706), (690, 776), (560, 800), (0, 800)])
_TAIL_MASK = D.rear([(0, 655), (580, 655), (706, 690), (726, 745), (706, 802), (580, 830), (0, 830)])
_INTAKE = D.front([(0, 318), (420, 318), (545, 345), (560, 390), (520, 424), (0, 430)])
_CURTAIN = D.front([(655, 372), (700, 380), (716, 470), (690, 520), (662, 505)])
CURTAIN = turned(softened(_CURTAIN, 26, 44))
MASK = over_middle(softened(_MASK, 60, 100, closed=False), 0.0)
TAIL_MASK = over_middle(softened(_TAIL_MASK, 60, 100, closed=False), MIDDLE)
INTAKE = over_middle(softened(_INTAKE, 40, 80, closed=False), 0.0)
HEAD_RING = D.circle(LAMP, LAMP_R, 52)
TAIL_RING = D.circle(TAIL, TAIL_R, 48, ahead=False)

# Shut lines
_HOOD = [
    D.row(9.35, 0),
    D.row(9.3, D.u_at(9.3, 0.72)),
    D.row(9.6, D.u_at(9.6, 0.865)),
    D.row(11.0, D.u_at(11, 0.87)),
    D.row(12.2, D.u_at(12.2, 0.83)),
    D.row(12.45, D.u_at(12.45, 0.7)),
    D.row(12.5, 0),
]
_COWL = [
    D.row(12.52, 0),
    D.row(12.5, D.u_at(12.5, 0.72)),
    D.row(12.62, D.u_at(12.6, 0.83)),
    D.row(13.0, D.u_at(13, 0.83)),
    D.row(13.05, D.u_at(13, 0.7)),
    D.row(13.05, 0),
]
_TAILGATE = [
    D.rear([(0, 400), (430, 402), (560, 440), (620, 620), (690, 860)]),
    D.pillar(0.86, (12.0, 17.6), front=False),
    D.row(18.1, D.u_at(18, 0.6, front=False)),
    D.row(18.15, MIDDLE),
]
_FENDER = [D.front([(694, 690)]), D.side([(1660, 645), (1580, 612), (1532, 572)])]
_REAR_CUT = [D.rear([(700, 700)]), D.side([(-1690, 640), (-1620, 605), (-1566, 562)])]
SHUTS = [
    softened(np.concatenate(_HOOD), 60, 110, closed=False),
    softened(np.concatenate(_TAILGATE), 60, 150, closed=False),
    softened(np.concatenate(_FENDER), 40, 26, closed=False),
    softened(np.concatenate(_REAR_CUT), 40, 26, closed=False),
]
_ARCHES = ((FRONT_AXLE, WHEEL_Y + 6), (REAR_AXLE, WHEEL_Y + 6))
_OFF = (-36.0, -16.0, -5.0, 0.0, 4.0, 10.0, 24.0, 48.0, 84.0, 130.0, 180.0)
_CREASES = D.level([CREASE_Y + off for off in _OFF], (-890, 860), 56)
WIPERS = [D.wiper((60.0, 660.0), (13.22, 13.34, 13.34)), D.wiper((-600.0, -20.0), (13.34, 13.22, 13.22))]

LINES = Lines(
    windscreen=over_middle(softened(np.concatenate(_SCREEN), 70, 90, closed=False), 0.0),
    backlight=over_middle(softened(np.concatenate(_BACK), 90, 84, closed=False), MIDDLE),
    door_glass=turned(softened(np.concatenate(_DOOR_GLASS), 34, 96)),
    rear_glass=turned(softened(np.concatenate(_REAR_GLASS), 46, 84)),
    door=turned(softened(np.concatenate(_DOOR), 46, 180)),
    post=POST,
    cowl=over_middle(softened(np.concatenate(_COWL), 16, 90, closed=False), 0.0),
    arches=[arch_loop(BODY, *at, ARCH) for at in _ARCHES],
    trims=[arch_loop(BODY, *at, ARCH + 22) for at in _ARCHES],
    openings=[MASK, TAIL_MASK, INTAKE, CURTAIN],
    shuts=SHUTS,
    flaps=[turned(softened(D.side([(-1060, 800), (-1190, 800), (-1190, 690), (-1060, 690)]), 26, 44))],
    guides=[
        *_CREASES,
        *[arc for at in _ARCHES for arc in D.rings_around(*at, ARCH, (26.0, 34.0, 44.0, 62.0, 90.0, 122.0))],
    ],
    handle=BODY.seen([(-300, 828), (-400, 832), (-500, 832)], "side", 22, closed=False),
    pocket=turned(softened(D.side([(-345, 852), (-455, 855), (-455, 806), (-345, 804)]), 24, 40)),
    belt=12.02,
    sill=2.1,
    edge=19.1,
)
CAR = Car(BODY, LINES, roof_height, (-1560.0, 420.0), (FRONT_AXLE, REAR_AXLE), WHEEL_Y, ARCH)
