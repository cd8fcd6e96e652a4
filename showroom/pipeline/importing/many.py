"""Importing many products: what is unchanged first, which is no work, then the rest side by side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from showroom.errors import Rejected, Unavailable
from showroom.pipeline.arguments import open_place
from showroom.pipeline.importing.work import Outcome, failed, product_file
from showroom.pipeline.importing.workers import run_jobs
from showroom.pipeline.source import open_model, read_text
from showroom.product_file import parse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from showroom.pipeline.importing.jobs import Job
    from showroom.pipeline.importing.work import Setup
    from showroom.ports import DataFolder


@dataclass(frozen=True)
class Summary:
    """What became of everything, in the order of the jobs."""

    outcomes: tuple[Outcome, ...]

    @property
    def failures(self) -> tuple[Outcome, ...]:
        """What was refused."""
        return tuple(one for one in self.outcomes if one.failure is not None)


def import_many(jobs: Sequence[Job], setup: Setup, workers: int, tell: Callable[[Outcome], None]) -> Summary:
    """Import `jobs`; each is a transaction of its own, so a run that was killed goes on where it was.

    Args:
        jobs: what to import.
        setup: where and how.
        workers: processes at a time.
        tell: hears of every outcome as it comes.
    """
    outcomes: dict[str, Outcome] = {}
    rest: list[Job] = []
    folder = open_place(setup.data, setup.server, create=True)
    try:
        first: dict[str, str] = {}
        for job in jobs:
            known = _known(job, folder, setup, first)
            if known is None:
                rest.append(job)
            else:
                outcomes[job.name] = known
                tell(known)
    finally:
        folder.close()
    for outcome in _imported(rest, setup, workers):
        outcomes[outcome.name] = outcome
        tell(outcome)
    return Summary(tuple(outcomes[job.name] for job in jobs))


def _imported(rest: Sequence[Job], setup: Setup, workers: int) -> Iterator[Outcome]:
    if rest:
        yield from run_jobs(rest, setup, workers)


def _known(job: Job, folder: DataFolder, setup: Setup, first: dict[str, str]) -> Outcome | None:
    """The outcome of a job that needs no worker: nothing changed, or it cannot even be read.

    `first` holds which job a product was seen in, by its id.
    """
    from showroom.pipeline.importer import standing_import  # noqa: PLC0415 - it brings what decodes pictures
    from showroom.pipeline.turntables.turns import all_drawn  # noqa: PLC0415 - the same

    try:
        source, text = open_model(job.model), read_text(product_file(job))
        product_id = parse(text, str(job.product)).product.id
        _refuse_same(product_id, job, first)
        known = standing_import(source, text, str(job.product), folder, setup.options)
    except (Rejected, Unavailable) as error:
        return failed(job, error)
    if known is None or (setup.poster and known.publication.poster is None):
        return None
    if setup.options.turntables and not all_drawn(known.publication):
        return None
    return Outcome(job.name, known.publication.product.id, known.publication.revision, "unchanged")


def _refuse_same(product_id: str, job: Job, first: dict[str, str]) -> None:
    before = first.setdefault(product_id, job.name)
    if before != job.name:
        hint = "give one of them another id"
        raise Rejected("same-product", f"{before} is the same product", got=product_id, hint=hint)
