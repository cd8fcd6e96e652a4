"""Who of the staff asks, and what their role lets them do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.services import SERVICES, in_thread
from server.store.people import StaffUser
from showroom.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Collection

    from server.http.problems import Handler

USER: Final = web.RequestKey("user", StaffUser)
_MOST_SESSION_CHARACTERS: Final = 256


def token_of(request: web.Request) -> str | None:
    """The bearer token of a request; None where it sends no credentials.

    Raises:
        NotPermitted: ``bad-session`` where it sends others.
    """
    header = request.headers.get("Authorization")
    if header is None:
        return None
    scheme, _, token = header.partition(" ")
    if scheme.lower() != "bearer" or len(token) > _MOST_SESSION_CHARACTERS:
        raise _bad_session()
    return token.strip()


async def staff_user(request: web.Request) -> StaffUser | None:
    """Whose session a request carries; None where it carries none.

    Raises:
        NotPermitted: ``bad-session``.
    """
    token = token_of(request)
    if token is None:
        return None
    services = request.app[SERVICES]
    user = await in_thread(lambda: services.staff.session(token, services.clock.now()))
    if user is None:
        raise _bad_session()
    return user


def only(roles: Collection[str], handler: Handler) -> Handler:
    """`handler` for the staff of some roles; it finds who asks under `USER`."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        user = await staff_user(request)
        if user is None:
            raise NotPermitted("no-session", "this is for the staff", hint="log in: showroom login")
        if user.role not in roles:
            allowed = ", ".join(roles)
            raise NotPermitted("wrong-role", "this user may not do that", got=user.role, allowed=allowed)
        request[USER] = user
        return await handler(request)

    return guarded


def _bad_session() -> NotPermitted:
    return NotPermitted("bad-session", "the session is unknown or over", hint="log in again")
