"""Whether a frame's size suits a face, in a sentence with its reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from showroom.catalogue import Text

if TYPE_CHECKING:
    from showroom.catalogue import Vector3
    from showroom.tryon.fit import FaceMeasures

Verdict = Literal["narrow", "fits", "wide"]
# A front as wide as the face, give or take: opticians aim for a few millimetres on each side.
NARROW_MM, WIDE_MM = -7.0, 9.0


@dataclass(frozen=True)
class Advice:
    """What to say about a frame.

    Args:
        verdict: of its width.
        certain: whether it holds over the whole interval of the measurement.
        sentence: for the shopper.
    """

    verdict: Verdict
    certain: bool
    sentence: Text


def advise(measures: FaceMeasures, size_mm: Vector3) -> Advice:
    """Compare a frame's overall width with the width of the face."""
    frame_mm, width = size_mm[0], measures.face_width
    verdict = _verdict(frame_mm - width.mm)
    certain = _verdict(frame_mm - width.low) == _verdict(frame_mm - width.high)
    return Advice(
        verdict, certain, _sentence(verdict, frame_mm, width.mm, (width.high - width.low) / 2.0, certain=certain)
    )


def _verdict(more_mm: float) -> Verdict:
    if more_mm < NARROW_MM:
        return "narrow"
    return "wide" if more_mm > WIDE_MM else "fits"


def _sentence(verdict: Verdict, frame_mm: float, face_mm: float, reach_mm: float, *, certain: bool) -> Text:
    english = {"narrow": "narrow for you", "fits": "right for you", "wide": "wide for you"}[verdict]
    german = {"narrow": "schmal für Sie", "fits": "passend für Sie", "wide": "breit für Sie"}[verdict]
    maybe_en, maybe_de = ("is", "ist") if certain else ("is probably", "ist vermutlich")
    return Text(
        en=f"This frame {maybe_en} {english}: it is {frame_mm:.0f} mm wide, "
        f"your face {face_mm:.0f} ± {reach_mm:.0f} mm.",
        de=f"Diese Fassung {maybe_de} {german}: Sie ist {frame_mm:.0f} mm breit, "
        f"Ihr Gesicht {face_mm:.0f} ± {reach_mm:.0f} mm.",
    )
