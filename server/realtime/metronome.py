"""Even beats on the event loop, without a task and a future for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

FORGIVEN_BEATS: Final = 2
"""So many are caught up, one after the other, when the loop was busy; beyond, they are left out."""


class Metronome:
    """Calls at every beat, after a stall once and never in a burst; a mistake in one call does not end the others.

    Args:
        period_s: between two beats.
        act: called with the number of the beat.
        stride: asked behind every beat, how many beats further the next one is; at none it rests until `wake`.
        left_out: called with how many beats a stall swallowed.
    """

    def __init__(
        self,
        period_s: float,
        act: Callable[[int], None],
        stride: Callable[[], int],
        left_out: Callable[[int], None],
    ) -> None:
        self._period_s = period_s
        self._act = act
        self._stride = stride
        self._left_out = left_out
        self._number = 0
        self._due_s = 0.0
        self._loop: asyncio.AbstractEventLoop | None = None
        self._handle: asyncio.TimerHandle | None = None

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Beat on a loop."""
        self._loop = loop
        self.wake()

    def stop(self) -> None:
        """Beat no more."""
        self._loop = None
        if self._handle is not None:
            self._handle.cancel()
            self._handle = None

    def wake(self) -> None:
        """There is something to do again; nothing happens where it beats already."""
        if self._loop is not None and self._handle is None:
            self._due_s = self._loop.time() + self._period_s
            self._handle = self._loop.call_at(self._due_s, self._beat, self._loop)

    def _beat(self, loop: asyncio.AbstractEventLoop) -> None:
        number, self._handle = self._number, None
        try:
            self._act(number)
        finally:
            stride = self._stride()
            # Beats keep their numbers: what happens at every third one happens at the same ones, whoever else is told.
            self._number = number + stride - number % stride if stride else number
            if stride and self._loop is not None and self._handle is None:
                self._plan(loop, self._number - number)

    def _plan(self, loop: asyncio.AbstractEventLoop, beats: int) -> None:
        self._due_s += beats * self._period_s
        behind = (loop.time() - self._due_s) / self._period_s
        if behind > FORGIVEN_BEATS:
            self._left_out(int(behind))
            self._due_s = loop.time() + self._period_s
        self._handle = loop.call_at(self._due_s, self._beat, loop)
