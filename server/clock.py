"""The real clock and real randomness (`showroom.ports.Clock`, `showroom.ports.Randomness`)."""

from __future__ import annotations

import secrets
import time


class SystemClock:
    """The machine's clocks."""

    def now(self) -> float:
        """Seconds since 1970-01-01 UTC."""
        return time.time()

    def monotonic(self) -> float:
        """Seconds that never go back."""
        return time.monotonic()


class SystemRandomness:
    """The operating system's entropy."""

    def token(self, size_bytes: int) -> str:
        """A URL-safe random string with `size_bytes` of entropy."""
        return secrets.token_urlsafe(size_bytes)
