"""Publications, rooms and avatars; every change is one transaction and raises the catalogue's revision by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import insert as insert_row
from sqlalchemy import select, update

from server.store import facts as fact_log
from server.store.database import upsert
from server.store.files import require_file
from server.store.layouts import arranged_rooms
from server.store.releases import (
    approval,
    put_approval,
    refuse_own,
    refuse_taken_tag,
    release,
    set_state,
    standing_rows,
    supersede,
    waiting_release,
)
from server.store.schema import avatars, catalogue_state, files, publications, rooms
from server.store.supplies import put_supplies, supplied
from showroom.arranging.model import arranged
from showroom.catalogue import Catalogue, FileRef, Pictures, Publication, RoomPlan, SupplyLine, files_of
from showroom.errors import NotFound, Rejected
from showroom.events import Fact
from showroom.releases import WAITING, Approval, Release, Terms, first_state, iso
from showroom.releases import fact as release_fact

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from server.store.database import Database


class SqlCatalogueStore:
    """The catalogue in the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def revision(self) -> int:
        """The catalogue's revision, cheaply: it grows with every change, whoever made it."""
        with self._database.read() as connection:
            return _revision(connection)

    def catalogue(self) -> Catalogue:
        """Everything that is published now, in one consistent view."""
        with self._database.read() as connection:
            return Catalogue(
                revision=_revision(connection),
                products=supplied(connection, _standing_publications(connection)),
                rooms=_rooms(connection),
                avatars=_avatars(connection),
                avatar_names=tuple(connection.scalars(select(avatars.c.name).order_by(avatars.c.name))),
            )

    def publication(self, product_id: str) -> Publication | None:
        """The newest publication of a product, also a removed one (its code numbers live on)."""
        with self._database.read() as connection:
            return _newest(connection, product_id)

    def revisions(self, product_id: str) -> tuple[Publication, ...]:
        """Every revision of a product, oldest first, also of a removed one; empty for an unknown product."""
        query = (
            select(publications.c.document)
            .where(publications.c.product == product_id)
            .order_by(publications.c.revision)
        )
        with self._database.read() as connection:
            return tuple(msgspec.json.decode(row, type=Publication) for row in connection.execute(query).scalars())

    def tags(self) -> dict[str, int]:
        """The code tag of every product that was ever published, removed ones included, by product id."""
        with self._database.read() as connection:
            query = select(publications.c.product, publications.c.tag).distinct()
            return {row.product: row.tag for row in connection.execute(query)}

    def releases(self, product_id: str) -> tuple[Release, ...]:
        """Every revision of a product with its state, oldest first; empty for an unknown product."""
        query = select(publications).where(publications.c.product == product_id).order_by(publications.c.revision)
        with self._database.read() as connection:
            return tuple(map(release, connection.execute(query)))

    def waiting(self) -> tuple[Release, ...]:
        """Every draft and every scheduled revision, by product."""
        query = (
            select(publications)
            .where(publications.c.state.in_(WAITING))
            .order_by(publications.c.product, publications.c.revision)
        )
        with self._database.read() as connection:
            return tuple(map(release, connection.execute(query)))

    def approval(self) -> Approval:
        """Who may let a draft go live."""
        with self._database.read() as connection:
            return approval(connection)

    def set_approval(self, value: Approval) -> None:
        """Say who may let a draft go live; what is scheduled already stays so."""
        with self._database.write() as connection:
            put_approval(connection, value)

    def publish(self, publication: Publication, facts: Sequence[Fact] = (), terms: Terms | None = None) -> None:
        """Add `publication`: live at once where nothing else is said.

        Raises:
            Rejected: ``stale-revision`` where its revision is not one more than the newest of that product,
                ``tag-taken``, ``needs-approval`` where the shop wants drafts, ``unknown-file`` where its model or
                poster was never stored.
        """
        with self._database.write() as connection:
            _publish(connection, publication, facts, terms or Terms())

    def put_data(
        self, publications: Sequence[Publication], supplies: Mapping[str, Sequence[SupplyLine]], facts: Sequence[Fact]
    ) -> None:
        """Publish several revisions, live at once, and replace the stock of some products: all or nothing.

        Raises:
            Rejected: as `publish`.
        """
        with self._database.write() as connection:
            for publication in publications:
                _publish(connection, publication, (), Terms())
            put_supplies(connection, supplies)
            _changed(connection, facts)

    def approve(
        self, product_id: str, revision: int, *, by: str = "", live_s: float | None = None, now_s: float
    ) -> Release:
        """Let a draft, or what is scheduled, go live: now, or at `live_s`.

        Raises:
            NotFound: ``unknown-revision``.
            Rejected: ``not-waiting``.
            NotPermitted: ``own-draft`` where the shop wants a second person.
        """
        now = live_s is None or live_s <= now_s
        at_s = now_s if live_s is None or now else live_s
        with self._database.write() as connection:
            found = waiting_release(connection, product_id, revision)
            refuse_own(connection, found, by)
            agreed = Fact(
                "Product Approved",
                now_s,
                f"u-{by}" if by else "",
                product_id,
                {"revision": revision, "drafted_by": found.drafted_by, "live_at": iso(at_s)},
            )
            approved = set_state(connection, found, state="live" if now else "scheduled", live_s=at_s, approved_by=by)
            fact_log.append(connection, [agreed])
            if now:
                _go_live(connection, approved, now_s)
        return approved

    def release_due(self, now_s: float) -> tuple[Release, ...]:
        """Let everything go live whose date has come; cheap while there is nothing."""
        due = publications.c.state == "scheduled", publications.c.live_s <= now_s
        query = select(publications).where(*due).order_by(publications.c.product, publications.c.revision)
        with self._database.read() as connection:
            if connection.execute(query.limit(1)).one_or_none() is None:
                return ()
        with self._database.write() as connection:
            found = [release(row) for row in connection.execute(query)]
            newest = {one.publication.product.id: one for one in found}
            for one in newest.values():
                _go_live(connection, set_state(connection, one, state="live"), now_s)
            return tuple(newest.values())

    def remove(self, product_id: str, facts: Sequence[Fact] = ()) -> None:
        """Take a product off the catalogue; its revisions stay.

        Raises:
            NotFound: ``unknown-product``.
        """
        with self._database.write() as connection:
            _require_standing(connection, product_id)
            connection.execute(update(publications).where(publications.c.product == product_id).values(removed=True))
            supersede(connection, product_id)
            _changed(connection, facts)

    def illustrate(self, product_id: str, revision: int, pictures: Pictures, origin: str = "") -> None:
        """Give the newest revision of a product other pictures, and where one is given another origin.

        Raises:
            NotFound: ``unknown-product``.
            Rejected: ``stale-revision`` where `revision` is not the newest; ``unknown-file``.
        """
        with self._database.write() as connection:
            newest = _newest_release(connection, product_id)
            if newest.publication.revision != revision:
                raise _stale(product_id, revision, newest.publication.revision)
            publication = msgspec.structs.replace(
                newest.publication,
                poster=pictures.poster,
                thumbnails=pictures.thumbnails,
                turntable=pictures.turntable,
                turntables=pictures.turntables,
            )
            for file in files_of(publication):
                require_file(connection, file)
            connection.execute(
                update(publications)
                .where(publications.c.product == product_id, publications.c.revision == revision)
                .values(document=msgspec.json.encode(publication), origin=origin or newest.origin)
            )
            if newest.state == "live" and publication != newest.publication:
                _changed(connection)

    def put_room(self, plan: RoomPlan) -> None:
        """Add or replace a room.

        Raises:
            Rejected: ``unknown-file`` where its model was never stored.
        """
        with self._database.write() as connection:
            require_file(connection, plan.model)
            require_file(connection, plan.poster)
            row = {"id": plan.id, "document": msgspec.json.encode(plan)}
            upsert(connection, rooms, row, ["id"])
            _changed(connection)

    def put_avatar(self, name: str, model: FileRef) -> None:
        """Add or replace an avatar model.

        Raises:
            Rejected: ``unknown-file`` where it was never stored.
        """
        with self._database.write() as connection:
            require_file(connection, model)
            row = {"name": name, "sha256": model.sha256}
            upsert(connection, avatars, row, ["name"])
            _changed(connection)

    def close(self) -> None:
        """Release the database."""
        self._database.close()


def _publish(connection: Connection, publication: Publication, facts: Sequence[Fact], terms: Terms) -> None:
    newest = _newest(connection, publication.product.id)
    expected = 1 if newest is None else newest.revision + 1
    if publication.revision != expected:
        raise _stale(publication.product.id, publication.revision, expected)
    state = first_state(terms)
    if state != "draft" and approval(connection) == "second-person":
        raise Rejected("needs-approval", "this shop wants a second person to approve", got=state, allowed="--draft")
    refuse_taken_tag(connection, publication)
    for file in files_of(publication):
        require_file(connection, file)
    _insert(connection, publication, terms)
    if state == "live":
        supersede(connection, publication.product.id, publication.revision)
        _changed(connection, facts)
    else:
        fact_log.append(connection, facts)


def _changed(connection: Connection, facts: Sequence[Fact] = ()) -> None:
    connection.execute(update(catalogue_state).values(revision=catalogue_state.c.revision + 1))
    fact_log.append(connection, facts)


def _revision(connection: Connection) -> int:
    return int(connection.execute(select(catalogue_state.c.revision)).scalar_one())


def _newest(connection: Connection, product_id: str) -> Publication | None:
    query = (
        select(publications.c.document)
        .where(publications.c.product == product_id)
        .order_by(publications.c.revision.desc())
        .limit(1)
    )
    document = connection.execute(query).scalar_one_or_none()
    return None if document is None else msgspec.json.decode(document, type=Publication)


def _newest_release(connection: Connection, product_id: str) -> Release:
    query = (
        select(publications)
        .where(publications.c.product == product_id, publications.c.removed.is_(False))
        .order_by(publications.c.revision.desc())
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        raise NotFound("unknown-product", "no such product is published", got=product_id[:80])
    return release(row)


def _stale(product_id: str, got: int, expected: int) -> Rejected:
    return Rejected(
        "stale-revision",
        f"{product_id} was published by somebody else meanwhile",
        got=str(got),
        allowed=str(expected),
        hint="import it again",
    )


def _require_standing(connection: Connection, product_id: str) -> Publication:
    standing = {publication.product.id: publication for publication in _standing_publications(connection)}
    if product_id not in standing:
        raise NotFound(
            "unknown-product",
            "no such product is published",
            got=product_id[:80],
            allowed=", ".join(sorted(standing)),
        )
    return standing[product_id]


def _standing_publications(connection: Connection) -> tuple[Publication, ...]:
    return tuple(msgspec.json.decode(row, type=Publication) for row in connection.execute(standing_rows()).scalars())


def _insert(connection: Connection, publication: Publication, terms: Terms) -> None:
    connection.execute(
        insert_row(publications).values(
            product=publication.product.id,
            revision=publication.revision,
            document=msgspec.json.encode(msgspec.structs.replace(publication, supply=())),
            removed=False,
            state=first_state(terms),
            live_s=terms.live_s,
            drafted_by=terms.by,
            origin=terms.origin,
            tag=publication.codebook.tag,
        )
    )


def _go_live(connection: Connection, released: Release, now_s: float) -> None:
    publication = released.publication
    supersede(connection, publication.product.id, publication.revision)
    _changed(connection, [release_fact(publication, "live", now_s, released.approved_by)])


def _rooms(connection: Connection) -> tuple[RoomPlan, ...]:
    """The rooms as they are arranged now."""
    documents = connection.execute(select(rooms.c.document).order_by(rooms.c.id)).scalars()
    plans = [msgspec.json.decode(document, type=RoomPlan) for document in documents]
    stands = arranged_rooms(connection)
    return tuple(arranged(plan, stands[plan.id]) if plan.id in stands else plan for plan in plans)


def _avatars(connection: Connection) -> tuple[FileRef, ...]:
    query = select(files).join(avatars, avatars.c.sha256 == files.c.sha256).order_by(avatars.c.name)
    return tuple(FileRef(row.sha256, row.size_bytes, row.media_type) for row in connection.execute(query))
