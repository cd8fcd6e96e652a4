"""What is left of the picture: where a product is framed, and where cards go, beside the panels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from client.ui.theme import Theme

MARGIN = 16
PRODUCT_WIDTH = 344
PRODUCT_TOP = 80
CHAT_WIDTH = 340
ROOM_FOR_BOTH = 1000
"""A picture that is narrower has no room for the product's panel and for other cards beside it."""
_LEAST_FREE = 420
"""What a product needs at least beside an open chat."""
_FIT = 0.92
"""How much of the free area a product fills at first."""


@dataclass(frozen=True)
class Area:
    """A part of the picture in pixels, from the upper left."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def centre(self) -> tuple[float, float]:
        """Its middle."""
        return ((self.left + self.right) / 2, (self.top + self.bottom) / 2)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return (max(1.0, self.right - self.left), max(1.0, self.bottom - self.top))


def is_small(theme: Theme, size_px: tuple[int, int]) -> bool:
    """Whether a product's panel leaves no room for more than the product."""
    return size_px[0] < theme.px(ROOM_FOR_BOTH)


def beside_product(theme: Theme, size_px: tuple[int, int], *, chat_open: bool = False) -> Area:
    """What the product's panel, the bar and an open chat leave of the picture."""
    width, height = size_px
    right = width - theme.px(PRODUCT_WIDTH + MARGIN)
    chat = theme.px(CHAT_WIDTH + MARGIN)
    left = chat if chat_open and right - chat >= theme.px(_LEAST_FREE) else 0.0
    top = 0.0 if is_small(theme, size_px) else theme.px(PRODUCT_TOP)
    return Area(left, top, right, height)


def offset_to(area: Area, size_px: tuple[int, int]) -> tuple[float, float]:
    """How far the lens is shifted so that what it looks at stands in the middle of an area.

    In widths of the picture to the right, and in heights upwards, as `View.set_offset` takes it.
    """
    x, y = area.centre
    return (0.5 - x / size_px[0], y / size_px[1] - 0.5)


def rows_that_fit(theme: Theme, size_px: tuple[int, int], row: float, around: float) -> int:
    """How many lines of a height a card shows at once beside what else it holds; the rest is scrolled to."""
    return max(1, int((size_px[1] - theme.px(around)) // theme.px(row)))


def farther_to_fit(area: Area, size_px: tuple[int, int]) -> float:
    """How much farther away a product is looked at than where its size is the picture's height."""
    width, height = area.size
    return max(1.0, size_px[1] * _FIT / width, size_px[1] * _FIT * _FIT / height)
