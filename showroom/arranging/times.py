"""Dates and times of a layout, which mean nothing without their time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

if TYPE_CHECKING:
    from showroom.toml_source import Table

_ALLOWED = "a date (2026-06-01) or a date with a time (2026-06-01T09:00:00), without quotes"


def read_timezone(root: Table) -> ZoneInfo:
    """``timezone = "Europe/Berlin"`` (``unknown-timezone``); UTC where there is none or it is wrong."""
    name = root.string("timezone", "UTC")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = "this computer knows no such time zone"
        allowed = 'a name like "Europe/Berlin", "America/New_York" or "UTC"'
        hint = "pip install tzdata, where no zone at all is known"
        root.source.refuse("unknown-timezone", root.at("timezone"), message, got=name, allowed=allowed, hint=hint)
        return ZoneInfo("UTC")


def read_time_s(table: Table, key: str, zone: ZoneInfo, *, whole_day: bool = False) -> float | None:
    """A moment under `key` in seconds since 1970 UTC; None, and a mistake noted, where it is none.

    A date is the beginning of that day, with `whole_day` its end. A time of its own offset is taken as it is; any
    other is in `zone`. A time that the clocks leave out in spring is refused (``no-such-time``); of one that they show
    twice in autumn the first is meant.
    """
    value = table.data.get(key)
    if isinstance(value, datetime):
        return value.timestamp() if value.tzinfo is not None else _local_s(table, key, value, zone)
    if isinstance(value, date):
        day = value + timedelta(days=1) if whole_day else value
        return _begin_of_day_s(day, zone)
    if value is not None:
        table.wrong_type(key, _ALLOWED)
    return None


def _begin_of_day_s(day: date, zone: ZoneInfo) -> float:
    """The first moment of a day; in a few zones that is not midnight."""
    return datetime.combine(day, time(), zone).timestamp()


def _local_s(table: Table, key: str, value: datetime, zone: ZoneInfo) -> float | None:
    local = value.replace(tzinfo=zone)
    there = local.astimezone(UTC).astimezone(zone)
    if there.replace(tzinfo=None) != value:
        message = "the clocks are put forward over this time"
        hint = f"{there.replace(tzinfo=None).isoformat()} is what clocks show then"
        table.source.refuse("no-such-time", table.at(key), message, got=value.isoformat(), hint=hint)
        return None
    return local.timestamp()


def written(moment_s: float, timezone: str) -> str:
    """A moment for people, in the layout's zone: ``2026-06-01 00:00 CEST``."""
    return datetime.fromtimestamp(moment_s, ZoneInfo(timezone)).strftime("%Y-%m-%d %H:%M %Z")
