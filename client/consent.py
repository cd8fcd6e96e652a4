"""Asks once before a picture of a body is measured, and forgets again; the answer lies in the settings."""

from __future__ import annotations

import sys
from datetime import datetime
from typing import TYPE_CHECKING

import msgspec

from client.receipts import forget_sent, load_kept, receipt_path
from client.settings import load_settings, save_settings, settings_path
from showroom.errors import Rejected
from showroom.ui.consent import EDITION, consent_page, consent_text, is_agreed
from showroom.ui.receipt import receipt

if TYPE_CHECKING:
    from showroom.catalogue import Language
    from showroom.ui.receipt import Receipt


def require_consent(language: Language, *, given: bool) -> bool:
    """Return where this person has agreed, now or before; a terminal is asked, a script must say so.

    Returns:
        Whether the answer was given on the command line and is still to be kept (`keep_consent`), once it was used.

    Raises:
        Rejected: ``no-consent``.
        Unavailable: ``settings-unwritable``.
    """
    settings = load_settings(settings_path())
    if settings.tryon_consent == EDITION:
        return False
    page = consent_page(language)
    print(consent_text(page), file=sys.stderr)  # noqa: T201 - a terminal's page
    if given:
        return True
    if sys.stdin.isatty():
        print(f"\n{page.question} [y/N] ", end="", file=sys.stderr, flush=True)  # noqa: T201 - the same
        given = is_agreed(sys.stdin.readline())
    if not given:
        raise Rejected(
            "no-consent",
            "nothing was opened or measured; everything else works as before",
            hint="showroom tryon … --consent, once you have read the page above",
        )
    keep_consent()
    return False


def has_consent() -> bool:
    """Whether this person has agreed to the page as it is now."""
    return load_settings(settings_path()).tryon_consent == EDITION


def keep_consent() -> None:
    """Remember that this person has agreed.

    Raises:
        Unavailable: ``settings-unwritable``.
    """
    settings = load_settings(settings_path())
    save_settings(settings_path(), msgspec.structs.replace(settings, tryon_consent=EDITION))


def forget() -> tuple[bool, bool]:
    """Delete what try-on has kept; returns whether there was an answer, and a count of what was sent.

    Raises:
        Unavailable: ``settings-unwritable``.
    """
    settings = load_settings(settings_path())
    agreed = settings.tryon_consent != 0
    if agreed:
        save_settings(settings_path(), msgspec.structs.replace(settings, tryon_consent=0))
    return agreed, forget_sent(receipt_path())


def kept_page(language: Language) -> Receipt:
    """The receipt over all visits."""
    kept = load_kept(receipt_path())
    return receipt(kept.sent, language, datetime.fromtimestamp(kept.since_s).date() if kept.since_s else None)  # noqa: DTZ006 - the person's own calendar
