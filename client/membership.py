"""Having an account: signing up, in and out, and what the settings remember of it. Blocking: windows ask a thread.

The session's token is kept by server address. While there is one, it opens the room instead of a guest's token; once
the server no longer knows it, it is forgotten and one comes as a guest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from client.settings import Wish
from showroom.errors import NotPermitted, Rejected, Unavailable
from showroom.protocol.accounts import SavedWish, SignInRequest, SignUpRequest

if TYPE_CHECKING:
    from collections.abc import Callable

    from client.net.front import Front
    from client.settings import Settings
    from showroom.catalogue import Language
    from showroom.protocol.accounts import SignIn


class Membership:
    """One person's account at one server.

    Args:
        front: the server.
        settings: what is remembered.
        change: remembers something else.
    """

    def __init__(
        self, front: Front, settings: Callable[[], Settings], change: Callable[[Callable[[Settings], Settings]], None]
    ) -> None:
        self._front = front
        self._settings = settings
        self._change = change
        self.is_ending = False
        """Whether a session ends by one's own wish: that the server then closes its connection is no news."""

    @property
    def email(self) -> str:
        """Who is signed in; empty for a guest."""
        return self._settings().emails.get(self._front.server, "") if self.session() else ""

    def session(self) -> str | None:
        """The session's token; None for a guest."""
        return self._settings().sessions.get(self._front.server)

    def forget(self) -> None:
        """The server knows the session no longer."""
        server = self._front.server
        self._change(
            lambda kept: msgspec.structs.replace(
                kept, sessions={name: token for name, token in kept.sessions.items() if name != server}
            )
        )

    def sign_up(self, email: str, password: str, name: str, language: Language) -> bool:
        """Make an account; whether a link was mailed that is to be opened first.

        Raises:
            Rejected: the server refuses.
            Unavailable: ``server-unreachable``.
        """
        return self._front.sign_up(SignUpRequest(email, password, name, language)).mailed

    def sign_in(self, email: str, password: str, name: str) -> SignIn:
        """Sign in as whoever one is now: what the guest was and wished goes along.

        Raises:
            NotPermitted: address and password do not match.
            Unavailable: ``server-unreachable``.
        """
        server, kept = self._front.server, self._settings()
        wishes = tuple(SavedWish(wish.product, wish.code) for wish in kept.wishes if wish.server == server)
        signed = self._front.sign_in(SignInRequest(email, password, kept.token(server, name) or None, wishes))

        def remember(kept: Settings) -> Settings:
            ours = tuple(Wish(server, wish.product, wish.code) for wish in signed.wishes)
            others = tuple(wish for wish in kept.wishes if wish.server != server)
            return msgspec.structs.replace(
                kept,
                sessions={**kept.sessions, server: signed.token},
                emails={**kept.emails, server: signed.email},
                wishes=others + ours,
                tokens={key: token for key, token in kept.tokens.items() if key != f"{server} {name}"},
            )

        self._change(remember)
        return signed

    def sign_out(self) -> None:
        """Sign out; a server that cannot be asked ends the session by itself one day."""
        token = self.session()
        self.is_ending = True
        self.forget()
        if token is not None:
            try:
                self._front.sign_out(token)
            except (NotPermitted, Unavailable):
                return

    def tell_wishes(self) -> None:
        """Bring the account's list to what the settings hold; for a guest there is nothing to do.

        Raises:
            Rejected: the server refuses.
            Unavailable: ``server-unreachable``; it is told at the next change.
        """
        token, server = self.session(), self._front.server
        if token is not None:
            wishes = [SavedWish(wish.product, wish.code) for wish in self._settings().wishes if wish.server == server]
            self._front.tell_wishes(token, wishes)

    def change_password(self, old: str, new: str) -> None:
        """Set another password; every other session ends.

        Raises:
            Rejected: ``not-signed-in``, or the server refuses.
        """
        self._front.change_password(self._required(), old, new)

    def delete(self, password: str) -> None:
        """Delete the account.

        Raises:
            Rejected: ``not-signed-in``, or the server refuses.
        """
        token, self.is_ending = self._required(), True
        try:
            self._front.delete_account(token, password)
        except BaseException:
            self.is_ending = False
            raise
        self.forget()

    def _required(self) -> str:
        token = self.session()
        if token is None:
            raise Rejected("not-signed-in", "nobody is signed in", hint="sign in first")
        return token
