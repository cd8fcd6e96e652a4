"""The account's card: what is written goes to the shop, and one comes anew as whoever one is then."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from client.account_card import JOBS, AccountCard
from client.cards import Cards, Opened
from client.intents import Write
from client.journal import Journal
from client.keeping import Keeping
from client.loading import Loaded
from client.membership import Membership
from client.settings import Settings, Wish
from client.ui.clipboard import Clipboard
from client.visit import Visit
from showroom.errors import NotPermitted, ShowroomError
from showroom.protocol.accounts import SavedWish, SignIn, SignUp
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable

SERVER = "https://shop.example"


class Shop:
    """Answers as the shop would."""

    server = SERVER

    def __init__(self) -> None:
        self.asked: list[Any] = []
        self.mailed = False
        self.wrong = False

    def sign_up(self, request: Any) -> SignUp:  # noqa: ANN401 - whatever is asked
        self.asked.append(request)
        return SignUp(self.mailed)

    def sign_in(self, request: Any) -> SignIn:  # noqa: ANN401 - the same
        self.asked.append(request)
        if self.wrong:
            raise NotPermitted("wrong-password", "no")
        return SignIn("token", request.email, "Nora", 9e9, (*request.wishes, SavedWish("runner", "red")))

    def sign_out(self, token: str) -> None:
        self.asked.append(token)

    def recover(self, email: str, language: str) -> bool:
        self.asked.append((email, language))
        return self.mailed

    def tell_wishes(self, token: str, wishes: Any) -> None:  # noqa: ANN401 - the same
        self.asked.append((token, wishes))


class Person:
    """Somebody with the card open; what is asked of the shop is done when `wait` is called."""

    def __init__(self) -> None:
        self.visit = Visit("en", agent=False, journal=Journal(None), clipboard=Clipboard(), name="Nora")
        kept = Settings(
            tokens={f"{SERVER} Nora": "guest"}, wishes=(Wish(SERVER, "runner", "blue"), Wish("x", "y", "z"))
        )
        self.keeping = Keeping(None, kept)
        shop: Any = Shop()
        self.shop = shop
        self.jobs: list[tuple[str, Callable[[], Any]]] = []
        loader: Any = self
        self.entered = 0
        membership = Membership(self.shop, lambda: self.keeping.settings, self.keeping.change)
        self.account = AccountCard(self.visit, membership, self.shop, loader, self._enter)
        self.cards = Cards(self.visit, {"account": self.account.card})
        self.visit.opened = Opened("account")

    def ask(self, name: str, job: Callable[[], Any], _urgency: int) -> None:
        assert name in JOBS
        self.jobs.append((name, job))

    def wait(self) -> None:
        while self.jobs:
            name, job = self.jobs.pop(0)
            try:
                self.account.take(Loaded(name, job()))
            except ShowroomError as error:
                self.account.take(Loaded(name, None, error))

    def writes(self, email: str, password: str) -> None:
        self.cards.write(Write(0, email))
        self.cards.write(Write(1, password))

    def takes(self, name: str) -> None:
        names = [line.value for line in self.account.lines()]
        self.visit.opened = Opened("account", names.index(say(f"account.{name}", "en")))
        assert self.cards.press("enter")
        self.wait()

    @property
    def told(self) -> str:
        return " ".join(self.visit.current_notices(0.0))

    def _enter(self) -> None:
        self.entered += 1


def test_signing_in_takes_the_guest_and_their_wishes_along_and_comes_anew() -> None:
    person = Person()
    person.writes(" mia@example.com ", "correct horse")
    person.takes("sign-in")
    (request,) = person.shop.asked
    assert (request.email, request.visitor_token) == ("mia@example.com", "guest")
    assert request.wishes == (SavedWish("runner", "blue"),)
    kept = person.keeping.settings
    assert kept.sessions == {SERVER: "token"}
    assert kept.tokens == {}
    assert set(kept.wishes) == {Wish("x", "y", "z"), Wish(SERVER, "runner", "blue"), Wish(SERVER, "runner", "red")}
    assert (person.entered, person.visit.opened) == (1, None)
    assert "signed in as mia@example.com" in person.told
    assert "correct horse" not in str(kept)


def test_signing_up_signs_in_where_no_letter_has_to_be_answered() -> None:
    person = Person()
    person.writes("mia@example.com", "correct horse")
    person.takes("sign-up")
    assert [type(each).__name__ for each in person.shop.asked] == ["SignUpRequest", "SignInRequest"]
    assert person.entered == 1
    other = Person()
    other.shop.mailed = True
    other.writes("mia@example.com", "correct horse")
    other.takes("sign-up")
    assert len(other.shop.asked) == 1
    assert "Open the link" in other.told


def test_a_wrong_password_is_said_and_nothing_changes() -> None:
    person = Person()
    person.shop.wrong = True
    person.writes("mia@example.com", "guess")
    person.takes("sign-in")
    assert "do not match" in person.told
    assert (person.entered, person.keeping.settings.sessions) == (0, {})
    assert person.visit.opened is not None


@pytest.mark.parametrize(("email", "password", "said"), [("", "x", "Which e-mail"), ("a@b", "", "no password")])
def test_what_is_missing_is_said_and_nobody_asked(email: str, password: str, said: str) -> None:
    person = Person()
    person.writes(email, password)
    person.takes("sign-in")
    assert said in person.told
    assert person.shop.asked == []


def test_whoever_is_signed_in_signs_out_and_is_a_guest_again() -> None:
    person = Person()
    person.writes("mia@example.com", "correct horse")
    person.takes("sign-in")
    person.account.tell_wishes()
    person.wait()
    assert person.shop.asked[-1][0] == "token"
    person.takes("sign-out")
    assert person.shop.asked[-1] == "token"
    assert person.keeping.settings.sessions == {}
    assert person.entered == 2


def test_a_password_is_written_hidden_and_never_in_the_journal() -> None:
    person = Person()
    person.writes("mia@example.com", "correct horse")
    rows = person.account.card.view(0).rows
    assert [row.secret for row in rows] == [False, True, False, False, False]
    assert rows[0].value == "mia@example.com"
