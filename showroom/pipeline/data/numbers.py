"""Numbers as people write them: with a comma or a point, with and without thousands, never guessed."""

from __future__ import annotations

import re
from typing import Literal

from showroom.money import decimals

Decimal = Literal[",", "."]

_POINT = re.compile(r"(\d{1,3}(?:[, '’\u00a0\u202f]\d{3})+|\d+)(?:\.(\d+))?")  # noqa: RUF001 - as Swiss sheets write
_COMMA = re.compile(r"(\d{1,3}(?:[. '’\u00a0\u202f]\d{3})+|\d+)(?:,(\d+))?")  # noqa: RUF001 - the same
_MONEY_AROUND = re.compile(r"^(?:[A-Z]{3}|[€$£])\s*|\s*(?:[A-Z]{3}|[€$£])$")


class NotANumberError(ValueError):
    """The words are no such number; the message says what is wrong with them."""


def read_amount(words: str, currency: str, decimal: Decimal) -> int:
    """An amount of money in minor units.

    Args:
        words: as written, also with the currency's sign or code around it.
        currency: its ISO code; it says how many decimals there are.
        decimal: what parts them from the whole.

    Raises:
        NotANumberError: it is none, or finer than the currency.
    """
    bare = _MONEY_AROUND.sub("", words.strip()).strip()
    match = (_COMMA if decimal == "," else _POINT).fullmatch(bare)
    if match is None:
        raise NotANumberError("this is no amount of money")
    places = decimals(currency)
    whole, fraction = re.sub(r"\D", "", match[1]), match[2] or ""
    if len(fraction.rstrip("0")) > places:
        raise NotANumberError(f"{currency} has {places} decimals")
    unit: int = 10**places
    return int(whole) * unit + int(fraction.ljust(places, "0")[:places] or "0")


def write_amount(amount_minor: int, currency: str, decimal: Decimal) -> str:
    """An amount without its currency and without thousands: ``129.00``."""
    places = decimals(currency)
    whole, fraction = divmod(amount_minor, 10**places)
    return f"{whole}{decimal}{fraction:0{places}}" if places else str(whole)


def read_count(words: str, most: int = 10**9) -> int:
    """A whole number from 0; ``12.0`` and ``12,0``, as spreadsheets write them, are 12.

    Raises:
        NotANumberError: it is none.
    """
    bare = re.sub(r"[.,]0+$", "", words.strip())
    if not re.fullmatch(r"[0-9]{1,12}", bare) or int(bare) > most:
        raise NotANumberError("this is no whole number")
    return int(bare)
