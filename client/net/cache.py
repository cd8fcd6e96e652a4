"""Files that servers published, kept on disk under the SHA-256 of their bytes, the least recently used go first."""

from __future__ import annotations

import contextlib
import hashlib
import os
import threading
from typing import TYPE_CHECKING

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LIMIT_BYTES = 2 * 1024**3


class FileCache:
    """A folder of files; several threads and several clients may use it at once.

    Args:
        folder: made when the first file comes.
        limit_bytes: what it may take on disk; the newest file stays even where it is larger.
    """

    def __init__(self, folder: Path, limit_bytes: int = LIMIT_BYTES) -> None:
        self._folder = folder
        self._limit_bytes = limit_bytes
        self._evicting = threading.Lock()

    def get(self, sha256: str, download: Callable[[str], bytes]) -> bytes:
        """Return the file, downloading it where it is missing or damaged.

        Raises:
            Unavailable: ``bad-file`` where the server sends other bytes, and whatever `download` raises.
        """
        data = self._read(sha256)
        if data is None:
            data = download(sha256)
            if hashlib.sha256(data).hexdigest() != sha256:
                raise Unavailable("bad-file", f"the server sent other bytes than {sha256[:12]}…; try again later")
            self._write(sha256, data)
        return data

    def size_bytes(self) -> int:
        """What the folder takes."""
        return sum(size for _, size, _ in self._entries())

    def _path(self, sha256: str) -> Path:
        return self._folder / sha256[:2] / sha256

    def _read(self, sha256: str) -> bytes | None:
        path = self._path(sha256)
        try:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                os.utime(path)
                return data
            path.unlink(missing_ok=True)
        except OSError:
            return None
        return None

    def _write(self, sha256: str, data: bytes) -> None:
        """Keep a file; a full disk only costs the download next time."""
        path = self._path(sha256)
        temporary = path.with_name(f"{sha256}.{os.getpid()}.{threading.get_ident()}")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            with contextlib.suppress(OSError):
                temporary.unlink()
            return
        self._evict(keep=path)

    def _evict(self, keep: Path) -> None:
        with self._evicting:
            entries = sorted(self._entries(), key=lambda entry: entry[0])
            total = sum(size for _, size, _ in entries)
            for _, size, path in entries:
                if total <= self._limit_bytes:
                    return
                if path != keep:
                    with contextlib.suppress(OSError):
                        path.unlink()
                    total -= size

    def _entries(self) -> list[tuple[float, int, Path]]:
        """(last use, size, path) of every file; one that goes meanwhile is left out."""
        entries = []
        for path in self._folder.glob("??/*"):
            try:
                status = path.stat()
            except OSError:
                continue
            entries.append((status.st_mtime, status.st_size, path))
        return entries
