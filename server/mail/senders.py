"""Ways to send a letter: into a folder, for trying out and for shops that send it on themselves, or by SMTP."""

from __future__ import annotations

import os
import secrets
import smtplib
import ssl
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import TYPE_CHECKING, Final, Protocol
from urllib.parse import unquote, urlsplit

from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from pathlib import Path

    from server.mail.letters import Mail

TIMEOUT_S: Final = 20.0
_PORTS: Final = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Sender(Protocol):
    """Sends letters."""

    def send(self, mail: Mail) -> None:
        """Send one; takes as long as it takes. Raises Unavailable (``mail-not-sent``)."""
        ...


class FolderSender:
    """Writes each letter into a folder as a file that only the server's user can read.

    Args:
        folder: where; it is made where there is none.
        sender: the From address.
    """

    def __init__(self, folder: Path, sender: str) -> None:
        self._folder = folder
        self._sender = sender

    def send(self, mail: Mail) -> None:
        """Write it whole or not at all."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            name = secrets.token_hex(12)
            path = self._folder / f".{name}"
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(bytes(_message(mail, self._sender)))
            path.rename(self._folder / f"{name}.eml")
        except OSError as error:
            raise Unavailable("mail-not-sent", f"the letter cannot be written: {error.strerror}") from error


@dataclass(frozen=True)
class SmtpAddress:
    """A mail server: ``smtps://``, ``smtp+starttls://``, or ``smtp://`` on this machine, then ``user@host:port``."""

    scheme: str
    host: str
    port: int
    user: str = ""


def parse_smtp(text: str) -> SmtpAddress:
    """A mail server's address.

    Raises:
        Rejected: ``bad-mail-server``.
    """
    parts = urlsplit(text)
    allowed = "smtps://user@host, smtp+starttls://user@host:587, or smtp://localhost"
    try:
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if parts.scheme not in _PORTS or not parts.hostname or not port or parts.path.strip("/"):
        raise Rejected("bad-mail-server", "this is no mail server", got=parts.hostname or text[:20], allowed=allowed)
    if parts.password is not None:
        hint = "--mail-password-file FILE"
        raise Rejected("bad-mail-server", "a password in an address is read by everybody who sees it", hint=hint)
    if parts.scheme == "smtp" and parts.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise Rejected("bad-mail-server", "letters with links go to others only encrypted", allowed=allowed)
    return SmtpAddress(parts.scheme, parts.hostname, port, unquote(parts.username or ""))


class SmtpSender:
    """Hands letters to a mail server, encrypted wherever it is not this machine.

    Args:
        address: the mail server.
        password: of its user; empty where it wants none.
        sender: the From address.
        tls: whom to trust; what the system trusts where none is given.
    """

    def __init__(self, address: SmtpAddress, password: str, sender: str, tls: ssl.SSLContext | None = None) -> None:
        self._address = address
        self._password = password
        self._sender = sender
        self._tls = tls or ssl.create_default_context()

    def send(self, mail: Mail) -> None:
        """Send it over a connection of its own."""
        try:
            with self._connected() as server:
                if self._address.user:
                    server.login(self._address.user, self._password)
                server.send_message(_message(mail, self._sender))
        except (OSError, smtplib.SMTPException) as error:
            # What the server says may quote the address, so only the kind of the failure is told.
            raise Unavailable("mail-not-sent", f"the mail server did not take it: {type(error).__name__}") from None

    def _connected(self) -> smtplib.SMTP:
        address = self._address
        if address.scheme == "smtps":
            return smtplib.SMTP_SSL(address.host, address.port, timeout=TIMEOUT_S, context=self._tls)
        server = smtplib.SMTP(address.host, address.port, timeout=TIMEOUT_S)
        if address.scheme == "smtp+starttls":
            try:
                server.starttls(context=self._tls)
            except BaseException:
                server.close()
                raise
        return server


def _message(mail: Mail, sender: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.to
    message["Subject"] = mail.subject
    message["Date"] = formatdate()
    message["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2] or "localhost")
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.words)
    return message
