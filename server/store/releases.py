"""Rows of revisions: what state each is in, and how it comes to the next one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import func, select, update

from server.store.database import upsert
from server.store.schema import publications, shop_settings
from showroom.catalogue import Publication
from showroom.errors import NotFound, NotPermitted, Rejected
from showroom.releases import WAITING, Approval, Release, iso

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row, Select

_APPROVAL = "approval"


def release(row: Row[Any]) -> Release:
    """A row of `publications` as the domain knows it."""
    return Release(
        publication=msgspec.json.decode(row.document, type=Publication),
        state=row.state,
        live_s=row.live_s,
        drafted_by=row.drafted_by,
        approved_by=row.approved_by,
        origin=row.origin,
        removed=row.removed,
    )


def standing_rows() -> Select[Any]:
    """The newest live revision of every product that was not removed."""
    newest = (
        select(publications.c.product, func.max(publications.c.revision).label("revision"))
        .where(publications.c.state == "live", publications.c.removed.is_(False))
        .group_by(publications.c.product)
        .subquery()
    )
    return (
        select(publications.c.document)
        .join(newest, (publications.c.product == newest.c.product) & (publications.c.revision == newest.c.revision))
        .order_by(publications.c.product)
    )


def supersede(connection: Connection, product_id: str, before: int | None = None) -> None:
    """End what waits of a product, or only the revisions below `before`."""
    change = update(publications).where(publications.c.product == product_id, publications.c.state.in_(WAITING))
    if before is not None:
        change = change.where(publications.c.revision < before)
    connection.execute(change.values(state="superseded"))


def waiting_release(connection: Connection, product_id: str, revision: int) -> Release:
    """A draft or scheduled revision.

    Raises:
        NotFound: ``unknown-revision``.
        Rejected: ``not-waiting`` where it is live or superseded.
    """
    query = select(publications).where(publications.c.product == product_id, publications.c.revision == revision)
    row = connection.execute(query).one_or_none()
    if row is None:
        hint = f"showroom assets history {product_id}"
        raise NotFound("unknown-revision", f"{product_id} has no such revision", got=str(revision), hint=hint)
    found = release(row)
    if found.state not in WAITING:
        raise Rejected(
            "not-waiting",
            f"revision {revision} of {product_id} does not wait for approval",
            got=found.state,
            allowed=", ".join(WAITING),
            hint="showroom assets rollback publishes an old revision anew",
        )
    return found


def refuse_own(connection: Connection, found: Release, by: str) -> None:
    """Keep people from approving their own drafts where the shop wants a second person.

    Raises:
        NotPermitted: ``own-draft``.
    """
    if by and by == found.drafted_by and approval(connection) == "second-person":
        raise NotPermitted(
            "own-draft", "the shop wants a second person to approve", got=by, allowed=f"anybody but {found.drafted_by}"
        )


def set_state(connection: Connection, found: Release, **fields: object) -> Release:
    """Store new fields of a release; a date of going live is told in the publication too."""
    changed = msgspec.structs.replace(found, **fields)
    if changed.live_s is not None and changed.live_s != found.live_s:
        publication = msgspec.structs.replace(changed.publication, published_at=iso(changed.live_s))
        changed = msgspec.structs.replace(changed, publication=publication)
    connection.execute(
        update(publications)
        .where(
            publications.c.product == changed.publication.product.id,
            publications.c.revision == changed.publication.revision,
        )
        .values(
            document=msgspec.json.encode(changed.publication),
            state=changed.state,
            live_s=changed.live_s,
            approved_by=changed.approved_by,
        )
    )
    return changed


def approval(connection: Connection) -> Approval:
    """Who may approve."""
    query = select(shop_settings.c.value).where(shop_settings.c.name == _APPROVAL)
    value = connection.execute(query).scalar_one_or_none()
    return "second-person" if value == "second-person" else "none"


def put_approval(connection: Connection, value: Approval) -> None:
    """Set who may approve."""
    row = {"name": _APPROVAL, "value": value}
    upsert(connection, shop_settings, row, ["name"])


def refuse_taken_tag(connection: Connection, publication: Publication) -> None:
    """Keep two products that are imported at once from the same code tag.

    Raises:
        Rejected: ``tag-taken``.
    """
    tag, product_id = publication.codebook.tag, publication.product.id
    query = select(publications.c.product).where(publications.c.tag == tag, publications.c.product != product_id)
    taken_by = connection.execute(query.limit(1)).scalar_one_or_none()
    if taken_by is not None:
        raise Rejected(
            "tag-taken", "another product has this tag for its codes", got=f"{tag}, of {taken_by}", hint="import again"
        )
