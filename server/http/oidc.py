"""Logging the staff in through a provider: a browser goes there and back, and the command line gets the session.

    showroom login ──opens──▶ /oidc/start ──302──▶ provider ──302──▶ /oidc/callback ──302──▶ 127.0.0.1 of the command
    showroom login ──code and verifier──▶ /api/v1/oidc/session ──▶ session

Two proofs keep it whole: this server proves to the provider, and the command line to this server, that whoever asks at
the end is who asked at the beginning (PKCE, RFC 7636; loopback redirect, RFC 8252 §7.3). What stands in addresses on
the way is used once, within a minute, and worth nothing without the proof.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import urlencode

from aiohttp import web

from server.http.bodies import answer, body
from server.http.entry import SESSION_LIFE_S
from server.http.services import SERVICES, caller_of, in_thread
from server.oidc.logins import LOGIN_LIFE_S, Asked, challenge_of
from showroom.errors import NotFound, NotPermitted, Rejected, ShowroomError
from showroom.protocol.access import IN_ROOM
from showroom.protocol.entry import Login, OidcSessionRequest

if TYPE_CHECKING:
    from server.http.services import OidcDesk

COOKIE: Final = "showroom-oidc"
_TOKEN_BYTES: Final = 32
_CHALLENGE: Final = re.compile(r"[A-Za-z0-9_-]{43}")
_STATE: Final = re.compile(r"[A-Za-z0-9_-]{16,128}")
_LOWEST_PORT: Final = 1024
_HIGHEST_PORT: Final = 65535
_MOST_NAME: Final = 62


async def get_start(request: web.Request) -> web.StreamResponse:
    """Send a browser to the provider."""
    services, desk = request.app[SERVICES], _desk(request)
    services.login_limit.take(caller_of(request))
    asked = _asked(request)
    state, underway = desk.logins.begin(asked)
    address = await desk.provider.address(state=state, nonce=underway.nonce, challenge=challenge_of(underway.verifier))
    response = _redirect(address)
    response.set_cookie(
        COOKIE,
        underway.browser,
        max_age=int(LOGIN_LIFE_S),
        path="/oidc",
        httponly=True,
        samesite="Lax",
        secure=desk.settings.public_url.startswith("https:"),
    )
    return response


async def get_callback(request: web.Request) -> web.StreamResponse:
    """Take a browser that comes back from the provider, and send it on to the command line that waits."""
    services, desk, said = request.app[SERVICES], _desk(request), request.query
    underway = desk.logins.back(said.get("state", ""), request.cookies.get(COOKIE, ""))
    try:
        if said.get("iss", desk.settings.issuer) != desk.settings.issuer:
            raise NotPermitted("bad-login-state", "another provider answers")
        if "code" not in said:
            raise NotPermitted("provider-refused", "the provider does not log this user in")
        claims = await desk.provider.claims(said["code"], underway.verifier, underway.nonce)
        role, subject = desk.settings.role_of(claims), f"{desk.settings.issuer} {claims['sub']}"
        name, now_s = _name(claims), services.clock.now()
        user = await in_thread(lambda: services.staff.identified(subject, name, role, now_s))
        back = {"code": desk.logins.hand(user, underway.asked.challenge)}
    except ShowroomError as error:
        back = {"error": getattr(error, "code", "refused"), "error_description": getattr(error, "message", "")[:200]}
    address = f"http://127.0.0.1:{underway.asked.port}/?{urlencode({**back, 'state': underway.asked.state})}"
    response = _redirect(address)
    response.del_cookie(COOKIE, path="/oidc")
    return response


async def post_session(request: web.Request) -> web.StreamResponse:
    """Open a session for whoever has logged in through the provider."""
    services, desk = request.app[SERVICES], _desk(request)
    services.login_limit.take(caller_of(request))
    asked = await body(request, OidcSessionRequest)
    user = desk.logins.handed(asked.code, asked.verifier)
    token, now_s = services.randomness.token(_TOKEN_BYTES), services.clock.now()
    expires_s = now_s + SESSION_LIFE_S
    await in_thread(lambda: services.staff.open_session(user.name, token, expires_s, now_s))
    return answer(Login(token, user.name, IN_ROOM[user.role] or "visitor", expires_s), HTTPStatus.CREATED)


def _desk(request: web.Request) -> OidcDesk:
    desk = request.app[SERVICES].oidc
    if desk is None:
        hint = "log in with user and password: showroom login --user NAME"
        raise NotFound("no-provider", "this shop logs nobody in through a provider", hint=hint)
    return desk


def _asked(request: web.Request) -> Asked:
    said = request.query
    port, challenge, state = (said.get(name, "") for name in ("port", "challenge", "state"))
    fits = port.isdecimal() and len(port) <= len(str(_HIGHEST_PORT)) and _LOWEST_PORT <= int(port) <= _HIGHEST_PORT
    if not fits or not _CHALLENGE.fullmatch(challenge) or not _STATE.fullmatch(state):
        hint = "showroom login --server URL --oidc opens this page"
        raise Rejected("bad-login-request", "this is not how a login begins", hint=hint)
    return Asked(int(port), challenge, state)


def _name(claims: object) -> str:
    """How somebody is called here: the first readable name that the provider has for them."""
    said = claims if isinstance(claims, dict) else {}
    names = (said.get(name) for name in ("preferred_username", "email", "sub"))
    found = next((name.strip() for name in names if isinstance(name, str) and name.strip()), "")
    if not 1 <= len(found) <= _MOST_NAME or not found.isprintable():
        raise NotPermitted("bad-user-name", "the provider's name for this user cannot be used", got=found[:80])
    return found


def _redirect(address: str) -> web.Response:
    headers = {"Location": address, "Cache-Control": "no-store"}
    return web.Response(status=HTTPStatus.FOUND, headers=headers)
