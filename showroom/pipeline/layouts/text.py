"""What the layout commands print for people."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.arranging.times import written
from showroom.pipeline.text import counted, table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from showroom.arranging.model import Layout, LayoutRevision, Stand

HEADS = ("", "where", "product", "shown as")


def layout(found: Layout) -> Iterator[str]:
    """What a layout says, in tables."""
    for room in found.rooms:
        yield f"  {room.room}"
        yield from table(HEADS, (_cells(stand) for stand in room.stands))
    for campaign in found.campaigns:
        when = f"{written(campaign.from_s, found.timezone)} until {written(campaign.until_s, found.timezone)}"
        yield f"  {campaign.id} in {campaign.room}, from {when}"
        yield from table(HEADS, (_cells(stand) for stand in campaign.stands))


def _cells(stand: Stand) -> tuple[str, str, str, str]:
    where = stand.plinth or ""
    if stand.place is not None:
        x, _, z = stand.place.position
        where = f"at [{x:g}, {z:g}]"
    shown = ", ".join(map(str, stand.choices)) or "as at first"
    return "", where, stand.product or "nothing", shown if stand.product else ""


def summary(found: Layout) -> str:
    """A layout in a few words: ``3 products in 1 room, 2 campaigns``."""
    products = sum(stand.product is not None for room in found.rooms for stand in room.stands)
    rooms = counted(len(found.rooms), "room")
    return f"{counted(products, 'product')} in {rooms}, {counted(len(found.campaigns), 'campaign')}"


def history(found: Sequence[LayoutRevision]) -> Iterator[str]:
    """Every layout, the standing one marked."""
    last = found[-1].number if found else 0
    rows = (("*" if one.number == last else "", str(one.number), one.applied_at, summary(one.layout)) for one in found)
    yield from table(("", "number", "applied", "what"), rows, frozenset({1}))
