"""Tell on standard error what takes longer than a second."""

from __future__ import annotations

import sys
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENCE_S = 1.0


_silent = threading.Event()


def be_silent() -> None:
    """Tell nothing from now on: several processes would write over each other."""
    _silent.set()


@contextmanager
def step(phrase: str, patience_s: float = PATIENCE_S) -> Iterator[None]:
    """Name a piece of work if it is still going on after `patience_s` seconds, and how long it took then."""
    if _silent.is_set():
        yield
        return
    started = time.monotonic()
    timer = threading.Timer(patience_s, lambda: sys.stderr.write(f"  {phrase} …\n"))
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
        timer.join()
        duration_s = time.monotonic() - started
        if duration_s > patience_s:
            sys.stderr.write(f"  {phrase}: {duration_s:.1f} s\n")
