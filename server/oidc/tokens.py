"""Checks an ID token: who signed it, for whom, for which login, and when (OpenID Connect Core 1.0, §3.1.3.7)."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any, Final

import jwt

from showroom.errors import NotPermitted

if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
"""Signed by the provider's own key: neither ``none``, nor a secret that two know."""
LEEWAY_S: Final = 60.0
"""Clocks differ a little."""
OLDEST_S: Final = 600.0
_SYMMETRIC: Final = "oct"


class UnknownKeyError(Exception):
    """The token names a key that is not among those that are known."""


def key_of(token: str, keys: jwt.PyJWKSet) -> jwt.PyJWK:
    """The key that a token says it is signed by.

    Raises:
        NotPermitted: ``bad-id-token``.
        UnknownKeyError: it may be newer than the keys that are known.
    """
    try:
        header = jwt.get_unverified_header(token)
    except jwt.InvalidTokenError as error:
        raise _bad(str(error)) from None
    usable = [key for key in keys.keys if key.key_type != _SYMMETRIC and key.public_key_use in {None, "sig"}]
    name = header.get("kid")
    found = [key for key in usable if name is None or key.key_id == name]
    if len(found) != 1:
        raise UnknownKeyError(str(name))
    return found[0]


def claims_of(token: str, key: jwt.PyJWK, *, issuer: str, client: str, nonce: str, now_s: float) -> Mapping[str, Any]:
    """What a token says, once everything about it holds.

    Raises:
        NotPermitted: ``bad-id-token``.
    """
    try:
        claims: dict[str, Any] = jwt.decode(
            token,
            key,
            algorithms=list(ALGORITHMS),
            audience=client,
            issuer=issuer,
            # Time comes from our own clock, below.
            options={
                "require": ["exp", "iat", "aud", "iss", "sub"],
                "verify_exp": False,
                "verify_iat": False,
                "verify_nbf": False,
            },
        )
    except jwt.InvalidTokenError as error:
        raise _bad(str(error)) from None
    _check_times(claims, now_s)
    if not isinstance(claims["sub"], str) or not claims["sub"]:
        raise _bad("it is about nobody")
    several = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if (several or "azp" in claims) and claims.get("azp") != client:
        raise _bad("it was issued to somebody else")
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise _bad("it belongs to another login")
    return claims


def _check_times(claims: Mapping[str, Any], now_s: float) -> None:
    for name in ("exp", "iat", "nbf"):
        value = claims.get(name, 0.0)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise _bad(f"its {name} is no time")
    if claims["exp"] <= now_s - LEEWAY_S:
        raise _bad("it is over")
    if not now_s - OLDEST_S <= claims["iat"] <= now_s + LEEWAY_S:
        raise _bad("it was not issued just now; compare the clocks of both machines")
    if claims.get("nbf", 0.0) > now_s + LEEWAY_S:
        raise _bad("it is not good yet")


def _bad(why: str) -> NotPermitted:
    return NotPermitted("bad-id-token", f"the provider's token cannot be believed: {why[:200]}")
