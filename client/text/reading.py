"""The lines of a visit: each is carried out, waited for, or gives way to the next."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from client.text.here import ONLINE_S
from showroom.errors import Rejected, Unavailable

if TYPE_CHECKING:
    from client.text.doing import Doing
    from client.text.here import Here, Steps, Until
    from client.text.terminal import Lines, Printer


@dataclass
class _Task:
    """A line under way."""

    steps: Steps
    until: Until
    since_s: float = field(default_factory=time.monotonic)


class Reading:
    """Carries line after line out.

    Args:
        lines: where they come from.
        here: what is known.
        doing: who carries them out.
        printer: where scripted lines are repeated.
        first: a line before all others; empty for none.
        strict: whether the first line that fails is the last.

    Attributes:
        failed: whether a line has failed.
    """

    def __init__(self, lines: Lines, here: Here, doing: Doing, printer: Printer, *, first: str, strict: bool) -> None:
        self._lines = lines
        self._here = here
        self._doing = doing
        self._printer = printer
        self._strict = strict
        self._task: _Task | None = None
        self._waiting_line: str | None = first or None
        self._begun_s = time.monotonic()
        self.failed = False

    def is_over(self) -> bool:
        """Whether there is nothing left to do."""
        if self._here.leaving or (self.failed and self._strict):
            return True
        return self._lines.ended and self._waiting_line is None and self._task is None

    def advance(self, now_s: float) -> None:
        """Go on with the line under way, then with those that follow until one has to wait."""
        here = self._here
        if not here.ready and here.scripted:
            if now_s - self._begun_s > ONLINE_S:
                raise Unavailable("server-unreachable", f"{here.server} does not answer")
            return
        if not here.ready and self._waiting_line is not None:
            return  # an invitation can be opened when one is there
        while not self.is_over():
            if self._task is not None:
                if not self._go_on(now_s):
                    return
                continue
            line = self._next_line()
            if line is None:
                return
            self._begin(line)

    def _begin(self, line: str) -> None:
        if self._lines.echoes and line.strip():
            self._printer.say(f"> {line.strip()}")
        try:
            steps = self._doing.line(line)
            if steps is not None:
                self._task = _Task(steps, next(steps))
        except StopIteration:
            pass
        except (Rejected, Unavailable) as error:
            self._fail(error)

    def _go_on(self, now_s: float) -> bool:
        """Go on with the line under way; returns whether it has ended."""
        task = self._task
        if task is None:
            return True
        came = task.until.holds()
        if not came and now_s - task.since_s < task.until.limit_s:
            if self._here.scripted or not task.until.gives_way or not self._has_next():
                return False
            task.steps.close()
            self._task = None
            return True
        self._task = None
        try:
            self._task = _Task(task.steps, task.steps.send(came))
        except StopIteration:
            return True
        except (Rejected, Unavailable) as error:
            self._fail(error)
            return True
        return self._go_on(now_s)

    def _has_next(self) -> bool:
        if self._waiting_line is None:
            self._waiting_line = self._lines.next()
        return self._waiting_line is not None

    def _next_line(self) -> str | None:
        line, self._waiting_line = self._waiting_line, None
        return self._lines.next() if line is None else line

    def _fail(self, error: Rejected | Unavailable) -> None:
        self.failed = True
        if error.message:  # a refused choice has been explained already
            self._here.say_line(error.message)
