"""Where a printed sheet lies before the camera, and how long the camera's lens is, from the places of its markers.

Source: Zhang, "A Flexible New Technique for Camera Calibration", 2000: a plane's homography holds its pose and, when it
is tilted, the focal length too. Both are then fitted together by Levenberg and Marquardt's method.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from showroom.tryon.lens import USUAL_FOCAL_SHARE, Pinhole

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOCAL_SPREAD = 0.25
"""How far unknown focal lengths are spread, as a share: phones have 0.7 to 0.8 of the longer edge, webcams 1.1."""
PHONE_FOCAL_SHARE = 0.85
CORNER_PX = 0.25
"""How well a corner is found, standard deviation."""
ROUNDS = 25
OUTLIER_SPREADS = 4.0


@dataclass(frozen=True, eq=False)
class Plane:
    """A flat sheet before a camera.

    Args:
        camera_from_sheet: (4, 4) rigid, metres; the sheet lies in its own y = 0, which is up from it.
        camera: with the focal length that fits best.
        focal_spread: its relative standard deviation.
        error_px: root mean square distance of markers from where they should be.
        error_mm: the same on the sheet.
        inliers: which of the places fit, (n,).
    """

    camera_from_sheet: NDArray[np.float64]
    camera: Pinhole
    focal_spread: float
    error_px: float
    error_mm: float
    inliers: NDArray[np.bool_]

    @property
    def eye_m(self) -> NDArray[np.float64]:
        """The camera in the sheet's frame, (3,)."""
        eye: NDArray[np.float64] = -self.camera_from_sheet[:3, :3].T @ self.camera_from_sheet[:3, 3]
        return eye

    @property
    def tilt_deg(self) -> float:
        """How far the camera looks away from straight down."""
        return math.degrees(math.acos(min(max(float(self.camera_from_sheet[2, 1]), -1.0), 1.0)))

    def project(self, points_m: NDArray[np.float64]) -> NDArray[np.float64]:
        """Points (n, 3) of the sheet's frame in the picture, (n, 2)."""
        turn, shift = self.camera_from_sheet[:3, :3], self.camera_from_sheet[:3, 3]
        return self.camera.project(points_m @ turn.T + shift)

    def on_floor(self, points_px: NDArray[np.float64]) -> NDArray[np.float64]:
        """Where pixels (n, 2) meet the floor, (n, 3) metres in the sheet's frame; nan above the horizon."""
        rays = self.camera.unproject(points_px, 1.0) @ self.camera_from_sheet[:3, :3]
        eye = self.eye_m
        with np.errstate(divide="ignore", invalid="ignore"):
            along = np.where(rays[:, 1] < 0.0, -eye[1] / rays[:, 1], np.nan)
        points: NDArray[np.float64] = eye + along[:, None] * rays
        points[:, 1] = np.where(np.isnan(along), np.nan, 0.0)
        return points


def homography(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """The (3, 3) map between two views (n, 2) of a plane, n >= 4, in homogeneous columns.

    Source: Hartley and Zisserman, "Multiple View Geometry", 2nd edition, algorithm 4.2 (normalised DLT).
    """
    first, second = _normal(source), _normal(target)
    a = np.column_stack([source, np.ones(len(source))]) @ first.T
    b = np.column_stack([target, np.ones(len(target))]) @ second.T
    zero = np.zeros_like(a)
    rows = np.concatenate([np.hstack([a, zero, -b[:, :1] * a]), np.hstack([zero, a, -b[:, 1:2] * a])])
    # Four points alone leave the answer outside of the short form.
    _, _, right = np.linalg.svd(rows, full_matrices=len(source) == 4)  # noqa: PLR2004
    found: NDArray[np.float64] = np.linalg.inv(second) @ right[-1].reshape(3, 3) @ first
    scaled: NDArray[np.float64] = found / found[2, 2]
    return scaled


def fit_plane(
    points_m: NDArray[np.float64], points_px: NDArray[np.float64], camera: Pinhole | None, size_px: tuple[int, int]
) -> Plane:
    """The pose that puts flat points (n, 3) with y = 0 where they are seen, (n, 2), n >= 8.

    Args:
        points_m: in the sheet's frame.
        points_px: in the picture.
        camera: the camera where it is known; None fits its focal length too.
        size_px: of the picture.
    """
    inliers = np.ones(len(points_m), dtype=bool)
    plane = _refined(points_m, points_px, camera, size_px, inliers)
    for _ in range(2):
        off = np.linalg.norm(plane.project(points_m) - points_px, axis=1)
        spread = max(1.4826 * float(np.median(off)), CORNER_PX)
        kept = off < OUTLIER_SPREADS * spread
        if kept.sum() < len(points_m) // 2 or (kept == plane.inliers).all():
            break
        plane = _refined(points_m, points_px, camera, size_px, kept)
    return plane


def _refined(
    points_m: NDArray[np.float64],
    points_px: NDArray[np.float64],
    camera: Pinhole | None,
    size_px: tuple[int, int],
    inliers: NDArray[np.bool_],
) -> Plane:
    points, seen = points_m[inliers], points_px[inliers]
    start = camera or _first_camera(points, seen, size_px)
    matrix = _first_pose(points, seen, start)
    known = camera is not None
    prior = math.log(max(size_px) * PHONE_FOCAL_SHARE)
    focal, damping, cost = math.log(start.focal_px), 1e-3, math.inf
    normal = np.eye(7)
    for _ in range(ROUNDS):
        pinhole = Pinhole(size_px, math.exp(focal))
        off, slopes = _slopes(matrix, pinhole, points, seen)
        pull = 0.0 if known else (focal - prior) / FOCAL_SPREAD
        cost = float(off @ off) / CORNER_PX**2 + pull**2
        normal = slopes.T @ slopes / CORNER_PX**2
        right = slopes.T @ off / CORNER_PX**2
        normal[6, 6] += 1e12 if known else FOCAL_SPREAD**-2
        right[6] = 0.0 if known else right[6] + pull / FOCAL_SPREAD
        matrix, focal, damping, done = _step(
            (matrix, focal, damping, cost), (normal, right), (points, seen, size_px), None if known else prior
        )
        if done:
            break
    pinhole = Pinhole(size_px, math.exp(focal))
    plane = Plane(matrix, pinhole, 0.0, 0.0, 0.0, inliers)
    off_px = np.linalg.norm(plane.project(points) - seen, axis=1)
    back = plane.on_floor(seen)
    off_mm = np.linalg.norm(back - points, axis=1) * 1000.0
    spread = 0.0 if known else math.sqrt(float(np.linalg.inv(normal)[6, 6]))
    return replace(plane, focal_spread=spread, error_px=_rms(off_px), error_mm=_rms(off_mm))


def _step(
    state: tuple[NDArray[np.float64], float, float, float],
    system: tuple[NDArray[np.float64], NDArray[np.float64]],
    data: tuple[NDArray[np.float64], NDArray[np.float64], tuple[int, int]],
    prior: float | None,
) -> tuple[NDArray[np.float64], float, float, bool]:
    """One damped step, taken only where it lessens the cost."""
    matrix, focal, damping, cost = state
    points, seen, size_px = data
    for _ in range(8):
        damped = system[0] + damping * np.diag(np.diag(system[0]))
        change = np.asarray(-np.linalg.solve(damped, system[1]), dtype=np.float64)
        tried, tried_focal = _moved(matrix, change[:6]), focal + float(np.clip(change[6], -0.5, 0.5))
        off = (_project(tried, Pinhole(size_px, math.exp(tried_focal)), points) - seen).ravel()
        pull = 0.0 if prior is None else (tried_focal - prior) / FOCAL_SPREAD
        better = float(off @ off) / CORNER_PX**2 + pull**2
        if better <= cost:
            return tried, tried_focal, damping / 5.0, cost - better < 1e-9 * cost
        damping *= 6.0
    return matrix, focal, damping, True


def _slopes(
    matrix: NDArray[np.float64], camera: Pinhole, points: NDArray[np.float64], seen: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Residuals (2n,) and how they change with turn, shift and the logarithm of the focal length, (2n, 7)."""
    base = _project(matrix, camera, points)
    columns = []
    for index in range(7):
        change = np.zeros(7)
        change[index] = 1e-6
        lens = Pinhole(camera.size_px, camera.focal_px * math.exp(change[6]))
        columns.append(((_project(_moved(matrix, change[:6]), lens, points) - base) / 1e-6).ravel())
    return (base - seen).ravel(), np.stack(columns, axis=1)


def _project(matrix: NDArray[np.float64], camera: Pinhole, points: NDArray[np.float64]) -> NDArray[np.float64]:
    return camera.project(points @ matrix[:3, :3].T + matrix[:3, 3])


def _moved(matrix: NDArray[np.float64], change: NDArray[np.float64]) -> NDArray[np.float64]:
    """The pose after a small turn (rotation vector, camera's frame) and shift."""
    angle = float(np.linalg.norm(change[:3]))
    axis = change[:3] / angle if angle > 0.0 else np.array([1.0, 0.0, 0.0])
    cross = np.array([[0.0, -axis[2], axis[1]], [axis[2], 0.0, -axis[0]], [-axis[1], axis[0], 0.0]])
    turn = np.eye(3) + math.sin(angle) * cross + (1.0 - math.cos(angle)) * cross @ cross
    moved = np.eye(4)
    moved[:3, :3] = turn @ matrix[:3, :3]
    moved[:3, 3] = matrix[:3, 3] + change[3:]
    return moved


def _first_camera(points: NDArray[np.float64], seen: NDArray[np.float64], size_px: tuple[int, int]) -> Pinhole:
    """The focal length in a tilted plane's homography; the usual one where it is not tilted enough to tell."""
    usual = max(size_px) * PHONE_FOCAL_SHARE
    middle = np.array(size_px) / 2.0
    found = homography(points[:, [0, 2]], seen - middle)
    first, second = found[:, 0], found[:, 1]
    bottom, top = -float(first[2] * second[2]), float(first[0] * second[0] + first[1] * second[1])
    guesses = [top / bottom if abs(bottom) > 1e-12 else -1.0]  # noqa: PLR2004 - a plane that is not tilted
    bottom = float(second[2] ** 2 - first[2] ** 2)
    top = float(first[0] ** 2 + first[1] ** 2 - second[0] ** 2 - second[1] ** 2)
    guesses.append(top / bottom if abs(bottom) > 1e-12 else -1.0)  # noqa: PLR2004 - the same
    focals = [math.sqrt(guess) for guess in guesses if guess > 0.0]
    near = [focal for focal in focals if 0.5 * usual < focal < 2.0 * usual]
    return Pinhole(size_px, near[0] if near else usual)


def _first_pose(points: NDArray[np.float64], seen: NDArray[np.float64], camera: Pinhole) -> NDArray[np.float64]:
    """The pose from the homography, columns x and z of the turn."""
    view = (seen - np.array(camera.size_px) / 2.0) / camera.focal_px * [1.0, -1.0]
    found = homography(points[:, [0, 2]], view)
    # On glTF's -Z, so that the sheet lies before the camera.
    columns = np.diag([1.0, 1.0, -1.0]) @ found
    columns = columns / math.sqrt(float(np.linalg.norm(columns[:, 0]) * np.linalg.norm(columns[:, 1])))
    if columns[2, 2] > 0.0:
        columns = -columns
    across, toward, shift = columns.T
    up = np.cross(toward, across)
    left, _, right = np.linalg.svd(np.column_stack([across, up, toward]))
    matrix = np.eye(4)
    matrix[:3, :3] = left @ np.diag([1.0, 1.0, np.linalg.det(left @ right)]) @ right
    matrix[:3, 3] = shift
    return matrix


def _normal(points: NDArray[np.float64]) -> NDArray[np.float64]:
    middle = points.mean(axis=0)
    size = float(np.sqrt(((points - middle) ** 2).sum(axis=1).mean())) or 1.0
    scale = math.sqrt(2.0) / size
    return np.array([[scale, 0.0, -scale * middle[0]], [0.0, scale, -scale * middle[1]], [0.0, 0.0, 1.0]])


def _rms(values: NDArray[np.float64]) -> float:
    return math.sqrt(float(np.mean(values**2)))


def unknown_camera(size_px: tuple[int, int]) -> Pinhole:
    """A camera of which nothing is known, between phones and webcams."""
    return Pinhole(size_px, max(size_px) * (PHONE_FOCAL_SHARE + USUAL_FOCAL_SHARE) / 2.0)
