"""The server's HTTP side: tickets, logins, the catalogue and files. Blocking, with a deadline on every wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import msgspec

from client.net import egress
from client.net.foreign import other_answer
from showroom.catalogue import Catalogue
from showroom.errors import Rejected, Unavailable
from showroom.markets import localised
from showroom.protocol.accounts import (
    CodeRequest,
    DeletionRequest,
    PasswordRequest,
    RecoveryRequest,
    SavedWish,
    SignIn,
    SignInRequest,
    SignUp,
    SignUpRequest,
    WishesRequest,
)
from showroom.protocol.entry import PROTOCOL_HEADER, Login, LoginRequest, Ticket, TicketRequest
from showroom.protocol.handover import Checkout, CheckoutRequest
from showroom.protocol.messages import VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from showroom.catalogue import Language

TIMEOUT_S = 10.0
MAX_JSON_BYTES = 32 * 1024 * 1024
MAX_FILE_BYTES = 256 * 1024 * 1024

T = TypeVar("T")


class Front:
    """Asks one server.

    Args:
        server: its address, ``http://host:port``.
        timeout_s: the longest wait for any single answer of the network.
        market: the country whose prices are shown where a product has them; empty for each product's own.
    """

    def __init__(self, server: str, timeout_s: float = TIMEOUT_S, market: str = "") -> None:
        self.move(server)
        self._timeout_s = timeout_s
        self._market = market

    def move(self, server: str) -> None:
        """Ask another server from now on.

        Raises:
            Rejected: ``bad-address``.
        """
        if not egress.is_address(server):
            raise Rejected("bad-address", "this is no address of a showroom", got=server[:80], allowed="http(s)://host")
        self.server = server.rstrip("/")

    def ticket(self, request: TicketRequest, bearer: str | None = None) -> Ticket:
        """Get an entry to a room.

        Raises:
            Rejected: the server refuses, with its own code.
            Unavailable: ``server-unreachable``.
        """
        headers = {PROTOCOL_HEADER: str(VERSION), **({"Authorization": f"Bearer {bearer}"} if bearer else {})}
        return self._json(Ticket, "/api/v1/tickets", msgspec.json.encode(request), headers)

    def login(self, user: str, password: str) -> Login:
        """Log a member of staff in.

        Raises:
            NotPermitted: user or password are wrong.
            Unavailable: ``server-unreachable``.
        """
        return self._json(Login, "/api/v1/login", msgspec.json.encode(LoginRequest(user, password)))

    def sign_up(self, request: SignUpRequest) -> SignUp:
        """Make an account. Raises as `login`."""
        return self._json(SignUp, "/api/v1/account", msgspec.json.encode(request))

    def sign_in(self, request: SignInRequest) -> SignIn:
        """Sign a shopper in. Raises as `login`."""
        return self._json(SignIn, "/api/v1/account/session", msgspec.json.encode(request))

    def sign_out(self, token: str) -> None:
        """End a shopper's session. Raises as `login`."""
        self._told("/api/v1/account/session", None, token, "DELETE")

    def tell_wishes(self, token: str, wishes: Sequence[SavedWish]) -> None:
        """Replace an account's wish list. Raises as `login`."""
        self._told("/api/v1/account/wishes", WishesRequest(tuple(wishes)), token, "PUT")

    def change_password(self, token: str, old: str, new: str) -> None:
        """Set another password. Raises as `login`."""
        self._told("/api/v1/account/password", PasswordRequest(old, new), token)

    def delete_account(self, token: str, password: str) -> None:
        """Delete an account. Raises as `login`."""
        self._told("/api/v1/account/deletion", DeletionRequest(password), token)

    def recover(self, email: str, language: Language) -> bool:
        """Have a link sent to set a new password; whether this shop sends any. Raises as `login`."""
        request = RecoveryRequest(email, language)
        return self._json(SignUp, "/api/v1/account/recovery", msgspec.json.encode(request)).mailed

    def use_code(self, code: str, password: str, *, confirms: bool) -> None:
        """Confirm an address, or set a new password, by the code of a link. Raises as `login`."""
        page = "confirmation" if confirms else "recovery/finish"
        self._told(f"/api/v1/account/{page}", CodeRequest(code, password))

    def catalogue(self) -> Catalogue:
        """Everything that the shop shows, priced for the market.

        Raises:
            Rejected: the server refuses.
            Unavailable: ``server-unreachable``.
        """
        return localised(self._json(Catalogue, "/api/v1/catalogue"), self._market)

    def file(self, sha256: str) -> bytes:
        """The bytes of a published file, unchecked.

        Raises:
            NotFound: ``unknown-file``.
            Unavailable: ``server-unreachable``.
        """
        return self._bytes(f"/files/{sha256}", None, {}, MAX_FILE_BYTES)

    def checkout(self, code: str, language: Language) -> Checkout:
        """Where the shop takes an order of the configuration behind a code.

        Raises:
            Rejected: the server refuses; ``no-checkout`` where it takes none.
            Unavailable: ``server-unreachable``.
        """
        request = CheckoutRequest(code, language, self._market)
        return self._json(Checkout, "/api/v1/checkout", msgspec.json.encode(request))

    def quote(self, code: str, language: str) -> bytes:
        """The quote for the configuration behind a code, a PDF.

        Raises:
            Rejected: the server refuses.
            Unavailable: ``server-unreachable``.
        """
        market = f"&market={self._market}" if self._market else ""
        return self._bytes(f"/quotes/{code}?language={language}{market}", None, {}, MAX_JSON_BYTES)

    def _json(self, kind: type[T], path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> T:
        data = self._bytes(path, body, headers or {}, MAX_JSON_BYTES)
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.ValidationError as error:
            raise other_answer(error, f"{self.server}{path}") from None
        except msgspec.DecodeError as error:
            raise Unavailable("bad-answer", f"{self.server}{path} answered something else: {error}") from None

    def _told(self, path: str, body: msgspec.Struct | None, token: str = "", method: str = "POST") -> None:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        data = None if body is None else msgspec.json.encode(body)
        self._bytes(path, data, headers, MAX_JSON_BYTES, method)

    def _bytes(
        self, path: str, body: bytes | None, headers: Mapping[str, str], limit_bytes: int, method: str | None = None
    ) -> bytes:
        method = method or ("GET" if body is None else "POST")
        return egress.ask(self.server, method, path, body, headers, timeout_s=self._timeout_s, limit_bytes=limit_bytes)
