"""Places and lengths drawn over three views of a product, so that a person sees whether they are right."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from showroom.anchors import sampled

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.anchors import Anchors, Shape

VIEWS: Final = {"front": (0, 1, 2, 1.0), "from its left": (2, 1, 0, 1.0), "from above": (0, 2, 1, 1.0)}
"""Which axis runs across, which upwards (downwards from above), which towards the eye."""
SIZE_PX: Final = (560, 460)
MARGIN_PX: Final = 64
LINE_PX: Final = 15
COUNT: Final = 400_000
BACK, INK, DOT, RULE = (250, 249, 247), (34, 48, 58), (190, 40, 30), (20, 100, 160)


def draw_anchors(shape: Shape, found: Anchors) -> bytes:
    """A PNG with the product from the front, from its left and from above."""
    points = sampled(shape.corners, COUNT)
    picture = Image.new("RGB", (SIZE_PX[0] * len(VIEWS), SIZE_PX[1]), BACK)
    for number, name in enumerate(VIEWS):
        picture.paste(_view(name, points, found), (number * SIZE_PX[0], 0))
    told = "   ".join(f"{one.name.en} {one.mm:g} mm" for one in found.dimensions)
    ImageDraw.Draw(picture).text((14, SIZE_PX[1] - 26), told, RULE, ImageFont.load_default(15))
    stream = io.BytesIO()
    picture.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def _view(name: str, points: NDArray[np.float64], found: Anchors) -> Image.Image:
    across, up, eye, _ = VIEWS[name]
    flip = np.array([1.0, -1.0 if up == 1 else 1.0]) * np.array([-1.0 if across == 2 else 1.0, 1.0])  # noqa: PLR2004 - z
    flat = points[:, (across, up)] * flip
    low, high = flat.min(axis=0), flat.max(axis=0)
    room = np.array(SIZE_PX) - 2 * MARGIN_PX
    scale = float((room / np.maximum(high - low, 1e-6)).min())
    origin = np.array(SIZE_PX) / 2.0 - (low + high) / 2.0 * scale
    image = Image.fromarray(_shaded(flat * scale + origin, points[:, eye]))
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(13)
    pen.text((14, 10), name, INK, ImageFont.load_default(16))
    taken: list[tuple[float, float, float, float]] = []

    def put(place: tuple[float, float, float]) -> tuple[float, float]:
        x, y = np.array([place[across], place[up]]) * flip * scale + origin
        return float(x), float(y)

    for number, dimension in enumerate(found.dimensions):
        start, end = put(dimension.start), put(dimension.end)
        if np.hypot(end[0] - start[0], end[1] - start[1]) > 24:  # noqa: PLR2004 - shorter, it is seen along its way
            pen.line([start, end], RULE, 2)
            share = (number + 1) / (len(found.dimensions) + 1)
            place = (start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share - 18)
            _label(pen, place, f"{dimension.mm:g}", RULE, font, taken)
    for anchor in found.anchors:
        x, y = put(anchor.position)
        pen.ellipse((x - 4, y - 4, x + 4, y + 4), DOT, (255, 255, 255))
        _label(pen, (x, y + 6), anchor.id, DOT, font, taken)
    return image


def _shaded(flat: NDArray[np.float64], depth: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The nearest point of each pixel, lighter the nearer it is."""
    pixels = np.full((SIZE_PX[1], SIZE_PX[0]), -np.inf)
    x, y = np.clip(flat.astype(int), 0, np.array(SIZE_PX) - 1).T
    np.maximum.at(pixels, (y, x), depth)
    share = (pixels - depth.min()) / max(float(np.ptp(depth)), 1e-9)
    gray = np.where(np.isfinite(pixels), 120 + 95 * np.where(np.isfinite(share), share, 0.0), 0)
    picture = np.where(np.isfinite(pixels)[..., None], gray[..., None], np.array(BACK))
    return np.asarray(picture, np.uint8)


def _label(
    pen: ImageDraw.ImageDraw,
    place: tuple[float, float],
    words: str,
    color: tuple[int, int, int],
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    taken: list[tuple[float, float, float, float]],
) -> None:
    """Words below a place, and below what stands there already."""
    wide = pen.textlength(words, font)
    x, y = min(max(place[0] - wide / 2, 4), SIZE_PX[0] - wide - 4), place[1]
    while any(x < right and left < x + wide and y < bottom and top < y + LINE_PX for left, top, right, bottom in taken):
        y += 1
    taken.append((x, y, x + wide, y + LINE_PX))
    pen.text((x, y), words, color, font, stroke_width=2, stroke_fill=(255, 255, 255))
