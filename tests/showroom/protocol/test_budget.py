"""Buckets and windows count by the time that they are given."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from showroom.protocol.budget import TokenBucket, Window


def test_a_full_bucket_gives_its_burst_and_then_its_rate() -> None:
    bucket = TokenBucket(rate_per_s=10, burst=20)
    assert sum(bucket.take(5.0) for _ in range(100)) == 20
    assert sum(bucket.take(5.5) for _ in range(100)) == 5


@given(st.lists(st.floats(0, 100), max_size=200))
def test_a_bucket_never_gives_more_than_burst_and_rate_allow(times: list[float]) -> None:
    bucket = TokenBucket(rate_per_s=2, burst=3)
    times.sort()
    given_away = sum(bucket.take(time) for time in times)
    assert given_away <= 3 + 2 * (times[-1] - times[0] if times else 0) + 1e-6


def test_a_clock_that_goes_back_gives_no_tokens() -> None:
    bucket = TokenBucket(rate_per_s=1, burst=1)
    assert bucket.take(100.0)
    assert not bucket.take(50.0)
    assert not bucket.take(50.5)


def test_a_window_overflows_only_within_its_width() -> None:
    window = Window(allowed=2, seconds=10)
    assert [window.add(time) for time in (0.0, 1.0, 10.0, 12.0, 23.0, 24.0)] == [True, True, False, True, True, True]
