"""Which products of a folder were saved since they were imported last, once nobody writes to them any more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from showroom.errors import NotFound
from showroom.pipeline.importing.jobs import find_jobs

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from showroom.pipeline.importing.jobs import Job

LOOK_EVERY_S = 0.5
QUIET_S = 1.0
"""Programs write models in pieces: what changed is left alone until it was the same for this long."""

Stamp = tuple[tuple[str, int, int], ...]


class FolderWatch:
    """Remembers how everything was when it was imported last.

    Looking at times and sizes works on every system and on shared folders, where notifications do not.

    Args:
        folder: what is watched.
        quiet_s: how long a product must be the same before it is taken.
    """

    def __init__(self, folder: Path, quiet_s: float = QUIET_S) -> None:
        self._folder = folder
        self._quiet_s = quiet_s
        self._taken: dict[str, Stamp] = {}
        self._seen: dict[str, tuple[Stamp, float]] = {}

    def saved(self, now_s: float) -> tuple[Job, ...]:
        """The products to import now; everything once at first. `now_s` never goes back.

        Raises:
            Rejected: ``bad-manifest``.
        """
        return tuple(job for job in self._jobs() if self._settled(job, now_s))

    def _jobs(self) -> tuple[Job, ...]:
        try:
            return find_jobs(self._folder)
        except NotFound:
            return ()  # everything was deleted; perhaps it comes back

    def _settled(self, job: Job, now_s: float) -> bool:
        stamp = _stamp(job)
        if stamp == self._taken.get(job.name):
            self._seen.pop(job.name, None)
            return False
        seen, since_s = self._seen.get(job.name, (None, now_s))
        if seen != stamp:
            self._seen[job.name] = (stamp, now_s)
            return False
        if now_s - since_s < self._quiet_s:
            return False
        self._taken[job.name] = stamp
        del self._seen[job.name]
        return True


def _stamp(job: Job) -> Stamp:
    """Times and sizes of everything that a product is made from."""
    files: Iterable[Path] = [job.model]
    if job.model.suffix.lower() == ".gltf":  # its buffers and pictures lie beside it
        files = (path for path in sorted(job.model.parent.rglob("*")) if path.is_file())
    return tuple(one for path in (*files, *filter(None, [job.product])) for one in _one_stamp(path))


def _one_stamp(path: Path) -> tuple[tuple[str, int, int], ...]:
    try:
        status = path.stat()
    except OSError:
        return ()  # deleted between listing and looking
    return ((str(path), status.st_mtime_ns, status.st_size),)
