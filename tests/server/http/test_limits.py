from __future__ import annotations

import pytest

from server.http.limits import MAX_ADDRESSES, RateLimiter, TooOften
from server.settings import Rate
from tests.server.samples import SetClock


def test_an_address_has_its_burst_and_then_its_rate() -> None:
    clock = SetClock()
    limiter = RateLimiter(Rate(per_s=2.0, burst=3.0), clock)
    for _ in range(3):
        limiter.take("here")
    with pytest.raises(TooOften) as caught:
        limiter.take("here")
    assert caught.value.wait_s == 1
    limiter.take("elsewhere")
    clock.seconds += 0.5
    limiter.take("here")


def test_only_so_many_addresses_are_remembered() -> None:
    limiter = RateLimiter(Rate(per_s=0.01, burst=1.0), SetClock())
    limiter.take("first")
    for number in range(MAX_ADDRESSES):
        limiter.take(str(number))
    limiter.take("first")
