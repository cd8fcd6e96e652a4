"""The way to the shop's checkout, and quotes as PDF."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, get_args

from aiohttp import web

from server.http.bodies import answer, body
from server.http.landing import preferred_language
from server.http.services import SERVICES, caller_of, in_thread
from showroom import checkout
from showroom.catalogue import Language
from showroom.codes import decode, tag_of
from showroom.errors import NotFound, Rejected
from showroom.markets import in_market, known_markets
from showroom.pricing import quote
from showroom.protocol.handover import Checkout, CheckoutRequest
from showroom.ui.invitation import invitation_page

if TYPE_CHECKING:
    from server.http.services import Services
    from showroom.catalogue import Product, Publication
    from showroom.configuration import Configuration

_NUMBER_BYTES: Final = 12


async def post_checkout(request: web.Request) -> web.StreamResponse:
    """Sign an order and say where the shop takes it."""
    services = request.app[SERVICES]
    services.ticket_limit.take(caller_of(request))
    asked = await body(request, CheckoutRequest)
    till = services.till
    if till is None:
        raise NotFound("no-checkout", "this shop takes no orders here", hint="the quote has everything for an order")
    publication, configuration = behind(services, asked.code)
    now_s = services.clock.now()
    order = checkout.order_of(
        publication,
        configuration,
        quote(_priced(publication.product, asked.market), configuration),
        code=asked.code,
        language=asked.language,
        issuer=_address(request),
        now_s=now_s,
        number=services.randomness.token(_NUMBER_BYTES),
    )
    address = checkout.address_of(till.template, checkout.sign(order, till.key))
    return answer(Checkout(address, now_s + checkout.LIFE_S))


async def get_quote(request: web.Request) -> web.StreamResponse:
    """Send the quote for a code as PDF; ``?language=de`` and ``?market=CH`` choose words and prices."""
    # What draws paper is imported with the first quote: a server starts without it, and in half the time.
    from server.selling.paper import Offer, draw_quote  # noqa: PLC0415

    services = request.app[SERVICES]
    services.ticket_limit.take(caller_of(request))
    code = request.match_info["code"]
    publication, configuration = behind(services, code)
    language = _language(request)
    price = quote(_priced(publication.product, request.query.get("market", "")), configuration)
    poster, page = publication.poster, invitation_page(_address(request), code)
    day = datetime.fromtimestamp(services.clock.now(), UTC).date()

    def draw() -> bytes:
        picture = services.files.read(poster.sha256) if poster is not None else None
        return draw_quote(Offer(publication, configuration, price, code, page, day, picture), language)

    headers = {
        "Cache-Control": "no-store",
        "Content-Language": language,
        "Content-Disposition": f'inline; filename="{publication.product.id}-{tag_of(code)}.pdf"',
    }
    return web.Response(body=await in_thread(draw), content_type="application/pdf", headers=headers)


def behind(services: Services, code: str) -> tuple[Publication, Configuration]:
    """What a code names.

    Raises:
        CodeRefused: it is mistyped or no longer valid.
        NotFound: ``unknown-product``.
    """
    tag = tag_of(code)
    products = services.shelf.current.catalogue.products
    publication = next((entry for entry in products if entry.codebook.tag == tag), None)
    if publication is None:
        raise NotFound("unknown-product", "no product on show has such codes", got=code[:80])
    return publication, decode(publication.product, publication.codebook, code)


def _priced(product: Product, market: str) -> Product:
    """A product in a market's prices; in its own where it has none there, as clients show it."""
    return in_market(product, market) if market in known_markets([product]) else product


def _language(request: web.Request) -> Language:
    asked = request.query.get("language")
    if asked is None:
        return "de" if preferred_language(request.headers.get("Accept-Language", "")) == "de" else "en"
    for language in get_args(Language):
        if asked == language:
            found: Language = language
            return found
    raise Rejected("unknown-language", "there are no quotes in this language", got=asked[:20], allowed="en, de")


def _address(request: web.Request) -> str:
    return f"{request.scheme}://{request.host}"
