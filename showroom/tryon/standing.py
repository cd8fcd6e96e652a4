"""Where things stand on a floor that a picture shows, and what light falls there."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from showroom.errors import Rejected
from showroom.tryon.light import LUMINANCE, LightEstimate, linear
from showroom.tryon.matching import blurred
from showroom.tryon.plane import Plane, fit_plane
from showroom.tryon.sheet import MARKER_MM, floor_points

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.tryon.foot import FootPlace
    from showroom.tryon.lens import Pinhole
    from showroom.tryon.sheet import Sheet

PAPER = 0.86
"""How much light white paper returns."""
EYE_M = 1.5
SHOE_MORE_MM, HEEL_BEHIND_MM = 12.0, 11.0
"""Room before the toes, and a heel's wall behind the foot."""
SHIN_M, ANKLE_SHARE, ANKLE_UP, LEG_SHARE = 0.40, 0.20, 0.30, 0.8


@dataclass(frozen=True, eq=False)
class Leg:
    """A lower leg as a slanting tube in the sheet's frame, metres: its ends and their half widths across and along."""

    ankle_m: NDArray[np.float64]
    knee_m: NDArray[np.float64]
    ankle_half_m: tuple[float, float]
    knee_half_m: tuple[float, float]


@dataclass(frozen=True, eq=False)
class Standing:
    """One thing on the floor.

    Args:
        floor_from_product: (4, 4) from the model to the floor's frame; turn, even scale and place.
        mirrored: whether it is the other one of a pair.
        leg: what comes out of it and hides it.
    """

    floor_from_product: NDArray[np.float64]
    mirrored: bool = False
    leg: Leg | None = None


def placed(at_m: NDArray[np.float64], turn_rad: float, scale: float = 1.0) -> NDArray[np.float64]:
    """A model with its origin at a place (3,) of the floor, turned about the floor's up."""
    matrix = np.eye(4)
    c, s = math.cos(turn_rad), math.sin(turn_rad)
    matrix[:3, :3] = scale * np.array([[c, 0.0, s], [0.0, 1.0, 0.0], [-s, 0.0, c]])
    matrix[:3, 3] = at_m
    return matrix


def plane_from_horizon(left_px: float, right_px: float, camera: Pinhole, eye_m: float = EYE_M) -> Plane:
    """A floor whose horizon crosses the picture's left and right edges at these heights, under an eye this high.

    Its origin lies straight below the middle of the picture's view, its -Z runs away from the camera.

    Raises:
        Rejected: ``bad-plane`` where no floor is in the picture.
    """
    width, height = camera.size_px
    points = camera.unproject(np.array([[0.0, left_px], [width, right_px]]), 1.0)
    up = np.cross(points[1], points[0])
    up = up / np.linalg.norm(up)
    up = up if up[1] > 0.0 else -up
    ahead = np.array([0.0, 0.0, -1.0]) - up * float(-up[2])
    if min(left_px, right_px) >= height or float(np.linalg.norm(ahead)) < 0.2:  # noqa: PLR2004 - straight down has none
        raise Rejected(
            "bad-plane",
            "there is no floor below this horizon",
            got=f"{left_px:.0f},{right_px:.0f}",
            allowed=f"heights above the picture's lower edge at {height}",
        )
    toward = -ahead / np.linalg.norm(ahead)
    matrix = np.eye(4)
    matrix[:3, :3] = np.column_stack([np.cross(up, toward), up, toward])
    matrix[:3, 3] = -up * eye_m
    return Plane(matrix, camera, 0.0, 0.0, 0.0, np.ones(0, dtype=bool))


def plane_from_rectangle(
    corners_px: NDArray[np.float64], size_mm: tuple[float, float], camera: Pinhole | None, size_px: tuple[int, int]
) -> Plane:
    """A floor that shows a rectangle of known width and depth: upper left, upper right, lower right, lower left.

    Raises:
        Rejected: ``bad-plane`` where the corners do not go round.
    """
    turns = [_turning(corners_px[i], corners_px[(i + 1) % 4], corners_px[(i + 2) % 4]) for i in range(4)]
    if min(turns) <= 0.0:
        raise Rejected(
            "bad-plane",
            "these corners do not go round a rectangle",
            allowed="upper left, upper right, lower right, lower left",
        )
    half = np.array(size_mm) / 2.0
    page = np.array([[-half[0], half[1]], [half[0], half[1]], [half[0], -half[1]], [-half[0], -half[1]]])
    return fit_plane(floor_points(page), corners_px, camera, size_px)


def _turning(first: NDArray[np.float64], second: NDArray[np.float64], third: NDArray[np.float64]) -> float:
    (a, b), (c, d) = second - first, third - second
    return float(a * d - b * c)


def paper_light(picture: NDArray[np.uint8], plane: Plane, plan: Sheet) -> LightEstimate:
    """The light on a sheet, in the floor's frame: how bright and which colour its white paper is.

    Where it comes from shows in how paper grows brighter towards a lamp; without a clear slope it is from above.
    """
    middles = plan.corners_mm.mean(axis=1)
    around = [np.array(step) * (MARKER_MM / 2.0 + 2.2) for step in ((1.0, 0.0), (-1.0, 0.0), (0.0, 1.0), (0.0, -1.0))]
    places = np.concatenate([middles + step for step in around])
    seen = np.floor(plane.project(floor_points(places))).astype(int)
    height, width = picture.shape[:2]
    inside = (seen >= 0).all(axis=1) & (seen[:, 0] < width) & (seen[:, 1] < height)
    colors = linear(picture[seen[inside, 1], seen[inside, 0]]).astype(np.float64)
    if len(colors) < 8:  # noqa: PLR2004 - a slope has three numbers
        return open_light(picture)
    bright = colors @ LUMINANCE
    # Fingers, feet and shadows are darker than paper.
    lit = bright > 0.6 * np.quantile(bright, 0.9)
    white = np.median(colors[lit], axis=0)
    table = np.column_stack([np.ones(int(lit.sum())), places[inside][lit] / 100.0])
    slope, *_ = np.linalg.lstsq(table, bright[lit] / float(white @ LUMINANCE), rcond=None)
    towards = np.array([np.clip(6.0 * slope[1], -0.9, 0.9) - 0.15, 1.0, -np.clip(6.0 * slope[2], -0.9, 0.9) - 0.1])
    towards = towards / np.linalg.norm(towards)
    tint = white / max(float(white.mean()), 1e-3)
    return LightEstimate(
        (float(towards[0]), float(towards[1]), float(towards[2])),
        0.4,
        float(np.clip(white @ LUMINANCE / PAPER, 0.08, 1.15)),
        (float(tint[0]), float(tint[1]), float(tint[2])),
    )


def open_light(picture: NDArray[np.uint8]) -> LightEstimate:
    """The light on a floor without a sheet: as bright as the picture's bright parts, from above."""
    small = linear(picture[:: max(picture.shape[0] // 256, 1), :: max(picture.shape[1] // 256, 1)]).reshape(-1, 3)
    level = float(np.clip(np.quantile(small @ LUMINANCE, 0.9), 0.2, 1.0))
    return LightEstimate((-0.25, 0.94, -0.2), 0.35, level, (1.0, 1.0, 1.0))


def shoe_on_foot(
    foot: FootPlace, shoe_m: tuple[NDArray[np.float64], NDArray[np.float64]], scale: float
) -> NDArray[np.float64]:
    """A shoe along the foot that it is on, whose heel stands a heel's wall behind the foot's.

    Args:
        foot: where it stands.
        shoe_m: lowest and highest corner of the model, toes at +Z.
        scale: of the model.
    """
    low, high = shoe_m
    # Up the page is -Z of the floor.
    matrix = placed(np.zeros(3), math.atan2(float(foot.along[0]), -float(foot.along[1])), scale)
    origin = matrix[:3, :3] @ np.array([(low[0] + high[0]) / 2.0, low[1], low[2]])
    matrix[:3, 3] = floor_points((foot.heel_mm - HEEL_BEHIND_MM * foot.along)[None])[0] - origin
    return matrix


def leg_of(outline_mm: NDArray[np.float64], foot: FootPlace, plane: Plane, plan: Sheet) -> Leg:
    """The leg above a foot: as upright as it can be while it leaves the sheet where the outline does."""
    length = foot.length_mm / 1000.0
    eye = plane.eye_m
    ankle, instep = floor_points(np.stack([foot.at(ANKLE_SHARE), foot.at(0.5)]))
    ankle = ankle + np.array([0.0, ANKLE_UP * length, 0.0])
    # A tube that ends close under the camera would hide everything.
    up = max(min(SHIN_M, LEG_SHARE * float(eye[1])) - float(ankle[1]), 0.02)
    knee = ankle + np.array([0.0, up, 0.0])
    area = plan.feet
    if area is not None:
        x, y = outline_mm[:, 0], outline_mm[:, 1]
        border = (np.abs(x) > area.right - 1.5) | (y < area.lower + 1.5)
        if border.any():
            out = floor_points(outline_mm[border].mean(axis=0)[None])[0]
            knee = _leaning(ankle, knee, out - instep, eye)
    wider = up / SHIN_M
    return Leg(
        ankle,
        knee,
        (0.135 * length, 0.165 * length),
        ((0.135 + 0.08 * wider) * length, (0.165 + 0.05 * wider) * length),
    )


def _leaning(
    ankle: NDArray[np.float64], knee: NDArray[np.float64], way: NDArray[np.float64], eye: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The knee moved sideways until, seen from the eye, it lies in the direction of `way` from the ankle."""

    def shadow(point: NDArray[np.float64]) -> NDArray[np.float64]:
        there: NDArray[np.float64] = eye + (point - eye) * (eye[1] / (eye[1] - point[1]))
        return there

    start, there = shadow(ankle), shadow(knee)
    way = way / max(float(np.linalg.norm(way)), 1e-6)
    there = start + max(float((there - start) @ way), 0.05) * way
    moved: NDArray[np.float64] = eye + (there - eye) * ((eye[1] - knee[1]) / eye[1])
    return moved


def cast_shadow(
    points_m: NDArray[np.float64], towards: tuple[float, float, float], share: float, cells: int = 160
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """What a lamp leaves of its light on the floor behind a thing of surface points (n, 3), in the floor's frame.

    Args:
        points_m: dense places on its surface.
        towards: unit direction to the lamp.
        share: how much of the light is the lamp's.
        cells: along each edge of the answer.

    Returns:
        Light (cells, cells) 0..1, rows along +Z and columns along +X, and the corners (2,) x and z with the lowest and
        the highest numbers.
    """
    slope = np.array([towards[0], towards[2]]) / max(towards[1], 0.25)
    flat = points_m[:, [0, 2]] - points_m[:, 1:2] * slope
    low, high = flat.min(axis=0), flat.max(axis=0)
    edge = float((high - low).max())
    low, high = low - 0.2 * edge, low + 1.2 * edge
    cell = (high - low) / cells
    at = np.clip(((flat - low) / cell).astype(int), 0, cells - 1)
    hidden = np.zeros((cells, cells))
    hidden[at[:, 1], at[:, 0]] = 1.0
    # Holes between the points, then the soft edge of a lamp that is no point.
    hidden = _blurred(np.clip(_blurred(hidden, 1.5) * 4.0, 0.0, 1.0), 4.0)
    return 1.0 - 0.8 * share * hidden, low, high


def _blurred(grid: NDArray[np.float64], sigma: float) -> NDArray[np.float64]:
    smooth: NDArray[np.float64] = blurred(grid[..., None], sigma)[..., 0]
    return smooth
