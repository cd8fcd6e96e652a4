"""The chat at the lower left: what was said, and a line to write in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Speak
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import ChatLineView, ChatView

WIDTH = 340
HEIGHT = 250
QUIET_HEIGHT = 190
_FEW = 4
MAX_CHARACTERS = 1000


class ChatPanel:
    """Keeps the line that is being written.

    Attributes:
        writing: whether the keyboard belongs to the line.
    """

    def __init__(self) -> None:
        self.writing = False
        self._draft = ""
        self._wants_focus = False
        self._newest = -1
        self._hovered = False
        self._scroll_frames = 0

    @property
    def is_wanted(self) -> bool:
        """Whether somebody writes, or is about to."""
        return self.writing or self._wants_focus

    def focus(self) -> None:
        """Put the keyboard into the line with the next frame."""
        self._wants_focus = True

    def draw(self, theme: Theme, chat: ChatView, size_px: tuple[int, int], language: str) -> list[Intent]:
        """Draw the panel."""
        intents: list[Intent] = []
        margin = theme.px(16)
        busy = self.writing or self._hovered or (chat.private and len(chat.lines) > _FEW)
        with widgets.card(
            theme,
            "chat",
            (margin, size_px[1] - margin),
            theme.px(WIDTH),
            theme.px(HEIGHT if busy else QUIET_HEIGHT),
            pivot=(0.0, 1.0),
            padding=(16, 14),
        ):
            icon = look.ICON_LOCK if chat.private else look.ICON_COMMENT
            color = look.ACCENT if chat.private else look.INK
            widgets.words(theme, f"{icon}  {chat.title}", size=14, bold=True, color=color)
            imgui.begin_child("lines", Vec2(0, -theme.px(46)))
            self._lines(theme, chat, language, busy=busy)
            imgui.end_child()
            intents += self._input(theme, chat)
            self._hovered = imgui.is_window_hovered(imgui.HoveredFlags_.child_windows.value)
        return intents

    def _lines(self, theme: Theme, chat: ChatView, language: str, *, busy: bool) -> None:
        if not chat.lines:
            widgets.words(theme, chat.empty, size=13, color=look.MUTED, wrap=True)
        imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(theme.px(6), theme.px(3)))
        tops: list[float] = []
        for line in chat.lines[-60:]:
            tops.append(imgui.get_cursor_pos_y())
            tops += _line(theme, line, language)
        top, rest = whole_lines(tops, imgui.get_cursor_pos_y(), imgui.get_window_height())
        imgui.pop_style_var()
        imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(0, 0))
        imgui.dummy(Vec2(1, rest))
        imgui.pop_style_var()
        newest = chat.lines[-1].id if chat.lines else -1
        if newest != self._newest:
            self._newest = newest
            self._scroll_frames = 3
        if self._scroll_frames > 0 or not busy:
            self._scroll_frames -= 1
            imgui.set_scroll_y(top)

    def _input(self, theme: Theme, chat: ChatView) -> list[Intent]:
        button = theme.px(40)
        imgui.set_next_item_width(imgui.get_content_region_avail().x - button - theme.px(8))
        if self._wants_focus:
            imgui.set_keyboard_focus_here()
            self._wants_focus = False
        imgui.push_font(theme.regular, 14 * theme.scale)
        entered, self._draft = imgui.input_text_with_hint(
            "##line", chat.placeholder, self._draft[:MAX_CHARACTERS], imgui.InputTextFlags_.enter_returns_true.value
        )
        imgui.pop_font()
        self.writing = imgui.is_item_active()
        imgui.same_line()
        pressed = widgets.button(theme, "send", look.ICON_SEND, width=button, kind="primary", enabled=bool(self._draft))
        text = self._draft.strip()
        if not (entered or pressed):
            return []
        self._draft = ""
        return [Speak(text)] if text else []


def whole_lines(tops: list[float], end: float, visible: float) -> tuple[float, float]:
    """Where to scroll so that the newest lines are seen and none is cut: the topmost pixel, and what follows `end`."""
    if end <= visible:
        return 0.0, 0.0
    least = end - visible
    top = min((top for top in tops if top >= least), default=least)
    return top, top - least


def _line(theme: Theme, line: ChatLineView, language: str) -> list[float]:
    """Draw somebody's words; returns where their lines begin."""
    author = say("people.you", language) if line.own else line.author
    color = look.ACCENT if line.adviser else look.INK
    badge = f"{look.ICON_ADVISER} " if line.adviser else ""
    widgets.words(theme, f"{badge}{author}", size=13, bold=True, color=color)
    imgui.same_line()
    start = imgui.get_cursor_pos_x()
    width = imgui.get_content_region_avail().x
    if widgets.text_size(theme, line.text, 14)[0] > width and start > theme.px(120):
        imgui.new_line()
    widgets.words(theme, line.text, size=14, wrap=True)
    height = widgets.text_size(theme, "Ag", 14)[1]
    begin = imgui.get_item_rect_min().y - imgui.get_window_pos().y + imgui.get_scroll_y()
    count = round(imgui.get_item_rect_size().y / height)
    return [begin + number * height for number in range(count)]
