"""``showroom tryon``: a product on the people in a picture or a film, with what was measured on the way."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from client.ar.camera import open_source
from client.ar.face_tracker import FaceTracker
from client.ar.films import FilmWriter
from client.ar.pictures import write_picture
from client.receipts import kept_receipt
from client.scene.reading import read_model
from client.scene.tryon import TryOn
from client.shop import choices_of, find_publication, open_shop
from client.tryon_floor import FloorReport, FloorWishes, run_floor
from showroom.anchors import known_places
from showroom.errors import Rejected
from showroom.tryon.advice import Advice, advise
from showroom.tryon.fit import FaceMeasures, Measure, Refusal, Scale, measure, measure_scale, towards_camera_deg
from showroom.tryon.lens import Pinhole
from showroom.tryon.pose import HeadPose, head_pose
from showroom.tryon.smoothing import PoseFilter

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from client.ar.camera import Frame, Source
    from showroom.catalogue import Publication, Text
    from showroom.gltf.model import Document
    from showroom.tryon.face import Landmarks
    from showroom.tryon.wearing import Worn


SAME_FACE = 0.6
"""A face that is nearer than this share of its width to where one stood a frame ago is that one."""


@dataclass(frozen=True)
class Request:
    """What is asked for.

    Args:
        source: a picture, a film or a folder of pictures.
        output: where the result goes.
        models: where the vision models lie.
        data: the data folder that products come from.
        server: the server that they come from instead.
        product: its id; None: the code's.
        code: a configuration code; None: the initial configuration.
        fov_deg: angle of view of the longer edge of the picture; None: unknown.
        floor: how shoes, cars and other things stand on the floor; None: as usual.
    """

    source: Path
    output: Path
    models: Path
    data: Path
    server: str | None = None
    product: str | None = None
    code: str | None = None
    fov_deg: float | None = None
    floor: FloorWishes | None = None


class Length(msgspec.Struct, frozen=True):
    """A length in millimetres and its 95 % interval."""

    mm: float
    low: float
    high: float


class FaceReport(msgspec.Struct, frozen=True):
    """What is said about one face: turns are from the line to the camera; `refusal` says why sizes are missing."""

    yaw_deg: float
    pitch_deg: float
    roll_deg: float
    distance_mm: float
    pupils: Length | None
    face_width: Length | None
    nose_width: Length | None
    refusal: str | None
    reason: dict[str, str] | None
    verdict: str | None
    advice: dict[str, str] | None
    tilt_deg: float
    lens_distance_mm: float


class Report(msgspec.Struct, frozen=True):
    """What ``--json`` prints."""

    product: str
    choices: dict[str, str]
    output: str
    frames: int
    frames_with_faces: int
    seconds: float
    faces: tuple[FaceReport, ...]


def run(request: Request) -> Report | FloorReport:
    """Try a product on and write the picture or film.

    Raises:
        Rejected: ``no-face``, ``no-try-on``, ``no-spectacles``, ``no-anchors``, ``no-such-file``,
            ``unreadable-picture``, ``unreadable-film``, ``unknown-format``, ``bad-picture-size``; NotFound and
            CodeRefused for the product.
        Unavailable: ``no-models``, ``damaged-model``, ``no-runtime``, ``no-graphics``, ``cannot-write``, and where
            the shop cannot be reached.
    """
    start = time.perf_counter()
    source = open_source(request.source)
    with kept_receipt(), open_shop(request.server, request.data) as shop:
        publication = find_publication(shop.catalogue(), request.product, request.code)
        choices = choices_of(publication, request.code)
        document = read_model(shop.file(publication.model.sha256), name=publication.product.id)
    if publication.product.kind != "glasses":
        wishes = request.floor or FloorWishes()
        return run_floor(wishes, source, request, publication, document, choices)
    session = Session(FaceTracker.from_folder(request.models), document, publication, choices)
    try:
        frames, seen = _write(session, source, request)
        faces = session.reports()
    finally:
        session.close()
    seconds = round(time.perf_counter() - start, 2)
    return Report(publication.product.id, choices, str(request.output), frames, seen, seconds, faces)


class Session:
    """One product tried on over the frames of one source; `close` it.

    Args:
        tracker: finds and follows faces.
        document: the product's model.
        publication: the product.
        choices: its configuration.
    """

    def __init__(
        self, tracker: FaceTracker, document: Document, publication: Publication, choices: Mapping[str, str]
    ) -> None:
        self._tracker = tracker
        self._publication = publication
        self._stage = TryOn(document, publication.product, choices, known_places(publication, document))
        self._filters: dict[int, PoseFilter] = {}
        self._scales: dict[int, list[Scale]] = {}
        self._places: dict[int, tuple[float, float]] = {}
        self._next = 0
        self._said: dict[int, tuple[HeadPose, FaceMeasures | Refusal, Worn]] = {}

    def show(self, frame: Frame, camera: Pinhole, *, still: bool) -> tuple[Frame, int]:
        """The frame with the product on every face, and how many faces there are."""
        faces = self._tracker.still(frame.picture) if still else self._tracker.follow(frame.picture)
        numbered = self._numbered(faces)
        average = {number: head_pose(landmarks, camera) for number, landmarks in numbered.items()}
        poses = {
            number: self._steady(number, landmarks, average[number], camera, frame.time_s)
            for number, landmarks in numbered.items()
        }
        for number in set(self._filters) - set(poses):
            self._filters.pop(number).forget()
            self._scales.pop(number)
        shown = self._stage.draw(frame.picture, camera, poses)
        for number, landmarks in numbered.items():
            self._remember(number, poses[number], measure(landmarks, average[number], camera))
        return type(frame)(shown, frame.time_s, frame.number), len(faces)

    def reports(self) -> tuple[FaceReport, ...]:
        """What was learnt about every face."""
        size_mm = self._publication.size_mm
        return tuple(
            _face_report(
                pose, measures, worn, advise(measures, size_mm) if isinstance(measures, FaceMeasures) else None
            )
            for _, (pose, measures, worn) in sorted(self._said.items())
        )

    def close(self) -> None:
        """Release the graphics memory."""
        self._stage.close()

    def _numbered(self, faces: list[Landmarks]) -> dict[int, Landmarks]:
        """Every face under the number of the one that stood there a frame ago, else under a new one."""
        found: dict[int, Landmarks] = {}
        places: dict[int, tuple[float, float]] = {}
        for landmarks in faces:
            (x, y), width = landmarks.points[:, :2].mean(axis=0).tolist(), float(np.ptp(landmarks.points[:, 0]))
            near = {
                number: distance
                for number, place in self._places.items()
                if number not in found and (distance := math.dist(place, (x, y))) < SAME_FACE * width
            }
            if near:
                number = min(near, key=near.__getitem__)
            else:
                number, self._next = self._next, self._next + 1
            found[number], places[number] = landmarks, (x, y)
        self._places = places
        return found

    def _steady(self, number: int, landmarks: Landmarks, pose: HeadPose, camera: Pinhole, time_s: float) -> HeadPose:
        """The pose at the face's own size: the size of the median frame, the place smoothed over frames."""
        scales = self._scales.setdefault(number, [])
        scales.append(measure_scale(landmarks, pose, camera))
        del scales[:-90]
        size = sorted(scale.value for scale in scales)[len(scales) // 2]
        own = pose.scaled(size)
        steady = self._filters.setdefault(number, PoseFilter()).filter(own.camera_from_head, time_s)
        return HeadPose(steady, own.scale, own.points_m, own.error_px)

    def _remember(self, number: int, pose: HeadPose, measures: FaceMeasures | Refusal) -> None:
        """Keep what is surest: the measures with the smallest interval, a refusal only while there is nothing else."""
        before = self._said.get(number)
        surer = before is None or isinstance(before[1], Refusal)
        if not surer and isinstance(measures, FaceMeasures) and before and isinstance(before[1], FaceMeasures):
            surer = measures.scale.spread < before[1].scale.spread
        if surer:
            self._said[number] = (pose, measures, self._stage.worn(number))


def _write(session: Session, source: Source, request: Request) -> tuple[int, int]:
    """Draw every frame; returns how many there were, and how many showed a face."""
    frames = seen = 0
    film: FilmWriter | None = None
    try:
        for frame in source.frames():
            height, width = frame.picture.shape[:2]
            camera = _camera((width, height), request.fov_deg)
            still = source.rate_hz <= 0.0
            shown, faces = session.show(frame, camera, still=still)
            frames, seen = frames + 1, seen + min(faces, 1)
            if still:
                _must_have_face(seen, request)
                write_picture(shown.picture, request.output)
                continue
            film = film or FilmWriter(request.output, (width, height), source.rate_hz)
            film.write(shown.picture)
    finally:
        if film is not None:
            film.__exit__(None, None, None)
    _must_have_face(seen, request)
    return frames, seen


def _must_have_face(seen: int, request: Request) -> None:
    if not seen:
        raise Rejected(
            "no-face",
            f"no face is seen in {request.source.name}",
            hint="use a picture in which the face is at least a tenth of the picture wide, lit and not covered",
        )


def _camera(size_px: tuple[int, int], fov_deg: float | None) -> Pinhole:
    return Pinhole.usual(size_px) if fov_deg is None else Pinhole.with_fov(size_px, fov_deg)


def _face_report(pose: HeadPose, measures: FaceMeasures | Refusal, worn: Worn, advice: Advice | None) -> FaceReport:
    yaw, pitch = (round(angle, 1) for angle in towards_camera_deg(pose))
    roll = round(pose.angles_deg()[2], 1)
    known = measures if isinstance(measures, FaceMeasures) else None
    refused = measures if isinstance(measures, Refusal) else None
    return FaceReport(
        yaw_deg=yaw,
        pitch_deg=pitch,
        roll_deg=roll,
        distance_mm=round(pose.distance_m * 1000.0, 0),
        pupils=_length(known.pupils) if known else None,
        face_width=_length(known.face_width) if known else None,
        nose_width=_length(known.nose_width) if known else None,
        refusal=refused.why if refused else None,
        reason=_both(refused.sentence) if refused else None,
        verdict=advice.verdict if advice else None,
        advice=_both(advice.sentence) if advice else None,
        tilt_deg=round(worn.tilt_rad * 57.29578, 1),
        lens_distance_mm=round(worn.lens_distance_m * 1000.0, 1),
    )


def _length(found: Measure) -> Length:
    return Length(round(found.mm, 1), round(found.low, 1), round(found.high, 1))


def _both(sentence: Text) -> dict[str, str]:
    return {"en": sentence.en, "de": sentence.de}
