"""Room plans: reading them from TOML, and finding a place for every product.

A room file has ``id``, ``name``, ``size_m = [width x, depth z]``, ``spawn``, ``floor``, ``[[plinths]]``,
``[[places]]``, ``[[doors]]``, ``[[obstacles]]`` and ``[[grounds]]``. Places are ``at = [x, z]`` on the floor or
``at = [x, y, z]``, in metres from the room's middle, with ``heading_deg`` (0 faces +Z, 90 faces +X).
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, get_args

from msgspec.structs import replace

from showroom.catalogue import (
    Door,
    FloorKind,
    Ground,
    Kind,
    NamedPlace,
    Obstacle,
    Place,
    Plinth,
    RoomPlan,
    Vector3,
)
from showroom.errors import RoomFileError
from showroom.toml_source import Source, Table, refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Sequence

    from showroom.catalogue import Publication

KINDS: tuple[Kind, ...] = get_args(Kind)
FLOOR_KINDS: tuple[FloorKind, ...] = get_args(FloorKind)
MAX_HALF_SIZE_M = 300.0
"""Poses travel as 16 bits of centimetres, which end at 327 m."""
MAX_ITEMS = 500
"""Plinths, places or obstacles of one room."""


def parse_room(text: str, name: str) -> RoomPlan:
    """Read a room file.

    Args:
        text: the file's content.
        name: how errors call the file.

    Raises:
        RoomFileError: the first mistake in the order of lines, the rest in `others`. Codes: ``toml-syntax``,
            ``unknown-key``, ``missing-key``, ``wrong-type``, ``out-of-range``, ``bad-id``, ``duplicate-id``,
            ``missing-language``, ``unknown-kind``, ``unknown-floor``, ``outside-room``, ``too-large``.
    """
    source = Source(text, name, RoomFileError)
    root = Table(source, (), source.data)
    root.allow(("id", "name", "size_m", "spawn", "floor", "plinths", "places", "doors", "obstacles", "grounds"))
    for key in ("id", "name", "size_m", "spawn"):
        root.require(key, _HINTS[key])
    width, depth = _read_pair(root, "size_m", 1.0, 2 * MAX_HALF_SIZE_M) or (2 * MAX_HALF_SIZE_M, 2 * MAX_HALF_SIZE_M)
    half = (width / 2, depth / 2)
    spawn = root.table("spawn")
    spawn.allow(("at", "heading_deg"))
    plan = RoomPlan(
        id=root.identifier("id"),
        name=root.text("name"),
        half_size_m=half,
        spawn=_read_place(spawn, half) if "spawn" in root else Place((0.0, 0.0, 0.0)),
        plinths=tuple(_read_plinth(table, half) for table in _read_tables(root, "plinths")),
        places=tuple(_read_named_place(table, half) for table in _read_tables(root, "places")),
        obstacles=tuple(_read_obstacle(table) for table in _read_tables(root, "obstacles")),
        doors=tuple(_read_door(table, half) for table in _read_tables(root, "doors")),
        floor=_read_floor_kind(root, "floor") if "floor" in root else "wood",
        grounds=tuple(_read_ground(table) for table in _read_tables(root, "grounds")),
    )
    ids = {
        "plinths": [plinth.id for plinth in plan.plinths],
        "places": [place.id for place in plan.places],
        "doors": [door.id for door in plan.doors],
    }
    for key, named in ids.items():
        refuse_duplicates(source, [(item, (key, index, "id")) for index, item in enumerate(named)])
    source.finish()
    return plan


_HINTS = {
    "id": 'e.g. id = "main"',
    "name": 'e.g. name = { en = "Showroom", de = "Ausstellungsraum" }',
    "size_m": "e.g. size_m = [16, 12]",
    "spawn": "e.g. spawn = { at = [0, 5], heading_deg = 180 }",
}


def _read_tables(root: Table, key: str) -> list[Table]:
    written = root.items(key)
    if len(written) > MAX_ITEMS:
        root.source.refuse("too-large", root.at(key), f"too many {key}", got=len(written), allowed=str(MAX_ITEMS))
        return []
    return list(root.tables(key))


def _read_plinth(table: Table, half: tuple[float, float]) -> Plinth:
    table.allow(("id", "at", "heading_deg", "accepts", "footprint_m", "product"))
    table.require("id")
    table.require("footprint_m", "e.g. footprint_m = [0.5, 0.5]")
    return Plinth(
        id=table.identifier("id"),
        place=_read_place(table, half),
        accepts=_read_kinds(table),
        footprint_m=_read_pair(table, "footprint_m", 0.01, 2 * MAX_HALF_SIZE_M) or (1.0, 1.0),
        product=table.identifier("product") if "product" in table else None,
    )


def _read_named_place(table: Table, half: tuple[float, float]) -> NamedPlace:
    table.allow(("id", "en", "de", "at", "heading_deg"))
    table.require("id")
    return NamedPlace(table.identifier("id"), table.languages(), _read_place(table, half))


def _read_obstacle(table: Table) -> Obstacle:
    table.allow(("at", "size_m"))
    for key in ("at", "size_m"):
        table.require(key, "two numbers in metres: [x, z]")
    width, depth = _read_pair(table, "size_m", 0.01, 2 * MAX_HALF_SIZE_M) or (1.0, 1.0)
    centre = _read_pair(table, "at", -MAX_HALF_SIZE_M, MAX_HALF_SIZE_M) or (0.0, 0.0)
    return Obstacle(centre, (width / 2, depth / 2))


def _read_door(table: Table, half: tuple[float, float]) -> Door:
    table.allow(("id", "to", "at", "heading_deg"))
    table.require("id")
    table.require("to", "the id of the room behind it")
    return Door(table.identifier("id"), table.identifier("to"), _read_place(table, half))


def _read_ground(table: Table) -> Ground:
    table.allow(("kind", "at", "size_m"))
    table.require("kind", f"one of {', '.join(FLOOR_KINDS)}")
    for key in ("at", "size_m"):
        table.require(key, "two numbers in metres: [x, z]")
    width, depth = _read_pair(table, "size_m", 0.01, 2 * MAX_HALF_SIZE_M) or (1.0, 1.0)
    centre = _read_pair(table, "at", -MAX_HALF_SIZE_M, MAX_HALF_SIZE_M) or (0.0, 0.0)
    return Ground(_read_floor_kind(table, "kind"), centre, (width / 2, depth / 2))


def _read_floor_kind(table: Table, key: str) -> FloorKind:
    written = table.string(key)
    for kind in FLOOR_KINDS:
        if kind == written:
            return kind
    if written:
        what = "a floor cannot be made of that"
        table.source.refuse_unknown("unknown-floor", table.at(key), what, got=written, known=FLOOR_KINDS)
    return "wood"


def _read_kinds(table: Table) -> tuple[Kind, ...]:
    """What a plinth accepts; everything where it does not say."""
    written = table.strings("accepts") if "accepts" in table else KINDS
    for kind in written:
        if kind not in KINDS:
            what = "there is no such kind of product"
            table.source.refuse_unknown("unknown-kind", table.at("accepts"), what, got=kind, known=KINDS)
    return tuple(kind for kind in KINDS if kind in written)


def _read_place(table: Table, half: tuple[float, float]) -> Place:
    table.require("at", "where it is in metres: at = [x, z]")
    position = _read_position(table)
    if abs(position[0]) > half[0] or abs(position[2]) > half[1]:
        allowed = f"x within ±{half[0]:g}, z within ±{half[1]:g}"
        message = "this place is outside the room"
        table.source.refuse("outside-room", table.at("at"), message, got=list(position), allowed=allowed)
    return Place(position, math.radians(table.number("heading_deg", -360.0, 360.0) or 0.0))


def _read_position(table: Table) -> Vector3:
    if len(table.items("at")) != 3:  # noqa: PLR2004 - x, y and z
        x, z = _read_pair(table, "at", -MAX_HALF_SIZE_M, MAX_HALF_SIZE_M) or (0.0, 0.0)
        return (x, 0.0, z)
    x, y, z = _read_numbers(table, "at", -MAX_HALF_SIZE_M, MAX_HALF_SIZE_M)
    return (x, y, z)


def _read_pair(table: Table, key: str, low: float, high: float) -> tuple[float, float] | None:
    """Two numbers under `key`; None, and a mistake noted, where it is something else."""
    if key not in table:
        return None
    written = table.data[key]
    if not isinstance(written, list) or len(written) != 2:  # noqa: PLR2004 - x and z
        table.wrong_type(key, "two numbers: [x, z]")
        return None
    first, second = _read_numbers(table, key, low, high)
    return first, second


def _read_numbers(table: Table, key: str, low: float, high: float) -> list[float]:
    return [
        table.check_number(number, table.at(key, index), low, high) or 0.0
        for index, number in enumerate(table.items(key))
    ]


def assign(plan: RoomPlan, publications: Sequence[Publication], previous: RoomPlan | None = None) -> RoomPlan:
    """Put products on plinths that accept their kind and are big enough.

    What the plan itself places stays. A product then keeps the plinth that it had in `previous`; the others follow in
    the order of `publications`, each to the smallest free plinth that fits, the first of equals. So a product that
    joins later moves nobody. Products that fit nowhere are left out, and all of them where the plan does not fill.

    Args:
        plan: as written; a plinth with a product keeps it, even where it is not published yet.
        publications: what there is to show.
        previous: the last result, where places are to be kept.
    """
    on_plinth = {plinth.id: plinth.product for plinth in plan.plinths if plinth.product is not None}
    kept = {} if previous is None else {plinth.product: plinth.id for plinth in previous.plinths if plinth.product}
    homeless = [one for one in publications if plan.fills and one.product.id not in on_plinth.values()]
    for publication in homeless:
        _put(plan, publication, on_plinth, only=kept.get(publication.product.id, ""))
    for publication in homeless:
        if publication.product.id not in on_plinth.values():
            _put(plan, publication, on_plinth)
    return replace(plan, plinths=tuple(replace(plinth, product=on_plinth.get(plinth.id)) for plinth in plan.plinths))


def _put(plan: RoomPlan, publication: Publication, on_plinth: dict[str, str], only: str | None = None) -> None:
    free = [
        plinth
        for plinth in plan.plinths
        if plinth.id not in on_plinth
        and not plinth.kept_empty
        and only in (None, plinth.id)
        and fits(plinth, publication)
    ]
    if free:
        smallest = min(free, key=lambda plinth: plinth.footprint_m[0] * plinth.footprint_m[1])
        on_plinth[smallest.id] = publication.product.id


def fits(plinth: Plinth, publication: Publication) -> bool:
    """Whether a plinth accepts a product's kind and has room for its footprint."""
    width_mm, _, depth_mm = publication.size_mm
    width_m, depth_m = plinth.footprint_m
    return publication.product.kind in plinth.accepts and width_mm <= width_m * 1000 and depth_mm <= depth_m * 1000
