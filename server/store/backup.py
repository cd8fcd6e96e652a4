"""A backup is one tar file: a consistent copy of the database, the files that it names, and a manifest of hashes."""

from __future__ import annotations

import hashlib
import io
import os
import re
import shutil
import sqlite3
import tarfile
import tempfile
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import msgspec

from server.store.files import place, stored_files, sync_folder
from server.store.folder import DATABASE_NAME, FILES_NAME
from server.store.migrations import standing
from server.store.sqlite import SqliteDatabase
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from server.store.folder import StoreFolder

MANIFEST_NAME: Final = "manifest.json"
_MAX_MANIFEST_BYTES: Final = 64 * 1024 * 1024
_CHUNK_BYTES: Final = 1024 * 1024
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A member of the tar file."""

    name: str
    size_bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a backup holds; `schema` is the database's revision."""

    format: int
    schema: str
    members: tuple[Member, ...]


def back_up(folder: StoreFolder, target: Path) -> Manifest:
    """Write a backup of `folder` to `target` while others go on working on it; a former `target` is replaced at once.

    Raises:
        Unavailable: ``disk-full``, ``file-damaged`` or another trouble of the disk.
    """
    try:
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=target.parent) as scratch:
            copy = Path(scratch) / DATABASE_NAME
            folder.database.copy_to(copy)
            _settle(copy)
            manifest = _manifest(folder, copy)
            written = Path(scratch) / "backup.tar"
            _write(folder, copy, manifest, written)
            written.replace(target)
            sync_folder(target.parent)
    except OSError as error:
        raise Unavailable("backup-failed", f"cannot write {target}: {error.strerror}; check place and space") from error
    return manifest


def restore(source: Path, target: Path) -> Manifest:
    """Unpack a backup into `target`, which must not exist or be empty: all of it, or nothing.

    Raises:
        Rejected: ``folder-not-empty``, ``not-a-backup`` or ``backup-damaged``.
        Unavailable: a trouble of the disk.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Rejected(
            "folder-not-empty",
            "a backup is restored into an empty folder only",
            got=str(target),
            hint="name a new folder with --data, or move the old one away",
        )
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(prefix=".restore-", dir=target.parent))
        try:
            manifest = _unpack(source, scratch)
            _check_database(scratch / DATABASE_NAME, manifest)
            (scratch / FILES_NAME).mkdir(exist_ok=True)
            scratch.replace(target)
        except BaseException:
            shutil.rmtree(scratch)
            raise
        sync_folder(target.parent)
    except tarfile.TarError as error:
        raise Rejected("not-a-backup", "this is no backup, or half of one", got=f"{source.name}: {error}") from error
    except OSError as error:
        raise Unavailable("restore-failed", f"cannot restore: {error.strerror or error}") from error
    return manifest


def _settle(copy: Path) -> None:
    """One plain file, without a write-ahead log beside it."""
    connection = sqlite3.connect(copy)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()


def _manifest(folder: StoreFolder, copy: Path) -> Manifest:
    database = SqliteDatabase(copy)
    try:
        schema = standing(database) or ""
        stored = stored_files(database)
    finally:
        database.close()
    _settle(copy)
    members = [Member(DATABASE_NAME, copy.stat().st_size, _hash(copy))]
    for file in stored:
        path = folder.files.path(file.sha256)
        if path is None or path.stat().st_size != file.size_bytes or _hash(path) != file.sha256:
            raise Unavailable("file-damaged", f"the file {file.sha256[:12]}… is lost or damaged; import it again")
        members.append(Member(f"{FILES_NAME}/{file.sha256}", file.size_bytes, file.sha256))
    return Manifest(1, schema, tuple(members))


def _write(folder: StoreFolder, copy: Path, manifest: Manifest, target: Path) -> None:
    with target.open("wb") as output:
        with tarfile.open(fileobj=output, mode="w", format=tarfile.PAX_FORMAT) as tar:
            data = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
            info = tarfile.TarInfo(MANIFEST_NAME)
            info.size = len(data)
            tar.addfile(info, io.BytesIO(data))
            for member in manifest.members:
                path = copy if member.name == DATABASE_NAME else folder.files.path(member.sha256)
                if path is None:
                    raise Unavailable("file-damaged", f"the file {member.sha256[:12]}… was lost meanwhile")
                info = tarfile.TarInfo(member.name)
                info.size = member.size_bytes
                with path.open("rb") as file:
                    tar.addfile(info, file)
        output.flush()
        os.fsync(output.fileno())


def _unpack(source: Path, scratch: Path) -> Manifest:
    with tarfile.open(source, mode="r:") as tar:
        members = iter(tar)
        manifest = _read_manifest(tar, next(members, None))
        expected = {member.name: member for member in manifest.members}
        for info in members:
            member = expected.pop(info.name, None)
            file = tar.extractfile(info) if info.isfile() else None
            if member is None or file is None or info.size != member.size_bytes:
                raise _damaged(info.name)
            with file:
                _copy_checked(file, member, _target(scratch, member))
    if expected:
        raise _damaged(next(iter(expected)))
    return manifest


def _read_manifest(tar: tarfile.TarFile, info: tarfile.TarInfo | None) -> Manifest:
    file = tar.extractfile(info) if info is not None and info.name == MANIFEST_NAME and info.isfile() else None
    if info is None or file is None or info.size > _MAX_MANIFEST_BYTES:
        raise Rejected("not-a-backup", "this is no backup", hint="showroom backup writes one")
    try:
        manifest = msgspec.json.decode(file.read(), type=Manifest)
    except msgspec.DecodeError as error:
        raise Rejected("not-a-backup", "the manifest cannot be read", got=str(error)[:200]) from None
    if manifest.format != 1:
        raise Rejected("newer-backup", "a newer program wrote this backup", got=str(manifest.format), allowed="1")
    return manifest


def _target(scratch: Path, member: Member) -> Path:
    """Where a member belongs. Names are checked, so a forged backup writes nowhere else."""
    if member.name == DATABASE_NAME:
        return scratch / DATABASE_NAME
    folder, _, name = member.name.partition("/")
    if folder != FILES_NAME or name != member.sha256 or not _SHA256.fullmatch(name):
        raise _damaged(member.name)
    return place(scratch / FILES_NAME, name)


def _copy_checked(file: IO[bytes], member: Member, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256()
    with target.open("wb") as output:
        for chunk in iter(lambda: file.read(_CHUNK_BYTES), b""):
            digest.update(chunk)
            output.write(chunk)
        output.flush()
        os.fsync(output.fileno())
    if digest.hexdigest() != member.sha256:
        raise _damaged(member.name)


def _check_database(path: Path, manifest: Manifest) -> None:
    if not path.is_file():
        raise _damaged(DATABASE_NAME)
    database = SqliteDatabase(path)
    try:
        named = {f"{FILES_NAME}/{file.sha256}" for file in stored_files(database)}
        is_sound = database.is_sound()
    finally:
        database.close()
    missing = named - {member.name for member in manifest.members}
    if missing or not is_sound:
        raise _damaged(next(iter(missing), DATABASE_NAME))


def _hash(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _damaged(name: str) -> Rejected:
    return Rejected("backup-damaged", "the backup is damaged or was tampered with", got=name[:120])
