"""The ways in: a ticket for a room, and a login for the staff."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from aiohttp import web

from server.http.bodies import answer, body
from server.http.callers import USER, Caller, caller, token_of
from server.http.evenly import evenly
from server.http.hashing import hashing
from server.http.services import SERVICES, caller_of, in_thread
from server.store.facts import STAFF_PREFIX
from server.store.people import VisitorRecord, hash_token
from server.tickets import TICKET_LIFE_S, Admission
from showroom.errors import NotPermitted, Rejected, Unavailable
from showroom.looks import check_look
from showroom.protocol.access import IN_ROOM
from showroom.protocol.entry import PROTOCOL_HEADER, Login, LoginRequest, Ticket, TicketRequest
from showroom.protocol.publishing import Me

if TYPE_CHECKING:
    from server.http.services import Services

SESSION_LIFE_S: Final = 12 * 3600.0
_ID_BYTES: Final = 12
_TOKEN_BYTES: Final = 32
_HOST: Final = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::\d+)?")

# Format characters (Cf) are welcome: they join emoji.
_HIDDEN: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})


async def post_ticket(request: web.Request) -> web.StreamResponse:
    """Hand out a ticket: for a new visitor, for one who comes back, or for an agent with a staff session."""
    services = request.app[SERVICES]
    services.ticket_limit.take(caller_of(request))
    asked = await body(request, TicketRequest)
    if asked.look is not None:
        check_look(asked.look)
    services.shelf.current.room(asked.room)
    who = await caller(request)
    admission, token = await _visitor(services, asked) if who is None else (_known(who, asked), "")
    entrance = await services.entrances.issue(admission, _protocol(request))
    ticket = Ticket(
        ticket=entrance.ticket,
        socket_url=entrance.address or _socket_url(request, services),
        room=asked.room,
        visitor=admission.person_id,
        visitor_token=token,
        expires_s=services.clock.now() + TICKET_LIFE_S,
        sells=services.till is not None,
    )
    return answer(ticket, HTTPStatus.CREATED)


async def post_login(request: web.Request) -> web.StreamResponse:
    """Open a staff session."""
    services = request.app[SERVICES]
    services.login_limit.take(caller_of(request))
    asked = await body(request, LoginRequest)
    services.person_limit.take(STAFF_PREFIX + asked.user)
    user = await evenly(hashing(lambda: services.staff.check(asked.user, asked.password)))
    token = services.randomness.token(_TOKEN_BYTES)
    now = services.clock.now()
    expires_s = now + SESSION_LIFE_S
    await in_thread(lambda: services.staff.open_session(user.name, token, expires_s, now))
    return answer(Login(token, user.name, IN_ROOM[user.role] or "visitor", expires_s), HTTPStatus.CREATED)


async def post_logout(request: web.Request) -> web.StreamResponse:
    """End the session."""
    services = request.app[SERVICES]
    token = token_of(request)
    if token is not None:
        await in_thread(lambda: services.staff.close_session(token, services.clock.now()))
    return web.Response(status=HTTPStatus.NO_CONTENT)


async def get_me(request: web.Request) -> web.StreamResponse:
    """Say whose session it is."""
    user = request[USER]
    return answer(Me(user.name, user.role))


def _known(who: Caller, asked: TicketRequest) -> Admission:
    """Whoever has a session comes back by it, so they get no visitor token, and goes when it ends.

    Raises:
        NotPermitted: ``not-an-agent``.
    """
    role = IN_ROOM[who.role]
    if role is None:
        raise NotPermitted("not-an-agent", "this user is no agent", got=who.role, allowed="agent, admin")
    person = STAFF_PREFIX + who.user.name if who.user is not None else "" if who.account is None else who.account.person
    name, look = clean_name(asked.name), asked.look
    admission = Admission(person, name, role, asked.room, asked.language, asked.avatar, None, look)
    return replace(admission, session=who.session, session_ends_s=who.ends_s)


async def _visitor(services: Services, asked: TicketRequest) -> tuple[Admission, str]:
    """Who holds a known token is who they were; everybody else is new and gets a token."""
    token, known, name = asked.visitor_token, None, clean_name(asked.name)
    if token is not None:
        held = token
        known = await in_thread(lambda: services.visitors.by_token(held))
    if token is None or known is None:
        token = services.randomness.token(_TOKEN_BYTES)
    person_id = known.id if known is not None else f"v-{services.randomness.token(_ID_BYTES)}"
    record = VisitorRecord(person_id, hash_token(token), name, asked.language)
    return Admission(person_id, name, "visitor", asked.room, asked.language, asked.avatar, record, asked.look), token


def clean_name(name: str) -> str:
    """A name as others may see it.

    Raises:
        Rejected: ``bad-name`` where nothing visible is left or it holds control characters.
    """
    name = unicodedata.normalize("NFC", name).strip()
    if not name or any(unicodedata.category(character) in _HIDDEN for character in name):
        raise Rejected("bad-name", "the name is empty or holds control characters", allowed="1 to 40 characters")
    return name


def _protocol(request: web.Request) -> int:
    """The version of the room protocol that a client says it speaks; who says nothing is as old as the first."""
    said = request.headers.get(PROTOCOL_HEADER, "1")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < 6 else 0  # noqa: PLR2004 - no such version


def _socket_url(request: web.Request, services: Services) -> str:
    """The room socket as the caller can reach it: the host that it came by."""
    match = _HOST.fullmatch(request.host)
    if match is None:
        raise Rejected("bad-host", "the Host header names no host", got=request.host[:80])
    port = services.room_port()
    if port == 0:
        raise Unavailable("no-room-socket", "the rooms are not open yet; try again")
    return f"{'wss' if services.is_encrypted else 'ws'}://{match[1]}:{port}"
