"""The table and the contact sheets of docs/materials.md."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tools.materials import score

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from tools.materials.description import Scene
    from tools.materials.score import Truth

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "materials.md"
PICTURES = ("materials-1.jpg", "materials-2.jpg")
START, END = "<!-- written by python -m tools.materials --docs -->\n", "<!-- end of what is written -->\n"
COLUMNS, LABEL_PX, QUALITY = 2, 20, 84
FIGURE = re.compile(r"^\| `([a-z-]+)` \|[^|]*\| ([0-9.]+) \| ([0-9.]+) \|$", re.MULTILINE)


@dataclass(frozen=True, eq=False)
class Row:
    """One feature: our picture, the truth, the mean difference with and without the feature."""

    scene: Scene
    picture: NDArray[np.uint8]
    truth: Truth
    mean: float
    without: float


def write(rows: list[Row]) -> None:
    """Put table and pictures into docs/, between the marks of the page."""
    text = PAGE.read_text(encoding="utf-8")
    head, _, rest = text.partition(START)
    _, _, tail = rest.partition(END)
    PAGE.write_text(head + START + table(rows) + END + tail, encoding="utf-8")
    half = (len(rows) + 1) // 2
    for name, part in zip(PICTURES, (rows[:half], rows[half:]), strict=True):
        sheet(part).save(DOCS / "pictures" / name, quality=QUALITY, optimize=True, progressive=True)


def table(rows: list[Row]) -> str:
    """The figures as Markdown."""
    lines = ["| scene | shows | mean ΔE₀₀ | without the feature |", "|---|---|---|---|"]
    lines += [f"| `{row.scene.name}` | {row.scene.title} | {row.mean:.2f} | {row.without:.2f} |" for row in rows]
    return "\n".join(lines) + "\n"


def figures() -> dict[str, tuple[float, float]]:
    """What the page says: mean difference with and without the feature, by scene."""
    found = FIGURE.findall(PAGE.read_text(encoding="utf-8"))
    return {name: (float(mean), float(without)) for name, mean, without in found}


def sheet(rows: list[Row]) -> Image.Image:
    """Ours, Cycles' and the difference of several scenes, labelled."""
    strips = [np.asarray(_labelled(row)) for row in rows]
    strips += [np.zeros_like(strips[0])] * (-len(strips) % COLUMNS)
    lines = [np.concatenate(strips[start : start + COLUMNS], axis=1) for start in range(0, len(strips), COLUMNS)]
    return Image.fromarray(np.concatenate(lines, axis=0))


def _labelled(row: Row) -> Image.Image:
    strip = score.side_by_side(row.picture, row.truth)
    height, width = strip.shape[:2]
    made = Image.new("RGB", (width + 8, height + LABEL_PX), (24, 24, 26))
    made.paste(Image.fromarray(strip), (4, LABEL_PX))
    words = f"{row.scene.name}   {row.mean:.2f}"
    ImageDraw.Draw(made).text((8, 3), words, fill=(235, 235, 235), font=ImageFont.load_default(13))
    return made
