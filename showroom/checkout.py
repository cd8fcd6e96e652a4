"""Handing a configuration over to the shop's own checkout: what is sold, priced and signed, in one link.

The token is a JSON Web Signature in its compact form (RFC 7515) with HMAC-SHA256, so the shop checks it with any JWT
library and the key that both know. It carries the price lines as the server has computed them: nothing that a client
says counts, and nothing can be changed on the way.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
from typing import TYPE_CHECKING, Final

import msgspec
from msgspec import Struct

from showroom.errors import Rejected

if TYPE_CHECKING:
    from showroom.catalogue import Language, Publication
    from showroom.configuration import Configuration
    from showroom.pricing import Quote

LIFE_S: Final = 15 * 60
"""For how long a link can be taken to the checkout; a wish list keeps the code, not the link."""
KEY_BYTES: Final = 32
TOKEN: Final = "{token}"  # noqa: S105 - the place of it in the shop's address
_HEADER: Final = b'{"alg":"HS256","typ":"JWT"}'
_MOST_BYTES: Final = 6000
"""Browsers and shops take links up to about 8,000 characters."""


class OrderLine(Struct, frozen=True):
    """A line of the price, in minor units; `group` and `value` are None for the product itself."""

    name: str
    amount: int
    group: str | None = None
    value: str | None = None


class Order(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a token says. `iss`, `iat`, `exp` and `jti` are those of RFC 7519; `jti` is never used twice."""

    iss: str
    iat: int
    exp: int
    jti: str
    product: str
    name: str
    revision: int
    code: str
    choices: dict[str, str]
    language: str
    currency: str
    lines: tuple[OrderLine, ...]
    net: int
    tax: int
    tax_rate_bp: int
    tax_included: bool
    total: int


def order_of(  # noqa: PLR0913 - everything that a shop wants to know
    publication: Publication,
    configuration: Configuration,
    price: Quote,
    *,
    code: str,
    language: Language,
    issuer: str,
    now_s: float,
    number: str,
) -> Order:
    """What is handed over for a configuration."""
    lines = (OrderLine(line.name.in_language(language), line.amount, line.group, line.value) for line in price.lines)
    return Order(
        iss=issuer,
        iat=int(now_s),
        exp=int(now_s) + LIFE_S,
        jti=number,
        product=publication.product.id,
        name=publication.product.name.in_language(language),
        revision=publication.revision,
        code=code,
        choices=configuration.as_dict(),
        language=language,
        currency=price.currency,
        lines=tuple(lines),
        net=price.net,
        tax=price.tax,
        tax_rate_bp=price.tax_rate_bp,
        tax_included=price.tax_included,
        total=price.total,
    )


def sign(order: Order, key: bytes) -> str:
    """A token for an order.

    Raises:
        Rejected: ``order-too-large``.
    """
    token = signed(_HEADER, msgspec.json.encode(order), key)
    if len(token) > _MOST_BYTES:
        raise Rejected("order-too-large", "this configuration does not fit into a link", allowed=f"{_MOST_BYTES} bytes")
    return token


def signed(header: bytes, payload: bytes, key: bytes) -> str:
    """The compact form of a signature (RFC 7515 §7.1)."""
    body = f"{_encoded(header)}.{_encoded(payload)}"
    return f"{body}.{_encoded(hmac.digest(key, body.encode(), hashlib.sha256))}"


def verify(token: str, key: bytes, now_s: float) -> Order:
    """What a token says, as a shop would check it.

    Raises:
        Rejected: ``bad-token`` where it was not made with this key, ``expired-token`` after its time.
    """
    body, _, signature = token.rpartition(".")
    header, _, payload = body.partition(".")
    right = hmac.digest(key, body.encode(), hashlib.sha256)
    try:
        genuine = hmac.compare_digest(_decoded(signature), right) and _decoded(header) == _HEADER
        order = msgspec.json.decode(_decoded(payload), type=Order) if genuine else None
    except (binascii.Error, ValueError, msgspec.DecodeError):
        order = None
    if order is None:
        raise Rejected("bad-token", "this token was not made here, or was changed", allowed="HS256 with the shop's key")
    if now_s >= order.exp:
        raise Rejected("expired-token", "this token is too old", got=str(order.exp), hint="hand the order over anew")
    return order


def address_of(template: str, token: str) -> str:
    """Where the shop takes the order: its address with the token in its place."""
    return template.replace(TOKEN, token)


def check_template(template: str) -> str:
    """The shop's address, if an order can be taken there.

    Raises:
        Rejected: ``bad-checkout``.
    """
    local = template.startswith(("http://127.0.0.1", "http://localhost"))
    if template.count(TOKEN) != 1 or not (template.startswith("https://") or local):
        raise Rejected(
            "bad-checkout",
            "an order cannot be taken there",
            got=template[:120],
            allowed=f"an https address with {TOKEN} in it once",
            hint=f"for example https://shop.example/cart/add?order={TOKEN}",
        )
    return template


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
