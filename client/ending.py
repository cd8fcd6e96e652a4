"""How a visit ends that nobody has closed: by a signal, or because window or display are gone. It is left as any other.

What the next visit needs is kept, the server hears a goodbye, and the terminal reads a sentence.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from typing import TYPE_CHECKING, Self

from client.render.display import DisplayWatch
from showroom.ui.texts import say

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import FrameType

    from panda3d.core import GraphicsWindow

    from client.visit import Visit

_SIGNALS = ("SIGINT", "SIGTERM", "SIGHUP")
_FAILED = 1


class Ending:
    """Hears the signals that end a program, while it lasts (a second one ends it at once), and watches the window.

    Args:
        visit: for its language.
        window: ours; None without one.
        take_leave: says goodbye and keeps what the next visit needs, without anything that draws.

    Attributes:
        last_duty: what else is to be done where the process ends without returning to whoever began the visit.
    """

    def __init__(self, visit: Visit, window: GraphicsWindow | None, take_leave: Callable[[], None]) -> None:
        self._visit = visit
        self._take_leave = take_leave
        self._heard: signal.Signals | None = None
        self._before: dict[signal.Signals, object] = {}
        self._display = DisplayWatch(window, self._lose_display) if window is not None else None
        self.last_duty: Callable[[], None] = lambda: None

    def __enter__(self) -> Self:
        """Begin to listen; only the main thread hears signals."""
        if threading.current_thread() is threading.main_thread():
            for name in _SIGNALS:
                number = getattr(signal, name, None)
                # What a parent has told us not to hear, such as SIGHUP under nohup, stays unheard.
                if number is not None and signal.getsignal(number) is not signal.SIG_IGN:
                    self._before[number] = signal.signal(number, self._hear)
        return self

    def __exit__(self, *_: object) -> None:
        """Let everything be as it was before."""
        self._restore()

    @property
    def has_come(self) -> bool:
        """Whether the visit is to end now."""
        return self._heard is not None or self._is_window_lost

    def status(self, usual: int) -> int:
        """The exit status, and a sentence where the end came from outside; for a signal as shells say it."""
        if self._heard is not None:
            self._tell("ending.signal", signal=self._heard.name)
            return 128 + self._heard
        if self._is_window_lost:
            self._tell("ending.window-lost")
            return _FAILED
        return usual

    @property
    def _is_window_lost(self) -> bool:
        return self._display is not None and self._display.destroyed

    def _lose_display(self) -> None:
        """The display is gone amidst a frame: keep what can be kept and end, for nothing can be drawn or freed."""
        try:
            self._take_leave()
            self.last_duty()
            self._tell("ending.display-lost")
        finally:
            os._exit(_FAILED)

    def _hear(self, number: int, _frame: FrameType | None) -> None:
        self._heard = signal.Signals(number)
        self._restore()

    def _restore(self) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)  # type: ignore[arg-type] # what it gave us it takes back
        self._before.clear()

    def _tell(self, key: str, **fields: str) -> None:
        words = say(key, self._visit.language, **fields)
        print(words, file=sys.stderr, flush=True)  # noqa: T201 - there is no window left to say it in
