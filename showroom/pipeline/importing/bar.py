"""How far an import of many products is: a bar on a terminal, plain lines elsewhere."""

from __future__ import annotations

import shutil
import sys
import time
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from showroom.pipeline.importing.work import Outcome

WIDTH = 24


class Bar:
    """Tells of each outcome as it comes.

    Args:
        total: how many products there are.
        stream: where to write; standard error where nothing is said.
    """

    def __init__(self, total: int, stream: TextIO | None = None) -> None:
        self._total = total
        self._done = 0
        self._stream = stream or sys.stderr
        self._terminal = self._stream.isatty()
        self._started_s = time.monotonic()

    def begin(self) -> None:
        """Show that something is going on before the first product is done."""
        if self._terminal:
            self._draw("")

    def tell(self, outcome: Outcome) -> None:
        """One more is done."""
        self._done += 1
        if not self._terminal:
            self._stream.write(f"  {self._done} of {self._total}: {line(outcome)}\n")
            return
        if outcome.failure is not None:
            self._stream.write(f"\r\x1b[K✗ {outcome.name}: {outcome.failure.code}\n")
        self._draw(outcome.name)

    def end(self) -> None:
        """Leave the terminal as it was."""
        if self._terminal:
            self._stream.write("\r\x1b[K")
            self._stream.flush()

    def _draw(self, name: str) -> None:
        filled = WIDTH * self._done // max(self._total, 1)
        left = ""
        if 0 < self._done < self._total:
            passed_s = time.monotonic() - self._started_s
            left = f"  {_duration(passed_s / self._done * (self._total - self._done))} left"
        text = f"{'█' * filled}{'░' * (WIDTH - filled)} {self._done}/{self._total}{left}  {name}"
        width = shutil.get_terminal_size().columns - 1
        self._stream.write(f"\r\x1b[K{text[:width]}")
        self._stream.flush()


def line(outcome: Outcome) -> str:
    """An outcome in one line."""
    if outcome.failure is not None:
        return f"✗ {outcome.name}: {outcome.failure.code}"
    return f"✓ {outcome.product}: {outcome.done}, revision {outcome.revision} ({outcome.wall_s:.1f} s)"


def _duration(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60} min {whole % 60:02} s" if whole >= 60 else f"{whole} s"  # noqa: PLR2004 - a minute
