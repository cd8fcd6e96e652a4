"""The try-on card: the page before the first picture, where to look, and the mirror with what can be pressed below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from imgui_bundle import imgui
from panda3d.core import SamplerState, Texture

from client.intents import Pick
from client.ui import theme as look
from client.ui import widgets
from client.ui.widgets import Vec2

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from client.intents import Intent
    from client.ui.backend import ImGuiBackend
    from client.ui.theme import Theme
    from showroom.ui.trying import TryOnView

_PAGE: Final = 560
_ROW: Final = 32
_LEFT: Final = 24
_SHARE: Final = (0.55, 0.42)
"""Of the window's width and height that the picture may take."""


class Mirror:
    """A picture that ImGui draws: what the camera sees, or a poster.

    Args:
        backend: draws it.

    Attributes:
        size_px: how large the picture is; nothing while there is none.
    """

    def __init__(self, backend: ImGuiBackend) -> None:
        self._texture = Texture("try-on")
        self._texture.set_minfilter(SamplerState.FT_linear)
        self._texture.set_magfilter(SamplerState.FT_linear)
        self.size_px = (0, 0)
        self.id = backend.add_texture(self._texture)

    def show(self, picture: NDArray[np.uint8]) -> None:
        """Take a picture, (height, width, 3) uint8 sRGB, origin top left."""
        height, width = picture.shape[:2]
        if self.size_px != (width, height):
            self._texture.setup_2d_texture(width, height, Texture.T_unsigned_byte, Texture.F_rgba8)
            self.size_px = (width, height)
        pixels = np.empty((height, width, 4), dtype=np.uint8)
        # Panda3D keeps blue first; ImGui counts rows from above, as the picture does.
        pixels[..., :3], pixels[..., 3] = picture[..., ::-1], 255
        self._texture.set_ram_image(pixels.tobytes())


def draw_tryon(theme: Theme, view: TryOnView, mirror: Mirror, size_px: tuple[int, int], _language: str) -> list[Intent]:
    """Draw the card: a page in the middle, or the mirror at the left, so that the options beside it can be used."""
    if view.picture_px is None:
        place, width, pivot = (size_px[0] / 2, size_px[1] / 2), theme.px(_PAGE), (0.5, 0.5)
    else:
        shown = _fitted(view.picture_px, size_px)
        place, width, pivot = (theme.px(_LEFT), size_px[1] / 2), shown[0] + theme.px(32), (0.0, 0.5)
    intents: list[Intent] = []
    with widgets.card(theme, "tryon", place, width, pivot=pivot, padding=(16, 16)):
        widgets.words(theme, view.title, size=20, bold=True)
        for section in view.sections:
            widgets.words(theme, section.heading, size=15, bold=True)
            widgets.words(theme, section.words, size=14, color=look.MUTED, wrap=True)
        if view.picture_px is not None:
            imgui.image(imgui.ImTextureRef(mirror.id), Vec2(*_fitted(view.picture_px, size_px)))
        for words in view.words:
            widgets.words(theme, words, size=14, wrap=True)
        widgets.gap(theme, 2)
        for index, row in enumerate(view.rows):
            name = f"try{index}"
            if widgets.row(theme, name, f"{index + 1}", row.words, selected=row.selected, height=_ROW):
                intents.append(Pick(index, "take"))
    return intents


def _fitted(picture_px: tuple[int, int], size_px: tuple[int, int]) -> tuple[float, float]:
    """The picture as large as there is room for."""
    share = min(size_px[0] * _SHARE[0] / picture_px[0], size_px[1] * _SHARE[1] / picture_px[1])
    return picture_px[0] * share, picture_px[1] * share
