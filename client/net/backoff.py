"""How long to wait before the next try: longer each time, never in step with everybody else.

Source: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 ("full jitter", with a floor).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_S = 0.25
LONGEST_S = 10.0


class Backoff:
    """Waits between tries.

    Args:
        random: a number in 0..1, anew each time.
    """

    def __init__(self, random: Callable[[], float]) -> None:
        self._random = random
        self._tries = 0

    def next_s(self) -> float:
        """Seconds until the next try: half of a doubling span for certain, the other half by chance."""
        span_s = min(LONGEST_S, FIRST_S * 2.0 ** min(self._tries, 16))
        self._tries += 1
        return max(FIRST_S, span_s * (0.5 + 0.5 * self._random()))

    def reset(self) -> None:
        """It worked."""
        self._tries = 0
