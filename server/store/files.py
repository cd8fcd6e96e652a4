"""Content-addressed files: the name of a file is the SHA-256 of its bytes, written once, never changed."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import io
import os
import re
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

from sqlalchemy import select

from server.store.database import insert_new
from server.store.schema import files
from showroom.catalogue import FileRef
from showroom.errors import NotFound, Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from server.store.database import Database

_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DISK_ERRORS: Final = {
    errno.ENOSPC: ("disk-full", "the disk has no room left for the file; free some space"),
    errno.EDQUOT: ("disk-full", "the disk quota is used up; free some space"),
    errno.EFBIG: ("disk-full", "the system lets files grow no further; raise the limit (ulimit -f) or free some space"),
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
            return self.add(sha256, len(data), media_type, data)
        write_file(place(self._folder, sha256), data)
        return self.add(sha256, len(data), media_type)

    def receive(self) -> Incoming:
        """Begin a file that comes in pieces.

        Raises:
            Unavailable: ``disk-full`` or ``read-only``.
        """
        return Incoming(self, self._folder)

    def add(self, sha256: str, size_bytes: int, media_type: str, data: bytes | None = None) -> FileRef:
        """Enter a file whose bytes are in their place; those of a store in memory are `data`."""
        if data is not None:
            self._in_memory[sha256] = data
        with self._database.write() as connection:
            insert_new(connection, files, {"sha256": sha256, "size_bytes": size_bytes, "media_type": media_type})
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


class Incoming:
    """A file that comes in pieces and is there as a whole or not at all.

    Args:
        store: which enters it when it is complete.
        folder: where the bytes go; None keeps them in memory.
    """

    def __init__(self, store: SqlFileStore, folder: Path | None) -> None:
        self._store = store
        self._folder = folder
        self._digest = hashlib.sha256()
        self._size_bytes = 0
        self._aside: Path | None = None
        self._target: IO[bytes] = io.BytesIO()
        if folder is not None:
            with told_disk_errors():
                handle, name = tempfile.mkstemp(prefix=".new-", dir=folder)
                self._aside, self._target = Path(name), os.fdopen(handle, "wb")

    def write(self, data: bytes) -> None:
        """Add a piece.

        Raises:
            Unavailable: ``disk-full``.
        """
        self._digest.update(data)
        self._size_bytes += len(data)
        with told_disk_errors():
            self._target.write(data)

    def finish(self, sha256: str, media_type: str) -> FileRef:
        """Check the bytes against their name and keep them.

        Raises:
            Rejected: ``other-hash``.
            Unavailable: ``disk-full``.
        """
        found = self._digest.hexdigest()
        if found != sha256:
            raise Rejected("other-hash", "the bytes have another hash than their name", got=found, allowed=sha256)
        if self._folder is None or self._aside is None:
            data = self._target.getvalue() if isinstance(self._target, io.BytesIO) else b""
            return self._store.add(sha256, self._size_bytes, media_type, data)
        with told_disk_errors():
            self._target.flush()
            os.fsync(self._target.fileno())
            path = place(self._folder, sha256)
            path.parent.mkdir(exist_ok=True)
            self._aside.replace(path)
            sync_folder(path.parent)
        return self._store.add(sha256, self._size_bytes, media_type)

    def close(self) -> None:
        """Forget what was not finished."""
        with contextlib.suppress(OSError):  # a full disk refuses the last flush of what is thrown away anyway
            self._target.close()
        if self._aside is not None:
            self._aside.unlink(missing_ok=True)


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
    with told_disk_errors():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write_aside_and_rename(path, data)


@contextlib.contextmanager
def told_disk_errors() -> Iterator[None]:
    """Say what is wrong with the disk where the system does.

    Raises:
        Unavailable: ``disk-full`` or ``read-only``.
    """
    try:
        yield
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
