"""Whether a layout can stand: products are published and fit, nothing collides, everything can be walked up to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from msgspec.structs import replace

from showroom.arranging.boxes import footprint_of
from showroom.arranging.scenes import check_scenes
from showroom.arranging.wishes import choices_of
from showroom.toml_source.source import listed, meant

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from showroom.arranging.file import LayoutFile
    from showroom.arranging.model import Campaign, Layout, Stand
    from showroom.catalogue import Catalogue, Plinth, Publication, RoomPlan
    from showroom.toml_source import Path, Source


@dataclass(frozen=True)
class _Shop:
    source: Source
    rooms: Mapping[str, RoomPlan]
    products: Mapping[str, Publication]


def checked(file: LayoutFile, rooms: Sequence[RoomPlan], catalogue: Catalogue) -> Layout:
    """Check a layout against what is published.

    Args:
        file: as read.
        rooms: the rooms as published, without any layout.
        catalogue: the products.

    Returns:
        The layout with its choices and footprints filled in.

    Raises:
        LayoutFileError: everything that is wrong. Codes beyond `read_layout`'s: ``unknown-room``, ``unknown-plinth``,
            ``unknown-product``, ``wrong-kind``, ``too-large``, ``plinth-taken``,
            ``product-twice``, ``campaigns-overlap``, ``collides``, ``unreachable``, ``bad-configuration``.
    """
    shop = _Shop(file.source, {plan.id: plan for plan in rooms}, {one.product.id: one for one in catalogue.products})
    layout = _filled(file, shop)
    for path, room, stands in _lists(layout):
        _check_list(shop, path, room, stands)
    _check_campaigns(file.source, layout.campaigns)
    if file.source.is_clean:
        check_scenes(file.source, layout, shop.rooms, shop.products)
    file.source.finish()
    return layout


def _filled(file: LayoutFile, shop: _Shop) -> Layout:
    """The layout with what only the catalogue knows: choices out of codes, footprints on the floor."""

    def stand(one: Stand, path: Path) -> Stand:
        publication = shop.products.get(one.product or "")
        if publication is None:
            return one
        choices = choices_of(file.source, path, publication, file.wishes[path])
        return replace(one, choices=choices, footprint_m=footprint_of(publication) if one.place else (0.0, 0.0))

    def stands(written: tuple[Stand, ...], path: Path) -> tuple[Stand, ...]:
        return tuple(stand(one, (*path, "stands", index)) for index, one in enumerate(written))

    rooms = (replace(one, stands=stands(one.stands, ("rooms", i))) for i, one in enumerate(file.layout.rooms))
    campaigns = (
        replace(one, stands=stands(one.stands, ("campaigns", i))) for i, one in enumerate(file.layout.campaigns)
    )
    return replace(file.layout, rooms=tuple(rooms), campaigns=tuple(campaigns))


def _lists(layout: Layout) -> Iterator[tuple[Path, str, tuple[Stand, ...]]]:
    for index, room in enumerate(layout.rooms):
        yield ("rooms", index), room.room, room.stands
    for index, campaign in enumerate(layout.campaigns):
        yield ("campaigns", index), campaign.room, campaign.stands


def _check_list(shop: _Shop, path: Path, room: str, stands: tuple[Stand, ...]) -> None:
    plan = shop.rooms.get(room)
    if plan is None:
        what = "no such room is published"
        shop.source.refuse_unknown("unknown-room", (*path, "room"), what, got=room, known=shop.rooms)
        return
    for index, stand in enumerate(stands):
        _check_stand(shop, (*path, "stands", index), plan, stand)
    _refuse_twice(shop.source, path, "plinth", [stand.plinth for stand in stands])
    _refuse_twice(shop.source, path, "product", [stand.product for stand in stands])


def _refuse_twice(source: Source, path: Path, key: str, named: Sequence[str | None]) -> None:
    code = "plinth-taken" if key == "plinth" else "product-twice"
    message = f"this {key} is named already"
    for index, name in enumerate(named):
        if name and name in named[:index]:
            allowed = f"every {key} once in a room"
            source.refuse(code, (*path, "stands", index, key), message, got=name, allowed=allowed)


def _check_stand(shop: _Shop, path: Path, plan: RoomPlan, stand: Stand) -> None:
    plinths = {plinth.id: plinth for plinth in plan.plinths}
    if stand.plinth and stand.plinth not in plinths:
        what = f'the room "{plan.id}" has no such plinth'
        shop.source.refuse_unknown("unknown-plinth", (*path, "plinth"), what, got=stand.plinth, known=plinths)
    if stand.product and stand.product not in shop.products:
        message = "no such product is published"
        known = listed(shop.products) or "none is"
        hint = meant(stand.product, shop.products) or "showroom assets import publishes one"
        shop.source.refuse("unknown-product", (*path, "product"), message, got=stand.product, allowed=known, hint=hint)
    elif stand.product and stand.plinth in plinths:
        _check_fit(shop.source, path, plan, plinths[stand.plinth], shop.products[stand.product])


def _check_fit(source: Source, path: Path, plan: RoomPlan, plinth: Plinth, publication: Publication) -> None:
    product = publication.product
    if product.kind not in plinth.accepts:
        message = f'the plinth "{plinth.id}" is not made for a {product.kind}'
        allowed, hint = ", ".join(plinth.accepts), _other_plinths(plan, publication)
        source.refuse("wrong-kind", (*path, "plinth"), message, got=product.kind, allowed=allowed, hint=hint)
        return
    width, _, depth = publication.size_mm
    most = tuple(edge * 1000 for edge in plinth.footprint_m)
    if width > most[0] or depth > most[1]:
        message = f'"{product.id}" is larger than the plinth "{plinth.id}"'
        got, allowed = f"{width:.0f} x {depth:.0f} mm", f"{most[0]:.0f} x {most[1]:.0f} mm (width x depth)"
        hint = _other_plinths(plan, publication)
        source.refuse("too-large", (*path, "plinth"), message, got=got, allowed=allowed, hint=hint)


def _other_plinths(plan: RoomPlan, publication: Publication) -> str:
    width, _, depth = publication.size_mm
    found = [
        plinth.id
        for plinth in plan.plinths
        if publication.product.kind in plinth.accepts
        and width <= plinth.footprint_m[0] * 1000
        and depth <= plinth.footprint_m[1] * 1000
    ]
    return f"it fits on {listed(found)}" if found else "no plinth of this room holds it: at = [x, z] is a free place"


def _check_campaigns(source: Source, campaigns: Sequence[Campaign]) -> None:
    """Two campaigns that run together must not want the same plinth or product."""
    for index, later in enumerate(campaigns):
        for earlier in campaigns[:index]:
            together = earlier.from_s < later.until_s and later.from_s < earlier.until_s
            if later.room == earlier.room and together:
                _check_pair(source, ("campaigns", index), earlier, later)


def _check_pair(source: Source, path: Path, earlier: Campaign, later: Campaign) -> None:
    plinths = {stand.plinth for stand in earlier.stands if stand.plinth}
    products = {stand.product for stand in earlier.stands if stand.product}
    for index, stand in enumerate(later.stands):
        taken = stand.plinth if stand.plinth in plinths else stand.product if stand.product in products else None
        if taken is not None:
            message = f'the campaign "{earlier.id}" wants "{taken}" at the same time'
            allowed = "campaigns that run together want different plinths and products"
            hint = f'let "{later.id}" begin when "{earlier.id}" is over, or take it out of one of them'
            at = (*path, "stands", index)
            source.refuse("campaigns-overlap", at, message, got=f'"{taken}" twice', allowed=allowed, hint=hint)
