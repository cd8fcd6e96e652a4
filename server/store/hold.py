"""One server for one data folder: rooms live in a server's memory, and two would overwrite each other's."""

from __future__ import annotations

import contextlib
import os
import sys
from typing import TYPE_CHECKING, Final

from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HOLD_NAME: Final = "server.lock"
_LONGEST_NUMBER: Final = 20


@contextlib.contextmanager
def held(path: Path, *, shared: bool = False) -> Iterator[None]:
    """Keep other servers away from the folder for as long as the block lasts; commands still work on it.

    The kernel lets go of it when the process ends, however it ends. Nothing is held where the system has no such
    locks (Windows).

    Args:
        path: the data folder, which exists.
        shared: with other nodes of several, which own rooms by lease; a server that has every room is kept away.

    Raises:
        Rejected: ``folder-in-use``.
        Unavailable: ``no-data-folder``.
    """
    try:
        lock = os.open(path / HOLD_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        message = f"{path} takes no files: {error.strerror}; name another --data"
        raise Unavailable("no-data-folder", message) from error
    try:
        _take(lock, path, shared=shared)
        yield
    finally:
        os.close(lock)


def _take(lock: int, path: Path, *, shared: bool) -> None:
    if sys.platform == "win32":
        return
    import fcntl  # noqa: PLC0415 - absent on Windows

    try:
        fcntl.flock(lock, (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.pread(lock, _LONGEST_NUMBER, 0).decode("ascii", "replace").strip()
        raise Rejected(
            "folder-in-use",
            "another server runs on this data folder",
            got=f"{path}, held by process {holder}" if holder else str(path),
            allowed="one server for a folder, or several nodes (--role front, --role room)",
            hint="visit or stop that one, or name another folder with --data",
        ) from error
    except OSError as error:
        raise Unavailable("no-lock", f"{path} cannot be locked: {error.strerror}; name another --data") from error
    os.ftruncate(lock, 0)
    os.pwrite(lock, f"{os.getpid()}\n".encode(), 0)
