"""``showroom bench tryon``: what is measured of people against what is known, part by part.

A folder of truth holds ``truth.json`` with one list a part; each part is a function that takes its list. Pictures of
feet are made by ``assets/sources/truth/render_feet.py``, of heads by ``render_heads.py`` beside it.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import msgspec
import numpy as np

from client.ar.face_tracker import FaceTracker
from client.ar.models import models_path
from client.ar.pictures import read_picture
from client.ar.sheets.feet import find_covered
from client.ar.sheets.finder import find_sheet
from client.bench_heads import HeadsScore, HeadTruth, score_heads
from client.tryon_floor import sheet_plane
from showroom.errors import Rejected
from showroom.tryon.foot import FootMeasures, measure_foot

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from showroom.tryon.foot import Heel

WITHIN_MM = 3.0


class FootTruth(msgspec.Struct, frozen=True):
    """One picture of a foot whose size is known; fields that are not asked for are passed over."""

    picture: str
    length_mm: float
    width_mm: float
    sheet: str
    heel: str
    fault: str | None = None


class Truth(msgspec.Struct, frozen=True):
    """What a folder holds."""

    feet: tuple[FootTruth, ...] = ()
    heads: tuple[HeadTruth, ...] = ()


class FeetScore(msgspec.Struct, frozen=True):
    """How well feet are measured.

    Args:
        pictures: how many without a fault there are.
        measured: in how many of them a length was said.
        within_3_mm: share of the measured lengths.
        interval_holds: share of the measured lengths whose 95 % interval holds the truth.
        median_error_mm: of lengths, absolute.
        mean_error_mm: of lengths, signed.
        worst_error_mm: of lengths, absolute.
        median_width_error_mm: of widths, absolute.
        refused: how often each reason was given.
        faults: pictures with a bent or half hidden sheet.
        faults_refused: how many of them were refused.
        cpu_s: processor time a picture, median.
    """

    pictures: int
    measured: int
    within_3_mm: float
    interval_holds: float
    median_error_mm: float
    mean_error_mm: float
    worst_error_mm: float
    median_width_error_mm: float
    refused: dict[str, int]
    faults: int
    faults_refused: int
    cpu_s: float


def read_truth(folder: Path) -> Truth:
    """What a folder says is true.

    Raises:
        Rejected: ``no-truth``.
    """
    try:
        return msgspec.json.decode((folder / "truth.json").read_bytes(), type=Truth)
    except (OSError, msgspec.DecodeError) as error:
        raise Rejected(
            "no-truth",
            f"{folder} holds no readable truth.json ({error})",
            allowed="a folder that render_feet.py or render_heads.py of assets/sources/truth has filled",
        ) from None


def score(folder: Path) -> dict[str, FeetScore | HeadsScore]:
    """Every part that the folder has truth for.

    Raises:
        Rejected: ``no-truth``, and those of reading pictures.
    """
    truth = read_truth(folder)
    parts: dict[str, Callable[[], FeetScore | HeadsScore]] = {}
    if truth.feet:
        parts["feet"] = lambda: score_feet(folder, truth.feet)
    if truth.heads:
        parts["heads"] = lambda: score_heads(folder, truth.heads, FaceTracker.from_folder(models_path()))
    if not parts:
        raise Rejected("no-truth", f"{folder} holds truth of nothing that is measured", allowed="feet, heads")
    return {name: run() for name, run in parts.items()}


def score_feet(folder: Path, feet: Sequence[FootTruth]) -> FeetScore:
    """Measure every foot and compare."""
    errors, widths, holds, times = [], [], [], []
    refused: dict[str, int] = {}
    faults_refused = 0
    for foot in feet:
        start = time.process_time()
        found = measure_picture(folder / foot.picture, foot)
        times.append(time.process_time() - start)
        if isinstance(found, str):
            faults_refused += foot.fault is not None
            if foot.fault is None:
                refused[found] = refused.get(found, 0) + 1
        elif foot.fault is None:
            errors.append(found.length.mm - foot.length_mm)
            holds.append(found.length.low <= foot.length_mm <= found.length.high)
            if found.width is not None:
                widths.append(abs(found.width.mm - foot.width_mm))
    off = np.abs(errors) if errors else np.array([np.nan])
    sound = [foot for foot in feet if foot.fault is None]
    return FeetScore(
        pictures=len(sound),
        measured=len(errors),
        within_3_mm=round(float(np.mean(off <= WITHIN_MM)), 3),
        interval_holds=round(float(np.mean(holds)) if holds else float("nan"), 3),
        median_error_mm=round(float(np.median(off)), 2),
        mean_error_mm=round(float(np.mean(errors)) if errors else float("nan"), 2),
        worst_error_mm=round(float(off.max()), 2),
        median_width_error_mm=round(float(np.median(widths)) if widths else float("nan"), 2),
        refused=refused,
        faults=len(feet) - len(sound),
        faults_refused=faults_refused,
        cpu_s=round(float(np.median(times)), 2),
    )


def measure_picture(path: Path, foot: FootTruth) -> FootMeasures | str:
    """What is measured in one picture, or the code of the refusal."""
    picture = read_picture(path)
    sighting = find_sheet(picture)
    try:
        plane = sheet_plane(sighting, None, (picture.shape[1], picture.shape[0]))
    except Rejected as refusal:
        return refusal.code
    if sighting is None or sighting.sheet.feet is None:
        return "no-sheet"
    covered = find_covered(picture, plane, sighting.sheet.feet)
    outlines = covered.outlines_mm() if covered else []
    if covered is None or not outlines:
        return "no-foot"
    heel: Heel = "edge" if foot.heel == "line" else "seen"
    left, outline = "left" in foot.sheet, max(outlines, key=len)
    found = measure_foot(outline, plane, sighting.sheet, left=left, heel=heel, bent_mm=covered.bent_mm)
    return found if isinstance(found, FootMeasures) else found.why


def score_text(scores: dict[str, FeetScore | HeadsScore]) -> str:
    """The scores for people."""
    lines = []
    for name, part in scores.items():
        lines.append(f"{name}:")
        lines += [f"  {field.replace('_', ' '):24}{getattr(part, field)}" for field in part.__struct_fields__]
    return "\n".join(lines)
