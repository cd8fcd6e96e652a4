"""Passwords: which are taken, how they are hashed, and how they are checked without telling who exists.

Hashes are argon2id with the library's defaults, RFC 9106's second recommended option (64 MiB, three passes).
`common_passwords.bin` holds the beginnings of the SHA-256 hashes of the 8,354 passwords of eight characters and
more that are tried first everywhere (in lower case; the choice of words is that of Django's list).
"""

from __future__ import annotations

import hashlib
from functools import cache, cached_property
from importlib.resources import files
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from showroom.errors import Rejected

MIN_PASSWORD_LENGTH: Final = 8
MAX_PASSWORD_LENGTH: Final = 256
_BEGINNING_BYTES: Final = 5
_HASHER: Final = PasswordHasher()


class Passwords:
    """Hashes and checks; both take tens of milliseconds on purpose.

    Args:
        hasher: how; tests take a cheap one.
    """

    def __init__(self, hasher: PasswordHasher = _HASHER) -> None:
        self._hasher = hasher

    @cached_property
    def _nobody(self) -> str:
        return self._hasher.hash("nobody")

    def hash(self, password: str) -> str:
        """What is kept of a password.

        Raises:
            Rejected: ``weak-password``.
        """
        check_password(password)
        return self._hasher.hash(password)

    def fits(self, hashed: str | None, password: str) -> bool:
        """Whether it is the password; for None, who does not exist, it takes as long and is wrong."""
        try:
            self._hasher.verify(hashed or self._nobody, password)
        except (VerificationError, InvalidHashError):
            return False
        return bool(hashed)


def check_password(password: str) -> None:
    """Refuse what is too short, too long, or tried first by everybody.

    Raises:
        Rejected: ``weak-password``.
    """
    allowed = f"{MIN_PASSWORD_LENGTH} to {MAX_PASSWORD_LENGTH} characters"
    if not MIN_PASSWORD_LENGTH <= len(password) <= MAX_PASSWORD_LENGTH:
        wrong = "short" if len(password) < MIN_PASSWORD_LENGTH else "long"
        got = f"{len(password)} characters"
        raise Rejected("weak-password", f"the password is too {wrong}", got=got, allowed=allowed)
    if _beginning(password) in _common():
        hint = "a few words in a row are easy to remember and hard to guess"
        raise Rejected(
            "weak-password", "this password is one of the first that anybody tries", allowed=allowed, hint=hint
        )


def _beginning(password: str) -> bytes:
    return hashlib.sha256(password.lower().encode()).digest()[:_BEGINNING_BYTES]


@cache
def _common() -> frozenset[bytes]:
    data = (files("server.store") / "common_passwords.bin").read_bytes()
    return frozenset(data[at : at + _BEGINNING_BYTES] for at in range(0, len(data), _BEGINNING_BYTES))
