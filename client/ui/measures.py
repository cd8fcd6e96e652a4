"""Lengths drawn on a product: a line with ends, and what it is in millimetres."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from client.ui.theme import Theme

_END: Final = 6


@dataclass(frozen=True)
class MeasureLine:
    """A length in the picture: from pixel to pixel, and what it says."""

    start: tuple[float, float]
    end: tuple[float, float]
    words: str


def draw_measures(theme: Theme, lines: Sequence[MeasureLine]) -> None:
    """Draw them behind all panels."""
    draw = imgui.get_background_draw_list()
    for line in lines:
        (x, y), (right, low) = line.start, line.end
        long = math.hypot(right - x, low - y)
        if long < theme.px(4):
            continue
        across = (-(low - y) / long * theme.px(_END), (right - x) / long * theme.px(_END))
        for color, thick in (((255, 255, 255, 200), 4.0), (look.INK, 1.6)):
            ink = look.packed(color)
            draw.add_line(Vec2(x, y), Vec2(right, low), ink, thick * theme.scale)
            for end in (line.start, line.end):
                one = Vec2(end[0] - across[0], end[1] - across[1])
                other = Vec2(end[0] + across[0], end[1] + across[1])
                draw.add_line(one, other, ink, thick * theme.scale)
        _pill(theme, ((x + right) / 2, (y + low) / 2), line.words)


def _pill(theme: Theme, middle: tuple[float, float], words: str) -> None:
    draw = imgui.get_background_draw_list()
    width, height = widgets.text_size(theme, words, 14, bold=True)
    half, tall = width / 2 + theme.px(10), height / 2 + theme.px(4)
    upper, lower = Vec2(middle[0] - half, middle[1] - tall), Vec2(middle[0] + half, middle[1] + tall)
    draw.add_rect_filled(upper, lower, look.packed(look.WHITE), tall)
    draw.add_rect(upper, lower, look.packed(look.INK), tall, 1.2 * theme.scale)
    widgets.draw_text(theme, draw, (upper.x + theme.px(10), upper.y + theme.px(4)), words, size=14, bold=True)
