"""Whether the server lives, whether it should get visitors, and its figures."""

from __future__ import annotations

from http import HTTPStatus

import msgspec
from aiohttp import web
from prometheus_client import CONTENT_TYPE_LATEST

from server.http.services import SERVICES


class Health(msgspec.Struct, frozen=True):
    """The state of the server; `problems` and `degraded` are stable codes: what is degraded keeps nobody out."""

    status: str
    problems: tuple[str, ...] = ()
    degraded: tuple[str, ...] = ()


async def get_health(_request: web.Request) -> web.StreamResponse:
    """Say that the process lives and its loop turns."""
    return _answer(Health("alive"), HTTPStatus.OK)


async def get_ready(request: web.Request) -> web.StreamResponse:
    """Say whether visitors can be served: 503 while starting, draining, or when the store refuses."""
    services = request.app[SERVICES]
    problems, degraded = services.problems(), services.degraded()
    if problems:
        return _answer(Health("not-ready", problems, degraded), HTTPStatus.SERVICE_UNAVAILABLE)
    return _answer(Health("ready", degraded=degraded), HTTPStatus.OK)


async def get_metrics(request: web.Request) -> web.StreamResponse:
    """Send every figure in Prometheus' text format."""
    response = web.Response(body=request.app[SERVICES].metrics.text(), headers={"Cache-Control": "no-store"})
    response.headers["Content-Type"] = CONTENT_TYPE_LATEST
    return response


def _answer(health: Health, status: HTTPStatus) -> web.Response:
    return web.Response(
        status=status,
        body=msgspec.json.encode(health),
        content_type="application/json",
        headers={"Cache-Control": "no-store"},
    )
