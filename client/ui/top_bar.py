"""The top of the screen: where I am, whether I am connected, who else is here, and the way to a human."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Do
from client.ui import theme as look
from client.ui import widgets
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import DeskView, TopView, ViewState

_DOTS = {"online": look.GOOD, "connecting": look.WAIT, "offline": look.BAD}
_ICONS = {"call-adviser": look.ICON_ADVISER, "cancel-call": look.ICON_CLOSE, "end-conversation": look.ICON_CLOSE}
_TOOLS = {"map": look.ICON_MAP, "wishes": look.ICON_HEART, "help": look.ICON_KEYBOARD}
_DESK_RIGHT = 44 + 48 * (1 + len(_TOOLS))


def draw_top(theme: Theme, state: ViewState, size_px: tuple[int, int]) -> list[Intent]:
    """Draw the cards along the top edge."""
    intents = _place_card(theme, state.top)
    if state.agent is None:
        intents += _desk_card(theme, state.desk, state.language, size_px)
    return intents + _tools_card(theme, state.language, size_px)


def _place_card(theme: Theme, top: TopView) -> list[Intent]:
    margin = theme.px(16)
    with widgets.card(theme, "place", (margin, margin), 0, theme.px(48), padding=(16, 6)):
        start = imgui.get_cursor_pos_y()
        imgui.set_cursor_pos_y(start + theme.px(8))
        widgets.words(theme, top.room, size=16, bold=True)
        imgui.same_line(0, theme.px(16))
        imgui.set_cursor_pos_y(imgui.get_cursor_pos_y() + theme.px(1))
        widgets.dot(theme, _DOTS[top.connection])
        imgui.same_line(0, theme.px(6))
        widgets.words(theme, top.connection_words, size=14, color=look.MUTED)
        imgui.same_line(0, theme.px(8))
        imgui.set_cursor_pos_y(start)
        pressed = widgets.button(theme, "who", f"{look.ICON_PEOPLE}  {top.people}", kind="quiet")
    return [Do("people")] if pressed else []


def _desk_card(theme: Theme, desk: DeskView, language: str, size_px: tuple[int, int]) -> list[Intent]:
    intents: list[Intent] = []
    label = say(f"verb.{desk.action}", language)
    icon = _ICONS[desk.action]
    right = size_px[0] - theme.px(_DESK_RIGHT)
    with widgets.card(
        theme,
        "desk",
        (right, theme.px(16)),
        0,
        theme.px(48),
        pivot=(1.0, 0.0),
        padding=(16, 6),
    ):
        color = (
            look.ACCENT if desk.talking else look.WAIT if desk.waiting else look.GOOD if desk.somebody else look.FAINT
        )
        start = imgui.get_cursor_pos_y()
        imgui.set_cursor_pos_y(start + theme.px(8))
        widgets.dot(theme, color)
        imgui.same_line(0, theme.px(6))
        imgui.set_cursor_pos_y(start + theme.px(8))
        widgets.words(theme, desk.sentence, size=14, color=look.INK if desk.talking or desk.waiting else look.MUTED)
        imgui.same_line(0, theme.px(14))
        imgui.set_cursor_pos_y(start)
        kind = "primary" if desk.action == "call-adviser" else "plain"
        if widgets.button(theme, "desk-action", f"{icon}  {label}", kind=kind, enabled=desk.enabled):
            intents.append(Do(desk.action))
    return intents


def _tools_card(theme: Theme, language: str, size_px: tuple[int, int]) -> list[Intent]:
    intents: list[Intent] = []
    margin = theme.px(16)
    shown = {"language": "DE" if language == "en" else "EN", **_TOOLS}
    with widgets.card(theme, "tools", (size_px[0] - margin, margin), 0, theme.px(48), pivot=(1.0, 0.0), padding=(6, 6)):
        for verb, face in shown.items():
            if verb != "language":
                imgui.same_line(0, theme.px(4))
            if widgets.button(theme, verb, face, width=theme.px(44), kind="quiet"):
                intents.append(Do(verb))
            if imgui.is_item_hovered():
                keys = next(each.keys for each in VERBS if each.id == verb)
                imgui.set_tooltip(f"{say(f'verb.{verb}', language)}  ({key_text(keys[0], language)})")
    return intents


def draw_notices(theme: Theme, notices: tuple[str, ...], hint: str, size_px: tuple[int, int]) -> None:
    """Short news under the bar, between the panels, and what being offline means."""
    y = theme.px(80)
    shown = [(text, look.PANEL) for text in notices[-3:]]
    if hint:
        shown.insert(0, (hint, look.WARM_SOFT))
    for index, (text, fill) in enumerate(shown):
        place = (size_px[0] / 2, y)
        with widgets.card(theme, f"notice{index}", place, 0, pivot=(0.5, 0.0), padding=(16, 10), fill=fill):
            widgets.words(theme, text, size=14)
        y += theme.px(46)


def draw_prompt(theme: Theme, prompt: tuple[str, str], size_px: tuple[int, int], right_px: float) -> list[Intent]:
    """The key and the words of what can be done here, above the lower edge."""
    key, text = prompt
    centre = (size_px[0] - right_px) / 2
    with widgets.card(
        theme, "prompt", (centre, size_px[1] - theme.px(28)), 0, theme.px(44), pivot=(0.5, 1.0), padding=(8, 6)
    ):
        pressed = widgets.button(theme, "prompt-key", key, height=32, kind="primary")
        imgui.same_line(0, theme.px(10))
        imgui.set_cursor_pos_y(imgui.get_cursor_pos_y() + theme.px(6))
        widgets.words(theme, text, size=15)
        imgui.same_line(0, theme.px(8))
        imgui.dummy(widgets.Vec2(1, 1))
    return [Do("inspect")] if pressed else []


def draw_help(theme: Theme, keys: tuple[tuple[str, str], ...], size_px: tuple[int, int], language: str) -> list[Intent]:
    """The card of keys."""
    pressed = False
    with widgets.card(
        theme, "help-card", (size_px[0] / 2, size_px[1] / 2), theme.px(560), pivot=(0.5, 0.5), padding=(24, 20)
    ):
        widgets.words(theme, say("help.title", language), size=20, bold=True)
        widgets.gap(theme, 2)
        half = (len(keys) + 1) // 2
        left, middle = imgui.get_cursor_pos_x(), theme.px(270)
        top = imgui.get_cursor_pos_y()
        for index, (key, text) in enumerate(keys):
            column = left if index < half else left + middle
            imgui.set_cursor_pos(widgets.Vec2(column, top + (index % half) * theme.px(28)))
            _key_cap(theme, key)
            imgui.same_line(column + theme.px(112), 0)
            widgets.words(theme, text, size=14)
        imgui.set_cursor_pos(widgets.Vec2(left, top + half * theme.px(28) + theme.px(8)))
        pressed = widgets.button(
            theme, "help-close", say("verb.close", language), width=imgui.get_content_region_avail().x
        )
    return [Do("help")] if pressed else []


def _key_cap(theme: Theme, key: str) -> None:
    upper = imgui.get_cursor_screen_pos()
    width, height = widgets.text_size(theme, key, 12, bold=True)
    draw = imgui.get_window_draw_list()
    lower = widgets.Vec2(upper.x + width + theme.px(14), upper.y + theme.px(22))
    draw.add_rect_filled(upper, lower, look.packed(look.FIELD), theme.px(6))
    draw.add_rect(upper, lower, look.packed(look.LINE), theme.px(6))
    place = (upper.x + theme.px(7), upper.y + (theme.px(22) - height) / 2)
    widgets.draw_text(theme, draw, place, key, size=12, bold=True)
    imgui.dummy(widgets.Vec2(width + theme.px(14), theme.px(22)))
