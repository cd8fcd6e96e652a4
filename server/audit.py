"""``showroom audit``: who decided what about whom, read from the log of facts."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import msgspec

from showroom.errors import Rejected

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Iterator

    from server.store.facts import FactLog, LoggedFact

DECISIONS: Final = frozenset(
    {
        "Visitor Blocked",
        "Visitor Unblocked",
        "Visitor Reported",
        "Report Resolved",
        "Visitor Removed",
        "Room Locked",
        "Room Unlocked",
    }
)
_PAGE: Final = 1000


def configure(parser: ArgumentParser) -> None:
    """Add the arguments but the data folder."""
    parser.add_argument("--person", default="", metavar="ID", help="only what this person did or what was done to them")
    parser.add_argument("--since", default="", metavar="DATE", help="only from this day on, as 2026-11-22 (UTC)")
    parser.add_argument("--json", action="store_true", help="print whole facts, one JSON object a line")


def lines(arguments: Namespace, facts: FactLog) -> Iterator[str]:
    """The decisions as lines to print, oldest first.

    Raises:
        Rejected: ``bad-date``.
    """
    _check_date(arguments.since)
    found = False
    for fact in decisions(facts, arguments.person, arguments.since):
        yield msgspec.json.encode(fact).decode() if arguments.json else _line(fact)
        found = True
    if not found and not arguments.json:
        yield "nothing has been decided"


def decisions(facts: FactLog, person: str = "", since: str = "") -> Iterator[LoggedFact]:
    """The decisions of the log.

    Args:
        facts: the log.
        person: the id of whom they must be by or about; empty for everybody.
        since: the day from which on, ``YYYY-MM-DD``; empty for all.
    """
    position = 0
    while page := facts.after(position, _PAGE):
        position = page[-1].position
        for fact in page:
            concerns = not person or person in {fact.subject, _actor(fact)}
            if fact.type in DECISIONS and concerns and fact.time >= since:
                yield fact


def _actor(fact: LoggedFact) -> str:
    actor: str = fact.data.get("userId") or fact.data.get("anonymousId") or ""
    return actor


def _line(fact: LoggedFact) -> str:
    properties = fact.data.get("properties", {})
    more = ", ".join(f"{name} {value}" for name, value in properties.items() if value not in ("", None))
    return "\t".join((fact.time, _actor(fact), fact.type, fact.subject, more))


def _check_date(since: str) -> None:
    if since:
        try:
            date.fromisoformat(since)
        except ValueError:
            raise Rejected("bad-date", "--since takes a day", got=since[:40], allowed="2026-11-22") from None
