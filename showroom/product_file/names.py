"""Names and prices: what parts, groups and values have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.catalogue import Text

if TYPE_CHECKING:
    from showroom.toml_source import Table

MAX_PRICE = 10**12
NAME_KEYS = ("name", "en", "de")


def read_price(table: Table, key: str) -> int:
    """A price in minor units under `key`, 0 where there is none (``fractional-price``, ``negative-price``)."""
    value = table.data.get(key, 0)
    path, hint = table.at(key), "write it in the smallest unit: 14900 for 149.00"
    if isinstance(value, float):
        table.source.refuse("fractional-price", path, "prices are whole numbers", got=value, hint=hint)
    elif not isinstance(value, int) or isinstance(value, bool):
        table.wrong_type(key, "a whole number")
    elif value < 0:
        table.source.refuse("negative-price", path, "prices are not negative", got=value, allowed="0 or more")
    elif value > MAX_PRICE:
        table.source.refuse("too-large", path, "this price is too high", got=value, allowed=str(MAX_PRICE))
    else:
        return value
    return 0


def read_name(table: Table, fallback: Text | None = None) -> Text:
    """A name from ``name = { en, de }`` or from ``en`` and ``de`` beside the other keys (``missing-language``)."""
    if "name" in table:
        return table.text("name")
    if fallback is not None and "en" not in table and "de" not in table:
        return fallback
    return table.languages()


def glimpse_name(data: object) -> Text | None:
    """The name that a part or group has, if it has a whole one: whatever is wrong is reported where it is read."""
    if not isinstance(data, dict):
        return None
    name = data.get("name", data)
    if isinstance(name, dict) and isinstance(name.get("en"), str) and isinstance(name.get("de"), str):
        return Text(en=name["en"], de=name["de"])
    return None
