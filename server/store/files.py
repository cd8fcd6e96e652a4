"""Content-addressed files: the name of a file is the SHA-256 of its bytes, written once, never changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sqlalchemy import select
from sqlalchemy.dialects.sqlite import insert

from server.store.schema import files
from showroom.catalogue import FileRef
from showroom.errors import NotFound, Rejected, Unavailable

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from server.store.database import Database

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DISK_ERRORS: Final = {
    errno.ENOSPC: ("disk-full", "the disk has no room left for the file; free some space"),
    errno.EDQUOT: ("disk-full", "the disk quota is used up; free some space"),
    errno.EROFS: ("read-only", "the data folder cannot be written; check its mount"),
    errno.EACCES: ("read-only", "the data folder cannot be written; check its owner"),
}


class SqlFileStore:
    """Files by hash; their sizes and media types are rows, their bytes lie on disk or in memory.

    Args:
        database: where the rows are.
        folder: where the bytes are; None keeps them in memory.
    """

    def __init__(self, database: Database, folder: Path | None) -> None:
        self._database = database
        self._folder = folder
        self._in_memory: dict[str, bytes] = {}

    def put(self, data: bytes, media_type: str) -> FileRef:
        """Store `data` durably; storing it twice is one file, whose first media type stays.

        Raises:
            Unavailable: ``disk-full`` or ``read-only``.
        """
        sha256 = hashlib.sha256(data).hexdigest()
        if self._folder is None:
            self._in_memory[sha256] = data
        else:
            write_file(place(self._folder, sha256), data)
        with self._database.write() as connection:
            connection.execute(
                insert(files)
                .values(sha256=sha256, size_bytes=len(data), media_type=media_type)
                .on_conflict_do_nothing()
            )
        return self.ref(sha256)

    def read(self, sha256: str) -> bytes:
        """The bytes, checked against their name.

        Raises:
            NotFound: ``unknown-file``.
            Unavailable: ``file-damaged`` where the disk holds something else.
        """
        try:
            data = self._in_memory[sha256] if self._folder is None else self._existing(sha256).read_bytes()
        except (KeyError, FileNotFoundError):
            raise _unknown(sha256) from None
        if hashlib.sha256(data).hexdigest() != sha256:
            raise Unavailable("file-damaged", f"the file {sha256[:12]}… is not what was stored; restore a backup")
        return data

    def path(self, sha256: str) -> Path | None:
        """Where the file lies on disk, None where the store has no disk or no such file."""
        if self._folder is None or not _SHA256.fullmatch(sha256):
            return None
        path = place(self._folder, sha256)
        return path if path.is_file() else None

    def ref(self, sha256: str) -> FileRef:
        """Size and media type.

        Raises:
            NotFound: ``unknown-file``.
        """
        with self._database.read() as connection:
            row = connection.execute(select(files).where(files.c.sha256 == sha256)).one_or_none()
        if row is None:
            raise _unknown(sha256)
        return FileRef(row.sha256, row.size_bytes, row.media_type)

    def _existing(self, sha256: str) -> Path:
        path = self.path(sha256)
        if path is None:
            raise _unknown(sha256)
        return path


def require_file(connection: Connection, file: FileRef | None) -> None:
    """Refuse to refer to a file that was never stored.

    Raises:
        Rejected: ``unknown-file``.
    """
    if file is None:
        return
    if connection.execute(select(files.c.sha256).where(files.c.sha256 == file.sha256)).one_or_none() is None:
        raise Rejected("unknown-file", "the file was never stored", got=file.sha256, hint="put it before naming it")


def stored_files(database: Database) -> tuple[FileRef, ...]:
    """Every file that was ever stored."""
    with database.read() as connection:
        rows = connection.execute(select(files).order_by(files.c.sha256)).all()
    return tuple(FileRef(row.sha256, row.size_bytes, row.media_type) for row in rows)


def place(folder: Path, sha256: str) -> Path:
    """Where a file belongs: two letters deep, so that no folder grows too long."""
    return folder / sha256[:2] / sha256


def write_file(path: Path, data: bytes) -> None:
    """Write `data` to `path` so that after a crash there is all of it or nothing.

    Raises:
        Unavailable: ``disk-full`` or ``read-only``.
    """
    if path.is_file() and path.read_bytes() == data:  # a damaged one is healed
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_aside_and_rename(path, data)
    except OSError as error:
        known = _DISK_ERRORS.get(error.errno or 0)
        if known is None:
            raise
        raise Unavailable(*known) from error


def _write_aside_and_rename(path: Path, data: bytes) -> None:
    handle, name = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as aside:
            aside.write(data)
            aside.flush()
            os.fsync(aside.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()
        raise
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames inside `folder` survive a power loss."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unknown(sha256: str) -> NotFound:
    return NotFound("unknown-file", "no file has this hash", got=sha256[:80])
