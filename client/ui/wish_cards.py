"""The cards of the wish list and of two configurations side by side."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.intents import Do, Pick
from client.ui import theme as look
from client.ui import widgets
from client.ui.layout import rows_that_fit
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.cards import CompareRow, CompareView, WishesView, WishView

_WIDTH: Final = 520
_ROW: Final = 56
_MOST_ROWS: Final = 6
_WIDE: Final = 680
_LINE: Final = 28
_MOST_LINES: Final = 12
_BINS: Final = 44
_PANEL: Final = 360
_AROUND_WISHES: Final = 320
_AROUND_COMPARED: Final = 290


def draw_wishes(theme: Theme, wishes: WishesView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw the wish list in the middle."""
    intents: list[Intent] = []
    centre = (size_px[0] / 2, size_px[1] / 2)
    with widgets.card(theme, "wishes", centre, theme.px(_WIDTH), pivot=(0.5, 0.5), padding=(24, 20)):
        widgets.words(theme, f"{look.ICON_HEART}  {say('wishes.title', language)}", size=20, bold=True)
        widgets.gap(theme, 2)
        if not wishes.wishes:
            key = next(verb.keys[0] for verb in VERBS if verb.id == "wish")
            words = say("wishes.empty", language, key=key_text(key, language))
            widgets.words(theme, words, size=14, color=look.MUTED)
        fitting = rows_that_fit(theme, size_px, _ROW + 8, _AROUND_WISHES)
        shown = min(len(wishes.wishes), _MOST_ROWS, fitting)
        imgui.begin_child("wishes", Vec2(0, shown * (theme.px(_ROW) + imgui.get_style().item_spacing.y)))
        for index, wish in enumerate(wishes.wishes):
            intents += _wish(theme, index, wish)
        imgui.end_child()
        if wishes.wishes:
            widgets.rule(theme)
            widgets.pair(theme, say("product.total", language), wishes.total, size=16, bold=True)
            keys = {name: key_text(name, language) for name in ("enter", "delete")}
            widgets.words(theme, say("wishes.hint", language, **keys), size=13, color=look.MUTED)
        key = key_text(next(verb.keys[0] for verb in VERBS if verb.id == "open-code"), language)
        words = f"{say('verb.open-code', language)}  ({key})"
        if widgets.button(theme, "open-code", words, width=imgui.get_content_region_avail().x):
            intents.append(Do("open-code"))
        if widgets.button(theme, "close", say("verb.close", language), width=imgui.get_content_region_avail().x):
            intents.append(Do("wishes"))
    return intents


def _wish(theme: Theme, index: int, wish: WishView) -> list[Intent]:
    """Name and price, below what was chosen; a bin beside them."""
    upper = imgui.get_cursor_screen_pos()
    across = imgui.get_content_region_avail().x - theme.px(_BINS)
    draw = imgui.get_window_draw_list()
    pressed = widgets.row(theme, f"wish{index}", "", "", selected=wish.selected, height=_ROW, width=across)
    if wish.selected:
        imgui.set_scroll_here_y()
    left, right = upper.x + theme.px(12), upper.x + across - theme.px(12)
    width = widgets.text_size(theme, wish.price, 15, bold=True)[0]
    name = widgets.clipped(theme, wish.name, 15, right - left - width - theme.px(12), bold=True)
    ink = look.MUTED if wish.gone else look.INK
    widgets.draw_text(theme, draw, (left, upper.y + theme.px(9)), name, size=15, bold=True, color=ink)
    widgets.draw_text(theme, draw, (right - width, upper.y + theme.px(9)), wish.price, size=15, bold=True)
    below = widgets.clipped(theme, wish.words, 13, right - left)
    widgets.draw_text(theme, draw, (left, upper.y + theme.px(31)), below, size=13, color=look.MUTED)
    imgui.same_line(0, theme.px(8))
    imgui.set_cursor_pos_y(imgui.get_cursor_pos_y() + theme.px((_ROW - 36) / 2))
    removed = widgets.button(theme, f"bin{index}", look.ICON_BIN, width=theme.px(36), kind="quiet")
    imgui.set_cursor_screen_pos(upper)
    imgui.dummy(Vec2(across, theme.px(_ROW)))
    if removed:
        return [Pick(index, "remove")]
    return [Pick(index, "take")] if pressed else []


def draw_compare(theme: Theme, both: CompareView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw two configurations side by side; what differs is bold and marked."""
    intents: list[Intent] = []
    # Beside the panel of the right one where there is room.
    wide = min(theme.px(_WIDE), size_px[0] - theme.px(32))
    middle = max(wide / 2 + theme.px(16), (size_px[0] - theme.px(_PANEL)) / 2)
    centre = (middle, size_px[1] / 2)
    with widgets.card(theme, "compare", centre, wide, pivot=(0.5, 0.5), padding=(24, 20)):
        widgets.words(theme, f"{look.ICON_COMPARE}  {say('compare.title', language)}", size=20, bold=True)
        widgets.gap(theme, 2)
        _columns(theme, ("", *both.names), size=15, bold=True)
        _columns(theme, ("", *both.codes), size=12, color=look.MUTED)
        widgets.rule(theme)
        lines = min(len(both.rows), _MOST_LINES, rows_that_fit(theme, size_px, _LINE, _AROUND_COMPARED))
        imgui.begin_child("rows", Vec2(0, lines * theme.px(_LINE)))
        for row in both.rows:
            _compared(theme, row)
        imgui.end_child()
        widgets.rule(theme)
        _columns(theme, (say("compare.price", language), *both.prices), size=16, bold=True)
        _columns(theme, (say("compare.difference", language), "", both.difference), size=14, color=look.ACCENT)
        widgets.gap(theme, 4)
        intents += _buttons(theme, both, language)
    return intents


def _compared(theme: Theme, row: CompareRow) -> None:
    mark = "≠" if row.differs else "="
    ink = look.INK if row.differs else look.MUTED
    _columns(theme, (f"{mark}  {row.name}", row.left, row.right), size=14, color=ink, bold=row.differs)


def _columns(
    theme: Theme, texts: tuple[str, ...], *, size: float, color: look.Color = look.INK, bold: bool = False
) -> None:
    """Three columns of one line; the first is what it is about."""
    upper = imgui.get_cursor_screen_pos()
    across = imgui.get_content_region_avail().x
    draw = imgui.get_window_draw_list()
    starts = (0.0, 0.30 * across, 0.66 * across, across)
    for start, end, text in zip(starts[:-1], starts[1:], texts, strict=True):
        shown = widgets.clipped(theme, text, size, end - start - theme.px(12), bold=bold)
        widgets.draw_text(theme, draw, (upper.x + start, upper.y), shown, size=size, color=color, bold=bold)
    imgui.dummy(Vec2(across, theme.px(_LINE) - imgui.get_style().item_spacing.y))


def _buttons(theme: Theme, both: CompareView, language: str) -> list[Intent]:
    gap = theme.px(8)
    width = (imgui.get_content_region_avail().x - 2 * gap) / 3
    for index, key in enumerate(("compare.take", "compare.keep")):
        kind = "primary" if index == both.row else "plain"
        if widgets.button(theme, key, say(key, language), width=width, kind=kind):
            return [Pick(index, "take")]
        imgui.same_line(0, gap)
    if widgets.button(theme, "close", say("verb.close", language), width=width):
        return [Do("compare")]
    return []
