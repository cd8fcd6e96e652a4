"""How ``showroom tryon`` is told about floors, and how it tells what it measured there."""

from __future__ import annotations

import argparse
import math
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from client.tryon_floor import FloorReport, FloorWishes, FootReport, Span

LEAST_SCALE, MOST_SCALE = 0.001, 100.0
LEAST_PRINTED_MM, MOST_PRINTED_MM = 80.0, 120.0
LEAST_EYE_M, MOST_EYE_M = 0.05, 30.0


def configure_floor(parser: argparse.ArgumentParser) -> None:
    """Add what concerns shoes, cars and other things on a floor."""
    floor = parser.add_argument_group("on a floor (shoes, cars, anything but glasses)")
    floor.add_argument("--heel", choices=("seen", "edge"), default="seen", help="edge: at the sheet's lower edge")
    floor.add_argument("--scale", type=_scale, default=1.0, metavar="1:N", help="1:10 for a small one (true size)")
    floor.add_argument("--turn", type=_number, default=0.0, metavar="DEG", help="turned about its upright")
    floor.add_argument("--at", type=_place, metavar="X,Y", help="the pixel that it stands at (middle of the sheet)")
    floor.add_argument(
        "--plane",
        type=_plane,
        metavar="Y[,Y2] | X,Y,X,Y,X,Y,X,Y",
        help="no sheet: the horizon's height in pixels at the left and right edge, or a rectangle's corners",
    )
    floor.add_argument("--rectangle", type=_rectangle, metavar="WxD", help="the rectangle's size in mm (210x297)")
    floor.add_argument("--eye", type=_eye, metavar="M", help="how high the camera was held over a horizon (1.5)")
    floor.add_argument("--printed", type=_printed, metavar="MM", help="what the sheet's 100 mm line measures (100)")


def floor_wishes(arguments: argparse.Namespace) -> FloorWishes:
    """The wishes in parsed arguments."""
    from client.tryon_floor import FloorWishes  # noqa: PLC0415 - `--help` stays quick

    usual = FloorWishes()
    return FloorWishes(
        heel=arguments.heel,
        scale=arguments.scale,
        turn_deg=arguments.turn,
        at_px=arguments.at,
        plane=arguments.plane,
        rectangle_mm=arguments.rectangle or usual.rectangle_mm,
        eye_m=arguments.eye or usual.eye_m,
        printed_mm=arguments.printed or usual.printed_mm,
    )


WORDS = {
    "en": ("left foot", "right foot", "long", "wide", "camera {:.1f} m away, {:.0f}° from straight down"),
    "de": ("linker Fuß", "rechter Fuß", "lang", "breit", "Kamera {:.1f} m entfernt, {:.0f}° aus dem Lot"),
}


def floor_text(report: FloorReport, language: str) -> str:
    """What a person reads."""
    where = WORDS[language][4].format(report.distance_mm / 1000.0, report.tilt_deg)
    sheet = f"{report.sheet}, " if report.sheet else ""
    lines = [f"{report.output}: {report.product}, {sheet}{where}, {report.seconds} s"]
    lines += [f"  {_foot(foot, language)}" for foot in report.feet]
    return "\n".join(lines)


def _foot(foot: FootReport, language: str) -> str:
    left, right, long, wide, _ = WORDS[language]
    name = left if foot.foot == "left" else right
    if foot.length is None:
        return f"{name}: {foot.reason[language] if foot.reason else ''}"
    said = [f"{_reach(foot.length)} {long}"]
    if foot.width is not None:
        said.append(f"{_reach(foot.width)} {wide}")
    said.append(f"EU {f'{foot.eu:g}' if foot.eu else '-'}, UK {foot.uk:g}, US {foot.us_men:g} m / {foot.us_women:g} w")
    advice = f"\n     {foot.advice[language]}" if foot.advice else ""
    return f"{name}: {'; '.join(said)}{advice}"


def _reach(span: Span) -> str:
    return f"{span.mm:.0f} ± {(span.high - span.low) / 2.0:.0f} mm"


def _numbers(text: str, separator: str = ",") -> list[float]:
    try:
        values = [float(part) for part in text.split(separator)]
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no list of numbers") from None
    if not all(math.isfinite(value) for value in values):
        raise argparse.ArgumentTypeError(f"{text!r} is not finite")
    return values


def _number(text: str) -> float:
    return _between(text, -36000.0, 36000.0)


def _between(text: str, least: float, most: float) -> float:
    values = _numbers(text)
    if len(values) != 1 or not least <= values[0] <= most:
        raise argparse.ArgumentTypeError(f"{text} is out of range; one number from {least:g} to {most:g}")
    return values[0]


def _scale(text: str) -> float:
    one, colon, many = text.partition(":")
    if not colon:
        return _between(text, LEAST_SCALE, MOST_SCALE)
    parts = _numbers(f"{one},{many}")
    if min(parts) <= 0.0 or not LEAST_SCALE <= parts[0] / parts[1] <= MOST_SCALE:
        raise argparse.ArgumentTypeError(f"{text} is no scale; 1:10 or 0.1, from {LEAST_SCALE:g} to {MOST_SCALE:g}")
    return parts[0] / parts[1]


def _place(text: str) -> tuple[float, float]:
    values = _numbers(text)
    if len(values) != 2:  # noqa: PLR2004 - x and y
        raise argparse.ArgumentTypeError(f"{text!r} is no place; X,Y in pixels from the upper left")
    return values[0], values[1]


def _plane(text: str) -> tuple[float, ...]:
    values = _numbers(text)
    if len(values) not in (1, 2, 8):
        raise argparse.ArgumentTypeError(f"{text!r} has {len(values)} numbers; 1 or 2 for a horizon, 8 for corners")
    return tuple(values)


def _rectangle(text: str) -> tuple[float, float]:
    values = _numbers(text, "x")
    if len(values) != 2 or min(values) <= 0.0:  # noqa: PLR2004 - width and depth
        raise argparse.ArgumentTypeError(f"{text!r} is no size; WIDTHxDEPTH in millimetres")
    return values[0], values[1]


def _eye(text: str) -> float:
    return _between(text, LEAST_EYE_M, MOST_EYE_M)


def _printed(text: str) -> float:
    return _between(text, LEAST_PRINTED_MM, MOST_PRINTED_MM)
