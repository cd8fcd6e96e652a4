"""What is in stock, by product: it changes every day, so no revision keeps it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from server.store.database import upsert
from server.store.schema import supplies
from showroom.catalogue import Publication, SupplyLine

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection


def supplied(connection: Connection, publications: Sequence[Publication]) -> tuple[Publication, ...]:
    """Publications with their stock."""
    known = {
        row.product: msgspec.json.decode(row.document, type=tuple[SupplyLine, ...])
        for row in connection.execute(select(supplies))
    }
    return tuple(msgspec.structs.replace(one, supply=known.get(one.product.id, ())) for one in publications)


def put_supplies(connection: Connection, lines: Mapping[str, Sequence[SupplyLine]]) -> None:
    """Replace the stock of some products."""
    for product, those in lines.items():
        row = {"product": product, "document": msgspec.json.encode(tuple(those))}
        upsert(connection, supplies, row, ["product"])
