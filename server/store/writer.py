"""One thread writes what the rooms want kept, grouped so that one disk flush serves many.

A batch is acknowledged (its future resolves) after the commit that holds it. Batches are written in order. Once a
batch with an epoch fails, later ones of that epoch fail too, unwritten, for they may rest on state that was never
stored; whoever submits rolls its own state back and goes on with the next epoch. A batch without one stands alone.
"""

from __future__ import annotations

import queue
import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Protocol

from server.store.documents import put_documents
from server.store.facts import append
from server.store.leases import Fenced, check
from server.store.people import VisitorRecord, remember
from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from server.store.database import Database
    from server.store.documents import Document
    from showroom.events import Fact

GROUP_WINDOW_S: Final = 0.001
"""Whatever comes while a group is being flushed makes the next one; this only keeps a trickle from a flush each."""
MAX_GROUP: Final = 512
MAX_QUEUE: Final = 10_000


@dataclass(frozen=True)
class Batch:
    """What belongs into one transaction; `tokens` are of the leases that it is written under, by what they are for."""

    documents: tuple[Document, ...] = ()
    facts: tuple[Fact, ...] = ()
    visitors: tuple[VisitorRecord, ...] = ()
    tokens: Mapping[str, int] = field(default_factory=dict, compare=False)


class WriterMetrics(Protocol):
    """Who wants to know how the writer does; called from its thread."""

    def committed(self, batches: int, seconds: float) -> None:
        """A group was committed."""
        ...


@dataclass(frozen=True)
class _Job:
    batch: Batch
    epoch: int | None
    done: Future[None] = field(default_factory=Future)


class Writer:
    """The writing thread of a server process.

    Args:
        database: where to write.
        metrics: told after every commit.
        window_s: how long the first batch of a group waits for company.
    """

    def __init__(
        self, database: Database, metrics: WriterMetrics | None = None, window_s: float = GROUP_WINDOW_S
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._window_s = window_s
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._broken_epoch = -1
        self._closed = False
        self.problem: Unavailable | None = None
        self._thread = threading.Thread(target=self._run, name="writer")
        self._thread.start()

    def submit(self, batch: Batch, epoch: int | None = None) -> Future[None]:
        """Queue a batch; the future resolves after its commit.

        Raises:
            Unavailable: ``store-busy`` where the queue is full, ``store-closed`` after `close`.
        """
        if self._closed:
            raise Unavailable("store-closed", "the server is shutting down")
        if self._jobs.qsize() >= MAX_QUEUE:
            raise Unavailable("store-busy", "too many changes wait for the disk; try again")
        job = _Job(batch, epoch)
        self._jobs.put(job)
        return job.done

    def waiting(self) -> int:
        """How many batches are queued."""
        return self._jobs.qsize()

    def close(self) -> None:
        """Write what is queued, then end the thread."""
        if not self._closed:
            self._closed = True
            self._jobs.put(None)
        self._thread.join()

    def _run(self) -> None:
        ended = False
        while not ended:
            first = self._jobs.get()
            if first is None:
                return
            group, ended = self._gather(first)
            self._commit(group)

    def _gather(self, first: _Job) -> tuple[list[_Job], bool]:
        group = [first]
        deadline = time.monotonic() + self._window_s
        while len(group) < MAX_GROUP:
            try:
                job = self._jobs.get(timeout=max(deadline - time.monotonic(), 0.0))
            except queue.Empty:
                return group, False
            if job is None:
                return group, True
            group.append(job)
        return group, False

    def _commit(self, group: Sequence[_Job]) -> None:
        started = time.monotonic()
        if any(self._is_broken(job) for job in group) or not self._attempt(group):
            # One of them is at fault: apart, each gets its own answer.
            for job in group:
                self._commit_alone(job)
        elif self._metrics is not None:
            self._metrics.committed(len(group), time.monotonic() - started)

    def _attempt(self, group: Sequence[_Job]) -> bool:
        try:
            with self._database.write() as connection:
                _write(connection, _joined([job.batch for job in group]))
        except Exception:  # noqa: BLE001 - whatever it is, each job meets it again alone and hands it to its owner
            return False
        self._settle(group)
        return True

    def _commit_alone(self, job: _Job) -> None:
        if self._is_broken(job):
            job.done.set_exception(Unavailable("not-stored", "an earlier change could not be stored"))
            return
        try:
            with self._database.write() as connection:
                _write(connection, job.batch)
        except Exception as error:  # noqa: BLE001 - a border: the error belongs to whoever waits for the future
            if job.epoch is not None:
                self._broken_epoch = job.epoch
            if not isinstance(error, Fenced):  # then the store is well: it is just not ours any more
                self.problem = error if isinstance(error, Unavailable) else Unavailable("store-failed", "see the log")
            job.done.set_exception(error)
        else:
            self._settle((job,))

    def _is_broken(self, job: _Job) -> bool:
        return job.epoch is not None and job.epoch <= self._broken_epoch

    def _settle(self, group: Sequence[_Job]) -> None:
        self.problem = None
        for job in group:
            job.done.set_result(None)


def _joined(batches: Sequence[Batch]) -> Batch:
    """What one transaction writes for all of them, in their order.

    Raises:
        Fenced: a room came, went and came again within the group; apart, they get their own answers.
    """
    tokens = {thing: token for batch in batches for thing, token in batch.tokens.items()}
    if any(tokens[thing] != token for batch in batches for thing, token in batch.tokens.items()):
        raise Fenced(frozenset(tokens))
    return Batch(
        tuple(document for batch in batches for document in batch.documents),
        tuple(fact for batch in batches for fact in batch.facts),
        tuple(record for batch in batches for record in batch.visitors),
        tokens,
    )


def _write(connection: Connection, batch: Batch) -> None:
    check(connection, batch.tokens)
    for record in batch.visitors:
        remember(connection, record)
    put_documents(connection, batch.documents)
    append(connection, batch.facts)
