"""Nothing is opened before somebody has agreed; what was kept is shown and deleted."""

from __future__ import annotations

import io
import json
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from client.consent import kept_page, require_consent
from client.net.egress import LEDGER
from client.receipts import kept_receipt, receipt_path
from client.settings import Settings, load_settings, save_settings, settings_path
from showroom.cli.main import run
from showroom.errors import Rejected
from showroom.ui.consent import EDITION, consent_page, is_agreed
from showroom.ui.receipt import Sent

if TYPE_CHECKING:
    from pathlib import Path


class Typed(io.StringIO):
    """A terminal at which somebody has typed."""

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def nobody(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SHOWROOM_CONFIG_DIR", str(tmp_path / "settings"))
    monkeypatch.setattr("sys.stdin", io.StringIO())


def test_without_an_answer_no_picture_is_opened_and_the_page_is_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["tryon", str(tmp_path / "nowhere.png"), "--data", str(tmp_path), "-o", str(tmp_path / "worn.png")]
    assert run([*arguments, "--language", "de"]) == 1
    said = capsys.readouterr().err
    assert "no-consent" in said
    assert "no-such-file" not in said
    assert "Was gemessen wird" in said
    assert "--forget" in said
    # A run that fails has measured nothing: what was said for it alone is not kept.
    assert run([*arguments, "--consent"]) == 1
    assert "no-such-file" in capsys.readouterr().err
    assert load_settings(settings_path()).tryon_consent == 0
    assert run(arguments) == 1
    assert "no-consent" in capsys.readouterr().err


def test_who_has_agreed_is_not_asked_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    save_settings(settings_path(), Settings(tryon_consent=EDITION))
    arguments = ["tryon", str(tmp_path / "nowhere.png"), "--data", str(tmp_path), "-o", str(tmp_path / "worn.png")]
    assert run(arguments) == 1
    said = capsys.readouterr().err
    assert "no-such-file" in said
    assert "What is measured" not in said


@pytest.mark.parametrize(("answer", "agreed"), [("y\n", True), ("Ja\n", True), ("\n", False), ("no\n", False)])
def test_a_terminal_is_asked_and_the_answer_is_kept(
    monkeypatch: pytest.MonkeyPatch, answer: str, *, agreed: bool
) -> None:
    save_settings(settings_path(), Settings(name="Mia"))
    monkeypatch.setattr("sys.stdin", Typed(answer))
    if agreed:
        require_consent("en", given=False)
    else:
        with pytest.raises(Rejected, match="no-consent"):
            require_consent("en", given=False)
    assert load_settings(settings_path()) == Settings(name="Mia", tryon_consent=EDITION if agreed else 0)


def test_who_agreed_to_an_older_page_is_asked_again() -> None:
    save_settings(settings_path(), Settings(tryon_consent=EDITION + 1))
    with pytest.raises(Rejected, match="no-consent"):
        require_consent("en", given=False)


def test_the_receipt_adds_visits_up_and_forgetting_deletes_both(capsys: pytest.CaptureFixture[str]) -> None:
    save_settings(settings_path(), Settings(name="Mia", tryon_consent=EDITION))
    for size_bytes in (100, 23):
        with kept_receipt():
            LEDGER.note("pose", size_bytes, count=1)
    with kept_receipt(remember=False):
        LEDGER.note("pose", 5000, count=1)
    assert run(["tryon", "--receipt", "--json"]) == 0
    page = json.loads(capsys.readouterr().out)
    assert [(line["kind"], line["count"], line["size_bytes"]) for line in page["lines"]] == [("pose", 2, 123)]
    today = datetime.fromtimestamp(receipt_path().stat().st_mtime).date()  # noqa: DTZ006 - as the person reads it
    assert page["since"] == f"Counted since {today.isoformat()}."
    assert run(["tryon", "--receipt", "--language", "de"]) == 0
    said = capsys.readouterr().out
    assert "Wo Ihr Avatar steht" in said
    assert "Kein Bild, kein Punkt" in said
    assert run(["tryon", "--forget"]) == 0
    assert "consent, receipt" in capsys.readouterr().out
    assert not receipt_path().exists()
    assert load_settings(settings_path()) == Settings(name="Mia")
    assert run(["tryon", "--receipt"]) == 0
    assert "Nothing." in capsys.readouterr().out
    assert run(["tryon", "--forget"]) == 0
    assert "nothing was kept" in capsys.readouterr().out


def test_a_damaged_count_starts_anew() -> None:
    receipt_path().parent.mkdir(parents=True)
    receipt_path().write_bytes(b"{cut")
    with kept_receipt():
        LEDGER.note("pose", 7, count=1)
    assert b'"pose"' in receipt_path().read_bytes()


def test_a_count_from_before_days_were_kept_still_counts_and_names_no_day() -> None:
    receipt_path().parent.mkdir(parents=True)
    receipt_path().write_bytes(b'{"pose":{"count":2,"size_bytes":9}}')
    assert kept_page("de").since == ""
    assert kept_page("de").total == Sent(2, 9)


def test_trying_on_without_a_picture_says_what_is_missing(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["tryon", "--consent"]) == 1
    assert "no-source" in capsys.readouterr().err


def test_the_page_says_as_much_in_both_languages() -> None:
    english, german = consent_page("en"), consent_page("de")
    assert len(english.sections) == len(german.sections) == 4
    assert english.title != german.title
    assert not is_agreed("nein")
