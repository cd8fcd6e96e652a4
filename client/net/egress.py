"""The client's only exit: what is not on the allow-list does not leave, and what leaves is counted by kind.

Everything that the client's window, terminal and commands send goes through here; an import-linter contract keeps every
other module from the network. What a message is, is read from its own bytes and not from what a caller says. A
process has one ledger, for it is the process that things leave.

Counted is what is handed to the network: request lines, headers and bodies of HTTP; the websocket's handshake, frames,
pings and goodbye. TLS' own bytes and those of TCP and IP are not.
"""

from __future__ import annotations

import contextvars
import http.client
import re
import socket
import ssl
import threading
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

import msgspec
from websockets.exceptions import ConnectionClosed, WebSocketException
from websockets.sync.client import connect

from showroom.errors import ProtocolError, Rejected, Unavailable
from showroom.protocol.accounts import (
    CodeRequest,
    DeletionRequest,
    PasswordRequest,
    RecoveryRequest,
    SignInRequest,
    SignUpRequest,
    WishesRequest,
)
from showroom.protocol.codec import MAX_SERVER_BYTES, check_pose_bytes, decode_client
from showroom.protocol.entry import LoginRequest, Problem, TicketRequest
from showroom.protocol.handover import CheckoutRequest
from showroom.protocol.messages import SUBPROTOCOL
from showroom.protocol.problems import error_of
from showroom.ui.receipt import ALLOWED, CONNECTION, POSE, Sent

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from websockets.sync.client import ClientConnection

OPEN_TIMEOUT_S = 5.0
PING_S = 5.0
LINE_FAILURES: Final = (WebSocketException, OSError)
"""What a broken line raises."""
_ROUTES: Final = (
    (re.compile(r"/api/v1/catalogue"), "catalogue", None),
    (re.compile(r"/files/[0-9a-f]{64}"), "file", None),
    (re.compile(r"/api/v1/tickets"), "ticket", TicketRequest),
    (re.compile(r"/api/v1/login"), "login", LoginRequest),
    (re.compile(r"/api/v1/account"), "sign-up", SignUpRequest),
    (re.compile(r"/api/v1/account/session"), "sign-in", SignInRequest),
    (re.compile(r"/api/v1/account/wishes"), "account-wishes", WishesRequest),
    (re.compile(r"/api/v1/account/password"), "account-password", PasswordRequest),
    (re.compile(r"/api/v1/account/deletion"), "account-deletion", DeletionRequest),
    (re.compile(r"/api/v1/account/recovery"), "account-recovery", RecoveryRequest),
    (re.compile(r"/api/v1/account/(confirmation|recovery/finish)"), "account-code", CodeRequest),
    (re.compile(r"/api/v1/checkout"), "checkout", CheckoutRequest),
    (re.compile(r"/quotes/[A-Za-z0-9-]{1,400}\?language=[a-z]{2}(&market=[A-Z]{2})?"), "quote", None),
)
_kind: contextvars.ContextVar[str] = contextvars.ContextVar("kind", default=CONNECTION)


class NotAllowedOut(RuntimeError):  # noqa: N818 - says what became of it
    """Something was to be sent that is not on the allow-list: a mistake in this program, not of its user."""


class Ledger:
    """How much of every kind has left; several threads may write into it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._sent: dict[str, Sent] = {}

    def note(self, kind: str, size_bytes: int, count: int = 0) -> None:
        """Count bytes, and `count` new messages."""
        with self._lock:
            self._sent[kind] = self._sent.get(kind, Sent(0, 0)).plus(Sent(count, size_bytes))

    def sent(self) -> dict[str, Sent]:
        """Everything so far, by kind."""
        with self._lock:
            return dict(self._sent)


LEDGER: Final = Ledger()


class LineEnded(Exception):  # noqa: N818 - says what happened
    """The other side, or the network, ended a line; `code` is the websocket's, None where it did not say goodbye."""

    def __init__(self, code: int | None, reason: str, words: str) -> None:
        super().__init__(words)
        self.code = code
        self.reason = reason


class Line:
    """An open websocket to a room; made by `open_line`."""

    def __init__(self, connection: ClientConnection) -> None:
        self._connection = connection

    def send(self, data: str | bytes) -> None:
        """Send a message of the protocol or one pose.

        Raises:
            NotAllowedOut: it is neither.
            WebSocketException: the line broke; see `LINE_FAILURES`.
        """
        kind = kind_of(data)
        LEDGER.note(kind, 0, count=1)
        before = _kind.set(kind)
        try:
            self._connection.send(data)
        finally:
            _kind.reset(before)

    def receive(self) -> str | bytes:
        """Wait for the next message.

        Raises:
            LineEnded: there will be none.
        """
        try:
            return self._connection.recv()
        except ConnectionClosed as closed:
            code, reason = (closed.rcvd.code, closed.rcvd.reason) if closed.rcvd is not None else (None, "")
            raise LineEnded(code, reason, str(closed)) from None

    def close(self) -> None:
        """Say goodbye and wait for the other side's."""
        self._connection.close()


def kind_of(data: str | bytes) -> str:
    """What a message to a room is, read from its bytes.

    Raises:
        NotAllowedOut: it is no message of the protocol and no pose, or its kind is not on the allow-list.
    """
    try:
        if isinstance(data, bytes):
            check_pose_bytes(data)
            return POSE
        kind = str(type(decode_client(data)).__struct_config__.tag)
    except ProtocolError as error:
        raise NotAllowedOut(f"this is no message of the protocol: {error.message}") from None
    if kind not in ALLOWED:
        raise NotAllowedOut(f"got a message {kind!r}, allowed are {', '.join(ALLOWED)}")
    return kind


@contextmanager
def open_line(url: str) -> Iterator[Line]:
    """Open a websocket; it is closed at the end of the context.

    Raises:
        WebSocketException: see `LINE_FAILURES`; also OSError and TimeoutError.
    """
    parts = urllib.parse.urlsplit(url)
    way: dict[str, Any] = {"ssl": _tls()} if parts.scheme == "wss" else {"sock": _tcp(parts.hostname or "", parts.port)}
    LEDGER.note(CONNECTION, 0, count=1)
    with connect(
        url,
        subprotocols=[SUBPROTOCOL],  # type: ignore[list-item] # websockets' NewType of str
        compression=None,
        open_timeout=OPEN_TIMEOUT_S,
        ping_interval=PING_S,
        ping_timeout=2 * PING_S,
        close_timeout=1.0,
        max_size=MAX_SERVER_BYTES,
        proxy=None,
        **way,
    ) as connection:
        yield Line(connection)


class _Tcp(socket.socket):
    """A socket that counts what is sent; websockets sends by `sendall` alone."""

    def sendall(self, data: Any, flags: int = 0, /) -> None:  # noqa: ANN401 - whatever buffer the library has
        LEDGER.note(_kind.get(), len(data))
        super().sendall(data, flags)


class _Tls(ssl.SSLSocket):
    """The same under TLS, before it is encrypted."""

    def sendall(self, data: Any, flags: int = 0) -> None:  # noqa: ANN401 - whatever buffer the library has
        LEDGER.note(_kind.get(), len(data))
        super().sendall(data, flags)


def _tcp(host: str, port: int | None) -> socket.socket:
    plain = socket.create_connection((host, port or http.client.HTTP_PORT), timeout=OPEN_TIMEOUT_S)
    plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    counted = _Tcp(fileno=plain.detach())
    counted.settimeout(OPEN_TIMEOUT_S)
    return counted


def _tls() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.sslsocket_class = _Tls
    return context


# ---- HTTP ----------------------------------------------------------------------------------------------------------


def is_address(server: str) -> bool:
    """Whether this is an address that can be asked."""
    return urllib.parse.urlsplit(server).scheme in {"http", "https"}


def ask(
    server: str,
    method: str,
    path: str,
    body: bytes | None,
    headers: Mapping[str, str],
    *,
    timeout_s: float,
    limit_bytes: int,
) -> bytes:
    """Ask a server over HTTP.

    Raises:
        NotAllowedOut: such a request, or such a body, is not on the allow-list.
        Rejected: the server refuses, with its own code.
        Unavailable: ``server-unreachable`` or ``bad-answer``.
    """
    kind = _kind_of_request(method, path, body)
    request = urllib.request.Request(  # noqa: S310 - `Front` has checked the scheme
        server + path, data=body, headers={"Content-Type": "application/json", **headers}, method=method
    )
    opener = urllib.request.build_opener(_Http(kind), _Https(kind))
    LEDGER.note(kind, 0, count=1)
    try:
        with opener.open(request, timeout=timeout_s) as answer:
            data: bytes = answer.read(limit_bytes + 1)
    except urllib.error.HTTPError as error:
        with error:
            raise _refusal(error) from None
    except (OSError, http.client.HTTPException) as error:
        raise Unavailable("server-unreachable", f"{server} does not answer: {error}") from None
    if len(data) > limit_bytes:
        raise Unavailable("bad-answer", f"{path} is larger than {limit_bytes} bytes")
    return data


def _kind_of_request(method: str, path: str, body: bytes | None) -> str:
    """What a request is, by its path; its body must be what belongs to that."""
    if (method, path, body) == ("DELETE", "/api/v1/account/session", None):
        return "sign-out"
    for route, kind, expected in _ROUTES:
        if route.fullmatch(path):
            try:
                if (body is None) != (expected is None):
                    raise NotAllowedOut(f"{path} got {'no' if body is None else 'a'} body")
                if body is not None:
                    msgspec.json.decode(body, type=expected)
            except msgspec.DecodeError as error:
                raise NotAllowedOut(f"{path} got another body than its own: {error}") from None
            return kind
    raise NotAllowedOut(f"got a request for {path[:80]}, allowed are those of {', '.join(ALLOWED)}")


class _Http(urllib.request.HTTPHandler):
    """Opens connections that count."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._sent_as = kind

    def http_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Send a request."""
        return self.do_open(_Connection, req, sent_as=self._sent_as)  # type: ignore[arg-type] # any factory will do


class _Https(urllib.request.HTTPSHandler):
    """The same under TLS."""

    def __init__(self, kind: str) -> None:
        super().__init__()
        self._sent_as = kind

    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        """Send a request."""
        return self.do_open(_SafeConnection, req, sent_as=self._sent_as)  # type: ignore[arg-type] # any factory will do


class _Connection(http.client.HTTPConnection):
    """Counts what it sends."""

    def __init__(self, *arguments: Any, sent_as: str, **more: Any) -> None:  # noqa: ANN401 - the library's own
        super().__init__(*arguments, **more)
        self._sent_as = sent_as

    def send(self, data: Any) -> None:  # noqa: ANN401 - the library's own
        """Send a piece of a request; urllib hands on bytes alone."""
        if self.sock is None:
            self.connect()
        LEDGER.note(self._sent_as, len(data))
        super().send(data)


class _SafeConnection(_Connection, http.client.HTTPSConnection):
    """The same under TLS, before it is encrypted."""


def _refusal(error: urllib.error.HTTPError) -> Rejected | Unavailable:
    """Turn an HTTP error (RFC 9457 problem where our server says it) into ours."""
    try:
        problem = msgspec.json.decode(error.read(65536), type=Problem)
    except (msgspec.DecodeError, OSError, http.client.HTTPException):
        return Unavailable("server-unreachable", f"{error.url} answered {error.code} {error.reason}")
    return error_of(problem)
