"""A login in a browser: this program listens on this machine alone until the browser comes back (RFC 8252 §7.3)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any, Final, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from showroom.errors import NotPermitted, Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable

WAIT_S: Final = 300.0
_BYTES: Final = 32
_PAGE: Final = (
    "<!doctype html><meta charset=utf-8><title>showroom</title><p>{words}</p>"
    "<p>This page can be closed. / Diese Seite kann geschlossen werden.</p>"
)


class _Listener(HTTPServer):
    """Waits for one request, not for ever."""

    def handle_timeout(self) -> None:
        """Nobody came."""
        raise Unavailable("no-browser-came", "nobody logged in within five minutes; try again")


class BrowserLogin:
    """One login; a context manager that listens.

    Args:
        server: where to log in.
        wait_s: how long to wait for the browser at most.
    """

    def __init__(self, server: str, wait_s: float = WAIT_S) -> None:
        self.verifier = secrets.token_urlsafe(_BYTES)
        self._state = secrets.token_urlsafe(_BYTES)
        self._said: dict[str, str] = {}
        self._http = _Listener(("127.0.0.1", 0), self._handler())
        self._http.timeout = wait_s
        challenge = base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {"port": self._http.server_port, "challenge": challenge, "state": self._state}
        self.address = f"{server}/oidc/start?{urlencode(asked)}"

    def __enter__(self) -> Self:
        """Listen."""
        return self

    def __exit__(self, *_: object) -> None:
        """Listen no more."""
        self._http.server_close()

    def code(self, open_browser: Callable[[str], object]) -> str:
        """Open the browser and wait until it comes back; the code that it brings.

        Raises:
            NotPermitted: the provider, or the server, does not log this user in.
            Unavailable: ``no-browser-came``.
        """
        open_browser(self.address)
        while not self._said:
            self._http.handle_request()
        if "code" not in self._said:
            code = self._said.get("error", "refused")
            raise NotPermitted(code, self._said.get("error_description", "") or "the login was refused")
        return self._said["code"]

    def _take(self, query: str) -> bool:
        """Whether a request is what is waited for; anybody on this machine can send one."""
        said = {name: values[0] for name, values in parse_qs(query).items()}
        if not hmac.compare_digest(said.get("state", "").encode(), self._state.encode()):
            return False
        self._said = said
        return True

    def _handler(self) -> Any:  # noqa: ANN401 - a class of the library's
        take = self._take

        class Handler(BaseHTTPRequestHandler):
            timeout = 10.0

            def do_GET(self) -> None:
                is_ours = take(urlsplit(self.path).query)
                words = "Logged in. / Angemeldet." if is_ours else "Not this. / Das nicht."
                page = _PAGE.format(words=words).encode()
                self.send_response(200 if is_ours else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(page)))
                self.send_header("Referrer-Policy", "no-referrer")
                self.end_headers()
                self.wfile.write(page)

            def log_message(self, *_: object) -> None:
                """Nothing: addresses here hold codes."""

        return Handler
