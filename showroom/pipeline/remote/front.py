"""A server's HTTP side as the staff's tools use it. Blocking, with a deadline on every wait."""

from __future__ import annotations

import http.client
import urllib.error
import urllib.parse
import urllib.request
from typing import TYPE_CHECKING, TypeVar

import msgspec

from showroom.catalogue import FileRef
from showroom.errors import NotFound, Rejected, Unavailable
from showroom.protocol.entry import Login, LoginRequest, Problem
from showroom.protocol.problems import error_of
from showroom.protocol.publishing import MAX_FILE_BYTES

if TYPE_CHECKING:
    from collections.abc import Mapping

TIMEOUT_S = 60.0
TRIES = 3
"""Requests that may be sent twice are, when the line breaks."""
MAX_JSON_BYTES = 64 << 20
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
_REPEATABLE = frozenset({"GET", "HEAD", "PUT"})

T = TypeVar("T")


class StaffFront:
    """Asks one server for somebody of its staff.

    Args:
        server: its address, ``http://host:port``.
        token: of the session; empty before the login.
        timeout_s: the longest wait for any single answer of the network.

    Raises:
        Rejected: ``bad-address``.
    """

    def __init__(self, server: str, token: str = "", timeout_s: float = TIMEOUT_S) -> None:
        self.server = address(server)
        self._token = token
        self._timeout_s = timeout_s

    @property
    def is_readable_by_others(self) -> bool:
        """Whether passwords and tokens travel over a network unencrypted."""
        parts = urllib.parse.urlsplit(self.server)
        return parts.scheme == "http" and parts.hostname not in LOOPBACK

    def login(self, user: str, password: str) -> Login:
        """Open a session.

        Raises:
            NotPermitted: ``wrong-password``.
            Unavailable: ``server-unreachable``.
        """
        return self.ask("POST", "/api/v1/login", Login, LoginRequest(user, password))

    def ask(self, method: str, path: str, kind: type[T], value: msgspec.Struct | None = None) -> T:
        """Send a value as JSON and read another one.

        Raises:
            Rejected: the server refuses, with its own code.
            Unavailable: ``server-unreachable`` or ``bad-answer``.
        """
        body = None if value is None else msgspec.json.encode(value)
        data = self.send(method, path, body, {"Content-Type": "application/json"}, MAX_JSON_BYTES)
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.DecodeError as error:
            raise Unavailable("bad-answer", f"{self.server}{path} answered something else: {error}") from None

    def has(self, sha256: str) -> bool:
        """Whether the server stores a file."""
        try:
            self.send("HEAD", f"/files/{sha256}", None, {}, 0)
        except NotFound:
            return False
        return True

    def upload(self, data: bytes, sha256: str, media_type: str) -> FileRef:
        """Store a file under its hash; what is there already is not sent.

        Raises:
            Rejected: what the server refuses.
            Unavailable: ``server-unreachable``.
        """
        if len(data) > MAX_FILE_BYTES:
            allowed = f"at most {MAX_FILE_BYTES:,} bytes"
            raise Rejected("too-large", "the file is too large", got=f"{len(data):,} bytes", allowed=allowed)
        path = f"/api/v1/publishing/files/{sha256}"
        body = b"" if self.has(sha256) else data
        answer = self.send("PUT", path, body, {"Content-Type": media_type}, MAX_JSON_BYTES)
        return msgspec.json.decode(answer, type=FileRef)

    def send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], most_bytes: int) -> bytes:
        """One request, sent again where that does no harm and the line broke."""
        tries = TRIES if method in _REPEATABLE else 1
        while True:
            tries -= 1
            try:
                return self._send(method, path, body, headers, most_bytes)
            except Unavailable as error:
                if not tries or error.code != "server-unreachable":
                    raise

    def _send(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str], most_bytes: int) -> bytes:
        authorised = {"Authorization": f"Bearer {self._token}"} if self._token else {}
        request = urllib.request.Request(  # noqa: S310 - `address` has checked the scheme
            self.server + path, data=body, headers={**headers, **authorised}, method=method
        )
        try:
            with urllib.request.urlopen(request, timeout=self._timeout_s) as answer:  # noqa: S310 - the same
                data: bytes = answer.read(most_bytes + 1)
        except urllib.error.HTTPError as error:
            with error:
                raise _refusal(error) from None
        except (OSError, http.client.HTTPException) as error:
            raise Unavailable("server-unreachable", f"{self.server} does not answer: {error}") from None
        if len(data) > most_bytes:
            raise Unavailable("bad-answer", f"{path} is larger than {most_bytes} bytes")
        return data


def address(server: str) -> str:
    """The address of a server in one spelling.

    Raises:
        Rejected: ``bad-address``.
    """
    parts = urllib.parse.urlsplit(server)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username:
        raise Rejected("bad-address", "this is no address of a showroom", got=server[:80], allowed="http(s)://host")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def _refusal(error: urllib.error.HTTPError) -> Rejected | Unavailable:
    try:
        return error_of(msgspec.json.decode(error.read(1 << 16), type=Problem))
    except (msgspec.DecodeError, OSError, http.client.HTTPException):
        if error.code == http.client.NOT_FOUND:  # HEAD has no body that says more
            return NotFound("unknown-address", "nothing stands there", got=error.url[:200])
        return Unavailable("server-refused", f"{error.url} answered {error.code} {error.reason}")
