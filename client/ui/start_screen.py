"""The start screen at the left of the room, what is still on its way, and the hints of a first visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from imgui_bundle import imgui

from client.intents import Do, Fill
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2
from showroom.ui.texts import say
from showroom.ui.verbs import key_text

if TYPE_CHECKING:
    from client.intents import Intent
    from client.ui.theme import Theme
    from client.ui.tryon_panel import Mirror
    from showroom.ui.arrival import ArrivalRow, ArrivalView, HintView, LoadingView

_WIDTH: Final = 416
_LEFT: Final = 64
_HINT: Final = 456
_TALL: Final = 620
"""Where a picture is lower, the start screen does without what is not needed."""
_LOADING: Final = 360
_VEIL: Final = 0.25
"""How much paper lies over a room's poster, so that nobody takes it for the room."""
_MOST_CHARACTERS: Final = 40
_MOST_OF_AN_INVITATION: Final = 300


class StartScreen:
    """Keeps what is being written, and where the keyboard was in the frame before."""

    def __init__(self) -> None:
        self._row: ArrivalRow | None = None
        self._texts: dict[str, str] = {}

    def draw(self, theme: Theme, arrival: ArrivalView, size_px: tuple[int, int], language: str) -> list[Intent]:
        """Draw the card; the result is what was written, turned or pressed."""
        intents: list[Intent] = []
        moved, self._row = arrival.row != self._row, arrival.row
        if moved and arrival.row not in {"name", "invitation"}:
            imgui.internal.clear_active_id()
        left = min(theme.px(_LEFT), (size_px[0] - theme.px(_WIDTH)) / 2)
        place = (left, size_px[1] / 2)
        low = size_px[1] < theme.px(_TALL)
        padding = (32, 14 if low else 28)
        with widgets.card(theme, "start", place, theme.px(_WIDTH), pivot=(0.0, 0.5), padding=padding):
            widgets.words(theme, arrival.title, size=20 if low else 28, bold=True, wrap=True)
            if not low:
                widgets.words(theme, say("arrival.lead", language), size=15, color=look.MUTED, wrap=True)
                widgets.gap(theme, 4)
            intents += self._field(theme, "name", arrival.name, language, arrival, moved=moved)
            intents += _turner(theme, "avatar", arrival.looks, language, chosen=arrival.row == "avatar")
            if widgets.button(theme, "make", say("arrival.make-looks", language), kind="quiet", height=30):
                intents.append(Fill("avatar", by=0))
            intents += _turner(theme, "language", arrival.language, language, chosen=arrival.row == "language")
            intents += self._field(theme, "invitation", arrival.invitation, language, arrival, moved=moved)
            widgets.gap(theme, 0 if low else 4)
            intents += _enter(theme, language, chosen=arrival.row == "enter")
            _foot(theme, arrival, language)
        return intents

    def _field(
        self, theme: Theme, row: ArrivalRow, text: str, language: str, arrival: ArrivalView, *, moved: bool
    ) -> list[Intent]:
        _label(theme, say(f"arrival.{row}", language), chosen=arrival.row == row)
        if moved and arrival.row == row:
            imgui.set_keyboard_focus_here()
        imgui.set_next_item_width(imgui.get_content_region_avail().x)
        imgui.push_font(theme.regular, theme.type_px(16))
        most = _MOST_CHARACTERS if row == "name" else _MOST_OF_AN_INVITATION
        changed, written = imgui.input_text_with_hint(f"##{row}", say(f"arrival.{row}-hint", language), text[:most])
        imgui.pop_font()
        if imgui.is_item_active() or arrival.row == row:
            widgets.focus_ring(theme)
        # A click, not a focus that was asked for some frames ago, when the keyboard may be further already.
        if changed or (imgui.is_item_clicked() and arrival.row != row):
            return [Fill(row, written[:most])]
        return []


def _label(theme: Theme, words: str, *, chosen: bool) -> None:
    widgets.words(theme, words, size=13, bold=chosen, color=look.ACCENT if chosen else look.MUTED)


def _turner(theme: Theme, row: ArrivalRow, value: str, language: str, *, chosen: bool) -> list[Intent]:
    """A value between two arrows."""
    _label(theme, say(f"arrival.{row}", language), chosen=chosen)
    intents: list[Intent] = []
    side, space = theme.px(40), imgui.get_content_region_avail().x
    if widgets.button(theme, f"{row}-less", look.ICON_LEFT, width=side, height=40):
        intents.append(Fill(row, by=-1))
    imgui.same_line(0, theme.px(8))
    if widgets.button(theme, row, value, width=space - 2 * (side + theme.px(8)), height=40, size=16):
        intents.append(Fill(row, by=1))
    if chosen:
        widgets.focus_ring(theme)
    imgui.same_line(0, theme.px(8))
    if widgets.button(theme, f"{row}-more", look.ICON_RIGHT, width=side, height=40):
        intents.append(Fill(row, by=1))
    return intents


def _enter(theme: Theme, language: str, *, chosen: bool) -> list[Intent]:
    text = f"{say('arrival.enter', language)}   {look.ICON_ARROW}"
    width = imgui.get_content_region_avail().x
    pressed = widgets.button(theme, "enter", text, width=width, height=52, kind="primary", size=17)
    if chosen:
        widgets.focus_ring(theme)
    return [Fill("enter")] if pressed else []


def _foot(theme: Theme, arrival: ArrivalView, language: str) -> None:
    """What is wrong, what is on its way, and how it is done by keys."""
    if arrival.problem:
        widgets.words(theme, f"{look.ICON_WARNING}  {arrival.problem}", size=14, color=look.WARM, wrap=True)
    elif arrival.news:
        widgets.words(theme, arrival.news, size=13, color=look.WARM, wrap=True)
    if arrival.loading is not None:
        widgets.progress(theme, arrival.loading.share)
        widgets.words(theme, arrival.loading.words, size=13, color=look.MUTED)
    else:
        names = {"tab": "tab", "left": "arrow_left", "right": "arrow_right", "enter": "enter"}
        keys = {name: key_text(key, language) for name, key in names.items()}
        widgets.words(theme, say("arrival.keys", language, **keys), size=13, color=look.MUTED)


def draw_loading(theme: Theme, loading: LoadingView, size_px: tuple[int, int], poster: Mirror, *, alone: bool) -> None:
    """The room's poster, or paper, while there is no room yet; how far it is where nothing else says so."""
    draw = imgui.get_background_draw_list()
    draw.add_rect_filled(Vec2(0, 0), Vec2(*size_px), look.packed(look.PAPER))
    if all(poster.size_px):
        start, end = covering(poster.size_px, size_px)
        draw.add_image(imgui.ImTextureRef(poster.id), Vec2(0, 0), Vec2(*size_px), Vec2(*start), Vec2(*end))
        draw.add_rect_filled(Vec2(0, 0), Vec2(*size_px), look.packed(look.faded(look.PAPER, _VEIL)))
    if not alone:
        return
    place = (size_px[0] / 2, size_px[1] / 2)
    with widgets.card(theme, "loading", place, theme.px(_LOADING), pivot=(0.5, 0.5), padding=(32, 28)):
        widgets.words(theme, loading.words, size=17, bold=True, wrap=True)
        widgets.gap(theme, 2)
        widgets.progress(theme, loading.share)


def covering(picture_px: tuple[int, int], size_px: tuple[int, int]) -> tuple[tuple[float, float], tuple[float, float]]:
    """The middle part of a picture that fills an area of another shape: its corners, in shares of the picture."""
    wide = picture_px[0] * size_px[1] / (picture_px[1] * size_px[0])
    across, down = min(1.0, 1.0 / wide), min(1.0, wide)
    return ((0.5 - across / 2, 0.5 - down / 2), (0.5 + across / 2, 0.5 + down / 2))


def draw_hint(theme: Theme, hint: HintView, size_px: tuple[int, int], language: str, middle_px: float) -> list[Intent]:
    """Draw one gentle hint above the lower edge."""
    pressed = False
    place = (middle_px, size_px[1] - theme.px(76))
    width = min(theme.px(_HINT), size_px[0] - theme.px(32))
    with widgets.card(theme, "hint", place, width, pivot=(0.5, 1.0), padding=(20, 16)):
        widgets.words(theme, hint.title, size=17, bold=True)
        step = say("hint-card.step", language, number=hint.number, count=hint.count)
        imgui.same_line(0, theme.px(12))
        imgui.set_cursor_pos_y(imgui.get_cursor_pos_y() + theme.px(3))
        widgets.words(theme, step, size=13, color=look.MUTED)
        for index, key in enumerate(hint.keys):
            if index:
                imgui.same_line(0, theme.px(4))
            widgets.key_cap(theme, key)
        widgets.words(theme, hint.words, size=14, color=look.INK, wrap=True)
        pressed = widgets.button(theme, "hint-done", say("hint-card.done", language), height=34)
    return [Do("next-hint")] if pressed else []
