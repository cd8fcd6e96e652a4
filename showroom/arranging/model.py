"""What a layout says, and what it comes to at a moment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from showroom.catalogue import Choice, Id, Place, Plinth, Text

if TYPE_CHECKING:
    from showroom.catalogue import RoomPlan

PLACE_PREFIX = "place-"
"""Begins the ids of places that a layout makes itself, where a product stands on the floor without a plinth."""


class Stand(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One product on one place; without `product` the plinth stays empty.

    Exactly one of `plinth` and `place` is set. `choices` are what the product is shown in at first, empty for its own
    first configuration; `footprint_m` (x, z) is what it takes up at a `place`.
    """

    product: Id | None = None
    plinth: str | None = None
    place: Place | None = None
    choices: tuple[Choice, ...] = ()
    footprint_m: tuple[float, float] = (0.0, 0.0)


class RoomStands(Struct, frozen=True, forbid_unknown_fields=True):
    """What stands in a room while no campaign runs; `fill` puts other products on the plinths that are left."""

    room: Id
    stands: tuple[Stand, ...]
    fill: bool = False


class Campaign(Struct, frozen=True, forbid_unknown_fields=True):
    """What else stands in a room from `from_s` until before `until_s` (seconds since 1970 UTC)."""

    id: Id
    name: Text
    room: Id
    from_s: float
    until_s: float
    stands: tuple[Stand, ...]

    def runs(self, now_s: float) -> bool:
        """Whether it runs at a moment."""
        return self.from_s <= now_s < self.until_s


class Layout(Struct, frozen=True, forbid_unknown_fields=True):
    """A layout file as read: `timezone` is the IANA name that its dates are in, `text` the file itself."""

    timezone: str = "UTC"
    rooms: tuple[RoomStands, ...] = ()
    campaigns: tuple[Campaign, ...] = ()
    text: str = ""


class LayoutRevision(Struct, frozen=True, forbid_unknown_fields=True):
    """A layout as it was applied; `number` counts from 1, `applied_at` is ISO 8601 in UTC."""

    number: int
    applied_at: str
    layout: Layout
    actor: str = ""


class Arrangement(Struct, frozen=True, forbid_unknown_fields=True):
    """What a layout comes to in one room at one moment.

    `is_whole` tells that plinths which no stand names are empty; else they keep what the room file says. `campaigns`
    are the ids of those that run.
    """

    stands: tuple[Stand, ...]
    is_whole: bool
    fill: bool
    campaigns: tuple[str, ...] = ()


def arrangements(layout: Layout, now_s: float) -> dict[str, Arrangement]:
    """What stands in every room that the layout speaks of at a moment, by room id."""
    base = {room.room: room for room in layout.rooms}
    running = [campaign for campaign in layout.campaigns if campaign.runs(now_s)]
    found = {}
    for room in dict.fromkeys((*base, *(campaign.room for campaign in running))):
        here = [campaign for campaign in running if campaign.room == room]
        stands: tuple[Stand, ...] = base[room].stands if room in base else ()
        for campaign in here:
            stands = _overridden(stands, campaign.stands)
        found[room] = Arrangement(
            stands,
            is_whole=room in base,
            fill=base[room].fill if room in base else True,
            campaigns=tuple(campaign.id for campaign in here),
        )
    return found


def _overridden(under: tuple[Stand, ...], over: tuple[Stand, ...]) -> tuple[Stand, ...]:
    """`over` first; of `under` what takes neither its plinths nor its products."""
    plinths = {stand.plinth for stand in over if stand.plinth}
    products = {stand.product for stand in over if stand.product}
    return (*over, *(one for one in under if one.plinth not in plinths and one.product not in products))


def next_change_s(layout: Layout, now_s: float) -> float | None:
    """When a campaign begins or ends next; None where none does."""
    times = (time for campaign in layout.campaigns for time in (campaign.from_s, campaign.until_s))
    return min((time for time in times if time > now_s), default=None)


def arranged(plan: RoomPlan, arrangement: Arrangement) -> RoomPlan:
    """A room with its products where an arrangement puts them; stands on plinths that are gone are left out."""
    by_plinth = {stand.plinth: stand for stand in arrangement.stands if stand.plinth}
    moved = {stand.product for stand in arrangement.stands if stand.product}
    plinths = tuple(_filled(plinth, by_plinth.get(plinth.id), arrangement, moved) for plinth in plan.plinths)
    places = tuple(
        _floor_place(stand.product, stand.place, stand)
        for stand in arrangement.stands
        if stand.place is not None and stand.product is not None
    )
    return replace(plan, plinths=(*plinths, *places), fills=arrangement.fill)


def _filled(plinth: Plinth, stand: Stand | None, arrangement: Arrangement, moved: set[str]) -> Plinth:
    if stand is not None:
        return replace(plinth, product=stand.product, choices=stand.choices, kept_empty=stand.product is None)
    if arrangement.is_whole or plinth.product in moved:
        return replace(plinth, product=None)
    return plinth


def _floor_place(product: str, place: Place, stand: Stand) -> Plinth:
    return Plinth(f"{PLACE_PREFIX}{product}"[:64], place, (), stand.footprint_m, product, choices=stand.choices)
