"""Passwords are hashed in threads, a few at once: one argon2id hash takes 64 MiB and a core for a moment."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_HASHES_AT_ONCE: Final = 2
"""More at once would starve the rooms."""
HASH_DEADLINE_S: Final = 15.0
_hashing = asyncio.Semaphore(MAX_HASHES_AT_ONCE)
T = TypeVar("T")


async def hashing(call: Callable[[], T]) -> T:
    """Run a call that hashes a password, with a deadline."""
    async with asyncio.timeout(HASH_DEADLINE_S), _hashing:
        return await asyncio.to_thread(call)
