"""Letters, on their way into a folder or to a mail server."""

from __future__ import annotations

import asyncio
import socket
import threading
from contextlib import contextmanager
from email import message_from_bytes, policy
from typing import TYPE_CHECKING

import pytest

from server.mail.letters import Mail, letter
from server.mail.post import TRIES, WAITING, PostOffice
from server.mail.senders import FolderSender, SmtpAddress, SmtpSender, parse_smtp
from showroom.errors import Rejected, Unavailable
from showroom.protocol.accounts import clean_email

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LETTER = letter("recover", "mia@example.com", "de", "https://shop.example", "the-code")


@contextmanager
def mail_server(*, takes: bool = True) -> Iterator[tuple[int, list[bytes]]]:
    """As much of a mail server as one letter needs; what comes is kept."""
    kept: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as door:

        def serve() -> None:
            line, _ = door.accept()
            with line, line.makefile("rb") as lines:
                line.sendall(b"220 here\r\n")
                for command in lines:
                    kept.append(command)
                    if command.lower().startswith(b"data"):
                        line.sendall(b"354 go on\r\n")
                        while (part := lines.readline()) not in (b".\r\n", b""):
                            kept.append(part)
                    if command.lower().startswith(b"quit"):
                        line.sendall(b"221 bye\r\n")
                        return
                    line.sendall(b"250 yes\r\n" if takes else b"550 no mia@example.com\r\n")

        thread = threading.Thread(target=serve)
        thread.start()
        yield door.getsockname()[1], kept
        thread.join(10)


def test_a_letter_names_the_link_with_its_code_where_no_server_sees_it() -> None:
    assert "https://shop.example/account/recover#the-code" in LETTER.words
    english = letter("confirm", "mia@example.com", "en", "https://shop.example", "the-code")
    assert "https://shop.example/account/confirm#the-code" in english.words
    assert english.subject != LETTER.subject


def test_a_letter_in_a_folder_is_whole_and_for_the_server_alone(tmp_path: Path) -> None:
    FolderSender(tmp_path / "out", "shop@example.com").send(LETTER)
    (path,) = (tmp_path / "out").iterdir()
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert (message["To"], message["From"]) == ("mia@example.com", "shop@example.com")
    assert message["Subject"] == "Setzen Sie ein neues Passwort"
    assert message.get_content().strip() == LETTER.words.strip()
    assert path.stat().st_mode & 0o077 == 0
    assert (tmp_path / "out").stat().st_mode & 0o077 == 0


def test_a_letter_is_handed_to_a_mail_server() -> None:
    with mail_server() as (port, kept):
        SmtpSender(SmtpAddress("smtp", "127.0.0.1", port), "", "shop@example.com").send(LETTER)
    said = b"".join(kept)
    assert b"rcpt to:<mia@example.com>" in said.lower()
    assert b"shop@example.com" in said


def test_a_mail_server_that_refuses_is_told_without_the_address() -> None:
    with mail_server(takes=False) as (port, _), pytest.raises(Unavailable, match="SMTP") as refused:
        SmtpSender(SmtpAddress("smtp", "127.0.0.1", port), "", "shop@example.com").send(LETTER)
    assert "example.com" not in str(refused.value)


def test_nothing_is_said_in_clear_to_a_server_that_offers_no_encryption() -> None:
    with mail_server() as (port, kept), pytest.raises(Unavailable):
        SmtpSender(SmtpAddress("smtp+starttls", "127.0.0.1", port, "shop"), "secret", "s@example.com").send(LETTER)
    assert not any(b"AUTH" in line or b"MAIL" in line.upper() for line in kept)


@pytest.mark.parametrize(
    "text",
    ["mail.example", "smtp://mail.example", "smtps://", "smtps://u:secret@mail.example", "smtps://h:x", "ftp://h"],
)
def test_an_unsafe_or_broken_mail_server_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="bad-mail-server") as refused:
        parse_smtp(text)
    assert "secret" not in str(refused.value)


def test_a_mail_server_has_the_port_of_its_kind() -> None:
    assert parse_smtp("smtps://shop@mail.example") == SmtpAddress("smtps", "mail.example", 465, "shop")
    assert parse_smtp("smtp+starttls://a%40b@mail.example:2525") == SmtpAddress(
        "smtp+starttls", "mail.example", 2525, "a@b"
    )


@pytest.mark.parametrize(
    "text",
    ["mia", "mia@", "@example.com", "a b@example.com", "a@b,c@d", "a@b\r\nBcc: c@d", "<a@b>", "a@b@c", "x" * 65 + "@b"],
)
def test_what_is_no_address_is_refused(text: str) -> None:
    with pytest.raises(Rejected, match="bad-email"):
        clean_email(text)


def test_an_address_has_one_spelling() -> None:
    assert clean_email("  Mia@EXAMPLE.com ") == clean_email("mia@example.com") == "mia@example.com"


class Failing:
    """Fails so many times, then takes everything."""

    def __init__(self, failures: int) -> None:
        self.failures = failures
        self.sent: list[Mail] = []
        self.took_the_last = threading.Event()

    def send(self, mail: Mail) -> None:
        if self.failures:
            self.failures -= 1
            raise Unavailable("mail-not-sent", "not now")
        self.sent.append(mail)
        if mail != LETTER:
            self.took_the_last.set()


@pytest.mark.parametrize(("failures", "arrived"), [(0, 2), (TRIES - 1, 2), (TRIES, 1)])
def test_a_letter_is_tried_again_and_holds_no_other_up_for_ever(failures: int, arrived: int) -> None:
    sender = Failing(failures)
    other = Mail("udo@example.com", "s", "w")

    async def send() -> None:
        async def pause(_seconds: float) -> None:
            await asyncio.sleep(0)

        post = PostOffice(sender, "https://shop.example", pause)
        task = asyncio.create_task(post.run())
        post.post(LETTER)
        post.post(other)
        await asyncio.to_thread(sender.took_the_last.wait, 10.0)
        task.cancel()

    asyncio.run(send())
    assert len(sender.sent) == arrived


def test_letters_beyond_the_bound_are_dropped(caplog: pytest.LogCaptureFixture) -> None:
    post = PostOffice(Failing(0), "https://shop.example")
    for _ in range(WAITING + 1):
        post.post(LETTER)
    assert "letter dropped" in caplog.text
    assert "example.com" not in caplog.text
