"""A quote on paper: what is configured, every line of its price, and the code that brings it back. One page of A4.

Written with the fonts that every reader of PDF has, so a quote is a few kilobytes and needs no font of ours.
"""

# ruff: noqa: ANN401 - ReportLab hands out objects without types

from __future__ import annotations

import io
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.lib.utils import ImageReader, simpleSplit
from reportlab.pdfgen.canvas import Canvas

from showroom.catalogue import Text
from showroom.money import format_money

if TYPE_CHECKING:
    from datetime import date

    from showroom.catalogue import Language, Publication
    from showroom.configuration import Configuration
    from showroom.pricing import Quote

_INK, _MUTED, _LINE, _ACCENT = "#1f2328", "#6c7077", "#d9d5cc", "#0f6a60"
_PLAIN, _BOLD = "Helvetica", "Helvetica-Bold"
_LEFT: Final[float] = 22 * mm
_RIGHT: Final[float] = A4[0] - 22 * mm
_TOP: Final[float] = A4[1] - 24 * mm
_PICTURE: Final[tuple[float, float]] = (82 * mm, 62 * mm)
_ROW: Final[float] = 6.6 * mm
_MOST_GROUPS: Final = 20
_BELOW: Final[float] = 78 * mm
"""What follows the lines of a price: tax, total, code and foot."""
_WORDS: Final = {
    "title": Text("Quote", "Angebot"),
    "made": Text("Made on {day}", "Erstellt am {day}"),
    "configuration": Text("Configuration", "Konfiguration"),
    "price": Text("Price", "Preis"),
    "included": Text("included", "inklusive"),
    "more": Text("and {count} more options", "und {count} weitere Optionen"),
    "net": Text("Net", "Netto"),
    "total": Text("Total", "Summe"),
    "code": Text("Your code", "Ihr Code"),
    "open": Text(
        "It brings back exactly this: open it in the showroom, on our page, or read it out to an adviser.",
        "Er bringt genau das zurück: im Showroom, auf unserer Seite, oder Sie lesen ihn der Beratung vor.",
    ),
    "stands": Text(
        "Prices as of the day above. An order is made at the checkout, which confirms price and delivery.",
        "Preise vom oben genannten Tag. Bestellt wird an der Kasse, die Preis und Lieferung bestätigt.",
    ),
}
_DAYS: Final = {"en": "%Y-%m-%d", "de": "%d.%m.%Y"}


@dataclass(frozen=True)
class Offer:
    """What a quote is about; `page` is where its code is shown, `picture` an encoded image or nothing."""

    publication: Publication
    configuration: Configuration
    price: Quote
    code: str
    page: str
    day: date
    picture: bytes | None = None


def draw_quote(offer: Offer, language: Language) -> bytes:
    """The quote as a PDF."""
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4, invariant=1, pageCompression=0, lang=language)
    name = offer.publication.product.name.in_language(language)
    canvas.setTitle(f"{_word('title', language)}: {name}")
    page = _Page(canvas, language)
    page.head(offer, name)
    y = page.table(offer, page.options(offer))
    page.foot(offer, y)
    canvas.showPage()
    canvas.save()
    return out.getvalue()


class _Page:
    """Draws from the top down; a position is in points from the lower left, as PDF has it."""

    def __init__(self, canvas: Any, language: Language) -> None:
        self._canvas = canvas
        self._language = language

    def head(self, offer: Offer, name: str) -> None:
        day = offer.day.strftime(_DAYS[self._language])
        self._write(_LEFT, _TOP, _word("title", self._language).upper(), 9, _BOLD, _ACCENT)
        self._right(_RIGHT, _TOP, _word("made", self._language).format(day=day), 9, color=_MUTED)
        self._write(_LEFT, _TOP - 12 * mm, self._fitted(name, 24, _PICTURE[0]), 24, _BOLD)
        y = _TOP - 20 * mm
        description = offer.publication.product.description.in_language(self._language)
        for line in simpleSplit(_writable(description), _PLAIN, 10, _RIGHT - _LEFT - _PICTURE[0] - 8 * mm)[:9]:
            self._write(_LEFT, y, line, 10, color=_MUTED)
            y -= 5 * mm
        self._picture(offer.picture)

    def _picture(self, picture: bytes | None) -> None:
        if picture is None:
            return
        try:
            image = ImageReader(io.BytesIO(picture))
        except OSError:  # a shop's poster that nobody can read costs the quote its picture, not the quote
            return
        width, height = _PICTURE
        self._canvas.drawImage(
            image, _RIGHT - width, _TOP - 8 * mm - height, width, height, preserveAspectRatio=True, anchor="ne",
            mask="auto",
        )  # fmt: skip

    def options(self, offer: Offer) -> float:
        """What is chosen in each group, in two columns; returns where it ends."""
        product, chosen = offer.publication.product, offer.configuration.as_dict()
        y: float = _TOP - 8 * mm - _PICTURE[1] - 12 * mm
        self._heading(y, _word("configuration", self._language))
        y -= 8 * mm
        middle = (_LEFT + _RIGHT) / 2
        for index, group in enumerate(product.groups[:_MOST_GROUPS]):
            value = next(value for value in group.values if value.id == chosen[group.id])
            x = _LEFT if index % 2 == 0 else middle
            self._write(x, y, self._fitted(group.name.in_language(self._language), 10, 40 * mm), 10, color=_MUTED)
            self._write(x + 42 * mm, y, self._fitted(value.name.in_language(self._language), 10, 39 * mm), 10)
            y -= _ROW * 0.85 if index % 2 else 0.0
        if len(product.groups) > _MOST_GROUPS:
            count = len(product.groups) - _MOST_GROUPS
            self._write(_LEFT, y, _word("more", self._language).format(count=count), 10, color=_MUTED)
            return y - _ROW
        return y - (_ROW if len(product.groups) % 2 else 0.0)

    def table(self, offer: Offer, y: float) -> float:
        """The lines of the price with net, tax and total; returns where they end."""
        price, language = offer.price, self._language
        y -= 8 * mm
        self._heading(y, _word("price", language))
        y -= 8 * mm
        most = max(1, int((y - _BELOW) // _ROW))
        for line in price.lines[:most]:
            amount = _word("included", language) if line.included else self._money(line.amount, price.currency)
            y = self._pair(y, line.name.in_language(language), amount)
        if len(price.lines) > most:
            rest = price.lines[most:]
            words = _word("more", language).format(count=len(rest))
            y = self._pair(y, words, self._money(sum(line.amount for line in rest), price.currency))
        self._rule(y + 3.4 * mm)
        y -= 1.5 * mm
        tax = f"{price.tax_name.in_language(language)} {price.tax_rate_bp / 100:g} %"
        if language == "de":
            tax = tax.replace(".", ",") if "." in f"{price.tax_rate_bp / 100:g}" else tax
        y = self._pair(y, _word("net", language), self._money(price.net, price.currency), color=_MUTED)
        y = self._pair(y, tax, self._money(price.tax, price.currency), color=_MUTED)
        y -= 1.5 * mm
        self._write(_LEFT, y, _word("total", language), 14, _BOLD)
        self._right(_RIGHT, y, self._money(price.total, price.currency), 14, _BOLD)
        return y

    def foot(self, offer: Offer, y: float) -> None:
        y -= 16 * mm
        self._canvas.setFillColor("#f1efea")
        self._canvas.roundRect(_LEFT, y - 15 * mm, _RIGHT - _LEFT, 22 * mm, 3 * mm, stroke=0, fill=1)
        self._write(_LEFT + 6 * mm, y, _word("code", self._language), 9, color=_MUTED)
        self._write(_LEFT + 34 * mm, y, offer.code, 13, "Courier-Bold")
        for index, line in enumerate((_word("open", self._language), offer.page)):
            self._write(_LEFT + 6 * mm, y - (5.5 + 5 * index) * mm, line, 8.5, color=_MUTED)
        self._canvas.linkURL(offer.page, (_LEFT, y - 15 * mm, _RIGHT, y + 7 * mm))
        self._write(_LEFT, 18 * mm, _word("stands", self._language), 8.5, color=_MUTED)

    def _heading(self, y: float, text: str) -> None:
        self._write(_LEFT, y, text, 12, _BOLD)
        self._rule(y - 2.4 * mm)

    def _rule(self, y: float) -> None:
        self._canvas.setStrokeColor(_LINE)
        self._canvas.setLineWidth(0.7)
        self._canvas.line(_LEFT, y, _RIGHT, y)

    def _pair(self, y: float, left: str, right: str, color: str = _INK) -> float:
        self._write(_LEFT, y, self._fitted(left, 10.5, 120 * mm), 10.5, color=color)
        self._right(_RIGHT, y, right, 10.5, color=color)
        return y - _ROW

    def _money(self, amount: int, currency: str) -> str:
        return format_money(amount, currency, self._language)

    def _fitted(self, text: str, size: float, width: float) -> str:
        text = _writable(text)
        measure = self._canvas.stringWidth
        if measure(text, _BOLD, size) <= width:
            return text
        while text and measure(f"{text}…", _BOLD, size) > width:
            text = text[:-1]
        return f"{text.rstrip()}…"

    def _write(self, x: float, y: float, text: str, size: float, font: str = _PLAIN, color: str = _INK) -> None:
        self._canvas.setFillColor(color)
        self._canvas.setFont(font, size)
        self._canvas.drawString(x, y, _writable(text))

    def _right(self, x: float, y: float, text: str, size: float, font: str = _PLAIN, color: str = _INK) -> None:
        self._canvas.setFillColor(color)
        self._canvas.setFont(font, size)
        self._canvas.drawRightString(x, y, _writable(text))


def _word(key: str, language: Language) -> str:
    return _WORDS[key].in_language(language)


def _writable(text: str) -> str:
    """Words in the letters of the standard fonts (Windows-1252); others lose their accents, or are left out."""
    text = unicodedata.normalize("NFC", text).replace("\N{MINUS SIGN}", "\N{EN DASH}")
    return "".join(_letter(each) for each in text)


def _letter(letter: str) -> str:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        plain = unicodedata.normalize("NFKD", letter)
        return plain.encode("cp1252", "ignore").decode("cp1252")
    return letter
