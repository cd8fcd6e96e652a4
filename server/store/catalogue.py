"""Publications, rooms and avatars; every change is one transaction and raises the catalogue's revision by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy import insert as insert_row
from sqlalchemy.dialects.sqlite import insert

from server.store import facts as fact_log
from server.store.files import require_file
from server.store.layouts import arranged_rooms
from server.store.schema import avatars, catalogue_state, files, publications, rooms
from showroom.arranging.model import arranged
from showroom.catalogue import Catalogue, FileRef, Publication, RoomPlan
from showroom.errors import NotFound, Rejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

    from server.store.database import Database
    from showroom.events import Fact


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
                products=_standing_publications(connection),
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
            return {one.product.id: one.codebook.tag for one in _newest_publications(connection)}

    def publish(self, publication: Publication, facts: Sequence[Fact] = ()) -> None:
        """Add `publication`.

        Raises:
            Rejected: ``stale-revision`` where its revision is not one more than the newest of that product;
                ``unknown-file`` where its model or poster was never stored.
        """
        with self._database.write() as connection:
            newest = _newest(connection, publication.product.id)
            expected = 1 if newest is None else newest.revision + 1
            if publication.revision != expected:
                raise _stale(publication.product.id, publication.revision, expected)
            require_file(connection, publication.model)
            require_file(connection, publication.poster)
            connection.execute(
                insert_row(publications).values(
                    product=publication.product.id,
                    revision=publication.revision,
                    document=msgspec.json.encode(publication),
                    removed=False,
                )
            )
            _changed(connection, facts)

    def remove(self, product_id: str, facts: Sequence[Fact] = ()) -> None:
        """Take a product off the catalogue; its revisions stay.

        Raises:
            NotFound: ``unknown-product``.
        """
        with self._database.write() as connection:
            _require_standing(connection, product_id)
            connection.execute(update(publications).where(publications.c.product == product_id).values(removed=True))
            _changed(connection, facts)

    def put_poster(self, product_id: str, revision: int, poster: FileRef) -> None:
        """Give the standing revision of a product another poster.

        Raises:
            NotFound: ``unknown-product``.
            Rejected: ``stale-revision`` where `revision` is not the newest; ``unknown-file``.
        """
        with self._database.write() as connection:
            standing = _require_standing(connection, product_id)
            if standing.revision != revision:
                raise _stale(product_id, revision, standing.revision)
            require_file(connection, poster)
            illustrated = msgspec.structs.replace(standing, poster=poster)
            connection.execute(
                update(publications)
                .where(publications.c.product == product_id, publications.c.revision == revision)
                .values(document=msgspec.json.encode(illustrated))
            )
            _changed(connection)

    def put_room(self, plan: RoomPlan) -> None:
        """Add or replace a room.

        Raises:
            Rejected: ``unknown-file`` where its model was never stored.
        """
        with self._database.write() as connection:
            require_file(connection, plan.model)
            row = {"id": plan.id, "document": msgspec.json.encode(plan)}
            connection.execute(insert(rooms).values(row).on_conflict_do_update(["id"], set_=row))
            _changed(connection)

    def put_avatar(self, name: str, model: FileRef) -> None:
        """Add or replace an avatar model.

        Raises:
            Rejected: ``unknown-file`` where it was never stored.
        """
        with self._database.write() as connection:
            require_file(connection, model)
            row = {"name": name, "sha256": model.sha256}
            connection.execute(insert(avatars).values(row).on_conflict_do_update(["name"], set_=row))
            _changed(connection)

    def close(self) -> None:
        """Release the database."""
        self._database.close()


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
    return _newest_publications(connection, removed=False)


def _newest_publications(connection: Connection, *, removed: bool = True) -> tuple[Publication, ...]:
    """The newest revision of every product, without the removed ones where `removed` is False."""
    newest = select(publications.c.product, func.max(publications.c.revision).label("revision")).group_by(
        publications.c.product
    )
    latest = newest.subquery()
    query = (
        select(publications.c.document)
        .join(
            latest,
            (publications.c.product == latest.c.product) & (publications.c.revision == latest.c.revision),
        )
        .order_by(publications.c.product)
    )
    if not removed:
        query = query.where(publications.c.removed.is_(False))
    return tuple(msgspec.json.decode(row, type=Publication) for row in connection.execute(query).scalars())


def _rooms(connection: Connection) -> tuple[RoomPlan, ...]:
    """The rooms as they are arranged now."""
    documents = connection.execute(select(rooms.c.document).order_by(rooms.c.id)).scalars()
    plans = [msgspec.json.decode(document, type=RoomPlan) for document in documents]
    stands = arranged_rooms(connection)
    return tuple(arranged(plan, stands[plan.id]) if plan.id in stands else plan for plan in plans)


def _avatars(connection: Connection) -> tuple[FileRef, ...]:
    query = select(files).join(avatars, avatars.c.sha256 == files.c.sha256).order_by(avatars.c.name)
    return tuple(FileRef(row.sha256, row.size_bytes, row.media_type) for row in connection.execute(query))
