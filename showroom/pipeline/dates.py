"""Dates with a time zone, as people write them; a date without one would mean another moment on another machine."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from showroom.errors import Rejected

ALLOWED = "2026-12-01T09:00+01:00, 2026-12-01T08:00Z, or 2026-12-01T09:00 Europe/Berlin"
_SLACK_S = 60.0


def moment(text: str) -> float:
    """Seconds since 1970 of a date with an offset, ``Z``, or the name of a time zone after it.

    Raises:
        Rejected: ``bad-date``, ``no-time-zone``, ``unknown-time-zone``, or where clocks are set forward or back
            ``no-such-time`` and ``ambiguous-time``.
    """
    words = text.split()
    zone = words.pop() if len(words) > 1 and not words[-1][0].isdigit() else ""
    try:
        date = datetime.fromisoformat(" ".join(words))
    except ValueError:
        raise Rejected("bad-date", "this is no date", got=text[:80], allowed=ALLOWED) from None
    if date.tzinfo is not None:
        if zone:
            raise Rejected("bad-date", "the date has two time zones", got=text[:80], allowed=ALLOWED)
        return date.timestamp()
    if not zone:
        hint = f"this machine's own offset is {datetime.now().astimezone():%z}"
        raise Rejected("no-time-zone", "the date says no time zone", got=text[:80], allowed=ALLOWED, hint=hint)
    return _in_zone(date, zone, text).timestamp()


def coming(text: str, now_s: float) -> float:
    """A `moment` that is not over.

    Raises:
        Rejected: what `moment` raises, and ``past-date``.
    """
    at_s = moment(text)
    if at_s < now_s - _SLACK_S:
        now = told(now_s)
        raise Rejected("past-date", "this date is over", got=told(at_s), allowed=f"after {now}", hint="leave --at out")
    return at_s


def told(seconds: float) -> str:
    """A date for people: in this machine's zone, and in UTC where that differs."""
    utc = datetime.fromtimestamp(seconds, UTC)
    here = utc.astimezone()
    if not here.utcoffset():
        return f"{utc:%Y-%m-%d %H:%M} UTC"
    return f"{here:%Y-%m-%d %H:%M %Z} ({utc:%Y-%m-%d %H:%M} UTC)"


def _in_zone(date: datetime, name: str, text: str) -> datetime:
    try:
        zone = ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        hint = "write the offset instead, such as +01:00"
        raise Rejected("unknown-time-zone", "no such time zone is known here", got=name[:80], hint=hint) from None
    first, second = date.replace(tzinfo=zone), date.replace(tzinfo=zone, fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    back = first.astimezone(UTC).astimezone(zone).replace(tzinfo=None)
    if back != date:
        hint = f"{name} sets its clocks forward then; {back:%H:%M} is meant, or say an offset"
        raise Rejected("no-such-time", "that time of day is skipped on that day", got=text[:80], hint=hint)
    hint = f"say {first:%z} or {second:%z}"
    raise Rejected("ambiguous-time", "that time of day comes twice on that day", got=text[:80], hint=hint)
