"""Reading ``[[hotspots]]``: points of a product that have something to tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Hotspot
from showroom.product_file.names import NAME_KEYS, read_name
from showroom.product_file.vectors import direction, millimetres
from showroom.toml_source import refuse_duplicates

if TYPE_CHECKING:
    from showroom.toml_source import Table

MAX_HOTSPOTS = 9
"""Each has a number of one digit."""
KEYS = ("id", *NAME_KEYS, "text", "at", "facing")


def read_hotspots(root: Table) -> tuple[Hotspot, ...]:
    """Every hotspot, in the order in which they are numbered."""
    source, count = root.source, len(root.items("hotspots"))
    if count > MAX_HOTSPOTS:
        source.refuse("too-large", root.at("hotspots"), "too many hotspots", got=count, allowed=str(MAX_HOTSPOTS))
        return ()
    hotspots = [_read_hotspot(table) for table in root.tables("hotspots")]
    refuse_duplicates(source, [(one.id, root.at("hotspots", index, "id")) for index, one in enumerate(hotspots)])
    return tuple(hotspots)


def _read_hotspot(table: Table) -> Hotspot:
    table.allow(KEYS)
    table.require("id", 'e.g. id = "cushion"')
    table.require("text", 'e.g. text = { en = "…", de = "…" }')
    table.require("at", "millimetres of the published model: at = [0, 40, 120]")
    return Hotspot(
        id=table.identifier("id"),
        name=read_name(table),
        text=table.text("text"),
        position=millimetres(table, "at"),
        facing=direction(table, "facing") if "facing" in table else None,
    )
