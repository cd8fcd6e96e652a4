"""Reading ``[anchors]``: places and lengths that somebody knows better than the shape tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from showroom.kinds import LENGTHS, PLACES
from showroom.product_file.vectors import FARTHEST_MM, millimetres

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Vector3
    from showroom.toml_source import Table


@dataclass(frozen=True)
class WrittenAnchors:
    """What a product file says of places, in metres in the published model's frame, and of lengths."""

    places: Mapping[str, Vector3] = field(default_factory=dict)
    lengths_mm: Mapping[str, float] = field(default_factory=dict)


def read_anchors(root: Table, kind: str) -> WrittenAnchors:
    """``toe = [x, y, z]`` is a place, ``length = 290`` a length, both in millimetres."""
    table = root.table("anchors")
    if not table.data:
        return WrittenAnchors()
    places, lengths = PLACES.get(kind, ()), LENGTHS.get(kind, ())
    if not places:
        message, allowed = "products of this kind have no anchors", ", ".join(PLACES)
        table.source.refuse("unknown-anchor", table.path, message, got=kind, allowed=allowed)
        return WrittenAnchors()
    found: dict[str, Vector3] = {}
    measured: dict[str, float] = {}
    for key in table.data:
        if key in places:
            found[key] = millimetres(table, key)
        elif key in lengths:
            measured[key] = table.number(key, 0.1, FARTHEST_MM) or 0.0
        else:
            message = "this kind has no such place or length"
            known = (*places, *lengths)
            table.source.refuse_unknown("unknown-anchor", table.at(key), message, got=key, known=known)
    return WrittenAnchors(found, measured)
