"""The top of the screen: where I am, whether I am connected, who else is here, and the way to a human."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Do
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.layout import Area
    from client.ui.theme import Theme
    from showroom.ui.state import AskedView, DeskView, TopView, ViewState

_DOTS = {"online": look.GOOD, "connecting": look.WAIT, "offline": look.BAD}
_ICONS = {"call-adviser": look.ICON_ADVISER, "cancel-call": look.ICON_CLOSE, "end-conversation": look.ICON_CLOSE}
_TOOLS = {
    "map": look.ICON_MAP,
    "wishes": look.ICON_HEART,
    "settings": look.ICON_SETTINGS,
    "help": look.ICON_KEYBOARD,
}
_ROOM_FOR_ALL, _ROOM_FOR_DESK = 1180, 600
_COLUMN = 288
_DESK_RIGHT = 44 + 48 * (1 + len(_TOOLS))


def draw_top(theme: Theme, state: ViewState, size_px: tuple[int, int], *, alone: bool = False) -> list[Intent]:
    """Draw the cards along the top edge; `alone`, there is room for the tools only."""
    if alone or size_px[0] < theme.px(_ROOM_FOR_DESK):
        return _tools_card(theme, state.language, size_px, state.desk if state.agent is None else None)
    crowded = size_px[0] < theme.px(_ROOM_FOR_ALL)
    intents = [] if crowded else _place_card(theme, state.top)
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


def _tools_card(theme: Theme, language: str, size_px: tuple[int, int], desk: DeskView | None = None) -> list[Intent]:
    """The few tools; the desk's, too, where there is no room for its own card."""
    intents: list[Intent] = []
    margin = theme.px(16)
    shown = {"language": "DE" if language == "en" else "EN", **_TOOLS}
    if desk is not None and desk.enabled:
        shown[desk.action] = _ICONS[desk.action]
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


def draw_notices(theme: Theme, notices: tuple[str, ...], hint: str, area: Area) -> None:
    """Short news under the bar, in the middle of what the panels leave, and what being offline means."""
    y = theme.px(80)
    most = area.size[0] - theme.px(32)
    shown = [(text, look.PANEL) for text in notices[-3:]]
    if hint:
        shown.insert(0, (hint, look.WARM_SOFT))
    for index, (text, fill) in enumerate(shown):
        place, wraps = (area.centre[0], y), widgets.text_size(theme, text, 14)[0] + theme.px(32) > most
        width = most if wraps else 0
        with widgets.card(theme, f"notice{index}", place, width, pivot=(0.5, 0.0), padding=(16, 10), fill=fill):
            widgets.words(theme, text, size=14, wrap=wraps)
            y += max(theme.px(38), imgui.get_window_size().y) + theme.px(8)


def draw_asked(theme: Theme, asked: AskedView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """A question of somebody, with both answers."""
    intents: list[Intent] = []
    place = (size_px[0] / 2, size_px[1] * 0.30)
    with widgets.card(theme, "asked", place, theme.px(380), pivot=(0.5, 0.0), padding=(20, 16)):
        widgets.words(theme, asked.sentence, size=16, bold=True, wrap=True)
        width = (imgui.get_content_region_avail().x - theme.px(8)) / 2
        for verb, kind in (("agree", "primary"), ("decline", "plain")):
            text = f"{say(f'verb.{verb}', language)}  ({key_text(_first_key(verb), language)})"
            if widgets.button(theme, verb, text, width=width, kind=kind):
                intents.append(Do(verb))
            imgui.same_line(0, theme.px(8))
        imgui.new_line()
    return intents


def draw_captions(theme: Theme, captions: tuple[str, ...], bottom_px: float, middle_px: float) -> None:
    """What has just been heard, small and above the lower edge."""
    if not captions:
        return
    text = f"{look.ICON_SOUND}  {' · '.join(captions)}"
    width, height = widgets.text_size(theme, text, 13)
    left = middle_px - width / 2
    top = bottom_px - theme.px(10) - height
    draw = imgui.get_background_draw_list()
    pad = theme.px(8)
    upper, lower = Vec2(left - pad, top - theme.px(3)), Vec2(left + width + pad, top + height + theme.px(3))
    draw.add_rect_filled(upper, lower, look.packed((20, 20, 22, 200)), theme.px(8))
    widgets.draw_text(theme, draw, (left, top), text, size=13, color=look.WHITE)


def draw_prompt(theme: Theme, prompt: tuple[str, str], size_px: tuple[int, int], middle_px: float) -> list[Intent]:
    """The key and the words of what can be done here, above the lower edge."""
    key, text = prompt
    with widgets.card(
        theme, "prompt", (middle_px, size_px[1] - theme.px(16)), 0, theme.px(44), pivot=(0.5, 1.0), padding=(8, 6)
    ):
        start = imgui.get_cursor_pos()
        long = theme.px(32 + 10 + 8) + widgets.text_size(theme, text, 15)[0]
        pressed = imgui.invisible_button("##prompt-all", Vec2(long, theme.px(32)))
        hovered = imgui.is_item_hovered()
        imgui.set_cursor_pos(start)
        pressed |= widgets.button(theme, "prompt-key", key, width=theme.px(32), height=32, kind="primary")
        imgui.same_line(0, theme.px(10))
        imgui.set_cursor_pos_y(start.y + (theme.px(32) - widgets.text_size(theme, text, 15)[1]) / 2)
        widgets.words(theme, text, size=15, color=look.ACCENT if hovered else look.INK)
    return [Do("inspect")] if pressed else []


def draw_photo_bar(theme: Theme, size_px: tuple[int, int], language: str) -> list[Intent]:
    """What photo mode offers, at the lower edge; it is not in the picture that is kept."""
    intents: list[Intent] = []
    shown = {"take-photo": look.ICON_CAMERA, "mood": look.ICON_LIGHT, "measure": look.ICON_RULER}
    place = (size_px[0] / 2, size_px[1] - theme.px(24))
    with widgets.card(theme, "photo", place, 0, theme.px(56), pivot=(0.5, 1.0), padding=(8, 8)):
        for verb, icon in shown.items():
            text = f"{icon}  {say(f'verb.{verb}', language)}  ({key_text(_first_key(verb), language)})"
            kind = "primary" if verb == "take-photo" else "plain"
            if widgets.button(theme, verb, text, height=40, kind=kind):
                intents.append(Do(verb))
            imgui.same_line(0, theme.px(8))
        if widgets.button(theme, "photo", f"{say('verb.close', language)}  ({key_text('f8', language)})", height=40):
            intents.append(Do("photo"))
    return intents


def _first_key(verb: str) -> str:
    return next(each.keys[0] for each in VERBS if each.id == verb)


def draw_help(theme: Theme, keys: tuple[tuple[str, str], ...], size_px: tuple[int, int], language: str) -> list[Intent]:
    """The card of keys."""
    pressed = False
    columns = max(1, min(3, int((size_px[0] - theme.px(48)) // theme.px(_COLUMN))))
    width = theme.px(columns * _COLUMN + 48)
    with widgets.card(theme, "help-card", (size_px[0] / 2, size_px[1] / 2), width, pivot=(0.5, 0.5), padding=(24, 20)):
        widgets.words(theme, say("help.title", language), size=20, bold=True)
        widgets.gap(theme, 2)
        each = -(-len(keys) // columns)
        tall = min(each * theme.px(28), size_px[1] - theme.px(160))
        imgui.begin_child("keys", Vec2(0, tall))
        left, top = imgui.get_cursor_pos_x(), imgui.get_cursor_pos_y()
        for index, (key, text) in enumerate(keys):
            column = left + index // each * theme.px(_COLUMN)
            imgui.set_cursor_pos(Vec2(column, top + (index % each) * theme.px(28)))
            widgets.key_cap(theme, key)
            imgui.same_line(column + theme.px(88), 0)
            widgets.words(theme, widgets.clipped(theme, text, 14, theme.px(_COLUMN - 96)), size=14)
        imgui.end_child()
        pressed = widgets.button(
            theme, "help-close", say("verb.close", language), width=imgui.get_content_region_avail().x
        )
    return [Do("help")] if pressed else []
