"""Shoppers' accounts over real sockets, with letters into a folder."""

from __future__ import annotations

import email
import re
from email import policy
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import msgspec
import pytest

from server.http import evenly
from server.http.evenly import STEP_S, rest_s
from server.settings import MailSettings, Rate, Settings
from server.store.folder import open_data_folder
from showroom.protocol.closing import CloseCode
from tests.server.http.test_front import fill
from tests.server.live import Visit, ask, live, log_in, ticket

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.app import Addresses
    from tests.server.live import Answer

OFTEN = Rate(1000.0, 1000.0)
PASSWORD, NEWER = "correct horse battery", "a better password"
CODE = re.compile(r"#([\w-]{20,})")


@pytest.fixture(scope="module", autouse=True)
def short_steps() -> Iterator[None]:
    """The servers here answer as evenly as others, only sooner."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(evenly, "STEP_S", 0.02)
        yield


@pytest.fixture(scope="module")
def letters(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("letters")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory, letters: Path) -> Iterator[Addresses]:
    """A shop that sends letters."""
    data = tmp_path_factory.mktemp("shop")
    fill(data)
    mail = MailSettings("https://shop.example", "shop@example.com", letters)
    with live(Settings(data=data, port=0, logins=OFTEN, sign_ups=OFTEN, letters=Rate(0.001, 3.0), mail=mail)) as where:
        yield where


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Addresses, Path]]:
    """A shop that sends none."""
    data = tmp_path_factory.mktemp("plain")
    fill(data)
    settings = Settings(data=data, port=0, logins=OFTEN, sign_ups=Rate(0.001, 40.0), guesses=Rate(0.001, 8.0))
    with live(settings) as where:
        yield where, data


def post(addresses: Addresses, path: str, token: str = "", method: str = "POST", **body: Any) -> Answer:  # noqa: ANN401 - JSON
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return ask(addresses, f"/api/v1/account{path}", method, headers, msgspec.json.encode(body) if body else b"")


def sign_up(addresses: Addresses, address: str, password: str = PASSWORD) -> Answer:
    return post(addresses, "", email=address, password=password, name="Mia", language="de")


def sign_in(addresses: Addresses, address: str, password: str = PASSWORD, **more: Any) -> Answer:  # noqa: ANN401 - JSON
    return post(addresses, "/session", email=address, password=password, **more)


def code_for(letters: Path, address: str) -> str:
    """The code of the newest letter to somebody; it is sent beside the answer, so it may be on its way."""
    found: list[Path] = []
    while not found:
        found = sorted(
            (path for path in letters.glob("*.eml") if f"To: {address}".encode() in path.read_bytes()),
            key=lambda path: path.stat().st_mtime_ns,
        )
    message = email.message_from_bytes(found[-1].read_bytes(), policy=policy.default)
    for path in found:
        path.unlink()
    return str(CODE.findall(message.get_content())[0])


def test_an_account_is_made_confirmed_used_and_recovered(shop: Addresses, letters: Path) -> None:
    first, again = sign_up(shop, "mia@example.com"), sign_up(shop, "mia@example.com")
    assert (first.status, first.json()) == (again.status, again.json()) == (202, {"mailed": True})
    assert sign_in(shop, "mia@example.com").status == 401
    code = code_for(letters, "mia@example.com")
    form = urlencode({"code": code, "password": PASSWORD}).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept-Language": "de"}
    page = ask(shop, "/account/confirm", "POST", kind, form)
    assert (page.status, "Ihr Konto ist bestätigt" in page.body.decode()) == (200, True)
    assert code not in page.body.decode()
    token = sign_in(shop, "Mia@Example.com").json()["token"]
    assert post(shop, "/recovery", email="mia@example.com").json() == {"mailed": True}
    newer = code_for(letters, "mia@example.com")
    assert post(shop, "/recovery/finish", code=newer, password=NEWER).status == 204
    assert post(shop, "", token, "GET").status == 401
    assert sign_in(shop, "mia@example.com").status == 401
    assert sign_in(shop, "mia@example.com", NEWER).status == 201


def test_who_has_an_account_and_who_has_none_are_answered_alike(shop: Addresses, letters: Path) -> None:
    sign_up(shop, "udo@example.com")
    code = code_for(letters, "udo@example.com")
    assert post(shop, "/confirmation", code=code, password=PASSWORD).status == 204
    for known, unknown in (
        (sign_up(shop, "udo@example.com"), sign_up(shop, "kim@example.com")),
        (sign_in(shop, "udo@example.com", "guessed it"), sign_in(shop, "nobody@example.com", "guessed it")),
        (post(shop, "/recovery", email="udo@example.com"), post(shop, "/recovery", email="nobody@example.com")),
    ):
        told = [
            (answer.status, answer.body, {k: v for k, v in answer.headers.items() if k != "date"})
            for answer in (known, unknown)
        ]
        assert told[0] == told[1]


def test_one_address_gets_only_so_many_letters(shop: Addresses, letters: Path) -> None:
    for _ in range(6):
        assert post(shop, "/recovery", email="mia@example.com").status == 202
        assert sign_up(shop, "max@example.com").status == 202
    sign_up(shop, "last@example.com")
    code_for(letters, "last@example.com")
    assert sum(b"max@example.com" in path.read_bytes() for path in letters.glob("*.eml")) <= 3


def test_time_passes_in_whole_steps_before_an_answer() -> None:
    for passed_s in (0.0, 0.01, 0.2499, 0.25, 0.9):
        whole = (passed_s + rest_s(passed_s, STEP_S)) / STEP_S
        assert whole == pytest.approx(round(whole))
        assert 0.0 < rest_s(passed_s, STEP_S) <= STEP_S


def test_the_pages_of_links_run_one_script_of_ours_and_send_forms_to_us_alone(shop: Addresses) -> None:
    page = ask(shop, "/account/recover", headers={"Accept-Language": "en"})
    policy_ = page.headers["content-security-policy"]
    assert (page.status, page.headers["cache-control"]) == (200, "no-store")
    assert "script-src 'self'" in policy_
    assert "form-action 'self'" in policy_
    assert "unsafe" not in policy_
    assert '<script src="/account.js" defer></script>' in page.body.decode()
    assert ask(shop, "/account.js").headers["content-type"] == "text/javascript"
    assert ask(shop, "/account/elsewhere").status == 404


@pytest.mark.parametrize(
    ("code", "password"), [("unknown-code-unknown-code", PASSWORD), ("", "short"), ("x", "x" * 999)]
)
def test_a_form_that_does_not_work_says_why_and_stays(shop: Addresses, code: str, password: str) -> None:
    kind = {"Content-Type": "application/x-www-form-urlencoded"}
    form = urlencode({"code": code, "password": password}).encode()
    page = ask(shop, "/account/recover", "POST", kind, form)
    assert page.status == 400
    assert "<form" in page.body.decode()


def test_a_guest_who_signs_in_stays_the_same_person_with_their_wishes(plain: tuple[Addresses, Path]) -> None:
    addresses, _ = plain
    with Visit(addresses, "Mia") as visit:
        guest = visit.ticket
    sign_up(addresses, "mia@example.com")
    wish = {"product": "runner", "code": "blue"}
    session = sign_in(addresses, "mia@example.com", visitor_token=guest.visitor_token, wishes=[wish]).json()
    assert session["wishes"] == [wish]
    inside = ticket(addresses, "Mia", staff=session["token"])
    assert (inside.visitor, inside.visitor_token) == (guest.visitor, "")
    assert ticket(addresses, "Mia", visitor_token=guest.visitor_token).visitor != guest.visitor
    other = {"product": "runner", "code": "red"}
    assert post(addresses, "/wishes", session["token"], "PUT", wishes=[other]).json()["wishes"] == [other]
    assert post(addresses, "", session["token"], "GET").json()["wishes"] == [other]


def test_signing_out_changing_the_password_and_deleting_close_what_was_open(plain: tuple[Addresses, Path]) -> None:
    addresses, _ = plain
    sign_up(addresses, "kim@example.com")
    here, there, third = (sign_in(addresses, "kim@example.com").json()["token"] for _ in range(3))
    with Visit(addresses, "Kim", staff=third) as visit:
        assert post(addresses, "/session", third, "DELETE").status == 204
        assert visit.closed_with() == CloseCode.SESSION_ENDED
    with Visit(addresses, "Kim", staff=there) as visit:
        assert post(addresses, "/password", here, old="guessed", new=NEWER).status == 401
        assert post(addresses, "/password", here, old=PASSWORD, new=NEWER).status == 204
        assert visit.closed_with() == CloseCode.SESSION_ENDED
    with Visit(addresses, "Kim", staff=here) as visit:
        assert post(addresses, "/deletion", here, password=NEWER).status == 204
        assert visit.closed_with() == CloseCode.SESSION_ENDED
    assert sign_in(addresses, "kim@example.com", NEWER).status == 401


def test_a_user_who_is_disabled_from_elsewhere_is_out(plain: tuple[Addresses, Path]) -> None:
    addresses, data = plain
    token = log_in(addresses, "eva", "correct horse").token
    with Visit(addresses, "Eva", staff=token) as visit:
        folder = open_data_folder(data)
        folder.staff.disable("eva", 0.0)
        folder.close()
        assert visit.closed_with() == CloseCode.SESSION_ENDED
    assert ask(addresses, "/api/v1/staff/me", headers={"Authorization": f"Bearer {token}"}).status == 401


def test_guesses_at_one_account_are_few_from_wherever_they_come(plain: tuple[Addresses, Path]) -> None:
    answers = [sign_in(plain[0], "guessed-at@example.com", f"guess {number}").status for number in range(9)]
    assert answers == [401] * 8 + [429]


@pytest.mark.parametrize(
    ("address", "password", "code"),
    [("nonsense", PASSWORD, "bad-email"), ("a@b", "password123", "weak-password"), ("a@b", "short", "weak-password")],
)
def test_a_sign_up_that_cannot_be_is_told_why(
    plain: tuple[Addresses, Path], address: str, password: str, code: str
) -> None:
    answer = sign_up(plain[0], address, password)
    assert (answer.status, answer.json()["code"]) == (400, code)
