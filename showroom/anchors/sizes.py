"""Shoe sizes: how long the sole is in each, and for which foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from showroom.tryon.shoe_size import PARIS_POINT_MM, foot_of, size_number

if TYPE_CHECKING:
    from showroom.catalogue import Publication


class ShoeSize(Struct, frozen=True):
    """One size that a shoe comes in; `initial` is the one that the model has."""

    value: str
    eu: float
    foot_mm: float
    sole_mm: float
    initial: bool


def shoe_sizes(publication: Publication) -> tuple[ShoeSize, ...]:
    """Every EU size of a shoe whose sole is known; from size to size soles grow by a Paris point.

    Empty where there is no sole, no group ``size``, or its initial value is no EU size.
    """
    sole_mm = next((one.mm for one in publication.dimensions if one.id == "length"), None)
    group = next((one for one in publication.product.groups if one.id == "size"), None)
    own = size_number(group.initial) if group is not None else None
    if publication.product.kind != "shoe" or sole_mm is None or group is None or own is None:
        return ()
    found = []
    for value in group.values:
        eu = size_number(value.id)
        if eu is not None:
            sole = sole_mm + (eu - own) * PARIS_POINT_MM
            found.append(ShoeSize(value.id, eu, round(foot_of(eu), 1), round(sole, 1), value.id == group.initial))
    return tuple(found)
