"""Names and words over people's heads: crisp at any distance, faded far away, never on top of each other."""

# ruff: noqa: ANN401 - ImGui and Panda3D hand out objects without types

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from imgui_bundle import imgui

from client.ui import theme as look
from client.ui import widgets
from client.ui.theme import faded, packed
from client.ui.widgets import Vec2

if TYPE_CHECKING:
    from collections.abc import Sequence

    from client.ui.theme import Theme

NEAR_M = 7.0
FAR_M = 13.0
MAX_LABELS = 24
_BUBBLE_WIDTH = 230


@dataclass(frozen=True)
class Label:
    """What floats over somebody: a place in the picture (pixels, above the head), metres away, name, words."""

    x_px: float
    y_px: float
    distance_m: float
    name: str
    adviser: bool
    says: str = ""
    emotion: str = ""


def draw_labels(theme: Theme, labels: Sequence[Label]) -> None:
    """Draw behind all panels, the nearest ones first; a far label that would cover a nearer one is left out."""
    draw = imgui.get_background_draw_list()
    taken: list[tuple[float, float, float, float]] = []
    for label in sorted(labels, key=lambda label: label.distance_m)[:MAX_LABELS]:
        share = 1.0 - max(0.0, min(1.0, (label.distance_m - NEAR_M) / (FAR_M - NEAR_M)))
        if share <= 0.0:
            continue
        box = _name_box(theme, label)
        if any(_overlap(box, other) for other in taken):
            continue
        taken.append(box)
        _draw_name(theme, draw, label, box, share)
        if label.says:
            _draw_bubble(theme, draw, label, box, share)


def _name_box(theme: Theme, label: Label) -> tuple[float, float, float, float]:
    text = _name(label)
    width, height = widgets.text_size(theme, text, 14, bold=label.adviser)
    half, pad = width / 2 + theme.px(9), theme.px(4)
    return (label.x_px - half, label.y_px - height - 2 * pad, label.x_px + half, label.y_px)


def _name(label: Label) -> str:
    icon = f"{look.ICON_ADVISER}  " if label.adviser else ""
    return f"{icon}{label.name}{'  ' + label.emotion if label.emotion else ''}"


def _draw_name(theme: Theme, draw: Any, label: Label, box: tuple[float, float, float, float], share: float) -> None:
    left, top, right, bottom = (round(edge) for edge in box)
    fill = look.ACCENT if label.adviser else (255, 255, 255, 225)
    ink = look.WHITE if label.adviser else look.INK
    draw.add_rect_filled(Vec2(left, top), Vec2(right, bottom), packed(faded(fill, share)), (bottom - top) / 2)
    place = (left + theme.px(9), top + theme.px(4))
    widgets.draw_text(theme, draw, place, _name(label), size=14, color=faded(ink, share), bold=label.adviser)


def _draw_bubble(theme: Theme, draw: Any, label: Label, box: tuple[float, float, float, float], share: float) -> None:
    lines = _wrapped(theme, label.says, theme.px(_BUBBLE_WIDTH))
    line_height = widgets.text_size(theme, "Ag", 14)[1] + theme.px(2)
    width = max(widgets.text_size(theme, line, 14)[0] for line in lines)
    pad = theme.px(12)
    bottom = box[1] - theme.px(10)
    left, right = round(label.x_px - width / 2 - pad), round(label.x_px + width / 2 + pad)
    top = round(bottom - len(lines) * line_height - 1.4 * pad)
    draw.add_rect_filled(
        Vec2(left - 1, top + 1), Vec2(right + 1, bottom + 3), packed(faded((30, 28, 24, 40), share)), theme.px(13)
    )
    fill = packed(faded((255, 255, 255, 248), share))
    draw.add_rect_filled(Vec2(left, top), Vec2(right, bottom), fill, theme.px(12))
    tip = theme.px(7)
    draw.add_triangle_filled(
        Vec2(label.x_px - tip, bottom - 1), Vec2(label.x_px + tip, bottom - 1), Vec2(label.x_px, bottom + tip), fill
    )
    for index, line in enumerate(lines):
        place = (left + pad, round(top + 0.7 * pad + index * line_height))
        widgets.draw_text(theme, draw, place, line, size=14, color=faded(look.INK, share))


def _wrapped(theme: Theme, text: str, width: float, most: int = 4) -> list[str]:
    """The text in lines of at most `width` pixels; what exceeds `most` lines is cut with an ellipsis."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if widgets.text_size(theme, longer, 14)[0] <= width or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    lines = [widgets.clipped(theme, line, 14, width) for line in lines]
    return lines if len(lines) <= most else [*lines[: most - 1], f"{lines[most - 1]} …"]


def _overlap(first: tuple[float, float, float, float], second: tuple[float, float, float, float]) -> bool:
    return first[0] < second[2] and second[0] < first[2] and first[1] < second[3] and second[1] < first[3]
