"""The whole screen: draws a view state and returns what the person wants."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from imgui_bundle import imgui

from client.ui import theme as look
from client.ui.agent_panel import WIDTH as AGENT_WIDTH
from client.ui.agent_panel import draw_agent
from client.ui.backend import ImGuiBackend
from client.ui.chat_panel import ChatPanel
from client.ui.details import draw_details
from client.ui.glyphs import Glyphs
from client.ui.labels import draw_labels
from client.ui.layout import CHAT_WIDTH, MARGIN, PRODUCT_WIDTH, Area, beside_product, is_small
from client.ui.map_card import draw_map
from client.ui.measures import draw_measures
from client.ui.people_card import draw_people
from client.ui.product_panel import ProductPanel, draw_refusal
from client.ui.rows_card import RowsDrawing
from client.ui.start_screen import StartScreen, draw_hint, draw_loading
from client.ui.theme import make_theme, rescaled, use_contrast
from client.ui.top_bar import draw_asked, draw_captions, draw_help, draw_notices, draw_photo_bar, draw_prompt, draw_top
from client.ui.tryon_panel import Mirror, draw_tryon
from client.ui.wish_cards import draw_compare, draw_wishes
from showroom.ui.cards import CompareView, MapView, RowsView, WishesView
from showroom.ui.trying import TryOnView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from panda3d.core import NodePath

    from client.intents import Intent
    from client.ui.details import DetailMark
    from client.ui.labels import Label
    from client.ui.measures import MeasureLine
    from client.ui.theme import Theme
    from showroom.ui.cards import CardView
    from showroom.ui.state import ViewState

_USUAL_PX = 720
_VEIL_S = 0.35
_LEAST_NEWS = 200
_PROMPT = 60
"""How much of the lower edge a prompt takes."""


class Screen:
    """The panels over the room.

    Args:
        overlay: the flat root of the picture.
        size_px: the picture's size.
        scale: how large everything is; None chooses by the height.
    """

    def __init__(self, overlay: NodePath, size_px: tuple[int, int], scale: float | None = None) -> None:
        self.backend = ImGuiBackend(overlay, size_px)
        self._own_scale = scale
        self._percent = 100
        self.theme = make_theme(scale or _scale_for(size_px[1]))
        self.chat = ChatPanel()
        self.mirror = Mirror(self.backend)
        self.poster = Mirror(self.backend)
        self._glyphs = Glyphs(self.theme)
        self._product = ProductPanel()
        self._start = StartScreen()
        self._rows = RowsDrawing()

    def restyle(self, percent: int, *, contrast: bool) -> None:
        """Draw larger or smaller, and in high contrast or not, from the next frame on."""
        self._percent = percent
        imgui.set_current_context(self.backend.context)
        use_contrast(high=contrast)
        self._fit()

    def resize(self, size_px: tuple[int, int]) -> None:
        """Draw over a picture of another size from the next frame on."""
        self.backend.resize(size_px)
        self._fit()

    def _fit(self) -> None:
        scale = (self._own_scale or _scale_for(self.backend.size_px[1])) * self._percent / 100
        self.theme = rescaled(self.theme, scale)
        self._glyphs = Glyphs(self.theme)

    def draw(
        self,
        state: ViewState,
        labels: Sequence[Label],
        delta_s: float,
        *,
        measures: Sequence[MeasureLine] = (),
        details: Sequence[DetailMark] = (),
        chosen_group: int = -1,
        show_help: bool = False,
    ) -> list[Intent]:
        """Draw one frame of panels; the result is what was clicked or entered."""
        theme, size_px, language = self.theme, self.backend.size_px, state.language
        self.backend.begin(delta_s)
        self._glyphs.fetch()
        draw_labels(theme, labels)
        draw_measures(theme, measures)
        if state.loading is not None:
            draw_loading(theme, state.loading, size_px, self.poster, alone=state.arrival is None)
        if state.photo != "no":
            intents = draw_photo_bar(theme, size_px, language) if state.photo == "bar" else []
            draw_notices(theme, state.notices if state.photo == "bar" else (), "", Area(0, 0, *size_px))
        elif state.arrival is not None:
            if isinstance(state.card, RowsView):
                intents = self._rows.draw(theme, state.card, size_px, language)
            else:
                intents = self._start.draw(theme, state.arrival, size_px, language)
        else:
            intents = draw_details(theme, details, self.beside_product())
            intents += self._draw_panels(state, size_px, chosen_group)
        if show_help:
            intents += draw_help(theme, state.keys, size_px, language)
        self.backend.end()
        return intents

    def _draw_panels(self, state: ViewState, size_px: tuple[int, int], chosen_group: int) -> list[Intent]:
        """Everything over the room for somebody who is in it."""
        theme, language = self.theme, state.language
        if state.veil_s > 0.0:
            _draw_veil(state.veil_s, size_px)
        # On a small screen, the product has it for itself.
        small = is_small(theme, size_px)
        alone = state.product is not None and small
        intents = draw_top(theme, state, size_px, alone=alone)
        folds = small or (state.product is not None and not state.chat.private)
        intents += self.chat.draw(theme, state.chat, size_px, language, folds=folds)
        if state.agent is not None:
            intents += draw_agent(theme, state.agent, size_px, language)
        if state.product is not None:
            intents += self._product.draw(theme, state.product, size_px, language, chosen_group)
        if state.refusal is not None:
            intents += draw_refusal(theme, state.refusal, size_px, language)
        if state.people is not None:
            intents += draw_people(theme, state.people, size_px, language)
        intents += self._draw_below(state, size_px)
        draw_notices(theme, state.notices, state.offline_hint, self._between(state, size_px))
        return intents + self._draw_over(state, size_px)

    def _between(self, state: ViewState, size_px: tuple[int, int]) -> Area:
        """What the panels at the sides leave."""
        area = beside_product(self.theme, size_px) if state.product is not None else Area(0, 0, *size_px)
        left = self.theme.px(AGENT_WIDTH + MARGIN) if state.agent is not None else 0.0
        return area if area.right - left < self.theme.px(_LEAST_NEWS) else replace(area, left=left)

    def _draw_below(self, state: ViewState, size_px: tuple[int, int]) -> list[Intent]:
        """What stands above the lower edge, in the middle of what the panels leave."""
        theme = self.theme
        intents: list[Intent] = []
        right = size_px[0] - (theme.px(PRODUCT_WIDTH + MARGIN) if state.product else 0.0)
        left = theme.px(CHAT_WIDTH + 2 * MARGIN) if self.chat.is_open else 0.0
        middle = (left + right) / 2
        # What is offered in the room waits while a card lies over it.
        covered = state.card is not None or state.people is not None
        if state.prompt is not None and not covered:
            intents += draw_prompt(theme, state.prompt, size_px, middle)
        if state.hint is not None:
            intents += draw_hint(theme, state.hint, size_px, state.language, middle)
        below = theme.px(_PROMPT) if state.prompt is not None else 0.0
        draw_captions(theme, state.captions, size_px[1] - below, middle)
        return intents

    def _draw_over(self, state: ViewState, size_px: tuple[int, int]) -> list[Intent]:
        """What lies over the panels: somebody's question, and the open card."""
        intents: list[Intent] = []
        if state.asked is not None:
            intents += draw_asked(self.theme, state.asked, size_px, state.language)
        if state.card is not None:
            intents += self._draw_card(self.theme, state.card, size_px, state.language)
        return intents

    def _draw_card(self, theme: Theme, card: CardView, size_px: tuple[int, int], language: str) -> list[Intent]:
        """The card that lies over all."""
        match card:
            case RowsView():
                return self._rows.draw(theme, card, size_px, language)
            case MapView():
                return draw_map(theme, card, size_px, language)
            case WishesView():
                return draw_wishes(theme, card, size_px, language)
            case CompareView():
                return draw_compare(theme, card, size_px, language)
            case TryOnView():
                return draw_tryon(theme, card, self.mirror, size_px, language)

    def beside_product(self) -> Area:
        """Where a product is to stand that is looked at closely."""
        return beside_product(self.theme, self.backend.size_px, chat_open=self.chat.stays)

    @property
    def is_touched(self) -> bool:
        """Whether the pointer is on a panel, or a text field listens."""
        return self.backend.is_touched

    def close(self) -> None:
        """Free everything."""
        self.backend.destroy()


def _draw_veil(left_s: float, size_px: tuple[int, int]) -> None:
    """Paper over the room, thinner by and by; it has nothing to do with what is below."""
    paper = look.faded(look.FIELD, left_s / _VEIL_S)
    imgui.get_background_draw_list().add_rect_filled(imgui.ImVec2(0, 0), imgui.ImVec2(*size_px), look.packed(paper))


def _scale_for(height_px: int) -> float:
    """Text is 15 pixels at 720 lines; it grows and shrinks more slowly than the picture."""
    if height_px < _USUAL_PX:
        return max(0.75, 1.0 - (_USUAL_PX - height_px) / 1000)
    return min(2.5, 1.0 + (height_px - _USUAL_PX) / 1440)
