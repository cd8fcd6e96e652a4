"""The same product in several countries: other prices, the same options, rules and codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from showroom.catalogue import Choice
from showroom.errors import Rejected

if TYPE_CHECKING:
    from collections.abc import Iterable

    from showroom.catalogue import Catalogue, Group, Market, Product


def known_markets(products: Iterable[Product]) -> tuple[str, ...]:
    """Every country that any of the products has a price for."""
    found = (name for product in products for name in (product.market, *(market.id for market in product.markets)))
    return tuple(sorted({name for name in found if name}))


def in_market(product: Product, market: str) -> Product:
    """A product with the currency, prices and tax of a country; everything else stays.

    Raises:
        Rejected: ``unknown-market`` where it has no price there.
    """
    if market in ("", product.market):
        return product
    for other in product.markets:
        if other.id == market:
            return _priced(product, other)
    allowed = ", ".join(known_markets([product])) or "it has one price for everybody"
    raise Rejected("unknown-market", f"{product.id} has no price for this market", got=market[:20], allowed=allowed)


def localised(catalogue: Catalogue, market: str) -> Catalogue:
    """A catalogue with the prices of a country; products without one there keep their own."""
    if not market:
        return catalogue
    products = (
        replace(entry, product=in_market(entry.product, market)) if market in known_markets([entry.product]) else entry
        for entry in catalogue.products
    )
    return replace(catalogue, products=tuple(products))


def require_market(catalogue: Catalogue, market: str) -> None:
    """Nothing, where at least one product has a price in a country, or nothing is published at all.

    Raises:
        Rejected: ``unknown-market``.
    """
    known = known_markets(entry.product for entry in catalogue.products)
    if market and catalogue.products and market not in known:
        allowed = ", ".join(known) or "none: every product has one price for everybody"
        raise Rejected("unknown-market", "no product has a price for this market", got=market[:20], allowed=allowed)


def _priced(product: Product, market: Market) -> Product:
    prices = {one.choice: one.price for one in market.surcharges}
    groups = tuple(_priced_group(group, prices) for group in product.groups)
    return replace(
        product, market=market.id, currency=market.currency, price=market.price, tax=market.tax, groups=groups
    )


def _priced_group(group: Group, prices: dict[Choice, int]) -> Group:
    values = tuple(replace(value, price=prices.get(Choice(group.id, value.id), 0)) for value in group.values)
    return replace(group, values=values)
