"""Work that must not hold up a frame: files are fetched and models read in a thread of their own."""

from __future__ import annotations

import queue
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from showroom.errors import ShowroomError

if TYPE_CHECKING:
    from collections.abc import Callable


MOST_HELD: Final = 10
"""Frames in a row for which `Loader.poll` keeps back what is there: clicks without end must not stop all loading."""


@dataclass(frozen=True)
class Loaded:
    """A finished job: its name and what came out, or why not."""

    name: str
    result: Any
    error: ShowroomError | None = None


class Loader:
    """One thread that does jobs in the order of their urgency."""

    def __init__(self) -> None:
        self._jobs: queue.PriorityQueue[tuple[int, int, str, Callable[[], Any] | None]] = queue.PriorityQueue()
        self._done: queue.SimpleQueue[Loaded] = queue.SimpleQueue()
        self._count = 0
        self._open = 0
        self._held = 0
        self._thread = threading.Thread(target=self._run, name="loader", daemon=True)
        self._thread.start()

    @property
    def busy(self) -> bool:
        """Whether there is anything that was asked for and not handed out by `poll`."""
        return self._open > 0

    def ask(self, name: str, job: Callable[[], Any], urgency: int = 10) -> None:
        """Do `job` in the background; smaller urgencies come first."""
        self._count += 1
        self._open += 1
        self._jobs.put((urgency, self._count, name, job))

    def poll(self, *, hold: bool = False) -> Loaded | None:
        """The next finished job, None where there is none; one a frame keeps frames short.

        With `hold` it is kept for a later frame, as this one has something to show that must not wait for an upload.
        """
        if hold and self._held < MOST_HELD:
            self._held += 1
            return None
        self._held = 0
        try:
            loaded = self._done.get_nowait()
        except queue.Empty:
            return None
        self._open -= 1
        return loaded

    def close(self, timeout_s: float = 10.0) -> None:
        """Finish the job at hand and end."""
        self._jobs.put((-1, 0, "", None))
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while True:
            _, _, name, job = self._jobs.get()
            if job is None:
                return
            try:
                result = job()
            except ShowroomError as error:
                self._done.put(Loaded(name, None, error))
            else:
                self._done.put(Loaded(name, result))
