"""The part of ``showroom bench tryon`` about heads: turns, sizes, how still a still head stays, how far behind it is.

Pictures are made by ``assets/sources/truth/render_heads.py``: heads whose geometry is not the tracker's.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Literal

import msgspec
import numpy as np

from client.ar.pictures import read_picture
from client.ar.rulers import find_ruler
from showroom.tryon import face
from showroom.tryon.fit import FaceMeasures, measure
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import head_pose, unbiased
from showroom.tryon.ruler import ruler_scale
from showroom.tryon.smoothing import PoseFilter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from client.ar.face_tracker import FaceTracker
    from showroom.tryon.face import Landmarks
    from showroom.tryon.pose import HeadPose

NEAR_DEG, FAR_DEG = 20.0, 40.0
RATE_HZ = 30.0
SWAY_PX, SWAY_HZ = 60.0, 0.5
"""A picture of a still head, moved to and fro by so much and so often, is a moving head of known place."""
RULER_MM, IRIS_MM = 1.0, 4.5


class HeadTruth(msgspec.Struct, frozen=True):
    """One picture of a head whose pose and size are known; fields that are not asked for are passed over.

    Args:
        picture: its file.
        kind: ``free``, with a ``card`` or a printed ``strip`` at the forehead, or ``still``, a folder of frames.
        face: which head.
        focal_px: the camera's focal length.
        turn: camera_from_head, a rotation.
        pupils_mm: from pupil to pupil as they look.
        yaw_deg: of the head, to the person's left.
    """

    picture: str
    kind: Literal["free", "card", "strip", "still"]
    face: int
    focal_px: float
    turn: tuple[tuple[float, float, float], ...]
    pupils_mm: float
    yaw_deg: float


class PupilScore(msgspec.Struct, frozen=True):
    """How well the distance of the pupils is measured.

    Args:
        pictures: how many there were.
        measured: in how many of them it was said.
        within_mm: what counts as right.
        within: share of the measured ones that are right.
        interval_holds: share of the measured ones whose 95 % interval holds the truth.
        median_error_mm: absolute.
        mean_error_mm: signed.
        refused: how often each reason was given.
    """

    pictures: int
    measured: int
    within_mm: float
    within: float
    interval_holds: float
    median_error_mm: float
    mean_error_mm: float
    refused: dict[str, int]


class HeadsScore(msgspec.Struct, frozen=True):
    """How well heads are followed.

    Args:
        faces: how many people.
        pictures: free ones.
        found: share of them with a face.
        rotation_20_deg: median error of pictures up to 20 degrees of yaw.
        rotation_40_deg: the same up to 40 degrees.
        rotation_90_percent_deg: nine of ten pictures err less.
        yaw_gain: what is said over what is true; None where nobody turns.
        pitch_bias_deg: mean error of pitch.
        by_face_deg: median error of each person.
        iris: pupils by the iris alone.
        card: the same with a bank card; None where no picture has one.
        strip: the same with the printed strip.
        jitter_px: of the bridge of the nose of still heads, root mean square, after smoothing.
        raw_jitter_px: the same before it.
        lag_ms: by how much a swaying head is behind.
    """

    faces: int
    pictures: int
    found: float
    rotation_20_deg: float
    rotation_40_deg: float
    rotation_90_percent_deg: float
    yaw_gain: float | None
    pitch_bias_deg: float
    by_face_deg: dict[str, float]
    iris: PupilScore | None
    card: PupilScore | None
    strip: PupilScore | None
    jitter_px: float | None
    raw_jitter_px: float | None
    lag_ms: float | None


def score_heads(folder: Path, heads: Sequence[HeadTruth], tracker: FaceTracker) -> HeadsScore:
    """Measure every head and compare."""
    free = [head for head in heads if head.kind == "free"]
    found = [(head, seen) for head in free if (seen := _seen(folder / head.picture, head, tracker)) is not None]
    turns = np.array([_error_deg(head, pose) for head, (_, pose, _) in found] or [math.nan])
    yaws = np.array([head.yaw_deg for head, _ in found] or [math.nan])
    said = np.array([pose.angles_deg()[:2] for _, (_, pose, _) in found] or [(math.nan, math.nan)])
    true = np.array([_angles(head) for head, _ in found] or [(math.nan, math.nan)])
    faces = np.array([head.face for head, _ in found])
    still = _still(folder, [head for head in heads if head.kind == "still"], tracker)
    return HeadsScore(
        faces=len({head.face for head in heads}),
        pictures=len(free),
        found=round(len(found) / max(len(free), 1), 3),
        rotation_20_deg=_median(turns[np.abs(yaws) <= NEAR_DEG]),
        rotation_40_deg=_median(turns[np.abs(yaws) <= FAR_DEG]),
        rotation_90_percent_deg=round(float(np.quantile(turns, 0.9)), 2),
        yaw_gain=_gain(true[:, 0], said[:, 0]),
        pitch_bias_deg=round(float((said - true)[:, 1].mean()), 2),
        by_face_deg={str(number): _median(turns[faces == number]) for number in sorted(set(faces.tolist()))},
        iris=_pupils(folder, free, tracker, IRIS_MM),
        card=_pupils(folder, [head for head in heads if head.kind == "card"], tracker, RULER_MM),
        strip=_pupils(folder, [head for head in heads if head.kind == "strip"], tracker, RULER_MM),
        jitter_px=still[0],
        raw_jitter_px=still[1],
        lag_ms=still[2],
    )


def _camera(head: HeadTruth, picture: NDArray[np.uint8]) -> Pinhole:
    return Pinhole((picture.shape[1], picture.shape[0]), head.focal_px)


def _seen(path: Path, head: HeadTruth, tracker: FaceTracker) -> tuple[Landmarks, HeadPose, NDArray[np.uint8]] | None:
    """The face of a picture and where it is; None where none is found."""
    picture = read_picture(path)
    faces = tracker.still(picture)
    if not faces:
        return None
    return faces[0], unbiased(head_pose(faces[0], _camera(head, picture))), picture


def _error_deg(head: HeadTruth, pose: HeadPose) -> float:
    off = pose.camera_from_head[:3, :3] @ np.array(head.turn).T
    return math.degrees(math.acos(min(max((float(np.trace(off)) - 1.0) / 2.0, -1.0), 1.0)))


def _angles(head: HeadTruth) -> tuple[float, float]:
    """Yaw and pitch of the truth, as `HeadPose.angles_deg` says them."""
    turn = head.turn
    return math.degrees(math.atan2(turn[0][2], turn[2][2])), math.degrees(math.asin(turn[1][2]))


def _pupils(folder: Path, heads: Sequence[HeadTruth], tracker: FaceTracker, within_mm: float) -> PupilScore | None:
    """How well the pupils' distance is said in these pictures; None where there are none."""
    if not heads:
        return None
    errors, holds = [], []
    refused: dict[str, int] = {}
    for head in heads:
        seen = _seen(folder / head.picture, head, tracker)
        said = "no-face" if seen is None else _measured(head, *seen)
        if isinstance(said, str):
            refused[said] = refused.get(said, 0) + 1
            continue
        errors.append(said.pupils.mm - head.pupils_mm)
        holds.append(said.pupils.low <= head.pupils_mm <= said.pupils.high)
    off = np.abs(errors) if errors else np.array([math.nan])
    return PupilScore(
        pictures=len(heads),
        measured=len(errors),
        within_mm=within_mm,
        within=round(float(np.mean(off <= within_mm)), 3),
        interval_holds=round(float(np.mean(holds)) if holds else math.nan, 3),
        median_error_mm=_median(off),
        mean_error_mm=round(float(np.mean(errors)) if errors else math.nan, 2),
        refused=refused,
    )


def _measured(head: HeadTruth, landmarks: Landmarks, pose: HeadPose, picture: NDArray[np.uint8]) -> FaceMeasures | str:
    camera = _camera(head, picture)
    scale = None
    if head.kind == "card" or head.kind == "strip":  # noqa: PLR1714 - narrows the type
        held = find_ruler(picture, landmarks, camera, head.kind)
        scale = None if held is None else ruler_scale(held, landmarks, pose, camera)
        if scale is None:
            return "no-ruler"
    found = measure(landmarks, pose, camera, scale)
    return found if isinstance(found, FaceMeasures) else found.why


def _still(
    folder: Path, heads: Sequence[HeadTruth], tracker: FaceTracker
) -> tuple[float | None, float | None, float | None]:
    """Jitter in pixels after and before smoothing, and lag in milliseconds; None where no head keeps still."""
    smooth, raw, lags = [], [], []
    for head in heads:
        frames = [read_picture(path) for path in sorted((folder / head.picture).with_suffix("").iterdir())]
        steady, rough = _followed(frames, head, tracker)
        smooth.append(_spread(steady[len(steady) // 3 :]))
        raw.append(_spread(rough[len(rough) // 3 :]))
        lags.append(_lag_ms(frames, head, tracker))
    if not heads:
        return None, None, None
    jitter, before = (round(float(np.sqrt(np.mean(np.square(values)))), 3) for values in (smooth, raw))
    return jitter, before, round(float(np.mean(lags)), 1)


def _followed(
    frames: Sequence[NDArray[np.uint8]], head: HeadTruth, tracker: FaceTracker
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Where the bridge of the nose is in every frame, (n, 2) pixels, after and before smoothing."""
    tracker.forget()
    steadied = PoseFilter()
    steady: list[NDArray[np.float64]] = []
    rough: list[NDArray[np.float64]] = []
    for number, picture in enumerate(frames):
        faces = tracker.follow(picture)
        if not faces:
            continue
        camera = _camera(head, picture)
        pose = unbiased(head_pose(faces[0], camera)).camera_from_head
        for places, matrix in ((rough, pose), (steady, steadied.filter(pose, number / RATE_HZ))):
            bridge = matrix[:3, :3] @ face.face_shape().points_m[face.NOSE_BRIDGE] + matrix[:3, 3]
            places.append(camera.project(bridge[None])[0])
    return np.array(steady), np.array(rough)


def _spread(places: NDArray[np.float64]) -> float:
    return float(np.sqrt(((places - places.mean(axis=0)) ** 2).sum(axis=1).mean()))


def _lag_ms(frames: Sequence[NDArray[np.uint8]], head: HeadTruth, tracker: FaceTracker) -> float:
    """By how much the smoothed place of a head that sways is behind the place that was measured."""
    count = round(2.0 * RATE_HZ / SWAY_HZ)
    shifts = SWAY_PX * np.sin(2.0 * np.pi * SWAY_HZ * np.arange(count) / RATE_HZ)
    swaying = [np.roll(frames[n % len(frames)], round(shift), axis=1) for n, shift in enumerate(shifts)]
    steady, _ = _followed(swaying, head, tracker)
    truth = np.round(shifts[-len(steady) :])
    said = steady[:, 0] - steady[:, 0].mean()
    # The lag at which the truth, read that much earlier, fits best.
    lags = np.arange(0.0, 0.15, 0.001)
    times = np.arange(len(said)) / RATE_HZ
    fits = [float(np.sum((said - np.interp(times - lag, times, truth))[15:] ** 2)) for lag in lags]
    return float(lags[int(np.argmin(fits))]) * 1000.0


def _gain(true: NDArray[np.float64], said: NDArray[np.float64]) -> float | None:
    squares = float(true @ true)
    return round(float(true @ said) / squares, 3) if squares > 1.0 else None


def _median(values: NDArray[np.float64]) -> float:
    return round(float(np.median(values)), 2) if len(values) else math.nan
