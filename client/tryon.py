"""``showroom tryon``: a product on the people in a picture or a film, with what was measured on the way."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from client.ar.camera import open_source
from client.ar.face_tracker import FaceTracker
from client.ar.films import FilmWriter
from client.ar.following import Faces
from client.ar.pictures import write_picture
from client.receipts import kept_receipt
from client.scene.reading import read_model
from client.scene.tryon import TryOn
from client.shop import choices_of, find_publication, open_shop
from client.tryon_floor import FloorReport, FloorWishes, run_floor
from showroom.anchors import known_places
from showroom.errors import Rejected
from showroom.tryon.advice import Advice, advise
from showroom.tryon.fit import FaceMeasures, Measure, Refusal, towards_camera_deg
from showroom.tryon.lens import Pinhole

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from client.ar.camera import Frame, Source
    from showroom.catalogue import Publication, Text
    from showroom.gltf.model import Document
    from showroom.tryon.pose import HeadPose
    from showroom.tryon.ruler import RulerKind
    from showroom.tryon.wearing import Worn


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
        ruler: what is held against the forehead, `card` or `strip`; None: nothing.
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
    ruler: RulerKind | None = None
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
    session = Session(Faces(FaceTracker.from_folder(request.models), request.ruler), document, publication, choices)
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
        faces: follows the faces.
        document: the product's model.
        publication: the product.
        choices: its configuration.
    """

    def __init__(self, faces: Faces, document: Document, publication: Publication, choices: Mapping[str, str]) -> None:
        self._faces = faces
        self._publication = publication
        self._stage = TryOn(document, publication.product, choices, known_places(publication, document))
        self._said: dict[int, tuple[HeadPose, FaceMeasures | Refusal, Worn]] = {}

    def show(self, frame: Frame, camera: Pinhole, *, still: bool) -> tuple[Frame, int]:
        """The frame with the product on every face, and how many faces there are."""
        followed = self._faces.look(frame, camera, still=still)
        shown = self._stage.draw(frame.picture, camera, {number: each.pose for number, each in followed.items()})
        for number, each in followed.items():
            before = self._said.get(number)
            if before is None or before[1] is not each.measures:
                self._said[number] = (each.pose, each.measures, self._stage.worn(number))
        return type(frame)(shown, frame.time_s, frame.number), len(followed)

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
