"""Money in minor units, written the way a shopper's language writes it."""

from __future__ import annotations

_TWO_DECIMALS = (
    "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CNY COP "
    "CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR "
    "JMD KES KGS KHR KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN "
    "NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL "
    "THB TJS TMT TOP TRY TTD TWD TZS UAH USD UYU UZS VES WST XCD YER ZAR ZMW"
)
_NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"
_THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND"

CURRENCIES = frozenset(f"{_TWO_DECIMALS} {_NO_DECIMALS} {_THREE_DECIMALS}".split())
"""The currency codes in use, ISO 4217."""

_SYMBOLS = {"EUR": "€", "GBP": "£", "INR": "₹", "JPY": "¥", "KRW": "₩", "USD": "$"}
_MINUS = "\N{MINUS SIGN}"


def decimals(currency: str) -> int:
    """How many digits of an amount in minor units stand after the point (ISO 4217; 2 where unknown)."""
    if currency in _NO_DECIMALS.split():
        return 0
    return 3 if currency in _THREE_DECIMALS.split() else 2


def format_money(amount_minor: int, currency: str, language: str) -> str:
    """Write an amount for people: ``1.299,00 €`` in German, ``€1,299.00`` in English.

    Where a country is named (``de-AT``, ``de-CH``), its shops' way counts: the sign of a currency stands first in
    Austria, and thousands are parted by an apostrophe in Switzerland, where prices in francs are so in German anyway.
    Currencies without a symbol of their own are written with their code: ``SEK 12.00``, ``12,00 SEK``.
    """
    sign = _MINUS if amount_minor < 0 else ""
    return sign + _unsigned(abs(amount_minor), currency, language)


def format_surcharge(amount_minor: int, currency: str, language: str) -> str:
    """Write a difference in price with its sign: ``+ €10.00``; zero has no sign."""
    if amount_minor == 0:
        return format_money(0, currency, language)
    sign = "+" if amount_minor > 0 else _MINUS
    return f"{sign} {_unsigned(abs(amount_minor), currency, language)}"


def _unsigned(amount_minor: int, currency: str, language: str) -> str:
    language, _, country = language.partition("-")
    if country == "CH" or (language == "de" and currency == "CHF"):
        return _swiss(amount_minor, currency)
    places = decimals(currency)
    whole, fraction = divmod(amount_minor, 10**places)
    number = f"{whole:,}" + (f".{fraction:0{places}}" if places else "")
    symbol = _SYMBOLS.get(currency, currency)
    if language == "de" and country == "AT":
        return f"{symbol} {number.translate(str.maketrans(',.', '.,'))}"
    if language == "de":
        return f"{number.translate(str.maketrans(',.', '.,'))} {symbol}"
    return f"{symbol}{number}" if symbol != currency else f"{symbol} {number}"


def _swiss(amount_minor: int, currency: str) -> str:
    """The code, then the number with apostrophes and a point, as Swiss shops write in every language."""
    places = decimals(currency)
    whole, fraction = divmod(amount_minor, 10**places)
    number = f"{whole:,}".replace(",", "\N{RIGHT SINGLE QUOTATION MARK}")
    return f"{currency} {number}" + (f".{fraction:0{places}}" if places else "")
