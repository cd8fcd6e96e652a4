from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from showroom.money import CURRENCIES, decimals, format_money, format_surcharge


@pytest.mark.parametrize(
    ("amount", "currency", "language", "expected"),
    [
        (129_900, "EUR", "de", "1.299,00 €"),
        (129_900, "EUR", "en", "€1,299.00"),
        (123_456_789, "USD", "en", "$1,234,567.89"),
        (5, "GBP", "en", "£0.05"),
        (1_299, "JPY", "en", "¥1,299"),
        (1_299, "JPY", "de", "1.299 ¥"),
        (1_299_500, "KWD", "en", "KWD 1,299.500"),
        (1_299_500, "KWD", "de", "1.299,500 KWD"),
        (1_250, "SEK", "de", "12,50 SEK"),
        (-1_250, "EUR", "en", "\N{MINUS SIGN}€12.50"),
        (0, "EUR", "de", "0,00 €"),
        (100, "EUR", "fr", "€1.00"),
    ],
)
def test_money_is_written_as_the_language_writes_it(amount: int, currency: str, language: str, expected: str) -> None:
    assert format_money(amount, currency, language) == expected


@pytest.mark.parametrize(
    ("amount", "language", "expected"),
    [
        (1_000, "en", "+ €10.00"),
        (1_000, "de", "+ 10,00 €"),
        (-50, "de", "\N{MINUS SIGN} 0,50 €"),
        (0, "en", "€0.00"),
    ],
)
def test_a_surcharge_shows_its_sign(amount: int, language: str, expected: str) -> None:
    assert format_surcharge(amount, "EUR", language) == expected


@given(st.integers(-(10**15), 10**15), st.sampled_from(sorted(CURRENCIES)), st.sampled_from(["en", "de"]))
def test_no_digit_of_an_amount_is_lost(amount: int, currency: str, language: str) -> None:
    digits = "".join(character for character in format_money(amount, currency, language) if character.isdigit())
    assert int(digits) == abs(amount)
    assert len(digits) > decimals(currency)
