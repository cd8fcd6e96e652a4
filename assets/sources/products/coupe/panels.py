"""Paint, roof, glass and what lies below them."""

from __future__ import annotations

import numpy as np
from modelling.mesh import Mesh, box, grid, joined
from modelling.surface import piece
from products.coupe.lines import (
    ARCHES,
    BUMPER_FRONT,
    BUMPER_REAR,
    DOOR,
    FLAP,
    HEADLAMP,
    HOOD,
    INTAKE,
    REAR_GLASS,
    ROOF,
    SIDE_GLASS,
    SKIRT,
    TAIL_BAR,
    TAILGATE,
    VENT,
    WINDSHIELD,
    edge_rectangle,
    slot,
)
from products.coupe.sheet import BODY, FRONT_AXLE, LAST_U, LAST_V, REAR_AXLE, WHEEL_Y, from_side, grown, other, turned


def painted() -> Mesh:
    """The painted body without bonnet and roof."""
    sides = [SIDE_GLASS, HEADLAMP, VENT, *ARCHES, *[grown(FLAP, 0)]]
    lines = [*slot(DOOR)]
    for curve in BUMPER_FRONT + BUMPER_REAR + TAILGATE[:1]:
        lines += slot(curve, 8.0)
    frames = [grown(SIDE_GLASS, 19), *[loop for loop in sides[1:]], *lines]
    holes = [
        grown(WINDSHIELD, 17.5),
        grown(REAR_GLASS, 17.5),
        TAIL_BAR,
        INTAKE,
        grown(HOOD, 4.0),
        grown(ROOF, 4.0),
        *slot(TAILGATE[1], 8.0),
    ]
    holes += frames + [turned(other(loop)) for loop in frames]
    body = piece(
        BODY, edge_rectangle(*SKIRT), holes, spacing=(98.0, 88.0), lip=2.5, depth=16.0, lip_steps=1, uv_scale=1 / 500
    )
    flap = piece(BODY, grown(FLAP, -7), [], spacing=60.0, lip=1.5, depth=8.0, uv_scale=1 / 500)
    hood = piece(BODY, grown(HOOD, -4.0), [], spacing=(98.0, 88.0), lip=2.5, depth=16.0, lip_steps=1, uv_scale=1 / 500)
    return joined([body, hood, flap, flap.mirrored()])


def roof() -> Mesh:
    """The roof panel."""
    return piece(BODY, grown(ROOF, -4.0), [], spacing=(98.0, 88.0), lip=2.5, depth=14.0, lip_steps=1, uv_scale=1 / 500)


def glass() -> Mesh:
    """All windows, a little below the frames."""
    side = piece(BODY, grown(SIDE_GLASS, -6), [], spacing=(70.0, 60.0), lift=-5.0)
    return joined(
        [
            piece(BODY, grown(WINDSHIELD, -14), [], spacing=(70.0, 60.0), lift=-5.0),
            piece(BODY, grown(REAR_GLASS, -14), [], spacing=(70.0, 60.0), lift=-5.0),
            side,
            side.mirrored(),
        ]
    )


def window_frames() -> Mesh:
    """The black borders of the windows."""
    side = piece(BODY, grown(SIDE_GLASS, 15.5), [grown(SIDE_GLASS, -8)], spacing=80.0, lift=-2.0)
    mid = turned(from_side([(-585, 960), (-640, 960), (-668, 1300), (-628, 1300)], 24, smooth=False))
    post = piece(BODY, mid, [], spacing=60.0, lift=-3.2)
    return joined(
        [
            piece(BODY, grown(WINDSHIELD, 14), [grown(WINDSHIELD, -18)], spacing=80.0, lift=-3.0),
            piece(BODY, grown(REAR_GLASS, 14), [grown(REAR_GLASS, -22)], spacing=80.0, lift=-3.0),
            side,
            side.mirrored(),
            post,
            post.mirrored(),
        ]
    )


def skirt() -> Mesh:
    """The dark lower edge all around, the recesses behind openings, wheel housings and the underbody."""
    arches = ARCHES + [turned(other(loop)) for loop in ARCHES]
    inner = edge_rectangle((SKIRT[0][0] + 0.02, SKIRT[0][1] - 0.02), SKIRT[1] - 0.025)
    ring = piece(
        BODY,
        edge_rectangle((0.0, float(LAST_U)), float(LAST_V)),
        [inner, *arches],
        spacing=80.0,
        lift=-2.0,
        lip=4.0,
        depth=25.0,
        lip_steps=1,
    )
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
    return joined(
        [
            ring,
            *back,
            vent,
            vent.mirrored(),
            *housing,
            *[mesh.mirrored() for mesh in housing],
            under,
            rocker,
            rocker.mirrored(),
            nose,
            tail,
        ]
    )


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
    holes = [
        grown(WINDSHIELD, -12),
        grown(REAR_GLASS, -18),
        grown(SIDE_GLASS, -6),
        turned(other(grown(SIDE_GLASS, -6))),
    ]
    cut = piece(BODY, edge_rectangle((5.6, 12.7), 8.1), holes, spacing=(150.0, 130.0), lift=-26.0)
    return cut.flipped()
