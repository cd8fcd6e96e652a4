"""A shop that moves into PostgreSQL, works there, and comes back in a backup."""

from __future__ import annotations

import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from server.store.backup import back_up, restore
from server.store.documents import Document
from server.store.folder import POINTER_NAME, open_data_folder
from server.store.migrations import migrate, newest, standing
from server.store.moving import move_to
from server.store.postgresql import PostgresDatabase, as_shown
from server.store.schema import metadata
from server.store.writer import Batch, Writer
from showroom.errors import Rejected, Unavailable
from showroom.events import Fact
from tests.server.samples import publication, quick_staff, room_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from server.store.folder import StoreFolder
    from tests.server.postgres import PostgresServer

FACT = Fact("Product Published", 1_800_000_000.25, "u-mara", "runner", {"revision": 1})


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    """A data folder with something in most tables."""
    folder = open_data_folder(tmp_path / "shop")
    folder.catalogue.publish(publication(folder.files.put(b"model", "model/gltf-binary")), (FACT,))
    folder.catalogue.put_room(room_plan())
    quick_staff(folder).add("eva", "correct horse", "agent")
    writer = Writer(folder.database)
    writer.submit(Batch(documents=(Document("room/main", "lock", b"{}"),), facts=(FACT,))).result(10)
    writer.close()
    folder.close()
    return tmp_path / "shop"


def everything(folder: StoreFolder) -> dict[str, list[tuple[object, ...]]]:
    with folder.database.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in metadata.sorted_tables
        }


@pytest.fixture
def rows(shop: Path) -> dict[str, list[tuple[object, ...]]]:
    folder = open_data_folder(shop)
    kept = everything(folder)
    folder.close()
    return kept


@pytest.fixture
def moved(shop: Path, rows: dict[str, list[tuple[object, ...]]], postgres: PostgresServer) -> Iterator[StoreFolder]:
    assert rows
    move_to(shop, postgres.new_database())
    folder = open_data_folder(shop, create=False)
    yield folder
    folder.close()


def test_a_shop_moves_with_every_row_and_goes_on(
    shop: Path, moved: StoreFolder, rows: dict[str, list[tuple[object, ...]]]
) -> None:
    assert isinstance(moved.database, PostgresDatabase)
    assert everything(moved) == rows
    assert stat.S_IMODE((shop / POINTER_NAME).stat().st_mode) == 0o600
    moved.catalogue.put_room(room_plan(shown=None))
    moved.catalogue.publish(publication(moved.files.put(b"model 2", "model/gltf-binary"), revision=2), (FACT,))
    assert [one.position for one in moved.facts.after(0)] == [1, 2, 3]


def test_a_backup_of_it_is_restored_into_an_embedded_database(
    moved: StoreFolder, rows: dict[str, list[tuple[object, ...]]], tmp_path: Path
) -> None:
    back_up(moved, tmp_path / "shop.tar")
    restore(tmp_path / "shop.tar", tmp_path / "again")
    again = open_data_folder(tmp_path / "again", create=False)
    assert everything(again) == rows
    again.close()


def test_whoever_still_writes_into_the_old_file_is_refused(shop: Path, postgres: PostgresServer) -> None:
    late = sqlite3.connect(shop / "showroom.sqlite3")
    move_to(shop, postgres.new_database())
    with pytest.raises(sqlite3.IntegrityError, match="moved to PostgreSQL"):
        late.execute("INSERT INTO rooms VALUES ('late', x'00')")
    late.close()


def test_a_shop_does_not_move_twice_nor_into_another_shop(shop: Path, postgres: PostgresServer) -> None:
    taken = postgres.new_shop()
    database = PostgresDatabase(taken)
    with database.write() as connection:
        connection.exec_driver_sql("INSERT INTO rooms VALUES ('main', '{}')")
    database.close()
    with pytest.raises(Rejected, match="database-not-empty"):
        move_to(shop, taken)
    assert not (shop / POINTER_NAME).exists()
    move_to(shop, postgres.new_database())
    with pytest.raises(Rejected, match="moved-already"):
        move_to(shop, postgres.new_database())


def test_the_migrations_build_the_same_tables_there(postgres: PostgresServer) -> None:
    database = PostgresDatabase(postgres.new_database())
    assert standing(database) is None
    assert migrate(database) == (None, newest())
    assert migrate(database) == (newest(), newest())
    database.close()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("mysql://root@localhost/shop", "bad-database-url"),
        ("postgresql://showroom@localhost", "bad-database-url"),
        ("not an address", "bad-database-url"),
        ("postgresql://eva:secret@127.0.0.1:1/shop", "store-unreachable"),
    ],
)
def test_an_address_that_leads_nowhere_says_so_without_its_password(url: str, code: str) -> None:
    with pytest.raises((Rejected, Unavailable), match=code) as caught:
        PostgresDatabase(url)
    assert "secret" not in str(caught.value)


def test_an_unknown_database_and_another_language_are_refused(postgres: PostgresServer) -> None:
    with pytest.raises(Unavailable, match=r"store-unreachable.*does not exist"):
        PostgresDatabase(postgres.url("nowhere"))
    postgres.execute("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    with pytest.raises(Rejected, match="wrong-locale"):
        PostgresDatabase(postgres.url("latin"))


def test_a_password_is_never_shown() -> None:
    assert as_shown("postgresql://eva:secret@db.example/shop") == "postgresql://eva:***@db.example/shop"


def test_a_server_that_goes_is_told_and_found_again(moved: StoreFolder, postgres: PostgresServer) -> None:
    writer = Writer(moved.database)
    batch = Batch(documents=(Document("room/main", "probe", b"{}"),))
    writer.submit(batch).result(10)
    postgres.stop()
    try:
        with pytest.raises(Unavailable, match="store-unreachable"):
            writer.submit(batch).result(30)
        assert writer.problem is not None
    finally:
        postgres.start()
    writer.submit(batch).result(30)
    assert writer.problem is None
    writer.close()
