"""Dates that mean one moment wherever they are read."""

from __future__ import annotations

import pytest

from showroom.errors import Rejected
from showroom.pipeline.dates import coming, moment

NOON_UTC_S = 1_796_126_400.0  # 2026-12-01T12:00Z


@pytest.mark.parametrize(
    "text",
    [
        "2026-12-01T12:00Z",
        "2026-12-01T13:00+01:00",
        "2026-12-01 13:00+01:00",
        "2026-12-01T13:00 Europe/Berlin",
        "2026-12-01 07:00 America/New_York",
    ],
)
def test_a_date_is_a_moment_with_an_offset_or_a_zone(text: str) -> None:
    assert moment(text) == NOON_UTC_S


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-12-01T12:00", "no-time-zone"),
        ("2026-12-01", "no-time-zone"),
        ("tomorrow", "bad-date"),
        ("", "bad-date"),
        ("2026-13-01T12:00Z", "bad-date"),
        ("2026-12-01T12:00Z Europe/Berlin", "bad-date"),
        ("2026-12-01T12:00 Europe/Bärlin", "unknown-time-zone"),
        ("2026-12-01T12:00 ../../etc/passwd", "unknown-time-zone"),
        ("2027-03-28T02:30 Europe/Berlin", "no-such-time"),
        ("2027-10-31T02:30 Europe/Berlin", "ambiguous-time"),
    ],
)
def test_a_date_that_could_mean_anything_else_is_refused(text: str, code: str) -> None:
    with pytest.raises(Rejected) as caught:
        moment(text)
    assert caught.value.code == code


def test_a_date_that_is_over_is_refused() -> None:
    assert coming("2026-12-01T12:00Z", NOON_UTC_S - 3600) == NOON_UTC_S
    with pytest.raises(Rejected, match="past-date"):
        coming("2026-12-01T12:00Z", NOON_UTC_S + 3600)
