"""Worker processes that import products side by side.

Each has a pipe of its own and ends when the other end is gone, so none outlives a killed parent by more than the
product in its hands. One that dies takes nothing but that product with it.
"""

from __future__ import annotations

import multiprocessing
import os
from collections import deque
from multiprocessing.connection import wait
from typing import TYPE_CHECKING

from showroom.pipeline.importing.work import Failure, Outcome, serve

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

    from showroom.pipeline.importing.jobs import Job
    from showroom.pipeline.importing.work import Setup

END_DEADLINE_S = 10.0


def cores() -> int:
    """How many processes can compute at once here."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Desk:
    """One worker process, its line, and the job in its hands."""

    def __init__(self, setup: Setup) -> None:
        # Spawned, for a forked renderer or database connection is broken.
        context = multiprocessing.get_context("spawn")
        self.line: Connection
        self.line, far_end = context.Pipe()
        self.process: SpawnProcess = context.Process(target=serve, args=(far_end, setup), daemon=True)
        self.process.start()
        far_end.close()
        self.job: Job | None = None

    def give(self, job: Job) -> None:
        """Let it import `job`."""
        self.job = job
        self.line.send(job)

    def take(self) -> Outcome | None:
        """What became of the job; None where the process died."""
        try:
            outcome: Outcome = self.line.recv()
        except (EOFError, ConnectionResetError):
            return None
        self.job = None
        return outcome

    def end(self) -> None:
        """Let it go, and wait until it is gone."""
        self.line.close()
        self.process.join(END_DEADLINE_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


def run_jobs(jobs: Sequence[Job], setup: Setup, workers: int) -> Iterator[Outcome]:
    """Import all of `jobs`, `workers` at a time; outcomes come as they are ready.

    Whoever stops in between kills what is under way, which leaves the catalogue as it was.
    """
    waiting = deque(jobs)
    desks = [_Desk(setup) for _ in range(min(workers, len(jobs)))]
    try:
        for desk in desks:
            desk.give(waiting.popleft())
        while busy := [desk for desk in desks if desk.job is not None]:
            ready = set(wait([desk.line for desk in busy]))
            for desk in (desk for desk in busy if desk.line in ready):
                outcome = desk.take()
                if outcome is None:
                    outcome = _died(desk)
                    desks[desks.index(desk)] = desk = _Desk(setup)  # noqa: PLW2901 - it takes the dead one's place
                if waiting:
                    desk.give(waiting.popleft())
                yield outcome
    except BaseException:
        for desk in desks:
            desk.process.kill()
        raise
    finally:
        for desk in desks:
            desk.end()


def _died(desk: _Desk) -> Outcome:
    desk.end()
    code = desk.process.exitcode
    how = f"signal {-code}" if code is not None and code < 0 else f"status {code}"
    message = f"worker-died: the process that imported it ended with {how}; perhaps memory ran out: try --jobs 1"
    return Outcome(desk.job.name if desk.job else "", failure=Failure("worker-died", message))
