"""How often one address may do something."""

from __future__ import annotations

import math
from collections import OrderedDict
from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected

if TYPE_CHECKING:
    from server.settings import Rate
    from showroom.ports import Clock

MAX_ADDRESSES: Final = 10_000


class TooOften(Rejected):
    """Somebody asks too often; `wait_s` tells when to come back."""

    def __init__(self, wait_s: int) -> None:
        super().__init__("too-often", "too many requests from this address", hint=f"wait {wait_s} s")
        self.wait_s = wait_s


class RateLimiter:
    """A token bucket per address; the addresses seen longest ago are forgotten first.

    Args:
        rate: what each address may do.
        clock: the time.
    """

    def __init__(self, rate: Rate, clock: Clock) -> None:
        self._rate = rate
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, address: str) -> None:
        """Count one more.

        Raises:
            TooOften: ``too-often``.
        """
        wait_s = self._wait_s(address)
        if wait_s:
            raise TooOften(wait_s)

    def allows(self, address: str) -> bool:
        """Count one more where it may be; for what is left out silently."""
        return not self._wait_s(address)

    def _wait_s(self, address: str) -> int:
        now = self._clock.monotonic()
        tokens, since = self._buckets.pop(address, (self._rate.burst, now))
        tokens = min(self._rate.burst, tokens + (now - since) * self._rate.per_s)
        allowed = tokens >= 1.0
        self._buckets[address] = (tokens - 1.0 if allowed else tokens, now)
        if len(self._buckets) > MAX_ADDRESSES:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1.0 - tokens) / self._rate.per_s)
