"""Lines in and lines out: typed, from a pipe or from a script; printed whole, one after the other, with no tricks."""

from __future__ import annotations

import contextlib
import getpass
import os
import queue
import sys
import threading
import time
import unicodedata
from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Final, Protocol, TextIO

from client.text.account import secrets_after

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HOLD_S: Final = 20.0
"""So long news wait for somebody who is in the middle of a line."""
_MAX_LINE_BYTES: Final = 64 * 1024
_KEPT: Final = frozenset("\N{ZERO WIDTH JOINER}\N{ZERO WIDTH NON-JOINER}")


class Lines(Protocol):
    """Where lines come from."""

    echoes: bool
    """Whether the lines are to be printed as well, so that what is printed reads as a whole."""

    def next(self) -> str | None:
        """The next line, None where there is none now."""
        ...

    @property
    def ended(self) -> bool:
        """Whether there will be none any more."""
        ...

    @property
    def is_typing(self) -> bool:
        """Whether somebody is in the middle of a line."""
        ...


class ScriptLines:
    """Lines that are all there from the beginning."""

    echoes = True
    is_typing = False

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()[::-1]

    def next(self) -> str | None:
        """The next line."""
        return self._lines.pop() if self._lines else None

    @property
    def ended(self) -> bool:
        """Whether all are taken."""
        return not self._lines


class _ReadLines(ABC):
    """Lines that a thread reads."""

    def __init__(self) -> None:
        self._lines: queue.Queue[str | None] = queue.Queue(256)
        self._ended = False
        self._thread = threading.Thread(target=self._run, name="lines", daemon=True)
        self._thread.start()

    def next(self) -> str | None:
        """The next line, None where there is none now."""
        try:
            line = self._lines.get_nowait()
        except queue.Empty:
            return None
        self._ended = line is None
        return line

    @property
    def ended(self) -> bool:
        """Whether the end has been read."""
        return self._ended

    def _run(self) -> None:
        for line in self._read():
            self._lines.put(line)
        self._lines.put(None)

    @abstractmethod
    def _read(self) -> Iterator[str]:
        """The lines as they come, until the end."""


class PipeLines(_ReadLines):
    """Lines of a pipe or a file.

    They are read from the descriptor: a thread that waits in `sys.stdin` would hold its lock when the program ends.
    """

    echoes = True
    is_typing = False

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        super().__init__()

    def _read(self) -> Iterator[str]:
        rest = b""
        while data := os.read(self._descriptor, 65536):
            *lines, rest = (rest + data).split(b"\n")
            yield from (line.decode(errors="replace") for line in lines)
            if len(rest) > _MAX_LINE_BYTES:
                rest = b""  # no line of ours is so long
        if rest:
            yield rest.decode(errors="replace")


class TypedLines(_ReadLines):
    """Lines that somebody types, with the editing and the history that they are used to."""

    echoes = False

    def __init__(self) -> None:
        self._typed: Callable[[], str] = lambda: ""
        with contextlib.suppress(ImportError):  # Windows edits lines by itself
            import readline  # noqa: PLC0415 - it takes the terminal over when it is imported

            self._typed = readline.get_line_buffer
        super().__init__()

    @property
    def is_typing(self) -> bool:
        """Whether there is the beginning of a line."""
        return bool(self._typed())

    def _read(self) -> Iterator[str]:
        while True:
            try:
                line = input()
                yield line
                for _ in range(secrets_after(line)):
                    yield getpass.getpass("")
            except EOFError:
                return
            except UnicodeDecodeError:
                continue


@contextlib.contextmanager
def terminal_kept() -> Iterator[None]:
    """Give the terminal back as it was: whoever types is interrupted in the middle of a line when we end."""
    try:
        import termios  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    try:
        kept = termios.tcgetattr(sys.stdin.fileno())
    except (termios.error, OSError, ValueError):
        yield
        return
    try:
        yield
    finally:
        termios.tcsetattr(sys.stdin.fileno(), termios.TCSADRAIN, kept)


class Printer:
    """Prints whole lines; news wait while somebody is in the middle of a line of theirs.

    Args:
        stream: where to.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._held: list[str] = []
        self._held_since_s = 0.0

    def say(self, line: str) -> None:
        """Print an answer."""
        self._stream.write(f"{clean(line)}\n")
        self._stream.flush()

    def news(self, line: str) -> None:
        """Print news as soon as they disturb nobody."""
        if not self._held:
            self._held_since_s = time.monotonic()
        self._held.append(line)

    def flush(self, *, is_typing: bool) -> None:
        """Print what is held where nobody is typing, or has been for too long."""
        if not self._held:
            return
        late = time.monotonic() - self._held_since_s > HOLD_S
        if is_typing and not late:
            return
        if is_typing:
            self._stream.write("\n")
        held, self._held = self._held, []
        for line in held:
            self.say(line)


def clean(line: str) -> str:
    """The same line without what would make a terminal do something: other people's words are among it."""
    return "".join(each for each in line if each in _KEPT or unicodedata.category(each) not in {"Cc", "Cf", "Zl", "Zp"})
