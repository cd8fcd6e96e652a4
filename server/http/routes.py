"""The one table of routes: the application and the OpenAPI document are both made from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from server.http import catalogue, entry, files, health, landing, openapi
from showroom.catalogue import Catalogue, Publication
from showroom.protocol.messages import Login, LoginRequest, Ticket, TicketRequest

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from aiohttp import web


@dataclass(frozen=True)
class Route:
    """One address.

    Args:
        method: the HTTP method; HEAD comes with GET.
        path: with parameters in braces.
        handler: what answers; the first line of its docstring is the summary.
        response: the type of the JSON body, or a media type.
        status: of success.
        request: the type of the JSON body to send, None for none.
        errors: the statuses of refusals, all as problem+json.
        variants: other statuses without a body of their own (304, 206, …).
        staff: whether a staff session may be sent along.
    """

    method: str
    path: str
    handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    response: type | str
    status: int = 200
    request: type | None = None
    errors: tuple[int, ...] = ()
    variants: tuple[int, ...] = ()
    staff: bool = False


ROUTES: Final = (
    Route("GET", "/", landing.get_page, "text/html"),
    Route("GET", "/style.css", landing.get_style, "text/css"),
    Route("GET", "/api/v1/catalogue", catalogue.get_catalogue, Catalogue, variants=(304,)),
    Route("GET", "/api/v1/products/{product}", catalogue.get_product, Publication, errors=(404, 422), variants=(304,)),
    Route(
        "GET",
        "/api/v1/products/{product}/code/{code}",
        catalogue.get_code,
        catalogue.CodeReading,
        errors=(404, 422),
    ),
    Route(
        "GET",
        "/files/{sha256}",
        files.get_file,
        "application/octet-stream",
        errors=(404,),
        variants=(206, 304, 416),
    ),
    Route(
        "POST",
        "/api/v1/tickets",
        entry.post_ticket,
        Ticket,
        status=201,
        request=TicketRequest,
        errors=(400, 401, 403, 404, 413, 429, 503),
        staff=True,
    ),
    Route(
        "POST",
        "/api/v1/login",
        entry.post_login,
        Login,
        status=201,
        request=LoginRequest,
        errors=(400, 401, 413, 429, 503),
    ),
    Route("GET", "/openapi.json", openapi.get_document, "application/json"),
    Route("GET", "/healthz", health.get_health, health.Health),
    Route("GET", "/readyz", health.get_ready, health.Health, variants=(503,)),
    Route("GET", "/metrics", health.get_metrics, "text/plain"),
)
