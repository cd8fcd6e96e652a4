"""Reading ``[[states]]``: doors that open, lights that switch on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Cover, Motion, State, Surface
from showroom.product_file.names import NAME_KEYS, read_name
from showroom.product_file.surfaces import SURFACE_KEYS, read_surface
from showroom.product_file.vectors import direction, millimetres
from showroom.toml_source import refuse_duplicates

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Part
    from showroom.toml_source import Table

MAX_STATES = 16
STATE_KEYS = ("id", *NAME_KEYS, "moves", "covers", "shows", "hides")
MOTION_KEYS = ("part", "about", "axis", "turn_deg", "shift")
COVER_KEYS = ("part", *SURFACE_KEYS)


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
        about=millimetres(table, "about"),
        axis=direction(table, "axis"),
        turn_deg=table.number("turn_deg", -360.0, 360.0) or 0.0,
        shift=millimetres(table, "shift"),
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
