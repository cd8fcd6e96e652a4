"""How `showroom serve` is told to send letters."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from server.mail.senders import parse_smtp
from server.settings import MailSettings
from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument(
        "--public-url",
        default="",
        metavar="URL",
        help="this shop's address as people reach it, for letters and logins",
    )
    parser.add_argument("--mail-from", default="", metavar="ADDRESS", help="who letters come from")
    parser.add_argument("--mail-folder", type=Path, metavar="DIR", help="write letters there instead of sending them")
    parser.add_argument(
        "--mail-server",
        default="",
        metavar="URL",
        help="e.g. smtps://user@mail.example, smtp+starttls://user@mail.example:587",
    )
    parser.add_argument("--mail-password-file", type=Path, metavar="FILE", help="of the mail server's user")


def settings(arguments: Namespace) -> MailSettings | None:
    """How letters are sent; None where they are not.

    Raises:
        Rejected: ``half-a-mail``, ``bad-public-url``, ``bad-mail-server`` or ``no-mail-password``.
    """
    if arguments.mail_folder is None and not arguments.mail_server:
        return None
    if arguments.mail_folder is not None and arguments.mail_server:
        raise Rejected("half-a-mail", "letters go one way", allowed="--mail-folder or --mail-server")
    if not arguments.public_url or not arguments.mail_from:
        allowed = "--public-url and --mail-from beside it"
        raise Rejected("half-a-mail", "letters need the shop's address and somebody who sends them", allowed=allowed)
    public = public_url(arguments)
    server = parse_smtp(arguments.mail_server) if arguments.mail_server else None
    password = _password(arguments.mail_password_file)
    return MailSettings(public, arguments.mail_from, arguments.mail_folder, server, password)


def public_url(arguments: Namespace) -> str:
    """This shop's address as people reach it; empty where nobody said.

    Raises:
        Rejected: ``bad-public-url``.
    """
    text: str = arguments.public_url
    if not text:
        return ""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise Rejected("bad-public-url", "this is no address of a shop", got=text[:80], allowed="https://shop.example")
    return text.rstrip("/")


def _password(path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text("utf-8").partition("\n")[0].rstrip("\r")
    except OSError as error:
        raise Rejected("no-mail-password", f"{path} cannot be read: {error.strerror}") from None
