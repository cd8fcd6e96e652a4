"""Somebody at a text client: a process of its own that is written to and read from, line by line."""

from __future__ import annotations

import os
import queue
import re
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from pathlib import Path

PATIENCE_S = 20.0


class Person:
    """One text client.

    Args:
        folder: for settings.
        server: the showroom's address.
        name: what the others see.
        arguments: more of the command line.
        environment: more of it.
    """

    def __init__(
        self, folder: Path, server: str, name: str, *arguments: str, environment: dict[str, str] | None = None
    ) -> None:
        self.said: list[str] = []
        self._lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            [sys.executable, "-m", "showroom.cli", "text", "--server", server, "--name", name, *arguments],
            env={
                **os.environ,
                "SHOWROOM_CONFIG_DIR": str(folder / name),
                "SHOWROOM_DOCUMENTS_DIR": str(folder / name / "documents"),
                "PYTHONUTF8": "1",
                **(environment or {}),
            },
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
        )
        self._reader = threading.Thread(target=self._read, name=f"reads {name}")
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.kill()
        self._process.wait(PATIENCE_S)
        self._reader.join(PATIENCE_S)
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def types(self, line: str, *answers: str) -> list[str]:
        """Type a line and wait for lines that match each of `answers`, in this order; returns them."""
        self.writes(line)
        return [self.hears(answer) for answer in (f"^> {re.escape(line)}$", *answers)][1:]

    def writes(self, line: str) -> None:
        """Type a line and wait for nothing."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()

    def hears(self, pattern: str) -> str:
        """Wait for a line that matches; what comes before it is passed over."""
        end_s = time.monotonic() + PATIENCE_S
        while (left_s := end_s - time.monotonic()) > 0:
            try:
                line = self._lines.get(timeout=left_s)
            except queue.Empty:
                break
            if line is None:
                break
            self.said.append(line)
            if re.search(pattern, line):
                return line
        raise AssertionError(f"no line matches {pattern!r}:\n" + "\n".join(self.said))

    def leaves(self) -> int:
        """Close the standard input and wait for the end; returns the exit status."""
        assert self._process.stdin is not None
        self._process.stdin.close()
        return self._process.wait(PATIENCE_S)

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.rstrip("\n"))
        self._lines.put(None)
