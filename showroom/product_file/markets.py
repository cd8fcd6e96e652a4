"""Reading ``[markets]``: what a product costs in other countries."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from showroom.catalogue import Choice, Market, Surcharge
from showroom.money import CURRENCIES
from showroom.product_file.names import MAX_PRICE, read_price

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from showroom.catalogue import Group, Tax
    from showroom.toml_source import Table

COUNTRY = re.compile(r"[A-Z]{2}")
MAX_MARKETS = 50


def read_home(root: Table) -> str:
    """``market = "DE"``: the country of the product's own prices; empty where nobody says."""
    home = root.string("market")
    if home and not COUNTRY.fullmatch(home):
        _refuse_country(root, "market", home)
    return home


def read_markets(
    root: Table, groups: Sequence[Group], home: str, read_tax: Callable[[Table], Tax]
) -> tuple[Market, ...]:
    """Every other country.

    A value that costs something must be priced in each of them (``missing-market-price``), unless the country has the
    product's own currency: then the product's own surcharge counts.
    """
    table = root.table("markets")
    if len(table.data) > MAX_MARKETS:
        root.source.refuse(
            "too-large", root.at("markets"), "too many markets", got=len(table.data), allowed=str(MAX_MARKETS)
        )
        return ()
    found = []
    for country in table.data:
        if not COUNTRY.fullmatch(country):
            _refuse_country(table, country, country)
        elif country == home:
            message = "these are the product's own prices"
            table.source.refuse("conflicting-keys", table.at(country), message, got=country, allowed="other countries")
        found.append(_read_market(table.table(country), country, groups, root.string("currency"), read_tax))
    return tuple(found)


def _refuse_country(table: Table, key: str, got: str) -> None:
    allowed = "two capital letters of ISO 3166: DE, AT, CH, US, …"
    table.source.refuse("bad-market", table.at(key), "this is no country", got=got, allowed=allowed)


def _read_market(
    table: Table, country: str, groups: Sequence[Group], own: str, read_tax: Callable[[Table], Tax]
) -> Market:
    table.allow(("currency", "price", "tax", "prices"))
    for key, hint in (("price", "in the smallest unit"), ("tax", "e.g. tax = { rate = 8.1, included = true }")):
        table.require(key, hint)
    currency = table.string("currency", own)
    if currency and currency not in CURRENCIES:
        allowed = 'a code of ISO 4217: "EUR", "USD", "GBP", "CHF", …'
        message = "there is no such currency"
        table.source.refuse("bad-currency", table.at("currency"), message, got=currency, allowed=allowed)
    return Market(
        country,
        currency,
        read_price(table, "price"),
        read_tax(table.table("tax")),
        _read_surcharges(table, groups, falls_back=currency == own),
    )


def _read_surcharges(table: Table, groups: Sequence[Group], *, falls_back: bool) -> tuple[Surcharge, ...]:
    prices = table.table("prices")
    known = {f"{group.id}={value.id}": value for group in groups for value in group.values}
    for key in prices.data:
        if key not in known:
            what = "the product has no such value"
            table.source.refuse_unknown("unknown-value", prices.at(key), what, got=key, known=known)
    missing = [key for key, value in known.items() if value.price and key not in prices.data and not falls_back]
    if missing:
        message = "values that cost something have no price in this currency"
        got = ", ".join(missing)
        hint = f'[markets.XX.prices] with "{missing[0]}" = 1200, 0 where it costs nothing'
        table.source.refuse("missing-market-price", table.path, message, got=got, hint=hint)
    surcharges = []
    for key, value in known.items():
        price = read_price(prices, key) if key in prices.data else value.price if falls_back else 0
        group, _, name = key.partition("=")
        if 0 < price <= MAX_PRICE:
            surcharges.append(Surcharge(Choice(group, name), price))
    return tuple(surcharges)
