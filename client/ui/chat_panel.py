"""The chat at the lower left: a pill while nobody talks, else what was said and a line to write in."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Do, Speak
from client.ui import theme as look
from client.ui import widgets
from client.ui.layout import CHAT_WIDTH, MARGIN
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import ChatLineView, ChatView

HEIGHT = 250
QUIET_HEIGHT = 190
_QUIET, _MOST = 8, 60
"""How many lines are drawn where nobody reads back, a few more than can be seen, and where somebody does."""
_FEW = 4
MAX_CHARACTERS = 1000
_STAYS_S = 8.0
"""For how long the panel stays after somebody has written, or has left it."""
_PREVIEW_S = 7.0
"""For how long the pill shows what has just been said."""
_PREVIEW = 250
GESTURES = {"wave": "👋", "clap": "👏", "heart": "❤", "raise-hand": "✋"}
"""What one does beside talking, and its face on a button."""


class ChatPanel:
    """Keeps the line that is being written.

    Attributes:
        writing: whether the keyboard belongs to the line.
        stays: whether it is open for as long as a conversation goes on.
        is_open: whether it was drawn open.
    """

    def __init__(self) -> None:
        self.writing = False
        self._draft = ""
        self._wants_focus = False
        self._newest = (-1, False)
        self._arrived = -1
        self._hovered = False
        self._scroll_frames = 0
        self._awake_until_s = -1.0
        self._news_until_s = -1.0
        self._came_s = -math.inf
        self._read = -1
        self._drawn = self._had_lines = False
        self.stays = False
        self.is_open = False

    @property
    def is_wanted(self) -> bool:
        """Whether somebody writes, or is about to."""
        return self.writing or self._wants_focus

    def focus(self) -> None:
        """Put the keyboard into the line with the next frame."""
        self._wants_focus = True

    def draw(
        self, theme: Theme, chat: ChatView, size_px: tuple[int, int], language: str, *, folds: bool
    ) -> list[Intent]:
        """Draw the panel, or its pill; where it `folds`, only who writes or has just written sees the panel."""
        now_s = imgui.get_time()
        newest = chat.lines[-1] if chat.lines else None
        if newest is not None and newest.id != self._arrived:
            # What stood there before one came is not news: it is there at the first frame, or all at once later.
            fresh, self._arrived = self._drawn and (self._had_lines or len(chat.lines) == 1), newest.id
            self._read = self._read if fresh else newest.id
            self._came_s = now_s if fresh else -math.inf
            if fresh:
                self._news_until_s = now_s + _STAYS_S
                self._awake_until_s = self._news_until_s if newest.own else self._awake_until_s
        if self.is_wanted or self._hovered:
            self._awake_until_s = self._news_until_s = now_s + _STAYS_S
        self._drawn, self._had_lines = True, bool(chat.lines)
        self.stays = chat.private and not folds
        self.is_open = self.stays or now_s < (self._awake_until_s if folds else self._news_until_s)
        if not self.is_open:
            return self._pill(theme, chat, size_px, language, fresh=now_s - self._came_s < _PREVIEW_S)
        self._read = newest.id if newest else self._read
        return self._panel(theme, chat, size_px, language)

    def _pill(
        self, theme: Theme, chat: ChatView, size_px: tuple[int, int], language: str, *, fresh: bool
    ) -> list[Intent]:
        """The folded chat: how much one has not read, and for a moment what has just been said."""
        self._hovered = False
        missed = [line for line in chat.lines if line.id > self._read and not line.own]
        called = next((line for line in missed if line.mentioned), None)
        icon = look.ICON_LOCK if chat.private else look.ICON_COMMENT
        words = f"{icon}   {say('verb.chat', language)}"
        # Who calls one by name stays in sight until it is read.
        shown = called or (missed[-1] if fresh and missed else None)
        if shown is not None:
            words = widgets.clipped(theme, f"{icon}   {shown.author}: {shown.text}", 14, theme.px(_PREVIEW))
        margin = theme.px(MARGIN)
        with widgets.card(
            theme, "chat-pill", (margin, size_px[1] - margin), 0, theme.px(44), pivot=(0.0, 1.0), padding=(6, 4)
        ):
            pressed = widgets.button(theme, "chat", words, kind="quiet")
            if missed:
                imgui.same_line(0, theme.px(4))
                widgets.badge(theme, "@" if called else str(min(99, len(missed))))
        return [Do("chat")] if pressed else []

    def _panel(self, theme: Theme, chat: ChatView, size_px: tuple[int, int], language: str) -> list[Intent]:
        intents: list[Intent] = []
        margin = theme.px(MARGIN)
        busy = self.writing or self._hovered or (chat.private and len(chat.lines) > _FEW)
        with widgets.card(
            theme,
            "chat",
            (margin, size_px[1] - margin),
            theme.px(CHAT_WIDTH),
            theme.px(HEIGHT if busy else QUIET_HEIGHT),
            pivot=(0.0, 1.0),
            padding=(16, 14),
        ):
            icon = look.ICON_LOCK if chat.private else look.ICON_COMMENT
            color = look.ACCENT if chat.private else look.INK
            widgets.words(theme, f"{icon}  {chat.title}", size=14, bold=True, color=color)
            intents += _gestures(theme, language)
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
        for line in chat.lines[-(_MOST if busy else _QUIET) :]:
            tops.append(imgui.get_cursor_pos_y())
            tops += _line(theme, line, language)
        top, rest = whole_lines(tops, imgui.get_cursor_pos_y(), imgui.get_window_height())
        imgui.pop_style_var()
        imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(0, 0))
        imgui.dummy(Vec2(1, rest))
        imgui.pop_style_var()
        newest = chat.lines[-1].id if chat.lines else -1
        if (newest, busy) != self._newest:
            self._newest = (newest, busy)
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
        imgui.push_font(theme.regular, theme.type_px(14))
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


def _gestures(theme: Theme, language: str) -> list[Intent]:
    """What one can say without words, at the right of the title."""
    intents: list[Intent] = []
    side, gap = theme.px(30), theme.px(4)
    left = imgui.get_window_width() - imgui.get_style().window_padding.x - len(GESTURES) * (side + gap) + gap
    imgui.same_line(left, 0)
    for index, (verb, face) in enumerate(GESTURES.items()):
        if index:
            imgui.same_line(0, gap)
        imgui.set_cursor_pos_y(theme.px(8))
        if widgets.button(theme, verb, face, width=side, height=26, kind="quiet"):
            intents.append(Do(verb))
        if imgui.is_item_hovered():
            key = next(each.keys[0] for each in VERBS if each.id == verb)
            imgui.set_tooltip(f"{say(f'verb.{verb}', language)}  ({key_text(key, language)})")
    return intents


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
    author = f"@ {author}" if line.mentioned else author
    color = look.ACCENT if line.adviser or line.mentioned else look.INK
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
