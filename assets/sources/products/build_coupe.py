"""A compact electric coupé, 4.2 m long: one smooth body sheet, cut into panels, glass and lamps along drawn lines.

Millimetres, front to +Z. The body is a net of lines that run from under the nose over the roof to under the tail; the
outermost runs along the sill. Lines in (u, v): u in stations from front to rear, v in lines from the middle outwards.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from modelling.curves import resampled, spline
from modelling.mesh import Mesh, box, ellipsoid, grid, joined, revolve, rotation, superellipse, sweep
from modelling.scene import Material, Model, export, srgb
from modelling.surface import Surface, piece, ribbon, triangulated

LENGTH, WIDTH, HEIGHT = 4200.0, 1790.0, 1395.0
FRONT_AXLE, REAR_AXLE, WHEEL_Y, WHEEL_X = 1285.0, -1270.0, 330.0, 775.0

# x, y, z of ten lines at every station.
NET = np.array([
    # middle          hood line         cant rail         glass             belt              shoulder          below it          side              door              sill
    [(0, 190, 2030), (420, 190, 2000), (620, 190, 1930), (698, 190, 1880), (742, 190, 1842), (765, 190, 1818), (772, 190, 1808), (790, 192, 1778), (800, 195, 1750), (800, 200, 1725)],
    [(0, 350, 2085), (430, 348, 2052), (640, 342, 1975), (720, 334, 1918), (762, 322, 1872), (787, 310, 1842), (793, 302, 1832), (811, 280, 1795), (818, 248, 1755), (806, 203, 1710)],
    [(0, 560, 2092), (430, 556, 2055), (645, 545, 1975), (728, 525, 1915), (772, 495, 1865), (799, 460, 1830), (805, 445, 1820), (824, 385, 1780), (828, 300, 1730), (812, 205, 1670)],
    [(0, 700, 2035), (430, 694, 1995), (640, 678, 1915), (725, 658, 1852), (775, 630, 1800), (808, 592, 1764), (815, 572, 1754), (836, 480, 1715), (838, 350, 1665), (818, 205, 1605)],
    [(0, 790, 1830), (430, 782, 1795), (630, 768, 1725), (725, 752, 1670), (785, 730, 1630), (828, 685, 1600), (835, 662, 1592), (858, 540, 1565), (852, 380, 1530), (826, 205, 1490)],
    [(0, 875, 1400), (430, 866, 1375), (620, 850, 1335), (725, 836, 1305), (796, 820, 1290), (853, 775, 1290), (862, 748, 1290), (884, 600, 1290), (868, 400, 1290), (835, 205, 1290)],
    [(0, 940, 980), (430, 930, 940), (635, 912, 860), (738, 898, 800), (800, 880, 770), (852, 835, 765), (862, 805, 765), (884, 620, 765), (853, 400, 765), (845, 205, 765)],
    [(0, 1165, 590), (400, 1150, 550), (598, 1108, 440), (700, 1005, 405), (778, 925, 400), (848, 855, 400), (860, 825, 400), (884, 630, 400), (855, 405, 400), (848, 205, 400)],
    [(0, 1345, 190), (370, 1332, 165), (558, 1282, 85), (652, 1130, 80), (766, 945, 80), (846, 868, 80), (858, 838, 80), (882, 640, 80), (855, 410, 80), (848, 205, 80)],
    [(0, 1408, -260), (380, 1395, -268), (568, 1338, -282), (656, 1160, -282), (763, 960, -282), (846, 880, -282), (858, 850, -282), (882, 650, -282), (855, 412, -282), (848, 205, -282)],
    [(0, 1375, -770), (370, 1362, -760), (556, 1300, -742), (646, 1140, -720), (760, 975, -702), (852, 895, -700), (864, 865, -700), (888, 660, -700), (857, 415, -700), (848, 205, -700)],
    [(0, 1242, -1260), (380, 1228, -1244), (562, 1168, -1195), (662, 1070, -1132), (766, 985, -1082), (862, 905, -1080), (874, 875, -1080), (896, 670, -1080), (878, 420, -1080), (838, 205, -1080)],
    [(0, 1092, -1690), (400, 1082, -1672), (590, 1048, -1606), (690, 1008, -1534), (778, 965, -1462), (858, 895, -1432), (870, 868, -1430), (888, 670, -1420), (872, 425, -1420), (832, 212, -1420)],
    [(0, 1052, -1965), (420, 1042, -1940), (620, 1012, -1872), (715, 975, -1800), (780, 925, -1738), (834, 850, -1696), (844, 825, -1690), (864, 645, -1650), (854, 422, -1605), (822, 222, -1555)],
    [(0, 985, -2035), (425, 976, -2010), (632, 948, -1938), (722, 912, -1866), (780, 866, -1806), (826, 795, -1760), (835, 770, -1752), (852, 605, -1702), (845, 410, -1650), (817, 226, -1590)],
    [(0, 780, -2082), (430, 773, -2056), (648, 754, -1984), (732, 728, -1916), (780, 692, -1862), (814, 640, -1818), (820, 620, -1810), (838, 510, -1758), (835, 376, -1700), (811, 230, -1622)],
    [(0, 480, -2095), (430, 478, -2070), (645, 470, -2000), (730, 460, -1935), (775, 440, -1885), (801, 412, -1848), (807, 402, -1838), (822, 350, -1795), (824, 300, -1740), (806, 235, -1670)],
    [(0, 245, -2030), (420, 245, -2010), (620, 245, -1950), (705, 245, -1895), (750, 245, -1855), (774, 244, -1828), (780, 244, -1820), (796, 243, -1785), (802, 241, -1745), (800, 238, -1710)],
], dtype=float)
STATION, LINE = 290.0, 190.0
LAST_U, LAST_V = len(NET) - 1, NET.shape[1] - 1


def body_surface() -> Surface:
    """Both sides, scaled to the true length, width and height."""
    full = np.concatenate([NET[:, :0:-1] * [-1, 1, 1], NET], 1)
    raw = Surface(full, (LAST_U * STATION, 2 * LAST_V * LINE))
    u, v = np.meshgrid(np.linspace(0, raw.length[0], 200), np.linspace(0, raw.length[1], 200), indexing="ij")
    seen = raw(np.stack([u.ravel(), v.ravel()], 1))
    low, high = seen.min(0), seen.max(0)
    scale = np.array([WIDTH, HEIGHT, LENGTH]) / np.array([high[0] - low[0], high[1], high[2] - low[2]])
    moved = full * scale
    moved[..., 2] -= scale[2] * (high[2] + low[2]) / 2
    return Surface(moved, raw.length)


# The surface's outside is d/du × d/dv; u runs backwards and v to +X, so that is upwards: −z × x = −y. Turned: v to −X.
BODY = body_surface()
_UP = BODY.normals(np.array([[9 * STATION, LAST_V * LINE]]))[0, 1] > 0
if not _UP:
    BODY = Surface(BODY.net[:, ::-1], BODY.length)
SIDE = 1.0 if _UP else -1.0


def at(points: object) -> np.ndarray:
    """Parameters for (station, line), line > 0 on the side of +X."""
    flat = np.asarray(points, dtype=float)
    return np.stack([flat[:, 0] * STATION, (LAST_V + SIDE * flat[:, 1]) * LINE], 1)


def other(loop: np.ndarray) -> np.ndarray:
    """The same loop on the other side."""
    return loop * [1, -1] + [0, 2 * LAST_V * LINE]


def from_side(points: object, count: int, closed: bool = True, smooth: bool = True) -> np.ndarray:
    """Parameters of a curve drawn in side view (z, y), on the side of +X."""
    curve = spline(points, count, closed) if smooth else resampled(np.asarray(points, dtype=float), count, False)
    low, high = sorted([LAST_V * LINE, (LAST_V + SIDE * LAST_V) * LINE])
    return BODY.find(curve, (2, 1), (0.8 * STATION, (LAST_U - 0.8) * STATION, low + (1.2 * LINE if SIDE > 0 else 0), high - (0 if SIDE > 0 else 1.2 * LINE)))


def turned(loop: np.ndarray) -> np.ndarray:
    """The loop in its positive sense."""
    x, y = loop.T
    return loop if (x * np.roll(y, -1) - y * np.roll(x, -1)).sum() > 0 else loop[::-1]


def grown(loop: np.ndarray, distance: float) -> np.ndarray:
    """A closed loop moved outwards within the body."""
    return BODY.shifted(turned(loop), distance, closed=True)


def symmetric(half: object, count: int, straight: bool = False) -> np.ndarray:
    """A closed loop across the middle from its half in (station, line ≥ 0), which starts and ends at line 0."""
    half = np.asarray(half, dtype=float)
    loop = np.concatenate([half, half[-2:0:-1] * [1, -1]])
    if straight:
        return turned(at(resampled(np.concatenate([loop, loop[:1]]), count, True)))
    return turned(at(spline(loop, count, closed=True)))


# ---- what is drawn on the body -----------------------------------------------------------------------------------

WINDSHIELD = symmetric([(6.35, 0), (6.36, 0.8), (6.42, 1.6), (6.62, 2.05), (7.2, 2.02), (7.9, 1.86), (8.18, 1.6), (8.2, 0.8), (8.2, 0)], 120)
REAR_GLASS = symmetric([(10.25, 0), (10.26, 0.8), (10.32, 1.5), (10.6, 1.8), (11.2, 1.92), (11.7, 1.95), (12.0, 1.7), (12.08, 0.9), (12.08, 0)], 110)
SIDE_GLASS = turned(from_side([
    (555, 966), (505, 1010), (390, 1100), (230, 1195), (40, 1265), (-200, 1296), (-450, 1290), (-700, 1250), (-900, 1175), (-1030, 1085), (-1060, 1030),
    (-1010, 1001), (-800, 993), (-500, 985), (-100, 974), (300, 964), (480, 957),
], 130))
HEADLAMP = turned(at(spline([(2.55, 1.75), (2.62, 2.6), (2.74, 3.6), (2.95, 4.6), (3.35, 5.0), (3.36, 4.4), (3.12, 3.5), (2.98, 2.6), (2.86, 1.75), (2.72, 1.55)], 90, closed=True)))
HEADLAMP_LED = turned(at(spline([(2.75, 1.85), (2.86, 2.65), (2.99, 3.55), (3.2, 4.5), (3.25, 4.5), (3.05, 3.55), (2.91, 2.65), (2.8, 1.85), (2.77, 1.8)], 70, closed=True)))
TAIL_BAR = symmetric([(14.42, 0), (14.42, 1.5), (14.4, 3.0), (14.3, 4.4), (14.32, 5.3), (14.5, 5.35), (14.66, 4.4), (14.74, 3.0), (14.76, 1.5), (14.76, 0)], 150)
INTAKE = symmetric([(0.75, 0), (0.75, 1.0), (0.8, 1.9), (1.0, 2.2), (1.3, 2.0), (1.38, 1.0), (1.38, 0)], 100)
VENT = turned(at(spline([(0.85, 2.75), (0.85, 3.6), (1.1, 4.5), (1.7, 4.7), (2.0, 4.3), (1.6, 3.3), (1.25, 2.7)], 50, closed=True)))
HOOD = symmetric([(3.1, 0), (3.12, 0.9), (3.22, 1.9), (3.6, 2.55), (4.4, 2.75), (5.3, 2.75), (6.05, 2.62), (6.22, 1.9), (6.2, 1.0), (6.2, 0)], 150)
ROOF = symmetric([(8.28, 0), (8.28, 1.0), (8.3, 1.55), (8.42, 1.78), (9.2, 1.8), (10.0, 1.72), (10.14, 1.5), (10.17, 0.9), (10.17, 0)], 120)
FLAP = turned(from_side([(-1215, 815), (-1345, 822), (-1350, 740), (-1345, 735), (-1215, 728), (-1210, 735), (-1210, 808)], 48))
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

DOOR = from_side([(515, 1000), (548, 940), (590, 840), (600, 680), (585, 480), (560, 350), (520, 312), (200, 305), (-300, 310), (-520, 320), (-575, 370), (-610, 520), (-655, 720), (-700, 870), (-720, 1010)], 130, closed=False)
BUMPER_FRONT = [at(spline([(3.55, 2.5), (3.5, 3.4), (3.55, 4.6), (3.8, 5.8), (4.15, 6.9), (4.3, 7.3)], 40))]
TAILGATE = [at(spline([(11.9, 1.6), (12.3, 2.2), (13.0, 2.5), (13.8, 2.6), (14.5, 2.6)], 50)), at(spline([(14.7, 2.6), (15.1, 2.5), (15.35, 2.0), (15.4, 1.0), (15.4, 0.0), (15.4, -1.0), (15.35, -2.0), (15.1, -2.5), (14.7, -2.6)], 70))]
BUMPER_REAR = [at(spline([(14.65, 4.9), (14.5, 5.7), (14.0, 6.6), (13.4, 7.2), (13.1, 7.4)], 40))]


def slot(curve: np.ndarray, width: float = 9.0, closed: bool = False) -> list[np.ndarray]:
    """A shut line's outline: one loop, or the outer one of a closed line (its inside is another piece)."""
    left, right = BODY.shifted(curve, -width / 2, closed), BODY.shifted(curve, width / 2, closed)
    return [turned(np.concatenate([left, right[::-1]]))]


def edge_rectangle(station: tuple[float, float], line: float, count: int = 115) -> np.ndarray:
    """The outline of the sheet between two stations and ±line."""
    a, b = station
    corners = [(a, 0), (a, line * 0.5), (a, line - 0.25), (a + 0.12, line), (b - 0.12, line), (b, line - 0.25), (b, line * 0.5), (b, 0)]
    return symmetric(corners, count * 2, straight=True)


SKIRT = (0.42, LAST_U - 0.6), LAST_V - 0.55


def painted() -> Mesh:
    """The painted body without bonnet and roof."""
    sides = [SIDE_GLASS, HEADLAMP, VENT, *ARCHES, *[grown(FLAP, 0)]]
    lines = [*slot(DOOR)]
    for curve in BUMPER_FRONT + BUMPER_REAR + TAILGATE[:1]:
        lines += slot(curve, 8.0)
    frames = [grown(SIDE_GLASS, 16), *[loop for loop in sides[1:]], *lines]
    holes = [grown(WINDSHIELD, 14), grown(REAR_GLASS, 14), TAIL_BAR, INTAKE, grown(HOOD, 4.0), grown(ROOF, 4.0), *slot(TAILGATE[1], 8.0)]
    holes += frames + [turned(other(loop)) for loop in frames]
    body = piece(BODY, edge_rectangle(*SKIRT), holes, spacing=(94.0, 84.0), lip=2.5, depth=16.0, lip_steps=1, uv_scale=1 / 500)
    flap = piece(BODY, grown(FLAP, -7), [], spacing=60.0, lip=1.5, depth=8.0, uv_scale=1 / 500)
    hood = piece(BODY, grown(HOOD, -4.0), [], spacing=(94.0, 84.0), lip=2.5, depth=16.0, lip_steps=1, uv_scale=1 / 500)
    return joined([body, hood, flap, flap.mirrored()])


def roof() -> Mesh:
    """The roof panel."""
    return piece(BODY, grown(ROOF, -4.0), [], spacing=(94.0, 84.0), lip=2.5, depth=14.0, lip_steps=1, uv_scale=1 / 500)


def glass() -> Mesh:
    """All windows, a little below the frames."""
    side = piece(BODY, grown(SIDE_GLASS, -6), [], spacing=(70.0, 60.0), lift=-5.0)
    return joined([
        piece(BODY, grown(WINDSHIELD, -14), [], spacing=(70.0, 60.0), lift=-5.0),
        piece(BODY, grown(REAR_GLASS, -14), [], spacing=(70.0, 60.0), lift=-5.0),
        side, side.mirrored(),
    ])


def window_frames() -> Mesh:
    """The black borders of the windows."""
    side = piece(BODY, grown(SIDE_GLASS, 14), [grown(SIDE_GLASS, -8)], spacing=80.0, lift=-2.0)
    mid = turned(from_side([(-585, 960), (-640, 960), (-668, 1300), (-628, 1300)], 24, smooth=False))
    post = piece(BODY, mid, [], spacing=60.0, lift=-3.2)
    return joined([
        piece(BODY, grown(WINDSHIELD, 12), [grown(WINDSHIELD, -18)], spacing=80.0, lift=-3.0),
        piece(BODY, grown(REAR_GLASS, 12), [grown(REAR_GLASS, -22)], spacing=80.0, lift=-3.0),
        side, side.mirrored(), post, post.mirrored(),
    ])


def skirt() -> Mesh:
    """The dark lower edge all around, the recesses behind openings, wheel housings and the underbody."""
    arches = ARCHES + [turned(other(loop)) for loop in ARCHES]
    inner = edge_rectangle((SKIRT[0][0] + 0.02, SKIRT[0][1] - 0.02), SKIRT[1] - 0.025)
    ring = piece(BODY, edge_rectangle((0.0, float(LAST_U)), float(LAST_V)), [inner, *arches], spacing=80.0, lift=-2.0, lip=4.0, depth=25.0, lip_steps=1)
    back = [piece(BODY, grown(INTAKE, 6), [], spacing=60.0, lift=-28.0)]
    vent = piece(BODY, grown(VENT, 6), [], spacing=50.0, lift=-22.0)
    housing = []
    for axle in (FRONT_AXLE, REAR_AXLE):
        housing.append(tunnel(axle))
        housing.append(box((12, 520, 760), 4, 1).moved((482, 470, axle)))
    under = box((1000, 60, 3700), 20).moved((0, 215, 0))
    rocker = box((330, 50, 1700), 20).moved((660, 222, 5))
    nose = box((1250, 50, 300), 20).moved((0, 222, 1760))
    tail = box((1250, 50, 260), 20).moved((0, 262, -1790))
    return joined([ring, *back, vent, vent.mirrored(), *housing, *[mesh.mirrored() for mesh in housing], under, rocker, rocker.mirrored(), nose, tail])


def tunnel(axle: float) -> Mesh:
    """A wheel's housing, from just behind the body's edge inwards; it faces the wheel."""
    radius = 376.0
    angles = np.radians(np.linspace(-14, 194, 40))
    circle = np.stack([axle + radius * np.cos(angles), WHEEL_Y + 8 + radius * np.sin(angles)], 1)
    circle = circle[circle[:, 1] > 225]
    uv = from_side(circle, len(circle), closed=False, smooth=False)
    edge = BODY(uv) - BODY.normals(uv) * 9
    columns = [edge] + [np.column_stack([np.full(len(edge), x), circle[:, 1], circle[:, 0]]) for x in (640.0, 480.0)]
    points = np.stack(columns, 1)
    low = points[[0, -1]].copy()
    low[..., 1] = 200.0
    mesh = grid(np.concatenate([low[:1], points, low[1:]]))
    inwards = (mesh.normals * (np.array([680, WHEEL_Y, axle]) - mesh.positions)).sum(1).mean() > 0
    return mesh if inwards else mesh.flipped()


def gaps() -> Mesh:
    """What is seen through the shut lines: a dark sheet below the body."""
    arches = [grown(loop, 4) for loop in ARCHES]
    holes = [grown(WINDSHIELD, 4), grown(REAR_GLASS, 4), INTAKE, TAIL_BAR]
    for loop in (grown(SIDE_GLASS, 4), HEADLAMP, VENT, *arches):
        holes += [loop, turned(other(loop))]
    return piece(BODY, edge_rectangle((0.6, LAST_U - 0.8), LAST_V - 0.7), holes, spacing=(150.0, 130.0), lift=-14.0)


def shell() -> Mesh:
    """The cabin's lining: the body seen from inside."""
    holes = [grown(WINDSHIELD, -12), grown(REAR_GLASS, -18), grown(SIDE_GLASS, -6), turned(other(grown(SIDE_GLASS, -6)))]
    cut = piece(BODY, edge_rectangle((5.6, 12.7), 8.1), holes, spacing=(150.0, 130.0), lift=-26.0)
    return cut.flipped()


def slats() -> Mesh:
    """Three bars across the lower intake."""
    bars = []
    for station in (0.92, 1.06, 1.2):
        curve = at(np.stack([np.full(22, station), np.linspace(-1.95, 1.95, 22)], 1))
        points = BODY(curve) - BODY.normals(curve) * 14
        bars.append(sweep(points, superellipse(9, 16, 3, 8), up=(0, 1.0, 0)))
    return joined(bars)


def lamps() -> tuple[Mesh, ...]:
    """Head lamp glass, housing, light strip, projectors; tail lamp and its glow."""
    cover = piece(BODY, grown(HEADLAMP, -1.5), [], spacing=50.0, lift=-2.0)
    house = piece(BODY, grown(HEADLAMP, 4), [], spacing=60.0, lift=-30.0)
    strip = piece(BODY, HEADLAMP_LED, [], spacing=45.0, lift=-14.0, lip=3.0, depth=10.0)
    eyes = []
    for station, line in ((2.7, 2.25), (2.77, 2.9), (2.86, 3.55)):
        spot = at([(station, line)])
        z = BODY.normals(spot)[0] * 0.35 + np.array([0, 0, 0.9])
        z /= np.linalg.norm(z)
        x = np.cross([0, 1.0, 0], z)
        x /= np.linalg.norm(x)
        eyes.append(ellipsoid((15, 15, 9), 6, 12).moved(BODY(spot)[0] - BODY.normals(spot)[0] * 22, np.stack([x, np.cross(z, x), z], 1)))
    eye = joined(eyes)
    tail = piece(BODY, grown(TAIL_BAR, -2.0), [], spacing=60.0, lift=-3.0, lip=2.0, depth=10.0, lip_steps=1)
    middle = at(spline([(14.5, -5.1), (14.53, -4.4), (14.57, -3), (14.59, -1.5), (14.59, 0), (14.59, 1.5), (14.57, 3), (14.53, 4.4), (14.5, 5.1)], 60))
    glow = ribbon(BODY, middle, 20.0, -4.0, height=5.0)
    glow = glow if (glow.normals * BODY.normals(middle)[30]).sum(1).mean() > 0 else glow.flipped()
    return cover.with_mirror(), house.with_mirror(), strip.with_mirror(), eye.with_mirror(), tail, glow


def bright_trim() -> Mesh:
    """The bead along the waist line below the side windows, door handles and the badge."""
    low = from_side([(520, 958), (480, 951), (300, 957), (-100, 967), (-500, 978), (-800, 986), (-1010, 994), (-1052, 1010)], 44, closed=False)
    bead = ribbon(BODY, low, 9.0, -1.0, height=4.0)
    facing = (bead.normals * BODY.normals(low)[len(low) // 2]).sum(1).mean()
    bead = bead if facing > 0 else bead.flipped()
    handle = piece(BODY, HANDLE, [], spacing=40.0, lift=5.0, lip=2.5, depth=6.0)
    return joined([bead, handle]).with_mirror()


def badge() -> Mesh:
    """A plain ring on nose and tail."""
    ring = revolve([(26.0, -1.0), (26.5, 3.0), (29.0, 4.2), (32.0, 3.0), (32.5, -1.0)][::-1], 32, "z")
    front, rear = at([(3.0, 0.0)]), at([(14.05, 0.0)])
    out = []
    for spot in (front, rear):
        z = BODY.normals(spot)[0]
        x = np.array([1.0, 0, 0])
        out.append(ring.moved(BODY(spot)[0], np.stack([x, np.cross(z, x), z], 1)))
    return joined(out)


def mirrors() -> tuple[Mesh, Mesh, Mesh]:
    """Outside mirrors: painted cap, dark foot, reflecting glass."""
    turn = rotation("y", 12)
    cap = ellipsoid((98, 60, 60), 10, 18, 2.6).moved((910, 1012, 505), turn)
    foot = sweep(spline([(735, 930, 468), (800, 948, 480), (850, 972, 492), (885, 995, 500)], 12), superellipse(30, 84, 3, 12), up=(0, 0.2, 1.0))
    pane = ellipsoid((78, 42, 6), 6, 18, 3.0).moved((906, 1012, 448), turn)
    return cap.with_mirror(), foot.with_mirror(), pane.with_mirror()


def plates() -> Mesh:
    """Blank number plates."""
    front = box((520, 110, 8), 3).moved((0, 470, 2104))
    rear = box((520, 110, 8), 3).moved((0, 560, -2102))
    return joined([front, rear])


# ---- wheels ------------------------------------------------------------------------------------------------------

RIM = 238.0


def disc_surface(dome: float, dish: float) -> Surface:
    """The wheel's face over y and z, bulging to +X by `dome` in the middle, dished towards the rim."""
    y, z = np.meshgrid(np.linspace(-260, 260, 53), np.linspace(-260, 260, 53), indexing="ij")
    r = np.hypot(y, z) / RIM
    x = dome * np.exp(-((r / 0.5) ** 2)) + dish * np.clip(r, 0, 1.1) ** 2
    return Surface(np.stack([x, y, z], -1), (520.0, 520.0))


def around(loop: np.ndarray, count: int) -> list[np.ndarray]:
    """Copies of a plane loop turned about the axle."""
    return [turned(loop @ rotation("z", 360 * k / count)[:2, :2].T + 260.0) for k in range(count)]


def circle(radius: float, count: int) -> np.ndarray:
    """A plane circle."""
    angles = np.linspace(0, 2 * np.pi, count, endpoint=False)
    return radius * np.stack([np.cos(angles), np.sin(angles)], 1)


def opening(points: list[tuple[float, float]], count: int) -> np.ndarray:
    """A smooth hole drawn in (radius, degrees)."""
    polar = np.asarray(points, dtype=float)
    angle = np.radians(polar[:, 1])
    return spline(np.stack([polar[:, 0] * np.cos(angle), polar[:, 0] * np.sin(angle)], 1), count, closed=True)


def tyre() -> Mesh:
    """Rubber with a rounded shoulder and three grooves."""
    half = [(RIM - 6, 84), (RIM + 4, 98), (RIM + 30, 108), (292, 108), (316, 101), (326, 88), (330, 60)]
    groove = [(330, 9), (323, 7)]
    profile = half + groove + [(r, -x) for r, x in reversed(groove)] + [(r, -x) for r, x in reversed(half)]
    return outward(revolve(profile, 56, "x"))


def outward(mesh: Mesh) -> Mesh:
    """Facing away from the axle."""
    away = mesh.positions * [0, 1, 1]
    return mesh if (mesh.normals * away).sum(1).mean() > 0 else mesh.flipped()


def barrel() -> Mesh:
    """The rim's ring and its inside."""
    ring = revolve([(RIM - 14, 78), (RIM - 8, 92), (RIM - 1, 97), (RIM + 4, 92), (RIM + 2, 80)], 56, "x")
    inside = revolve([(RIM - 14, 80), (RIM - 20, 40), (RIM - 24, -90)], 32, "x")
    inside = outward(inside).flipped()
    return joined([ring if (ring.normals[:, 0]).mean() > 0 else ring.flipped(), inside])


def brakes() -> tuple[Mesh, Mesh]:
    """Disc with hub; calliper."""
    disc = revolve([(0, 22), (70, 22), (74, 8), (165, 8), (165, -8)], 28, "x", sharp=True)
    facing = disc.normals[(np.abs(disc.positions[:, 0] - 8) < 1e-6) & (np.abs(disc.normals[:, 0]) > 0.9), 0].mean() > 0
    calliper = box((70, 150, 62), 14).moved((4, 0, 0)).moved((0, 20, -140), rotation("x", 0))
    return disc if facing else disc.flipped(), calliper


def blade_face() -> Mesh:
    """Five split spokes."""
    face = disc_surface(24, 4)
    wide = opening([(82, -16), (82, 16), (150, 23), (213, 25.5), (222, 16), (224, 0), (222, -16), (213, -25.5), (150, -23)], 26)
    slim = opening([(104, 34.2), (104, 37.8), (160, 38.4), (214, 38.8), (218, 36), (214, 33.2), (160, 33.6)], 14)
    mesh = piece(face, turned(circle(RIM - 8, 64) + 260), [*around(wide, 5), *around(slim, 5)], spacing=46.0, lip=5.0, depth=26.0, lip_steps=1)
    return facing_out(mesh).moved((62, 0, 0))


def aero_face() -> Mesh:
    """A nearly closed disc with ten swept slots."""
    face = disc_surface(12, -10)
    gill = opening([(120, -5), (118, 4), (165, 10), (212, 17), (217, 13), (214, 7), (168, 2)], 16)
    mesh = piece(face, turned(circle(RIM - 8, 64) + 260), around(gill, 10), spacing=42.0, lip=4.0, depth=18.0, lip_steps=1)
    return facing_out(mesh).moved((82, 0, 0))


def facing_out(mesh: Mesh) -> Mesh:
    """Facing +X."""
    return mesh if mesh.normals[:, 0].mean() > 0 else mesh.flipped()


def hub_cap() -> Mesh:
    """The centre cap."""
    return ellipsoid((10, 30, 30), 10, 24, 2.4)


# ---- inside ------------------------------------------------------------------------------------------------------


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
    bench = joined([
        ellipsoid((560, 70, 240), 10, 26, 3.6).moved((0, 480, -790)),
        ellipsoid((560, 260, 60), 12, 26, 3.4).moved((0, 740, -1040), rotation("x", -24)),
    ])
    front = seat().moved((360, 0, 0))
    return joined([front, front.mirrored(), bench])


def cabin() -> Mesh:
    """Floor, tunnel, dashboard, parcel shelf, steering wheel."""
    floor = box((1610, 40, 2500), 10).moved((0, 330, -250))
    walls = [box((1240, 460, 20), 8).moved((0, 570, 985)), box((1250, 640, 20), 8).moved((0, 620, -1330), rotation("x", -14))]
    tunnel = box((210, 260, 1250), 40).moved((0, 470, 150))
    dash = sweep(spline([(-720, 830, 640), (-400, 862, 690), (0, 868, 705), (400, 862, 690), (720, 830, 640)], 30), superellipse(300, 190, 3, 20), up=(0, 1.0, 0))
    shelf = box((1150, 30, 420), 10).moved((0, 930, -1350))
    angles = np.linspace(0, 2 * np.pi, 30, endpoint=False)
    rim = np.stack([180 * np.cos(angles), 172 * np.sin(angles), 0 * angles], 1)
    lean = rotation("x", -24)
    wheel = sweep(rim, superellipse(28, 28, 2, 8), closed=True).moved((360, 850, 400), lean)
    spoke = box((330, 40, 26), 10).moved((360, 850, 402), lean)
    boss = ellipsoid((60, 52, 30), 8, 16, 2.6).moved((360, 850, 405), lean)
    column = sweep(np.array([[360, 846.0, 410], [360, 820, 600]]), superellipse(70, 70, 2, 12), up=(1.0, 0, 0))
    return joined([floor, *walls, tunnel, dash, shelf, wheel, spoke, boss, column])


def screen() -> Mesh:
    """The display."""
    return box((380, 190, 14), 6).moved((0, 935, 560), rotation("x", -14))


def model() -> Model:
    """The car on its wheels."""
    paint = Material("paint", srgb("#a8231f"), 0.38, metallic=0.35, clearcoat=1.0, clearcoat_roughness=0.03)
    top = Material("roof", srgb("#121316"), 0.3, clearcoat=1.0, clearcoat_roughness=0.05)
    pane = Material("glass", srgb("#cfd8d6"), 0.02, transmission=1.0, ior=1.5)
    frame = Material("frames", srgb("#0b0c0d"), 0.25)
    plastic = Material("cladding", srgb("#17181a"), 0.7)
    gap = Material("gaps", srgb("#050505"), 0.9)
    trim = Material("trim", srgb("#c9ccd0"), 0.18, metallic=1.0)
    lining = Material("cabin", srgb("#1d1e21"), 0.8)
    leather = Material("seats", srgb("#b98b5e"), 0.55)
    cover = Material("lamp-cover", (1, 1, 1), 0.02, transmission=1.0, ior=1.5)
    house = Material("lamp-housing", srgb("#16181b"), 0.25, metallic=0.6)
    led = Material("headlamps", (1, 1, 1), 0.3, emissive=(1.0, 0.97, 0.9), emissive_strength=1.2)
    red = Material("tail-lamps", srgb("#6d060a"), 0.15, emissive=(1.0, 0.03, 0.02), emissive_strength=1.2)
    ruby = Material("tail-glass", srgb("#5a070b"), 0.06, clearcoat=1.0)
    rubber = Material("tyres", srgb("#141414"), 0.85)
    alloy = Material("rims", srgb("#c3c6ca"), 0.25, metallic=1.0)
    steel = Material("brakes", srgb("#77797d"), 0.4, metallic=1.0)
    grip = Material("callipers", srgb("#b0141a"), 0.4)
    plate = Material("plates", srgb("#e8e8e4"), 0.5)
    display = Material("display", srgb("#050608"), 0.1, emissive=srgb("#1d4e6b"), emissive_strength=0.6)
    cap, foot, pane_m = mirrors()
    cover_m, house_m, led_m, eye_m, tail_m, glow_m = lamps()
    disc, calliper = brakes()
    car = Model("coupe", 0.001)
    car.add("body", paint, painted(), cap)
    car.add("roof", top, roof())
    car.add("windows", pane, glass())
    car.add("windows", frame, window_frames())
    car.add("cladding", plastic, skirt(), slats(), foot)
    car.add("cladding", gap, gaps())
    car.add("trim", trim, bright_trim(), badge(), pane_m, eye_m)
    car.add("lamps", house, house_m)
    car.add("lamps", led, led_m)
    car.add("lamps", red, glow_m)
    car.add("lamps", ruby, tail_m)
    car.add("lamps", cover, cover_m)
    car.add("plates", plate, plates())
    car.add("interior", lining, shell(), cabin())
    car.add("interior", leather, seats())
    car.add("interior", display, screen())
    car.add("wheel-base", rubber, tyre())
    car.add("wheel-base", steel, disc)
    car.add("wheel-base", grip, calliper)
    car.add("wheel-blade", alloy, blade_face(), barrel(), hub_cap().moved((88, 0, 0)))
    car.add("wheel-aero", alloy, aero_face(), barrel(), hub_cap().moved((92, 0, 0)))
    for node in ("wheel-base", "wheel-blade", "wheel-aero"):
        car.place(node, *[corner(side, axle) for axle in (FRONT_AXLE, REAR_AXLE) for side in (1, -1)])
    return car


def corner(side: int, axle: float) -> np.ndarray:
    """Where a wheel stands; the far side's is turned around."""
    matrix = np.eye(4)
    matrix[:3, :3] = np.eye(3) if side > 0 else rotation("y", 180)
    matrix[:3, 3] = (side * WHEEL_X, WHEEL_Y, axle)
    return matrix


def build(out: Path) -> None:
    """Write the model."""
    car = model()
    export(car, out / "model.glb", uvs=False)
    print(f"coupe: {car.count()} triangles, {(out / 'model.glb').stat().st_size / 1e6:.2f} MB")
