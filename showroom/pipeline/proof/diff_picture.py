"""A picture for a person: before, after, and where they differ."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as Pillow
from PIL import ImageDraw

from showroom.pictures.similarity import color_differences

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from showroom.pipeline.proof.proving import Pair

LEGEND_PX = 18
ENLARGED = 2
GLARING = 12.0
"""The CIEDE2000 that is drawn in full red."""
PAPER, INK = (250, 250, 248), (30, 30, 34)


def write_diff(pair: Pair, path: Path) -> None:
    """Write before, after and difference side by side as PNG.

    Raises:
        OSError: the file cannot be written.
    """
    difference = _heat(pair.before, color_differences(pair.before, pair.after))
    panels = [("before", pair.before), ("after", pair.after), ("difference", difference)]
    height, width = pair.before.shape[0] * ENLARGED, pair.before.shape[1] * ENLARGED
    sheet = Pillow.new("RGB", (width * len(panels), height + LEGEND_PX), PAPER)
    draw = ImageDraw.Draw(sheet)
    for index, (word, pixels) in enumerate(panels):
        panel = Pillow.fromarray(pixels).resize((width, height), Pillow.Resampling.NEAREST)
        sheet.paste(panel, (index * width, LEGEND_PX))
        draw.text((index * width + 6, 3), f"{word}: {pair.view}, {pair.colorway.name}", fill=INK)
    sheet.save(path, "PNG")


def _heat(picture: NDArray[np.uint8], differences: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The picture in pale grey, red where it changed."""
    pale = 160.0 + picture.mean(axis=2, keepdims=True) * 0.35
    share = np.clip(differences / GLARING, 0.0, 1.0)[..., None]
    return np.asarray(pale * (1.0 - share) + np.array([220.0, 20.0, 30.0]) * share, np.uint8)
