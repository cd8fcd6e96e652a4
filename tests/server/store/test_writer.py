from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from server.store.documents import Document
from server.store.people import VisitorRecord, hash_token
from server.store.postgresql import PostgresDatabase
from server.store.writer import Batch, Writer
from showroom.errors import Unavailable
from showroom.events import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from server.store.folder import StoreFolder


@pytest.fixture
def writer(folder: StoreFolder) -> Iterator[Writer]:
    running = Writer(folder.database)
    yield running
    running.close()


def note(key: str, data: bytes | None = b"{}") -> Batch:
    return Batch(documents=(Document("notes", key, data),), facts=(Fact("Room Entered", 0.0, "v-1", key),))


_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE disk_full USING MESSAGE = 'could not extend file: No space left on device'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON room_documents
FOR EACH ROW WHEN (length(NEW.document) > 1000) EXECUTE FUNCTION full_disk()
"""


def fill_up(folder: StoreFolder) -> None:
    """SQLite may grow no further; a PostgreSQL server says what it says where its disk is full."""
    if isinstance(folder.database, PostgresDatabase):
        with folder.database.write() as connection:
            connection.exec_driver_sql(_FULL)
        return
    with folder.database.write() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
    with folder.database.engine.connect() as connection:
        connection.execute(text(f"PRAGMA max_page_count={pages}"))


def make_room(folder: StoreFolder) -> None:
    if isinstance(folder.database, PostgresDatabase):
        with folder.database.write() as connection:
            connection.exec_driver_sql("DROP TRIGGER full_disk ON room_documents")
        return
    with folder.database.engine.connect() as connection:
        connection.execute(text("PRAGMA max_page_count=1000000"))


def test_what_is_acknowledged_is_stored_with_its_facts_in_order(folder: StoreFolder, writer: Writer) -> None:
    futures = [writer.submit(note(f"n{index:03}")) for index in range(100)]
    for future in futures:
        future.result(10)
    assert len(folder.documents.collection("notes")) == 100
    assert [fact.subject for fact in folder.facts.after(0)] == [f"n{index:03}" for index in range(100)]


def test_the_last_document_under_a_key_wins_and_none_deletes(folder: StoreFolder, writer: Writer) -> None:
    writer.submit(note("a", b"1"))
    writer.submit(note("b", b"1"))
    writer.submit(note("a", b"2"))
    writer.submit(note("b", None)).result(10)
    assert folder.documents.every() == {("notes", "a"): b"2"}


def test_a_visitor_is_remembered_under_the_newest_name(folder: StoreFolder, writer: Writer) -> None:
    writer.submit(Batch(visitors=(VisitorRecord("v-1", hash_token("secret"), "Zoë", "de"),)))
    writer.submit(Batch(visitors=(VisitorRecord("v-1", hash_token("secret"), "Zoé", "en"),))).result(10)
    assert folder.visitors.by_token("secret") == VisitorRecord("v-1", hash_token("secret"), "Zoé", "en")
    assert folder.visitors.by_id("v-1") == folder.visitors.by_token("secret")
    assert folder.visitors.by_token("other") is None


def test_what_was_queued_is_written_before_the_writer_ends(folder: StoreFolder) -> None:
    writer = Writer(folder.database)
    futures = [writer.submit(note(str(index))) for index in range(50)]
    writer.close()
    assert all(future.done() for future in futures)
    assert len(folder.documents.collection("notes")) == 50
    with pytest.raises(Unavailable, match="store-closed"):
        writer.submit(note("late"))


def test_a_full_disk_is_told_and_is_over_once_there_is_room(folder: StoreFolder, writer: Writer) -> None:
    fill_up(folder)
    large = note("large", bytes(100_000))
    with pytest.raises(Unavailable, match="disk-full"):
        writer.submit(large).result(10)
    assert writer.problem is not None
    assert writer.problem.code == "disk-full"
    assert folder.facts.after(0) == ()
    make_room(folder)
    writer.submit(large).result(10)
    assert writer.problem is None


def test_after_a_failure_later_batches_of_the_epoch_fail_and_the_next_epoch_is_written(
    folder: StoreFolder, writer: Writer
) -> None:
    fill_up(folder)
    failing = writer.submit(note("large", bytes(100_000)), epoch=1)
    resting_on_it = writer.submit(note("small"), epoch=1)
    with pytest.raises(Unavailable, match="disk-full"):
        failing.result(10)
    with pytest.raises(Unavailable, match="not-stored"):
        resting_on_it.result(10)
    make_room(folder)
    writer.submit(note("again"), epoch=2).result(10)
    assert set(folder.documents.collection("notes")) == {"again"}


def test_one_bad_batch_does_not_take_its_neighbours_along(writer: Writer) -> None:
    visitor = VisitorRecord("v-1", hash_token("one"), "A", "en")
    twin = VisitorRecord("v-2", hash_token("one"), "B", "en")
    futures = [writer.submit(Batch(visitors=(record,))) for record in (visitor, twin)]
    futures.append(writer.submit(note("fine")))
    futures[0].result(10)
    assert futures[1].exception(10) is not None
    futures[2].result(10)
