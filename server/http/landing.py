"""The page for people: what this is, what is shown, and the command to come in. No scripts, no foreign addresses."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.services import SERVICES
from showroom.configuration import initial
from showroom.money import format_money
from showroom.pricing import quote

if TYPE_CHECKING:
    from showroom.catalogue import Publication

_FOLDER: Final = files("server.http") / "page"
_PAGE: Final = Template((_FOLDER / "page.html").read_text("utf-8"))
_STYLE: Final = (_FOLDER / "style.css").read_bytes()

_WORDS: Final = {
    "en": {
        "title": "Virtual showroom",
        "eyebrow": "Virtual showroom",
        "headline": "Walk in. Look closely. Make it yours.",
        "lead": (
            "A showroom that you walk through with others: configure real products at a price that is always right, "
            "and talk to a human adviser who stands beside you."
        ),
        "enter_label": "Come in with the client:",
        "enter_hint": "Without a display, by typing and reading:",
        "products_title": "On show today",
        "empty": "Nothing is on show yet. Publish a product with “showroom assets import”.",
        "included": "incl.",
        "excluded": "plus tax, total",
        "footer": "Open source, hosted by this shop itself. No trackers, no scripts on this page.",
        "catalogue_link": "Catalogue",
    },
    "de": {
        "title": "Virtueller Showroom",
        "eyebrow": "Virtueller Showroom",
        "headline": "Eintreten. Genau hinsehen. Selbst gestalten.",
        "lead": (
            "Ein Showroom, durch den man gemeinsam geht: echte Produkte konfigurieren, zu einem Preis, der immer "
            "stimmt, und mit Menschen sprechen, die beraten und neben einem stehen."
        ),
        "enter_label": "Mit dem Client eintreten:",
        "enter_hint": "Ohne Bildschirm, tippend und lesend:",
        "products_title": "Heute zu sehen",
        "empty": "Noch ist nichts ausgestellt. Produkte veröffentlicht „showroom assets import“.",
        "included": "inkl.",
        "excluded": "zzgl. Steuer, gesamt",
        "footer": "Quelloffen und von diesem Händler selbst betrieben. Keine Tracker, keine Skripte auf dieser Seite.",
        "catalogue_link": "Katalog",
    },
}


async def get_page(request: web.Request) -> web.StreamResponse:
    """Send the page for people, in German or English."""
    language = preferred_language(request.headers.get("Accept-Language", ""))
    words = _WORDS[language]
    address = escape(f"{request.scheme}://{request.host}")
    products = request.app[SERVICES].shelf.current.catalogue.products
    page = _PAGE.substitute(
        words,
        language=language,
        command=f"showroom client --server {address}",
        text_command=f"showroom text --server {address}",
        products=_products(products, language),
    )
    headers = {"Vary": "Accept-Language", "Content-Language": language, "Cache-Control": "no-cache"}
    return web.Response(text=page, content_type="text/html", headers=headers)


async def get_style(_request: web.Request) -> web.StreamResponse:
    """Send the style of the page."""
    return web.Response(body=_STYLE, content_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


def preferred_language(header: str) -> str:
    """``de`` or ``en``, whichever an Accept-Language header (RFC 9110 §12.5.4) likes better; English when in doubt."""
    liked = {"de": 0.0, "en": 0.0}
    for entry in header[:1000].split(","):
        tag, _, parameter = entry.strip().partition(";")
        language = tag.strip().lower().partition("-")[0]
        if language in liked:
            liked[language] = max(liked[language], _quality(parameter))
    return "de" if liked["de"] > liked["en"] else "en"


def _quality(parameter: str) -> float:
    name, _, value = parameter.strip().partition("=")
    if name.strip() != "q":
        return 1.0
    try:
        return float(value)
    except ValueError:
        return 0.0


def _products(products: tuple[Publication, ...], language: str) -> str:
    if not products:
        return f'<p class="empty">{escape(_WORDS[language]["empty"])}</p>'
    return f'<ul class="products">{"".join(_card(product, language) for product in products)}</ul>'


def _card(publication: Publication, language: str) -> str:
    product = publication.product
    name = escape(product.name.in_language(language))
    price = quote(product, initial(product))
    word = _WORDS[language]["included" if price.tax_included else "excluded"]
    tax = f"{word} {price.tax_rate_bp / 100:g} % {price.tax_name.in_language(language)}"
    if not price.tax_included:
        tax = f"{word} {format_money(price.total, price.currency, language)}"
    shown = format_money(price.total if price.tax_included else price.net, price.currency, language)
    return (
        f'<li class="card"><div class="stage">{_picture(publication, name)}</div><div class="words"><h3>{name}</h3>'
        f"<p>{escape(product.description.in_language(language))}</p>"
        f'<p class="price">{escape(shown)} <small>{escape(tax)}</small></p></div></li>'
    )


def _picture(publication: Publication, name: str) -> str:
    if publication.poster is None:
        return f'<span aria-hidden="true">{name[:1]}</span>'
    return f'<img src="/files/{publication.poster.sha256}" alt="{name}" loading="lazy">'
