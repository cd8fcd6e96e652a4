"""A client's window on a virtual display, driven by real keys and mouse: what the first visit and its test press."""

# ruff: noqa: S603, S607 - the programs of a virtual display, found where the system has them

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Self

from tools.first_visit.closing import ask_to_close

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PATIENCE_S = 120.0
_KEY_S = 0.06
_LOOK_S = 0.05


def patiently() -> Iterator[None]:
    """Look again and again for `PATIENCE_S`; time in which this whole machine stands still does not count."""
    for _ in range(round(PATIENCE_S / _LOOK_S)):
        yield
        time.sleep(_LOOK_S)


@contextlib.contextmanager
def display(size_px: tuple[int, int]) -> Iterator[dict[str, str]]:
    """A display of our own; yields the environment for its programs."""
    read, write = os.pipe()
    screen = f"{size_px[0]}x{size_px[1]}x24"
    arguments = ["-displayfd", str(write), "-screen", "0", screen, "-nolisten", "tcp", "-noreset"]
    server = subprocess.Popen(["Xvfb", *arguments], pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as numbers:
            yield {**os.environ, "DISPLAY": f":{numbers.readline().strip()}"}
    finally:
        server.terminate()
        server.wait(PATIENCE_S)


@dataclass
class Window:
    """A client's window with its journal.

    Args:
        folder: for its settings, cache and journal.
        environment: with the display.
        arguments: of ``showroom client``.
    """

    folder: Path
    environment: dict[str, str]
    arguments: tuple[str, ...]
    _seen: int = 0
    _frame: int = 0
    _read_bytes: int = 0
    _process: subprocess.Popen[bytes] | None = None
    _events: list[dict[str, Any]] = field(default_factory=list)

    def __enter__(self) -> Self:
        """Open it."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._journal.unlink(missing_ok=True)
        environment = {
            **self.environment,
            "SHOWROOM_CONFIG_DIR": str(self.folder / "config"),
            "SHOWROOM_CACHE_DIR": str(self.folder / "cache"),
        }
        command = [sys.executable, "-m", "showroom.cli", "client", *self.arguments, "--events", str(self._journal)]
        with (self.folder / "client.log").open("ab") as log:
            self._process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        return self

    def __exit__(self, *_: object) -> None:
        """Close it, however it is."""
        if self._process is not None and self._process.poll() is None:
            with contextlib.suppress(subprocess.CalledProcessError):
                self._close()
            try:
                self._process.wait(20.0)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()

    def leave(self) -> dict[str, Any]:
        """Close it as its frame's cross would; what it noted last."""
        self._close()
        left = self.wait("left")
        if self._process is not None:
            self._process.wait(PATIENCE_S)
        return left

    def take_away(self, how: str) -> None:
        """Have somebody else end it: ``windowclose`` destroys the window, ``windowkill`` cuts its display off."""
        self._xdotool("search", "--name", "^Showroom$", how)

    def signal(self, number: int) -> None:
        """Send its process a signal."""
        if self._process is not None:
            self._process.send_signal(number)

    def ended(self) -> tuple[int, str]:
        """Wait until it has ended: its exit status, and what it said."""
        status = self._process.wait(PATIENCE_S) if self._process is not None else 0
        return status, self._last_words()

    def _close(self) -> None:
        command = ["xdotool", "search", "--name", "^Showroom$"]
        found = subprocess.run(command, env=self.environment, check=True, timeout=PATIENCE_S, capture_output=True)
        for window in found.stdout.split():
            ask_to_close(self.environment["DISPLAY"], int(window))

    @property
    def _journal(self) -> Path:
        return self.folder / "events.jsonl"

    def wait(self, event: str, *others: str, **fields: object) -> dict[str, Any]:
        """The next event like this, or of the `others`, after the one that was waited for last.

        Raises:
            TimeoutError: it does not come.
        """
        for _ in patiently():
            self._read()
            for index in range(self._seen, len(self._events)):
                found = self._events[index]
                if found["event"] in others or (found["event"] == event and fields.items() <= found.items()):
                    self._seen = index + 1
                    return found
            if self._has_ended:
                self._read()
                if any(found["event"] == event for found in self._events[self._seen :]):
                    continue
                raise TimeoutError(f"the client has ended; no {event} {fields}: {self._last_words()}")
        last = [each for each in self._events if each["event"] != "drawn"][-3:]
        raise TimeoutError(f"no {event} {fields}; the last were {last}")

    @property
    def _has_ended(self) -> bool:
        return self._process is not None and self._process.poll() is not None

    def _last_words(self) -> str:
        return (self.folder / "client.log").read_text(errors="replace")[-600:]

    def frames(self, count: int = 2) -> None:
        """Wait until so many more frames are drawn."""
        self._read()
        wanted = self._frame + count
        for _ in patiently():
            self._read()
            if self._frame >= wanted:
                return
            if self._has_ended:
                break
        raise TimeoutError(f"no frame {wanted}, the last was {self._frame}: {self._last_words()}")

    def _read(self) -> None:
        """Take in what the journal has grown by: whole lines only, and of frames no more than their number."""
        if not self._journal.exists():
            return
        with self._journal.open("rb") as journal:
            journal.seek(self._read_bytes)
            lines = journal.read()
        whole = lines[: lines.rfind(b"\n") + 1]
        self._read_bytes += len(whole)
        for event in map(json.loads, whole.splitlines()):
            self._frame = max(self._frame, event.get("frame", 0))
            self._events.append(event)

    def focus(self) -> None:
        """Give it the keyboard."""
        self._xdotool("search", "--sync", "--name", "^Showroom$", "windowfocus")

    def key(self, *names: str) -> None:
        """Press keys, one after the other, each seen by a frame of its own."""
        for name in names:
            self._xdotool("keydown", name)
            time.sleep(_KEY_S)
            self._xdotool("keyup", name)
            # The first that ends may have begun before the key: then the next key would come with this one.
            self.frames(2)

    def hold(self, name: str, seconds: float) -> None:
        """Hold a key."""
        self._xdotool("keydown", name)
        time.sleep(seconds)
        self._xdotool("keyup", name)

    def type(self, text: str) -> None:
        """Write."""
        self._xdotool("type", "--delay", "60", text)
        self.frames(3)

    def click(self, x_px: int, y_px: int) -> None:
        """Click at a place of the window, which fills its display."""
        self._xdotool("mousemove", str(x_px), str(y_px))
        self.frames(1)
        self._xdotool("click", "1")
        self.frames(2)

    def drag(self, start_px: tuple[int, int], end_px: tuple[int, int]) -> None:
        """Drag the picture with the left button, slowly enough for every frame to see it."""
        self._xdotool("mousemove", *map(str, start_px), "mousedown", "1")
        self.frames(1)
        for step in range(1, 4):
            spot = (start + (end - start) * step // 3 for start, end in zip(start_px, end_px, strict=True))
            self._xdotool("mousemove", *map(str, spot))
            self.frames(1)
        self._xdotool("mouseup", "1")
        self.frames(1)

    def picture(self, path: Path) -> None:
        """Keep what is on the screen; a card takes its size from the frame before, and frames are seen late."""
        self.frames(5)
        path.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(["import", "-window", "root", str(path)], env=self.environment, check=True, timeout=PATIENCE_S)

    def _xdotool(self, *arguments: str) -> None:
        subprocess.run(["xdotool", *arguments], env=self.environment, check=True, timeout=PATIENCE_S)
