"""The catalogue as the server last read it, ready to be sent."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from msgspec.structs import replace

from showroom.errors import NotFound
from showroom.layout import assign

if TYPE_CHECKING:
    from showroom.catalogue import Catalogue, Publication, RoomPlan


@dataclass(frozen=True)
class CatalogueView:
    """One revision of the catalogue with its bytes; `etag` names the bytes, for a restored shop may count anew."""

    catalogue: Catalogue
    data: bytes
    etag: str

    def publication(self, product_id: str) -> Publication:
        """A product that stands in the catalogue.

        Raises:
            NotFound: ``unknown-product``.
        """
        for publication in self.catalogue.products:
            if publication.product.id == product_id:
                return publication
        raise NotFound(
            "unknown-product",
            "no such product is published",
            got=product_id[:80],
            allowed=", ".join(publication.product.id for publication in self.catalogue.products)[:500],
        )

    def room(self, room_id: str) -> RoomPlan:
        """A room that stands in the catalogue.

        Raises:
            NotFound: ``unknown-room``.
        """
        for plan in self.catalogue.rooms:
            if plan.id == room_id:
                return plan
        raise NotFound(
            "unknown-room",
            "there is no such room",
            got=room_id[:80],
            allowed=", ".join(plan.id for plan in self.catalogue.rooms)[:500],
        )


def filled(catalogue: Catalogue, before: Catalogue | None = None) -> Catalogue:
    """The catalogue with products on the plinths that their rooms leave free, each where it was `before`.

    So whoever came earlier or later, who reads and who draws, meets a product at one place.
    """
    known = {plan.id: plan for plan in before.rooms} if before is not None else {}
    rooms = tuple(assign(plan, catalogue.products, known.get(plan.id)) for plan in catalogue.rooms)
    return replace(catalogue, rooms=rooms)


def view_of(catalogue: Catalogue) -> CatalogueView:
    """Encode a catalogue once for everybody who asks."""
    data = msgspec.json.encode(catalogue)
    return CatalogueView(catalogue, data, f'"{catalogue.revision}-{hashlib.sha256(data).hexdigest()[:16]}"')


class CatalogueShelf:
    """Where the newest view lies; one task replaces it, everybody else reads it."""

    def __init__(self, view: CatalogueView) -> None:
        self.current = view
