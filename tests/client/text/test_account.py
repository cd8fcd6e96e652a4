"""Having an account by typing: passwords are lines that nobody sees, and the wish list comes along."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from client.text.account import secrets_after
from tests.client.shop import make_shop
from tests.client.text.person import Person
from tests.server.live import ServerProcess

if TYPE_CHECKING:
    from pathlib import Path

PASSWORD = "correct horse battery"  # noqa: S105 - a test's


def test_a_guest_makes_an_account_and_finds_their_wishes_elsewhere(tmp_path: Path) -> None:
    make_shop(tmp_path / "shop")
    with ServerProcess(tmp_path / "shop", "--port", "0") as server:
        walk(tmp_path, server.addresses.http)


def walk(tmp_path: Path, shop: str) -> None:
    with Person(tmp_path / "here", shop, "Mia") as mia:
        mia.types("account", "You are here as a guest")
        mia.types("look block", "The block")
        mia.types("wish add", "The block")
        mia.types("signup mia@example.com", "^Password:$")
        mia.writes("password1")
        mia.hears("^The same once more:$")
        mia.writes("password1")
        mia.hears("one of the first that anybody tries")
        mia.types("signup mia@example.com", "^Password:$")
        mia.writes(PASSWORD)
        mia.hears("^The same once more:$")
        mia.writes(PASSWORD)
        mia.hears("You are signed in as mia@example.com")
        mia.types("who", "Nobody else is here")
        assert not any(PASSWORD in line for line in mia.said)
    kept = (tmp_path / "here" / "Mia" / "client.json").read_text("utf-8")
    assert PASSWORD not in kept
    assert (tmp_path / "here" / "Mia" / "client.json").stat().st_mode & 0o077 == 0
    with Person(tmp_path / "there", shop, "Mia", "--language", "de") as mia:
        mia.types("anmelden mia@example.com", "^Passwort:$")
        mia.writes("geraten, falsch")
        mia.hears("passen nicht zusammen")
        mia.types("anmelden mia@example.com", "^Passwort:$")
        mia.writes(PASSWORD)
        mia.hears("Sie sind als mia@example.com angemeldet")
        mia.types("merkzettel", r"^  1\. ")
        mia.types("abmelden", "wieder als Gast")
        mia.types("konto", "als Gast hier")
        mia.types("wiederherstellen mia@example.com", "verschickt keine Briefe")
    sessions = json.loads((tmp_path / "there" / "Mia" / "client.json").read_text("utf-8"))["sessions"]
    assert sessions == {}


@pytest.mark.parametrize(
    ("line", "secrets"),
    [
        ("signup mia@example.com", 2),
        ("  SignIn  mia@example.com", 1),
        ("signin", 0),
        ("passwort", 2),
        ("recover mia@example.com", 0),
        ("recover abc-code", 1),
        ("bestätigen abc-code", 1),
        ("kontolöschen", 1),
        ("say signin mia@example.com", 0),
    ],
)
def test_a_terminal_knows_which_lines_it_must_not_show(line: str, secrets: int) -> None:
    assert secrets_after(line) == secrets


def test_words_that_ask_for_passwords_are_known_to_the_terminal_by_every_name() -> None:
    from client.text.words import word  # noqa: PLC0415 - only here

    for word_id in ("signup", "signin", "password", "confirm", "deleteaccount"):
        for name in (*word(word_id).english, *word(word_id).german):
            assert secrets_after(f"{name} x"), re.escape(name)
