"""The shop's own few widgets on top of Dear ImGui: cards, words, buttons, chips, swatches."""

# ruff: noqa: ANN401 - ImGui and Panda3D hand out objects without types

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from imgui_bundle import imgui

from client.ui import theme as look
from client.ui.theme import Color, Theme, faded, packed

if TYPE_CHECKING:
    from collections.abc import Iterator

Vec2 = imgui.ImVec2
_CARD_FLAGS = (
    imgui.WindowFlags_.no_title_bar.value
    | imgui.WindowFlags_.no_resize.value
    | imgui.WindowFlags_.no_move.value
    | imgui.WindowFlags_.no_saved_settings.value
    | imgui.WindowFlags_.no_background.value
    | imgui.WindowFlags_.no_collapse.value
    | imgui.WindowFlags_.no_nav_focus.value
    | imgui.WindowFlags_.no_focus_on_appearing.value
    | imgui.WindowFlags_.no_scrollbar.value
)


@contextmanager
def card(  # noqa: PLR0913 - a card has a place, a size and a manner
    theme: Theme,
    name: str,
    position: tuple[float, float],
    width: float,
    height: float = 0.0,
    *,
    pivot: tuple[float, float] = (0.0, 0.0),
    fill: Color = look.PANEL,
    padding: tuple[float, float] = (16, 16),
) -> Iterator[None]:
    """A rounded panel with a soft shadow; `height` 0 takes what its content needs.

    `width` and `height` are pixels of the picture, `padding` is the design's.
    """
    flags = _CARD_FLAGS
    imgui.set_next_window_pos(Vec2(*position), imgui.Cond_.always.value, Vec2(*pivot))
    imgui.set_next_window_size(Vec2(width, height))
    imgui.push_style_var(imgui.StyleVar_.window_padding.value, Vec2(theme.px(padding[0]), theme.px(padding[1])))
    imgui.begin(name, None, flags)
    imgui.pop_style_var()
    _draw_ground(theme, fill)
    try:
        yield
    finally:
        imgui.end()


def _draw_ground(theme: Theme, fill: Color) -> None:
    draw = imgui.get_window_draw_list()
    upper, size = imgui.get_window_pos(), imgui.get_window_size()
    lower = Vec2(upper.x + size.x, upper.y + size.y)
    radius = theme.px(14)
    draw.push_clip_rect_full_screen()
    for step in range(1, 9):
        grow = theme.scale * step * 1.7
        down = theme.scale * 4
        draw.add_rect_filled(
            Vec2(upper.x - grow, upper.y - grow + down),
            Vec2(lower.x + grow, lower.y + grow + down),
            packed((24, 26, 30, 4)),
            radius + grow,
        )
    draw.add_rect_filled(upper, lower, packed(fill), radius)
    draw.add_rect(upper, lower, packed((0, 0, 0, 14)), radius)
    draw.pop_clip_rect()


def words(
    theme: Theme, text: str, *, size: float = 15, color: Color = look.INK, bold: bool = False, wrap: bool = False
) -> None:
    """A line of text, or a paragraph with `wrap`."""
    imgui.push_font(theme.bold if bold else theme.regular, theme.type_px(size))
    imgui.push_style_color(imgui.Col_.text.value, packed(color))
    if wrap:
        imgui.push_text_wrap_pos(0.0)
        imgui.text_unformatted(text)
        imgui.pop_text_wrap_pos()
    else:
        imgui.text_unformatted(text)
    imgui.pop_style_color()
    imgui.pop_font()


def pair(theme: Theme, left: str, right: str, *, size: float = 14, color: Color = look.INK, bold: bool = False) -> None:
    """Words at the left edge and words at the right edge of one line; the left ones give way."""
    width = imgui.get_content_region_avail().x
    start = imgui.get_cursor_pos_x()
    right_width = text_size(theme, right, size, bold=bold)[0]
    words(
        theme,
        clipped(theme, left, size, width - right_width - theme.px(12), bold=bold),
        size=size,
        color=color,
        bold=bold,
    )
    imgui.same_line()
    imgui.set_cursor_pos_x(start + width - right_width)
    words(theme, right, size=size, color=color, bold=bold)


def text_size(theme: Theme, text: str, size: float, *, bold: bool = False) -> tuple[float, float]:
    """Width and height of a line in pixels."""
    imgui.push_font(theme.bold if bold else theme.regular, theme.type_px(size))
    measured = imgui.calc_text_size(text)
    imgui.pop_font()
    return measured.x, measured.y


def clipped(theme: Theme, text: str, size: float, width: float, *, bold: bool = False) -> str:
    """The text, cut with an ellipsis where it is wider than `width` pixels."""
    if text_size(theme, text, size, bold=bold)[0] <= width:
        return text
    while text and text_size(theme, f"{text}…", size, bold=bold)[0] > width:
        text = text[:-1]
    return f"{text.rstrip()}…"


def draw_text(
    theme: Theme,
    draw: Any,
    position: tuple[float, float],
    text: str,
    *,
    size: float = 15,
    color: Color = look.INK,
    bold: bool = False,
) -> None:
    """Text at a place of the picture, outside of the layout."""
    draw.add_text(theme.bold if bold else theme.regular, theme.type_px(size), Vec2(*position), packed(color), text)


def button(  # noqa: PLR0913 - a button has a look
    theme: Theme,
    name: str,
    text: str,
    *,
    width: float = 0.0,
    height: float = 36,
    kind: str = "plain",
    enabled: bool = True,
    size: float = 14,
) -> bool:
    """A rounded button; `kind` is plain, primary or quiet. Returns whether it was pressed."""
    text_width, text_height = text_size(theme, text, size, bold=kind == "primary")
    box = Vec2(width or text_width + theme.px(28), theme.px(height))
    upper = imgui.get_cursor_screen_pos()
    pressed = imgui.invisible_button(f"##{name}", box) and enabled
    fill, ink = _button_colors(kind, hovered=imgui.is_item_hovered() and enabled)
    draw = imgui.get_window_draw_list()
    lower = Vec2(upper.x + box.x, upper.y + box.y)
    share = 1.0 if enabled else 0.4
    draw.add_rect_filled(upper, lower, packed(faded(fill, share)), theme.px(10))
    if look.is_contrast_high():
        draw.add_rect(upper, lower, packed(faded(look.LINE, share)), theme.px(10), 1.5 * theme.scale)
    place = (round(upper.x + (box.x - text_width) / 2), round(upper.y + (box.y - text_height) / 2))
    draw_text(theme, draw, place, text, size=size, color=faded(ink, share), bold=kind == "primary")
    return bool(pressed)


def row(
    theme: Theme, name: str, mark: str, text: str, *, selected: bool, height: float = 36, width: float = 0.0
) -> bool:
    """A line of a list, `width` pixels or all there is; the chosen one has a ground, a frame and bold words."""
    upper = imgui.get_cursor_screen_pos()
    box = Vec2(width or imgui.get_content_region_avail().x, theme.px(height))
    pressed = imgui.invisible_button(f"##{name}", box)
    draw = imgui.get_window_draw_list()
    lower = Vec2(upper.x + box.x, upper.y + box.y)
    if selected or imgui.is_item_hovered():
        draw.add_rect_filled(upper, lower, packed(look.ACCENT_SOFT if selected else look.HOVER), theme.px(8))
    if selected:
        draw.add_rect(Vec2(upper.x + 1, upper.y + 1), Vec2(lower.x - 1, lower.y - 1), packed(look.ACCENT), theme.px(8))
    ink = look.ACCENT if selected else look.INK
    line = upper.y + (box.y - text_size(theme, text, 14)[1]) / 2
    start = upper.x + theme.px(12)
    if mark:
        draw_text(theme, draw, (start, line), mark, size=14, color=look.ACCENT, bold=True)
        start += theme.px(28)
    shown = clipped(theme, text, 14, lower.x - theme.px(12) - start, bold=selected)
    draw_text(theme, draw, (start, line), shown, size=14, color=ink, bold=selected)
    return bool(pressed)


def _button_colors(kind: str, *, hovered: bool) -> tuple[Color, Color]:
    if kind == "primary":
        return (look.ACCENT_HOVER if hovered else look.ACCENT), look.WHITE
    if kind == "quiet":
        return (look.FIELD if hovered else (0, 0, 0, 0)), look.MUTED
    return (look.HOVER if hovered else look.FIELD), look.INK


def swatch(theme: Theme, name: str, color: str, *, selected: bool, diameter: float = 34) -> bool:
    """A round colour; a ring and a tick say that it is chosen. Returns whether it was pressed."""
    size = theme.px(diameter)
    upper = imgui.get_cursor_screen_pos()
    pressed = imgui.invisible_button(f"##{name}", Vec2(size, size))
    hovered = imgui.is_item_hovered()
    draw = imgui.get_window_draw_list()
    centre = Vec2(upper.x + size / 2, upper.y + size / 2)
    radius = size / 2
    fill = look.from_hex(color)
    if selected:
        draw.add_circle(centre, radius - 1, packed(look.ACCENT), 48, 2 * theme.scale)
    elif hovered:
        draw.add_circle(centre, radius - 1, packed(look.LINE), 48, 2 * theme.scale)
    draw.add_circle_filled(centre, radius - 4 * theme.scale, packed(fill), 48)
    draw.add_circle(centre, radius - 4 * theme.scale, packed((0, 0, 0, 36)), 48)
    if selected:
        ink = look.INK if _is_bright(fill) else look.WHITE
        width, height = text_size(theme, look.ICON_CHECK, 14)
        draw_text(theme, draw, (centre.x - width / 2, centre.y - height / 2), look.ICON_CHECK, size=14, color=ink)
    return bool(pressed)


def strike(theme: Theme) -> None:
    """A line through the thing that was drawn last: it can be had no more."""
    low, high, inset = imgui.get_item_rect_min(), imgui.get_item_rect_max(), theme.px(5)
    draw = imgui.get_window_draw_list()
    for color, thick in ((look.WHITE, 4.0), (look.BAD, 2.0)):
        start, end = Vec2(low.x + inset, high.y - inset), Vec2(high.x - inset, low.y + inset)
        draw.add_line(start, end, packed(color), thick * theme.scale)


def chip(theme: Theme, name: str, text: str, note: str, *, selected: bool, max_width: float) -> bool:
    """A pill with words and a quiet note; a tick says that it is chosen. Returns whether it was pressed."""
    label = f"{look.ICON_CHECK}  {text}" if selected else text
    width, note_width = chip_width(theme, text, note, selected=selected), text_size(theme, note, 12)[0]
    box = Vec2(min(width, max_width), theme.px(34))
    upper = imgui.get_cursor_screen_pos()
    pressed = imgui.invisible_button(f"##{name}", box)
    hovered = imgui.is_item_hovered()
    draw = imgui.get_window_draw_list()
    lower = Vec2(upper.x + box.x, upper.y + box.y)
    fill = look.ACCENT_SOFT if selected else look.HOVER if hovered else look.FIELD
    draw.add_rect_filled(upper, lower, packed(fill), box.y / 2)
    if selected:
        draw.add_rect(upper, lower, packed(look.ACCENT), box.y / 2, 1.5 * theme.scale)
    ink = look.ACCENT if selected else look.INK
    room = box.x - theme.px(28) - (note_width + theme.px(8) if note else 0)
    shown = clipped(theme, label, 14, room)
    _, height = text_size(theme, shown, 14)
    draw_text(theme, draw, (upper.x + theme.px(14), upper.y + (box.y - height) / 2), shown, size=14, color=ink)
    if note:
        _, note_height = text_size(theme, note, 12)
        place = (lower.x - theme.px(14) - note_width, upper.y + (box.y - note_height) / 2)
        draw_text(theme, draw, place, note, size=12, color=look.MUTED)
    return bool(pressed)


def chip_width(theme: Theme, text: str, note: str, *, selected: bool) -> float:
    """How wide a chip wants to be."""
    label = f"{look.ICON_CHECK}  {text}" if selected else text
    note_width = text_size(theme, note, 12)[0] + theme.px(8) if note else 0.0
    return text_size(theme, label, 14)[0] + note_width + theme.px(28)


def badge(theme: Theme, text: str) -> None:
    """A number that wants to be seen, in the accent."""
    width, height = text_size(theme, text, 12, bold=True)
    upper, side = imgui.get_cursor_screen_pos(), theme.px(22)
    box = Vec2(max(side, width + theme.px(12)), theme.px(36))
    middle = upper.y + box.y / 2
    draw = imgui.get_window_draw_list()
    low, high = Vec2(upper.x, middle - side / 2), Vec2(upper.x + box.x, middle + side / 2)
    draw.add_rect_filled(low, high, packed(look.ACCENT), side / 2)
    place = (upper.x + (box.x - width) / 2, middle - height / 2)
    draw_text(theme, draw, place, text, size=12, color=look.WHITE, bold=True)
    imgui.dummy(box)


def more_below(theme: Theme, color: Color = look.PANEL) -> None:
    """Call as the last thing of a child that scrolls: where it goes on below, its end fades and an arrow says so."""
    if imgui.get_scroll_max_y() - imgui.get_scroll_y() < 1.0:
        return
    upper, size = imgui.get_window_pos(), imgui.get_window_size()
    draw = imgui.get_window_draw_list()
    bottom, tall = upper.y + size.y, theme.px(40)
    clear, solid = packed((*color[:3], 0)), packed((*color[:3], 255))
    corners = Vec2(upper.x, bottom - tall), Vec2(upper.x + size.x - theme.px(8), bottom)
    draw.add_rect_filled_multi_color(*corners, clear, clear, solid, solid)
    width, height = text_size(theme, look.ICON_MORE, 13)
    place = (upper.x + (size.x - width) / 2, bottom - height - theme.px(3))
    draw_text(theme, draw, place, look.ICON_MORE, size=13, color=look.ACCENT)


def rule(theme: Theme) -> None:
    """A thin line across the card."""
    upper = imgui.get_cursor_screen_pos()
    width = imgui.get_content_region_avail().x
    draw = imgui.get_window_draw_list()
    draw.add_line(Vec2(upper.x, upper.y), Vec2(upper.x + width, upper.y), packed(look.LINE))
    imgui.dummy(Vec2(width, theme.px(1)))


def gap(theme: Theme, height: float) -> None:
    """Vertical space of `height` on top of the usual spacing."""
    imgui.dummy(Vec2(1, theme.px(height)))


def dot(theme: Theme, color: Color, diameter: float = 9, *, outlined: bool = False) -> None:
    """A small disc in the line of text; outlined, white can be seen too."""
    upper = imgui.get_cursor_screen_pos()
    size = theme.px(diameter)
    line = imgui.get_text_line_height()
    centre = Vec2(upper.x + size / 2, upper.y + line / 2 + 1)
    draw = imgui.get_window_draw_list()
    draw.add_circle_filled(centre, size / 2, packed(color), 24)
    if outlined:
        draw.add_circle(centre, size / 2, packed((0, 0, 0, 50)), 24)
    imgui.dummy(Vec2(size, line))


def focus_ring(theme: Theme) -> None:
    """A frame around the thing that was drawn last: the keyboard is there."""
    low, high, out = imgui.get_item_rect_min(), imgui.get_item_rect_max(), theme.px(2)
    draw = imgui.get_window_draw_list()
    corners = Vec2(low.x - out, low.y - out), Vec2(high.x + out, high.y + out)
    draw.add_rect(*corners, packed(look.ACCENT), theme.px(11), 2.0 * theme.scale)


def progress(theme: Theme, share: float) -> None:
    """A bar across the card, filled to `share`."""
    upper, width, height = imgui.get_cursor_screen_pos(), imgui.get_content_region_avail().x, theme.px(8)
    draw = imgui.get_window_draw_list()
    draw.add_rect_filled(upper, Vec2(upper.x + width, upper.y + height), packed(look.HOVER), height / 2)
    filled = max(height, width * max(0.0, min(1.0, share)))
    draw.add_rect_filled(upper, Vec2(upper.x + filled, upper.y + height), packed(look.ACCENT), height / 2)
    imgui.dummy(Vec2(width, height))


def key_cap(theme: Theme, key: str) -> None:
    """A key as it looks on a keyboard."""
    upper = imgui.get_cursor_screen_pos()
    width, height = text_size(theme, key, 12, bold=True)
    draw = imgui.get_window_draw_list()
    lower = Vec2(upper.x + width + theme.px(14), upper.y + theme.px(22))
    draw.add_rect_filled(upper, lower, packed(look.FIELD), theme.px(6))
    draw.add_rect(upper, lower, packed(look.LINE), theme.px(6))
    place = (upper.x + theme.px(7), upper.y + (theme.px(22) - height) / 2)
    draw_text(theme, draw, place, key, size=12, bold=True)
    imgui.dummy(Vec2(width + theme.px(14), theme.px(22)))


def _is_bright(color: Color) -> bool:
    red, green, blue, _ = color
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 150  # noqa: PLR2004 - where a white tick stops being seen
