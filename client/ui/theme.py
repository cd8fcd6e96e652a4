"""How the shop looks: one type family, one accent, a grid of 8 pixels."""

# ruff: noqa: ANN401 - ImGui and Panda3D hand out objects without types

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import imgui_bundle
from imgui_bundle import imgui

from showroom.errors import Unavailable

Color = tuple[int, int, int, int]

INK: Final[Color] = (0x1F, 0x23, 0x28, 255)
MUTED: Final[Color] = (0x6C, 0x70, 0x77, 255)
FAINT: Final[Color] = (0x9A, 0x9C, 0xA0, 255)
PANEL: Final[Color] = (0xFC, 0xFB, 0xF9, 255)
FIELD: Final[Color] = (0xF1, 0xEF, 0xEA, 255)
HOVER: Final[Color] = (0xE8, 0xE5, 0xDE, 255)
LINE: Final[Color] = (0xE4, 0xE1, 0xDA, 255)
ACCENT: Final[Color] = (0x0F, 0x6A, 0x60, 255)
ACCENT_HOVER: Final[Color] = (0x0B, 0x57, 0x4F, 255)
ACCENT_SOFT: Final[Color] = (0xE1, 0xEF, 0xEC, 255)
PAPER: Final[Color] = (0xEE, 0xEA, 0xE2, 255)
WHITE: Final[Color] = (255, 255, 255, 255)
GOOD: Final[Color] = (0x2B, 0x9A, 0x5F, 255)
WAIT: Final[Color] = (0xC9, 0x86, 0x1B, 255)
BAD: Final[Color] = (0xBF, 0x3B, 0x2F, 255)
WARM_SOFT: Final[Color] = (0xFB, 0xF1, 0xE2, 255)
WARM: Final[Color] = (0x9A, 0x5B, 0x0E, 255)

# Font Awesome 6 (free, solid)
ICON_CHECK: Final = "\uf00c"
ICON_UNDO: Final = "\uf2ea"
ICON_REDO: Final = "\uf2f9"
ICON_COPY: Final = "\uf0c5"
ICON_PEOPLE: Final = "\uf0c0"
ICON_ADVISER: Final = "\uf590"
ICON_CLOSE: Final = "\uf00d"
ICON_WARNING: Final = "\uf06a"
ICON_SEND: Final = "\uf1d8"
ICON_CLOCK: Final = "\uf017"
ICON_ARROW: Final = "\uf061"
ICON_KEYBOARD: Final = "\uf11c"
ICON_LOCK: Final = "\uf023"
ICON_COMMENT: Final = "\uf075"
ICON_RULER: Final = "\uf545"
ICON_CUBE: Final = "\uf1b2"
ICON_RESET: Final = "\uf12d"
ICON_DICE: Final = "\uf522"
ICON_COMPARE: Final = "\uf24e"
ICON_HEART: Final = "\uf004"
ICON_BIN: Final = "\uf2ed"
ICON_LEFT: Final = "\uf053"
ICON_RIGHT: Final = "\uf054"
ICON_INVITE: Final = "\uf234"
ICON_SETTINGS: Final = "\uf1de"
ICON_LOOKS: Final = "\uf553"
ICON_ACCOUNT: Final = "\uf007"
ICON_SOUND: Final = "\uf028"
ICON_MUTED: Final = "\uf6a9"
ICON_CAMERA: Final = "\uf030"
ICON_LIGHT: Final = "\uf0eb"
ICON_TURN: Final = "\uf021"
ICON_OPEN: Final = "\uf52b"
ICON_MAP: Final = "\uf279"
ICON_PAPER: Final = "\uf56d"
ICON_BASKET: Final = "\uf291"
ICON_MORE: Final = "\uf078"

_LEAST_TYPE_PX: Final = 12.5
_EMOJI_SCALE: Final = 0.92
_ICON_SCALE: Final = 0.86


_CONTRAST: Final[dict[tuple[int, int, int], tuple[int, int, int]]] = {
    color[:3]: stronger
    for color, stronger in (
        (INK, (0, 0, 0)),
        (MUTED, (0x1F, 0x23, 0x28)),
        (FAINT, (0x33, 0x37, 0x3C)),
        (PANEL, (255, 255, 255)),
        (FIELD, (255, 255, 255)),
        (HOVER, (0xDD, 0xDD, 0xDD)),
        (LINE, (0, 0, 0)),
        (ACCENT, (0, 0x4A, 0x42)),
        (ACCENT_HOVER, (0, 0x2E, 0x29)),
        (ACCENT_SOFT, (0xD2, 0xF2, 0xEC)),
        (GOOD, (0, 0x64, 0x2E)),
        (WAIT, (0x8A, 0x4B, 0)),
        (BAD, (0xA0, 0, 0)),
        (WARM, (0x7A, 0x3A, 0)),
    )
}
"""What each colour is in high contrast: words against their ground at least 10 : 1, lines black."""
_palette: dict[tuple[int, int, int], tuple[int, int, int]] = {}


def use_contrast(*, high: bool) -> None:
    """Draw everything in high contrast from now on, or no longer."""
    _palette.clear()
    if high:
        _palette.update(_CONTRAST)


def is_contrast_high() -> bool:
    """Whether everything is drawn in high contrast."""
    return bool(_palette)


def seen(color: Color) -> Color:
    """A colour as it is drawn now."""
    strong = _palette.get(color[:3])
    if strong is None:
        return color
    return (*strong, color[3])


@dataclass(frozen=True)
class Theme:
    """Fonts and sizes; every length goes through `px`, so that the whole UI scales.

    Args:
        scale: 1.0 is 15-pixel text.
        regular: ImGui's font for text.
        bold: ImGui's font for names and prices.
    """

    scale: float
    regular: Any
    bold: Any

    def px(self, length: float) -> float:
        """A length of the design in pixels of the picture."""
        return round(length * self.scale)

    def type_px(self, size: float) -> float:
        """The height of letters of the design's `size` in pixels: small ones stay legible on small pictures."""
        return max(min(size, _LEAST_TYPE_PX), size * self.scale)


def make_theme(scale: float) -> Theme:
    """Load the fonts and set ImGui's style; the context must be current.

    Raises:
        Unavailable: ``no-fonts``.
    """
    _set_style(scale)
    return Theme(scale, _add_font("Roboto/Roboto-Regular.ttf", scale), _add_font("Roboto/Roboto-Bold.ttf", scale))


def rescaled(theme: Theme, scale: float) -> Theme:
    """The same fonts at another size, in the colours of now; the context must be current."""
    _set_style(scale)
    return Theme(scale, theme.regular, theme.bold)


def packed(color: Color) -> int:
    """ImGui's 32-bit form of a colour."""
    red, green, blue, alpha = seen(color)
    return red | green << 8 | blue << 16 | alpha << 24


def from_hex(swatch: str) -> Color:
    """The colour of ``#rrggbb``."""
    return (int(swatch[1:3], 16), int(swatch[3:5], 16), int(swatch[5:7], 16), 255)


def faded(color: Color, share: float) -> Color:
    """The same colour, more transparent."""
    red, green, blue, alpha = color
    return (red, green, blue, round(alpha * max(0.0, min(1.0, share))))


def _add_font(name: str, scale: float) -> Any:
    """A typeface with icons and emoji merged into it, so that any sentence can be written in one go."""
    package = Path(imgui_bundle.__file__).parent
    size = 15.0 * scale
    font = _load(package / "assets/fonts" / name, size, None)
    for path, share in (
        (package / "assets/fonts/Font_Awesome_6_Free-Solid-900.otf", _ICON_SCALE),
        (package / "demos_assets/fonts/NotoEmoji-Regular.ttf", _EMOJI_SCALE),
    ):
        config = imgui.ImFontConfig()
        config.merge_mode = True
        _load(path, size * share, config)
    return font


def _load(path: Path, size: float, config: Any) -> Any:
    if not path.is_file():
        raise Unavailable("no-fonts", f"{path} is missing: install imgui-bundle again")
    fonts = imgui.get_io().fonts
    if config is None:
        return fonts.add_font_from_file_ttf(str(path), size)
    return fonts.add_font_from_file_ttf(str(path), size, config)


def _set_style(scale: float) -> None:
    style = imgui.get_style()
    style.window_padding = imgui.ImVec2(16 * scale, 16 * scale)
    style.window_rounding = 14 * scale
    style.window_border_size = 0.0
    style.popup_border_size = 1.0
    style.child_rounding = 8 * scale
    style.child_border_size = 0.0
    style.frame_padding = imgui.ImVec2(12 * scale, 8 * scale)
    style.frame_border_size = 1.5 * scale if _palette else 0.0
    style.frame_rounding = 10 * scale
    style.item_spacing = imgui.ImVec2(8 * scale, 8 * scale)
    style.scrollbar_size = 8 * scale
    style.scrollbar_rounding = 4 * scale
    colors: tuple[tuple[Any, Color], ...] = (
        (imgui.Col_.text, INK),
        (imgui.Col_.text_disabled, FAINT),
        (imgui.Col_.window_bg, PANEL),
        (imgui.Col_.popup_bg, (255, 255, 255, 255)),
        (imgui.Col_.child_bg, (0, 0, 0, 0)),
        (imgui.Col_.border, (0, 0, 0, 255 if _palette else 26)),
        (imgui.Col_.frame_bg, FIELD),
        (imgui.Col_.frame_bg_hovered, HOVER),
        (imgui.Col_.frame_bg_active, FIELD),
        (imgui.Col_.text_selected_bg, (0x0F, 0x6A, 0x60, 70)),
        (imgui.Col_.scrollbar_bg, (0, 0, 0, 0)),
        (imgui.Col_.scrollbar_grab, (0, 0, 0, 40)),
        (imgui.Col_.scrollbar_grab_hovered, (0, 0, 0, 70)),
        (imgui.Col_.scrollbar_grab_active, (0, 0, 0, 90)),
        (imgui.Col_.nav_cursor, ACCENT),
        (imgui.Col_.input_text_cursor, ACCENT),
    )
    for slot, color in colors:
        style.set_color_(slot.value if hasattr(slot, "value") else slot, _vec4(color))


def _vec4(color: Color) -> Any:
    return imgui.ImVec4(*(channel / 255 for channel in seen(color)))
