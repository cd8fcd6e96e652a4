"""Logins under way: from the command line to the provider and back. They live in memory for ten minutes at most."""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from showroom.errors import NotPermitted, Unavailable

if TYPE_CHECKING:
    from server.store.staff import StaffUser
    from showroom.ports import Clock, Randomness

LOGIN_LIFE_S: Final = 600.0
HANDED_LIFE_S: Final = 60.0
MOST: Final = 1000
_BYTES: Final = 32
T = TypeVar("T")


@dataclass(frozen=True)
class Asked:
    """What a command line asked for: where on its machine it listens, and how it will prove that it was the one."""

    port: int
    challenge: str
    state: str


@dataclass(frozen=True)
class Underway:
    """A login at the provider; `browser` is the cookie of the browser that began it."""

    asked: Asked
    nonce: str
    verifier: str = field(repr=False)
    browser: str = field(repr=False)


class _Once(Generic[T]):
    """Things behind secrets, each taken once and not for ever."""

    def __init__(self, life_s: float, clock: Clock, randomness: Randomness) -> None:
        self._life_s = life_s
        self._clock = clock
        self._randomness = randomness
        self._kept: dict[str, tuple[float, T]] = {}

    def keep(self, thing: T) -> str:
        self._sweep()
        if len(self._kept) >= MOST:
            raise Unavailable("too-many-logins", "too many logins are under way; try again in a minute")
        secret = self._randomness.token(_BYTES)
        self._kept[secret] = (self._clock.monotonic() + self._life_s, thing)
        return secret

    def take(self, secret: str) -> T | None:
        self._sweep()
        kept = self._kept.pop(secret, None)
        return None if kept is None else kept[1]

    def _sweep(self) -> None:
        now = self._clock.monotonic()
        while self._kept and self._kept[oldest := next(iter(self._kept))][0] <= now:
            del self._kept[oldest]


class Logins:
    """Keeps what belongs together.

    Args:
        clock: tells when it is over.
        randomness: where secrets come from.
    """

    def __init__(self, clock: Clock, randomness: Randomness) -> None:
        self._randomness = randomness
        self._underway: _Once[Underway] = _Once(LOGIN_LIFE_S, clock, randomness)
        self._handed: _Once[tuple[StaffUser, str]] = _Once(HANDED_LIFE_S, clock, randomness)

    def begin(self, asked: Asked) -> tuple[str, Underway]:
        """A new login and its state.

        Raises:
            Unavailable: ``too-many-logins``.
        """
        token = self._randomness.token
        underway = Underway(asked, token(_BYTES), token(_BYTES), token(_BYTES))
        return self._underway.keep(underway), underway

    def back(self, state: str, browser: str) -> Underway:
        """The login that a browser comes back from.

        Raises:
            NotPermitted: ``bad-login-state`` where it is unknown, over, used, or another browser's.
        """
        underway = self._underway.take(state)
        if underway is None or not hmac.compare_digest(underway.browser.encode(), browser.encode()):
            raise NotPermitted(
                "bad-login-state", "this login is unknown, over, or was begun elsewhere", hint="begin again"
            )
        return underway

    def hand(self, user: StaffUser, challenge: str) -> str:
        """A code for whoever can prove that they made the challenge."""
        return self._handed.keep((user, challenge))

    def handed(self, code: str, verifier: str) -> StaffUser:
        """Who has logged in.

        Raises:
            NotPermitted: ``bad-login-code``.
        """
        kept = self._handed.take(code)
        if kept is None or not hmac.compare_digest(kept[1].encode(), challenge_of(verifier).encode()):
            raise NotPermitted("bad-login-code", "this code is unknown, used, or somebody else's", hint="begin again")
        return kept[0]


def challenge_of(verifier: str) -> str:
    """The S256 challenge of a verifier (RFC 7636, §4.2)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
