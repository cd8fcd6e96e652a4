"""Builds the HTTP application from the table of routes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from server.http.callers import only
from server.http.openapi import DOCUMENT, describe
from server.http.problems import tell_problems
from server.http.routes import ROUTES
from server.http.services import SERVICES, Services
from showroom.protocol.messages import MAX_CONTROL_BYTES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from server.http.problems import Handler
    from server.http.routes import Route

_SECURITY: Final = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_ONE_YEAR: Final = "max-age=31536000"


def build_front(services: Services, routes: Sequence[Route] = ROUTES) -> web.Application:
    """Return the application; whoever runs it owns the sockets. A room node has but its `HEALTH` to tell."""
    application = web.Application(middlewares=[_count, tell_problems], client_max_size=MAX_CONTROL_BYTES)
    application[SERVICES] = services
    application[DOCUMENT] = msgspec.json.encode(describe(routes))
    for route in routes:
        handler = only(route.roles, _renewing(route)) if route.roles else route.handler
        application.router.add_route(route.method, route.path, handler)
        if route.method == "GET":
            application.router.add_route("HEAD", route.path, handler)
    application.on_response_prepare.append(_add_security_headers)
    return application


def _renewing(route: Route) -> Handler:
    """What the staff change stands on the shelf before they are answered, so that they read what they wrote."""
    if route.method == "GET" or "shopper" in route.roles:
        return route.handler

    async def renewing(request: web.Request) -> web.StreamResponse:
        response = await route.handler(request)
        await request.app[SERVICES].renew()
        return response

    return renewing


async def _add_security_headers(request: web.Request, response: web.StreamResponse) -> None:
    for name, value in _SECURITY.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "showroom"
    if request.app[SERVICES].is_encrypted:
        response.headers.setdefault("Strict-Transport-Security", _ONE_YEAR)


@web.middleware
async def _count(request: web.Request, handler: Handler) -> web.StreamResponse:
    response = await handler(request)
    resource = request.match_info.route.resource
    name = "unknown" if resource is None else resource.canonical
    request.app[SERVICES].metrics.http.labels(name, str(response.status)).inc()
    return response
