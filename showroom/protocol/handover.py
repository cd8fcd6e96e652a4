"""What the HTTP side says and hears about selling: the way to the shop's checkout."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from showroom.catalogue import Language  # noqa: TC001 - msgspec reads the annotation at run time


class CheckoutRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/checkout: the configuration behind a code, in a market's prices where one is named."""

    code: Annotated[str, Meta(min_length=1, max_length=400)]
    language: Language = "en"
    market: Annotated[str, Meta(max_length=8)] = ""


class Checkout(Struct, frozen=True, forbid_unknown_fields=True):
    """Where the shop takes the order, until when; see `showroom.checkout` for the token in it."""

    address: str
    expires_s: float
