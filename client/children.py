"""Child processes that never outlive us: they are ended at the end, and the kernel ends them where we are killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Any, Final, Self

from showroom.errors import Unavailable

if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import TracebackType

_PR_SET_PDEATHSIG: Final = 1
_GRACE_S: Final = 5.0


class Children:
    """Processes of ours; a context that ends them all, last come first gone."""

    def __init__(self) -> None:
        self._processes: list[subprocess.Popen[str]] = []

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def start(
        self,
        arguments: Sequence[str],
        module: str = "showroom.cli",
        **settings: Any,  # noqa: ANN401 - Popen's own
    ) -> subprocess.Popen[str]:
        """Start ``showroom`` (or another module of ours) with `arguments`, in a process group of its own."""
        process: subprocess.Popen[str] = subprocess.Popen(  # noqa: S603 - our own command
            [*showroom_command(module), *arguments],
            text=True,
            start_new_session=True,
            preexec_fn=_die_with_parent if sys.platform == "linux" else None,  # noqa: PLW1509 - only one system call
            **settings,
        )
        self._processes.append(process)
        return process

    def end(self) -> None:
        """Ask every process group to end, then make it."""
        for process in reversed(self._processes):
            _signal(process, signal.SIGTERM)
        for process in reversed(self._processes):
            try:
                process.wait(_GRACE_S)
            except subprocess.TimeoutExpired:
                _signal(process, signal.SIGKILL)
                process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()
        self._processes.clear()


def showroom_command(module: str = "showroom.cli") -> list[str]:
    """How to start ``showroom`` with this very Python, whatever PATH says."""
    return [sys.executable, "-m", module]


def run_showroom(arguments: Sequence[str], *, words: str | None = None) -> str:
    """Run ``showroom`` to its end and return what it printed.

    Args:
        arguments: of the command.
        words: what it reads.

    Raises:
        Unavailable: ``command-failed``.
    """
    done = subprocess.run(  # noqa: S603 - our own command
        [*showroom_command(), *arguments], input=words, capture_output=True, text=True, check=False
    )
    if done.returncode != 0:
        said = (done.stderr or done.stdout).strip()[-600:]
        raise Unavailable("command-failed", f"showroom {' '.join(arguments[:2])} ended with {done.returncode}: {said}")
    return done.stdout


def _die_with_parent() -> None:
    """Linux: SIGTERM for this process when its parent is gone, even by SIGKILL (prctl(2))."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _signal(process: subprocess.Popen[str], number: signal.Signals) -> None:
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, number)
