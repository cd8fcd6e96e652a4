"""What a configuration costs: lines, net, tax and total in integer minor units."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.catalogue import Choice, Text
from showroom.rules import included

if TYPE_CHECKING:
    from collections.abc import Iterator

    from showroom.catalogue import Group, Product, Value
    from showroom.configuration import Configuration

_BASIS_POINTS = 10_000


@dataclass(frozen=True)
class Line:
    """One line of a quote; `included` tells that a rule gives this value at no charge (`amount` is 0 then).

    `group` and `value` are ids; both None in the line of the product itself.
    """

    name: Text
    amount: int
    group: str | None = None
    value: str | None = None
    included: bool = False


@dataclass(frozen=True)
class Quote:
    """A price with all it consists of: ``net + tax == total``.

    `lines` add up to the total where prices contain the tax, else to the net.
    """

    lines: tuple[Line, ...]
    net: int
    tax: int
    total: int
    currency: str
    tax_name: Text
    tax_rate_bp: int
    tax_included: bool


def quote(product: Product, configuration: Configuration) -> Quote:
    """Price a configuration; values that cost nothing by themselves have no line.

    The tax is rounded once, half up, on the sum of the lines.
    """
    lines = (Line(product.name, product.price), *_option_lines(product, configuration))
    amount = sum(line.amount for line in lines)
    rate = product.tax.rate_bp
    if product.tax.included:
        tax = _divide_half_up(amount * rate, _BASIS_POINTS + rate)
        net, total = amount - tax, amount
    else:
        tax = _divide_half_up(amount * rate, _BASIS_POINTS)
        net, total = amount, amount + tax
    return Quote(lines, net, tax, total, product.currency, product.tax.name, rate, product.tax.included)


def _option_lines(product: Product, configuration: Configuration) -> Iterator[Line]:
    chosen = configuration.as_dict()
    free = included(product, configuration)
    for group in product.groups:
        value = next(value for value in group.values if value.id == chosen[group.id])
        if value.price:
            is_free = Choice(group.id, value.id) in free
            amount = 0 if is_free else value.price
            yield Line(_line_name(group, value), amount, group.id, value.id, included=is_free)


def _line_name(group: Group, value: Value) -> Text:
    return Text(en=f"{group.name.en}: {value.name.en}", de=f"{group.name.de}: {value.name.de}")


def _divide_half_up(dividend: int, divisor: int) -> int:
    return (2 * dividend + divisor) // (2 * divisor)
