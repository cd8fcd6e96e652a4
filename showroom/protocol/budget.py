"""How much a peer may do: time is handed in, so that tests own it."""

from __future__ import annotations

from collections import deque


class TokenBucket:
    """Allows `rate_per_s` on average and `burst` at once.

    Args:
        rate_per_s: tokens that come back each second.
        burst: tokens that a full bucket holds.
    """

    __slots__ = ("_at_s", "_burst", "_rate_per_s", "_tokens")

    def __init__(self, rate_per_s: float, burst: float) -> None:
        self._rate_per_s = rate_per_s
        self._burst = burst
        self._tokens = burst
        self._at_s: float | None = None

    def take(self, now_s: float) -> bool:
        """Take one token; False where none is left. A clock that goes back gives nothing back."""
        tokens = self._tokens
        if self._at_s is not None and now_s > self._at_s:
            tokens += (now_s - self._at_s) * self._rate_per_s
            if tokens > self._burst:  # noqa: PLR1730 - `min` costs as much as all the rest, for every pose
                tokens = self._burst
        self._at_s = now_s
        is_enough = tokens >= 1.0
        self._tokens = tokens - 1.0 if is_enough else tokens
        return is_enough


class Window:
    """Counts what happened lately.

    Args:
        allowed: how many are allowed within `seconds`.
        seconds: the width of the window.
    """

    __slots__ = ("_allowed", "_seconds", "_times")

    def __init__(self, allowed: int, seconds: float) -> None:
        self._allowed = allowed
        self._seconds = seconds
        # An empty deque takes 0.7 KiB, and most connections never have anything to count.
        self._times: deque[float] | None = None

    def add(self, now_s: float) -> bool:
        """Count one more; False where more than allowed fell into the window."""
        times = self._times
        if times is None:
            times = self._times = deque(maxlen=self._allowed + 1)
        times.append(now_s)
        full = len(times) == times.maxlen
        return not (full and now_s - times[0] <= self._seconds)
