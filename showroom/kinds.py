"""What every product of a kind has: the places where it is worn, stands and is measured, and its lengths."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

PLACES: Final[Mapping[str, tuple[str, ...]]] = {
    "glasses": (
        "bridge",
        *("lens-left", "lens-right"),
        *("hinge-left", "hinge-right"),
        *("temple-tip-left", "temple-tip-right"),
    ),
    "shoe": ("heel", "toe", "ball-inner", "ball-outer", "sole"),
    "car": ("wheel-front-left", "wheel-front-right", "wheel-rear-left", "wheel-rear-right"),
}
"""The anchors of each kind; left is the wearer's or the driver's, +X."""
LENGTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "glasses": ("lens-width", "bridge-width", "temple", "front-width"),
    "shoe": ("length", "ball-width"),
    "car": ("wheelbase", "track", "length"),
}
"""The dimensions of each kind."""
