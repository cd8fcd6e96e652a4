"""Places and lengths of a kind of product: found, or as its product file writes them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from showroom.anchors.car import find_car, measure_car
from showroom.anchors.glasses import find_glasses, measure_glasses
from showroom.anchors.shape import shape_of, vector
from showroom.anchors.shoe import find_shoe, measure_shoe
from showroom.catalogue import Anchor, Dimension
from showroom.errors import Rejected
from showroom.kinds import PLACES
from showroom.product_file import WrittenAnchors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from showroom.anchors.shape import Places, Shape
    from showroom.catalogue import Publication, Vector3
    from showroom.gltf.model import Document

    Finder = Callable[[Shape], Places]
    Measurer = Callable[[Shape, Places], Iterator[Dimension]]

FINDERS: Final[dict[str, tuple[Finder, Measurer]]] = {
    "glasses": (find_glasses, measure_glasses),
    "shoe": (find_shoe, measure_shoe),
    "car": (find_car, measure_car),
}
NOTHING: Final = WrittenAnchors()


class Anchors(Struct, frozen=True):
    """What is known of a product's places and lengths."""

    kind: str
    anchors: tuple[Anchor, ...]
    dimensions: tuple[Dimension, ...]


def find_anchors(shape: Shape, kind: str, written: WrittenAnchors = NOTHING) -> Anchors:
    """Find the places of a kind of product; what is `written` stands, and lengths between places follow it.

    Raises:
        Rejected: ``no-anchors`` where the shape is not of that kind and not all of its places are written,
            ``no-spectacles`` likewise, ``unknown-kind``.
    """
    if kind not in FINDERS:
        raise Rejected("unknown-kind", "this kind has no anchors", got=kind[:40], allowed=", ".join(FINDERS))
    find, measure = FINDERS[kind]
    own = {name: np.array(place) for name, place in written.places.items()}
    try:
        places = {**find(shape), **own}
    except Rejected:
        if set(own) != set(PLACES[kind]):
            raise
        places = own
    anchors = tuple(Anchor(name, vector(places[name]), name in own) for name in PLACES[kind])
    return Anchors(kind, anchors, tuple(_lengths(shape, places, measure, written)))


def known_places(publication: Publication, document: Document) -> dict[str, Vector3]:
    """A publication's anchors by name; found now where it was published before anchors were.

    Raises:
        Rejected: as `find_anchors`.
    """
    anchors = publication.anchors or find_anchors(shape_of(document), publication.product.kind).anchors
    return {one.id: one.position for one in anchors}


def _lengths(shape: Shape, places: Places, measure: Measurer, written: WrittenAnchors) -> Iterator[Dimension]:
    try:
        found = tuple(measure(shape, places))
    except Rejected:
        return
    for one in found:
        mm = written.lengths_mm.get(one.id)
        if mm is not None:
            yield replace(one, mm=mm, written=True)
        elif one.mm > 0.0:
            yield one
