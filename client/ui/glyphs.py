"""Letters that are drawn before anybody needs them, so that no frame that shows a click waits for a new one."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, Final

from imgui_bundle import imgui

from client.ui import theme as look
from showroom.ui.texts import TEXTS

if TYPE_CHECKING:
    from client.ui.theme import Theme

SIZES: Final = (14, 13, 12, 15, 16, 17, 20, 22, 28, 11)
"""Every size that a panel writes in, the most frequent first."""
_LATIN: Final = (range(0x20, 0x7F), range(0xA0, 0x100))


class Glyphs:
    """Fetches the letters of one font in one size with each call, for as long as there are any.

    Args:
        theme: whose fonts.
    """

    def __init__(self, theme: Theme) -> None:
        fonts = (theme.regular, theme.bold)
        self._wanted: list[tuple[Any, float]] = [(font, size * theme.scale) for size in SIZES for font in fonts]
        self._wanted.reverse()

    def fetch(self) -> None:
        """Go on; call between `ImGuiBackend.begin` and `end`."""
        if not self._wanted:
            return
        font, size_px = self._wanted.pop()
        imgui.push_font(font, size_px)
        baked = imgui.get_font_baked()
        for letter in letters():
            baked.find_glyph(letter)
        imgui.pop_font()


@cache
def letters() -> tuple[int, ...]:
    """Code points: those of western European languages, of our own sentences, and our icons."""
    ours = "".join(text.en + text.de for text in TEXTS.values())
    icons = "".join(value for name, value in vars(look).items() if name.startswith("ICON_"))
    return tuple(sorted({*(code for part in _LATIN for code in part), *map(ord, ours + icons + "…€←↑→↓")}))
