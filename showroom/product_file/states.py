"""Reading ``[[states]]``: doors that open, lights that switch on."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from showroom.catalogue import Cover, Motion, State, Surface, Vector3
from showroom.product_file.names import NAME_KEYS, read_name
from showroom.product_file.surfaces import SURFACE_KEYS, read_surface
from showroom.toml_source import refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Part
    from showroom.toml_source import Table

MAX_STATES = 16
FARTHEST_MM = 30_000.0
STATE_KEYS = ("id", *NAME_KEYS, "moves", "covers", "shows", "hides")
MOTION_KEYS = ("part", "about", "axis", "turn_deg", "shift")
COVER_KEYS = ("part", *SURFACE_KEYS)
_UP = (0.0, 1.0, 0.0)


def read_states(root: Table, parts: Sequence[Part]) -> tuple[State, ...]:
    """Every state."""
    source, count = root.source, len(root.items("states"))
    if count > MAX_STATES:
        source.refuse("too-large", root.at("states"), "too many states", got=count, allowed=str(MAX_STATES))
        return ()
    known = {part.id: part for part in parts}
    states = [_read_state(table, known) for table in root.tables("states")]
    refuse_duplicates(source, [(state.id, root.at("states", index, "id")) for index, state in enumerate(states)])
    return tuple(states)


def _read_state(table: Table, parts: Mapping[str, Part]) -> State:
    table.allow(STATE_KEYS)
    table.require("id", 'e.g. id = "doors"')
    state = State(
        id=table.identifier("id"),
        name=read_name(table),
        moves=tuple(_read_motion(one, parts) for one in table.tables("moves")),
        covers=tuple(_read_cover(one, parts) for one in table.tables("covers")),
        shows=table.strings("shows"),
        hides=table.strings("hides"),
    )
    for key, names in (("shows", state.shows), ("hides", state.hides)):
        for name in names:
            _check_part(table, key, name, parts)
    if not (state.moves or state.covers or state.shows or state.hides):
        hint = "moves, covers, shows or hides"
        table.source.refuse("missing-key", table.path, "this state changes nothing", hint=hint)
    return state


def _read_motion(table: Table, parts: Mapping[str, Part]) -> Motion:
    table.allow(MOTION_KEYS)
    part = _read_part(table, parts)
    if part in parts and not parts[part].nodes:
        hint = 'give the part the nodes that move: nodes = ["..."]'
        table.source.refuse("missing-key", table.path, "only nodes can move, and this part has none", hint=hint)
    return Motion(
        part=part,
        about=_millimetres(table, "about"),
        axis=_axis(table),
        turn_deg=table.number("turn_deg", -360.0, 360.0) or 0.0,
        shift=_millimetres(table, "shift"),
    )


def _read_cover(table: Table, parts: Mapping[str, Part]) -> Cover:
    table.allow(COVER_KEYS)
    part, surface = _read_part(table, parts), read_surface(table)
    if surface is None or (part in parts and not parts[part].materials):
        hint = "a part that has materials, and what changes on them, e.g. emissive"
        table.source.refuse("missing-key", table.path, "nothing is covered here", hint=hint)
    return Cover(part, surface or Surface())


def _read_part(table: Table, parts: Mapping[str, Part]) -> str:
    table.require("part")
    part = table.string("part")
    if part:
        _check_part(table, "part", part, parts)
    return part


def _check_part(table: Table, key: str, name: str, parts: Mapping[str, Part]) -> None:
    if name not in parts:
        what = "the product has no such part"
        table.source.refuse_unknown("unknown-part", table.at(key), what, got=name, known=parts)


def _axis(table: Table) -> Vector3:
    x, y, z = _three(table, "axis", _UP, 1e6)
    length = math.hypot(x, y, z)
    if length == 0.0:
        table.wrong_type("axis", "a direction: [0, 1, 0] is up")
        return _UP
    return (x / length, y / length, z / length)


def _millimetres(table: Table, key: str) -> Vector3:
    x, y, z = _three(table, key, (0.0, 0.0, 0.0), FARTHEST_MM)
    return (x / 1000.0, y / 1000.0, z / 1000.0)


def _three(table: Table, key: str, default: Vector3, most: float) -> Vector3:
    written = table.data.get(key, list(default))
    if not isinstance(written, list) or len(written) != 3:  # noqa: PLR2004 - x, y and z
        table.wrong_type(key, "three numbers: [x, y, z]")
        return default
    x, y, z = (table.check_number(edge, table.at(key, index), -most, most) or 0.0 for index, edge in enumerate(written))
    return (x, y, z)
