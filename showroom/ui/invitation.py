"""Invitations: what people pass on so that others come to the same showroom, and see the same configuration.

Three ways to write one: a bare code (at the showroom where one is), the page that its server shows to people
(``https://shop.example/i/CODE``), and a link that opens the client (``showroom://shop.example/CODE``). A
``showroom://`` link means an encrypted connection, except on this machine itself; ``showroom+http://`` says that there
is none.
"""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass
from typing import Final

from showroom.codes import tag_of
from showroom.errors import CodeRefused, Rejected

SCHEME: Final = "showroom"
PLAIN_SCHEME: Final = "showroom+http"
PAGE: Final = "/i/"
_WEB: Final = {"http": "http", "https": "https", SCHEME: "https", PLAIN_SCHEME: "http"}
_LONGEST: Final = 2000
_ADDRESS: Final = re.compile(r"([a-z+]+)://(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(:[0-9]{1,5})?(/[A-Za-z0-9/._-]*)?")


@dataclass(frozen=True)
class Invitation:
    """Where to go (None is where one is, or was last) and what to look at there (empty for nothing special)."""

    server: str | None = None
    code: str = ""


def parse_invitation(text: str) -> Invitation:
    """Read an invitation as people paste it.

    Raises:
        Rejected: ``bad-invitation``.
    """
    text = text.strip()[:_LONGEST]
    if not text:
        return Invitation()
    if "://" not in text:
        return Invitation(None, _code(text))
    match = _ADDRESS.fullmatch(text)
    scheme, host, port, path = match.groups("") if match else ("", "", "", "")
    if scheme not in _WEB:
        raise _bad(text)
    web = "http" if scheme == SCHEME and is_this_machine(host) else _WEB[scheme]
    code = path.removeprefix(PAGE).strip("/")
    return Invitation(f"{web}://{host}{port}", _code(code) if code else "")


def invitation_link(server: str, code: str = "") -> str:
    """The link that opens the client at `server` (``http://host:port``) with a configuration."""
    web, _, place = server.partition("://")
    host = place.rpartition(":")[0] if re.search(r":[0-9]+$", place) else place
    plain = web == "http" and not is_this_machine(host)
    return f"{PLAIN_SCHEME if plain else SCHEME}://{place}/{code}"


def invitation_page(server: str, code: str) -> str:
    """The address of the page about a configuration, for those who have no client yet."""
    return f"{server}{PAGE}{code}"


def is_this_machine(host: str) -> bool:
    """Whether a host name means the machine on which this runs."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def _code(text: str) -> str:
    try:
        tag_of(text)
    except CodeRefused:
        raise _bad(text) from None
    return text


def _bad(text: str) -> Rejected:
    return Rejected(
        "bad-invitation",
        "this is no invitation",
        got=text[:80],
        allowed="a code, showroom://HOST/CODE, or the address of an invitation's page",
    )
