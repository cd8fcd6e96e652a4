"""Numbered marks on a product, and the card that explains one of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.intents import Explain
from client.ui import theme as look
from client.ui import widgets
from client.ui.layout import Area
from client.ui.widgets import Vec2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from client.intents import Intent
    from client.ui.theme import Theme

_MARK: Final = 28
_WIDTH: Final = 272
_CLEAR: Final = 72
"""How far from an edge along which there are panels."""
_AWAY: Final = 240
"""A card whose middle is so far from every mark covers nothing of the product."""
_RATHER_NEAR: Final = 0.2
_FLAGS: Final = (
    imgui.WindowFlags_.no_decoration.value
    | imgui.WindowFlags_.no_move.value
    | imgui.WindowFlags_.no_saved_settings.value
    | imgui.WindowFlags_.no_background.value
    | imgui.WindowFlags_.no_nav_focus.value
    | imgui.WindowFlags_.no_focus_on_appearing.value
)


@dataclass(frozen=True)
class DetailMark:
    """A point in the picture: a place in pixels, its number and what it tells; `hidden` behind the product."""

    place: tuple[float, float]
    number: int
    name: str
    words: str
    chosen: bool
    hidden: bool


def draw_details(theme: Theme, marks: Sequence[DetailMark], area: Area) -> list[Intent]:
    """Draw the marks, below all panels, and the card of the chosen one within `area`."""
    intents: list[Intent] = []
    covered = next((_card(theme, mark, marks, area) for mark in marks if mark.chosen), None)
    for mark in marks:
        if covered is not None and not mark.chosen and _is_within(mark.place, covered, theme.px(_MARK) / 2):
            continue
        if (mark.chosen or not mark.hidden) and _mark(theme, mark):
            intents.append(Explain(mark.number))
    return intents


def _corner(theme: Theme, mark: DetailMark, marks: Sequence[DetailMark], area: Area) -> tuple[bool, bool]:
    """Whether the card goes to the left, and up: where it covers no mark, and rather near to its own."""

    def fitness(corner: tuple[bool, bool]) -> float:
        middle = (
            area.left + theme.px(_WIDTH / 2 + 16) if corner[0] else area.right - theme.px(_WIDTH / 2 + 16),
            area.top + theme.px(_CLEAR) if corner[1] else area.bottom - theme.px(_CLEAR * 1.5),
        )
        room = min(math.dist(middle, one.place) for one in marks)
        return min(room, theme.px(_AWAY)) - _RATHER_NEAR * math.dist(middle, mark.place)

    return max(((False, True), (True, True), (False, False), (True, False)), key=fitness)


def _is_within(place: tuple[float, float], area: Area, margin: float) -> bool:
    """Whether a mark at a place would lie on an area."""
    x, y = place
    across = area.left - margin < x < area.right + margin
    return across and area.top - margin < y < area.bottom + margin


def _mark(theme: Theme, mark: DetailMark) -> bool:
    side = theme.px(_MARK)
    (x, y), radius = mark.place, side / 2
    imgui.set_next_window_pos(Vec2(x - radius, y - radius))
    imgui.set_next_window_size(Vec2(side, side))
    imgui.push_style_var(imgui.StyleVar_.window_padding.value, Vec2(0, 0))
    imgui.push_style_var(imgui.StyleVar_.window_min_size.value, Vec2(1, 1))
    imgui.begin(f"detail-{mark.number}", None, _FLAGS)
    imgui.pop_style_var(2)
    pressed = imgui.invisible_button("##mark", Vec2(side, side))
    hovered = imgui.is_item_hovered()
    draw, middle = imgui.get_window_draw_list(), Vec2(x, y)
    draw.push_clip_rect_full_screen()
    fill = look.ACCENT if mark.chosen else look.WHITE
    ink = look.WHITE if mark.chosen else look.INK
    draw.add_circle_filled(Vec2(x, y + theme.px(2)), radius + theme.px(2), look.packed((0, 0, 0, 38)), 32)
    draw.add_circle_filled(middle, radius - theme.px(2 if not hovered else 1), look.packed(fill), 32)
    draw.add_circle(middle, radius - theme.px(2), look.packed(look.ACCENT), 32, 1.6 * theme.scale)
    width, height = widgets.text_size(theme, str(mark.number), 14, bold=True)
    place = (round(x - width / 2), round(y - height / 2))
    widgets.draw_text(theme, draw, place, str(mark.number), size=14, color=ink, bold=True)
    draw.pop_clip_rect()
    if hovered and not mark.chosen:
        imgui.set_tooltip(mark.name)
    imgui.end()
    return bool(pressed)


def _card(theme: Theme, mark: DetailMark, marks: Sequence[DetailMark], area: Area) -> Area:
    """In a corner of the area that is away from all marks, for between them is the product. Returns its place."""
    x, y = mark.place
    width = min(theme.px(_WIDTH), area.size[0] - theme.px(32))
    to_left, up = _corner(theme, mark, marks, area)
    place = area.left + theme.px(16) if to_left else area.right - theme.px(16)
    # What is written, and who is here, stand in the corners already.
    low = area.top + theme.px(_CLEAR if area.top == 0.0 else 16) if up else area.bottom - theme.px(_CLEAR)
    with widgets.card(theme, "detail", (place, low), width, pivot=(0.0 if to_left else 1.0, 0.0 if up else 1.0)):
        widgets.words(theme, mark.name, size=16, bold=True, wrap=True)
        widgets.words(theme, mark.words, size=14, color=look.INK, wrap=True)
        size = imgui.get_window_size()
    left = place if to_left else place - size.x
    top = low if up else low - size.y
    end = (min(max(x, left), left + size.x), min(max(y, top), top + size.y))
    draw = imgui.get_background_draw_list()
    draw.add_line(Vec2(x, y), Vec2(*end), look.packed(look.ACCENT), 1.6 * theme.scale)
    return Area(left, top, left + size.x, top + size.y)
