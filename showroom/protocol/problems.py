"""From a problem that a server told (RFC 9457) back to the error that it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.errors import NotFound, NotPermitted, Rejected, Unavailable

if TYPE_CHECKING:
    from showroom.protocol.entry import Problem

_UNAUTHORISED = frozenset({401, 403})
_NOT_FOUND = 404
_SERVER_FAULT = 500
_LATER = frozenset({408, 425, 429})


def error_of(problem: Problem) -> Rejected | Unavailable:
    """The error that a problem tells of."""
    if problem.status >= _SERVER_FAULT or problem.status in _LATER:
        return Unavailable(problem.code, problem.detail)
    kind = NotPermitted if problem.status in _UNAUTHORISED else NotFound if problem.status == _NOT_FOUND else Rejected
    return kind(problem.code, problem.detail, got=problem.got, allowed=problem.allowed, hint=problem.hint)
