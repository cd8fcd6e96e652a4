"""Places and lengths of a model that is being published, checked against what its product file writes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from showroom.anchors import Anchors, find_anchors, shape_of
from showroom.appearance import hidden_materials, hidden_nodes
from showroom.configuration import initial
from showroom.errors import ProductFileError, Rejected
from showroom.gltf import walk
from showroom.kinds import PLACES
from showroom.pipeline.checks import Finding
from showroom.toml_source import nearest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from showroom.anchors import Shape
    from showroom.catalogue import Product, Vector3
    from showroom.gltf.model import Document
    from showroom.product_file import ProductFile
    from showroom.toml_source import Path

OUTSIDE_SHARE = 0.1
"""A written place may lie this far outside the model, in parts of its largest extent."""


def anchored(document: Document, product_file: ProductFile) -> tuple[Anchors, tuple[Finding, ...]]:
    """What is known of a placed model, with a warning where its shape tells nothing and nothing is written.

    Raises:
        ProductFileError: as `known_anchors`; ``hotspot-outside`` where one is not on the model.
    """
    product = product_file.product
    _refuse_stray_hotspots(document, product_file)
    nothing = Anchors(product.kind, (), ())
    if product.kind not in PLACES:
        return nothing, ()
    try:
        return known_anchors(document, product_file), ()
    except ProductFileError:
        raise
    except Rejected as error:
        return nothing, (_not_found(product.kind, error),)


def known_anchors(document: Document, product_file: ProductFile) -> Anchors:
    """What is known of a placed model in its first configuration.

    Raises:
        ProductFileError: ``anchor-outside`` where a written place is not on the model, ``missing-anchors`` where some
            are written and the others cannot be found, ``unmeasured-length`` where a written length has no ends.
        Rejected: as `find_anchors`, where nothing is written.
    """
    product, written = product_file.product, product_file.anchors
    _refuse_outside(document, product_file)
    try:
        found = find_anchors(first_shape(document, product), product.kind, written)
    except Rejected as error:
        if not written.places and not written.lengths_mm:
            raise
        missing = ", ".join(name for name in PLACES[product.kind] if name not in written.places)
        message = "the other places cannot be found in this shape, so all must be written"
        got, hint = f"no {missing}", str(error)
        raise _error(product_file, "missing-anchors", ("anchors",), message, got=got, hint=hint) from error
    for name in written.lengths_mm:
        if name not in {one.id for one in found.dimensions}:
            message = "between which places this length is cannot be found in this shape"
            raise _error(product_file, "unmeasured-length", ("anchors", name), message, got=name, hint="leave it out")
    return found


def first_shape(document: Document, product: Product) -> Shape:
    """What a product's first configuration shows."""
    first = initial(product).as_dict()
    return shape_of(document, hidden_nodes(product, first), hidden_materials(product, first))


def _refuse_outside(document: Document, product_file: ProductFile) -> None:
    for name, place in product_file.anchors.places.items():
        _refuse_stray(document, product_file, "anchor-outside", ("anchors", name), place)


def _refuse_stray_hotspots(document: Document, product_file: ProductFile) -> None:
    for index, hotspot in enumerate(product_file.product.hotspots):
        _refuse_stray(document, product_file, "hotspot-outside", ("hotspots", index, "at"), hotspot.position)


def _refuse_stray(document: Document, product_file: ProductFile, code: str, path: Path, place: Vector3) -> None:
    low, high = walk.bounds(document)
    slack = OUTSIDE_SHARE * float((high - low).max())
    if ((np.array(place) < low - slack) | (np.array(place) > high + slack)).any():
        got, least, most = (_mm(np.asarray(one)) for one in (place, low, high))
        hint = "millimetres of the published model: +Y up, +Z front, the origin at the bottom centre"
        message = "this place is not on the model"
        raise _error(product_file, code, path, message, got=got, allowed=f"{least} to {most}", hint=hint)


def _mm(place: NDArray[np.float64]) -> str:
    return "[" + ", ".join(f"{edge * 1000:.0f}" for edge in place) + "]"


def _error(product_file: ProductFile, code: str, path: Path, message: str, **details: str) -> ProductFileError:
    line = nearest(product_file.line_of, path)
    return ProductFileError(code, message, place=f"{product_file.name}:{line}", **details)


def _not_found(kind: str, error: Rejected) -> Finding:
    return Finding(
        "no-anchors",
        "warning",
        "model",
        f"the places of a {kind} cannot be found in this shape, so it is published without dimensions",
        got=str(error.got),
        hint="write them in [anchors] of the product file; showroom assets anchors draws where they are",
    )
