"""What many measurements come down to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence


def spread(values: Sequence[float]) -> dict[str, float]:
    """The tenth percentile (a quiet moment of the machine), the median, the 95th percentile and the worst."""
    return {
        "quiet": round(float(np.percentile(values, 10)), 3),
        "median": round(float(np.median(values)), 3),
        "p95": round(float(np.percentile(values, 95)), 3),
        "worst": round(float(np.max(values)), 3),
    }


def course(values: list[float]) -> dict[str, float]:
    """Where memory began and ended, and its slope over the second half, when everything has been seen once."""
    if len(values) < 4:  # noqa: PLR2004 - no slope out of less
        return {}
    late = np.array(values[len(values) // 2 :])
    slope = float(np.polyfit(np.arange(len(late)), late, 1)[0]) * len(late)
    return {"first": round(values[0], 1), "last": round(values[-1], 1), "growth_second_half": round(slope, 2)}
