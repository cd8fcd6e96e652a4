"""The account: signing in, up and out from a card over the room; the shop is asked beside the frames."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from client.rows import Line, RowsCard
from showroom.errors import Rejected, Unavailable
from showroom.ui.texts import TEXTS, say

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from client.loading import Loaded, Loader
    from client.membership import Membership
    from client.net.front import Front
    from client.visit import Visit

JOBS: Final = ("sign-in", "sign-up", "sign-out", "recovery", "wishes")
"""What is asked of the shop; `take` gets what comes of it."""
_URGENCY: Final = 5
_MOST_EMAIL: Final = 254
_MOST_PASSWORD: Final = 256


class AccountCard:
    """Shows who is signed in, and takes what is written to become somebody.

    Args:
        visit: who one is.
        membership: one's account.
        front: the shop.
        loader: asks beside the frames.
        come_anew: enters as whoever one is now.
    """

    def __init__(
        self, visit: Visit, membership: Membership, front: Front, loader: Loader, come_anew: Callable[[], None]
    ) -> None:
        self._visit = visit
        self._membership = membership
        self._front = front
        self._loader = loader
        self._come_anew = come_anew
        self._email = ""
        self._password = ""
        self._is_busy = False
        self.card = RowsCard("account", lambda: say("account.title", visit.language), self.lines)

    def lines(self) -> Sequence[Line]:
        """What there is to write and to do."""
        email = self._membership.email
        if email:
            signed = Line(self._say("title"), email, take=lambda: None)
            return (signed, Line(self._say("leave"), self._say("sign-out"), take=self._sign_out))
        return (
            Line(self._say("email"), self._email, write=self._write_email, most=_MOST_EMAIL, take=self._sign_in),
            Line(
                self._say("password"),
                self._password,
                write=self._write_password,
                most=_MOST_PASSWORD,
                secret=True,
                take=self._sign_in,
            ),
            Line(self._say("known"), self._say("sign-in"), take=self._sign_in),
            Line(self._say("new"), self._say("sign-up"), take=self._sign_up),
            Line(self._say("recover"), self._say("send"), take=self._recover),
        )

    def tell_wishes(self) -> None:
        """The wish list has changed."""
        if self._membership.email:
            self._loader.ask("wishes", self._membership.tell_wishes, _URGENCY)

    def take(self, loaded: Loaded) -> None:
        """What was asked for has come, or has not."""
        self._is_busy = False
        if loaded.error is not None:
            self._refused(loaded)
            return
        match loaded.name:
            case "sign-in":
                self._password = ""
                self._visit.opened = None
                self._tell("signed-in", email=loaded.result.email)
                self._come_anew()
            case "sign-up" if loaded.result:
                self._tell("mailed", email=self._email)
            case "sign-up":
                self._sign_in()
            case "sign-out":
                self._tell("signed-out")
                self._come_anew()
            case "recovery":
                self._tell("recovery-mailed" if loaded.result else "no-mail", email=self._email)
            case _:
                pass

    def _write_email(self, text: str) -> None:
        self._email = text

    def _write_password(self, text: str) -> None:
        self._password = text

    def _sign_in(self) -> None:
        email, password, name = self._email.strip(), self._password, self._visit.name
        if self._has(email, password):
            self._ask("sign-in", lambda: self._membership.sign_in(email, password, name))

    def _sign_up(self) -> None:
        email, password, visit = self._email.strip(), self._password, self._visit
        if self._has(email, password):
            name, language = visit.name, visit.language
            self._ask("sign-up", lambda: self._membership.sign_up(email, password, name, language))

    def _sign_out(self) -> None:
        self._ask("sign-out", self._membership.sign_out)

    def _recover(self) -> None:
        email, language = self._email.strip(), self._visit.language
        if self._has(email, "-"):
            self._ask("recovery", lambda: self._front.recover(email, language))

    def _has(self, email: str, password: str) -> bool:
        """Whether everything is written; says what is missing."""
        missing = "no-email" if not email else "no-password" if not password else ""
        if missing:
            self._notify(say(f"failed.{missing}", self._visit.language))
        return not missing

    def _ask(self, job: str, call: Callable[[], object]) -> None:
        if not self._is_busy:
            self._is_busy = True
            self._visit.journal.write("account", job=job)
            self._loader.ask(job, call, _URGENCY)

    def _refused(self, loaded: Loaded) -> None:
        error = loaded.error
        code = error.code if isinstance(error, Rejected) else ""
        reason = error.message if isinstance(error, Rejected | Unavailable) else str(error)
        if loaded.name == "wishes":
            self._tell("wishes-later", reason=reason)
        elif f"failed.{code}" in TEXTS:
            self._notify(say(f"failed.{code}", self._visit.language))
        else:
            self._notify(say("notice.refused", self._visit.language, message=reason))

    def _say(self, key: str) -> str:
        return say(f"account.{key}", self._visit.language)

    def _tell(self, key: str, **fields: str) -> None:
        self._notify(say(f"account.{key}", self._visit.language, **fields))

    def _notify(self, words: str) -> None:
        self._visit.notify(words)
