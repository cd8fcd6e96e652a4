"""How much a file still looks like the one it was made of.

Both are decoded by gltf-transform first, which shares nothing with our decoders, and drawn by one renderer.
"""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct
from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.catalogue import FileRef, Publication
from showroom.gltf.reader import read
from showroom.gltf.writer import write
from showroom.pictures.similarity import color_differences, inside, structure
from showroom.pipeline.proof.silhouette import keyed, silhouette
from showroom.pipeline.source import GLB, LIMITS
from showroom.pipeline.steps.recentre import recentre
from showroom.pipeline.steps.unscale import unscale
from showroom.product_file import ModelNames, parse

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.gltf.model import Document
    from showroom.ports import Renderer

VIEWS = ("hero", "front", "side", "back")
SIZE_PX = (480, 360)
NEUTRAL = 128
PRODUCT = """
id = "model"
kind = "shoe"
name = { en = "Model", de = "Modell" }
currency = "EUR"
price = 100
tax = { rate = 19, included = true }
groups = []
[parts]
"""


class Quality(Struct, frozen=True):
    """The mean over all views: structural similarity (1 is equal) and CIEDE2000 over the product (0 is equal)."""

    structure: float
    color: float


Pictures = list[tuple["NDArray[np.uint8]", "NDArray[np.bool_]"]]
"""The pictures of a model, each with where the product is in it."""


def pictures(data: bytes, renderer: Renderer) -> Pictures:
    """Every view of a plain GLB, each with where the product is."""
    document = read(data, limits=LIMITS)
    shown, where = (_drawn(one, renderer) for one in (document, keyed(document)))
    return [(picture, silhouette(mask)) for picture, mask in zip(shown, where, strict=True)]


def compare(before: Pictures, after: Pictures) -> Quality:
    """How alike the pictures of two models are, where either shows something."""
    found = []
    for (first, where_first), (second, where_second) in zip(before, after, strict=True):
        where = inside(where_first | where_second)
        pair = [np.where(where[..., None], one, NEUTRAL).astype(np.uint8) for one in (first, second)]
        found.append((structure(pair[0], pair[1], where), float(color_differences(pair[0], pair[1])[where].mean())))
    structures, colors = zip(*found, strict=True)
    return Quality(round(float(np.mean(structures)), 5), round(float(np.mean(colors)), 4))


def _drawn(document: Document, renderer: Renderer) -> list[NDArray[np.uint8]]:
    data = write(recentre(unscale(document), tolerance_m=0.0))
    publication = with_fields(_publication(), model=FileRef(sha256(data).hexdigest(), len(data), GLB))
    return [renderer.picture(data, publication, {}, view=view, size_px=SIZE_PX) for view in VIEWS]


def _publication() -> Publication:
    product = parse(PRODUCT, "model", lambda: ModelNames(set(), set(), set())).product
    return Publication(
        product=product,
        revision=1,
        model=FileRef("", 0, GLB),
        size_mm=(0.0, 0.0, 0.0),
        triangles=0,
        codebook=codes.assign(product, None, 1, ()),
        published_at="",
    )
