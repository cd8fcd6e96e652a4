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
_SMALL: Final = 1.3
_LATIN: Final = (range(0x20, 0x7F), range(0xA0, 0x100))


class Glyphs:
    """Fetches all letters in the first frame: ImGui forgets, when it runs out of room, what it has not drawn lately.

    Args:
        theme: whose fonts.
    """

    def __init__(self, theme: Theme) -> None:
        fonts = (theme.regular, theme.bold)
        self._wanted: list[tuple[Any, float]] = [(font, theme.type_px(size)) for size in SIZES for font in fonts]
        atlas = imgui.get_io().fonts
        atlas.tex_min_width = atlas.tex_min_height = 1024 if theme.scale <= _SMALL else 2048

    def fetch(self) -> None:
        """Call between `ImGuiBackend.begin` and `end`; only the first call does anything."""
        for font, size_px in self._wanted:
            imgui.push_font(font, size_px)
            baked = imgui.get_font_baked()
            for letter in letters():
                baked.find_glyph(letter)
            imgui.pop_font()
        self._wanted.clear()


@cache
def letters() -> tuple[int, ...]:
    """Code points: those of western European languages, of our own sentences, and our icons."""
    ours = "".join(text.en + text.de for text in TEXTS.values())
    icons = "".join(value for name, value in vars(look).items() if name.startswith("ICON_"))
    return tuple(sorted({*(code for part in _LATIN for code in part), *map(ord, ours + icons + "…€←↑→↓")}))
