"""What the HTTP side says and hears about shoppers' accounts."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Final

from msgspec import Meta, Struct

from showroom.catalogue import Language  # noqa: TC001 - msgspec reads the annotation at run time
from showroom.errors import Rejected
from showroom.protocol.base import Key, Name, Token  # noqa: TC001 - msgspec reads the annotation at run time

Email = Annotated[str, Meta(min_length=3, max_length=254)]
Password = Annotated[str, Meta(min_length=1, max_length=256)]
MAX_WISHES: Final = 200

_ADDRESS: Final = re.compile(r"[^@\s<>(),;:\\\"\[\]]{1,64}@[^@\s<>(),;:\\\"\[\]]{1,253}")


class SavedWish(Struct, frozen=True, forbid_unknown_fields=True):
    """A configured product that somebody wants, by its code."""

    product: Key
    code: Annotated[str, Meta(min_length=1, max_length=400)]


Wishes = Annotated[tuple[SavedWish, ...], Meta(max_length=MAX_WISHES)]


class SignUpRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account. The answer is the same whether or not there is such an account already."""

    email: Email
    password: Password
    name: Name
    language: Language = "en"


class SignUp(Struct, frozen=True):
    """What comes next: `mailed` tells that a link was sent, which is to be opened before signing in."""

    mailed: bool


class SignInRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account/session. What the guest was and wished until now is the account's from now on."""

    email: Email
    password: Password
    visitor_token: Token | None = None
    wishes: Wishes = ()


class SignIn(Struct, frozen=True):
    """A shopper's session; send it as ``Authorization: Bearer …``. `wishes` are all of the account's."""

    token: str
    email: str
    name: str
    expires_s: float
    wishes: tuple[SavedWish, ...] = ()


class AccountView(Struct, frozen=True):
    """GET /api/v1/account."""

    email: str
    name: str
    wishes: tuple[SavedWish, ...]


class WishesRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """PUT /api/v1/account/wishes: the whole list."""

    wishes: Wishes


class RecoveryRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account/recovery: send a link, where there is such an account."""

    email: Email
    language: Language = "en"


class CodeRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account/confirmation and …/recovery/finish: the code of a link, with the password."""

    code: Token
    password: Password


class PasswordRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account/password."""

    old: Password
    new: Password


class DeletionRequest(Struct, frozen=True, forbid_unknown_fields=True):
    """POST /api/v1/account/deletion."""

    password: Password


def clean_email(text: str) -> str:
    """An address in its one spelling.

    Raises:
        Rejected: ``bad-email``; what could be read as several addresses, or as a header, is none.
    """
    text = unicodedata.normalize("NFC", text).strip().casefold()
    if _ADDRESS.fullmatch(text) is None or not text.isprintable():
        raise Rejected("bad-email", "this is no e-mail address", got=text[:80], allowed="name@example.com")
    return text
