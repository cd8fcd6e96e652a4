"""Every way in which an ID token can be wrong."""

from __future__ import annotations

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from server.oidc.settings import OidcSettings
from server.oidc.tokens import LEEWAY_S, OLDEST_S, UnknownKeyError, claims_of, key_of
from showroom.errors import NotPermitted

NOW = 1_800_000_000.0
KEY, OTHER = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
RSA = rsa.generate_private_key(65537, 2048)
GOOD: dict[str, Any] = {
    "iss": "https://id.example",
    "aud": "showroom",
    "sub": "7",
    "nonce": "nonce",
    "iat": NOW,
    "exp": NOW + 60.0,
}


def published(**more: Any) -> jwt.PyJWKSet:  # noqa: ANN401 - JSON
    elliptic = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(KEY.public_key()))
    return jwt.PyJWKSet.from_dict({"keys": [{**elliptic, "kid": "one", "use": "sig", "alg": "ES256", **more}]})


def read(token: str) -> Any:  # noqa: ANN401 - JSON
    key = key_of(token, published())
    return claims_of(token, key, issuer="https://id.example", client="showroom", nonce="nonce", now_s=NOW)


def signed(key: Any = KEY, algorithm: str = "ES256", kid: str | None = "one", **claims: Any) -> str:  # noqa: ANN401 - JSON
    whole = {name: value for name, value in {**GOOD, **claims}.items() if value is not None}
    return jwt.encode(whole, key, algorithm, {"kid": kid} if kid else None)


def test_a_token_in_order_is_believed() -> None:
    assert read(signed())["sub"] == "7"
    assert read(signed(kid=None))["sub"] == "7"
    assert read(signed(aud=["showroom", "other"], azp="showroom"))["sub"] == "7"
    assert read(signed(exp=NOW - LEEWAY_S + 1, iat=NOW - 100))["sub"] == "7"


@pytest.mark.parametrize(
    "claims",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another"},
        {"aud": ["showroom", "another"]},
        {"aud": ["showroom", "another"], "azp": "another"},
        {"azp": "another"},
        {"aud": None},
        {"sub": None},
        {"sub": ""},
        {"nonce": "another"},
        {"nonce": None},
        {"nonce": 7},
        {"exp": NOW - LEEWAY_S},
        {"exp": None},
        {"exp": True},
        {"iat": NOW - OLDEST_S - 1},
        {"iat": NOW + LEEWAY_S + 1},
        {"iat": None},
        {"iat": "now"},
        {"nbf": NOW + LEEWAY_S + 1},
    ],
    ids=str,
)
def test_a_token_with_a_wrong_or_missing_claim_is_not(claims: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted, match="bad-id-token"):
        read(signed(**claims))


def test_a_token_that_somebody_else_signed_is_not() -> None:
    with pytest.raises(NotPermitted, match="bad-id-token"):
        read(signed(OTHER))


def test_a_token_without_a_signature_or_signed_with_what_is_public_is_not() -> None:
    public = json.dumps(published().keys[0]._jwk_data)  # noqa: SLF001 - what an attacker reads as well
    for token in (
        jwt.encode(GOOD, "", "none", {"kid": "one"}),
        jwt.encode(GOOD, public * 2, "HS256", {"kid": "one"}),
        signed(RSA, "RS256"),
        signed()[:-8] + "AAAAAAAA",
        "no.token.atall",
        "",
    ):
        with pytest.raises(NotPermitted, match="bad-id-token"):
            read(token)


def test_a_key_that_is_not_published_or_not_for_signing_is_unknown() -> None:
    with pytest.raises(UnknownKeyError):
        key_of(signed(kid="two"), published())
    with pytest.raises(UnknownKeyError):
        key_of(signed(), published(use="enc"))
    shared = jwt.PyJWKSet.from_dict({"keys": [{"kty": "oct", "k": "c2VjcmV0c2VjcmV0c2VjcmV0c2VjcmV0", "kid": "one"}]})
    with pytest.raises(UnknownKeyError):
        key_of(signed(), shared)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({"a": {"b": ["x", "editors", "advisers"]}}, "merchandiser"),
        ({"a": {"b": ["advisers"]}}, "agent"),
        ({"a": {"b": "advisers"}}, "agent"),
        ({"a": {"b": ["nobody", 7, None]}}, None),
        ({"a": {"b": {"advisers": True}}}, None),
        ({"a": "advisers"}, None),
        ({}, None),
    ],
    ids=str,
)
def test_a_role_comes_from_the_claim_in_the_order_that_the_shop_gave(claims: dict[str, Any], role: str | None) -> None:
    roles = (("editors", "merchandiser"), ("advisers", "agent"))
    settings = OidcSettings("https://id", "c", "https://shop", claim="a.b", roles=roles)  # type: ignore[arg-type] # literals
    assert settings.role_of(claims) == role
