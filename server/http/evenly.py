"""Answers after whole steps of time, so that how long one took does not tell what was found."""

from __future__ import annotations

import asyncio
import math
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Awaitable

STEP_S = 0.25
T = TypeVar("T")


def rest_s(passed_s: float, step_s: float) -> float:
    """How long to wait until the next whole step."""
    return (math.floor(passed_s / step_s) + 1) * step_s - passed_s


async def evenly(work: Awaitable[T]) -> T:
    """Do something that may go this way or that; what it raises waits for the step as well."""
    loop = asyncio.get_running_loop()
    begun = loop.time()
    try:
        return await work
    finally:
        await asyncio.sleep(rest_s(loop.time() - begun, STEP_S))
