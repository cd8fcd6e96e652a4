"""What a worker process does: imports of one product after the other, until nobody asks any more."""

from __future__ import annotations

import ctypes
import os
import resource
import sys
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from showroom.errors import AuthoredFileError, Rejected, Unavailable
from showroom.pipeline import progress
from showroom.pipeline.adapters import open_draft_renderer, open_renderer
from showroom.pipeline.arguments import open_place
from showroom.pipeline.source import open_model, read_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.connection import Connection
    from pathlib import Path

    from showroom.pipeline.importer import Imported, ImportOptions
    from showroom.pipeline.importing.jobs import Job
    from showroom.ports import DataFolder, Renderer


M_MMAP_THRESHOLD = -3
"""As malloc.h has it."""
LARGE_BYTES = 1 << 20
OUT_OF_MEMORY = "out-of-memory: the memory of this machine did not suffice; try --jobs 1, or import it again by itself"


@dataclass(frozen=True)
class Setup:
    """Where and how everything is imported; `poster` says whether pictures are drawn."""

    data: Path
    server: str | None
    options: ImportOptions
    poster: bool


class Failure(msgspec.Struct, frozen=True):
    """Why a product was refused; `message` is all of it, for people."""

    code: str
    message: str


class Outcome(msgspec.Struct, frozen=True):
    """What became of one product.

    `cpu_s` is the computing time of the worker for it, and `peak_bytes` the most memory that worker ever had.
    """

    name: str
    product: str = ""
    revision: int = 0
    done: str = "failed"
    failure: Failure | None = None
    wall_s: float = 0.0
    cpu_s: float = 0.0
    peak_bytes: int = 0


class KeptRenderer:
    """Opens a renderer once for many products; who closes it in between closes nothing."""

    def __init__(self, open_it: Callable[[], Renderer]) -> None:
        self._open_it = open_it
        self._renderer: Renderer | None = None

    def __call__(self) -> Renderer:
        """The renderer."""
        if self._renderer is None:
            renderer = self._open_it()
            self._close, renderer.close = renderer.close, lambda: None  # type: ignore[method-assign] # it is ours
            self._renderer = renderer
        return self._renderer

    def end(self) -> None:
        """Release it."""
        if self._renderer is not None:
            self._close()


def serve(line: Connection, setup: Setup) -> None:
    """Import what comes over `line` and answer with outcomes; ends when the other side is gone, however it went."""
    # Several workers share the cores already; a software rasteriser that starts a thread for each core slows them.
    os.environ.setdefault("LP_NUM_THREADS", "1")
    return_large_memory()
    progress.be_silent()
    worker = Worker(setup)
    try:
        while True:
            line.send(worker.run(line.recv()))
    except (EOFError, BrokenPipeError):
        return
    finally:
        worker.close()


class Worker:
    """Imports one product after the other and keeps what is costly to open.

    Args:
        setup: where and how.
    """

    def __init__(self, setup: Setup) -> None:
        self._setup = setup
        self._folder: DataFolder | None = None
        self._posters = KeptRenderer(open_renderer)
        self._proofs, self._drafts = (
            None if open_it is None else KeptRenderer(open_it)
            for open_it in (setup.options.proof, setup.options.sheets)
        )

    def run(self, job: Job) -> Outcome:
        """Import one product; whatever is wrong with it is told in the outcome."""
        started_s, cpu_s = time.monotonic(), time.process_time()
        try:
            outcome = described(job, self._import(job))
        except (Rejected, Unavailable) as error:
            outcome = failed(job, error)
        except MemoryError:
            outcome = Outcome(job.name, failure=Failure("out-of-memory", OUT_OF_MEMORY))
        except Exception as error:  # noqa: BLE001 - the border of a process: one product's bug is not the others'
            outcome = Outcome(job.name, failure=Failure("internal", f"a mistake of the importer: {error!r}"))
        return msgspec.structs.replace(
            outcome,
            wall_s=round(time.monotonic() - started_s, 3),
            cpu_s=round(time.process_time() - cpu_s, 3),
            peak_bytes=peak_bytes(),
        )

    def _import(self, job: Job) -> Imported:
        from showroom.pipeline.importer import import_model  # noqa: PLC0415 - the parent process needs no pictures
        from showroom.pipeline.turntables.drawing import drawn_here, turned  # noqa: PLC0415 - the same

        if self._folder is None:
            self._folder = open_place(self._setup.data, self._setup.server, create=True)
        result = import_model(
            open_model(job.model),
            read_text(product_file(job)),
            str(job.product),
            self._folder,
            now_s=time.time(),
            open_renderer=self._posters if self._setup.poster else None,
            options=self._options(),
        )
        if self._setup.options.turntables and not result.dry_run:
            turned(self._folder, result.publication.product.id, drawn_here(self._drafts or open_draft_renderer))
        return result

    def _options(self) -> ImportOptions:
        """What was asked for, with the renderers that stay."""
        return replace(self._setup.options, proof=self._proofs, sheets=self._drafts)

    def close(self) -> None:
        """Release the folder and the renderers."""
        for renderer in (self._posters, self._proofs, self._drafts):
            if renderer is not None:
                renderer.end()
        if self._folder is not None:
            self._folder.close()


def return_large_memory() -> bool:
    """Let every large array go back to the system when it is freed, where the C library can (glibc).

    It moves its bound up to the largest block that was ever freed (32 MiB), and keeps what is below it in a heap with
    holes, which grew by 20 MiB with each of the first products. Returns whether there is such a library.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None) if sys.platform == "linux" else None
    return mallopt is not None and bool(mallopt(M_MMAP_THRESHOLD, LARGE_BYTES))


def product_file(job: Job) -> Path:
    """The product file of a job.

    Raises:
        Rejected: ``no-product-file``.
    """
    if job.product is None:
        allowed = f"{job.model.with_suffix('.toml').name} or product.toml beside it"
        hint = "or an import.toml in the folder says which file belongs to which model (docs/publishing.md)"
        message = "no product file belongs to this model"
        raise Rejected("no-product-file", message, got=job.name, allowed=allowed, hint=hint)
    return job.product


def described(job: Job, result: Imported) -> Outcome:
    """The outcome of an import that was not refused."""
    done = "unchanged" if result.unchanged else "checked" if result.dry_run else result.state
    return Outcome(job.name, result.publication.product.id, result.publication.revision, done)


def failed(job: Job, error: Rejected | Unavailable) -> Outcome:
    """The outcome of a refusal."""
    code = error.code
    others = f" (and {len(error.others)} more)" if isinstance(error, AuthoredFileError) and error.others else ""
    return Outcome(job.name, failure=Failure(code, f"{error}{others}" if not others else str(error)))


def peak_bytes() -> int:
    """The most memory that this process ever had (resident)."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
