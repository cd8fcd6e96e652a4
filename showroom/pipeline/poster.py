"""The picture that stands for a product in lists."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields
from PIL import Image as Pillow

from showroom.configuration import initial
from showroom.errors import Unavailable
from showroom.pipeline.looks import looks_of
from showroom.pipeline.progress import step

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    from showroom.catalogue import Publication
    from showroom.ports import DataFolder, Renderer

PNG = "image/png"
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


def with_poster(
    glb: Callable[[], bytes],
    publication: Publication,
    folder: DataFolder,
    open_renderer: Callable[[], Renderer] | None,
) -> tuple[Publication, str]:
    """The publication with its poster, its own or the last revision's where that looks the same; or why it has none.

    Raises:
        Unavailable: the disk.
    """
    if publication.poster is not None:
        return publication, ""
    previous = folder.catalogue.publication(publication.product.id)
    if previous is not None and previous.poster is not None and _first_look(previous) == _first_look(publication):
        return with_fields(publication, poster=previous.poster), ""
    poster, problem = draw_poster(glb(), publication, open_renderer)
    if poster is None:
        return publication, problem
    return with_fields(publication, poster=folder.files.put(poster, PNG)), ""


def _first_look(publication: Publication) -> str:
    product = publication.product
    return looks_of(product, initial(product).as_dict(), publication.model.sha256)


def png(pixels: NDArray[np.uint8]) -> bytes:
    """Encode (height, width, 3) uint8 as PNG; trying harder takes eight times as long for a fifteenth of the bytes."""
    buffer = io.BytesIO()
    Pillow.fromarray(pixels).save(buffer, "PNG")
    return buffer.getvalue()
