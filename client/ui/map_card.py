"""The card with the map: the room from above with pins, and the same places as a list."""

# ruff: noqa: ANN401 - ImGui hands out objects without types

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, Final

from imgui_bundle import imgui

from client.intents import Do, Pick
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import key_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.cards import GoalView, MapView, Spot

_LIST: Final = 232
_TALLEST: Final = 400
_WIDEST: Final = 560
_PIN: Final = 10
_ROW: Final = 32


def draw_map(theme: Theme, plan: MapView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw the card in the middle."""
    metre = _metre_px(theme, plan, size_px)
    width, height = 2 * plan.half[0] * metre, 2 * plan.half[1] * metre
    whole = width + theme.px(_LIST) + theme.px(24 * 2 + 16)
    intents: list[Intent] = []
    with widgets.card(theme, "map", (size_px[0] / 2, size_px[1] / 2), whole, pivot=(0.5, 0.5), padding=(24, 20)):
        widgets.words(theme, f"{look.ICON_MAP}  {say('map.title', language)}", size=20, bold=True)
        widgets.gap(theme, 2)
        upper = imgui.get_cursor_screen_pos()
        intents += _plan(theme, plan, (upper.x, upper.y), metre)
        imgui.set_cursor_screen_pos(Vec2(upper.x + width + theme.px(16), upper.y))
        imgui.begin_child("places", Vec2(theme.px(_LIST), height))
        for index, goal in enumerate(plan.goals):
            if widgets.row(theme, f"goal{index}", f"{index + 1}", goal.name, selected=goal.selected, height=_ROW):
                intents.append(Pick(index, "take"))
            if goal.selected:
                imgui.set_scroll_here_y()
        imgui.end_child()
        widgets.gap(theme, 2)
        intents += _foot(theme, language)
    return intents


def _metre_px(theme: Theme, plan: MapView, size_px: tuple[int, int]) -> float:
    """How many pixels a metre is, so that the whole card fits."""
    wide = min(theme.px(_WIDEST), size_px[0] - theme.px(_LIST + 24 * 2 + 16 + 32))
    tall = min(theme.px(_TALLEST), size_px[1] - theme.px(200))
    return max(1.0, min(wide / (2 * plan.half[0]), tall / (2 * plan.half[1])))


def _foot(theme: Theme, language: str) -> list[Intent]:
    keys = {name: key_text(key, language) for name, key in (("up", "arrow_up"), ("down", "arrow_down"))}
    hint = say("map.hint", language, enter=key_text("enter", language), **keys)
    start, across = imgui.get_cursor_pos_y(), imgui.get_content_region_avail().x
    imgui.set_cursor_pos_y(start + theme.px(10))
    widgets.words(theme, hint, size=13, color=look.MUTED)
    imgui.set_cursor_pos(Vec2(imgui.get_cursor_pos_x() + across - theme.px(_LIST), start))
    if widgets.button(theme, "map-close", say("verb.close", language), width=theme.px(_LIST)):
        return [Do("map")]
    return []


def _plan(theme: Theme, plan: MapView, corner: Spot, metre: float) -> list[Intent]:
    """The floor with everything on it; pins can be pressed."""

    def at(spot: Spot) -> Vec2:
        return Vec2(corner[0] + (spot[0] + plan.half[0]) * metre, corner[1] + (spot[1] + plan.half[1]) * metre)

    draw = imgui.get_window_draw_list()
    low, high = at((-plan.half[0], -plan.half[1])), at(plan.half)
    draw.add_rect_filled(low, high, look.packed(look.FIELD), theme.px(6))
    draw.add_rect(low, high, look.packed(look.FAINT), theme.px(6), 2.0 * theme.scale)
    draw.push_clip_rect(low, high, True)  # noqa: FBT003 - ImGui takes it by place
    standing = [(each, look.HOVER) for each in plan.furniture] + [(each, look.WHITE) for each in plan.plinths]
    for outline, fill in standing:
        one, two, three, four = map(at, outline)
        draw.add_quad_filled(one, two, three, four, look.packed(fill))
        draw.add_quad(one, two, three, four, look.packed(look.FAINT), 1.0)
    for spot, name, adviser in plan.people:
        _person(theme, draw, at(spot), name, look.ACCENT if adviser else look.MUTED)
    draw.pop_clip_rect()
    intents = list(_pins(theme, draw, plan.goals, at))
    _me(theme, draw, at(plan.me), plan.heading)
    return intents


def _pins(theme: Theme, draw: Any, goals: tuple[GoalView, ...], at: Any) -> Iterator[Intent]:
    """Numbered pins, the chosen one on top with its name."""
    radius = theme.px(_PIN)
    for index, goal in sorted(enumerate(goals), key=lambda each: each[1].selected):
        centre = at(goal.seen)
        imgui.set_cursor_screen_pos(Vec2(centre.x - radius, centre.y - radius))
        if imgui.invisible_button(f"##pin{index}", Vec2(2 * radius, 2 * radius)):
            yield Pick(index, "take")
        named = goal.selected or imgui.is_item_hovered()
        fill = look.ACCENT if named else look.WHITE if goal.product else look.ACCENT_SOFT
        draw.add_circle_filled(centre, radius, look.packed(fill), 24)
        draw.add_circle(centre, radius, look.packed(look.ACCENT), 24, 1.5 * theme.scale)
        width, height = widgets.text_size(theme, str(index + 1), 12, bold=True)
        ink = look.WHITE if named else look.ACCENT
        place = (centre.x - width / 2, centre.y - height / 2)
        widgets.draw_text(theme, draw, place, str(index + 1), size=12, color=ink, bold=True)
        if named:
            _plate(theme, draw, centre, goal.name)


def _plate(theme: Theme, draw: Any, centre: Any, text: str) -> None:
    """A name over a pin, kept within the picture's width."""
    width, height = widgets.text_size(theme, text, 13, bold=True)
    left = max(imgui.get_window_pos().x + theme.px(8), centre.x - width / 2 - theme.px(8))
    upper = Vec2(left, centre.y - theme.px(_PIN + 10) - height)
    lower = Vec2(left + width + theme.px(16), upper.y + height + theme.px(6))
    draw.add_rect_filled(upper, lower, look.packed(look.INK), theme.px(6))
    place = (left + theme.px(8), upper.y + theme.px(3))
    widgets.draw_text(theme, draw, place, text, size=13, color=look.WHITE, bold=True)


def _person(theme: Theme, draw: Any, centre: Any, name: str, color: look.Color) -> None:
    draw.add_circle_filled(centre, theme.px(5), look.packed(color), 16)
    if not name:
        return
    shown = widgets.clipped(theme, name, 11, theme.px(90))
    widgets.draw_text(theme, draw, (centre.x + theme.px(8), centre.y - theme.px(7)), shown, size=11, color=look.MUTED)


def _me(theme: Theme, draw: Any, centre: Any, heading: float) -> None:
    """An arrow to where one looks: +Z is down on the map."""
    ahead = Vec2(math.sin(heading), math.cos(heading))
    side = Vec2(ahead.y, -ahead.x)
    long, wide = theme.px(14), theme.px(8)
    tip = Vec2(centre.x + ahead.x * long, centre.y + ahead.y * long)
    back = [
        Vec2(centre.x - ahead.x * wide + side.x * wide * sign, centre.y - ahead.y * wide + side.y * wide * sign)
        for sign in (1, -1)
    ]
    draw.add_circle_filled(centre, theme.px(17), look.packed(look.faded(look.BAD, 0.18)), 32)
    draw.add_triangle_filled(tip, back[0], back[1], look.packed(look.BAD))
    draw.add_triangle(tip, back[0], back[1], look.packed(look.WHITE), 1.5 * theme.scale)
