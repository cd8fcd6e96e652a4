"""The page behind an invitation: what was configured, and how to come in. No scripts, no foreign addresses."""

from __future__ import annotations

from html import escape
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.landing import preferred_language
from server.http.selling import behind
from server.http.services import SERVICES, caller_of
from showroom.errors import NotFound
from showroom.money import format_money
from showroom.pricing import quote
from showroom.ui.invitation import invitation_link, invitation_page

if TYPE_CHECKING:
    from showroom.catalogue import Publication
    from showroom.configuration import Configuration

_PAGE: Final = Template((files("server.http") / "page" / "invitation.html").read_text("utf-8"))
_WORDS: Final = {
    "en": {
        "eyebrow": "You are invited",
        "headline": "Come and see this {name}",
        "lead": "Somebody configured it and wants to show it to you, in a showroom that you walk through together.",
        "open_label": "Open in the showroom",
        "first_time": "Needs the client on this computer. With it, this does the same:",
        "text_hint": "Without a display, by typing and reading:",
        "code_hint": "The code, to paste on the start screen:",
        "footer": "Open source, hosted by this shop itself. No trackers, no scripts on this page.",
        "front_label": "Everything on show",
    },
    "de": {
        "eyebrow": "Sie sind eingeladen",
        "headline": "Sehen Sie sich {name} an",
        "lead": "Jemand hat das konfiguriert und möchte es Ihnen zeigen, in einem Showroom, durch den man gemeinsam "
        "geht.",
        "open_label": "Im Showroom öffnen",
        "first_time": "Braucht den Client auf diesem Rechner. Mit ihm geht es auch so:",
        "text_hint": "Ohne Bildschirm, tippend und lesend:",
        "code_hint": "Der Code, zum Einfügen auf dem Startbild:",
        "footer": "Quelloffen und von diesem Händler selbst betrieben. Keine Tracker, keine Skripte auf dieser Seite.",
        "front_label": "Alles, was zu sehen ist",
    },
}


async def get_invitation(request: web.Request) -> web.StreamResponse:
    """Send the page about the configuration behind a code, in German or English."""
    code = request.match_info["code"]
    publication, configuration = behind(request.app[SERVICES], code)
    language = preferred_language(request.headers.get("Accept-Language", ""))
    address = f"{request.scheme}://{request.host}"
    product = publication.product
    price = quote(product, configuration)
    name = product.name.in_language(language)
    words = {key: text.format(name=name) for key, text in _WORDS[language].items()}
    page = invitation_page(address, code)
    services = request.app[SERVICES]
    poster = f"/files/{publication.poster.sha256}" if publication.poster else ""
    poster = f"/i/{code}/picture" if services.easel is not None else poster
    filled = {
        **words,
        "language": language,
        "name": name,
        "price": format_money(price.total, price.currency, language),
        "link": invitation_link(address, code),
        "command": f"showroom client {page}",
        "text_command": f"showroom text {page}",
        "code": code,
    }
    html = _PAGE.substitute(
        {key: escape(text) for key, text in filled.items()},
        choices=_choices(publication, configuration, language),
        picture=_picture(poster, name),
        og_picture=f'<meta property="og:image" content="{escape(address)}{poster}">' if poster else "",
    )
    headers = {"Vary": "Accept-Language", "Content-Language": language, "Cache-Control": "no-cache"}
    return web.Response(text=html, content_type="text/html", headers=headers)


def _picture(address: str, name: str) -> str:
    """What was configured, over its first letter: that stays while the picture is drawn, and where there is none.

    Its name and everything that was chosen stand below in words, so that it has none of its own.
    """
    letter = f'<span aria-hidden="true">{escape(name[:1])}</span>'
    return f'{letter}<img src="{address}" alt="">' if address else letter


async def get_picture(request: web.Request) -> web.StreamResponse:
    """Send a picture of the configuration behind a code, the product's poster where none is drawn."""
    services = request.app[SERVICES]
    services.ticket_limit.take(caller_of(request))
    publication, configuration = behind(services, request.match_info["code"])
    drawn = await services.easel.picture(publication, configuration) if services.easel is not None else None
    if drawn is not None:
        return web.Response(body=drawn, content_type="image/png", headers={"Cache-Control": "public, max-age=86400"})
    if publication.poster is None:
        raise NotFound("no-picture", "there is no picture of this configuration", got=request.match_info["code"][:80])
    raise web.HTTPFound(f"/files/{publication.poster.sha256}", headers={"Cache-Control": "no-store"})


def _choices(publication: Publication, configuration: Configuration, language: str) -> str:
    chosen = configuration.as_dict()
    return "".join(
        f"<li>{_swatch(value.swatch)}<i>{escape(group.name.in_language(language))}</i>"
        f"<b>{escape(value.name.in_language(language))}</b></li>"
        for group in publication.product.groups
        for value in group.values
        if value.id == chosen[group.id]
    )


def _swatch(color: str | None) -> str:
    """A disc in a colour; drawn, for the page's policy allows no styles in attributes."""
    if color is None:
        return ""
    disc = f'<circle cx="8" cy="8" r="7.5" fill="{escape(color)}" stroke="#00000040"/>'
    return f'<svg viewBox="0 0 16 16" aria-hidden="true">{disc}</svg>'
