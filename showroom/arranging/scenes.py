"""What a layout comes to at every moment, and whether people and products get along with it."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from showroom.arranging.boxes import Body, body_of, boxes_overlap, corners_of, overlap
from showroom.arranging.model import arranged, arrangements
from showroom.arranging.reach import is_reachable, reachable
from showroom.arranging.times import written
from showroom.walking import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from showroom.arranging.model import Layout, Stand
    from showroom.catalogue import Plinth, Publication, RoomPlan
    from showroom.toml_source import Path, Source


@dataclass(frozen=True)
class _Standing:
    """A product where it stands in a scene; `path` is where the layout says so, None where the room file does."""

    product: str
    plinth: Plinth
    body: Body
    path: Path | None

    @property
    def is_own_place(self) -> bool:
        return not self.plinth.accepts


@dataclass(frozen=True)
class _Scene:
    plan: RoomPlan
    standing: tuple[_Standing, ...]
    when: str


def check_scenes(
    source: Source, layout: Layout, rooms: Mapping[str, RoomPlan], products: Mapping[str, Publication]
) -> None:
    """Note what collides or cannot be reached, at any time; the same mistake once."""
    noted: set[tuple[str, Path, str]] = set()
    for scene in _scenes(layout, rooms, products):
        for code, path, message, got, allowed, hint in _faults(scene):
            if (code, path, got) not in noted:
                noted.add((code, path, got))
                source.refuse(code, path, message + scene.when, got=got, allowed=allowed, hint=hint)


def _scenes(layout: Layout, rooms: Mapping[str, RoomPlan], products: Mapping[str, Publication]) -> Iterator[_Scene]:
    paths = _paths(layout)
    begins = sorted({campaign.from_s for campaign in layout.campaigns})
    seen = set()
    # Before every campaign, and whenever one begins or another ends: no other arrangement ever stands.
    ends = {campaign.until_s for campaign in layout.campaigns}
    for moment in (float("-inf"), *sorted({*begins, *ends})):
        for room, arrangement in arrangements(layout, moment).items():
            if (room, arrangement) in seen:
                continue
            seen.add((room, arrangement))
            plan = arranged(rooms[room], arrangement)
            when = f" (from {written(moment, layout.timezone)})" if arrangement.campaigns else ""
            yield _Scene(plan, tuple(_standing(plan, arrangement.stands, paths, products)), when)


def _paths(layout: Layout) -> dict[int, Path]:
    """Where every stand is written, by its identity: equal stands may be written twice."""
    lists = [("rooms", index, room.stands) for index, room in enumerate(layout.rooms)]
    lists += [("campaigns", index, campaign.stands) for index, campaign in enumerate(layout.campaigns)]
    return {
        id(stand): (key, index, "stands", number) for key, index, stands in lists for number, stand in enumerate(stands)
    }


def _standing(
    plan: RoomPlan, stands: tuple[Stand, ...], paths: Mapping[int, Path], products: Mapping[str, Publication]
) -> Iterator[_Standing]:
    written_at = {stand.product: paths[id(stand)] for stand in stands if stand.product}
    for plinth in plan.plinths:
        publication = products.get(plinth.product or "")
        if publication is not None:
            product = publication.product.id
            body = body_of(plinth.place, publication.size_mm)
            yield _Standing(product, plinth, body, written_at.get(product))


_Fault = tuple[str, "Path", str, str, str, str]
"""Code, path, message, got, allowed, hint."""


def _faults(scene: _Scene) -> Iterator[_Fault]:
    for one in scene.standing:
        if one.path is not None:
            yield from _in_walls(scene.plan, one, one.path)
            yield from _in_furniture(scene.plan, one, one.path)
    for one, other in combinations(scene.standing, 2):
        path = other.path or one.path
        if path is not None and overlap(one.body, other.body):
            first, second = (one, other) if path == other.path else (other, one)
            message = f'"{second.product}" and "{first.product}" stand in each other'
            yield "collides", path, message, first.product, "products apart from each other", _APART
    points = reachable(scene.plan)
    for one in scene.standing:
        if one.path is not None and not is_reachable(points, one.body.box):
            message = f'nobody can walk from the entrance to "{one.product}"'
            hint = "showroom layout preview FILE -o plan.svg shows where one can walk"
            yield "unreachable", one.path, message, one.plinth.id, "a free way for a person, 0.56 m wide", hint


_APART = "move one of them, or turn it with heading_deg"


def _in_walls(plan: RoomPlan, one: _Standing, path: Path) -> Iterator[_Fault]:
    half_x, half_z = plan.half_size_m
    out = [(x, z) for x, z in corners_of(one.body.box) if abs(x) > half_x or abs(z) > half_z]
    if out:
        x, z = out[0]
        message = f'"{one.product}" stands in the wall'
        yield "collides", path, message, f"a corner at [{x:.2f}, {z:.2f}]", f"x ±{half_x:g}, z ±{half_z:g}", _APART


def _in_furniture(plan: RoomPlan, one: _Standing, path: Path) -> Iterator[_Fault]:
    """What stands in the room besides products: its furniture, and other plinths where a product has none."""
    for obstacle in plan.obstacles:
        box = Box(obstacle.centre, obstacle.half)
        carries = not one.is_own_place and _holds(box, one)
        if not carries and boxes_overlap(one.body.box, box):
            where = f"[{obstacle.centre[0]:g}, {obstacle.centre[1]:g}]"
            message = f'"{one.product}" stands in what the room has there'
            yield "collides", path, message, f"the obstacle at {where}", "a free place on the floor", _APART
    for plinth in plan.plinths if one.is_own_place else ():
        x, y, z = plinth.place.position
        half = (plinth.footprint_m[0] / 2, plinth.footprint_m[1] / 2)
        # What stands on the plinth is checked as a product; the plinth reaches from the floor to its surface.
        body = Body(Box((x, z), half, plinth.place.heading), 0.0, max(y, 0.02))
        if plinth.accepts and overlap(one.body, body):
            message = f'"{one.product}" stands in the plinth "{plinth.id}"'
            yield "collides", path, message, f"the plinth {plinth.id}", "a free place on the floor", _APART


def _holds(box: Box, one: _Standing) -> bool:
    """Whether a box is what carries a product: the furniture under its plinth."""
    x, z = one.body.box.centre
    return abs(x - box.centre[0]) <= box.half[0] and abs(z - box.centre[1]) <= box.half[1]
