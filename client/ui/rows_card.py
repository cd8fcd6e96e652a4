"""Cards of lines with a name and a value each: the settings, and the avatar maker."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.intents import Do, Pick, Rename, Write
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.cards import RowsView, RowView

_WIDTH: Final = 480
_ROW: Final = 40
_VALUE: Final = 0.46
_BAR: Final = 96
_ICONS: Final = {"settings": look.ICON_SETTINGS, "looks": look.ICON_LOOKS, "account": look.ICON_ACCOUNT}
_MOST_CHARACTERS: Final = 40


class RowsDrawing:
    """Keeps the line that is being written."""

    def __init__(self) -> None:
        self._draft: str | None = None
        self._selected = -1

    def draw(self, theme: Theme, rows: RowsView, size_px: tuple[int, int], language: str) -> list[Intent]:
        """Draw the card at the left of the middle, so that what it changes is seen beside it."""
        intents: list[Intent] = []
        width = min(theme.px(_WIDTH), size_px[0] - theme.px(32))
        aside = rows.name == "looks"
        place = (theme.px(40), size_px[1] / 2) if aside else (size_px[0] / 2, size_px[1] / 2)
        pivot = (0.0, 0.5) if aside else (0.5, 0.5)
        with widgets.card(theme, rows.name, place, width, pivot=pivot, padding=(24, 20)):
            widgets.words(theme, f"{_ICONS.get(rows.name, '')}  {rows.title}", size=20, bold=True)
            widgets.gap(theme, 2)
            step = theme.px(_ROW) + imgui.get_style().item_spacing.y
            tall = max(step, min(len(rows.rows) * step, size_px[1] - theme.px(190)))
            imgui.begin_child("rows", Vec2(0, tall))
            for index, row in enumerate(rows.rows):
                intents += self._row(theme, index, row, language)
            imgui.end_child()
            names = {"up": "arrow_up", "down": "arrow_down", "left": "arrow_left", "right": "arrow_right"}
            keys = {name: key_text(key, language) for name, key in {**names, "escape": "escape"}.items()}
            hint = "account.why" if rows.name == "account" else "settings.hint"
            widgets.words(theme, say(hint, language, **keys), size=13, color=look.MUTED)
            if widgets.button(theme, "close", say("verb.close", language), width=imgui.get_content_region_avail().x):
                intents.append(Do(rows.name))
        return intents

    def _row(self, theme: Theme, index: int, row: RowView, language: str) -> list[Intent]:
        """The name at the left; at the right the value between two arrows, or a line to write in."""
        upper, across = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x
        value = across * _VALUE
        pressed = widgets.row(
            theme, f"row{index}", "", row.name, selected=row.selected, height=_ROW, width=across - value - theme.px(8)
        )
        if row.selected and index != self._selected:
            imgui.set_scroll_here_y()
        intents: list[Intent] = [Pick(index, "choose")] if pressed else []
        imgui.same_line(0, theme.px(8))
        if row.counts:
            intents += _counted(theme, index, row, value)
        elif row.written:
            intents += self._written(theme, index, row, value, language)
        elif row.turns:
            intents += _turned(theme, index, row, value)
        elif widgets.button(theme, f"take{index}", row.value, width=value, height=_ROW):
            intents.append(Pick(index, "take"))
        imgui.set_cursor_screen_pos(upper)
        imgui.dummy(Vec2(across, theme.px(_ROW)))
        if row.selected:
            self._selected = index
        return intents

    def _written(self, theme: Theme, index: int, row: RowView, width: float, language: str) -> list[Intent]:
        if row.selected and index != self._selected:
            imgui.set_keyboard_focus_here()
        imgui.set_next_item_width(width)
        imgui.push_font(theme.regular, theme.type_px(15))
        flags = imgui.InputTextFlags_.enter_returns_true.value
        shown = row.value if self._draft is None else self._draft
        entered, draft = imgui.input_text(f"##row{index}", shown[:_MOST_CHARACTERS], flags)
        imgui.pop_font()
        self._draft = draft if imgui.is_item_active() else None
        if imgui.is_item_active():
            widgets.focus_ring(theme)
            imgui.set_item_tooltip(say("settings.name-hint", language, enter=key_text("enter", language)))
        return [Rename(draft.strip())] if entered and draft.strip() else []


def _counted(theme: Theme, index: int, row: RowView, width: float) -> list[Intent]:
    """A line to write in that counts with every letter; Enter does what the card is for."""
    imgui.set_next_item_width(width)
    imgui.push_font(theme.regular, theme.type_px(15))
    padding = Vec2(theme.px(10), (theme.px(_ROW) - imgui.get_font_size()) / 2)
    imgui.push_style_var(imgui.StyleVar_.frame_padding.value, padding)
    flags = imgui.InputTextFlags_.enter_returns_true.value
    if row.secret:
        flags |= imgui.InputTextFlags_.password.value
    entered, draft = imgui.input_text(f"##row{index}", row.value, flags)
    imgui.pop_style_var()
    imgui.pop_font()
    if imgui.is_item_active():
        widgets.focus_ring(theme)
    intents: list[Intent] = [Write(index, draft[: row.most])] if draft != row.value else []
    return [*intents, Pick(index, "take")] if entered else intents


def _turned(theme: Theme, index: int, row: RowView, width: float) -> list[Intent]:
    """The value between its arrows; an amount as a bar, a colour with its disc."""
    intents: list[Intent] = []
    side, gap = theme.px(36), theme.px(4)
    if widgets.button(theme, f"less{index}", look.ICON_LEFT, width=side, height=_ROW, kind="quiet"):
        intents.append(Pick(index, "less"))
    imgui.same_line(0, gap)
    upper, room = imgui.get_cursor_screen_pos(), width - 2 * (side + gap)
    draw, tall = imgui.get_window_draw_list(), theme.px(_ROW)
    if imgui.invisible_button(f"##value{index}", Vec2(room, tall)):
        intents.append(Pick(index, "more"))
    text = widgets.clipped(theme, row.value, 14, room - (theme.px(26) if row.swatch else 0), bold=row.selected)
    wide, high = widgets.text_size(theme, text, 14, bold=row.selected)
    left = upper.x + (room - wide - (theme.px(26) if row.swatch else 0)) / 2
    if row.swatch:
        centre = Vec2(left + theme.px(8), upper.y + tall / 2)
        draw.add_circle_filled(centre, theme.px(8), look.packed(look.from_hex(row.swatch)), 24)
        draw.add_circle(centre, theme.px(8), look.packed((0, 0, 0, 60)), 24)
        left += theme.px(26)
    line = upper.y + (tall - high) / 2 - (theme.px(5) if row.level is not None else 0)
    widgets.draw_text(theme, draw, (left, line), text, size=14, bold=row.selected)
    if row.level is not None:
        _bar(theme, (upper.x + (room - theme.px(_BAR)) / 2, upper.y + tall - theme.px(9)), row.level)
    imgui.same_line(0, gap)
    if widgets.button(theme, f"more{index}", look.ICON_RIGHT, width=side, height=_ROW, kind="quiet"):
        intents.append(Pick(index, "more"))
    return intents


def _bar(theme: Theme, upper: tuple[float, float], level: float) -> None:
    draw, wide, high = imgui.get_window_draw_list(), theme.px(_BAR), theme.px(4)
    draw.add_rect_filled(Vec2(*upper), Vec2(upper[0] + wide, upper[1] + high), look.packed(look.HOVER), high / 2)
    if level > 0.0:
        end = Vec2(upper[0] + max(high, wide * level), upper[1] + high)
        draw.add_rect_filled(Vec2(*upper), end, look.packed(look.ACCENT), high / 2)
