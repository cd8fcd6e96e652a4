"""Having an account, by typing and reading. Passwords are lines of their own, which are never shown."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Final, TypeVar

from client.text.here import Until
from client.text.naming import folded
from showroom.errors import Rejected
from showroom.ui.spoken import knows

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

    from client.membership import Membership
    from client.net.front import Front
    from client.text.here import Here, Steps

_PATIENCE_S: Final = 30.0
_TYPING_S: Final = 300.0
_SECRETS: Final = {
    "signup": 2,
    "registrieren": 2,
    "signin": 1,
    "anmelden": 1,
    "password": 2,
    "passwort": 2,
    "confirm": 1,
    "bestaetigen": 1,
    "deleteaccount": 1,
    "kontoloeschen": 1,
}
_RECOVER: Final = frozenset({"recover", "wiederherstellen"})
T = TypeVar("T")


def secrets_after(line: str) -> int:
    """How many of the lines behind a typed one are passwords."""
    first, _, rest = " ".join(line.split()).partition(" ")
    word = folded(first)
    if word in _RECOVER:
        return int(bool(rest) and "@" not in rest)
    wants_more = word in {"signup", "registrieren", "signin", "anmelden", "confirm", "bestaetigen"}
    return 0 if wants_more and not rest else _SECRETS.get(word, 0)


class Account:
    """Carries out the words about one's account.

    Args:
        here: what is known.
        front: the shop.
        membership: who one is there.
        come_anew: enters as whoever one is now.
    """

    def __init__(self, here: Here, front: Front, membership: Membership, come_anew: Callable[[], None]) -> None:
        self._here = here
        self._front = front
        self._membership = membership
        self._come_anew = come_anew

    def account(self, _: str) -> None:
        """Tell who is signed in."""
        email = self._membership.email
        self._here.tell("account.signed-in" if email else "account.who-nobody", email=email)

    def sign_up(self, rest: str) -> Steps:
        """Make an account, and sign in where nothing is to be confirmed."""
        here, email = self._here, self._email(rest)
        password = yield from self._secret("account.ask-password")
        again = yield from self._secret("account.ask-again")
        if password != again:
            raise here.failed("passwords-differ")
        mailed = yield from self._ask(lambda: self._membership.sign_up(email, password, here.name, here.language))
        if mailed:
            here.tell("account.mailed", email=email)
            return
        yield from self._enter(email, password)

    def sign_in(self, rest: str) -> Steps:
        """Sign in."""
        email = self._email(rest)
        password = yield from self._secret("account.ask-password")
        yield from self._enter(email, password)

    def sign_out(self, _: str) -> Steps:
        """Be a guest again."""
        if not self._membership.email:
            raise self._here.failed("not-signed-in")
        yield from self._ask(self._membership.sign_out)
        self._come_anew()
        self._here.tell("account.signed-out")

    def change_password(self, _: str) -> Steps:
        """Set another password."""
        old = yield from self._secret("account.ask-old")
        new = yield from self._secret("account.ask-new")
        yield from self._ask(lambda: self._membership.change_password(old, new))
        self._here.tell("account.password-set")

    def recover(self, rest: str) -> Steps:
        """Have a link sent, or set a new password by its code."""
        here = self._here
        if "@" in rest or not rest:
            email = self._email(rest)
            mailed = yield from self._ask(lambda: self._front.recover(email, here.language))
            here.tell("account.recovery-mailed" if mailed else "account.no-mail", email=email)
            return
        yield from self._code(rest, confirms=False)

    def confirm(self, rest: str) -> Steps:
        """Confirm one's address by the code of a letter."""
        if not rest:
            raise self._here.failed("bad-code")
        yield from self._code(rest, confirms=True)

    def delete(self, _: str) -> Steps:
        """Delete the account."""
        if not self._membership.email:
            raise self._here.failed("not-signed-in")
        password = yield from self._secret("account.ask-password")
        yield from self._ask(lambda: self._membership.delete(password))
        self._come_anew()
        self._here.tell("account.deleted")

    def _code(self, code: str, *, confirms: bool) -> Steps:
        password = yield from self._secret("account.ask-password" if confirms else "account.ask-new")
        yield from self._ask(lambda: self._front.use_code(code.rpartition("#")[2], password, confirms=confirms))
        self._here.tell("account.password-set" if not confirms else "account.confirmed")

    def _enter(self, email: str, password: str) -> Steps:
        here = self._here
        signed = yield from self._ask(lambda: self._membership.sign_in(email, password, here.name))
        self._come_anew()
        here.tell("account.signed-in", email=signed.email)

    def _email(self, rest: str) -> str:
        if not rest:
            raise self._here.failed("no-email")
        return rest

    def _secret(self, key: str) -> Generator[Until, bool, str]:
        """The next line, which nobody sees."""
        here = self._here
        here.tell(key)
        came = yield Until(here.secret_came, _TYPING_S)
        secret, here.secret = here.secret, None
        if not came or not secret:
            raise here.failed("no-password")
        return secret

    def _ask(self, call: Callable[[], T]) -> Generator[Until, bool, T]:
        """Ask the shop beside the visit, which goes on meanwhile."""
        with ThreadPoolExecutor(1) as pool:
            asked = pool.submit(call)
            yield Until(asked.done, _PATIENCE_S)
            try:
                return asked.result()
            except Rejected as error:
                key = f"failed.{error.code}"
                if not knows(key):
                    raise
                raise Rejected(error.code, self._here.words(key)) from None
