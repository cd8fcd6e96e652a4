"""One product, several countries: the price of each is right, and codes mean the same everywhere."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from showroom.catalogue import Catalogue, Choice, SupplyLine
from showroom.codes import assign, decode, encode
from showroom.configuration import complete
from showroom.errors import ProductFileError, Rejected
from showroom.markets import in_market, localised, require_market
from showroom.money import format_money
from showroom.pipeline.revisions.product_toml import product_toml
from showroom.pricing import quote
from showroom.product_file import parse
from showroom.protocol.messages import OfferedFix, Refused
from showroom.supply import Availability, availability
from showroom.ui.views import product_view, refusal_view
from tests.server.samples import publication
from tests.showroom.arranging.halls import MODEL
from tests.showroom.pipeline.products import PRODUCT

MARKETS = """
[markets.CH]
currency = "CHF"
price = 13900
tax = { rate = 8.1, included = true }
prices = { "night=on" = 1000 }
[markets.AT]
price = 12900
tax = { rate = 20, included = true }
[markets.US]
currency = "USD"
price = 11000
tax = { rate = 0, included = false, en = "sales tax", de = "Umsatzsteuer" }
prices = { "night=on" = 800 }
"""
TEXT = 'market = "DE"\n' + PRODUCT + MARKETS
SOLD = parse(TEXT, "runner.toml").product


@pytest.mark.parametrize(
    ("market", "total", "currency"),
    [("", 13800, "EUR"), ("DE", 13800, "EUR"), ("AT", 13800, "EUR"), ("CH", 14900, "CHF"), ("US", 11800, "USD")],
)
def test_the_price_is_that_of_the_market(market: str, total: int, currency: str) -> None:
    there = in_market(SOLD, market)
    price = quote(there, complete(there, {"night": "on"}))
    assert (price.total, price.currency) == (total, currency)


def test_tax_is_that_of_the_market() -> None:
    taxes = {market: quote(in_market(SOLD, market), complete(SOLD, {})).tax for market in ("DE", "AT", "CH", "US")}
    assert taxes == {"DE": 2060, "AT": 2150, "CH": 1042, "US": 0}


def test_codes_mean_the_same_in_every_market() -> None:
    book = assign(SOLD, None, 1, ())
    code = encode(book, complete(SOLD, {"night": "on"}))
    assert decode(in_market(SOLD, "CH"), book, code).as_dict()["night"] == "on"


def test_a_market_without_a_price_is_refused_and_shown_at_home_prices() -> None:
    catalogue = Catalogue(1, (replace(publication(MODEL), product=SOLD), publication(MODEL, "walker")), ())
    with pytest.raises(Rejected) as caught:
        in_market(SOLD, "FR")
    assert (caught.value.code, caught.value.allowed) == ("unknown-market", "AT, CH, DE, US")
    with pytest.raises(Rejected, match="unknown-market"):
        require_market(catalogue, "FR")
    assert [one.product.currency for one in localised(catalogue, "CH").products] == ["CHF", "EUR"]


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ('[markets.CH]\ncurrency = "CHF"\nprice = 1\ntax = { rate = 8 }\n', "missing-market-price"),
        ("[markets.ch]\nprice = 1\ntax = { rate = 8 }\n", "bad-market"),
        ("[markets.AT]\ntax = { rate = 8 }\n", "missing-key"),
        ('[markets.AT]\nprice = 1\ntax = { rate = 8 }\nprices = { "night=of" = 3 }\n', "unknown-value"),
        ('[markets.AT]\nprice = 1\ncurrency = "EUX"\ntax = { rate = 8 }\n', "bad-currency"),
    ],
)
def test_markets_that_cannot_be_are_refused(written: str, code: str) -> None:
    with pytest.raises(ProductFileError) as caught:
        parse(PRODUCT + written, "runner.toml")
    assert code in [one.code for one in (caught.value, *caught.value.others)]


def test_a_product_file_that_is_written_out_has_its_markets() -> None:
    written = product_toml(replace(publication(MODEL), product=SOLD))
    assert parse(written, "again.toml").product == SOLD


def test_ways_out_of_a_refusal_are_priced_in_the_market() -> None:
    there = in_market(SOLD, "CH")
    refused = Refused(1, "configuration-refused", "no", fixes=(OfferedFix({"night": "on"}, 900),))
    view = refusal_view(there, {}, refused, "en", {"night": "off"})
    assert view.fixes[0].price_change == "+ CHF 10.00"


@pytest.mark.parametrize(
    ("amount", "currency", "tag", "words"),
    [
        (129900, "CHF", "de", "CHF 1\N{RIGHT SINGLE QUOTATION MARK}299.00"),
        (129900, "CHF", "fr-CH", "CHF 1\N{RIGHT SINGLE QUOTATION MARK}299.00"),
        (129900, "EUR", "de-AT", "€ 1.299,00"),
        (129900, "USD", "en-US", "$1,299.00"),
    ],
)
def test_money_is_written_as_the_country_writes_it(amount: int, currency: str, tag: str, words: str) -> None:
    assert format_money(amount, currency, tag) == words


RED, BLACK = Choice("upper", "red"), Choice("sole", "black")


@pytest.mark.parametrize(
    ("choices", "expected"),
    [
        ({"upper": "blue", "sole": "white"}, Availability(12, (2, 4), "R")),
        ({"upper": "red", "sole": "white"}, Availability(3, (2, 4), "R")),
        ({"upper": "red", "sole": "black"}, Availability(0, (9, 9), "R-RB")),
    ],
)
def test_the_fewest_pieces_and_the_most_exact_delivery_count(choices: dict[str, str], expected: Availability) -> None:
    lines = (
        SupplyLine((), "R", 12, (2, 4)),
        SupplyLine((RED,), "", 3),
        SupplyLine((BLACK, RED), "R-RB", 0, (9, 9)),
    )
    assert availability(lines, choices) == expected


def test_the_panel_says_what_is_in_stock_and_what_is_sold_out() -> None:
    stocked = replace(
        publication(MODEL), supply=(SupplyLine((), "", 4, (1, 1)), SupplyLine((Choice("upper", "gold"),), "", 0))
    )
    view = product_view(stocked, {}, "de")
    assert view.availability == "Nur noch 4 auf Lager · Lieferung in einem Tag"
    assert [value.sold_out for value in view.groups[0].values] == [False, False, True]
    assert product_view(publication(MODEL), {}, "de").availability == ""
