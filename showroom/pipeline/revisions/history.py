"""Looking at the revisions of a product, and going back to one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.errors import NotFound, Rejected
from showroom.pipeline.revisions.publishing import publish, taken_tags
from showroom.releases import WAITING, Release, Terms, first_state, iso

if TYPE_CHECKING:
    from showroom.catalogue import Publication
    from showroom.ports import DataFolder


def history(folder: DataFolder, product_id: str) -> tuple[Release, ...]:
    """Every revision of a product, newest first, also of a removed one.

    Raises:
        NotFound: ``unknown-product``.
    """
    releases = folder.catalogue.releases(product_id)
    if not releases:
        known = ", ".join(sorted(folder.catalogue.tags())) or "nothing was ever published"
        raise NotFound("unknown-product", "no such product was ever published", got=product_id[:80], allowed=known)
    return tuple(reversed(releases))


def revision(folder: DataFolder, product_id: str, number: int | None = None) -> Publication:
    """One revision of a product; the newest where `number` is None.

    Raises:
        NotFound: ``unknown-product`` or ``unknown-revision``.
    """
    revisions = [one.publication for one in history(folder, product_id)]
    if number is None:
        return revisions[0]
    for publication in revisions:
        if publication.revision == number:
            return publication
    raise NotFound(
        "unknown-revision",
        f"{product_id} has no such revision",
        got=str(number),
        allowed=f"1 to {revisions[0].revision}",
        hint=f"showroom assets history {product_id}",
    )


def newest_waiting(folder: DataFolder, product_id: str) -> int:
    """The newest revision of a product that is a draft or scheduled.

    Raises:
        NotFound: ``unknown-product``.
        Rejected: ``nothing-waits``.
    """
    for release in history(folder, product_id):
        if release.state in WAITING:
            return release.publication.revision
    waiting = ", ".join(sorted({one.publication.product.id for one in folder.catalogue.waiting()}))
    raise Rejected(
        "nothing-waits", "no revision of this product waits", got=product_id[:80], allowed=waiting or "nothing waits"
    )


def rollback(folder: DataFolder, product_id: str, number: int, now_s: float, by: str = "") -> Release:
    """Publish a new revision that is equal to an old one; every code number that was ever given stays.

    Returns:
        It with its state: a shop that wants a second person to approve gets a draft.

    Raises:
        NotFound: ``unknown-product`` or ``unknown-revision``.
        Rejected: ``stale-revision`` when somebody else published the product meanwhile.
    """
    newest = revision(folder, product_id)
    old = revision(folder, product_id, number)
    following = newest.revision + 1
    again = with_fields(
        old,
        revision=following,
        codebook=codes.assign(old.product, newest.codebook, following, taken_tags(folder, product_id)),
        published_at=iso(now_s),
    )
    origin = next(one.origin for one in folder.catalogue.releases(product_id) if one.publication.revision == number)
    terms = Terms(draft=folder.catalogue.approval() == "second-person", by=by, origin=origin)
    publish(folder, again, terms, now_s, {"rolled_back_to": number})
    return Release(again, first_state(terms), drafted_by=by, origin=origin)
