"""A contact sheet of a product, published, waiting or only a file yet: several views, then every colourway."""

from __future__ import annotations

import io
from hashlib import sha256
from typing import TYPE_CHECKING

from PIL import Image as Pillow
from PIL import ImageDraw

from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.configuration import initial
from showroom.pipeline.proof.colorways import FIRST, colorways
from showroom.pipeline.source import GLB

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    from showroom.pipeline.preparing import Prepared
    from showroom.ports import Renderer

VIEWS = ("hero", "front", "side", "back", "top", "detail")
COLUMNS = 3
LEGEND_PX = 20
PAPER, INK = (250, 250, 248), (30, 30, 34)


def preview(glb: bytes, publication: Publication, renderer: Renderer, size_px: tuple[int, int] = (480, 270)) -> bytes:
    """Draw the sheet as PNG: the first configuration in six views, then each value once.

    Args:
        glb: the model as it is published, or as it would be.
        publication: what is shown.
        renderer: draws.
        size_px: of one picture.

    Raises:
        Rejected: what the renderer refuses.
    """
    cells = list(_cells(glb, publication, renderer, size_px))
    width, height = size_px[0], size_px[1] + LEGEND_PX
    rows = -(-len(cells) // COLUMNS)
    sheet = Pillow.new("RGB", (width * COLUMNS, height * rows), PAPER)
    draw = ImageDraw.Draw(sheet)
    for index, (words, pixels) in enumerate(cells):
        left, top = index % COLUMNS * width, index // COLUMNS * height
        sheet.paste(Pillow.fromarray(pixels), (left, top))
        draw.text((left + 8, top + size_px[1] + 4), words, fill=INK)
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG", optimize=True)
    return buffer.getvalue()


def _cells(
    glb: bytes, publication: Publication, renderer: Renderer, size_px: tuple[int, int]
) -> Iterator[tuple[str, NDArray[np.uint8]]]:
    first = initial(publication.product).as_dict()
    for view in VIEWS:
        yield view, renderer.picture(glb, publication, first, view=view, size_px=size_px)
    for colorway in colorways(publication.product):
        if colorway.name != FIRST:
            yield colorway.name, renderer.picture(glb, publication, colorway.choices, size_px=size_px)


def unpublished(prepared: Prepared) -> Publication:
    """What a prepared model would be published as, for whoever draws it."""
    return Publication(
        product=prepared.product,
        revision=1,
        model=FileRef(sha256(prepared.glb).hexdigest(), len(prepared.glb), GLB),
        size_mm=prepared.report.size_mm,
        triangles=prepared.report.triangles,
        codebook=codes.assign(prepared.product, None, 1, ()),
        published_at="",
    )
