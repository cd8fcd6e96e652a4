"""Looking at the revisions of a product, and going back to one."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.errors import NotFound
from showroom.pipeline.importer import published_fact, taken_tags

if TYPE_CHECKING:
    from showroom.catalogue import Publication
    from showroom.ports import DataFolder


def history(folder: DataFolder, product_id: str) -> tuple[Publication, ...]:
    """Every revision of a product, newest first, also of a removed one.

    Raises:
        NotFound: ``unknown-product``.
    """
    revisions = folder.catalogue.revisions(product_id)
    if not revisions:
        known = ", ".join(sorted(folder.catalogue.tags())) or "nothing was ever published"
        raise NotFound("unknown-product", "no such product was ever published", got=product_id[:80], allowed=known)
    return tuple(reversed(revisions))


def revision(folder: DataFolder, product_id: str, number: int | None = None) -> Publication:
    """One revision of a product; the newest where `number` is None.

    Raises:
        NotFound: ``unknown-product`` or ``unknown-revision``.
    """
    revisions = history(folder, product_id)
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


def rollback(folder: DataFolder, product_id: str, number: int, now_s: float) -> Publication:
    """Publish a new revision that is equal to an old one; every code number that was ever given stays.

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
        published_at=datetime.fromtimestamp(now_s, UTC).isoformat(timespec="seconds"),
    )
    fact = published_fact(again, now_s)
    fact.properties["rolled_back_to"] = number
    folder.catalogue.publish(again, [fact])
    return again
