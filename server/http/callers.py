"""Who asks, and what their role lets them do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.services import SERVICES, in_thread
from server.store.accounts import Account
from server.store.people import hash_token
from server.store.staff import StaffUser
from showroom.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Collection

    from server.http.problems import Handler
    from showroom.protocol.access import Principal

SHOPPER_PREFIX: Final = "shopper-"
"""Sessions of accounts begin so: scanners for leaked secrets can know them, and one look finds whose they are."""
_MOST_SESSION_CHARACTERS: Final = 256


@dataclass(frozen=True)
class Caller:
    """Whose session a request carries, by its token; it ends at `ends_s`."""

    role: Principal
    token: str
    ends_s: float
    user: StaffUser | None = None
    account: Account | None = None

    @property
    def session(self) -> str:
        """What is kept of the session's token."""
        return hash_token(self.token)


CALLER: Final = web.RequestKey("caller", Caller)
USER: Final = web.RequestKey("user", StaffUser)
ACCOUNT: Final = web.RequestKey("account", Account)


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


async def caller(request: web.Request) -> Caller | None:
    """Whose session a request carries; None where it carries none.

    Raises:
        NotPermitted: ``bad-session``.
    """
    token = token_of(request)
    if token is None:
        return None
    services = request.app[SERVICES]
    now_s = services.clock.now()
    if token.startswith(SHOPPER_PREFIX):
        shopper = await in_thread(lambda: services.accounts.session(token, now_s))
        if shopper is not None:
            return Caller("shopper", token, shopper[1], account=shopper[0])
    else:
        member = await in_thread(lambda: services.staff.session(token, now_s))
        if member is not None:
            return Caller(member[0].role, token, member[1], user=member[0])
    raise _bad_session()


def only(roles: Collection[Principal], handler: Handler) -> Handler:
    """`handler` for some roles; it finds who asks under `CALLER`, and under `USER` or `ACCOUNT`."""

    async def guarded(request: web.Request) -> web.StreamResponse:
        who = await caller(request)
        if who is None:
            whom, hint = _WHOM["shopper" in roles]
            raise NotPermitted("no-session", whom, hint=hint)
        if who.role not in roles:
            allowed = ", ".join(roles)
            raise NotPermitted("wrong-role", "this user may not do that", got=who.role, allowed=allowed)
        request[CALLER] = who
        if who.user is not None:
            request[USER] = who.user
        if who.account is not None:
            request[ACCOUNT] = who.account
        return await handler(request)

    return guarded


_WHOM: Final = {
    True: ("this is for who has an account", "sign in first"),
    False: ("this is for the staff", "log in: showroom login"),
}


def _bad_session() -> NotPermitted:
    return NotPermitted("bad-session", "the session is unknown or over", hint="log in again")
