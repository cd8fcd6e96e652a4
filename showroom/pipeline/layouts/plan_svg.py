"""A room's plan as SVG: walls, plinths, products by name, and where people can walk."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Final
from xml.sax.saxutils import escape

from showroom.arranging.boxes import body_of, corners_of
from showroom.arranging.reach import is_reachable, reachable
from showroom.catalogue import Text
from showroom.walking import Box

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from showroom.catalogue import Plinth, Publication, RoomPlan
    from showroom.walking import Point

PX_PER_M: Final = 60.0
MARGIN_PX: Final = 56.0
HEAD_PX: Final = 64.0
FOOT_PX: Final = 20.0
CELL_M: Final = 0.2
LABEL_PX: Final = 15.0
LETTER_PX: Final = 7.9
"""An average letter of a label, for keeping labels inside the picture."""
MARKS: Final = {
    "walk": Text("walkable", "begehbar"),
    "product": Text("product", "Produkt"),
    "lost": Text("out of reach", "unerreichbar"),
    "thing": Text("furniture", "Möbel"),
    "door": Text("entrance", "Eingang"),
}
_STYLE: Final = """
text { font-family: "Inter", "Noto Sans", "DejaVu Sans", sans-serif; fill: #22303a; }
.title { font-size: 22px; font-weight: 600; } .note { font-size: 13px; fill: #5c6a73; }
.label { font-size: 15px; font-weight: 600; text-anchor: middle; }
.small { font-size: 12px; fill: #5c6a73; text-anchor: middle; }
.label-halo { font-size: 15px; font-weight: 600; text-anchor: middle; fill: #fff; stroke: #fff; stroke-width: 3.5px; }
.small-halo { font-size: 12px; text-anchor: middle; fill: #fff; stroke: #fff; stroke-width: 3px; }
.floor { fill: #f4f1ec; } .wall { fill: none; stroke: #39454d; stroke-width: 6; } .walk { fill: #d5eadf; }
.thing { fill: #d9d3ca; } .plinth { fill: #fff; stroke: #9aa5ac; stroke-width: 1.5; stroke-dasharray: 5 4; }
.product { fill: #1f6f63; } .lost { fill: #b3261e; } .front { fill: none; stroke: #fff; stroke-width: 2; }
.door { fill: #c98a2b; }
"""


def plan_svg(plan: RoomPlan, publications: Mapping[str, Publication], language: str, note: str = "") -> str:
    """Draw a room as it is arranged.

    Args:
        plan: with its products on its plinths.
        publications: what is published, by product id.
        language: of the words.
        note: what stands under the room's name, e.g. the campaign.
    """
    return "\n".join(_lines(plan, publications, language, note)) + "\n"


def _lines(plan: RoomPlan, publications: Mapping[str, Publication], language: str, note: str) -> Iterator[str]:
    half_x, half_z = plan.half_size_m
    width, height = 2 * half_x * PX_PER_M + 2 * MARGIN_PX, 2 * half_z * PX_PER_M + MARGIN_PX + HEAD_PX + FOOT_PX
    points = reachable(plan)
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}">'
    yield f'<style>{_STYLE}</style><rect width="100%" height="100%" fill="#fff"/>'
    yield f'<g transform="translate({MARGIN_PX + half_x * PX_PER_M:.1f} {HEAD_PX + half_z * PX_PER_M:.1f})">'
    walls = Box((0.0, 0.0), plan.half_size_m)
    yield _polygon("floor", corners_of(walls))
    for obstacle in plan.obstacles:
        yield _polygon("thing", corners_of(Box(obstacle.centre, obstacle.half)))
    yield _walkable(points)
    for plinth in plan.plinths:
        if plinth.accepts:
            yield _polygon("plinth", corners_of(_box(plinth)))
    for plinth in plan.plinths:
        yield from _product(plinth, publications, points)
    yield _polygon("wall", corners_of(walls))
    yield _door(plan)
    yield from _labels(plan, publications, language)
    yield "</g>"
    yield f'<text class="title" x="{MARGIN_PX}" y="32">{escape(plan.name.in_language(language))}</text>'
    yield f'<text class="note" x="{MARGIN_PX}" y="52">{escape(note)}</text>'
    yield from _legend(height, language)
    yield "</svg>"


def _walkable(points: Iterable[Point]) -> str:
    """All reachable cells in one path, row by row, so that the picture stays small."""
    rows: dict[int, list[int]] = {}
    for x, z in points:
        rows.setdefault(round(z / CELL_M), []).append(round(x / CELL_M))
    parts = []
    for row, columns in sorted(rows.items()):
        start = previous = None
        for column in [*sorted(columns), None]:
            if start is not None and previous is not None and (column is None or column != previous + 1):
                length, high = (_px(count * CELL_M) for count in (previous - start + 1, 1))
                corner = f"{_px((start - 0.5) * CELL_M)} {_px((row - 0.5) * CELL_M)}"
                parts.append(f"M{corner}h{length}v{high}h-{length}z")
                start = None
            start = column if start is None else start
            previous = column
    return f'<path class="walk" d="{"".join(parts)}"/>'


def _product(plinth: Plinth, publications: Mapping[str, Publication], points: frozenset[Point]) -> Iterator[str]:
    publication = publications.get(plinth.product or "")
    if publication is None:
        return
    box = body_of(plinth.place, publication.size_mm).box
    yield _polygon("product" if is_reachable(points, box) else "lost", corners_of(box))
    # A chevron at the front tells which way it faces.
    x, z = box.centre
    sine, cosine = math.sin(box.heading), math.cos(box.heading)
    tip, wing, back = box.half[1] * 0.8, box.half[0] * 0.6, box.half[1] * 0.45
    places = [(-wing, back), (0.0, tip), (wing, back)]
    path = " ".join(f"{_px(x + a * cosine + b * sine)},{_px(z + b * cosine - a * sine)}" for a, b in places)
    yield f'<polyline class="front" points="{path}"/>'


def _door(plan: RoomPlan) -> str:
    """The entrance: a triangle that looks where people look when they come in."""
    x, _, z = plan.spawn.position
    sine, cosine = math.sin(plan.spawn.heading), math.cos(plan.spawn.heading)
    places = [(-0.22, -0.2), (0.0, 0.35), (0.22, -0.2)]
    path = " ".join(f"{_px(x + a * cosine + b * sine)},{_px(z + b * cosine - a * sine)}" for a, b in places)
    return f'<polygon class="door" points="{path}"/>'


def _labels(plan: RoomPlan, publications: Mapping[str, Publication], language: str) -> Iterator[str]:
    most_px = plan.half_size_m[0] * PX_PER_M
    for plinth in plan.plinths:
        publication = publications.get(plinth.product or "")
        x, _, z = plinth.place.position
        name = publication.product.name.in_language(language) if publication else plinth.id
        size_m = body_of(plinth.place, publication.size_mm).box.half if publication else (0.0, 0.0)
        below = z + max(math.hypot(*size_m), max(plinth.footprint_m) / 2 if plinth.accepts else 0.0) * 0.8
        half_px = len(name) * LETTER_PX / 2
        at_px = max(-most_px + half_px, min(most_px - half_px, x * PX_PER_M))
        style = "label" if publication else "small"
        yield from _label(style, at_px, below * PX_PER_M + LABEL_PX, name)
        if publication and plinth.accepts:
            yield from _label("small", at_px, below * PX_PER_M + 2 * LABEL_PX, plinth.id)


def _label(style: str, x_px: float, y_px: float, words: str) -> Iterator[str]:
    """Words on a halo of their own: not every viewer knows ``paint-order`` or several classes, and shows white then."""
    for name in (f"{style}-halo", style):
        yield f'<text class="{name}" x="{x_px:.0f}" y="{y_px:.0f}">{escape(words)}</text>'


def _legend(height: float, language: str) -> Iterator[str]:
    y = height - 26
    x = MARGIN_PX
    yield f'<path d="M{x} {y}h{PX_PER_M}m0 -5v10m-{PX_PER_M} -10v10" stroke="#39454d" stroke-width="2" fill="none"/>'
    yield f'<text class="note" x="{x + PX_PER_M + 10}" y="{y + 5}">1 m</text>'
    for index, (name, word) in enumerate(MARKS.items()):
        left = x + 130 + index * 130
        yield f'<rect class="{name}" x="{left}" y="{y - 8}" width="16" height="16" rx="3"/>'
        yield f'<text class="note" x="{left + 23}" y="{y + 5}">{word.in_language(language)}</text>'


def _box(plinth: Plinth) -> Box:
    x, _, z = plinth.place.position
    return Box((x, z), (plinth.footprint_m[0] / 2, plinth.footprint_m[1] / 2), plinth.place.heading)


def _polygon(name: str, corners: Iterable[Point]) -> str:
    path = " ".join(f"{_px(x)},{_px(z)}" for x, z in corners)
    return f'<polygon class="{name}" points="{path}"/>'


def _px(metres: float) -> str:
    return f"{metres * PX_PER_M:.1f}".removesuffix(".0")
