"""A small OpenID Connect provider with keys of its own: ``python provider_process.py CLIENT SECRET REDIRECT``.

It prints its address. Whoever comes to ``/authorize`` is logged in as the user whom ``login_hint`` names, as a browser
that has a session would be; PKCE, the client's secret, the redirect and one use of each code are checked as the
standards say. ``POST /rotate`` takes another key.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, unquote_plus, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec

USERS = {
    "eva": {"preferred_username": "eva@shop", "groups": ["staff", "advisers"]},
    "udo": {"preferred_username": "udo@shop", "groups": ["staff", "editors", "advisers"]},
    "kim": {"preferred_username": "kim@shop", "groups": ["staff"]},
}


class Keys:
    """The key in use, and those that were."""

    def __init__(self) -> None:
        self.published: list[dict[str, Any]] = []
        self.rotate()

    def rotate(self) -> None:
        self.key, self.name = ec.generate_private_key(ec.SECP256R1()), secrets.token_hex(4)
        public = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
        self.published = [{**public, "kid": self.name, "use": "sig", "alg": "ES256"}, *self.published[:1]]


class Handler(BaseHTTPRequestHandler):
    """Answers for the provider."""

    keys = Keys()
    codes: ClassVar[dict[str, dict[str, str]]] = {}
    client, secret, redirect = sys.argv[1:4] if len(sys.argv) > 3 else ("", "", "")

    @property
    def issuer(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined] # it is an HTTPServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "keys"}
            self._say({"issuer": self.issuer, **{name: f"{self.issuer}/{path}" for name, path in names.items()}})
        elif parts.path == "/keys":
            self._say({"keys": self.keys.published})
        elif parts.path == "/authorize":
            self._authorize(said)
        else:
            self._say({}, 404)

    def do_POST(self) -> None:
        form = {
            name: values[0]
            for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()).items()
        }
        if self.path == "/rotate":
            self.keys.rotate()
            self._say({})
        elif self.path == "/token":
            self._token(form)
        else:
            self._say({}, 404)

    def _authorize(self, said: dict[str, str]) -> None:
        right = (said["client_id"], said["redirect_uri"], said["response_type"], said["code_challenge_method"])
        if right != (self.client, self.redirect, "code", "S256") or "openid" not in said["scope"].split():
            self._say({"error": "invalid_request"}, 400)
            return
        back = {"state": said["state"], "iss": self.issuer}
        if said.get("login_hint") in USERS:
            code = secrets.token_urlsafe(16)
            self.codes[code] = {**said, "user": said["login_hint"]}
            back["code"] = code
        else:
            back["error"] = "access_denied"
        self.send_response(302)
        self.send_header("Location", f"{self.redirect}?{urlencode(back)}")
        self.end_headers()

    def _token(self, form: dict[str, str]) -> None:
        # Both are encoded as in forms before they are joined (RFC 6749, §2.3.1).
        basic = base64.b64decode((self.headers["Authorization"] or "").removeprefix("Basic ")).decode()
        client, _, secret = map(unquote_plus, basic.partition(":"))
        asked = self.codes.pop(form.get("code", ""), None)
        proof = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(proof).rstrip(b"=").decode()
        if (client, secret) != (self.client, self.secret):
            self._say({"error": "invalid_client"}, 401)
        elif asked is None or form["redirect_uri"] != self.redirect or asked["code_challenge"] != challenge:
            self._say({"error": "invalid_grant"}, 400)
        else:
            now = int(time.time())
            claims: dict[str, Any] = {
                "iss": self.issuer,
                "aud": self.client,
                "sub": f"id-of-{asked['user']}",
                "nonce": asked["nonce"],
            }
            claims |= {"iat": now, "exp": now + 60, **USERS[asked["user"]]}
            token = jwt.encode(claims, self.keys.key, "ES256", {"kid": self.keys.name})
            self._say({"access_token": "unused", "token_type": "Bearer", "id_token": token})

    def _say(self, value: object, status: int = 200) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: object) -> None:
        """Nothing."""


def main() -> None:
    """Serve until killed."""
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[4]) if len(sys.argv) > 4 else 0), Handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 - the test reads it
    server.serve_forever()


if __name__ == "__main__":
    main()
