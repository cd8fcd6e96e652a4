"""What is drawn on the body: windows, lamps, openings, shut lines."""

from __future__ import annotations

import numpy as np
from modelling.curves import spline
from products.coupe.sheet import (
    BODY,
    FRONT_AXLE,
    LAST_U,
    LAST_V,
    LINE,
    REAR_AXLE,
    SIDE,
    WHEEL_Y,
    at,
    from_side,
    symmetric,
    turned,
)

WINDSHIELD = symmetric(
    [(6.35, 0), (6.36, 0.8), (6.42, 1.6), (6.62, 2.05), (7.2, 2.02), (7.9, 1.86), (8.18, 1.6), (8.2, 0.8), (8.2, 0)],
    100,
)
REAR_GLASS = symmetric(
    [
        (10.25, 0),
        (10.26, 0.8),
        (10.32, 1.5),
        (10.6, 1.8),
        (11.2, 1.92),
        (11.7, 1.95),
        (12.0, 1.7),
        (12.08, 0.9),
        (12.08, 0),
    ],
    92,
)
SIDE_GLASS = turned(
    from_side(
        [
            (555, 966),
            (505, 1010),
            (390, 1100),
            (230, 1195),
            (40, 1265),
            (-200, 1296),
            (-450, 1290),
            (-700, 1250),
            (-900, 1175),
            (-1030, 1085),
            (-1060, 1030),
            (-1010, 1001),
            (-800, 993),
            (-500, 985),
            (-100, 974),
            (300, 964),
            (480, 957),
        ],
        104,
    )
)
HEADLAMP = turned(
    at(
        spline(
            [
                (2.55, 1.75),
                (2.62, 2.6),
                (2.74, 3.6),
                (2.95, 4.6),
                (3.35, 5.0),
                (3.36, 4.4),
                (3.12, 3.5),
                (2.98, 2.6),
                (2.86, 1.75),
                (2.72, 1.55),
            ],
            76,
            closed=True,
        )
    )
)
HEADLAMP_LED = turned(
    at(
        spline(
            [
                (2.75, 1.85),
                (2.86, 2.65),
                (2.99, 3.55),
                (3.2, 4.5),
                (3.25, 4.5),
                (3.05, 3.55),
                (2.91, 2.65),
                (2.8, 1.85),
                (2.77, 1.8),
            ],
            70,
            closed=True,
        )
    )
)
TAIL_BAR = symmetric(
    [
        (14.42, 0),
        (14.42, 1.5),
        (14.4, 3.0),
        (14.3, 4.4),
        (14.32, 5.3),
        (14.5, 5.35),
        (14.66, 4.4),
        (14.74, 3.0),
        (14.76, 1.5),
        (14.76, 0),
    ],
    116,
)
INTAKE = symmetric([(0.75, 0), (0.75, 1.0), (0.8, 1.9), (1.0, 2.2), (1.3, 2.0), (1.38, 1.0), (1.38, 0)], 100)
VENT = turned(
    at(
        spline(
            [(0.85, 2.75), (0.85, 3.6), (1.1, 4.5), (1.7, 4.7), (2.0, 4.3), (1.6, 3.3), (1.25, 2.7)], 50, closed=True
        )
    )
)
HOOD = symmetric(
    [
        (3.1, 0),
        (3.12, 0.9),
        (3.22, 1.9),
        (3.6, 2.55),
        (4.4, 2.75),
        (5.3, 2.75),
        (6.05, 2.62),
        (6.22, 1.9),
        (6.2, 1.0),
        (6.2, 0),
    ],
    116,
)
ROOF = symmetric(
    [
        (8.28, 0),
        (8.28, 1.0),
        (8.3, 1.55),
        (8.42, 1.78),
        (9.2, 1.8),
        (10.0, 1.72),
        (10.14, 1.5),
        (10.17, 0.9),
        (10.17, 0),
    ],
    92,
)
FLAP = turned(
    from_side([(-1215, 815), (-1345, 822), (-1350, 740), (-1345, 735), (-1215, 728), (-1210, 735), (-1210, 808)], 48)
)
HANDLE = turned(from_side([(-430, 822), (-610, 827), (-640, 814), (-610, 803), (-430, 799), (-402, 810)], 44))


def arch(axle: float, radius: float) -> np.ndarray:
    """The outline of a wheel arch in the body; it sticks out over the sill."""
    angles = np.radians(np.linspace(-14, 194, 60))
    circle = np.stack([axle + radius * np.cos(angles), WHEEL_Y + 8 + radius * np.sin(angles)], 1)
    low = circle[:, 1] > 225
    uv = from_side(circle[low], int(low.sum()), closed=False, smooth=False)
    out = (LAST_V + SIDE * (LAST_V + 0.8)) * LINE
    ends = np.array([[uv[-1, 0], out], [uv[0, 0], out]])
    return turned(np.concatenate([uv, ends]))


ARCHES = [arch(FRONT_AXLE, 372), arch(REAR_AXLE, 372)]

DOOR = from_side(
    [
        (515, 1000),
        (548, 940),
        (590, 840),
        (600, 680),
        (585, 480),
        (560, 350),
        (520, 312),
        (200, 305),
        (-300, 310),
        (-520, 320),
        (-575, 370),
        (-610, 520),
        (-655, 720),
        (-700, 870),
        (-720, 1010),
    ],
    84,
    closed=False,
)
BUMPER_FRONT = [at(spline([(3.55, 2.5), (3.5, 3.4), (3.55, 4.6), (3.8, 5.8), (4.15, 6.9), (4.3, 7.3)], 26))]
TAILGATE = [
    at(spline([(11.9, 1.6), (12.3, 2.2), (13.0, 2.5), (13.8, 2.6), (14.5, 2.6)], 32)),
    at(
        spline(
            [
                (14.7, 2.6),
                (15.1, 2.5),
                (15.35, 2.0),
                (15.4, 1.0),
                (15.4, 0.0),
                (15.4, -1.0),
                (15.35, -2.0),
                (15.1, -2.5),
                (14.7, -2.6),
            ],
            54,
        )
    ),
]
_LAMP_END = BODY(at([(14.5, 5.25)]))[0]
BUMPER_REAR = [
    from_side([(_LAMP_END[2], _LAMP_END[1]), (-1748, 690), (-1700, 610), (-1645, 545), (-1585, 500)], 30, closed=False)
]


def slot(curve: np.ndarray, width: float = 9.0, closed: bool = False) -> list[np.ndarray]:
    """A shut line's outline: one loop, or the outer one of a closed line (its inside is another piece)."""
    left, right = BODY.shifted(curve, -width / 2, closed), BODY.shifted(curve, width / 2, closed)
    return [turned(np.concatenate([left, right[::-1]]))]


def edge_rectangle(station: tuple[float, float], line: float, count: int = 115) -> np.ndarray:
    """The outline of the sheet between two stations and ±line."""
    a, b = station
    corners = [
        (a, 0),
        (a, line * 0.5),
        (a, line - 0.25),
        (a + 0.12, line),
        (b - 0.12, line),
        (b, line - 0.25),
        (b, line * 0.5),
        (b, 0),
    ]
    return symmetric(corners, count * 2, straight=True)


SKIRT = (0.42, LAST_U - 0.6), LAST_V - 0.55
