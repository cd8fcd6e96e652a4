from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from showroom.catalogue import Tax, Text
from showroom.configuration import initial
from showroom.pricing import Line, quote
from showroom.rules import amount

if TYPE_CHECKING:
    from showroom.catalogue import Product

prices = st.integers(0, 10**9)
rates = st.integers(0, 10_000)


def taxed(product: Product, price: int, rate_bp: int, *, included: bool) -> Product:
    tax = Tax(Text(en="VAT", de="MwSt."), rate_bp, included)
    return replace(product, price=price, tax=tax)


@given(price=prices, rate=rates, included=st.booleans())
def test_net_and_tax_make_the_total_and_lines_make_the_price(
    runner: Product, price: int, rate: int, *, included: bool
) -> None:
    product = taxed(runner, price, rate, included=included)
    result = quote(product, initial(product).replace({"upper": "black", "sole": "black"}))
    assert result.net + result.tax == result.total
    assert sum(line.amount for line in result.lines) == (result.total if included else result.net) == price + 500


@given(price=prices, rate=rates, included=st.booleans())
def test_the_tax_is_the_nearest_minor_unit_and_halves_go_up(
    runner: Product, price: int, rate: int, *, included: bool
) -> None:
    product = taxed(runner, price, rate, included=included)
    exact = Fraction(price * rate, 10_000 + rate if included else 10_000)
    assert Fraction(-1, 2) < quote(product, initial(product)).tax - exact <= Fraction(1, 2)


def test_half_a_cent_is_rounded_up(runner: Product) -> None:
    product = taxed(runner, 50, 100, included=False)
    assert quote(product, initial(product)).tax == 1


def test_a_price_with_german_tax_inside_is_split(runner: Product) -> None:
    result = quote(runner, initial(runner))
    assert (result.total, result.net, result.tax) == (12_900, 10_840, 2_060)


def test_a_surcharge_has_a_line_and_what_costs_nothing_has_none(runner: Product) -> None:
    result = quote(runner, initial(runner).replace({"sole": "gum"}))
    assert result.lines == (
        Line(Text(en="Runner", de="Laufschuh"), 12_900),
        Line(Text(en="Sole: Gum", de="Sohle: Kautschuk"), 300, "sole", "gum"),
    )


def test_an_included_value_is_listed_at_no_charge(runner: Product) -> None:
    result = quote(runner, initial(runner).replace({"upper": "red", "laces": "gold"}))
    assert [(line.value, line.amount, line.included) for line in result.lines] == [
        (None, 12_900, False),
        ("red", 1_000, False),
        ("gold", 0, True),
    ]


def test_rules_and_quotes_agree_on_the_price(runner: Product) -> None:
    for choices in ({}, {"upper": "red", "laces": "gold"}, {"upper": "black", "laces": "gold", "sole": "gum"}):
        configuration = initial(runner).replace(choices)
        assert quote(runner, configuration).total == amount(runner, configuration)
