"""What rooms and the service desk want to find again after a restart: opaque documents by collection and key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from server.store.database import upsert_all
from server.store.schema import room_documents

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Connection

    from server.store.database import Database


@dataclass(frozen=True)
class Document:
    """A document under its key; None deletes it."""

    collection: str
    key: str
    data: bytes | None


class Documents:
    """Reads documents back; writing is the writer's (`put_documents`)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def collection(self, name: str, but: str = "") -> dict[str, bytes]:
        """Every document of a collection by its key, sorted; without those whose keys begin with `but`."""
        query = (
            select(room_documents.c.key, room_documents.c.document)
            .where(room_documents.c.collection == name)
            .order_by(room_documents.c.key)
        )
        if but:
            query = query.where(~room_documents.c.key.startswith(but, autoescape=True))
        with self._database.read() as connection:
            return {row.key: row.document for row in connection.execute(query)}

    def every(self) -> dict[tuple[str, str], bytes]:
        """Every document by collection and key."""
        with self._database.read() as connection:
            rows = connection.execute(select(room_documents).order_by("collection", "key"))
            return {(row.collection, row.key): row.document for row in rows}


def put_documents(connection: Connection, documents: Iterable[Document]) -> None:
    """Add, replace or delete documents; the last word about a key counts."""
    newest = {(document.collection, document.key): document.data for document in documents}
    table = room_documents
    for collection, key in [name for name, data in newest.items() if data is None]:
        connection.execute(delete(table).where(table.c.collection == collection, table.c.key == key))
    rows = [
        {"collection": collection, "key": key, "document": data}
        for (collection, key), data in newest.items()
        if data is not None
    ]
    upsert_all(connection, table, rows, ["collection", "key"])
