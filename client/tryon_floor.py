"""``showroom tryon`` on a floor: shoes on feet that stand on the printed sheet, anything else where it is put."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import msgspec
import numpy as np

from client.ar.pictures import write_picture
from client.ar.sheets.feet import find_covered
from client.ar.sheets.finder import find_sheet
from client.scene.floor import FloorStage
from showroom.errors import Rejected
from showroom.tryon.foot import REASONS, FootMeasures, FootRefusal, foot_place, measure_foot
from showroom.tryon.lens import Pinhole
from showroom.tryon.plane import fit_plane, unknown_camera
from showroom.tryon.sheet import floor_points
from showroom.tryon.shoe_size import PARIS_POINT_MM, SizeAdvice, advise_size, eu_size, size_number
from showroom.tryon.standing import (
    EYE_M,
    Standing,
    leg_of,
    open_light,
    paper_light,
    placed,
    plane_from_horizon,
    plane_from_rectangle,
    shoe_on_foot,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from numpy.typing import NDArray

    from client.ar.camera import Source
    from client.ar.sheets.finder import Sighting
    from showroom.catalogue import Publication
    from showroom.gltf.model import Document
    from showroom.tryon.fit import Measure
    from showroom.tryon.foot import Heel, Why
    from showroom.tryon.light import LightEstimate
    from showroom.tryon.plane import Plane

LEAST_SEEN, MOST_BENT_MM, LEAST_PX_PER_MM = 0.5, 1.2, 0.8
USUAL_FOOT_MM = 265.0
FEET_APART_MM = 105.0


@dataclass(frozen=True)
class FloorWishes:
    """How things shall stand on a floor.

    Args:
        heel: whether the heel is at the sheet's lower edge, or must be seen.
        scale: 1 is true size, 0.1 is one in ten.
        turn_deg: turned about its own upright.
        at_px: the place in the picture where it stands; None: the middle of the sheet or of the floor.
        plane: a horizon (1 or 2 heights) or the corners of a rectangle (8 numbers); None: the sheet.
        rectangle_mm: that rectangle's width and depth.
        eye_m: how high the camera is held over a floor given by its horizon.
        printed_mm: what the sheet's line of 100 mm measures on paper.
    """

    heel: Heel = "seen"
    scale: float = 1.0
    turn_deg: float = 0.0
    at_px: tuple[float, float] | None = None
    plane: tuple[float, ...] | None = None
    rectangle_mm: tuple[float, float] = (210.0, 297.0)
    eye_m: float = EYE_M
    printed_mm: float = 100.0


class Order(Protocol):
    """What is asked for besides: where the result goes, and the angle of view of the picture's longer edge."""

    @property
    def output(self) -> Path:
        """The picture to write."""
        ...

    @property
    def fov_deg(self) -> float | None:
        """None where nobody knows it."""
        ...


class Span(msgspec.Struct, frozen=True):
    """A length in millimetres and its 95 % interval."""

    mm: float
    low: float
    high: float


class FootReport(msgspec.Struct, frozen=True):
    """What is said about one foot."""

    foot: str
    length: Span | None
    width: Span | None
    heel: str | None
    eu: float | None
    uk: float | None
    us_men: float | None
    us_women: float | None
    advice: dict[str, str] | None
    refusal: str | None
    reason: dict[str, str] | None


class FloorReport(msgspec.Struct, frozen=True):
    """What ``--json`` prints for things on a floor."""

    product: str
    choices: dict[str, str]
    output: str
    sheet: str | None
    tilt_deg: float
    distance_mm: float
    scale: float
    seconds: float
    feet: tuple[FootReport, ...] = ()


@dataclass(frozen=True, eq=False)
class _Scene:
    picture: NDArray[np.uint8]
    plane: Plane
    light: LightEstimate
    sighting: Sighting | None


def run_floor(
    request: FloorWishes,
    source: Source,
    order: Order,
    publication: Publication,
    document: Document,
    choices: Mapping[str, str],
) -> FloorReport:
    """Stand a product on the floor of a picture and write it.

    Raises:
        Rejected: ``no-sheet``, ``sheet-hidden``, ``sheet-bent``, ``sheet-small``, ``no-foot``, ``bad-plane``,
            ``bad-place``, ``no-still`` and those of reading pictures.
        Unavailable: ``no-graphics``, ``cannot-write``.
    """
    start = time.perf_counter()
    scene = _look(request, source, order.fov_deg)
    stage = FloorStage(document, publication.product, choices)
    try:
        shoe = publication.product.kind == "shoe" and request.plane is None and request.at_px is None
        if shoe and scene.sighting is not None and scene.sighting.sheet.feet is not None:
            things, feet = _shoes(scene, request, publication, stage)
        else:
            things, feet = [_thing(scene, request, stage)], ()
        shown = stage.draw(scene.picture, scene.plane, things, scene.light)
    finally:
        stage.close()
    write_picture(shown, order.output)
    return FloorReport(
        publication.product.id,
        dict(choices),
        str(order.output),
        scene.sighting.sheet.name if scene.sighting else None,
        round(scene.plane.tilt_deg, 1),
        round(float(np.linalg.norm(scene.plane.eye_m)) * 1000.0),
        request.scale,
        round(time.perf_counter() - start, 2),
        feet,
    )


def _look(request: FloorWishes, source: Source, fov_deg: float | None) -> _Scene:
    """The picture, its floor and its light."""
    if source.rate_hz > 0.0:
        raise Rejected("no-still", "things are put on the floor of a picture", got="a film", allowed="a picture")
    picture = next(iter(source.frames())).picture
    size_px = (picture.shape[1], picture.shape[0])
    known = Pinhole.with_fov(size_px, fov_deg) if fov_deg is not None else None
    if request.plane is None:
        sighting = find_sheet(picture)
        plane = sheet_plane(sighting, known, size_px, request.printed_mm)
        assert sighting is not None  # noqa: S101 - else sheet_plane has refused
        return _Scene(picture, plane, paper_light(picture, plane, sighting.sheet), sighting)
    if len(request.plane) == 8:  # noqa: PLR2004 - four corners
        corners = np.array(request.plane).reshape(4, 2)
        plane = plane_from_rectangle(corners, request.rectangle_mm, known, size_px)
    else:
        plane = plane_from_horizon(request.plane[0], request.plane[-1], known or unknown_camera(size_px), request.eye_m)
    return _Scene(picture, plane, open_light(picture), None)


def sheet_plane(
    sighting: Sighting | None, known: Pinhole | None, size_px: tuple[int, int], printed_mm: float = 100.0
) -> Plane:
    """How a sheet lies, where it is good enough to measure on.

    Raises:
        Rejected: ``no-sheet``, ``sheet-hidden``, ``sheet-bent``, ``sheet-small``.
    """
    if sighting is None:
        raise _refused("no-sheet")
    if sighting.seen < LEAST_SEEN:
        raise _refused("sheet-hidden")
    points = floor_points(sighting.places_mm * (printed_mm / 100.0))
    plane = fit_plane(points, sighting.places_px, known, size_px)
    if plane.error_mm > MOST_BENT_MM or plane.inliers.mean() < 0.8:  # noqa: PLR2004 - a corner may lie under a toe
        raise _refused("sheet-bent")
    if plane.camera.focal_px / float(np.linalg.norm(plane.eye_m)) / 1000.0 < LEAST_PX_PER_MM:
        raise _refused("sheet-small")
    return plane


def _refused(why: Why) -> Rejected:
    return Rejected(why, REASONS[why].en, hint=REASONS[why].de)


def _thing(scene: _Scene, request: FloorWishes, stage: FloorStage) -> Standing:
    """The product alone, its front towards the camera."""
    if request.at_px is not None:
        at = scene.plane.on_floor(np.array([request.at_px]))[0]
    elif scene.sighting is not None:
        at = np.zeros(3)
    else:
        width, height = scene.plane.camera.size_px
        at = scene.plane.on_floor(np.array([[width / 2.0, height * 0.72]]))[0]
    if np.isnan(at).any():
        raise Rejected(
            "bad-place", "there is no floor at this place", got=str(request.at_px), hint="choose one below the horizon"
        )
    eye = scene.plane.eye_m
    aside = eye - at
    # From straight above no side is the front; then it looks down the picture.
    slanted = math.hypot(float(aside[0]), float(aside[2])) > 0.05 * float(eye[1])
    facing = math.atan2(float(aside[0]), float(aside[2])) if slanted else 0.0
    matrix = placed(np.zeros(3), facing + math.radians(request.turn_deg), request.scale)
    low, high = stage.bounds_m
    foot = np.array([(low[0] + high[0]) / 2.0, low[1], (low[2] + high[2]) / 2.0])
    matrix[:3, 3] = at - matrix[:3, :3] @ foot
    return Standing(matrix)


def _shoes(
    scene: _Scene, request: FloorWishes, publication: Publication, stage: FloorStage
) -> tuple[list[Standing], tuple[FootReport, ...]]:
    assert scene.sighting is not None  # noqa: S101 - asked before
    plan = scene.sighting.sheet
    covered = find_covered(scene.picture, scene.plane, plan.feet) if plan.feet else None
    outlines = covered.outlines_mm() if covered else []
    if covered is None or not outlines:
        raise _refused("no-foot")
    things, reports = [], []
    for index, outline in enumerate(outlines[:2]):
        left = plan.kind == "foot-left" or (plan.kind == "floor" and _is_left(outline, index, len(outlines)))
        found = measure_foot(outline, scene.plane, plan, left=left, heel=request.heel, bent_mm=covered.bent_mm)
        advice = advise_size(found.length, _sizes(publication)) if isinstance(found, FootMeasures) else None
        reports.append(_foot_report(found, advice, left=left))
        length_mm = found.length.mm if isinstance(found, FootMeasures) else USUAL_FOOT_MM
        foot = foot_place(outline, scene.plane, plan, length_mm, left=left)
        # Models are right shoes in their initial size; a size more is two thirds of a centimetre.
        size = advice.eu if advice and advice.eu else eu_size(length_mm)
        scale = _shoe_scale(publication, stage, size) * request.scale
        matrix = shoe_on_foot(foot, stage.bounds_m, scale)
        things.append(Standing(matrix, mirrored=left, leg=leg_of(outline, foot, scene.plane, plan)))
    return things, tuple(reports)


def _is_left(outline_mm: NDArray[np.float64], index: int, count: int) -> bool:
    return index == 0 if count > 1 else float(outline_mm[:, 0].mean()) < 0.0


def _sizes(publication: Publication) -> list[str]:
    return [value.id for group in publication.product.groups if group.id == "size" for value in group.values]


def _shoe_scale(publication: Publication, stage: FloorStage, size: float) -> float:
    initial = next((group.initial for group in publication.product.groups if group.id == "size"), None)
    own = (size_number(initial) if initial else None) or size
    length_mm = float(stage.bounds_m[1][2] - stage.bounds_m[0][2]) * 1000.0
    return 1.0 + (size - own) * PARIS_POINT_MM / length_mm


def _foot_report(found: FootMeasures | FootRefusal, advice: SizeAdvice | None, *, left: bool) -> FootReport:
    foot = "left" if left else "right"
    if isinstance(found, FootRefusal):
        sentence = found.sentence
        both = {"en": sentence.en, "de": sentence.de}
        return FootReport(foot, None, None, None, None, None, None, None, None, found.why, both)
    assert advice is not None  # noqa: S101 - who is measured is advised
    said = {"en": advice.sentence.en, "de": advice.sentence.de}
    width = _span(found.width) if found.width else None
    return FootReport(
        foot,
        _span(found.length),
        width,
        found.heel,
        advice.eu,
        advice.uk,
        advice.us_men,
        advice.us_women,
        said,
        None,
        None,
    )


def _span(found: Measure) -> Span:
    return Span(round(found.mm, 1), round(found.low, 1), round(found.high, 1))
