"""A product of which only words or prices change: its model, its places and its pictures were made before."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.pipeline.origin import origin_from
from showroom.pipeline.revisions.publishing import taken_tags
from showroom.releases import iso

if TYPE_CHECKING:
    from showroom.catalogue import Product, Publication
    from showroom.pipeline.origin import Origin
    from showroom.ports import DataFolder
    from showroom.releases import Release, Terms


def made_earlier(folder: DataFolder, product_id: str, origin: Origin) -> Release | None:
    """The newest revision that looks as `origin` says; a proven one where `origin` wants its pictures compared."""
    for release in reversed(folder.catalogue.releases(product_id)):
        made = origin_from(release.origin)
        if made.looks == origin.looks and made.proven >= origin.proven:
            return release
    return None


def worded_anew(
    earlier: Release, product: Product, folder: DataFolder, now_s: float, terms: Terms, origin: Origin
) -> tuple[Publication, Terms]:
    """The next revision: what `product` says, on what `earlier` was drawn with; and its terms, with its true origin."""
    newest = folder.catalogue.publication(product.id) or earlier.publication
    following = newest.revision + 1
    publication = with_fields(
        earlier.publication,
        product=product,
        revision=following,
        codebook=codes.assign(product, newest.codebook, following, taken_tags(folder, product.id)),
        published_at=iso(now_s if terms.live_s is None else terms.live_s),
        supply=(),
    )
    kept = replace(origin, proven=origin_from(earlier.origin).proven)
    return publication, with_fields(terms, origin=str(kept))
