from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from server.store.folder import StoreFolder, open_data_folder, open_in_memory
from server.store.migrations import _config, migrate, newest, standing
from server.store.schema import metadata
from showroom.catalogue import FileRef
from showroom.errors import Rejected, Unavailable
from tests.server.samples import publication, room_plan

if TYPE_CHECKING:
    from pathlib import Path


def test_the_migrations_build_the_tables_of_the_schema() -> None:
    folder = open_in_memory()
    with folder.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
    folder.close()


def test_an_empty_database_is_migrated_once(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    assert standing(folder.database) is None
    assert migrate(folder.database) == (None, newest())
    assert migrate(folder.database) == (newest(), newest())
    folder.close()


def test_a_database_of_a_newer_program_is_refused(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    with folder.database.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'future'"))
    folder.close()
    with pytest.raises(Rejected, match="newer-database"):
        open_data_folder(tmp_path)


def test_what_was_published_before_drafts_existed_stands_and_nobody_is_logged_out(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    with folder.database.write() as connection:
        command.upgrade(_config(connection), "0001")
        for statement in (
            "INSERT INTO files VALUES (printf('%.*c', 64, 'a'), 1, 'model/gltf-binary')",
            "INSERT INTO users VALUES ('eva', 'hash', 'agent')",
            "INSERT INTO staff_sessions VALUES ('token', 'eva', 5.0)",
        ):
            connection.execute(text(statement))
        old = publication(FileRef("a" * 64, 1, "model/gltf-binary"))
        row = {"document": msgspec.json.encode(old), "removed": False}
        connection.execute(text("INSERT INTO publications VALUES ('runner', 1, :document, :removed)"), row)
    assert migrate(folder.database) == ("0001", newest())
    assert folder.catalogue.catalogue().products == (old,)
    assert folder.catalogue.tags() == {"runner": old.codebook.tag}
    with folder.database.write() as connection:
        assert connection.execute(text("SELECT user FROM staff_sessions")).scalar_one() == "eva"
        connection.execute(text("INSERT INTO users (name, password_hash, role) VALUES ('otto', 'hash', 'approver')"))
        with pytest.raises(IntegrityError):
            connection.execute(text("INSERT INTO users (name, password_hash, role) VALUES ('udo', 'hash', 'king')"))
    folder.close()


def test_several_may_open_a_new_folder_at_the_same_moment(tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        for folder in pool.map(lambda _: open_data_folder(tmp_path / "data"), range(4)):
            assert folder.catalogue.revision() == 0
            folder.close()


def test_what_one_process_publishes_another_sees(tmp_path: Path) -> None:
    here, there = open_data_folder(tmp_path), open_data_folder(tmp_path)
    here.catalogue.publish(publication(here.files.put(b"m", "model/gltf-binary")))
    there.catalogue.put_room(room_plan())
    assert here.catalogue.catalogue() == there.catalogue.catalogue()
    assert here.catalogue.revision() == 2
    here.close()
    there.close()


def test_commits_are_flushed_to_the_disk(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    with folder.database.read() as connection:
        settings = [
            connection.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        ]
    folder.close()
    assert settings == ["wal", 2, 1]


def test_a_folder_that_cannot_be_made_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(Unavailable, match="no-data-folder"):
        open_data_folder(tmp_path / "file" / "data")


def test_a_database_that_is_none_says_so(tmp_path: Path) -> None:
    (tmp_path / "showroom.sqlite3").write_bytes(b"this is not a database, it is a sentence" * 100)
    with pytest.raises(Unavailable, match="database-corrupt"):
        open_data_folder(tmp_path)


def test_a_damaged_file_is_told_and_healed_by_storing_it_again(tmp_path: Path) -> None:
    folder = open_data_folder(tmp_path)
    ref = folder.files.put(b"model", "model/gltf-binary")
    path = folder.files.path(ref.sha256)
    assert path is not None
    path.write_bytes(b"m0del")
    with pytest.raises(Unavailable, match="file-damaged"):
        folder.files.read(ref.sha256)
    folder.files.put(b"model", "model/gltf-binary")
    assert folder.files.read(ref.sha256) == b"model"
    assert [path.name for path in path.parent.iterdir()] == [ref.sha256]
    folder.close()
