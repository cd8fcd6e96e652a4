"""Which quarter turn would make a model as large, and lie, as its kind does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.pipeline.steps.scale import rotation

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from showroom.catalogue import Vector3
    from showroom.pipeline.checks.finding import Subject

TURNS: tuple[Vector3, ...] = (
    (0.0, 0.0, 0.0),
    (0.0, -90.0, 0.0),
    (-90.0, 0.0, 0.0),
    (0.0, 0.0, -90.0),
    (-90.0, -90.0, 0.0),
    (0.0, -90.0, -90.0),
)
"""One turn for each order of the three axes, the likeliest first."""


def fitting_turn(subject: Subject, fits: Callable[[Vector3], bool]) -> Vector3 | None:
    """The ``rotate_deg`` with which the product file would give the model an extent that fits.

    Args:
        subject: the model as turned and scaled by its product file.
        fits: tells it of an extent in millimetres (x, y, z).

    Returns:
        The turn; None where there is none, no product file, or one that turns by other angles than quarters.
    """
    wishes = subject.instructions
    if wishes is None or any(angle % 90 for angle in wishes.rotate_deg):
        return None
    unturned = np.abs(rotation(wishes.rotate_deg)[:3, :3]).T @ np.asarray(subject.report.size_mm)
    for turn in TURNS:
        x, y, z = _scaled(np.abs(rotation(turn)[:3, :3]) @ unturned, wishes.size_mm)
        if fits((x, y, z)):
            return turn
    return None


def turn_hint(turn: Vector3) -> str:
    """How to write a turn in the product file, with the other way round: extents do not tell front from back."""
    written = [f"{angle:g}" for angle in turn]
    if turn == TURNS[0]:
        return "take rotate_deg out of [model] in the product file"
    opposite = [f"{-angle:g}" if angle else "0" for angle in turn]
    return (
        f"turn it with rotate_deg = [{', '.join(written)}] under [model] in the product file, "
        f"or [{', '.join(opposite)}] where it then looks the wrong way"
    )


def _scaled(extent: NDArray[np.float64], size_mm: tuple[float | None, ...]) -> Vector3:
    """`extent` as the first wished size makes it; what ``scale`` set stays the same however the model is turned."""
    x, y, z = (float(length) for length in extent)
    for wished, length in zip(size_mm, (x, y, z), strict=True):
        if wished is not None:
            factor = wished / length if length > 0 else 0.0
            return (x * factor, y * factor, z * factor)
    return (x, y, z)
