"""The product panel: name, price, options, price lines, code; and the card that explains a refusal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.intents import Choose, Dismiss, Do, Switch
from client.ui import theme as look
from client.ui import widgets
from client.ui.layout import MARGIN, PRODUCT_TOP, PRODUCT_WIDTH
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import VERBS, key_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from client.intents import Intent
    from client.ui.theme import Theme
    from showroom.ui.state import GroupView, ProductView, RefusalView, StateView, ValueView

_SWATCH = 30
_GAP = 6
_COPIED_S = 2.0
_ROOMY = 440
_LOOKING = {
    "turntable": look.ICON_TURN,
    "measure": look.ICON_RULER,
    "photo": look.ICON_CAMERA,
    "invite": look.ICON_INVITE,
    "quote": look.ICON_PAPER,
}
_VARIATIONS = {
    "wish": look.ICON_HEART,
    "compare": look.ICON_COMPARE,
    "surprise": look.ICON_DICE,
    "reset": look.ICON_RESET,
}


class ProductPanel:
    """Keeps how tall its lower part was, so that the options get the rest, and until when it says "copied"."""

    def __init__(self) -> None:
        self._foot_px = 190.0
        self._copied_until_s = -1.0

    def draw(
        self, theme: Theme, product: ProductView, size_px: tuple[int, int], language: str, chosen_group: int
    ) -> list[Intent]:
        """Draw the panel at the right edge; `chosen_group` is the one that number keys choose from."""
        intents: list[Intent] = []
        width, height = size_px
        margin = theme.px(MARGIN)
        with widgets.card(
            theme,
            "product",
            (width - margin, theme.px(PRODUCT_TOP)),
            theme.px(PRODUCT_WIDTH),
            height - theme.px(PRODUCT_TOP) - margin,
            pivot=(1.0, 0.0),
            padding=(20, 16),
        ):
            # Where there is little room, only name, price and code stay; all else is in one scroll.
            tight = imgui.get_content_region_avail().y < theme.px(_ROOMY)
            intents += _title(theme, product, language, priced=tight)
            if not tight:
                _about(theme, product, priced=True)
                widgets.rule(theme)
            imgui.begin_child("groups", Vec2(0, -self._foot_px - theme.px(8)))
            for index, group in enumerate(product.groups):
                intents += _group(theme, product.id, group, language, active=index == chosen_group)
            if tight:
                widgets.rule(theme)
                _about(theme, product, priced=False)
                intents += _below(theme, product, language)
            widgets.more_below(theme)
            imgui.end_child()
            intents += self._foot(theme, product, language, tight=tight)
        return intents

    def _foot(self, theme: Theme, product: ProductView, language: str, *, tight: bool) -> list[Intent]:
        """What stays in sight below the options."""
        top = imgui.get_cursor_pos_y()
        copied = imgui.get_time() < self._copied_until_s
        pressed = [] if tight else _below(theme, product, language)
        if product.sells:
            width = imgui.get_content_region_avail().x
            words = f"{look.ICON_BASKET}   {say('verb.checkout', language)}"
            if widgets.button(theme, "checkout", words, width=width, height=40, kind="primary", size=15):
                pressed.append(Do("checkout"))
        pressed += _code_row(theme, product, language, copied=copied)
        if Do("copy-code") in pressed:
            self._copied_until_s = imgui.get_time() + _COPIED_S
        self._foot_px = imgui.get_cursor_pos_y() - top
        return pressed


def _title(theme: Theme, product: ProductView, language: str, *, priced: bool) -> list[Intent]:
    """The name and the way back; the price too, where there is no room for it below."""
    side = theme.px(32)
    left, space, top = imgui.get_cursor_pos_x(), imgui.get_content_region_avail().x, imgui.get_cursor_pos_y()
    price = product.price if priced else ""
    size = 18 if priced else 22
    room = space - side - theme.px(8) - (widgets.text_size(theme, price, size, bold=True)[0] + theme.px(8))
    widgets.words(theme, widgets.clipped(theme, product.name, size, room, bold=True), size=size, bold=True)
    if price:
        imgui.same_line(left + room + theme.px(8), 0)
        widgets.words(theme, price, size=size, bold=True)
    imgui.same_line(left + space - side, 0)
    imgui.set_cursor_pos_y(top - theme.px(4))
    pressed = widgets.button(theme, "back", look.ICON_CLOSE, width=side, height=32, kind="quiet")
    if imgui.is_item_hovered():
        imgui.set_tooltip(f"{say('verb.leave-inspect', language)}  ({key_text(_first_key('leave-inspect'), language)})")
    return [Do("leave-inspect")] if pressed else []


def _about(theme: Theme, product: ProductView, *, priced: bool) -> None:
    imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(theme.px(8), theme.px(4)))
    widgets.words(theme, product.description, size=15, color=look.MUTED, wrap=True)
    if priced:
        widgets.words(theme, product.price, size=28, bold=True)
        imgui.same_line(0, theme.px(12))
        imgui.set_cursor_pos_y(imgui.get_cursor_pos_y() + theme.px(12))
    widgets.words(theme, product.size, size=14, color=look.MUTED)
    if product.availability:
        widgets.words(theme, product.availability, size=14, color=look.MUTED)
    if product.company:
        widgets.words(theme, f"{look.ICON_PEOPLE}  {product.company}", size=14, color=look.ACCENT, wrap=True)
    imgui.pop_style_var()


def _states(theme: Theme, states: tuple[StateView, ...]) -> list[Intent]:
    """What can be opened or switched on; a tick says that it is."""
    intents: list[Intent] = []
    left, space, used = imgui.get_cursor_pos_x(), imgui.get_content_region_avail().x, 0.0
    for index, state in enumerate(states):
        needed = min(space, widgets.chip_width(theme, state.name, "", selected=state.on))
        if index and used + theme.px(8) + needed <= space:
            imgui.same_line(left + used + theme.px(8), 0)
            used += theme.px(8) + needed
        else:
            used = needed
        if widgets.chip(theme, f"state{index}", state.name, "", selected=state.on, max_width=space):
            intents.append(Switch(index))
    return intents


def _group(theme: Theme, product_id: str, group: GroupView, language: str, *, active: bool) -> list[Intent]:
    imgui.push_id(group.id)
    widgets.gap(theme, 1)
    chosen = next((value for value in group.values if value.selected), None)
    note = f"{group.chosen}  {chosen.surcharge}" if chosen and chosen.surcharge else group.chosen
    widgets.words(theme, group.name, size=14, bold=True, color=look.ACCENT if active else look.INK)
    imgui.same_line()
    widgets.words(theme, note, size=14, color=look.MUTED)
    if active:
        imgui.same_line()
        widgets.key_cap(theme, f"1 – {min(9, len(group.values))}")  # noqa: RUF001 - people read it
    pressed = (_swatches if group.shape == "swatches" else _chips)(theme, group.values, language)
    imgui.pop_id()
    if pressed is None or pressed.selected:
        return []
    return [Choose(product_id, ((group.id, pressed.id),))]


def _swatches(theme: Theme, values: tuple[ValueView, ...], language: str) -> ValueView | None:
    """Round colours in rows; what has no colour follows as a chip."""
    pressed = None
    colours = [value for value in values if value.swatch]
    across = max(1, int((imgui.get_content_region_avail().x + theme.px(_GAP)) // theme.px(_SWATCH + _GAP)))
    imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(theme.px(_GAP), theme.px(_GAP)))
    for index, value in enumerate(colours):
        if index % across:
            imgui.same_line()
        if widgets.swatch(theme, value.id, value.swatch or "", selected=value.selected, diameter=_SWATCH):
            pressed = value
        if value.sold_out:
            widgets.strike(theme)
        if imgui.is_item_hovered():
            _tooltip(theme, value, language)
    imgui.pop_style_var()
    others = tuple(value for value in values if not value.swatch)
    return (_chips(theme, others, language) if others else None) or pressed


def _tooltip(theme: Theme, value: ValueView, language: str) -> None:
    imgui.push_style_var(imgui.StyleVar_.window_padding.value, Vec2(theme.px(12), theme.px(8)))
    imgui.begin_tooltip()
    widgets.words(theme, f"{value.name}  {value.surcharge}".rstrip(), size=13)
    if value.sold_out:
        widgets.words(theme, say("supply.sold-out", language), size=12, color=look.WARM)
    imgui.end_tooltip()
    imgui.pop_style_var()


def _chips(theme: Theme, values: tuple[ValueView, ...], language: str) -> ValueView | None:
    pressed = None
    left, space = imgui.get_cursor_pos_x(), imgui.get_content_region_avail().x
    used = 0.0
    for index, value in enumerate(values):
        note = value.surcharge
        if value.sold_out:
            note = f"{note} · {say('supply.sold-out', language)}".removeprefix(" · ")
        needed = min(space, widgets.chip_width(theme, value.name, note, selected=value.selected))
        if index and used + theme.px(8) + needed <= space:
            imgui.same_line(left + used + theme.px(8), 0)
            used += theme.px(8) + needed
        else:
            used = needed
        if widgets.chip(theme, value.id, value.name, note, selected=value.selected, max_width=space):
            pressed = value
    return pressed


def _below(theme: Theme, product: ProductView, language: str) -> list[Intent]:
    """What follows the options: what can be opened, the price with its lines, what is done with the whole product."""
    intents = _states(theme, product.states)
    widgets.rule(theme)
    imgui.push_style_var(imgui.StyleVar_.item_spacing.value, Vec2(theme.px(8), theme.px(4)))
    for line in product.lines[:5]:
        widgets.pair(theme, line.name, line.amount, size=14, color=look.MUTED)
    widgets.pair(theme, say("product.total", language), product.price, size=17, bold=True)
    widgets.words(theme, product.tax, size=13, color=look.MUTED)
    imgui.pop_style_var()
    widgets.gap(theme, 2)
    return intents + _tools(theme, _LOOKING, language) + _tools(theme, _VARIATIONS, language)


def _first_key(verb: str) -> str:
    return next(each.keys[0] for each in VERBS if each.id == verb)


def _tools(theme: Theme, tools: Mapping[str, str], language: str) -> list[Intent]:
    """One button for each thing that is done with the whole product."""
    intents: list[Intent] = []
    width = (imgui.get_content_region_avail().x - theme.px(8) * (len(tools) - 1)) / len(tools)
    for index, (verb, icon) in enumerate(tools.items()):
        if index:
            imgui.same_line(0, theme.px(8))
        if widgets.button(theme, verb, icon, width=width, height=34):
            intents.append(Do(verb))
        if imgui.is_item_hovered():
            imgui.set_tooltip(f"{say(f'verb.{verb}', language)}  ({key_text(_first_key(verb), language)})")
    return intents


def _code_row(theme: Theme, product: ProductView, language: str, *, copied: bool) -> list[Intent]:
    intents: list[Intent] = []
    side = theme.px(38)
    space = imgui.get_content_region_avail().x - 2 * (side + theme.px(8))
    code = widgets.clipped(theme, product.code, 14, space - theme.px(54))
    text = f"{look.ICON_CHECK}   {say('product.code-copied', language)}" if copied else f"{look.ICON_COPY}   {code}"
    if widgets.button(theme, "copy-code", text, width=space, height=38, kind="primary" if copied else "plain"):
        intents.append(Do("copy-code"))
    if imgui.is_item_hovered():
        imgui.set_tooltip(say("verb.copy-code", language))
    imgui.same_line()
    if widgets.button(theme, "undo", look.ICON_UNDO, width=side, height=38, enabled=product.undoable > 0):
        intents.append(Do("undo"))
    imgui.same_line()
    if widgets.button(theme, "redo", look.ICON_REDO, width=side, height=38, enabled=product.redoable > 0):
        intents.append(Do("redo"))
    return intents


def draw_refusal(theme: Theme, refusal: RefusalView, size_px: tuple[int, int], language: str) -> list[Intent]:
    """Draw the card that says why a choice does not go, with the ways that do.

    It lies over the options, where the choice was made, so that the product stays in sight.
    """
    intents: list[Intent] = []
    width, height = size_px
    with widgets.card(
        theme,
        "refusal",
        (width - theme.px(MARGIN), height - theme.px(MARGIN)),
        theme.px(PRODUCT_WIDTH),
        pivot=(1.0, 1.0),
        padding=(20, 18),
    ):
        widgets.words(theme, look.ICON_WARNING, size=17, color=look.WARM)
        imgui.same_line()
        widgets.words(theme, say("refusal.title", language), size=17, bold=True)
        if refusal.wish:
            widgets.words(theme, refusal.wish, size=15, color=look.WARM, bold=True, wrap=True)
        widgets.words(theme, refusal.sentence, size=15, wrap=True)
        widgets.gap(theme, 2)
        if refusal.fixes:
            widgets.words(theme, say("refusal.fixes", language), size=13, color=look.MUTED)
        else:
            widgets.words(theme, say("refusal.no-fix", language), size=13, color=look.MUTED)
        for index, fix in enumerate(refusal.fixes[:3]):
            if _fix_row(theme, index, fix.words, fix.price_change):
                intents.append(Choose(refusal.product, fix.changes))
        if widgets.button(
            theme, "keep", say("refusal.keep", language), kind="quiet", width=imgui.get_content_region_avail().x
        ):
            intents.append(Dismiss())
    return intents


def _fix_row(theme: Theme, index: int, text: str, price: str) -> bool:
    """A wide button: what changes at the left, what it costs at the right; the best one is in the accent."""
    upper = imgui.get_cursor_screen_pos()
    box = Vec2(imgui.get_content_region_avail().x, theme.px(42))
    pressed = imgui.invisible_button(f"##fix{index}", box)
    hovered = imgui.is_item_hovered()
    first = index == 0
    fill = (look.ACCENT_HOVER if hovered else look.ACCENT) if first else (look.HOVER if hovered else look.FIELD)
    ink = look.WHITE if first else look.INK
    draw = imgui.get_window_draw_list()
    draw.add_rect_filled(upper, Vec2(upper.x + box.x, upper.y + box.y), look.packed(fill), theme.px(10))
    price_width, price_height = widgets.text_size(theme, price, 13)
    shown = widgets.clipped(theme, text, 14, box.x - price_width - theme.px(44), bold=first)
    _, height = widgets.text_size(theme, shown, 14)
    widgets.draw_text(
        theme, draw, (upper.x + theme.px(14), upper.y + (box.y - height) / 2), shown, size=14, color=ink, bold=first
    )
    place = (upper.x + box.x - theme.px(14) - price_width, upper.y + (box.y - price_height) / 2)
    widgets.draw_text(theme, draw, place, price, size=13, color=ink)
    return bool(pressed)
