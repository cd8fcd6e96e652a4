"""The picture that stands for a product in lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from PIL import Image as Pillow

from showroom.configuration import initial
from showroom.errors import Unavailable
from showroom.pipeline.progress import step

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from showroom.catalogue import Publication
    from showroom.ports import Renderer

POSTER_PX = (960, 540)


def draw_poster(
    glb: bytes, publication: Publication, open_renderer: Callable[[], Renderer] | None
) -> tuple[bytes | None, str]:
    """A PNG of the product as it is first shown, or None and the reason why not."""
    if open_renderer is None:
        return None, "not asked for"
    try:
        with step("drawing the poster"):
            renderer = open_renderer()
            try:
                pixels = renderer.picture(glb, publication, initial(publication.product).as_dict(), size_px=POSTER_PX)
            finally:
                renderer.close()
    except Unavailable as error:
        return None, str(error)
    return png(pixels), ""


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode (height, width, 3) uint8 as PNG; trying harder takes eight times as long for a fifteenth of the bytes."""
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
