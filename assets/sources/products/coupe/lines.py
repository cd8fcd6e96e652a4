"""What is drawn on the coupé: windows, doors, lamps, openings, shut lines."""

from __future__ import annotations

import numpy as np
from products.cars.body import over_middle, turned
from products.cars.cutting import arch_loop, softened
from products.cars.drawing import Board, Car, Lines
from products.coupe.shape import ARCH, BODY, FRONT_AXLE, REAR_AXLE, SILL_LINE, WHEEL_Y, roof_height

D = Board(BODY)
MIDDLE = BODY.middle

# Windows
_SCREEN = [D.row(13.2, 0), D.row(13.2, D.u_at(13, 0.60)), D.pillar(0.825, (13.4, 16.9)), D.row(17.1, 0)]
_BACK = [
    D.row(13.6, MIDDLE),
    D.row(13.6, D.u_at(13.5, 0.55, front=False)),
    D.pillar(0.76, (14.0, 16.5), front=False),
    D.row(16.95, MIDDLE),
]
_DOOR_GLASS = [D.pillar(0.95, (13.0, 16.9)), D.on_row(16.98, -505), D.on_row(12.95, -520)]
_REAR_GLASS = [
    D.on_row(16.98, -590),
    D.on_row(16.75, -790),
    D.side([(-960, 1135), (-1095, 1035)]),
    D.on_row(12.95, -1075),
    D.on_row(12.95, -606),
]
_DOOR = [
    D.side([(-548, 900), (-560, 760), (-570, 560), (-556, 400), (-505, 318), (-200, 312), (300, 310), (640, 312)]),
    D.side([(724, 350), (756, 470), (766, 620), (748, 760)]),
    D.pillar(0.905, (12.2, 17.45)),
    D.on_row(17.65, -540),
]
POST = turned(np.concatenate([D.on_row(12.8, -544), D.on_row(12.8, -618), D.side([(-602, 1240), (-536, 1240)])]))

# Lamps, grille, vents
_LAMP = D.front([(404, 566), (560, 578), (716, 604), (800, 634), (806, 664), (700, 652), (540, 622), (408, 596)])
_LED = D.front([(424, 575), (560, 588), (700, 612), (786, 642)])
_GRILLE = D.front([(0, 236), (470, 238), (560, 262), (612, 330), (560, 402), (470, 424), (0, 428)])
_VENT = D.front([(676, 268), (800, 300), (832, 420), (800, 460), (700, 440), (668, 350)])
_TAIL = D.rear([(0, 768), (640, 768), (800, 764), (858, 782), (868, 806), (850, 828), (700, 838), (0, 842)])
_DIFFUSER = D.rear([(0, 246), (580, 250), (700, 290), (742, 380), (690, 470), (560, 500), (0, 506)])
LAMP = turned(softened(_LAMP, 20, 76))
LED = softened(_LED, 10, 40, closed=False)
GRILLE = over_middle(softened(_GRILLE, 50, 96, closed=False), 0.0)
VENT = turned(softened(_VENT, 34, 60))
TAIL = over_middle(softened(_TAIL, 22, 110, closed=False), MIDDLE)
DIFFUSER = over_middle(softened(_DIFFUSER, 50, 96, closed=False), MIDDLE)

# Shut lines
_HOOD = [
    D.row(7.6, 0),
    D.row(7.6, D.u_at(7.6, 0.45)),
    D.row(8.2, D.u_at(8.2, 0.76)),
    D.row(9.0, D.u_at(9, 0.86)),
    D.row(10.0, D.u_at(10, 0.885)),
    D.row(11.4, D.u_at(11.4, 0.87)),
    D.row(12.3, D.u_at(12.3, 0.82)),
    D.row(12.5, D.u_at(12.5, 0.6)),
    D.row(12.55, 0),
]
_COWL = [
    D.row(12.57, 0),
    D.row(12.55, D.u_at(12.5, 0.6)),
    D.row(12.6, D.u_at(12.6, 0.82)),
    D.row(13.05, D.u_at(13, 0.82)),
    D.row(13.1, D.u_at(13, 0.6)),
    D.row(13.1, 0),
]
_BOOT = [
    D.rear([(0, 690), (520, 692), (640, 700), (690, 740), (722, 860)]),
    D.row(9.5, D.u_at(9.5, 0.83, front=False)),
    D.pillar(0.82, (10.5, 17.0), front=False),
    D.row(17.7, D.u_at(17.7, 0.5, front=False)),
    D.row(17.75, MIDDLE),
]
_BUMPER = [D.front([(806, 650)]), D.side([(1790, 628), (1730, 596), (1684, 548), (1660, 518)])]
_REAR_BUMPER = [D.rear([(862, 792)]), D.side([(-1880, 700), (-1760, 640), (-1648, 528), (-1620, 503)])]
_ARCHES = ((FRONT_AXLE, WHEEL_Y + 6), (REAR_AXLE, WHEEL_Y + 6))
_OFF = (-26.0, -12.0, -4.0, 0.0, 4.0, 12.0, 30.0, 62.0, 110.0, 170.0)
_SILL = D.level([SILL_LINE + off for off in _OFF], (-900, 950), 48)
WIPERS = [D.wiper((60.0, 660.0), (13.28, 13.42, 13.42)), D.wiper((-600.0, -20.0), (13.42, 13.28, 13.28))]

LINES = Lines(
    windscreen=over_middle(softened(np.concatenate(_SCREEN), 70, 90, closed=False), 0.0),
    backlight=over_middle(softened(np.concatenate(_BACK), 90, 84, closed=False), MIDDLE),
    door_glass=turned(softened(np.concatenate(_DOOR_GLASS), 30, 96)),
    rear_glass=turned(softened(np.concatenate(_REAR_GLASS), 36, 80)),
    door=turned(softened(np.concatenate(_DOOR), 46, 180)),
    post=POST,
    cowl=over_middle(softened(np.concatenate(_COWL), 16, 90, closed=False), 0.0),
    arches=[arch_loop(BODY, *at, ARCH) for at in _ARCHES],
    openings=[LAMP, GRILLE, VENT, TAIL, DIFFUSER],
    shuts=[
        softened(np.concatenate(_HOOD), 60, 120, closed=False),
        softened(np.concatenate(_BOOT), 60, 150, closed=False),
        softened(np.concatenate(_BUMPER), 40, 22, closed=False),
        softened(np.concatenate(_REAR_BUMPER), 40, 26, closed=False),
    ],
    flaps=[turned(softened(D.side([(-900, 846), (-1000, 852), (-1000, 790), (-900, 788)]), 22, 40))],
    guides=[*_SILL, *[a for at in _ARCHES for a in D.rings_around(*at, ARCH, (5.0, 24.0, 34.0, 46.0, 80.0, 130.0))]],
    handle=BODY.seen([(-300, 772), (-400, 776), (-505, 778)], "side", 22, closed=False),
    pocket=turned(softened(D.side([(-345, 792), (-455, 796), (-455, 752), (-345, 750)]), 22, 40)),
    belt=12.02,
    sill=2.0,
    edge=19.1,
)
CAR = Car(BODY, LINES, roof_height, (-760.0, 80.0), (FRONT_AXLE, REAR_AXLE), WHEEL_Y, ARCH)
