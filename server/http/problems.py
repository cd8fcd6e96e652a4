"""Every error as problem+json (RFC 9457)."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

import msgspec
from aiohttp import web

from server.http.limits import TooOften
from server.http.services import SERVICES
from showroom.errors import CodeRefused, NotFound, NotPermitted, Rejected, ShowroomError, Unavailable
from showroom.protocol.entry import Problem

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

MEDIA_TYPE: Final = "application/problem+json"
UNAUTHENTICATED: Final = frozenset({"wrong-password", "bad-session", "no-session", "bad-code", "bad-login-code"})
_STATUS: Final = (
    (TooOften, HTTPStatus.TOO_MANY_REQUESTS),
    (NotFound, HTTPStatus.NOT_FOUND),
    (NotPermitted, HTTPStatus.FORBIDDEN),
    (CodeRefused, HTTPStatus.UNPROCESSABLE_ENTITY),
    (Rejected, HTTPStatus.BAD_REQUEST),
)
"""The first kind that fits counts, so the narrow ones come first."""
_BY_CODE: Final = {
    "stale-revision": HTTPStatus.CONFLICT,
    "tag-taken": HTTPStatus.CONFLICT,
    "not-waiting": HTTPStatus.CONFLICT,
    "needs-approval": HTTPStatus.CONFLICT,
    "too-large": HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
}
_log = logging.getLogger(__name__)


@web.middleware
async def tell_problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn whatever a handler raises into a problem that says what was got and what is allowed."""
    try:
        return await handler(request)
    except ShowroomError as error:
        headers = {"Retry-After": str(error.wait_s)} if isinstance(error, TooOften) else {}
        return respond(problem_of(error), request, headers)
    except web.HTTPException as error:
        problem = _http_problem(error, request)
        headers = {"Allow": error.headers["Allow"]} if "Allow" in error.headers else {}
        return respond(problem, request, headers)
    except TimeoutError:
        return respond(Problem("Service Unavailable", 503, "too-slow", "the store was too slow; try again"), request)
    except Exception:  # noqa: BLE001 - the border of the program: the caller learns that, the log learns why
        _log.exception("request failed", extra={"route": request.path[:200]})
        problem = Problem("Internal Server Error", 500, "internal", "this is a mistake of the server; it is logged")
        return respond(problem, request)


def respond(problem: Problem, request: web.Request, headers: dict[str, str] | None = None) -> web.Response:
    """The response that carries a problem."""
    request.app[SERVICES].metrics.refused.labels(problem.code).inc()
    extra = dict(headers or {})
    if problem.status == HTTPStatus.UNAUTHORIZED:
        extra["WWW-Authenticate"] = "Bearer"
    if problem.status == HTTPStatus.SERVICE_UNAVAILABLE:
        extra.setdefault("Retry-After", "5")
    return web.Response(
        status=problem.status,
        body=msgspec.json.encode(problem),
        content_type=MEDIA_TYPE,
        headers={"Cache-Control": "no-store", **extra},
    )


def problem_of(error: ShowroomError) -> Problem:
    """What an error of ours says over HTTP."""
    status = _status(error)
    if isinstance(error, Rejected):
        return Problem(
            status.phrase, status, error.code, error.message, error.got[:200], error.allowed[:500], error.hint
        )
    if isinstance(error, Unavailable):
        return Problem(status.phrase, status, error.code, error.message)
    return Problem(status.phrase, status, "refused", "the request was refused")


def _status(error: ShowroomError) -> HTTPStatus:
    if isinstance(error, NotPermitted) and error.code in UNAUTHENTICATED:
        return HTTPStatus.UNAUTHORIZED
    if isinstance(error, Rejected) and error.code in _BY_CODE:
        return _BY_CODE[error.code]
    return next((status for kind, status in _STATUS if isinstance(error, kind)), HTTPStatus.SERVICE_UNAVAILABLE)


def _http_problem(error: web.HTTPException, request: web.Request) -> Problem:
    status = HTTPStatus(error.status)
    got = f"{request.method} {request.path}"[:200]
    match status:
        case HTTPStatus.NOT_FOUND:
            return Problem(status.phrase, status, "unknown-address", "nothing stands here", got, "see /openapi.json")
        case HTTPStatus.METHOD_NOT_ALLOWED:
            allowed = error.headers.get("Allow", "")
            return Problem(status.phrase, status, "method-not-allowed", "not with this method", got, allowed)
        case HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Problem(status.phrase, status, "too-large", "the body is too large", allowed="16 KiB")
        case _:
            return Problem(status.phrase, status, f"http-{error.status}", error.reason)
