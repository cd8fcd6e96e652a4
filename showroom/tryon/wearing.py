"""Putting a pair of glasses on a head: on the nose, level with the pupils, temples to the ears.

Everything is in the head's own frame (`face.FaceShape`), in metres. Where bridge, lenses and hinges of a product are
comes with its publication (`catalogue.Anchor`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.errors import Rejected
from showroom.tryon import face

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from showroom.catalogue import Vector3

FRONT_DEPTH_M = 0.028
"""How far behind its foremost point a front with its nose pads reaches."""
BELOW_PUPILS_M = 0.0005
"""Opticians set the middle of a lens a little lower than the pupil."""
EAR_BEHIND_M, EAR_ABOVE_M = 0.024, 0.008
"""From the landmarks in front of the ear to where a temple rests: behind and above them."""
SKIN_GAP_M = 0.0006
LEAST_LENS_M, MOST_LENS_M = 0.009, 0.019
"""From the eye to the back of the front: nearer, lashes touch; farther, nobody wears it."""
LEAST_TILT_RAD, MOST_TILT_RAD = math.radians(1.0), math.radians(11.0)
MOST_SPLAY, MOST_RISE = 0.16, 0.09
TEMPLE_GAP_M = 0.003
STRAIGHT_M, BENT_M, LAST_M = 0.03, 0.075, 0.11
"""Depths behind the front: temples run straight from the first to the second, and rest on ears before the third."""
TEMPLE_BESIDE_M = 0.03
CELL_M = 0.001
EDGE = 1e-6
FIELD_LOW, FIELD_HIGH = (-0.1, -0.12), (0.1, 0.09)
NEEDED = ("bridge", "lens-left", "lens-right", "hinge-left", "hinge-right")
"""The anchors that it takes to put glasses on."""


@dataclass(frozen=True, eq=False)
class Spectacles:
    """A pair of glasses, its model upright (+Y up, +Z front).

    Args:
        points_m: (n, 3) vertices of everything that is shown.
        front_m: foremost z.
        hinge_m: z behind which the temples open.
        middle_m: y of the middle of the lenses.
        bridge_m: x of the bridge.
        temple_line: height of the temples' underside over z: offset and slope, on their straight part.
        temple_inside_m: half the distance between the temples at the ears.
    """

    points_m: NDArray[np.float64]
    front_m: float
    hinge_m: float
    middle_m: float
    bridge_m: float
    temple_line: tuple[float, float]
    temple_inside_m: float


@dataclass(frozen=True, eq=False)
class Worn:
    """How glasses sit on a head.

    Args:
        head_from_glasses: (4, 4) float64, rigid.
        splay: how far the temples open: sideways metres per metre behind the hinge, in the glasses' frame.
        rise: how far they are bent up to the ears, likewise.
        hinge_m: z in the glasses' frame from where they open.
        tilt_rad: of the front, positive with its lower edge towards the cheeks.
        lens_distance_m: from the pupils to the back of the front.
        ear_m: z of the ears in the head's frame.
    """

    head_from_glasses: NDArray[np.float64]
    splay: float
    rise: float
    hinge_m: float
    tilt_rad: float
    lens_distance_m: float
    ear_m: float


def spectacles(points_m: NDArray[np.float64], places: Mapping[str, Vector3]) -> Spectacles:
    """What wearing asks of a pair of glasses.

    Args:
        points_m: (n, 3) vertices of everything that is shown.
        places: the product's anchors by their names, metres.

    Raises:
        Rejected: ``no-anchors`` where bridge, lenses or hinges are not among them.
    """
    missing = [name for name in NEEDED if name not in places]
    if missing or len(points_m) == 0:
        hint = "write them in [anchors] of the product file; showroom assets anchors draws where they are"
        message = "where these glasses are worn is not known"
        raise Rejected("no-anchors", message, got=f"no {', '.join(missing) or 'shape'}", hint=hint)
    front_m = float(points_m[:, 2].max())
    hinge_m = (places["hinge-left"][2] + places["hinge-right"][2]) / 2.0
    middle_m = (places["lens-left"][1] + places["lens-right"][1]) / 2.0
    bridge_m = places["bridge"][0]
    line, inside = _temples(points_m - [bridge_m, 0.0, 0.0], front_m, middle_m)
    return Spectacles(points_m, front_m, hinge_m, middle_m, bridge_m, line, inside)


def _temples(points: NDArray[np.float64], front_m: float, middle_m: float) -> tuple[tuple[float, float], float]:
    depth = front_m - points[:, 2]
    straight = []
    for start in np.arange(STRAIGHT_M, BENT_M, 0.005):
        slice_ = points[(depth >= start) & (depth < start + 0.005) & (np.abs(points[:, 0]) > TEMPLE_BESIDE_M)]
        if len(slice_):
            straight.append((front_m - start - 0.0025, float(slice_[:, 1].min())))
    if len(straight) < 2:  # noqa: PLR2004 - no line through one point
        # Long straight temples have corners at their ends only.
        return (middle_m + 0.012, 0.0), float(np.abs(points[:, 0]).max())
    z, y = np.array(straight).T
    slope, offset = np.polyfit(z, y, 1)
    rear = points[(depth > BENT_M) & (depth < LAST_M) & (np.abs(points[:, 0]) > TEMPLE_BESIDE_M)]
    inside = np.quantile(np.abs(rear[:, 0]), 0.02) if len(rear) else np.abs(points[:, 0]).max()
    return (float(offset), float(slope)), float(inside)


def wear(glasses: Spectacles, head_m: NDArray[np.float64], triangles: NDArray[np.uint32]) -> Worn:
    """Put glasses on a head.

    Args:
        glasses: what is put on.
        head_m: (468, 3) landmarks in the head's frame.
        triangles: of the face mesh.
    """
    eyes = [face.RIGHT_EYE_OUTER, face.RIGHT_EYE_INNER, face.LEFT_EYE_INNER, face.LEFT_EYE_OUTER]
    pupils = head_m[eyes].mean(axis=0)
    sides = head_m[[face.RIGHT_TEMPLE, face.LEFT_TEMPLE, face.RIGHT_TRAGUS, face.LEFT_TRAGUS]]
    half_m = float(np.abs(sides[:, 0] - pupils[0]).mean())
    ear = np.array([0.0, sides[:, 1].mean() + EAR_ABOVE_M, sides[:, 2].mean() - EAR_BEHIND_M])
    nose = head_m[[face.NOSE_ROOT, face.NOSE_BRIDGE]].mean(axis=0)
    field = height_field(head_m, triangles)
    matrix, tilt, wanted = np.eye(4), 0.0, 0.0
    # Where it touches depends on its tilt, and its tilt on where it touches.
    for _ in range(3):
        matrix = _placed(glasses, tilt, (float(nose[0]), float(pupils[1]) - BELOW_PUPILS_M))
        matrix[2, 3] += _forward(glasses, matrix, field, float(pupils[2]))
        wanted = _tilt(glasses, matrix, ear)
        tilt = min(max(wanted, LEAST_TILT_RAD), MOST_TILT_RAD)
    splay = _splay(glasses, half_m, matrix, float(ear[2]))
    # An optician bends what tilting the front cannot reach.
    rise = min(max(math.tan(wanted - tilt), -MOST_RISE), MOST_RISE)
    distance = float(matrix[2, 3] + glasses.front_m) - float(pupils[2])
    return Worn(matrix, splay, rise, glasses.hinge_m, tilt, distance, float(ear[2]))


def opened(points_m: NDArray[np.float64], worn: Worn) -> NDArray[np.float64]:
    """Vertices of the glasses with the temples opened as wide as the head wants, in the glasses' frame."""
    behind = np.maximum(worn.hinge_m - points_m[:, 2], 0.0)
    moved = points_m.copy()
    moved[:, 0] += np.sign(points_m[:, 0]) * worn.splay * behind
    moved[:, 1] += worn.rise * behind
    return moved


def height_field(head_m: NDArray[np.float64], triangles: NDArray[np.uint32]) -> NDArray[np.float64]:
    """How far the face reaches to the front over a grid, (rows, columns) metres; -inf beside it. Row 0 is lowest."""
    columns, rows = (round((high - low) / CELL_M) for low, high in zip(FIELD_LOW, FIELD_HIGH, strict=True))
    field = np.full((rows, columns), -np.inf)
    corners = head_m[triangles]
    flat = (corners[..., :2] - FIELD_LOW) / CELL_M
    for (a, b, c), depths in zip(flat, corners[..., 2], strict=True):
        area = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        if area <= 1e-9:  # noqa: PLR2004 - seen from behind or from the edge
            continue
        low = np.maximum(np.floor(np.minimum(np.minimum(a, b), c)).astype(int), 0)
        high = np.minimum(np.ceil(np.maximum(np.maximum(a, b), c)).astype(int) + 1, [columns, rows])
        if (high <= low).any():
            continue
        x, y = np.meshgrid(np.arange(low[0], high[0]) + 0.5, np.arange(low[1], high[1]) + 0.5)
        u = ((x - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (y - a[1])) / area
        v = ((b[0] - a[0]) * (y - a[1]) - (x - a[0]) * (b[1] - a[1])) / area
        inside = (u >= -EDGE) & (v >= -EDGE) & (u + v <= 1.0 + EDGE)
        z = depths[0] + u * (depths[1] - depths[0]) + v * (depths[2] - depths[0])
        part = field[low[1] : high[1], low[0] : high[0]]
        np.maximum(part, np.where(inside, z, -np.inf), out=part)
    return field


def look_up(field: NDArray[np.float64], x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
    """The field at places in metres; -inf outside."""
    column = np.floor((x - FIELD_LOW[0]) / CELL_M).astype(int)
    row = np.floor((y - FIELD_LOW[1]) / CELL_M).astype(int)
    inside = (column >= 0) & (column < field.shape[1]) & (row >= 0) & (row < field.shape[0])
    found = np.full(x.shape, -np.inf)
    found[inside] = field[row[inside], column[inside]]
    return found


def _placed(glasses: Spectacles, tilt: float, target: tuple[float, float]) -> NDArray[np.float64]:
    """Tilted about the middle of its front, which stands at `target` (x, y) and at z = 0."""
    cosine, sine = math.cos(tilt), math.sin(tilt)
    matrix = np.eye(4)
    # Positive tilt takes the lower edge back to the cheeks and the temples' ends up.
    matrix[1:3, 1:3] = [[cosine, -sine], [sine, cosine]]
    pivot = np.array([glasses.bridge_m, glasses.middle_m, glasses.front_m])
    matrix[:3, 3] = np.array([target[0], target[1], 0.0]) - matrix[:3, :3] @ pivot
    return matrix


def _forward(glasses: Spectacles, matrix: NDArray[np.float64], field: NDArray[np.float64], eye_m: float) -> float:
    """How far to move to the front until it rests on the face."""
    front = glasses.points_m[glasses.points_m[:, 2] > glasses.front_m - FRONT_DEPTH_M]
    there = front @ matrix[:3, :3].T + matrix[:3, 3]
    # Only the nose carries: cheeks and brows give way, and their landmarks are rough.
    near = there[np.abs(there[:, 0] - matrix[0, 3]) < 0.016]  # noqa: PLR2004 - half a nose and its pads
    depth = look_up(field, near[:, 0], near[:, 1]) - near[:, 2]
    touching = depth[np.isfinite(depth)]
    back = float(there[:, 2].max())
    wanted = float(np.quantile(touching, 0.995)) + SKIN_GAP_M if len(touching) else eye_m + LEAST_LENS_M - back
    return min(max(wanted, eye_m + LEAST_LENS_M + 0.004 - back), eye_m + MOST_LENS_M + 0.004 - back)


def _tilt(glasses: Spectacles, matrix: NDArray[np.float64], ear: NDArray[np.float64]) -> float:
    """The tilt at which the straight part of the temples runs to the ears."""
    offset, slope = glasses.temple_line
    bridge_y = matrix[1, 1] * glasses.middle_m + matrix[1, 2] * glasses.front_m + matrix[1, 3]
    bridge_z = matrix[2, 1] * glasses.middle_m + matrix[2, 2] * glasses.front_m + matrix[2, 3]
    reach = bridge_z - float(ear[2])
    under = offset + slope * (glasses.front_m - reach) - glasses.middle_m
    return math.atan2(float(ear[1]) - float(bridge_y) - under, reach)


def _splay(glasses: Spectacles, half_m: float, matrix: NDArray[np.float64], ear_m: float) -> float:
    behind = glasses.hinge_m + float(matrix[2, 3]) - ear_m
    if behind <= 0.02:  # noqa: PLR2004 - temples too short to bend
        return 0.0
    wanted = (half_m + TEMPLE_GAP_M - glasses.temple_inside_m) / behind
    return min(max(wanted, -MOST_SPLAY / 4.0), MOST_SPLAY)
