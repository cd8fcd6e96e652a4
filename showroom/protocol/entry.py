"""What the HTTP side says and hears before a room is entered: tickets, logins, and how an error looks."""

from __future__ import annotations

from typing import Annotated, Final

from msgspec import Meta, Struct

from showroom.catalogue import Language  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.looks import AvatarLook  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.protocol.base import Key, Name, Token  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.protocol.messages import Role  # noqa: TC001 - msgspec reads the annotation at run time

MAIN_ROOM: Final = "main"
"""Where one comes in who asks for no room."""


PROTOCOL_HEADER: Final = "Showroom-Protocol"
"""A ticket is asked for with the version of the room protocol that the client speaks; without it, 1 is meant."""


class TicketRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/tickets. `visitor_token` brings a returning visitor back as the same person.

    Agents send the bearer token of their login as the Authorization header.
    """

    name: Name
    language: Language = "en"
    room: Key = MAIN_ROOM
    avatar: Annotated[str, Meta(max_length=200)] = ""
    visitor_token: Token | None = None
    look: AvatarLook | None = None


class Ticket(Struct, frozen=True):
    """A one-use entry to a room, good for 60 s; `visitor_token` is to be kept.

    Clients pass over what they do not know, so that a newer server can tell more. `sells`: orders are taken here.
    """

    ticket: str
    socket_url: str
    room: str
    visitor: str
    visitor_token: str
    expires_s: float
    sells: bool = False


class LoginRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/login."""

    user: Key
    password: Annotated[str, Meta(min_length=1, max_length=256)]


class OidcSessionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/oidc/session: the code that the browser brought, and the proof that one asked for it (RFC 7636)."""

    code: Token
    verifier: Annotated[str, Meta(min_length=43, max_length=128)]


class Login(Struct, frozen=True, forbid_unknown_fields=True):
    """A staff session; send it as ``Authorization: Bearer …``."""

    token: str
    user: str
    role: Role
    expires_s: float


class Problem(Struct, frozen=True, forbid_unknown_fields=True):
    """Every HTTP error (application/problem+json, RFC 9457)."""

    title: str
    status: int
    code: str
    detail: str
    got: str = ""
    allowed: str = ""
    hint: str = ""
