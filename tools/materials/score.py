"""Renderer against Cycles: mean CIEDE2000 over what the light falls on."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from tools.materials.colour import ciede2000, lab

if TYPE_CHECKING:
    from numpy.typing import NDArray

REFERENCES = Path(__file__).resolve().parents[2] / "tests" / "visual" / "references" / "materials"
GATE = 5.0


@dataclass(frozen=True, eq=False)
class Truth:
    """Cycles' picture: (height, width, 3) uint8 sRGB, and where its shapes cover a pixel wholly."""

    picture: NDArray[np.uint8]
    lit: NDArray[np.bool_]


def truth(name: str) -> Truth:
    """The committed picture of a scene."""
    rgba = np.asarray(Image.open(REFERENCES / f"{name}.png").convert("RGBA"))
    return Truth(rgba[..., :3].copy(), rgba[..., 3] == 255)  # noqa: PLR2004 - full coverage


def differences(picture: NDArray[np.uint8], reference: Truth) -> NDArray[np.float64]:
    """CIEDE2000 of every pixel, 0 where no shape covers it wholly."""
    return np.where(reference.lit, ciede2000(lab(picture), lab(reference.picture)), 0.0)


def mean_difference(picture: NDArray[np.uint8], reference: Truth) -> float:
    """The mean over lit surfaces."""
    return float(differences(picture, reference)[reference.lit].mean())


def side_by_side(picture: NDArray[np.uint8], reference: Truth) -> NDArray[np.uint8]:
    """Ours, Cycles' and the difference in one picture; white is 20 or more, black is none."""
    shade = np.clip(differences(picture, reference) / 20.0, 0.0, 1.0)[..., None] * 255.0
    strip = [picture, reference.picture, np.repeat(shade, 3, axis=-1).astype(np.uint8)]
    return np.concatenate(strip, axis=1)


def encoded(picture: NDArray[np.uint8]) -> bytes:
    """A picture with or without alpha as PNG."""
    stream = BytesIO()
    Image.fromarray(np.ascontiguousarray(picture)).save(stream, "PNG", optimize=True)
    return stream.getvalue()
