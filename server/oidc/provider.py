"""The provider: what it says of itself, its keys, and the exchange of a code for a token."""

from __future__ import annotations

import asyncio
import base64
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote_plus, urlencode, urlsplit

import aiohttp
import jwt
import msgspec
from msgspec import Struct

from server.oidc.tokens import UnknownKeyError, claims_of, key_of
from showroom.errors import NotPermitted, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from server.oidc.settings import OidcSettings
    from showroom.ports import Clock

DEADLINE_S: Final = 10.0
MOST_BYTES: Final = 1 << 20
FRESH_S: Final = 3600.0
"""For so long what the provider says of itself is not asked for again."""
KEYS_AGAIN_S: Final = 10.0
"""A token may name a key that is new; the keys are asked for again, but not for every such token."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
T = TypeVar("T")


class Discovery(Struct, frozen=True):
    """The part of ``/.well-known/openid-configuration`` that is needed (OpenID Connect Discovery 1.0, §3)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    jwks_uri: str
    code_challenge_methods_supported: tuple[str, ...] = ("S256",)


class _Tokens(Struct, frozen=True):
    id_token: str


class Provider:
    """Talks to one provider.

    Args:
        settings: which, and as whom.
        clock: the time.
    """

    def __init__(self, settings: OidcSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._discovery: tuple[float, Discovery] | None = None
        self._keys: tuple[float, jwt.PyJWKSet] | None = None
        self._turn = asyncio.Lock()

    async def address(self, *, state: str, nonce: str, challenge: str) -> str:
        """Where a browser is sent to log in.

        Raises:
            Unavailable: ``provider-unreachable`` or ``bad-provider``.
        """
        asked = {
            "response_type": "code",
            "client_id": self._settings.client,
            "redirect_uri": self._settings.redirect,
            "scope": "openid profile email",
            "state": state,
            "nonce": nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        endpoint = (await self._described()).authorization_endpoint
        return f"{endpoint}{'&' if urlsplit(endpoint).query else '?'}{urlencode(asked)}"

    async def claims(self, code: str, verifier: str, nonce: str) -> Mapping[str, Any]:
        """Who has logged in.

        Raises:
            NotPermitted: ``bad-id-token`` or ``bad-oidc-code``.
            Unavailable: ``provider-unreachable`` or ``bad-provider``.
        """
        settings = self._settings
        form = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": settings.redirect,
            "code_verifier": verifier,
        }
        headers = {"Accept": "application/json"}
        if settings.secret:
            pair = f"{quote_plus(settings.client)}:{quote_plus(settings.secret)}"
            headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
        else:
            form["client_id"] = settings.client
        endpoint = (await self._described()).token_endpoint
        token = (await self._fetched(endpoint, _Tokens, form, headers)).id_token
        key = await self._key(token)
        now_s = self._clock.now()
        return claims_of(token, key, issuer=settings.issuer, client=settings.client, nonce=nonce, now_s=now_s)

    async def _key(self, token: str) -> jwt.PyJWK:
        async with self._turn:
            asked_s, keys = self._keys or (0.0, None)
            now_s = self._clock.monotonic()
            if keys is not None and now_s - asked_s < FRESH_S:
                try:
                    return key_of(token, keys)
                except UnknownKeyError:
                    if now_s - asked_s < KEYS_AGAIN_S:
                        raise _unknown_key() from None
            raw = await self._fetched((await self._described()).jwks_uri, dict[str, Any])
            try:
                keys = jwt.PyJWKSet.from_dict(raw)
            except (jwt.PyJWKSetError, jwt.PyJWKError) as error:
                raise Unavailable("bad-provider", f"the provider's keys cannot be read: {error}") from None
            self._keys = now_s, keys
            try:
                return key_of(token, keys)
            except UnknownKeyError:
                raise _unknown_key() from None

    async def _described(self) -> Discovery:
        now_s, issuer = self._clock.monotonic(), self._settings.issuer
        if self._discovery is not None and now_s - self._discovery[0] < FRESH_S:
            return self._discovery[1]
        said = await self._fetched(f"{issuer.rstrip('/')}/.well-known/openid-configuration", Discovery)
        if said.issuer != issuer:
            raise Unavailable("bad-provider", f"{issuer} calls itself {said.issuer[:200]}; give it as --oidc-issuer")
        for address in (said.authorization_endpoint, said.token_endpoint, said.jwks_uri):
            require_safe(address)
        if "S256" not in said.code_challenge_methods_supported:
            raise Unavailable("bad-provider", f"{issuer} does not know PKCE with S256")
        self._discovery = now_s, said
        return said

    async def _fetched(
        self,
        address: str,
        kind: type[T],
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> T:
        timeout = aiohttp.ClientTimeout(total=DEADLINE_S)
        method = "GET" if form is None else "POST"
        try:
            async with (
                aiohttp.ClientSession(timeout=timeout) as session,
                session.request(method, address, data=form, headers=headers, allow_redirects=False) as answer,
            ):
                data = await answer.content.read(MOST_BYTES)
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, OSError) as error:
            raise Unavailable("provider-unreachable", f"the provider does not answer: {type(error).__name__}") from None
        if form is not None and status in {400, 401}:
            raise NotPermitted("bad-oidc-code", "the provider does not take the login", hint="log in again")
        if status != 200:  # noqa: PLR2004 - OK
            raise Unavailable("bad-provider", f"the provider answered {status}")
        try:
            return msgspec.json.decode(data, type=kind)
        except msgspec.DecodeError as error:
            raise Unavailable("bad-provider", f"the provider answered something else: {error}") from None


def require_safe(address: str) -> None:
    """A provider is asked over TLS, or on this machine.

    Raises:
        Unavailable: ``bad-provider``.
    """
    parts = urlsplit(address)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in LOOPBACK):
        raise Unavailable("bad-provider", f"{address[:200]} is not encrypted")


def _unknown_key() -> NotPermitted:
    return NotPermitted("bad-id-token", "the provider's token is signed by a key that it does not publish")
