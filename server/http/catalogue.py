"""The catalogue over HTTP: all of it, one product, and what a configuration code means."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import msgspec
from aiohttp import web
from msgspec.structs import replace

from server.http.ranges import matches
from server.http.services import SERVICES
from showroom import codes
from showroom.markets import in_market
from showroom.pricing import Quote, quote

if TYPE_CHECKING:
    from server.catalogue_view import CatalogueView


@dataclass(frozen=True)
class CodeReading:
    """What a configuration code stands for today, and what that costs."""

    product: str
    revision: int
    code: str
    choices: dict[str, str]
    quote: Quote


async def get_catalogue(request: web.Request) -> web.StreamResponse:
    """Send everything that a client needs to draw the shop; unchanged since the caller's ETag: 304."""
    view = _view(request)
    return _revalidated(request, view.data, view.etag)


async def get_product(request: web.Request) -> web.StreamResponse:
    """Send one publication; ``?market=CH`` prices it for a country."""
    view = _view(request)
    publication = view.publication(request.match_info["product"])
    market = request.query.get("market", "")
    if market:
        publication = replace(publication, product=in_market(publication.product, market))
        return _revalidated(request, msgspec.json.encode(publication), f'{view.etag[:-1]}-{market}"')
    return _revalidated(request, msgspec.json.encode(publication), view.etag)


async def get_code(request: web.Request) -> web.StreamResponse:
    """Read a configuration code of a product; ``?market=CH`` prices it for a country."""
    publication = _view(request).publication(request.match_info["product"])
    code = request.match_info["code"]
    configuration = codes.decode(publication.product, publication.codebook, code)
    reading = CodeReading(
        product=publication.product.id,
        revision=publication.revision,
        code=codes.encode(publication.codebook, configuration),
        choices=configuration.as_dict(),
        quote=quote(in_market(publication.product, request.query.get("market", "")), configuration),
    )
    return web.Response(body=msgspec.json.encode(reading), content_type="application/json")


def _view(request: web.Request) -> CatalogueView:
    return request.app[SERVICES].shelf.current


def _revalidated(request: web.Request, data: bytes, etag: str) -> web.Response:
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if matches(request.headers.get("If-None-Match"), etag):
        return web.Response(status=HTTPStatus.NOT_MODIFIED, headers=headers)
    return web.Response(body=data, content_type="application/json", headers=headers)
