"""From a publication that is ready to one that the catalogue holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace as with_fields

from showroom import codes
from showroom.errors import Rejected
from showroom.releases import WAITING, Release, Terms, fact, first_state

if TYPE_CHECKING:
    from collections.abc import Mapping

    from showroom.catalogue import Publication
    from showroom.ports import DataFolder

TRIES = 5


def publish(
    folder: DataFolder, publication: Publication, terms: Terms, now_s: float, details: Mapping[str, Any]
) -> tuple[Publication, tuple[int, ...]]:
    """Add a revision, its files stored already.

    A new product gets another code tag where one that was imported at the same time took its own.

    Returns:
        It as it stands, and the revisions that waited and are superseded by it.

    Raises:
        Rejected: ``stale-revision``, ``needs-approval`` or ``unknown-file``.
    """
    product_id, state = publication.product.id, first_state(terms)
    waiting = _waiting(folder, product_id)
    for chance in range(TRIES):
        try:
            folder.catalogue.publish(publication, [fact(publication, state, now_s, terms.by, details)], terms)
            break
        except Rejected as error:
            if error.code != "tag-taken" or publication.revision > 1 or chance == TRIES - 1:
                raise
        codebook = codes.assign(publication.product, None, 1, taken_tags(folder, product_id))
        publication = with_fields(publication, codebook=codebook)
    return publication, waiting if state == "live" else ()


def made_before(folder: DataFolder, product_id: str, terms: Terms) -> Release | None:
    """The newest revision where releasing the same on these terms would bring nothing new."""
    releases = folder.catalogue.releases(product_id)
    if not releases or releases[-1].removed:
        return None
    newest = releases[-1]
    if terms.draft:
        return newest if newest.state in {*WAITING, "live"} else None
    if terms.live_s is not None:
        return newest if newest.state == "scheduled" and newest.live_s == terms.live_s else None
    return newest if newest.state == "live" else None


def taken_tags(folder: DataFolder, product_id: str) -> set[int]:
    """The tags of all other products, also of removed ones: their codes must never mean another product."""
    return {tag for other, tag in folder.catalogue.tags().items() if other != product_id}


def _waiting(folder: DataFolder, product_id: str) -> tuple[int, ...]:
    releases = folder.catalogue.releases(product_id)
    return tuple(one.publication.revision for one in releases if one.state in WAITING)
